"""The topics, tables and consumer group of a run on a broker, made from the run's log, each record once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain

from kafka import KafkaAdminClient, TopicPartition
from kafka.errors import KafkaError, NoError
from kafka.partitioner.default import murmur2
from kafka.structs import OffsetAndMetadata

from schemas.run import Run
from schemas.topics import ARTICLES_RAW
from streams.kafka import admin
from streams.kafka.connection import connect
from streams.kafka.ingest import Outgoing, send
from streams.kafka.read import consumer, partitions
from streams.log import Log
from streams.replay.run import DERIVED, counts, outcome
from streams.settings import Settings
from streams.stage import Stage

GROUP_SECONDS = 30.0
PAUSE_SECONDS = 0.5


class PublishError(RuntimeError):
    """The run's topics are not what the run's log would make them; the message says what to do."""


def size(log: Log, stages: Sequence[Stage]) -> int:
    """How many records and table rows there are to publish."""
    rows = sum(sum(1 for _ in log.rows(stage.table)) for stage in stages if stage.table)
    return sum(counts(log).values()) + rows


def publish(
    settings: Settings,
    log: Log,
    stages: Sequence[Stage],
    run: Run,
    progress: Callable[[int], None] = lambda _: None,
    *,
    continues: bool,
) -> None:
    """Bring the run's topics up to the run's log.

    `settings` name the run. The order of records is fixed, so those that an interrupted call has sent are told by the
    topics' ends and are not sent again. `continues`: the run has read this broker's own raw log whole, so its group's
    offsets are set to where the run ends and workers can go on from there. `progress` is told of each record that is
    known to be there. Raises PublishError, and what `send` raises.
    """
    tables = admin.changelogs(settings, tuple(stages), settings.application)
    wanted = [topic for topic in admin.wanted(settings) if topic.name != settings.topic(ARTICLES_RAW)]
    with closing(connect(settings)) as client:
        admin.create(client, (*wanted, *tables))
    sizes = {topic.name: topic.partitions for topic in (*wanted, *tables)}
    there = _ends(settings, sizes)

    def missing() -> Iterator[Outgoing]:
        passed: Counter[TopicPartition] = Counter()
        for record in _all(settings, log, stages, sizes):
            partition = _place(record)
            passed[partition] += 1
            if passed[partition] > there[partition]:
                yield record
            else:
                progress(1)

    send(settings, missing(), lambda _, __: progress(1))
    wanted_ends = Counter(_place(record) for record in _all(settings, log, stages, sizes))
    _check(_ends(settings, sizes), wanted_ends)
    if continues:
        _set_offsets(settings, stages, run)


def _all(settings: Settings, log: Log, stages: Sequence[Stage], sizes: Mapping[str, int]) -> Iterator[Outgoing]:
    """All that the run's topics and tables hold, each with its partition; always in the same order."""
    for record in chain(_messages(settings, log), _rows(settings, log, stages)):
        yield replace(record, partition=_partition(record.key or b"", sizes[record.topic]))


def _place(record: Outgoing) -> TopicPartition:
    return TopicPartition(record.topic, record.partition)


def _messages(settings: Settings, log: Log) -> Iterator[Outgoing]:
    for topic in DERIVED:
        name = settings.topic(topic)
        for message in outcome(log, topic):
            yield Outgoing(name, message.key.encode(), message.value, message.headers)


def _rows(settings: Settings, log: Log, stages: Iterable[Stage]) -> Iterator[Outgoing]:
    """Rows of the stages' tables. A worker keeps rows in the partition of the message that they come of: stages that
    read several partitions have a row for each key of their topic, and so each row is where its key is.
    """
    for stage in stages:
        if stage.table:
            name = admin.changelog(settings.application, stage.table)
            for key, value in log.rows(stage.table):
                yield Outgoing(name, key.encode(), value)


def _partition(key: bytes, count: int) -> int:
    """Where Kafka's default partitioner puts the key: later records of the key have to come after it."""
    number: int = murmur2(key)
    return (number & 0x7FFFFFFF) % count


def _ends(settings: Settings, topics: Iterable[str]) -> dict[TopicPartition, int]:
    with closing(consumer(settings)) as client:
        ends: dict[TopicPartition, int] = client.end_offsets(
            [partition for topic in topics for partition in partitions(client, topic)]
        )
        return ends


def _check(found: dict[TopicPartition, int], expected: Counter[TopicPartition]) -> None:
    for partition, end in found.items():
        if end != expected[partition]:
            raise PublishError(
                f"{partition.topic} has {end} records in partition {partition.partition}, not {expected[partition]}: "
                "something else has written to it. Drop the run and begin again."
            )


def _set_offsets(settings: Settings, stages: Iterable[Stage], run: Run) -> None:
    """Have the run's consumer group begin where the run ends."""
    raw = settings.topic(ARTICLES_RAW)
    offsets = {TopicPartition(raw, span.partition): span.end for span in run.spans}
    offsets |= _ends(settings, sorted({settings.topic(stage.source) for stage in stages} - {raw}))
    with closing(connect(settings)) as client:
        _alter(client, settings.application, offsets)


def _alter(client: KafkaAdminClient, group: str, offsets: dict[TopicPartition, int]) -> None:
    """Commit offsets of a group without members. A broker that has never had a group first makes a topic for them."""
    wanted = {partition: OffsetAndMetadata(offset, "", -1) for partition, offset in offsets.items()}
    deadline = time.monotonic() + GROUP_SECONDS
    while True:
        try:
            refused = {
                f"{partition.topic}-{partition.partition}": error.__name__
                for partition, error in client.alter_group_offsets(group, wanted).items()
                if error is not NoError
            }
        except KafkaError as error:
            if not error.retriable or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_SECONDS)
            continue
        if refused:
            raise PublishError(f"the offsets of the group {group} cannot be set: {refused}. Do workers read the run?")
        return

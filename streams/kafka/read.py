"""Reading topics outside a consumer group: to the present end, or following on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from kafka import KafkaConsumer, TopicPartition

from streams.kafka.connection import MAX_MESSAGE_BYTES, Server, open_client

POLL_MS = 500


class TopicMissingError(LookupError):
    """The broker has no such topic."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands in the log. `timestamp` is the broker's, in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def read(server: Server, topics: Sequence[str], *, follow: bool = False) -> Iterator[Record]:
    """All records of the topics, each partition in its order, from the beginning.

    Without `follow` up to the end that each partition had at the call; records that arrive meanwhile are left
    out. Raises TopicMissingError, BrokerUnreachableError, BrokerAddressError.
    """
    with closing(consumer(server)) as client:
        wanted = [partition for topic in topics for partition in partitions(client, topic)]
        client.assign(wanted)
        client.seek_to_beginning(*wanted)
        ends = client.end_offsets(wanted)
        open_ended = {partition for partition in wanted if client.position(partition) < ends[partition]}
        while follow or open_ended:
            for partition, records in client.poll(timeout_ms=POLL_MS).items():
                for each in records:
                    if follow or each.offset < ends[partition]:
                        yield record(each)
            # Positions, not records: the last offsets may be compacted away or be markers.
            for partition in tuple(open_ended):
                if client.position(partition) >= ends[partition]:
                    open_ended.discard(partition)
                    if not follow:
                        client.pause(partition)


def fold(records: Iterable[Record]) -> dict[bytes | None, Record]:
    """The last record of each key, as compaction leaves it: keys whose last record is a tombstone are gone."""
    last: dict[bytes | None, Record] = {}
    for record in records:
        last[record.key] = record
    return {key: record for key, record in last.items() if record.value is not None}


def consumer(server: Server) -> KafkaConsumer:
    """A client that reads without a group, so that it moves nobody's offsets; raises BrokerUnreachableError."""
    return open_client(
        KafkaConsumer,
        server,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=2 * MAX_MESSAGE_BYTES,
        allow_auto_create_topics=False,
    )


def partitions(client: KafkaConsumer, topic: str) -> list[TopicPartition]:
    """The topic's partitions, in order; raises TopicMissingError."""
    numbers: set[int] | None = client.partitions_for_topic(topic)
    if not numbers:
        raise TopicMissingError(f"the broker has no topic {topic!r}")
    return [TopicPartition(topic, number) for number in sorted(numbers)]


def record(found: object) -> Record:
    """What the client has found, as we pass it on."""
    return Record(
        topic=found.topic,  # type: ignore[attr-defined]
        partition=found.partition,  # type: ignore[attr-defined]
        offset=found.offset,  # type: ignore[attr-defined]
        timestamp=found.timestamp,  # type: ignore[attr-defined]
        key=found.key,  # type: ignore[attr-defined]
        value=found.value,  # type: ignore[attr-defined]
        headers=tuple(found.headers),  # type: ignore[attr-defined]
    )

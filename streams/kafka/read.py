"""Reading topics outside a consumer group: to the present end, or following on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from streams.kafka.connection import MAX_MESSAGE_BYTES, BrokerUnreachableError, client_options

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


def read(broker: str, topics: Sequence[str], *, follow: bool = False) -> Iterator[Record]:
    """All records of the topics, each partition in its order, from the beginning.

    Without `follow` up to the end that each partition had at the call; records that arrive meanwhile are left
    out. Raises TopicMissingError, BrokerUnreachableError, BrokerAddressError.
    """
    consumer = _consumer(broker)
    try:
        partitions = [
            TopicPartition(topic, number) for topic in topics for number in sorted(_partitions(consumer, topic))
        ]
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        ends = consumer.end_offsets(partitions)
        open_ended = {partition for partition in partitions if consumer.position(partition) < ends[partition]}
        while follow or open_ended:
            for partition, records in consumer.poll(timeout_ms=POLL_MS).items():
                for record in records:
                    if follow or record.offset < ends[partition]:
                        yield _record(record)
            # Positions, not records: the last offsets may be compacted away or be markers.
            for partition in tuple(open_ended):
                if consumer.position(partition) >= ends[partition]:
                    open_ended.discard(partition)
                    if not follow:
                        consumer.pause(partition)
    finally:
        consumer.close(autocommit=False)


def fold(records: Iterable[Record]) -> dict[bytes | None, Record]:
    """The last record of each key, as compaction leaves it: keys whose last record is a tombstone are gone."""
    last: dict[bytes | None, Record] = {}
    for record in records:
        last[record.key] = record
    return {key: record for key, record in last.items() if record.value is not None}


def _consumer(broker: str) -> KafkaConsumer:
    options = client_options(broker)
    try:
        return KafkaConsumer(
            **options,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=2 * MAX_MESSAGE_BYTES,
            allow_auto_create_topics=False,
        )
    except (KafkaError, OSError) as error:
        servers = ", ".join(options["bootstrap_servers"])
        raise BrokerUnreachableError(f"no Kafka broker answers at {servers} ({error})") from error


def _partitions(consumer: KafkaConsumer, topic: str) -> set[int]:
    partitions: set[int] | None = consumer.partitions_for_topic(topic)
    if not partitions:
        raise TopicMissingError(f"the broker has no topic {topic!r}")
    return partitions


def _record(record: object) -> Record:
    return Record(
        topic=record.topic,  # type: ignore[attr-defined]
        partition=record.partition,  # type: ignore[attr-defined]
        offset=record.offset,  # type: ignore[attr-defined]
        timestamp=record.timestamp,  # type: ignore[attr-defined]
        key=record.key,  # type: ignore[attr-defined]
        value=record.value,  # type: ignore[attr-defined]
        headers=tuple(record.headers),  # type: ignore[attr-defined]
    )

"""Producing records, each confirmed by the broker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from streams.kafka.connection import MAX_MESSAGE_BYTES, Server, open_client
from streams.present.words import counted

IN_FLIGHT = 2_000
"""Records sent and not confirmed yet, at most: bounds memory and what an interruption leaves undecided."""


class IngestError(RuntimeError):
    """The broker did not confirm a record. `confirmed` records before it are in the log for certain.

    Sending all records again is safe: the feed takes the very same bytes for a redelivery.
    """

    def __init__(self, confirmed: int, cause: Exception) -> None:
        super().__init__(f"the broker confirmed {counted(confirmed, 'record')}, then one failed: {cause}")
        self.confirmed = confirmed


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to be sent. Without `partition` its key chooses one; without `timestamp` (ms) it gets that of now."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()
    partition: int | None = None
    timestamp: int | None = None


def send(
    server: Server,
    records: Iterable[Outgoing],
    progress: Callable[[int, int], None] | None = None,
    *,
    timeout: float = 60.0,
) -> int:
    """Send records in order and return how many the broker has confirmed: all of them.

    A record larger than the broker accepts makes it an error, as does `timeout` seconds without confirmation.
    `progress` is told (records, bytes) confirmed so far. What `records` raises passes through after what was
    sent is confirmed. Raises IngestError, BrokerUnreachableError, BrokerAddressError.
    """
    producer = _producer(server, timeout)
    waiting: deque[tuple[Any, int]] = deque()
    confirmed = confirmed_bytes = 0

    def confirm(until: int) -> None:
        nonlocal confirmed, confirmed_bytes
        while len(waiting) > until:
            future, size = waiting.popleft()
            try:
                future.get(timeout=timeout)
            except KafkaError as error:
                raise IngestError(confirmed, error) from error
            confirmed, confirmed_bytes = confirmed + 1, confirmed_bytes + size
            if progress:
                progress(confirmed, confirmed_bytes)

    try:
        try:
            for record in records:
                try:
                    waiting.append((_send(producer, record), len(record.value or b"")))
                except KafkaError as error:
                    confirm(0)
                    raise IngestError(confirmed, error) from error
                confirm(IN_FLIGHT)
        finally:
            confirm(0)
    finally:
        producer.close(timeout=timeout)
    return confirmed


def _send(producer: KafkaProducer, record: Outgoing) -> Any:
    """Hand the record to the client, which takes neither a header without value nor a record without key and value.

    Kafka itself has both, and so may an archive: what the client refuses is sent empty.
    """
    return producer.send(
        record.topic,
        value=record.value,
        key=b"" if record.key is None and record.value is None else record.key,
        headers=[(name, value or b"") for name, value in record.headers],
        partition=record.partition,
        timestamp_ms=record.timestamp,
    )


def _producer(server: Server, timeout: float) -> KafkaProducer:
    return open_client(
        KafkaProducer,
        server,
        acks="all",
        enable_idempotence=True,
        compression_type="lz4",
        linger_ms=20,
        batch_size=512 * 1024,
        max_request_size=MAX_MESSAGE_BYTES,
        delivery_timeout_ms=int(timeout * 1000),
        request_timeout_ms=int(timeout * 500),
        max_block_ms=int(timeout * 1000),
        allow_auto_create_topics=False,
    )

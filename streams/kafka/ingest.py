"""Producing raw records, each confirmed by the broker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

from streams.kafka.connection import MAX_MESSAGE_BYTES, BrokerUnreachableError, client_options

IN_FLIGHT = 2_000
"""Records sent and not confirmed yet, at most: bounds memory and what an interruption leaves undecided."""


class IngestError(RuntimeError):
    """The broker did not confirm a record. `confirmed` records before it are in the log for certain.

    Sending all records again is safe: the feed takes the very same bytes for a redelivery.
    """

    def __init__(self, confirmed: int, cause: Exception) -> None:
        super().__init__(f"the broker confirmed {confirmed} records, then one failed: {cause}")
        self.confirmed = confirmed


def produce(
    broker: str,
    topic: str,
    records: Iterable[tuple[str, bytes]],
    progress: Callable[[int, int], None] | None = None,
    *,
    timeout: float = 60.0,
) -> int:
    """Send (key, value) records in order and return how many the broker has confirmed: all of them.

    A record larger than the broker accepts makes it an error, as does `timeout` seconds without confirmation.
    `progress` is told (records, bytes) confirmed so far. What `records` raises passes through after what was
    sent is confirmed. Raises IngestError, BrokerUnreachableError, BrokerAddressError.
    """
    producer = _producer(broker, timeout)
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
            for key, value in records:
                try:
                    waiting.append((producer.send(topic, value=value, key=key.encode()), len(value)))
                except KafkaError as error:
                    confirm(0)
                    raise IngestError(confirmed, error) from error
                confirm(IN_FLIGHT)
        finally:
            confirm(0)
    finally:
        producer.close(timeout=timeout)
    return confirmed


def _producer(broker: str, timeout: float) -> KafkaProducer:
    options = client_options(broker)
    try:
        return KafkaProducer(
            **options,
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
    except (KafkaTimeoutError, KafkaError, OSError) as error:
        servers = ", ".join(options["bootstrap_servers"])
        raise BrokerUnreachableError(f"no Kafka broker answers at {servers} ({error})") from error

"""The way to the broker: what is handed over is watched until it is confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from aiokafka import TopicPartition
from aiokafka.partitioner import murmur2
from faust.transport.drivers.aiokafka import Producer

from schemas.message import Headers
from streams.kafka.deliveries import Deliveries
from streams.kafka.exits import Exit, abort

UNCONFIRMED_BATCHES = 200
"""On their way at once, of half a megabyte at most: with more, the broker cannot follow and work waits."""

Confirmed = Callable[[int], None]

# The same article goes through several topics, and hashing its id in Python takes longer than all else in a send.
_hash = lru_cache(maxsize=1 << 16)(murmur2)


def _undelivered(error: BaseException) -> None:
    abort(Exit.UNDELIVERED, "the broker did not take a message; its cause will be read again", error=repr(error))


class ExactProducer(Producer):  # type: ignore[misc]
    """A producer whose `flush` means it, and that takes a message in a few microseconds (`put`).

    Faust's own waits at most a tenth of a second for table writes to be handed over (`flush_atmost`), and logs
    deliveries that fail: offsets were committed whose outputs and changelog rows did not exist.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deliveries = Deliveries(_undelivered)
        self._widths: dict[str, int] = {}

    async def learn(self, topics: Iterable[str]) -> None:
        """Find out where the topics' partitions are; `put` may be given messages for no others."""
        for topic in topics:
            self._widths[topic] = len(await self._ensure_producer().partitions_for(topic))

    def gone(self) -> set[str]:
        """The topics of `learn` that the broker did not know of when it was last asked."""
        cluster = self._ensure_producer().client.cluster
        return {topic for topic in self._widths if cluster.partitions_for_topic(topic) is None}

    async def room(self) -> None:
        """Wait while too much is unconfirmed; to be awaited before work that ends with `put`."""
        while len(self.deliveries) > UNCONFIRMED_BATCHES:
            await self.deliveries.next()

    def put(
        self,
        topic: str,
        key: bytes,
        value: bytes | None,
        headers: Headers = (),
        *,
        partition: int | None = None,
        timestamp: int | None = None,
        confirmed: Confirmed | None = None,
    ) -> None:
        """Hand a message over, behind all that was handed over before for its partition.

        The partition is that of the key, as every Kafka client has it, unless given. `timestamp`, in milliseconds
        since 1970, is that of now unless given. `confirmed` is told the offset of the last message of each batch
        that the broker has confirmed.

        Straight into aiokafka's accumulator: its `send` costs three times as much, with a future for each
        message, and waits in the middle of a step for room in the batch, so that a rebalance could come between
        a message and the table row that belongs to it.
        """
        where = partition if partition is not None else (_hash(key) & 0x7FFFFFFF) % self._widths[topic]
        tp = TopicPartition(topic, where)
        accumulator = self._ensure_producer()._message_accumulator  # noqa: SLF001
        if accumulator._closed or accumulator._exception is not None:  # noqa: SLF001
            _undelivered(accumulator._exception or asyncio.CancelledError("the producer is closed"))  # noqa: SLF001
        message = {"timestamp": timestamp, "key": key, "value": value, "headers": list(headers)}
        waiting = accumulator._batches.get(tp)  # noqa: SLF001
        if waiting and waiting[-1]._builder.append(**message):  # noqa: SLF001
            return
        builder = accumulator.create_builder()
        builder.append(**message)
        batch = accumulator._append_batch(builder, tp)  # noqa: SLF001
        self.deliveries.add(batch.future)
        if confirmed:
            batch.future.add_done_callback(lambda done: _tell(confirmed, done, batch.record_count))

    async def flush(self) -> None:
        """Wait until the broker has confirmed all that was put before the call."""
        await self.deliveries.settle()


def _tell(confirmed: Confirmed, done: asyncio.Future[Any], count: int) -> None:
    if not done.cancelled() and done.exception() is None:
        confirmed(done.result().offset + count - 1)

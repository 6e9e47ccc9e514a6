"""What Faust 0.15.3 gets wrong about records and offsets, put right in one place.

Each class says which loss it prevents. The tests in tests/kafka and tests/integration show them at work.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from importlib.metadata import version
from typing import Any

import faust
from aiokafka import TopicPartition
from aiokafka.errors import ConsumerStoppedError
from faust.tables.manager import TableManager
from faust.tables.recovery import Recovery
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Producer, Transport
from faust.types import TP

from streams.kafka.datadir import mark_complete
from streams.kafka.deliveries import Deliveries
from streams.kafka.exits import Exit, abort
from streams.kafka.progress import Progress

VERSIONS = {"faust-streaming": "0.15.3", "mode-streaming": "0.7.1", "aiokafka": "0.14.0"}


def check_versions() -> None:
    """Raises RuntimeError where an installed version is not the one that these classes were written against."""
    for name, wanted in VERSIONS.items():
        if version(name) != wanted:
            raise RuntimeError(
                f"{name} {version(name)} is installed, but streams/kafka/faust_fixes.py was written for "
                f"{wanted}: read it against the new sources, run tests/kafka, then change VERSIONS"
            )


def _undelivered(error: BaseException) -> None:
    abort(Exit.UNDELIVERED, "the broker did not take a message; its cause will be read again", error=repr(error))


class ExactProducer(Producer):  # type: ignore[misc]
    """A producer whose `flush` means it.

    Faust's own waits at most a tenth of a second for table writes to be handed over (`flush_atmost`), and
    logs deliveries that fail: offsets were committed whose outputs and changelog rows did not exist.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deliveries = Deliveries(_undelivered)

    def send_soon(self, fut: Any) -> None:
        """Table writes come this way; their future is done when the broker has confirmed them."""
        self.deliveries.add(fut)
        super().send_soon(fut)

    async def send(self, *args: Any, **kwargs: Any) -> Any:
        """Hand a message over; the future that comes back is done when the broker has confirmed it."""
        try:
            delivery = await super().send(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - too large, no metadata, closed: not sent in any case
            _undelivered(error)
        self.deliveries.add(delivery)
        return delivery

    async def flush(self) -> None:
        """Wait until the broker has confirmed all that was sent before the call."""
        await self.deliveries.settle()


class ConsumerThread(AIOKafkaConsumerThread):  # type: ignore[misc]
    """The thread that fetches and that tells the broker that the worker lives.

    It gives each topic the same share of every round, `max_records`: aiokafka hands out what it holds of the
    first partition, then of the next, up to a common limit, and with a backlog of raw articles the stages after
    intake would wait until it is done.
    """

    _beaten = 0.0
    _beating: asyncio.Task[None] | None = None

    async def on_start(self) -> None:
        """Start, on the thread's own event loop."""
        await super().on_start()
        self._beaten = time.monotonic()
        self._beating = asyncio.create_task(self._beat())

    async def on_thread_stop(self) -> None:
        """Stop, likewise."""
        if self._beating:
            self._beating.cancel()
        await super().on_thread_stop()

    def check_presence(self) -> None:
        """End a worker that was stopped for longer than its session: others have its partitions.

        What it would still send could undo what the others have said since; Kafka keeps out such a zombie's
        commits, but not its messages.
        """
        away = time.monotonic() - self._beaten
        if away > self.app.conf.broker_session_timeout:
            abort(Exit.AWAY, "the process stood still for longer than its session with the broker", seconds=away)

    async def _beat(self) -> None:
        while True:
            self.check_presence()
            self._beaten = time.monotonic()
            await asyncio.sleep(1.0)

    async def _fetch_records(
        self, consumer: Any, active_partitions: set[TP], timeout: float | None = None, max_records: int | None = None
    ) -> dict[Any, list[Any]]:
        if not self.consumer.flow_active:
            return {}
        fetcher = consumer._fetcher  # noqa: SLF001 - as in the original
        if consumer._closed or fetcher._closed:  # noqa: SLF001
            raise ConsumerStoppedError
        records: dict[Any, list[Any]] = {}
        with fetcher._subscriptions.fetch_context():  # noqa: SLF001
            width = Counter(partition.topic for partition in active_partitions)
            for partition in sorted(active_partitions):
                share = max_records and max(1, max_records // width[partition.topic])
                records |= await fetcher.fetched_records({partition}, timeout=0, max_records=share)
            return records or await fetcher.fetched_records(active_partitions, timeout=timeout, max_records=max_records)


class ExactConsumer(Consumer):  # type: ignore[misc]
    """A consumer that commits what agents have processed, by an account of its own (`Progress`).

    Faust's account of acknowledged offsets commits past records that are still at work (issue 606: the first
    commit of a group, the record after a gap), takes records that it skipped for done, and counts what it
    dropped around a seek as a gap.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.progress: Progress[TP] = Progress()
        self._seeks = 0

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Go back to the committed offsets, to the beginning where there is none.

        aiokafka leaves a partition without a committed offset where it is, so that what was fetched and
        dropped before the first commit of a group was lost.
        """
        committed = {TP(*tp): offset for tp, offset in (await super().seek_to_committed()).items()}
        own = {tp: offset or None for tp, offset in committed.items() if self._is_source(tp)}
        fresh = [TopicPartition(*tp) for tp, offset in own.items() if offset is None]
        if fresh:
            await self._thread.seek_to_beginning(*fresh)
        self._seeks += 1
        self.progress.restart(own)
        return committed

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:
        """Fetched records, each entered in the account before anything can lose it.

        Records that were fetched while a seek was under way may lie behind or ahead of where it went: they are
        given up and fetched again.
        """
        seeks = self._seeks
        records, active = await self._wait_next_records(timeout)
        if not records or self.should_stop:
            return
        if not self.flow_active or seeks != self._seeks:
            try:
                await self.perform_seek()
            except Exception as error:  # noqa: BLE001 - a rebalance is under way; the recovery after it seeks again
                self.log.info("Seek interrupted: %r", error)
            return
        generation = self.app.consumer_generation_id
        for tp, record in self.scheduler.iterate(records):
            if not self.flow_active or generation != self.app.consumer_generation_id:
                return
            if tp not in active and tp not in self._buffered_partitions:
                continue
            if self._is_source(tp) and not self.progress.fetched(TP(*tp), record.offset):
                continue
            yield tp, self._to_message(tp, record)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Commit what is done, then forget: aiokafka revokes all partitions in every rebalance."""
        await super().on_partitions_revoked(revoked)
        self.progress.restart({})

    async def verify_all_partitions_active(self) -> None:
        """Nothing: Faust's watch over stuck partitions only logs, and `_watch` in streams/app.py does more.

        It reads positions of partitions that the fetcher may just have been given and not have placed yet (a
        rebalance, a slow broker); aiokafka asserts that there is one, and the worker crashed.
        """

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    def check_presence(self) -> None:
        """See ConsumerThread; to be called before each record is processed."""
        self._thread.check_presence()

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterable[TP]:
        return tuple(tp for tp in self.progress.partitions() if topics is None or tp in topics or tp.topic in topics)

    def _new_offset(self, tp: TP) -> int | None:
        # Called before the commit waits for deliveries, so the offset covers only what was sent by now.
        self._acked[tp].clear()
        self._acked_index[tp].clear()
        return self.progress.committable(tp)

    def _is_source(self, tp: TP) -> bool:
        return bool(self.app.topics.acks_enabled_for(tp.topic))


class ExactTransport(Transport):  # type: ignore[misc]
    """The two above."""

    Consumer = ExactConsumer
    Producer = ExactProducer


class SafeRecovery(Recovery):  # type: ignore[misc]
    """Recovery that hands over with the flow stopped.

    `on_recovery_completed` seeks to the committed offsets while the fetcher runs, then resumes the flow, which
    empties every queue: what was fetched in between vanished (issue 596).
    """

    async def on_recovery_completed(self, generation_id: int = 0) -> None:
        """Stop the flow, then do as before: the original resumes it."""
        self.app.consumer.stop_flow()
        self.app.flow_control.suspend()
        await super().on_recovery_completed(generation_id)


class SafeTableManager(TableManager):  # type: ignore[misc]
    """Tables with the recovery above."""

    _recovery: SafeRecovery | None

    @property
    def recovery(self) -> SafeRecovery:
        """The recovery service, made at first use as in the original."""
        if self._recovery is None:
            self._recovery = SafeRecovery(self.app, self, beacon=self.beacon, loop=self.loop)
        return self._recovery


class ExactApp(faust.App):  # type: ignore[misc]
    """A Faust application over the classes above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        check_versions()
        super().__init__(*args, TableManager=SafeTableManager, **kwargs)

    async def on_shutdown(self) -> None:
        """After all else has stopped: note whether the tables on the disk are no more than a copy of their topics."""
        await super().on_shutdown()
        producer = self._producer
        if self.crash_reason is None and (producer is None or not len(producer.deliveries)):
            mark_complete(self.conf.datadir)

    def _new_transport(self) -> ExactTransport:
        return ExactTransport(self.conf.broker_consumer, self)

    def _new_producer_transport(self) -> ExactTransport:
        return ExactTransport(self.conf.broker_producer, self)

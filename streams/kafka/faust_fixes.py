"""What Faust 0.15.3 gets wrong about records and offsets, put right in one place.

Each class says which loss it prevents. The tests in tests/kafka and tests/integration show them at work.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import faust
from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import ConsumerStoppedError, NodeNotReadyError
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from streams.kafka.datadir import mark_complete
from streams.kafka.exits import Exit, abort
from streams.kafka.producer import ExactProducer
from streams.kafka.progress import Progress
from streams.kafka.tables import ExactTable, SafeTableManager

VERSIONS = {"faust-streaming": "0.15.3", "mode-streaming": "0.7.1", "aiokafka": "0.14.0"}


def check_versions() -> None:
    """Raises RuntimeError where an installed version is not the one that these classes were written against."""
    for name, wanted in VERSIONS.items():
        if version(name) != wanted:
            raise RuntimeError(
                f"{name} {version(name)} is installed, but streams/kafka/faust_fixes.py was written for "
                f"{wanted}: read it against the new sources, run tests/kafka, then change VERSIONS"
            )


RECOVERED_RECORDS = 2_000
"""Rows of a table's topic that are read at once."""
IDLE_MS = 500
"""For so long the broker holds a request for records that are not there yet."""
HELD_BACK_MS = 20
"""The same while partitions cannot be asked for, because records of theirs wait to be taken."""
PRESSURE_SECONDS = 0.02
"""Between looks at what was fetched, while a stage has as much as it may have at once."""


def wait_for_brokers(client: AIOKafkaClient) -> None:
    """Have the client's search for its group's coordinator go on while the cluster tells of no broker.

    A broker that stood still is kept out of its own cluster until its next heartbeat. aiokafka asserts that a
    broker is known: its task ended, and with it the worker's part in the group, without the worker's end.
    """
    lookup = client.coordinator_lookup

    async def patient(kind: int, group: str) -> Any:
        if client.get_random_node() is None:
            raise NodeNotReadyError("the cluster tells of no broker")  # of those that are tried again
        return await lookup(kind, group)

    client.coordinator_lookup = patient


class Batch(ConsumerMessage):  # type: ignore[misc]
    """Records of one partition, in order, that go through Faust as one message with the offset of the last.

    Faust spends a fifth of a millisecond on a message (tasks, queues, events, sensors), more than any stage
    but reading; and nothing of what it does with one is needed here: the account of offsets is `Progress`.
    """

    records: Sequence[Any]


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
        wait_for_brokers(self._ensure_consumer()._client)  # noqa: SLF001
        self._do_not_wait_for_others()
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

    def check_membership(self) -> None:
        """End a worker whose part in its group has ended with an error: aiokafka logs it, and nothing comes anymore."""
        task = self._ensure_consumer()._coordinator._coordination_task  # noqa: SLF001
        if task.done() and not task.cancelled() and task.exception():
            abort(Exit.STALLED, "the worker is no longer in its consumer group", error=repr(task.exception()))

    async def _beat(self) -> None:
        while True:
            self.check_presence()
            self.check_membership()
            self._beaten = time.monotonic()
            await asyncio.sleep(1.0)

    def _do_not_wait_for_others(self) -> None:
        """Have the fetcher ask with little patience while it cannot ask for all partitions.

        It asks for those whose records have all been taken, one request at a time; the broker holds the request while
        these have no more. Another partition whose records are taken meanwhile has to wait for the answer: for 1.5 s
        as Faust has it, with the processor idle, whenever one stage has a backlog and the next has nothing yet.
        """
        fetcher = self._ensure_consumer()._fetcher  # noqa: SLF001
        actions = fetcher._get_actions_per_node  # noqa: SLF001

        def prompt(assignment: Any) -> Any:
            # Tables' topics are fetched too, and after the recovery nobody takes what came.
            held_back = any(self.app.topics.acks_enabled_for(tp.topic) for tp in fetcher._records)  # noqa: SLF001
            fetcher._fetch_max_wait_ms = HELD_BACK_MS if held_back else IDLE_MS  # noqa: SLF001
            return actions(assignment)

        fetcher._get_actions_per_node = prompt  # noqa: SLF001

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
                limit = max_records if self.app.topics.acks_enabled_for(partition.topic) else RECOVERED_RECORDS
                share = limit and max(1, limit // width[partition.topic])
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

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Batch]]:
        """What was fetched, a batch a partition, each entered in the account before anything can lose it.

        Records that were fetched while a seek was under way may lie behind or ahead of where it went: they are
        given up and fetched again.
        """
        seeks = self._seeks
        if self._buffered_partitions:
            # Their records may be here already, so that nothing new comes that would end the wait when there is room.
            timeout = min(timeout, PRESSURE_SECONDS)
        fetched, active = await self._wait_next_records(timeout)
        if not fetched or self.should_stop:
            return
        if not self.flow_active or seeks != self._seeks:
            try:
                await self.perform_seek()
            except Exception as error:  # noqa: BLE001 - a rebalance is under way; the recovery after it seeks again
                self.log.info("Seek interrupted: %r", error)
            return
        generation = self.app.consumer_generation_id
        for partition, found in fetched.items():
            if not self.flow_active or generation != self.app.consumer_generation_id:
                return
            tp = TP(*partition)
            if tp not in active and tp not in self._buffered_partitions:
                continue
            records = found
            if self._is_source(tp):
                records = [record for record in found if self.progress.fetched(tp, record.offset)]
            if records:
                yield tp, self._to_batch(tp, records)

    def _to_batch(self, tp: TP, records: Sequence[Any]) -> Batch:
        last = records[-1]
        batch = Batch(*tp, last.offset, None, None, None, None, None, None, tp=tp)
        batch.generation_id = self.app.consumer_generation_id
        batch.records = records
        return batch

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Nothing: Faust's own account of offsets, which is not asked, takes a batch for a gap."""

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Commit what is done, then forget: aiokafka revokes all partitions in every rebalance."""
        await super().on_partitions_revoked(revoked)
        self.progress.restart({})

    async def verify_all_partitions_active(self) -> None:
        """Nothing: Faust's watch over stuck partitions only logs, and streams/kafka/watch.py does more.

        It reads positions of partitions that the fetcher may just have been given and not have placed yet (a
        rebalance, a slow broker); aiokafka asserts that there is one, and the worker crashed.
        """

    def highwater(self, tp: TP) -> int | None:
        """The partition's end as last heard; None where it is not known or, in a rebalance, no longer ours.

        aiokafka asserts that it is ours, on another thread than the one that takes it away.
        """
        try:
            end: int | None = super().highwater(tp)
        except AssertionError:
            return None
        return end

    def gone(self) -> set[str]:
        """The topics, of those it reads and of its tables, that the broker did not know of when it was last asked."""
        consumer = self._thread._ensure_consumer()  # noqa: SLF001
        cluster = consumer._client.cluster  # noqa: SLF001
        return {topic for topic in consumer.subscription() if cluster.partitions_for_topic(topic) is None}

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


class ExactApp(faust.App):  # type: ignore[misc]
    """A Faust application over the classes above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        check_versions()
        super().__init__(*args, TableManager=SafeTableManager, Table=ExactTable, **kwargs)

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

"""The shell over Kafka: one generic Faust agent a stage, over the same stages as the embedded runner."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from faust.types import TP

from schemas.message import Message
from schemas.topics import TOPICS
from streams.kafka.bounded import Bounded
from streams.kafka.connection import MAX_MESSAGE_BYTES, bootstrap_servers
from streams.kafka.exits import Exit, abort
from streams.kafka.faust_fixes import Batch, ExactApp, ExactConsumer
from streams.kafka.producer import UNCONFIRMED_BATCHES
from streams.kafka.progress import SkippedRecordsError
from streams.metrics import Metrics
from streams.pipeline import origin, process
from streams.settings import Settings
from streams.stage import Stage

log = structlog.get_logger("communique.worker")

COMMIT_SECONDS = 1.0
"""Between commits: a crash has as much work done again."""
SESSION_SECONDS = 10.0
"""Without a sign of life for so long a worker counts as dead, and others take its partitions."""
STALL_SECONDS = 120.0
"""Records wait and none was processed for so long: something is stuck, and a restart is the cure."""
TICK_SECONDS = 1.0
TURN_SECONDS = 0.005
"""A stage works for so long before others have their turn: commits, heartbeats of the loop, the other stages."""
BATCHES = 16
"""Fetched batches that wait for a stage; with more, its partitions are not fetched from."""


def make_app(
    settings: Settings, stages: Sequence[Stage], metrics: Metrics, data_dir: Path, url: str | None = None
) -> ExactApp:
    """A Faust application with an agent for each stage. `data_dir` is this worker's alone.

    `url`: where other workers reach this one's web port, for those whose tables they ask for.

    All stages are in one consumer group though their topics differ in partitions: Faust's assignor deals out
    each set of topics with equal counts separately, so the single partitions of `articles.clean` and
    `reports` and of the tables over them go to one and the same worker, and the others are shared out.
    """
    app = ExactApp(
        settings.application,
        broker=[f"kafka://{server}" for server in bootstrap_servers(settings.broker)],
        store="rocksdb://",
        datadir=data_dir,
        autodiscover=False,
        key_serializer="raw",
        value_serializer="raw",
        topic_replication_factor=settings.replication,
        topic_partitions=settings.partitions,
        # Topics are made by `communique topics create`, tables' topics by the worker: see streams/kafka/admin.py.
        topic_allow_declare=False,
        topic_disable_leader=True,
        table_standby_replicas=0,
        broker_session_timeout=SESSION_SECONDS,
        broker_heartbeat_interval=1.0,
        broker_request_timeout=60.0,
        broker_commit_interval=COMMIT_SECONDS,
        broker_max_poll_records=200,  # of each topic, see ConsumerThread
        consumer_max_fetch_size=MAX_MESSAGE_BYTES,
        stream_buffer_maxsize=BATCHES,
        producer_linger=0.02,
        producer_max_batch_size=512 * 1024,
        producer_max_request_size=MAX_MESSAGE_BYTES,
        producer_request_timeout=60.0,
        producer_compression_type="lz4",
        web_enabled=False,
        canonical_url=url,
        worker_redirect_stdouts=False,
    )
    for stage in stages:
        _Agent(app, settings, stage, metrics).attach()
    # Made at first use, with the event loop of the thread that uses it: a probe of /ready could be the first, and the
    # recovery would then wait for ever on a loop that nobody runs.
    _ = app.tables.recovery
    app.task(_watch(app, {settings.topic(stage.source): stage.source.name for stage in stages}, metrics))
    return app


def is_ready(app: ExactApp) -> bool:
    """Whether tables are recovered and messages are processed: false during a rebalance, too."""
    return bool(app.started and app.tables.recovery.completed.is_set() and not app.rebalancing)


class _Agent:
    """Takes the messages of one stage's topic one by one: handles, sends, writes.

    Concurrency is one: a second coroutine on the partition would overtake and lose the order that the account
    of offsets and the stage's memory rest on. More work is shared out by partitions.
    """

    def __init__(self, app: ExactApp, settings: Settings, stage: Stage, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._inner = stage
        self._stage = Bounded(stage, MAX_MESSAGE_BYTES)
        self._metrics = metrics
        self._table: Any = None

    def attach(self) -> None:
        """Make the stage's table and agent in the application."""
        stage = self._inner
        topic = self._app.topic(
            self._settings.topic(stage.source),
            key_type=bytes,
            value_type=bytes,
            partitions=self._settings.partitions_of(stage.source),
            allow_empty=True,  # tombstones
        )
        if stage.table:
            self._table = self._app.Table(
                stage.table,
                key_type=bytes,
                value_type=bytes,
                partitions=self._settings.partitions_of(stage.source),
                on_recover=self._recovered,
                # Faust's defaults are 2 GB of cache and 192 MB of buffers a partition. It empties this mapping.
                options={
                    "write_buffer_size": 16 * 1024 * 1024,
                    "block_cache_size": 64 * 1024 * 1024,
                    "bloom_filter_size": 10,
                },
            )
            bind = getattr(stage, "bind", None)
            if bind:
                bind(self._fetch)
            self._app.on_partitions_revoked.connect(self._revoked, weak=False)
        self._app.agent(topic, name=stage.name, concurrency=1)(self._run)

    async def _run(self, stream: AsyncIterator[Any]) -> None:
        try:
            await self._app.producer.learn(self._settings.topic(topic) for topic in TOPICS)
            if self._table is not None:
                await self._app.producer.learn([self._table.changelog_topic_name])
            async for event in stream.events():  # type: ignore[attr-defined]
                await self._take(event.message)
        except SkippedRecordsError as error:
            abort(
                Exit.SKIPPED, "records were lost on their way to the stage; they will be read again", error=str(error)
            )
        except Exception as error:
            log.exception("the shell has failed", stage=self._inner.name)
            abort(Exit.CRASHED, "the shell has failed on a record; it will be read again", error=repr(error))

    async def _take(self, batch: Batch) -> None:
        """Work through the batch, and let others have their turn every few milliseconds.

        Nothing is awaited between the first message of a record and its being done, so that a rebalance finds each
        record either untouched or done.
        """
        consumer, producer = self._consumer, self._app.producer
        progress = consumer.progress
        sent: list[Message] = []
        consumer.check_presence()
        turn = time.perf_counter()
        for record in batch.records:
            if len(producer.deliveries) > UNCONFIRMED_BATCHES or time.perf_counter() - turn > TURN_SECONDS:
                await producer.room()
                await asyncio.sleep(0)
                consumer.check_presence()
                turn = time.perf_counter()
            if not progress.takes(batch.tp, record.offset):
                continue
            sent += self._handle(batch.partition, record)
            progress.done(batch.tp, record.offset)
        self._metrics.sent(sent)

    def _handle(self, partition: int, record: Any) -> tuple[Message, ...]:
        """Have the stage handle the record, send and write what it says; returns the messages."""
        stage = self._inner
        incoming = Message(
            stage.source,
            (record.key or b"").decode(errors="replace"),
            record.value,
            tuple(record.headers or ()) + origin(stage.source.name, partition, record.offset),
        )
        began = time.perf_counter()
        step, error = process(self._stage, incoming)
        self._metrics.took(stage.name, time.perf_counter() - began)
        if error is not None:
            log.error("a stage has failed on a record", stage=stage.name, error=repr(error), offset=record.offset)
        put = self._app.producer.put
        for message in step.messages:
            put(self._settings.topic(message.topic), message.key.encode(), message.value, message.headers)
        for key, value in step.writes:
            self._table.put(partition, key.encode(), value)
        if error is not None and self._table is not None:
            self._restore()
        self._metrics.aged(incoming, step.messages, datetime.now(UTC))
        return step.messages

    def _fetch(self, key: str) -> bytes | None:
        row: bytes | None = self._table.find(key.encode())
        return row

    async def _recovered(self) -> None:
        # Faust drops exceptions of this callback; a stage with half a memory must not go on.
        try:
            self._restore()
        except Exception as error:
            log.exception("a table cannot be read", table=self._inner.table)
            abort(Exit.CRASHED, "a stage could not remember its table", error=repr(error))

    def _restore(self) -> None:
        source = self._settings.topic(self._inner.source)
        owned = {tp.partition for tp in self._consumer.assignment() if tp.topic == source}
        tables = {
            tp.partition for tp in self._app.assignor.assigned_actives() if tp.topic == self._table.changelog_topic_name
        }
        if not owned <= tables:
            raise RuntimeError(f"{source}: partitions {sorted(owned)} came without those of their table")
        began = time.perf_counter()
        self._inner.restore((key.decode(), value) for key, value in self._table.items())
        if owned:
            log.info("table remembered", table=self._inner.table, seconds=round(time.perf_counter() - began, 2))

    async def _revoked(self, *_: Any, **__: Any) -> None:
        self._inner.restore(())

    @property
    def _consumer(self) -> ExactConsumer:
        consumer: ExactConsumer = self._app.consumer
        return consumer


def _watch(app: ExactApp, names: Mapping[str, str], metrics: Metrics) -> Callable[[], Awaitable[None]]:
    """A task that measures the consumer lag, and ends a worker that is stuck.

    `names`: from the topics' names on the broker to those of the registry.
    """

    async def watch() -> None:
        shown: set[TP] = set()
        total, since = -1, time.monotonic()
        while not app.should_stop:
            await asyncio.sleep(TICK_SECONDS)
            progress = app.consumer.progress
            shown = _show_lag(app.consumer, names, metrics, shown)
            if progress.total() != total or not progress.waiting() or app.rebalancing:
                total, since = progress.total(), time.monotonic()
            elif time.monotonic() - since > STALL_SECONDS:
                abort(Exit.STALLED, "nothing was processed for long though records wait", waiting=progress.waiting())

    return watch


def _show_lag(consumer: ExactConsumer, names: Mapping[str, str], metrics: Metrics, shown: set[TP]) -> set[TP]:
    now: set[TP] = set()
    for tp in consumer.progress.partitions():
        end, reached = consumer.highwater(tp), consumer.progress.committable(tp)
        if end is not None and reached is not None:
            metrics.lag(names[tp.topic], tp.partition, max(0, end - reached))
            now.add(tp)
    for tp in shown - now:
        metrics.lag_unknown(names[tp.topic], tp.partition)
    return now

"""The shell over Kafka: one generic Faust agent a stage, over the same stages as the embedded runner."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_SETTLED, ARTICLES_UNIQUE, REPORTS, TOPICS
from streams.kafka.bounded import Bounded
from streams.kafka.connection import MAX_MESSAGE_BYTES, bootstrap_servers
from streams.kafka.exits import Exit, abort
from streams.kafka.faust_fixes import Batch, ExactApp, ExactConsumer
from streams.kafka.producer import UNCONFIRMED_BATCHES
from streams.kafka.progress import SkippedRecordsError
from streams.kafka.security import credentials
from streams.kafka.watch import Watch, is_ready, rows_left
from streams.metrics import Metrics
from streams.pipeline import Fetching, origin, process, restore
from streams.settings import Settings
from streams.stage import Stage

log = structlog.get_logger("communique.worker")

COMMIT_SECONDS = 1.0
"""Between commits: a crash has as much work done again."""
SESSION_SECONDS = 10.0
"""Without a sign of life for so long a worker counts as dead, and others take its partitions."""
METADATA_MS = 10_000
"""Between looks at which topics there are: one that was deleted is missed so soon (see `Watch`)."""
TURN_SECONDS = 0.005
"""A stage works for so long before others have their turn: commits, heartbeats of the loop, the other stages."""
BETWEEN_STAGES = frozenset(topic.name for topic in (ARTICLES_CLEAN, ARTICLES_SETTLED, ARTICLES_UNIQUE, REPORTS))
"""Their records keep the timestamp of the one that led to them: the last stage knows by it when the article arrived.

Not those of events: who goes on reading from an instant wants all that was said since, however old its articles.
"""
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
        broker_credentials=credentials(settings),
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
        consumer_metadata_max_age_ms=METADATA_MS,
        producer_metadata_max_age_ms=METADATA_MS,
        web_enabled=False,
        canonical_url=url,
        worker_redirect_stdouts=False,
    )
    for stage in stages:
        _Agent(app, settings, stage, metrics).attach()
    # Made at first use, with the event loop of the thread that uses it: a probe of /ready could be the first, and the
    # recovery would then wait for ever on a loop that nobody runs.
    _ = app.tables.recovery
    app.task(Watch(app, {settings.topic(stage.source): stage.source.name for stage in stages}, metrics).run)
    metrics.expect(stage.name for stage in stages)
    metrics.health(ready=lambda: is_ready(app), rows_left=lambda: rows_left(app))
    return app


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
        self._debug = logging.getLogger("communique.worker").isEnabledFor(logging.DEBUG)
        self._table: Any = None
        self._remembering = asyncio.Lock()

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
            if isinstance(stage, Fetching):
                stage.bind(self._fetch)
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
        record either untouched or done. Once one begins, or the worker is told to stop, no further record is begun:
        all workers wait for the last to let go, and a batch of long articles takes seconds.
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
            if not consumer.flow_active:
                break
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
            self._metrics.failed(stage.name)
            log.error("a stage has failed on a record", **self._place(incoming, record), error=repr(error))
        elif self._debug:
            told = [f"{message.topic.name} {message.key}" for message in step.messages]
            log.debug("record handled", **self._place(incoming, record), sent=told)
        put = self._app.producer.put
        for message in step.messages:
            put(
                self._settings.topic(message.topic),
                message.key.encode(),
                message.value,
                message.headers,
                timestamp=record.timestamp if message.topic.name in BETWEEN_STAGES else None,
            )
        for key, value in step.writes:
            self._table.put(partition, key.encode(), value)
        if error is not None and self._table is not None:
            self._remember(self._rows())
        self._metrics.reached(incoming, step.messages, datetime.now(UTC), record.timestamp / 1000)
        return step.messages

    def _place(self, incoming: Message, record: Any) -> dict[str, object]:
        """What a line of the log says of a record: its key is the article's id on all topics but the raw one."""
        return {
            "stage": self._inner.name,
            "article": incoming.key,
            "partition": record.partition,
            "offset": record.offset,
        }

    def _fetch(self, key: str) -> bytes | None:
        row: bytes | None = self._table.find(key.encode())
        return row

    async def _recovered(self) -> None:
        # Faust drops exceptions of this callback; a stage with half a memory must not go on.
        try:
            async with self._remembering:
                # A large table takes longer than a session with the broker lasts: the loop has to answer meanwhile.
                await asyncio.to_thread(self._remember, self._rows())
        except Exception as error:
            log.exception("a table cannot be read", table=self._inner.table)
            abort(Exit.CRASHED, "a stage could not remember its table", error=repr(error))

    def _rows(self) -> list[tuple[str, bytes]]:
        """The table's rows. Raises RuntimeError where the stage has partitions whose table is elsewhere."""
        source = self._settings.topic(self._inner.source)
        owned = {tp.partition for tp in self._consumer.assignment() if tp.topic == source}
        tables = {
            tp.partition for tp in self._app.assignor.assigned_actives() if tp.topic == self._table.changelog_topic_name
        }
        if not owned <= tables:
            raise RuntimeError(f"{source}: partitions {sorted(owned)} came without those of their table")
        return [(key.decode(), value) for key, value in self._table.items()]

    def _remember(self, rows: list[tuple[str, bytes]]) -> None:
        began = time.perf_counter()
        restore(self._inner, rows)
        if rows:
            seconds = round(time.perf_counter() - began, 2)
            log.info("table remembered", table=self._inner.table, rows=len(rows), seconds=seconds)

    async def _revoked(self, *_: Any, **__: Any) -> None:
        async with self._remembering:
            self._inner.restore(())

    @property
    def _consumer(self) -> ExactConsumer:
        consumer: ExactConsumer = self._app.consumer
        return consumer

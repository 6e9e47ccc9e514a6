"""What a worker measures of itself while it works, and the end of one that is stuck."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from faust.types import TP

from streams.kafka.exits import Exit, abort
from streams.metrics import Metrics

if TYPE_CHECKING:
    from streams.kafka.faust_fixes import ExactApp

TICK_SECONDS = 1.0
TABLES_SECONDS = 10.0
STALL_SECONDS = 120.0
"""Records wait and none was processed for so long: something is stuck, and a restart is the cure."""

GONE_SECONDS = 10.0
"""A topic that the broker has not known of for so long was deleted; a broker that starts may not know of it yet."""


def is_ready(app: ExactApp) -> bool:
    """Whether tables are recovered and messages are processed: false during a rebalance, too."""
    return bool(app.started and app.tables.recovery.completed.is_set() and not app.rebalancing)


def rows_left(app: ExactApp) -> int:
    """How many rows of its tables the worker has still to read from their topics. Safe on any thread."""
    recovery = app.tables.recovery
    try:
        return max(0, recovery.active_remaining_total()) if recovery.in_recovery else 0
    except RuntimeError:  # partitions come or go on the other thread at this very moment
        return 0


class Watch:
    """A task of the worker: lag every second, tables every ten, and an end where nothing moves.

    `names`: from the topics' names on the broker to those of the registry. It runs once tables are recovered.
    """

    def __init__(self, app: ExactApp, names: Mapping[str, str], metrics: Metrics) -> None:
        self._app = app
        self._names = names
        self._metrics = metrics
        self._shown: set[TP] = set()

    async def run(self) -> None:
        """Watch until the worker stops."""
        app = self._app
        total, since, measured = -1, time.monotonic(), 0.0
        complete = since
        while not app.should_stop:
            await asyncio.sleep(TICK_SECONDS)
            progress = app.consumer.progress
            self._lag()
            now = time.monotonic()
            gone = app.consumer.gone() | app.producer.gone()
            if not gone:
                complete = now
            elif now - complete > GONE_SECONDS:
                abort(Exit.NO_TOPICS, "topics were deleted: `communique topics create`", topics=sorted(gone))
            if now - measured > TABLES_SECONDS:
                measured = now
                self._tables()
            if progress.total() != total or not progress.waiting() or app.rebalancing:
                total, since = progress.total(), now
            elif now - since > STALL_SECONDS:
                abort(Exit.STALLED, "nothing was processed for long though records wait", waiting=progress.waiting())

    def _lag(self) -> None:
        consumer, now = self._app.consumer, set()
        for tp in consumer.progress.partitions():
            end, reached = consumer.highwater(tp), consumer.progress.committable(tp)
            if end is not None and reached is not None:
                self._metrics.lag(self._names[tp.topic], tp.partition, max(0, end - reached))
                now.add(tp)
        for tp in self._shown - now:
            self._metrics.lag_unknown(self._names[tp.topic], tp.partition)
        self._shown = now

    def _tables(self) -> None:
        for table in self._app.tables.values():
            self._metrics.table(table.name, *table.size())

"""The shell without a broker: all stages in one process over a log in one file."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from schemas.ids import record_id
from schemas.message import Headers, Message
from schemas.topics import ARTICLES_RAW
from streams.log import PARTITION, Log, Stored
from streams.metrics import Metrics
from streams.pipeline import Fetching, origin, process, restore
from streams.stage import ORIGIN, Stage

_log = logging.getLogger("communique.embedded")

BATCH = 200  # messages a transaction: a commit costs as much as reading several articles

ARRIVED = "communique-arrived"
"""Header of a raw record: when it arrived in the first log that it was in, in milliseconds since 1970."""

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Ingested:
    """How many records were appended to `articles.raw`, and how many of them the log held already."""

    added: int = 0
    known: int = 0


def raw_message(value: bytes, headers: Headers = ()) -> Message:
    """A raw record under the key that every producer of this project uses: the digest of its bytes."""
    return Message(ARTICLES_RAW, record_id(value), value, headers)


def ingest(log: Log, records: Iterable[Message], progress: Progress | None = None) -> Ingested:
    """Append raw records that the log does not hold yet, `BATCH` a transaction.

    What was appended before an error of `records` stays, and is known the next time.
    """
    added = known = 0
    batch: list[Message] = []

    def flush() -> None:
        nonlocal added, known
        with log.transaction():
            fresh = sum(log.append_new(record) is not None for record in batch)
        added, known = added + fresh, known + len(batch) - fresh
        if progress:
            progress("ingest", len(batch))
        batch.clear()

    try:
        for record in records:
            batch.append(record)
            if len(batch) == BATCH:
                flush()
    finally:
        if batch:
            flush()
    return Ingested(added, known)


class Embedded:
    """Runs the stages over the log until every consumer is at the end of its topic.

    A batch of messages, what they lead to, the table rows and the consumer's offset are one transaction: a
    crash anywhere loses at most the work of one batch, and the next run ends with the same records.
    """

    def __init__(self, log: Log, stages: Sequence[Stage], metrics: Metrics | None = None, batch: int = BATCH) -> None:
        self._log = log
        self._stages = stages
        self._metrics = metrics
        self._batch_size = batch
        for stage in stages:
            if stage.table and isinstance(stage, Fetching):
                stage.bind(partial(log.get, stage.table))
        self._seen: set[tuple[str, type[Exception]]] = set()
        self._remembers: dict[str, int] = {}  # the offset up to which a stage's memory equals its table

    def waiting(self) -> dict[str, int]:
        """Messages that wait for each stage; those that earlier stages will send are not there yet."""
        return {stage.name: self._log.end(stage.source) - self._log.position(stage.name) for stage in self._stages}

    def run(self, progress: Progress | None = None) -> None:
        """Process all that waits. `progress` is told the stage and how many messages it has done.

        Raises LogError where another process works on the same log.
        """
        while sum(self._batch(stage, progress) for stage in self._stages):
            pass

    def _batch(self, stage: Stage, progress: Progress | None) -> int:
        start = self._log.position(stage.name)
        page = self._log.read(stage.source, start, self._batch_size)
        if not page:
            return 0
        if self._remembers.pop(stage.name, None) != start:
            self._restore(stage)
        end = page[-1].offset + 1
        with self._log.transaction():
            for stored in page:
                self._step(stage, stored)
            self._log.advance(stage.name, start, end)
        self._remembers[stage.name] = end
        if progress:
            progress(stage.name, len(page))
        return len(page)

    def _restore(self, stage: Stage) -> None:
        restore(stage, self._log.rows(stage.table) if stage.table else ())

    def _step(self, stage: Stage, stored: Stored) -> None:
        given = stored.message
        headers = given.headers
        if not any(name == ORIGIN[0] for name, _ in headers):  # a copy of another log tells its place there
            headers += origin(given.topic.name, PARTITION, stored.offset)
        incoming = Message(given.topic, given.key, given.value, headers)
        began = time.perf_counter()
        step, error = process(stage, incoming)
        seconds = time.perf_counter() - began
        for message in step.messages:
            self._log.append(message)
        if stage.table:
            self._log.put(stage.table, step.writes)
        if error is not None:
            self._report(stage, incoming, error)
            self._restore(stage)
        if self._metrics:
            if error is not None:
                self._metrics.failed(stage.name)
            self._metrics.took(stage.name, seconds)
            self._metrics.sent(step.messages)
            self._metrics.reached(incoming, step.messages, datetime.now(UTC))

    def _report(self, stage: Stage, incoming: Message, error: Exception) -> None:
        """Log a stage's bug where it shows first: a bug in a rule shows on every tenth article."""
        kind = (stage.name, type(error))
        if kind not in self._seen:
            self._seen.add(kind)
            _log.error("%s failed on %s, which is rejected as internal_error", stage.name, incoming.key, exc_info=error)

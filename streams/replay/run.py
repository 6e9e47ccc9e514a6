"""A run: a raw log read to a fixed end into a log of its own, by the shell that needs no broker.

Not by Faust workers: a run has an end, which Faust does not know of; all its articles are there at once, so nothing is
gained by a group that shares them out; and offset, tables and messages of a batch are one transaction here, so that a
run can be stopped anywhere. That both shells end with the same records is what makes this a replay.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from schemas.message import Message
from schemas.run import Run
from schemas.topics import ARTICLES_RAW, TOPICS, Topic
from streams.embedded import BATCH, Embedded
from streams.log import Log
from streams.replay.raw import START, Cursor, RawRecord, Source, Window, copied, rest, size
from streams.stage import Stage

DERIVED = tuple(topic for topic in TOPICS if topic is not ARTICLES_RAW)
"""The topics that a run makes."""
READER = "replay"
"""Consumer and table of a run's log that tell how much of the source has been taken, and up to where."""
_CURSOR = "cursor"


class RateLimit:
    """Holds a loop back to `rate` records a second; None never waits."""

    def __init__(
        self,
        rate: float | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate = rate
        self._clock = clock
        self._sleep = sleep
        self._next = clock()

    @property
    def batch(self) -> int:
        """How many records to take at a time: no more than half a second's."""
        return BATCH if self._rate is None else max(1, min(BATCH, int(self._rate / 2)))

    def took(self, count: int) -> None:
        """Wait until so many more records are due. Time lost before is not made up for."""
        if self._rate is None:
            return
        self._next = max(self._next + count / self._rate, self._clock())
        self._sleep(max(0.0, self._next - self._clock()))


def begin(log: Log, run: Run) -> None:
    """Make the empty log the run's: it notes the rules by which its topics will be made."""
    log.forget_derived(ARTICLES_RAW, run.rules)


def reached(log: Log) -> tuple[int, Cursor]:
    """How many raw records the run has taken, and where it goes on."""
    row = log.get(READER, _CURSOR)
    if row is None:
        return 0, START
    partition, place = row.decode().split(":")
    return log.position(READER), (int(partition), int(place))


def left(log: Log, run: Run) -> int:
    """How many places of the source the run has not come to yet."""
    return size(rest(run.spans, reached(log)[1]))


def outcome(log: Log, topic: Topic) -> Iterator[Message]:
    """What the run says on the topic: the last record of each key, by key; of a topic that keeps all, all in order.

    So two runs over the same raw log are equal not only when folded, but record by record.
    """
    return log.fold(topic) if topic.cleanup == "compact" else (stored.message for stored in log.scan(topic))


def counts(log: Log) -> dict[str, int]:
    """How many records that is for each topic."""
    return {topic.name: sum(1 for _ in outcome(log, topic)) for topic in DERIVED}


def read(
    log: Log,
    chain: Sequence[Stage],
    run: Run,
    source: Source,
    progress: Callable[[int], None] = lambda _: None,
    limit: RateLimit | None = None,
) -> int:
    """Read the run's source to its end, process all, and return how many raw records were taken, in all runs of this.

    A batch and the place after it are kept together: after an interruption the same call goes on. `progress` is told
    the places passed. Raises what the source raises, and LogError where another process does the same run.
    """
    limit = limit or RateLimit(None)
    shell = Embedded(log, chain)
    shell.run()  # what an interruption left waiting
    taken, cursor = reached(log)
    window = Window(run.since, run.until)
    waiting = size(rest(run.spans, cursor))
    for batch in _batches(source.read(rest(run.spans, cursor)), limit.batch):
        wanted = [record for _, record in batch if window.takes(record.timestamp)]
        cursor = batch[-1][0]
        _keep(log, wanted, taken, cursor)
        taken += len(wanted)
        shell.run()
        passed, waiting = waiting, size(rest(run.spans, cursor))
        progress(passed - waiting)
        limit.took(len(wanted))
    return taken


def _keep(log: Log, records: Sequence[RawRecord], taken: int, cursor: Cursor) -> None:
    with log.transaction():
        for record in records:
            log.append_new(copied(record))
        log.put(READER, [(_CURSOR, f"{cursor[0]}:{cursor[1]}".encode())])
        log.advance(READER, taken, taken + len(records))


def _batches(records: Iterator[tuple[Cursor, RawRecord]], count: int) -> Iterator[list[tuple[Cursor, RawRecord]]]:
    while batch := list(islice(records, count)):
        yield batch

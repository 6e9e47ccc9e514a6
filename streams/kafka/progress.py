"""How far each partition is processed: the account that offsets are committed by."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)


class SkippedRecordsError(RuntimeError):
    """Records were fetched and never reached the agent: committing past them would lose them."""


class Progress(Generic[P]):
    """Which fetched records of each partition are not processed yet, and which offset may be committed.

    Each record is told of twice: `fetched` in the order of the log, `takes` and `done` when an agent works on
    it. An agent sees its partition in order, so a record that comes up before another fetched earlier proves
    that the other was dropped on the way. Offsets themselves prove nothing: compacted topics have gaps.
    Not thread-safe: everything here happens on the event loop.
    """

    def __init__(self) -> None:
        self._waiting: dict[P, deque[int]] = {}
        self._next: dict[P, int] = {}

    def restart(self, committed: Mapping[P, int | None]) -> None:
        """Fetching starts again at these offsets (None: at the topic's beginning); what waited is forgotten.

        Partitions that are not named are not ours any more.
        """
        self._waiting = {partition: deque() for partition in committed}
        self._next = {partition: offset for partition, offset in committed.items() if offset is not None}

    def fetched(self, partition: P, offset: int) -> bool:
        """A record has come from the log; returns whether it is wanted, False for one fetched already."""
        waiting = self._waiting.setdefault(partition, deque())
        last = waiting[-1] if waiting else self._next.get(partition, 0) - 1
        if offset <= last:
            return False
        waiting.append(offset)
        return True

    def takes(self, partition: P, offset: int) -> bool:
        """Whether the agent is to process the record now; False for one of before the last restart.

        Raises SkippedRecordsError where an earlier record is missing.
        """
        waiting = self._waiting.get(partition)
        if not waiting or offset not in waiting:
            return False
        if waiting[0] != offset:
            raise SkippedRecordsError(
                f"{partition}: record {offset} came up, but {waiting[0]} was fetched before it and is missing"
            )
        return True

    def done(self, partition: P, offset: int) -> None:
        """The record that `takes` let through is processed, and what it led to has been handed over."""
        waiting = self._waiting.get(partition)
        if waiting and waiting[0] == offset:
            waiting.popleft()
            self._next[partition] = offset + 1

    def committable(self, partition: P) -> int | None:
        """The offset to go on from after a crash; None while nothing is known of the partition."""
        return self._next.get(partition)

    def partitions(self) -> Iterable[P]:
        """The partitions that have been fetched from or restarted."""
        return tuple(self._waiting)

    def waiting(self) -> int:
        """How many fetched records are not processed yet, over all partitions."""
        return sum(len(waiting) for waiting in self._waiting.values())

    def total(self) -> int:
        """Grows with every record processed: a watchdog compares it."""
        return sum(self._next.values())

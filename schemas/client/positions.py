"""Where a subscription stands in each partition: where it begins, what it has handled, what the broker remembers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from kafka import ConsumerRebalanceListener, KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.errors import CommitFailedError, RebalanceInProgressError

Place = tuple[str, int]
"""A topic and the number of a partition."""
Start = Literal["beginning", "now"] | datetime | Mapping[Place, int]

COMMIT_SECONDS = 1.0


class Positions(ConsumerRebalanceListener):  # type: ignore[misc]
    """Sets the beginning of partitions that are assigned, and commits what was handled of a group's.

    The methods `on_…` are called by kafka-python's own thread, which may not wait for the broker: they note what
    happened, and the reader's thread asks with `revoked` and `begin` before it goes on.
    """

    def __init__(self, consumer: KafkaConsumer, start: Start, *, grouped: bool) -> None:
        self._consumer = consumer
        self._start = start
        self._grouped = grouped
        self._handled: dict[TopicPartition, int] = {}
        self._assigned: set[TopicPartition] = set()
        self._revoked: set[TopicPartition] = set()
        self._lock = threading.Lock()
        self._committed_at = time.monotonic()

    def handled(self, partition: TopicPartition, offset: int) -> None:
        """Everything in the partition up to `offset`, itself included, has been handled."""
        with self._lock:
            if self._grouped and partition not in self._revoked:
                self._handled[partition] = offset + 1

    def commit(self, *, now: bool = False) -> None:
        """Commit what was handled, if the last commit is a while ago; `now`: in any case."""
        if not (now or time.monotonic() - self._committed_at >= COMMIT_SECONDS):
            return
        self._committed_at = time.monotonic()
        if offsets := self._to_commit():
            try:
                self._consumer.commit(offsets)
            except (CommitFailedError, RebalanceInProgressError):
                # The partitions are another member's by now: what was handled here comes again there.
                return

    def revoked(self) -> set[TopicPartition]:
        """The partitions that were taken away since the last call, even if they have come back."""
        with self._lock:
            revoked, self._revoked = self._revoked, set()
        return revoked

    def begin(self) -> set[TopicPartition]:
        """Go to the beginning of new partitions; those where it is not where the consumer began by itself."""
        with self._lock:
            assigned, self._assigned = self._assigned, set()
        if self._start == "beginning":
            return set()
        new = {each for each in assigned if not self._grouped or self._consumer.committed(each) is None}
        if isinstance(self._start, Mapping):
            for each in new:
                self._consumer.seek(each, self._start.get((each.topic, each.partition), 0))
        elif new and self._start == "now":
            self._consumer.seek_to_end(*new)
        elif new and isinstance(self._start, datetime):
            wanted = dict.fromkeys(new, round(self._start.timestamp() * 1000))
            for partition, found in self._consumer.offsets_for_times(wanted).items():
                if found is None:
                    self._consumer.seek_to_end(partition)
                else:
                    self._consumer.seek(partition, found.offset)
        for partition in new:
            self._consumer.position(partition)  # "now" is this moment, not that of the first fetch
        return new

    def switch(self) -> None:
        """Other topics come, of which all is to be read."""
        self.commit(now=True)
        self._start = "beginning"

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Note that these partitions are the reader's now."""
        with self._lock:
            self._assigned |= set(assigned)

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Commit before another member takes the partitions over."""
        if offsets := self._to_commit():
            self._consumer.commit_async(offsets)
        with self._lock:
            self._revoked |= set(revoked)

    def _to_commit(self) -> dict[TopicPartition, OffsetAndMetadata]:
        with self._lock:
            handled, self._handled = self._handled, {}
        return {partition: OffsetAndMetadata(offset, "", -1) for partition, offset in handled.items()}

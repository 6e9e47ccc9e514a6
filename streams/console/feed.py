"""What the console knows of the feed: the log that it reads, the index over it, and how fast topics grow."""

from __future__ import annotations

import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from schemas.topics import EVENT_TOPICS, TOPICS, Topic
from streams.console.index import Brief, Index
from streams.log import Log, Stored

SAMPLE_SECONDS = 5.0
SAMPLES = 720  # an hour of them
_KEPT_CHANGES = 2_000  # more than a stream may fall behind


What = Literal["new", "revised", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Change:
    """What has happened to an event. `marker` names the change, among all of all consoles."""

    marker: str
    what: What
    event: Brief


@dataclass(frozen=True, slots=True)
class Sample:
    """How many records topics had, by name, at `at`, in seconds of a clock that never goes back."""

    at: float
    ends: dict[str, int]


class Feed:
    """Follows the log that `path` names, another one when it names another. For one thread: that of its log.

    Raises streams.log.LogError where there is no log.
    """

    def __init__(self, path: Callable[[], Path]) -> None:
        self._path = path
        self._name = secrets.token_hex(4)
        self._number = 0
        self.changes: deque[Change] = deque(maxlen=_KEPT_CHANGES)
        self.samples: deque[Sample] = deque(maxlen=SAMPLES)
        self.log = Log(path(), create=False)
        self._load()

    def poll(self) -> list[Change]:
        """What has changed since the last call, up to a page of each topic: of each event that did, its last state.

        A log that was made anew, or another one, is read from its beginning and tells of no change.
        """
        path = self._path()
        if path != self.log.path and path.exists():
            log = Log(path, create=False)
            self.log.close()
            self.log = log
            self._load()
        elif any(self._rewritten(topic) for topic in EVENT_TOPICS.values()):
            self._load()
        self._sample()
        changed: dict[str, Change] = {}
        for topic in EVENT_TOPICS.values():
            for change in self._read(topic):
                changed.pop(change.event["event_id"], None)  # the last change of an event stands where it came
                changed[change.event["event_id"]] = change
        self.changes.extend(changed.values())
        return list(changed.values())

    @property
    def marker(self) -> str:
        """The marker of the latest change; what comes is `since` it."""
        return f"{self._name}.{self._number}"

    def since(self, marker: str) -> list[Change]:
        """The changes after the one of this marker; all that are known where it is not, or another console's."""
        known = list(self.changes)
        at = next((number for number, change in enumerate(known, 1) if change.marker == marker), 0)
        return known[at:]

    def close(self) -> None:
        """Release the log."""
        self.log.close()

    def _load(self) -> None:
        self.index = Index()
        self._last: dict[str, Stored] = {}  # of each topic, the last record that was read
        for topic in EVENT_TOPICS.values():
            end = self.log.end(topic)
            if end:
                self._last[topic.name] = self.log.read(topic, end - 1, 1)[0]
        for topic in EVENT_TOPICS.values():
            self.index.load(message.value for message in self.log.fold(topic) if message.value is not None)
        self.samples.clear()
        self._sample()

    def _position(self, topic: Topic) -> int:
        last = self._last.get(topic.name)
        return 0 if last is None else last.offset + 1

    def _rewritten(self, topic: Topic) -> bool:
        """Whether the record that was read last is no longer where it stood: the topic was made again."""
        last = self._last.get(topic.name)
        return last is not None and self.log.read(topic, last.offset, 1) != [last]

    def _read(self, topic: Topic) -> Iterator[Change]:
        for stored in self.log.read(topic, self._position(topic)):
            self._last[topic.name] = stored
            message = stored.message
            known = self.index.get(message.key) is not None
            event = self.index.drop(message.key) if message.value is None else self.index.put(message.value)
            if event is None:
                continue
            self._number += 1
            what: What = "withdrawn" if message.value is None else "revised" if known else "new"
            yield Change(self.marker, what, event)

    def _sample(self) -> None:
        now = time.monotonic()
        if not self.samples or now - self.samples[-1].at >= SAMPLE_SECONDS:
            self.samples.append(Sample(now, {topic.name: self.log.end(topic) for topic in TOPICS}))

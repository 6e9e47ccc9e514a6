"""Raw records outside the feed, with all that their log knows of them, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.message import Message
from schemas.run import Span
from schemas.topics import ARTICLES_RAW
from streams.embedded import ARRIVED
from streams.pipeline import origin
from streams.stage import ORIGIN

Cursor = tuple[int, int]
"""How far a source has been read: a partition, and the place in it to go on from."""

START: Cursor = (0, 0)


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record of the raw log. `timestamp` is that of its arrival, in milliseconds since 1970, where it is known."""

    partition: int
    offset: int
    timestamp: int | None
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """Arrival in the log from `since` on and before `until`, in milliseconds since 1970; None bounds nothing."""

    since: int | None = None
    until: int | None = None

    def __bool__(self) -> bool:
        return self != Window()

    def takes(self, timestamp: int | None) -> bool:
        """Whether a record that arrived then is wanted. What arrived before anyone noted it counts as the oldest."""
        arrived = timestamp or 0
        return (self.since is None or arrived >= self.since) and (self.until is None or arrived < self.until)


class Source(Protocol):
    """A raw log that can be read to a fixed end, again and again, always in the same order."""

    @property
    def name(self) -> str:
        """Where it is, for people and for the record of a run."""

    def spans(self, window: Window) -> tuple[Span, ...]:
        """What there is to read now, partition by partition; records outside the window may be among it."""

    def read(self, spans: Sequence[Span]) -> Iterator[tuple[Cursor, RawRecord]]:
        """The records of the spans, one partition after another, each with the cursor after it."""


def rest(spans: Sequence[Span], cursor: Cursor) -> tuple[Span, ...]:
    """What is left of the spans (in order of partition) when all before the cursor has been read."""
    partition, place = cursor
    left = [
        span.model_copy(update={"start": max(span.start, place)}) if span.partition == partition else span
        for span in spans
        if span.partition >= partition
    ]
    return tuple(span for span in left if span.start < span.end)


def size(spans: Sequence[Span]) -> int:
    """How many places there are in the spans; records may be fewer."""
    return sum(span.end - span.start for span in spans)


def copied(record: RawRecord) -> Message:
    """The record for a run's log: like `to_message`, and it tells where it stands in the log that it is copied from."""
    message = to_message(record)
    place = origin(ARTICLES_RAW.name, record.partition, record.offset)
    return Message(message.topic, message.key, message.value, message.headers + place)


def to_message(record: RawRecord) -> Message:
    """The record for a log on this machine, where its arrival becomes a header.

    Keys of such a log are text: bytes that are none are replaced, which no stage looks at.
    """
    headers = tuple((name, value or b"") for name, value in record.headers if name not in (*ORIGIN, ARRIVED))
    arrived = () if record.timestamp is None else ((ARRIVED, str(record.timestamp).encode()),)
    return Message(ARTICLES_RAW, (record.key or b"").decode(errors="replace"), record.value, headers + arrived)


def from_message(message: Message, offset: int) -> RawRecord:
    """The record of a log on this machine as any log has it."""
    arrived = next((value for name, value in message.headers if name == ARRIVED), None)
    headers = tuple(header for header in message.headers if header[0] not in (*ORIGIN, ARRIVED))
    timestamp = int(arrived) if arrived is not None and arrived.isdigit() else None
    return RawRecord(0, offset, timestamp, message.key.encode(), message.value, headers)

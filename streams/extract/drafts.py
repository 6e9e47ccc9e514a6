"""Reports while they are being read: mutable, mergeable, without ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.slots import (
    Action,
    DateSpan,
    Instrument,
    MeetingFormat,
    MeetingStatus,
    Metric,
    Money,
    Participant,
    Place,
)

MAX_EVIDENCE = 100
"""Spans of one report. Only a text that says the same over and over has more, and nobody reads them all."""


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) of the clean text say what `slot` holds."""

    slot: str
    start: int
    end: int


@dataclass(slots=True)
class Draft:
    """What all drafts share. `parties` are codes in the order of the text; `start` is where the trigger stands.

    `evidence` holds at least one span for `trigger` and one for each filled slot.
    """

    parties: list[str]
    start: int
    rule: str
    confidence: float
    evidence: list[Span] = field(default_factory=list)
    date: DateSpan | None = None

    def show(self, slot: str, start: int, end: int) -> None:
        """Notes that the characters say what the slot holds; the same span once, and no more than `MAX_EVIDENCE`."""
        span = Span(slot, start, end)
        if len(self.evidence) < MAX_EVIDENCE and span not in self.evidence:
            self.evidence.append(span)


@dataclass(slots=True)
class MeetingDraft(Draft):
    """A meeting being read."""

    status: MeetingStatus = "held"
    format: MeetingFormat = "talks"
    participants: list[Participant] = field(default_factory=list)
    place: Place | None = None


@dataclass(slots=True)
class AgreementDraft(Draft):
    """An agreement being read."""

    instrument: Instrument = "agreement"
    action: Action = "signed"
    title: str | None = None
    subject: str | None = None
    count: int | None = None
    value: Money | None = None
    duration: str | None = None
    place: Place | None = None


@dataclass(slots=True)
class FigureDraft(Draft):
    """A figure being read."""

    metric: Metric = "trade"
    amount: float = 0.0
    currency: str | None = None
    unit: str | None = None
    period: str | None = None
    target: bool = False
    change_percent: float | None = None

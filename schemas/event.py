"""An event: the same occasion, act or figure as any number of articles report it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from schemas.base import Model
from schemas.report import (
    Action,
    Change,
    Codes,
    DateSpan,
    Instrument,
    MeetingFormat,
    MeetingStatus,
    Metric,
    Money,
    Participant,
    Place,
)


class Source(Model):
    """One report that tells of the event, and the article it stands in."""

    report_id: str
    article_id: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    confidence: float


class _Event(Model):
    """What all events share. `sources` are ordered by publication, then report id.

    An event holds nothing that depends on when it was processed: it is a function of its reports.
    """

    event_id: str
    parties: tuple[str, ...]
    date: DateSpan | None = None
    confidence: float
    codes: Codes
    topics: tuple[str, ...] = ()
    ruleset: str
    sources: tuple[Source, ...]


class MeetingEvent(_Event):
    """A meeting with all its sources."""

    kind: Literal["meeting"] = "meeting"
    status: MeetingStatus
    format: MeetingFormat
    participants: tuple[Participant, ...] = ()
    place: Place | None = None


class AgreementEvent(_Event):
    """An agreement with all its sources."""

    kind: Literal["agreement"] = "agreement"
    instrument: Instrument
    action: Action
    title: str | None = None
    subject: str | None = None
    count: int | None = None
    value: Money | None = None
    duration: str | None = None
    place: Place | None = None


class FigureEvent(_Event):
    """A figure with all its sources."""

    kind: Literal["figure"] = "figure"
    metric: Metric
    amount: float
    currency: str | None = None
    unit: str | None = None
    period: str | None = None
    target: bool = False
    change: Change | None = None


Event = Annotated[MeetingEvent | AgreementEvent | FigureEvent, Field(discriminator="kind")]
EVENT: TypeAdapter[MeetingEvent | AgreementEvent | FigureEvent] = TypeAdapter(Event)

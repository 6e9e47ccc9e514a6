"""An event: the same occasion, act or figure as any number of articles report it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, TypeAdapter

from schemas.base import Model
from schemas.slots import AgreementSlots, Codes, DateSpan, FigureSlots, MeetingSlots


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


class MeetingEvent(MeetingSlots, _Event):
    """A meeting with all its sources."""


class AgreementEvent(AgreementSlots, _Event):
    """An agreement with all its sources."""


class FigureEvent(FigureSlots, _Event):
    """A figure with all its sources."""


Event = Annotated[MeetingEvent | AgreementEvent | FigureEvent, Field(discriminator="kind")]
EVENT: TypeAdapter[MeetingEvent | AgreementEvent | FigureEvent] = TypeAdapter(Event)

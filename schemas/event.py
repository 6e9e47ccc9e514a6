"""An event: the same occasion, act or figure as any number of articles report it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, TypeAdapter

from schemas.base import Model
from schemas.ids import derive
from schemas.slots import Action, AgreementSlots, Codes, DateSpan, FigureSlots, MeetingSlots, MeetingStatus, Place


def event_id(report_id: str) -> str:
    """The name of the event whose first report this is."""
    return derive("evt-", report_id)


class Source(Model):
    """One report that tells of the event, and the article it stands in."""

    report_id: str
    article_id: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    confidence: float


class Milestone(Model):
    """A step in the life of an event: the state it came to, when, and the reports that say so, by publication."""

    state: MeetingStatus | Action
    date: DateSpan | None = None
    reports: tuple[str, ...]


class Variant(Model):
    """A date, a place or an amount that some reports give and the event does not hold, for others tell otherwise."""

    date: DateSpan | None = None
    place: Place | None = None
    amount: float | None = None
    reports: tuple[str, ...]


class _Event(Model):
    """What all events share. `sources` are ordered by publication, then report id.

    `independent` is how many outlets tell of it: an outlet counts once, an article without one for itself.
    `history` are the steps of its life in their order, the last of which is its present state; figures have none.
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
    independent: int = 1
    history: tuple[Milestone, ...] = ()
    variants: tuple[Variant, ...] = ()

    def aliases(self) -> frozenset[str]:
        """All ids that the event may have had: an event is named after its first report, and each may have been it.

        So whoever holds an id that was given up finds the event that has taken its place.
        """
        return frozenset(event_id(source.report_id) for source in self.sources)


class MeetingEvent(MeetingSlots, _Event):
    """A meeting with all its sources."""


class AgreementEvent(AgreementSlots, _Event):
    """An agreement with all its sources."""


class FigureEvent(FigureSlots, _Event):
    """A figure with all its sources."""


Event = Annotated[MeetingEvent | AgreementEvent | FigureEvent, Field(discriminator="kind")]
EVENT: TypeAdapter[MeetingEvent | AgreementEvent | FigureEvent] = TypeAdapter(Event)

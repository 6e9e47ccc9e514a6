"""What the events say of two parties, and of one: the records of `relations` and `actors`.

Both hold briefs of events instead of the events, so that a record stays small however many sources tell of them.
Nothing here depends on a clock: what is "next" is said relative to what has been held.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Day  # noqa: N812 - models have a field of the name `date`
from itertools import combinations

from pydantic import Field

from schemas.base import Model
from schemas.slots import AgreementSlots, DateSpan, FigureSlots, Kind, MeetingSlots

Counts = dict[int, dict[Kind, int]]
"""Events by year and kind."""
GATHERING = 12
"""An event of more parties says nothing of two of them."""


def pairs(parties: Iterable[str]) -> Iterable[tuple[str, str]]:
    """The pairs, in sorted order, that an event of these parties counts for: none of a gathering's."""
    named = sorted(set(parties))
    return combinations(named, 2) if len(named) <= GATHERING else ()


class _Brief(Model):
    """An event without its sources; `sources` says how many there are. `first_told` is when the first was published."""

    event_id: str
    parties: tuple[str, ...]
    date: DateSpan | None = None
    first_told: Day | None = None
    confidence: float
    sources: int


class MeetingBrief(MeetingSlots, _Brief):
    """A meeting in brief."""


class AgreementBrief(AgreementSlots, _Brief):
    """An agreement in brief."""


class FigureBrief(FigureSlots, _Brief):
    """A figure in brief."""


class Relation(Model):
    """Two parties, in sorted order.

    `last_meeting` is the latest that was held; `planned` are plans that begin after it was over, the earliest first,
    and `next_meeting` is the first of them. `agreements` are those in force, the latest first; `in_force` is how many
    there are in all. Of each metric, figures hold that of the latest period and the latest goal.
    """

    parties: tuple[str, str]
    events: int = 0
    counts: Counts = Field(default_factory=dict)
    last_meeting: MeetingBrief | None = None
    next_meeting: MeetingBrief | None = None
    planned: tuple[MeetingBrief, ...] = ()
    in_force: int = 0
    agreements: tuple[AgreementBrief, ...] = ()
    figures: tuple[FigureBrief, ...] = ()


class Partner(Model):
    """A party that takes part in events with an actor: in how many, and when the latest of them began."""

    party: str
    events: int
    last: Day | None = None


class Actor(Model):
    """One party. `partners` are those with most events, `meetings` the latest held, `planned` as in `Relation`."""

    party: str
    events: int = 0
    counts: Counts = Field(default_factory=dict)
    partners: tuple[Partner, ...] = ()
    meetings: tuple[MeetingBrief, ...] = ()
    planned: tuple[MeetingBrief, ...] = ()

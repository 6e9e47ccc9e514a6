"""What the events say of two countries: when they met and will meet, what they agreed, what they trade."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations

from pydantic import Field

from schemas.base import Model
from schemas.event import AgreementEvent, FigureEvent, MeetingEvent
from schemas.slots import Kind

AnyEvent = MeetingEvent | AgreementEvent | FigureEvent
Pair = tuple[str, str]


class Relation(Model):
    """Two parties, as the events have it on a given day.

    `counts` is by year and kind of event. Agreements are ordered by date, the latest first; of each metric, figures
    hold the latest actual one and the latest target.
    """

    parties: Pair
    last_meeting: MeetingEvent | None = None
    next_meeting: MeetingEvent | None = None
    counts: dict[int, dict[Kind, int]] = Field(default_factory=dict)
    agreements: tuple[AgreementEvent, ...] = ()
    figures: tuple[FigureEvent, ...] = ()


def relations(events: Iterable[AnyEvent], on: date) -> dict[Pair, Relation]:
    """The relation of every pair of parties that some event names together, as of the day `on`; pairs are sorted."""
    by_pair: dict[Pair, list[AnyEvent]] = defaultdict(list)
    for event in events:
        for one, other in combinations(sorted(set(event.parties)), 2):
            by_pair[one, other].append(event)
    return {pair: _relation(pair, by_pair[pair], on) for pair in sorted(by_pair)}


def relation(events: Iterable[AnyEvent], one: str, other: str, on: date) -> Relation:
    """The relation of two parties, in either order, as of the day `on`; empty where no event names both."""
    pair = (min(one, other), max(one, other))
    return _relation(pair, [event for event in events if one in event.parties and other in event.parties], on)


def _relation(pair: Pair, events: list[AnyEvent], on: date) -> Relation:
    dated = sorted(((_day(event), event.event_id, event) for event in events), key=lambda entry: entry[:2])
    meetings = [(day, event) for day, _, event in dated if isinstance(event, MeetingEvent)]
    figures = {(event.metric, event.target): event for event in _by_period(events)}
    counts: dict[int, Counter[Kind]] = defaultdict(Counter)
    for day, _, event in dated:
        if day != date.min:
            counts[day.year][event.kind] += 1
    return Relation(
        parties=pair,
        last_meeting=next((event for day, event in reversed(meetings) if event.status == "held" and day <= on), None),
        next_meeting=next((event for day, event in meetings if event.status == "planned" and _end(event) >= on), None),
        counts={year: dict(sorted(counts[year].items())) for year in sorted(counts)},
        agreements=tuple(event for _, _, event in reversed(dated) if isinstance(event, AgreementEvent)),
        figures=tuple(figures[key] for key in sorted(figures)),
    )


def _day(event: AnyEvent) -> date:
    """When the event begins; where no source says, when it was first told."""
    if event.date is not None:
        return event.date.start
    return event.sources[0].published or date.min


def _end(event: AnyEvent) -> date:
    return event.date.end if event.date is not None else _day(event)


def _by_period(events: Iterable[AnyEvent]) -> list[FigureEvent]:
    """The figures, that of the latest period last; those without a period by when they were first told."""
    figures = [event for event in events if isinstance(event, FigureEvent)]
    return sorted(figures, key=lambda figure: (figure.period or str(_day(figure).year), _day(figure), figure.event_id))

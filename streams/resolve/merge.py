"""From the reports of one event to the event: what each slot holds when its sources differ."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from schemas.event import AgreementEvent, FigureEvent, MeetingEvent, Source
from schemas.ids import derive
from schemas.report import AgreementReport, FigureReport, MeetingReport
from schemas.slots import Codes, DateSpan, Participant, Place
from streams.resolve.member import AnyReport, Member

AnyEvent = MeetingEvent | AgreementEvent | FigureEvent
T = TypeVar("T")

CERTAIN = 0.99  # no number of sources makes an event more certain than this

_WORD = re.compile(r"\w+")
_PRECISION = {"day": 0, "month": 1, "year": 2}
_STATUS = {"planned": 0, "held": 1, "cancelled": 2}  # what a later state of the same meeting overrules
_ACTION = {"planned": 0, "agreed": 1}  # every other action is a later one


def event_id(report_id: str) -> str:
    """The name of the event whose first report this is."""
    return derive("evt-", report_id)


def merge(members: Sequence[Member]) -> AnyEvent:
    """The event that these reports of one block tell, sorted by `Member.age` and at least one."""
    reports = [member.report for member in members]
    meetings = [report for report in reports if isinstance(report, MeetingReport)]
    agreements = [report for report in reports if isinstance(report, AgreementReport)]
    figures = [report for report in reports if isinstance(report, FigureReport)]
    sources = tuple(map(_source, members))
    if meetings:
        return _meeting(meetings, sources)
    if agreements:
        return _agreement(agreements, sources)
    return _figure(figures, sources)


def _meeting(reports: Sequence[MeetingReport], sources: tuple[Source, ...]) -> MeetingEvent:
    status = max((report.status for report in reports), key=_STATUS.__getitem__)
    last = [report for report in reports if report.status == status]
    return MeetingEvent(
        **_shared(reports, last, sources),
        status=status,
        format=_vote(last, lambda report: report.format) or last[0].format,
        participants=_participants(reports),
        place=_place(report.place for report in reports),
    )


def _agreement(reports: Sequence[AgreementReport], sources: tuple[Source, ...]) -> AgreementEvent:
    reached = max(_ACTION.get(report.action, 2) for report in reports)
    last = [report for report in reports if _ACTION.get(report.action, 2) == reached]
    return AgreementEvent(
        **_shared(reports, last, sources),
        instrument=_vote(reports, lambda report: report.instrument) or last[0].instrument,
        action=_vote(last, lambda report: report.action) or last[0].action,
        title=_vote(reports, lambda report: report.title),
        subject=_vote(reports, lambda report: report.subject),
        count=_vote(reports, lambda report: report.count),
        value=_vote(reports, lambda report: report.value),
        duration=_vote(reports, lambda report: report.duration),
        place=_place(report.place for report in reports),
    )


def _figure(reports: Sequence[FigureReport], sources: tuple[Source, ...]) -> FigureEvent:
    first = reports[0]
    amount = _vote(reports, lambda report: report.amount)
    return FigureEvent(
        **_shared(reports, reports, sources),
        metric=first.metric,
        amount=first.amount if amount is None else amount,
        currency=first.currency,
        unit=first.unit,
        period=_vote(reports, lambda report: report.period),
        target=first.target,
        change=_vote(reports, lambda report: report.change),
    )


R = TypeVar("R", MeetingReport, AgreementReport, FigureReport)


def _shared(reports: Sequence[R], last: Sequence[R], sources: tuple[Source, ...]) -> dict[str, Any]:
    """The slots of all kinds; `last` are the reports of the latest stage of the event's life."""
    return {
        "event_id": event_id(reports[0].report_id),
        "parties": reports[0].parties,
        "date": _date(last) or _date(reports),
        "confidence": _confidence(reports),
        "codes": _codes(last),
        "topics": _topics(reports),
        "ruleset": max(report.ruleset for report in reports),
        "sources": sources,
    }


def _vote(reports: Sequence[R], slot: Callable[[R], T | None]) -> T | None:
    """The value that most sources give, weighed by confidence; on a tie the longest, then the first by text."""
    votes: dict[T, list[float]] = defaultdict(list)
    for report in reports:
        value = slot(report)
        if value is not None:
            votes[value].append(report.confidence)
    if not votes:
        return None
    # fsum is exact, so the order in which reports are added up does not matter.
    return min(votes, key=lambda value: (-math.fsum(votes[value]), -len(str(value)), str(value)))


def _date(reports: Sequence[AnyReport]) -> DateSpan | None:
    """The most precise date, and of those the one that most sources give."""
    dated = [report for report in reports if report.date]
    finest = min((_PRECISION[report.date.precision] for report in dated if report.date), default=None)
    votes: dict[tuple[str, str], list[float]] = defaultdict(list)
    spans: dict[tuple[str, str], DateSpan] = {}
    for report in dated:
        if report.date and _PRECISION[report.date.precision] == finest:
            key = (report.date.start.isoformat(), report.date.end.isoformat())
            votes[key].append(report.confidence)
            spans[key] = report.date
    if not votes:
        return None
    return spans[min(votes, key=lambda key: (-math.fsum(votes[key]), key))]


def _place(places: Iterable[Place | None]) -> Place | None:
    """The place that most sources name; a city tells more than a country."""
    votes: dict[Place, int] = defaultdict(int)
    for place in places:
        if place is not None:
            votes[place] += 1
    if not votes:
        return None
    return min(votes, key=lambda place: (place.name is None, -votes[place], place.encode()))


def _participants(reports: Sequence[MeetingReport]) -> tuple[Participant, ...]:
    """All people named, each once: by the last word of the name and the country, under the longest name given."""
    people: dict[tuple[str, str], list[Participant]] = defaultdict(list)
    for report in reports:
        for person in report.participants:
            people[_last_name(person.name), person.country or ""].append(person)
    for last, country in sorted(people):
        known = [key for key in people if key[0] == last and key[1]]
        if not country and len(known) == 1:
            people[known[0]] += people.pop((last, country))
    united = []
    for key in sorted(people, key=lambda key: (key[1], key[0])):
        named = people[key]
        roles: dict[str, int] = defaultdict(int)
        for person in named:
            if person.role:
                roles[person.role] += 1
        name = min((person.name for person in named), key=lambda name: (-len(name), name))
        role = min(roles, key=lambda role: (-roles[role], -len(role), role), default=None)
        united.append(Participant(name=name, country=key[1] or None, role=role))
    return tuple(united)


def _last_name(name: str) -> str:
    """The last word of a name in lower case: "Putin" and "Vladimir Putin" are the same person."""
    words = _WORD.findall(name.casefold())
    return words[-1] if words else ""


def _confidence(reports: Sequence[AnyReport]) -> float:
    """One minus the chance that every source errs, as if they erred independently."""
    doubts = sorted(1 - report.confidence for report in reports)
    return round(min(1 - math.prod(doubts), CERTAIN), 4)


def _codes(reports: Sequence[AnyReport]) -> Codes:
    """The codes of the most confident report."""
    return min(reports, key=lambda report: (-report.confidence, report.report_id)).codes


def _topics(reports: Sequence[AnyReport]) -> tuple[str, ...]:
    return tuple(sorted({topic for report in reports for topic in report.topics}))


def _source(member: Member) -> Source:
    report, reading = member.report, member.reading
    return Source(
        report_id=report.report_id,
        article_id=reading.article_id,
        title=reading.title,
        url=reading.url,
        outlet=reading.outlet,
        published=reading.published,
        confidence=report.confidence,
    )

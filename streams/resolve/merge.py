"""From the reports of one event to the event: what each slot holds when its sources differ."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from schemas.event import AgreementEvent, FigureEvent, MeetingEvent, Milestone, Source, Variant, event_id
from schemas.report import AgreementReport, FigureReport, MeetingReport
from schemas.slots import Codes, DateSpan, MeetingStatus, Place
from streams.resolve.agreements import LIFE
from streams.resolve.member import AnyReport, Member
from streams.resolve.outlets import confidence, independent
from streams.resolve.people import participants
from streams.resolve.slots import elsewhere

AnyEvent = MeetingEvent | AgreementEvent | FigureEvent
T = TypeVar("T")
R = TypeVar("R", MeetingReport, AgreementReport, FigureReport)

_PRECISION = {"day": 0, "month": 1, "year": 2}
_STATUS: dict[MeetingStatus, int] = {"planned": 0, "held": 1, "cancelled": 2}
"""The order of a meeting's states: what is told as held by some and as called off by others was called off."""


def merge(members: Sequence[Member]) -> AnyEvent:
    """The event that these reports of one kind tell, sorted by `Member.age` and at least one."""
    reports = [member.report for member in members]
    meetings = [report for report in reports if isinstance(report, MeetingReport)]
    agreements = [report for report in reports if isinstance(report, AgreementReport)]
    figures = [report for report in reports if isinstance(report, FigureReport)]
    if meetings:
        return _meeting(meetings, members)
    if agreements:
        return _agreement(agreements, members)
    return _figure(figures, members)


def _meeting(reports: Sequence[MeetingReport], members: Sequence[Member]) -> MeetingEvent:
    steps = _steps(reports, lambda report: _STATUS[report.status])
    last = steps[-1]
    place = _place(report.place for report in reports)
    date = _date(last) or _date(reports)
    return MeetingEvent(
        **_shared(reports, last, members),
        date=date,
        history=tuple(_milestone(step[0].status, step) for step in steps),
        variants=(*_other_dates(last, date), *_other_places(reports, place)),
        status=last[0].status,
        format=_vote(last, lambda report: report.format) or last[0].format,
        participants=participants(reports),
        place=place,
    )


def _agreement(reports: Sequence[AgreementReport], members: Sequence[Member]) -> AgreementEvent:
    steps = _steps(reports, lambda report: LIFE[report.action])
    last = steps[-1]
    place = _place(report.place for report in reports)
    date = _date(last) or _date(reports)
    return AgreementEvent(
        **_shared(reports, last, members),
        date=date,
        history=tuple(_milestone(_vote(step, lambda report: report.action) or step[0].action, step) for step in steps),
        variants=(*_other_dates(last, date), *_other_places(reports, place)),
        instrument=_vote(reports, lambda report: report.instrument) or last[0].instrument,
        action=_vote(last, lambda report: report.action) or last[0].action,
        title=_vote(reports, lambda report: report.title),
        subject=_vote(reports, lambda report: report.subject),
        count=_vote(reports, lambda report: report.count),
        value=_vote(reports, lambda report: report.value),
        duration=_vote(reports, lambda report: report.duration),
        place=place,
    )


def _figure(reports: Sequence[FigureReport], members: Sequence[Member]) -> FigureEvent:
    first, amount, date = reports[0], _vote(reports, lambda report: report.amount), _date(reports)
    amount = first.amount if amount is None else amount
    others = _grouped((report.amount, report) for report in reports if report.amount != amount)
    amounts = (Variant(amount=value, reports=_names(told)) for value, told in sorted(others.items()))
    return FigureEvent(
        **_shared(reports, reports, members),
        date=date,
        variants=(*_other_dates(reports, date), *amounts),
        metric=first.metric,
        amount=amount,
        currency=first.currency,
        unit=first.unit,
        period=_vote(reports, lambda report: report.period),
        target=first.target,
        change=_vote(reports, lambda report: report.change),
    )


def _shared(reports: Sequence[AnyReport], last: Sequence[AnyReport], members: Sequence[Member]) -> dict[str, Any]:
    """The slots of all kinds; `last` are the reports of the latest step of the event's life."""
    return {
        "event_id": event_id(reports[0].report_id),
        "parties": tuple(sorted({party for report in reports for party in report.parties})),
        "confidence": confidence(members),
        "codes": _codes(last),
        "topics": tuple(sorted({topic for report in reports for topic in report.topics})),
        "ruleset": max(report.ruleset for report in reports),
        "sources": tuple(map(_source, members)),
        "independent": independent(members),
    }


def _steps(reports: Iterable[R], rank: Callable[[R], int]) -> list[list[R]]:
    """The reports by the step of the event's life that they tell of, in the order of life."""
    steps = _grouped((rank(report), report) for report in reports)
    return [steps[step] for step in sorted(steps)]


def _milestone(state: Any, step: Sequence[AnyReport]) -> Milestone:
    return Milestone(state=state, date=_date(step), reports=_names(step))


def _names(reports: Iterable[AnyReport]) -> tuple[str, ...]:
    return tuple(report.report_id for report in reports)


def _grouped(pairs: Iterable[tuple[T, R]]) -> dict[T, list[R]]:
    groups: dict[T, list[R]] = defaultdict(list)
    for key, report in pairs:
        groups[key].append(report)
    return groups


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
    votes: dict[DateSpan, list[float]] = defaultdict(list)
    for report in dated:
        if report.date and _PRECISION[report.date.precision] == finest:
            votes[report.date].append(report.confidence)
    return min(votes, key=lambda span: (-math.fsum(votes[span]), span.start, span.end), default=None)


def _other_dates(reports: Iterable[AnyReport], kept: DateSpan | None) -> tuple[Variant, ...]:
    """The dates that contradict the one kept: another day, or a month or year that it does not lie in."""
    others: dict[DateSpan, list[AnyReport]] = defaultdict(list)
    for report in reports:
        date = report.date
        if date is None or kept is None or date == kept:
            continue
        if date.precision == kept.precision or kept.end < date.start or date.end < kept.start:
            others[date].append(report)
    ordered = sorted(others, key=lambda date: (date.start, date.end, date.precision))
    return tuple(Variant(date=date, reports=_names(others[date])) for date in ordered)


def _place(places: Iterable[Place | None]) -> Place | None:
    """The place that most sources name; a city tells more than a country."""
    votes: dict[Place, int] = defaultdict(int)
    for place in places:
        if place is not None:
            votes[place] += 1
    if not votes:
        return None
    return min(votes, key=lambda place: (place.name is None, -votes[place], place.encode()))


def _other_places(reports: Iterable[MeetingReport | AgreementReport], kept: Place | None) -> tuple[Variant, ...]:
    others: dict[Place, list[AnyReport]] = defaultdict(list)
    for report in reports:
        if report.place is not None and elsewhere(report.place, kept):
            others[report.place].append(report)
    return tuple(Variant(place=place, reports=_names(others[place])) for place in sorted(others, key=Place.encode))


def _codes(reports: Sequence[AnyReport]) -> Codes:
    """The codes of the most confident report."""
    return min(reports, key=lambda report: (-report.confidence, report.report_id)).codes


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

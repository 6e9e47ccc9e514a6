"""A report as the clustering sees it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

from schemas.report import AgreementReport, FigureReport, MeetingReport, Reading
from schemas.slots import DateSpan

AnyReport = MeetingReport | AgreementReport | FigureReport
Block = tuple[str, ...]
Cells = range
Age = tuple[str, str, str]
People = dict[str, frozenset[str]]

UNDATED_DAYS = 3  # an undated event is taken to lie within so many days of its article's publication
PLANNED_DAYS = 30  # an undated plan may lie so many days ahead
ADJACENT_DAYS = 1  # datelines and time zones put one event on two days
TOLERANCE = 0.02  # of an amount: "28.5 billion" and "about 28 billion" are one figure

_WORD = re.compile(r"\w+")
_PRECISION = {"day": 0, "month": 1, "year": 3}
_UNDATED = 2
_HAPPENED = {"held": 0, "cancelled": 1, "planned": 2}
_STEP = math.log1p(TOLERANCE)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A report with the article it stands in; two members are equal only where they are the same object.

    `cells` are where it lies on the axis of its kind: days as proleptic ordinals for meetings and agreements,
    steps of two percent for figures. Reports of one event share a cell. None where nothing places it.
    `age` orders members by publication, the undated last, then by ids; `firmness` is the order in which they
    lead clusters: what is dated best, then what has happened, then what spans most, then by age. `people` are the
    words of the participants' names by country.
    """

    report: AnyReport
    reading: Reading
    cells: Cells | None
    age: Age
    firmness: tuple[int, int, int, int, Age]
    people: People


def _days(span: DateSpan | None, published: date | None, ahead: int) -> Cells | None:
    if span is not None:
        slack = ADJACENT_DAYS if span.precision == "day" else 0
        return range(span.start.toordinal(), max(span.start, span.end).toordinal() + slack + 1)
    if published is None:
        return None
    day = published.toordinal()
    return range(day - UNDATED_DAYS, day + ahead + 1)


def _steps(amount: float) -> Cells | None:
    if not math.isfinite(amount) or amount <= 0:
        return None
    step = math.floor(math.log(amount) / _STEP)
    return range(step - 1, step + 2)


def _firmness(report: AnyReport) -> tuple[int, int]:
    precision = _PRECISION[report.date.precision] if report.date else _UNDATED
    if isinstance(report, MeetingReport):
        return precision, _HAPPENED[report.status]
    if isinstance(report, AgreementReport):
        return precision, _HAPPENED["planned" if report.action == "planned" else "held"]
    return precision, 0


def member(report: AnyReport, reading: Reading) -> Member:
    """The report as a member of some cluster to come."""
    published = reading.published
    age = (published.isoformat() if published else "9999", report.report_id, reading.article_id)
    if isinstance(report, FigureReport):
        cells = _steps(report.amount)
    else:
        planned = (report.status if isinstance(report, MeetingReport) else report.action) == "planned"
        cells = _days(report.date, published, PLANNED_DAYS if planned else UNDATED_DAYS)
    span = cells if cells is not None else range(0)
    firmness = (*_firmness(report), -len(span), span.start, age)
    return Member(report, reading, cells, age, firmness, _people(report))


def _people(report: AnyReport) -> People:
    people: dict[str, frozenset[str]] = {}
    if isinstance(report, MeetingReport):
        for person in report.participants:
            if person.country:
                people[person.country] = people.get(person.country, frozenset()) | name_words(person.name)
    return people


def name_words(name: str) -> frozenset[str]:
    """The words of a person's name in lower case, without initials."""
    return frozenset(word for word in _WORD.findall(name.casefold()) if len(word) > 1)


def block(report: AnyReport) -> Block:
    """Reports of one event are in one block: the same kind, the same parties, and for figures the same measure."""
    parties = ",".join(report.parties)
    if isinstance(report, FigureReport):
        target = "target" if report.target else "actual"
        return (report.kind, parties, report.metric, report.currency or report.unit or "", target)
    return (report.kind, parties)

"""A report as the clustering sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from xxhash import xxh3_64_intdigest

from schemas.report import AgreementReport, FigureReport, MeetingReport, Reading
from schemas.slots import DateSpan
from streams.resolve.parties import NO_ORGANISATIONS, Organisations, Parties
from streams.resolve.people import Words, name_words
from streams.resolve.titles import Title, read_title

AnyReport = MeetingReport | AgreementReport | FigureReport
Key = int
"""A digest (xxh3, 64 bits) of what members that may be one event have in common."""
Cells = range
Age = tuple[str, str, str]
People = dict[str, frozenset[str]]

UNDATED_DAYS = 3  # an undated event is taken to lie within so many days of its article's publication
PLANNED_DAYS = 14  # an undated plan may lie so many days ahead
ADJACENT_DAYS = 2  # reports may put one event on days so far apart: time zones, stays, second days
TOLERANCE = 0.02  # of an amount: "28.5 billion" and "about 28 billion" are one figure
SESSION_DAYS = 5  # a body does not meet twice within so many days; reports may be so wrong about when
WIDE_DAYS = 40  # a month and its slack; what spans more is found by all its parties only
GATHERINGS = frozenset({"summit", "forum"})

_WEEK = 7
_YEAR = 366
_PRECISION = {"day": 0, "month": 1, "year": 3}
_UNDATED = 2
_HAPPENED = {"held": 0, "cancelled": 1, "planned": 2}
_STEP = math.log1p(TOLERANCE)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A report with the article it stands in; two members are equal only where they are the same object.

    `parties` are those that tell it from others, and `clubs` the organisations of known members that take part.
    `cells` are where it lies on the axis of its kind: days as proleptic ordinals for meetings and agreements, steps
    of two percent for figures; None where nothing places it. `posts` are the keys it is found under, `looks` those
    it looks for others under. `age` orders members by publication, the undated last, then by ids; `firmness` is the
    order in which they lead clusters: what is dated best, then what has happened, then what has a telling title, then
    what names most parties, then what spans most, then by age. `people` are the words of the participants' names by
    country, `title` what an instrument's title tells.
    """

    report: AnyReport
    reading: Reading
    parties: Parties
    clubs: Parties
    cells: Cells | None
    posts: frozenset[Key]
    looks: frozenset[Key]
    age: Age
    firmness: tuple[int, int, bool, int, int, int, Age]
    people: People
    title: Title


def members(reading: Reading, organisations: Organisations) -> tuple[Member, ...]:
    """The reports of the reading, each id once. They hold of evidence and of each other nothing."""
    bare = reading.model_copy(update={"reports": ()})
    reports = {report.report_id: report for report in reading.reports}
    return tuple(member(report.model_copy(update={"evidence": ()}), bare, organisations) for report in reports.values())


def member(report: AnyReport, reading: Reading, organisations: Organisations = NO_ORGANISATIONS) -> Member:
    """The report as a member of some cluster to come."""
    published = reading.published
    age = (published.isoformat() if published else "9999", report.report_id, reading.article_id)
    clubs = organisations.clubs(frozenset(report.parties))
    parties = organisations.named(frozenset(report.parties))
    title = Title()
    if isinstance(report, AgreementReport):
        title = read_title(report.title or report.subject or "").without(organisations.words(parties))
    if isinstance(report, FigureReport):
        cells = _steps(report.amount)
        posts = looks = _figure_keys(report, cells)
    else:
        planned = (report.status if isinstance(report, MeetingReport) else report.action) == "planned"
        gathering = report.format in GATHERINGS if isinstance(report, MeetingReport) else len(parties) > 2
        slack = SESSION_DAYS if clubs and gathering else ADJACENT_DAYS
        cells = _days(report.date, published, PLANNED_DAYS if planned else UNDATED_DAYS, slack)
        posts, looks = _dated_keys(cells, parties, organisations.groups(parties, gathering=gathering))
        named = _title_keys(parties, title)
        posts, looks = posts | named, looks | named
    span = cells if cells is not None else range(0)
    untitled = isinstance(report, AgreementReport) and not title.words
    firmness = (*_firmness(report), untitled, -len(parties), -len(span), span.start, age)
    return Member(
        report,
        reading,
        parties,
        clubs,
        cells,
        posts,
        looks,
        age,
        firmness,
        _people(report),
        title,
    )


def _days(span: DateSpan | None, published: date | None, ahead: int, slack: int) -> Cells | None:
    if span is not None:
        after = slack if span.precision == "day" else 0
        return range(span.start.toordinal(), max(span.start, span.end).toordinal() + after + 1)
    if published is None:
        return None
    day = published.toordinal()
    return range(day - UNDATED_DAYS, day + ahead + 1)


def _steps(amount: float) -> Cells | None:
    if not math.isfinite(amount) or amount <= 0:
        return None
    step = math.floor(math.log(amount) / _STEP)
    return range(step - 1, step + 2)


def _dated_keys(
    cells: Cells | None, parties: Parties, groups: tuple[str, ...]
) -> tuple[frozenset[Key], frozenset[Key]]:
    """Posts and looks: by group and week; by all parties and year for what spans more than a month."""
    if cells is None:
        return frozenset(), frozenset()
    exact = ",".join(sorted(parties))
    years = _cut(cells, _YEAR)
    any_length = frozenset(_key("any", exact, year) for year in years)
    wide = frozenset(_key("wide", exact, year) for year in years)
    if len(cells) > WIDE_DAYS:
        return any_length | wide, any_length
    dated = frozenset(_key(group, week) for group in groups for week in _cut(cells, _WEEK))
    return dated | any_length, dated | wide


def _cut(cells: Cells, length: int) -> range:
    """The numbers of the stretches of so many days that the cells lie in."""
    return range(cells.start // length, (cells.stop - 1) // length + 1)


def _title_keys(parties: Parties, title: Title) -> frozenset[Key]:
    """Under which a named instrument finds the other steps of its life, years before or after."""
    exact = ",".join(sorted(parties))
    return frozenset(_key("titled", exact, *words) for words in title.signatures())


def _figure_keys(report: FigureReport, cells: Cells | None) -> frozenset[Key]:
    measure = (",".join(report.parties), report.metric, report.currency or report.unit or "", report.target)
    return frozenset(_key(*measure, step) for step in cells or ())


def _key(*parts: object) -> Key:
    return xxh3_64_intdigest("\x1f".join(map(str, parts)).encode())


def _firmness(report: AnyReport) -> tuple[int, int]:
    precision = _PRECISION[report.date.precision] if report.date else _UNDATED
    if isinstance(report, MeetingReport):
        return precision, _HAPPENED[report.status]
    if isinstance(report, AgreementReport):
        return precision, _HAPPENED["planned" if report.action == "planned" else "held"]
    return precision, 0


def _people(report: AnyReport) -> People:
    people: dict[str, Words] = {}
    if isinstance(report, MeetingReport):
        for person in report.participants:
            if person.country:
                people[person.country] = people.get(person.country, frozenset()) | name_words(person.name)
    return people

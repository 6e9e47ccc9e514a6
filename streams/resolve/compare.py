"""Whether two reports of one block tell of the same event, and how well they fit."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from schemas.report import AgreementReport, FigureReport, MeetingReport
from schemas.slots import DateSpan, Place
from streams.resolve.member import TOLERANCE, Member, People

SAME_TITLE = 0.5  # of the shorter title's telling words stand in the other one too
PERIOD_DAYS = 366  # figures without a period are the same only where they were published within a year

_WORD = re.compile(r"\w+")
_GREEK = "\u0370"  # the first letter past the Latin ones
_DONE = frozenset({"signed", "adopted", "extended", "ratified", "in_force"})
_ENDED = frozenset({"terminated", "suspended"})
_VAGUE = frozenset({"agreement", "document"})  # journalists' words for any instrument


def _read_words(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


_GENERIC = _read_words("generic_words.txt")


def fit(one: Member, other: Member) -> int | None:
    """None where the two cannot be one event; else the greater, the better they fit. Symmetric."""
    if one.reading.article_id == other.reading.article_id:
        return None  # an article tells each event once
    if isinstance(one.report, MeetingReport) and isinstance(other.report, MeetingReport):
        return _meetings(one, other, one.report, other.report)
    if isinstance(one.report, AgreementReport) and isinstance(other.report, AgreementReport):
        return _agreements(one.report, other.report)
    if isinstance(one.report, FigureReport) and isinstance(other.report, FigureReport):
        return _figures(one, other, one.report, other.report)
    return None


def _same_day(one: DateSpan | None, other: DateSpan | None) -> bool:
    return one is not None and one == other and one.precision == "day"


def _elsewhere(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    return bool(one.name and other.name and one.name.casefold() != other.name.casefold())


def _same_place(one: Place | None, other: Place | None) -> bool:
    return one is not None and other is not None and one.name is not None and one.name == other.name


def _overlap(one: DateSpan | None, other: DateSpan | None) -> bool:
    """Whether the dates, as far as they are known, have a day in common."""
    return one is None or other is None or (one.start <= other.end and other.start <= one.end)


def _acquainted(one: People, other: People) -> bool | None:
    """Whether they name the same people: False where a country is represented by others, None if unknown.

    A name is the same where any word of it is: "Xi" and "Xi Jinping". Names in two scripts cannot be compared.
    """
    known = None
    for country in one.keys() & other.keys():
        if one[country] & other[country]:
            known = True
        elif _is_latin(one[country]) == _is_latin(other[country]):
            return False
    return known


def _is_latin(words: frozenset[str]) -> bool:
    return all(word[0] < _GREEK for word in words)


def _meetings(member: Member, other_member: Member, one: MeetingReport, other: MeetingReport) -> int | None:
    call = one.format == "call"
    if call != (other.format == "call"):
        return None
    if {one.status, other.status} == {"held", "cancelled"}:
        return None
    same_day, same_place = _same_day(one.date, other.date), _same_place(one.place, other.place)
    if _elsewhere(one.place, other.place) and not same_day:
        return None
    acquainted = _acquainted(member.people, other_member.people)
    if acquainted is False and not (same_day and same_place):
        return None
    if not _overlap(one.date, other.date) and (call or not (same_place or acquainted)):
        return None
    return 4 * same_day + 2 * same_place + (one.format == other.format) + bool(acquainted)


def _stage(report: AgreementReport) -> str:
    if report.action in _DONE:
        return "done"
    return "ended" if report.action in _ENDED else report.action


def _differ(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return False
    return abs(one - other) > TOLERANCE * max(abs(one), abs(other))


def _agreements(one: AgreementReport, other: AgreementReport) -> int | None:
    stages = {_stage(one), _stage(other)}
    if "ended" in stages and len(stages) > 1:
        return None
    if _differ(one.count, other.count) or (one.count is None) != (other.count is None):
        return None
    value, worth = one.value, other.value
    if value and worth and value.currency == worth.currency and _differ(value.amount, worth.amount):
        return None
    if one.instrument != other.instrument and not _VAGUE & {one.instrument, other.instrument}:
        return None
    titles = title_words(one.title or one.subject or ""), title_words(other.title or other.subject or "")
    few, many = sorted(titles, key=len)
    if few and len(few & many) < SAME_TITLE * len(few):
        return None
    if not few and len(stages) > 1:
        return None  # a plan and an act are one agreement only where a title says so
    return 4 * _same_day(one.date, other.date) + 2 * len(few & many) + (one.instrument == other.instrument)


def _figures(member: Member, other_member: Member, one: FigureReport, other: FigureReport) -> int | None:
    if _differ(one.amount, other.amount):
        return None
    if one.period and other.period:
        return 4 if one.period == other.period else None
    if one.period is None and other.period is None:
        days = (member.reading.published, other_member.reading.published)
        if days[0] and days[1] and abs((days[0] - days[1]).days) > PERIOD_DAYS:
            return None
    return 1


@lru_cache(maxsize=1 << 16)
def title_words(title: str) -> frozenset[str]:
    """The words that tell what an instrument is about, in lower case."""
    return frozenset(_WORD.findall(title.casefold())) - _GENERIC

"""What a date in a text says."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from schemas.slots import DateSpan, Precision

FIRST_YEAR, LAST_YEAR = 1600, 2100
_MOST_SPANS = 10_000
"""Days, months and years whose spans are kept: news speak of the same ones over and over."""


@dataclass(frozen=True, slots=True)
class When:
    """Characters `start` to `end` say `span`.

    `ahead` is the reading for a thing to come where the words leave both open ("on Thursday", "in May").
    `year_only` marks a bare year. `deictic` marks words that count from the anchor day ("today", "last week"),
    `over` those of them that leave out what is to come ("earlier this week").
    """

    start: int
    end: int
    span: DateSpan
    ahead: DateSpan | None = None
    year_only: bool = False
    deictic: bool = False
    over: bool = False


@lru_cache(maxsize=_MOST_SPANS)
def month_span(year: int, month: int) -> DateSpan:
    """The whole month."""
    return DateSpan(start=date(year, month, 1), end=date(year, month, monthrange(year, month)[1]), precision="month")


@lru_cache(maxsize=_MOST_SPANS)
def year_span(year: int) -> DateSpan:
    """The whole year."""
    return DateSpan(start=date(year, 1, 1), end=date(year, 12, 31), precision="year")


@lru_cache(maxsize=_MOST_SPANS)
def days_span(first: date, last: date | None = None, precision: Precision = "day") -> DateSpan:
    """From the first day to the last, or that one day."""
    return DateSpan(start=first, end=last if last and last >= first else first, precision=precision)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has none, or a year that news do not speak of."""
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None

"""Dates that count from the anchor day: "on Thursday", "last weekend", "in May", "two weeks ago".

`at` are the characters that say it; `shift` is "last", "this", "earlier" or "later" (this) or "next", or empty where
the words leave it open.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from schemas.slots import DateSpan
from streams.extract.when import FIRST_YEAR, When, day_of, days_span, month_span, year_span

STEPS = {"last": -1, "this": 0, "earlier": 0, "later": 0, "next": 1}
"""How many units lie between the anchor's and the one meant."""
_MONTHS = 12
_SATURDAY, _WEEKEND = 6, timedelta(days=2)


def weekday(at: tuple[int, int], number: int, shift: str, anchor: date) -> When:
    """The day of the week, by its number in ISO 8601: the last one and, for a thing to come, the next."""
    back = anchor - timedelta(days=(anchor.isoweekday() - number) % 7)
    forward = anchor + timedelta(days=(number - anchor.isoweekday()) % 7)
    if shift == "next":
        day = forward if forward > anchor else forward + timedelta(days=7)
        return When(*at, days_span(day), deictic=True)
    if shift == "last":
        day = back if back < anchor else back - timedelta(days=7)
        return When(*at, days_span(day), deictic=True)
    return When(*at, days_span(back), ahead=days_span(forward), deictic=True)


def weekdays(at: tuple[int, int], first: int, last: int, anchor: date) -> When:
    """From one day of the week to another, by their numbers: the last ones and, for a thing to come, the next."""
    length = timedelta(days=(last - first) % 7)
    back = weekday(at, last, "", anchor).span.end
    forward = anchor + timedelta(days=(first - anchor.isoweekday()) % 7)
    return When(*at, days_span(back - length, back), ahead=days_span(forward, forward + length), deictic=True)


def nth(at: tuple[int, int], number: int, shift: str, anchor: date) -> When | None:
    """The day of a month by its number ("el día 26"): the last one and, for a thing to come, the next."""
    back, forward = _with_number(number, -1, anchor), _with_number(number, 1, anchor)
    if back is None or forward is None:
        return None
    if shift == "next":
        return When(*at, days_span(forward), deictic=True)
    return When(*at, days_span(back), ahead=None if shift == "last" else days_span(forward), deictic=True)


def _with_number(number: int, step: int, anchor: date) -> date | None:
    """The day of that number nearest to the anchor in this month or the two before or after it."""
    first = anchor.year * 12 + anchor.month - 1
    days = (day_of(month // 12, month % 12 + 1, number) for month in (first, first + step, first + 2 * step))
    return next((day for day in days if day is not None and (day - anchor).days * step >= 0), None)


def weekend(at: tuple[int, int], shift: str, anchor: date) -> When:
    """Saturday and Sunday: the last ones and, for a thing to come, the next; on these days the same."""
    week = timedelta(days=7)
    back = anchor - timedelta(days=(anchor.isoweekday() - _SATURDAY) % 7)
    under_way = anchor - back < _WEEKEND
    forward = back if under_way else back + week
    if shift == "last":
        back, forward = (back - week, back - week) if under_way else (back, back)
    elif shift == "next":
        back = forward = back + week
    last = _WEEKEND - timedelta(days=1)
    ahead = days_span(forward, forward + last) if forward != back else None
    return When(*at, days_span(back, back + last), ahead=ahead, deictic=True)


def month(at: tuple[int, int], number: int, shift: str, anchor: date) -> When:
    """The month: the last one and, for a thing to come, the next."""
    last_year = anchor.year if number <= anchor.month else anchor.year - 1
    next_year = anchor.year if number >= anchor.month else anchor.year + 1
    if shift == "next":
        year = anchor.year if number > anchor.month else anchor.year + 1
        return When(*at, month_span(year, number))
    if shift == "last":
        year = anchor.year if number < anchor.month else anchor.year - 1
        return When(*at, month_span(year, number))
    if shift in ("this", "earlier"):
        return When(*at, month_span(anchor.year, number))
    return When(*at, month_span(last_year, number), ahead=month_span(next_year, number))


def period(at: tuple[int, int], unit: str, shift: str, anchor: date) -> When | None:
    """The week, weekend, month or year: the last, this or the next one; None for other units.

    What is left of it ("later this month") has the span as its reading for a thing to come.
    """
    when = _whole(at, unit, shift, anchor)
    if when is None or shift not in ("earlier", "later"):
        return when
    return replace(when, ahead=when.span) if shift == "later" else replace(when, over=True)


def _whole(at: tuple[int, int], unit: str, shift: str, anchor: date) -> When | None:
    step = STEPS[shift]
    if unit == "weekend":
        return weekend(at, shift, anchor)
    if unit == "week":
        monday = anchor - timedelta(days=anchor.isoweekday() - 1) + timedelta(weeks=step)
        return When(*at, days_span(monday, monday + timedelta(days=6)), deictic=True)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + step
        return When(*at, month_span(months // 12, months % 12 + 1), deictic=True)
    if unit == "year":
        return When(*at, year_span(anchor.year + step), deictic=True)
    return None


def season_span(year: int, month: int) -> DateSpan:
    """The three months of the season that begins with the month."""
    last = month_span(year + (month + 2 > _MONTHS), (month + 1) % _MONTHS + 1)
    return days_span(date(year, month, 1), last.end, "month")


def season(at: tuple[int, int], month: int, shift: str, anchor: date) -> When:
    """The season that begins with the month: the last, the next, else the nearest one."""
    spans = [season_span(anchor.year + step, month) for step in (-2, -1, 0, 1)]
    if shift == "last":
        span = next(s for s in reversed(spans) if s.end < anchor)
    elif shift == "next":
        span = next((s for s in spans if s.start > anchor), spans[-1])
    else:
        span = min(spans, key=lambda s: max(s.start - anchor, anchor - s.end))
    return When(*at, span, ahead=span if shift == "later" else None, deictic=True)


def before(at: tuple[int, int], count: int, unit: str, anchor: date) -> When | None:
    """So many units before the anchor day ("two weeks ago"); weeks are meant roughly. None before FIRST_YEAR."""
    if unit == "year":
        year = anchor.year - count
        return When(*at, year_span(year), deictic=True) if year >= FIRST_YEAR else None
    if unit == "month":
        months = max(FIRST_YEAR * 12, anchor.year * 12 + anchor.month - 1 - count)
        return When(*at, month_span(months // 12, months % 12 + 1), deictic=True)
    weekly = unit in ("week", "weekend")
    days = count * (7 if weekly else 1)
    day = anchor - timedelta(days=days)
    slack = timedelta(days=3 if weekly else 0)
    return When(*at, days_span(day - slack, day + slack), deictic=True)

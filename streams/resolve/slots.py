"""Dates, places and amounts of two reports side by side. What one of them does not say contradicts nothing."""

from __future__ import annotations

from datetime import date

from schemas.slots import DateSpan, Place
from streams.resolve.member import TOLERANCE, Member

TOWN_DEGREES = 0.5  # of latitude or longitude


def meet(one: Member, other: Member) -> bool:
    """Whether the days on which they may lie, slack included, have one in common."""
    mine, theirs = one.cells, other.cells
    return mine is not None and theirs is not None and mine.start < theirs.stop and theirs.start < mine.stop


def same_day(one: DateSpan | None, other: DateSpan | None) -> bool:
    """Whether both give the same days exactly."""
    return one is not None and one == other and one.precision == "day"


def exact(span: DateSpan | None) -> bool:
    """Whether the text gives the day."""
    return span is not None and span.precision == "day"


def gap(one: DateSpan | None, other: DateSpan | None) -> int | None:
    """Days from the end of one to the beginning of the other, 0 where they overlap; None where one is not known."""
    if one is None or other is None:
        return None
    return max(0, (max(one.start, other.start) - min(one.end, other.end)).days)


def days_apart(one: date | None, other: date | None) -> int | None:
    """Days between the two; None where one is not known."""
    return abs((one - other).days) if one and other else None


def elsewhere(one: Place | None, other: Place | None) -> bool:
    """Whether they are in different countries, or in different towns: a palace or a ministry may be in any."""
    if one is None or other is None:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    return _apart(one, other) is True


def same_place(one: Place | None, other: Place | None) -> bool:
    """Whether both name the same place, be it by different names."""
    if one is None or other is None or one.name is None or other.name is None:
        return False
    return one.name == other.name or _apart(one, other) is False


def _apart(one: Place, other: Place) -> bool | None:
    """Whether they are further from each other than a town is wide; None where one of them is on no map."""
    if one.name is None or other.name is None:
        return None
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return max(abs(one.lat - other.lat), abs(one.lon - other.lon)) > TOWN_DEGREES


def same_country(one: Place | None, other: Place | None) -> bool:
    """Whether both are known to be in the same country."""
    return one is not None and other is not None and one.country is not None and one.country == other.country


def differ(one: float | None, other: float | None) -> bool:
    """Whether two amounts are known to differ by more than the tolerance."""
    if one is None or other is None:
        return False
    return abs(one - other) > TOLERANCE * max(abs(one), abs(other))

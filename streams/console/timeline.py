"""What two parties did, laid out along a line of time. Places on the line are percent of its length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.filters import days
from streams.console.index import Brief
from streams.present.words import what, when

MAX_LIVES = 60
MAX_MEETINGS = 500
_YEARS_APART = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_TICKS = 8
_DAYS_A_YEAR = 365.25
_ENDED = ("terminated", "suspended")
_INTENDED = ("planned", "agreed")


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a year."""

    at: float
    year: int


@dataclass(frozen=True, slots=True)
class Dot:
    """An event, or a step in one, at a place of the line; `state` says how it stands."""

    at: float
    event_id: str
    state: str
    told: str


@dataclass(frozen=True, slots=True)
class Life:
    """An agreement from its first step to where it ended, or to the end of the line."""

    event_id: str
    told: str
    start: float
    end: float
    state: Literal["intended", "standing", "ended"]
    steps: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Meetings and agreements of two parties: the latest of as many as `held` and `agreements` say."""

    ticks: tuple[Tick, ...]
    today: float
    meetings: tuple[Dot, ...]
    held: int
    lives: tuple[Life, ...]
    agreements: int


class Scale:
    """A line of time that holds all the days, with some room, and at least a year."""

    def __init__(self, held: Sequence[str]) -> None:
        first, last = (date.fromisoformat(day).toordinal() for day in (min(held), max(held)))
        room = max(30.0, (last - first) / 40, (_DAYS_A_YEAR - (last - first)) / 2)
        self._start = max(1.0, first - room)
        self._length = last + room - self._start

    def at(self, day: str) -> float:
        """Where the day, ISO 8601, is on the line, in percent; what lies beyond is at its end."""
        share = (date.fromisoformat(day).toordinal() - self._start) / self._length
        return round(100 * min(max(share, 0.0), 1.0), 2)

    def ticks(self) -> tuple[Tick, ...]:
        """The beginnings of years, few enough to be read."""
        years = self._length / _DAYS_A_YEAR
        apart = next(step for step in _YEARS_APART if years / step <= _TICKS)
        first = date.fromordinal(int(self._start)).year + 1
        last = date.fromordinal(min(int(self._start + self._length), date.max.toordinal())).year
        return tuple(Tick(self.at(f"{year:04}-01-01"), year) for year in range(first, last + 1) if not year % apart)


def timeline(events: Iterable[Brief], today: str) -> Timeline | None:
    """Lays out the meetings and agreements among the events; None where none of them has a date."""
    placed = [(span, event) for event in events if event["kind"] != "figure" and (span := days(event))]
    if not placed:
        return None
    scale = Scale([today, *(day for span, event in placed for day in (*span, *(day for _, day in _steps(event))))])
    meetings = [
        Dot(scale.at(span[0]), event["event_id"], event["status"], _told(event))
        for span, event in placed
        if event["kind"] == "meeting"
    ]
    agreements = [event for _, event in placed if event["kind"] == "agreement"]
    lives = tuple(_life(event, scale) for event in agreements[:MAX_LIVES])
    shown = tuple(meetings[:MAX_MEETINGS])
    return Timeline(scale.ticks(), scale.at(today), shown, len(meetings), lives, len(agreements))


def _life(event: Brief, scale: Scale) -> Life:
    """An agreement whose steps name no day stands where it was told of."""
    span = days(event)
    assert span is not None
    steps = _steps(event) or [(event["action"], span[0])]
    action = event["action"]
    state: Literal["intended", "standing", "ended"] = (
        "ended" if action in _ENDED else "intended" if action in _INTENDED else "standing"
    )
    places = [scale.at(day) for _, day in steps]
    dots = tuple(
        Dot(at, event["event_id"], step, f"{step.replace('_', ' ')} {day}")
        for at, (step, day) in zip(places, steps, strict=True)
    )
    end = max(places) if state == "ended" else 100.0
    return Life(event["event_id"], _told(event), min(places), end, state, dots)


def _steps(event: Brief) -> list[tuple[str, str]]:
    """States and the first days of their dates; only those that have one."""
    return [(step["state"], step["date"]["start"]) for step in event["history"] if step["date"]]


def _told(event: Brief) -> str:
    return " ".join(part for part in (when(event), what(event)) if part)

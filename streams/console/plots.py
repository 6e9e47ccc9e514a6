"""Numbers along time, laid out for inline SVG: figures between two parties, and how fast topics grow.

Places across are percent, places down are pixels, so that a plot is as wide as the window and its letters stay legible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from schemas.filters import days
from streams.console.feed import Sample
from streams.console.index import Brief
from streams.console.timeline import Scale, Tick
from streams.present.words import money, what

HEIGHT = 140
_TOP = 16
_MINUTE = 60.0  # seconds
_MINUTES = 60
_YEAR, _MONTH = len("2023"), len("2023-10")


@dataclass(frozen=True, slots=True)
class Point:
    """A figure; goals are `target`."""

    x: float
    y: float
    event_id: str
    told: str
    target: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """All figures of one metric and unit. `lines` join those that are no goals, in order of time."""

    title: str
    top: str
    ticks: tuple[Tick, ...]
    points: tuple[Point, ...]
    lines: tuple[tuple[Point, Point], ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """A topic: its records, those of the last minute and hour, and bars along the hour (place, height, in percent)."""

    topic: str
    records: int
    minute: int
    hour: int
    bars: tuple[tuple[float, float], ...]


def figures(events: Iterable[Brief]) -> list[Plot]:
    """A plot of each metric and unit, those with most figures first; a figure that has no time at all is left out."""
    groups: dict[tuple[str, str], list[tuple[str, Brief]]] = {}
    for event in events:
        day = _day(event) if event["kind"] == "figure" else None
        if day:
            unit = event.get("currency") or event.get("unit") or ""
            groups.setdefault((event["metric"], unit), []).append((day, event))
    ordered = sorted(groups.items(), key=lambda each: (-len(each[1]), each[0]))
    return [_plot(f"{metric} {unit}".strip(), held) for (metric, unit), held in ordered]


def _plot(title: str, held: Sequence[tuple[str, Brief]]) -> Plot:
    scale = Scale([day for day, _ in held])
    amounts = [float(event["amount"]) for _, event in held]
    high, low = max(0.0, *amounts), min(0.0, *amounts)
    span = (high - low) or 1.0
    top = max(held, key=lambda each: float(each[1]["amount"]))[1]
    points = [
        Point(
            scale.at(day),
            round(_TOP + (high - float(event["amount"])) / span * (HEIGHT - _TOP), 1),
            event["event_id"],
            what(event),
            bool(event.get("target")),
        )
        for day, event in sorted(held, key=lambda each: (each[0], each[1]["event_id"]))
    ]
    told = [point for point in points if not point.target]
    return Plot(title, money(top), scale.ticks(), tuple(points), tuple(pairwise(told)))


def _day(event: Brief) -> str | None:
    """The middle of the figure's period, else the day it was told of: "2014/2023" stands at the end."""
    period = str(event.get("period") or "").rpartition("/")[2]
    try:
        return date.fromisoformat(period + {_YEAR: "-07-01", _MONTH: "-15"}.get(len(period), "")).isoformat()
    except ValueError:
        span = days(event)
        return span[0] if span else None


def growth(samples: Sequence[Sample]) -> list[Growth]:
    """How fast each topic that holds anything has grown since the samples began, at most an hour."""
    if not samples:
        return []
    now = samples[-1]
    minute = next(each for each in samples if now.at - each.at <= _MINUTE + 1)
    return [
        Growth(topic, records, records - minute.ends[topic], records - samples[0].ends[topic], _bars(samples, topic))
        for topic, records in now.ends.items()
        if records
    ]


def _bars(samples: Sequence[Sample], topic: str) -> tuple[tuple[float, float], ...]:
    """A bar for each minute of the hour in which the topic grew."""
    now, minutes = samples[-1].at, [0] * _MINUTES
    for early, late in pairwise(samples):
        ago = min(int((now - late.at) / _MINUTE), _MINUTES - 1)
        minutes[-1 - ago] += max(0, late.ends[topic] - early.ends[topic])
    high = max(*minutes, 1)
    return tuple(
        (round(100 * number / _MINUTES, 2), round(100 * count / high, 1))
        for number, count in enumerate(minutes)
        if count
    )

"""An article's text with its evidence marked, and the slots that it fills, for pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from streams.present.highlight import Span, pieces
from streams.present.words import filler

Record = Mapping[str, Any]

_COLOURS = {
    "parties": 1,
    "participants": 1,
    "date": 2,
    "period": 2,
    "place": 3,
    "format": 4,
    "instrument": 4,
    "metric": 4,
    "status": 5,
    "action": 5,
    "trigger": 5,
    "title": 6,
    "subject": 6,
}
"""Colours of marked slots, 1 to 6: what answers the same question has the same one. All others have 7."""
_OTHER = 7
_REPORT_COLOURS = 7
_APART = ("report_id", "article_id", "kind", "rule", "confidence", "ruleset", "evidence", "topics", "codes")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a text; `colour` is 0 where nothing rests on them, else `labels` says what does."""

    text: str
    colour: int = 0
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs that follow one another; `told` says whether something rests on them."""

    lines: tuple[tuple[Mark, ...], ...]
    told: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of a report: what it holds, in words, and the characters that say so."""

    name: str
    filler: str
    quotes: tuple[str, ...]
    colour: int


def by_slot(text: str, report: Record) -> list[Mark]:
    """The text cut and marked by the slots of one report; where several rest, the slot that rests on least is shown."""
    sizes: Counter[str] = Counter()
    for item in report["evidence"]:
        sizes[item["slot"]] += item["end"] - item["start"]
    names = sorted(sizes, key=lambda name: (sizes[name], name))
    spans = [Span(item["start"], item["end"], names.index(item["slot"])) for item in report["evidence"]]
    return _marks(text, spans, lambda number: (_colour(names[number]), names[number]))


def by_report(text: str, reports: Sequence[Record]) -> list[Mark]:
    """The text cut and marked by its reports, numbered from 1."""
    spans = [
        Span(item["start"], item["end"], number)
        for number, report in enumerate(reports, 1)
        for item in report["evidence"]
    ]
    return _marks(text, spans, lambda number: (report_colour(number), str(number)))


def _marks(text: str, spans: Iterable[Span], look: Callable[[int], tuple[int, str]]) -> list[Mark]:
    """`look` says colour and label of what a span names; of several the first gives the colour."""
    found = []
    for piece in pieces(text, spans):
        looks = [look(number) for number in piece.reports]
        found.append(Mark(piece.text, looks[0][0] if looks else 0, tuple(label for _, label in looks)))
    return found


def passages(marks: Iterable[Mark]) -> list[Passage]:
    """The marked text by paragraphs, so that a page can fold those away on which nothing rests; the first never is."""
    lines: list[list[Mark]] = [[]]
    for mark in marks:
        first, *later = mark.text.split("\n")
        lines[-1].append(replace(mark, text=first))
        lines += ([replace(mark, text=line)] for line in later)
    kept = (tuple(mark for mark in line if mark.text) for line in lines)
    numbered = ((not number or any(mark.colour for mark in line), line) for number, line in enumerate(kept))
    return [
        Passage(tuple(line for _, line in group), told) for told, group in groupby(numbered, key=lambda each: each[0])
    ]


def report_colour(number: int) -> int:
    """The colour of the report of this number, counted from 1."""
    return (number - 1) % _REPORT_COLOURS + 1


def slots(record: Record, text: str = "") -> list[Slot]:
    """The slots of a report or an event; quotes only of a report, whose evidence counts characters of `text`."""
    quotes: dict[str, list[str]] = {name: [] for name, filler in record.items() if filler and name not in _APART}
    for item in record.get("evidence", ()):
        quotes.setdefault(item["slot"], []).append(" ".join(text[item["start"] : item["end"]].split()))
    return [Slot(name, filler(name, record), tuple(found), _colour(name)) for name, found in quotes.items()]


def _colour(name: str) -> int:
    return _COLOURS.get(name, _OTHER)

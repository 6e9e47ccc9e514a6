"""When a figure holds, whether it is a goal, and by how much it changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from schemas.report import DateSpan
from streams.extract.document import CLASSES, Line
from streams.extract.figures.measure import FLOWS, Measure, sums
from streams.extract.figures.rules import Rules
from streams.extract.times import When

_DATE = re.compile(CLASSES["D"])
_JOINED = re.compile(rf"({CLASSES['D']})\s*(?:[-–—]|to|through|a|по)\s*({CLASSES['D']})")
_SHORTEST = 20
"""Days; a date more exact than that says when something was said."""
_BESIDE = 45
"""Masked characters between a date and the sum of a loan or grant that it belongs to."""
_ORDINALS = {
    "in": 1,
    "over": 1,
    "for": 1,
    "en": 1,
    "за": 1,
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
}


@dataclass(frozen=True, slots=True)
class Period:
    """ISO 8601 `text` ("2023", "2023-10", "2014/2023") and the clean-text characters that say it."""

    text: str
    start: int
    end: int


class Periods:
    """Reads periods, targets and changes of one language."""

    def __init__(self, rules: Rules) -> None:
        self._not_period = rules.word("not-period")
        self._months = rules.word("months")
        self._ordinals = {**_ORDINALS, **_NUMBERS}
        self._target_left = rules.word("target-left")
        self._target_right = rules.word("target-right")
        self._present = rules.word("present")
        self._rise = rules.word("rise")
        self._fall = rules.word("fall")
        self._gap = rules.word("change-gap")

    def target(self, measure: Measure) -> bool:
        """Whether the sum is a goal for the future. Grants and loans promised are no goals."""
        if measure.metric not in FLOWS | {"investment"}:
            return False
        masked = measure.line.masked
        before = masked[measure.left : measure.at]
        if measure.since:
            before = re.sub(CLASSES["M"], "", before)
        elif self._present.search(before):
            return False
        right = masked[measure.at + 1 : measure.right]
        aimed = self._target_left.search(before) is not None
        return aimed or self._target_right.match(right) is not None

    def period(self, measure: Measure) -> Period | None:
        """The period that the figure's stretch tells; for flows also one that opens the sentence."""
        line = measure.line
        inside = self._candidates(line, max(measure.left, measure.since), measure.right)
        if measure.metric not in FLOWS:
            inside = [
                (at, when)
                for at, when in inside
                if when.span.precision == "year" and self._beside(line.masked, at, measure.at)
            ]
        if inside:
            best = min(inside, key=lambda item: (abs(item[0] - measure.at), item[0]))
            return self._period(line, *best)
        if measure.metric in FLOWS and not measure.since:
            first = self._candidates(line, 0, measure.left)
            places = [at for at, _ in sums(line)]
            if first and (not places or first[0][0] < places[0]):
                return self._period(line, *first[0])
        return None

    @staticmethod
    def _beside(masked: str, one: int, other: int) -> bool:
        between = masked[min(one, other) : max(one, other)]
        return len(between) <= _BESIDE and "," not in between

    def _candidates(self, line: Line, left: int, right: int) -> list[tuple[int, When]]:
        by_start = {when.start: when for when in line.dates}
        found = []
        for match in _DATE.finditer(line.masked, left, right):
            when = by_start.get(line.starts[match.start()])
            named = self._not_period.search(line.masked, max(0, match.start() - 40), match.start())
            if when is not None and not named and (when.span.end - when.span.start).days >= _SHORTEST:
                found.append((match.start(), when))
        return found

    def _period(self, line: Line, at: int, when: When) -> Period:
        span, start, end = when.span, when.start, when.end
        part = self._months.search(line.masked[max(0, at - 50) : at])
        if part and span.precision == "year":
            text = self._part(span.start.year, part)
            if text:
                return Period(text, line.offsets(max(0, at - 50) + part.start(), at)[0], end)
        months = self._months_joined(line, at)
        return months or Period(_iso(span), start, end)

    def _months_joined(self, line: Line, at: int) -> Period | None:
        """ "January-October 2023", whichever of its months stands at masked character `at`."""
        pair = next((m for m in _JOINED.finditer(line.masked) if m.start() <= at < m.end()), None)
        if pair is None:
            return None
        first, last = (next((w for w in line.dates if w.start == line.starts[pair.start(n)]), None) for n in (1, 2))
        if first is None or last is None or {first.span.precision, last.span.precision} != {"month"}:
            return None
        if first.span.start.month >= last.span.start.month:
            return None
        return Period(f"{last.span.start.year}-{first.span.start.month:02}/{_iso(last.span)}", first.start, last.end)

    def _part(self, year: int, match: re.Match[str]) -> str | None:
        """ "first half of 2023" as "2023-01/2023-06"."""
        unit, part = match["unit"].lower(), match["part"].lower()
        order = self._order(part)
        if match["n"]:
            length = self._order(match["n"].lower())
            return f"{year}-01/{year}-{length:02}" if order == 1 and length and 1 < length <= 12 else None
        months = 6 if unit.startswith(("half", "semestre", "полугоди")) else 3
        if order is None or order * months > 12:
            return None
        return f"{year}-{(order - 1) * months + 1:02}/{year}-{order * months:02}"

    def _order(self, word: str) -> int | None:
        if word.isdigit():
            return int(word)
        known = self._ordinals.get(word)
        if known is None:
            known = next((n for stem, n in _STEMS.items() if word.startswith(stem)), None)
        return known

    def change(self, measure: Measure) -> tuple[float, int, int] | None:
        """Percent by which the figure rose or fell (negative), as told beside the sum, and where."""
        masked = measure.line.masked
        for at, amount in sums(measure.line):
            if amount.unit != "percent" or abs(at - measure.at) > 80:
                continue
            between = masked[min(at, measure.at) + 1 : max(at, measure.at)]
            if re.search(CLASSES["M"], between) or re.search(r"[;:“”]", between):
                continue
            for word, sign in ((self._rise, 1), (self._fall, -1)):
                for match in word.finditer(masked, max(0, at - 40), at):
                    if self._gap.fullmatch(masked, match.end(), at):
                        return sign * amount.value, amount.start, amount.end
        return None


def _iso(span: DateSpan) -> str:
    def form(day: date) -> str:
        return f"{day.year:04}" if span.precision == "year" else f"{day.year:04}-{day.month:02}"

    first, last = form(span.start), form(span.end)
    return first if first == last else f"{first}/{last}"


_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
            "eleven": 11, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
            "diez": 10, "once": 11}  # fmt: skip
_STEMS = {"primer": 1, "segund": 2, "tercer": 3, "cuart": 4, "перв": 1, "втор": 2, "трет": 3, "четверт": 4,
          "четвёрт": 4, "дв": 2, "три": 3, "тре": 3, "четыр": 4, "пят": 5, "шест": 6, "сем": 7, "восем": 8,
          "восьм": 8, "девят": 9, "десят": 10, "одиннадцат": 11}  # fmt: skip

"""When a figure holds, whether it is a goal, and by how much it changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from schemas.slots import DateSpan
from streams.extract.document import CLASSES, Line
from streams.extract.figures.measure import FLOWS, Measure, sums
from streams.extract.figures.rules import Rules
from streams.extract.when import When

_DATE = re.compile(CLASSES["D"])
_SHORTEST = 20
"""Days; a date more exact than that says when something was said."""
_BESIDE = 45
"""Masked characters between a date and the sum of a loan or grant that it belongs to."""
_NEXT = re.compile(r"\b(?:and in|y en|и в|а в) $")
"""Before a date that is of the next sum: "$12 billion and in 2002 to $24 billion"."""
_APART = 100
"""Masked characters that a comma between a sum and a date behind it counts for."""


@dataclass(frozen=True, slots=True)
class Period:
    """ISO 8601 `text` ("2023", "2023-10", "2014/2023") and the clean-text characters that say it."""

    text: str
    start: int
    end: int


class Periods:
    """Reads periods, targets and changes of one language."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._not_period = rules.word("not-period")
        self._joined = rules.word("months-joined")
        self._months = rules.word("months")
        self._months_alone = rules.word("months-alone")
        self._target_left = rules.word("target-left")
        self._target_right = rules.word("target-right")
        self._present = rules.word("present")
        self._rise = rules.word("rise")
        self._fall = rules.word("fall")
        self._gap = rules.word("change-gap")

    def target(self, measure: Measure, published: date | None) -> bool:
        """Whether the sum is a goal for the future. Grants and loans promised are no goals."""
        if measure.earlier or measure.metric not in FLOWS | {"investment"}:
            return False
        masked = measure.line.masked
        if self._present.search(masked[max(measure.left, measure.since) : measure.at]):
            return False
        before = re.sub(CLASSES["M"], "", masked[measure.left : measure.at])
        right = masked[measure.at + 1 : measure.right]
        if self._target_left.search(before):
            return True
        end = self._target_right.match(right)
        if end is None:
            return False
        dates = [when for _, when in self._candidates(measure.line, measure.at, measure.at + 1 + end.end())]
        return not (published and dates and dates[-1].span.end < published)  # "by the end of" a year gone by

    def period(self, measure: Measure, published: date | None) -> Period | None:
        """The period that the figure's stretch tells; for flows also one that opens the sentence.

        A quarter without its year is the last of that name before the article was `published`.
        """
        line = measure.line
        inside = self._candidates(line, max(measure.left, measure.since), measure.right)
        if measure.metric not in FLOWS:
            inside = [
                (at, when)
                for at, when in inside
                if when.span.precision == "year" and self._beside(line.masked, at, measure.at)
            ]
        if measure.since:  # "from $24bn in 2010 to $40bn in 2012": each with the date behind it
            inside = [c for c in inside if c[0] > measure.at and "," not in line.masked[measure.at : c[0]]] or inside
        if measure.metric in FLOWS and published and (measure.since or not inside):
            alone = self._part_alone(measure, published)
            if alone:
                return alone
        if inside:
            best = min(inside, key=lambda item: (self._distance(line.masked, item[0], measure.at), item[0]))
            return self._period(line, *best)
        if measure.metric in FLOWS and not measure.since:
            first = self._candidates(line, 0, measure.left)
            places = [at for at, _ in sums(line)]
            opens = measure.rule != "same" or measure.at in places[:1]  # "the goal is $3bn" is not of the year before
            if first and opens and (not places or first[0][0] < places[0]):
                return self._period(line, *first[0])
        return None

    @staticmethod
    def _distance(masked: str, date: int, at: int) -> int:
        """Masked characters between a date and its sum; one behind a comma or "and in", or in brackets that say more,
        goes with what follows it."""
        between = masked[at:date] if at < date else ""
        apart = (
            "," in between
            or _NEXT.search(between) is not None
            or ("(" in between and masked[date + 1 : date + 2] != ")")
        )
        return abs(date - at) + (_APART if apart else 0)

    @staticmethod
    def _beside(masked: str, one: int, other: int) -> bool:
        between = masked[min(one, other) : max(one, other)]
        return len(between) <= _BESIDE and "," not in between

    def _candidates(self, line: Line, left: int, right: int) -> list[tuple[int, When]]:
        found = []
        for match in _DATE.finditer(line.masked, left, right):
            when = line.date_at(match.start())
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
        pair = next((m for m in self._joined.finditer(line.masked) if m.start() <= at < m.end()), None)
        if pair is None:
            return None
        first, last = (line.date_at(pair.start(n)) for n in (1, 2))
        if first is None or last is None or {first.span.precision, last.span.precision} != {"month"}:
            return None
        if first.span.start.month >= last.span.start.month:
            return None
        return Period(f"{last.span.start.year}-{first.span.start.month:02}/{_iso(last.span)}", first.start, last.end)

    def _part_alone(self, measure: Measure, published: date) -> Period | None:
        """ "in the first quarter" of a figure for which no year is told."""
        line = measure.line
        match = self._months_alone.search(line.masked, measure.at if measure.since else measure.left, measure.right)
        if match is None:
            return None
        for year in (published.year, published.year - 1):
            text = self._part(year, match)
            if text and text[-7:] <= f"{published.year}-{published.month:02}":
                return Period(text, *line.offsets(match.start("part"), match.end()))
        return None

    def _part(self, year: int, match: re.Match[str]) -> str | None:
        """ "first half of 2023" as "2023-01/2023-06"."""
        order = self._rules.number(match["part"])
        if match["n"]:
            length = self._rules.number(match["n"])
            return f"{year}-01/{year}-{length:02}" if order == 1 and length and length > 1 else None
        months = next((n for n in (6, 3) if self._rules.word(f"{n}m").fullmatch(match["unit"])), None)
        if order is None or months is None or order * months > 12:
            return None
        return f"{year}-{(order - 1) * months + 1:02}/{year}-{order * months:02}"

    def change(self, measure: Measure) -> tuple[float, int, int] | None:
        """Percent by which the figure rose or fell (negative), as told beside the sum, and where."""
        masked = measure.line.masked
        levels = [(at, amount) for at, amount in sums(measure.line) if amount.currency]
        for at, amount in sums(measure.line):
            if amount.unit != "percent" or abs(at - measure.at) > 80:
                continue
            if at < measure.word_start and at < measure.at and any(place < at for place, _ in levels):
                continue  # of the sum before: "exports of $2bn, up 5 percent, and imports of $1bn"
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

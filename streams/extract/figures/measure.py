"""What a sum measures: the metric word that governs it, and the stretch of the sentence that both stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from schemas.slots import Metric
from streams.extract.amounts import Amount
from streams.extract.document import Line
from streams.extract.figures.rules import SUM, Rules

_SUM = re.compile(SUM)
FLOWS = frozenset({"trade", "exports", "imports", "share"})
"""Metrics told for a period; what piles up (investment, debt) does not share a date elsewhere in its sentence."""
GIVEN = frozenset({"aid", "loan", "debt"})
"""Metrics whose one named side is enough where the article is plainly about two."""
_LEAST = 1000
"""Currency units; between countries a smaller sum is a price or has lost its "million"."""
_REACH = 160
"""Masked characters that may lie between a metric word and its sum: two clauses of wire copy."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A sum with its metric word; all positions count masked characters of `line`.

    `since` is where what only this one of a row of sums says starts, 0 where it stands alone; `earlier`: the value
    that the one before it is compared with.
    The word is `word_start` to `word_end`, the sum `at`, the stretch that tells both `left` to `right`.
    """

    line: Line
    amount: Amount
    at: int
    metric: Metric
    rule: str
    word_start: int
    word_end: int
    left: int
    right: int
    since: int = 0
    earlier: bool = False

    @property
    def text(self) -> str:
        """The stretch."""
        return self.line.masked[self.left : self.right]


def sums(line: Line) -> list[tuple[int, Amount]]:
    """The sums of the sentence with the masked character that stands for each."""
    by_start = {amount.start: amount for amount in line.amounts}
    found = []
    for match in _SUM.finditer(line.masked):
        amount = by_start.get(line.start(match.start()))
        if amount is not None:
            found.append((match.start(), amount))
    return found


class Measures:
    """Finds what the sums of a sentence measure."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._boundary = rules.word("boundary")
        self._window = rules.word("window")
        self._unit_price = rules.word("unit-price")
        self._chain = rules.word("chain")
        self._right_break = rules.word("right-break")
        self._same = rules.word("same")
        self._part_of = rules.word("part-of")
        self._world = rules.word("world")
        self._earlier = rules.word("earlier")
        self._own_date = rules.word("own-date")
        self._growth_behind = rules.word("growth-behind")
        self._growth = rules.word("growth-by")

    def find(self, line: Line, previous: Metric | None) -> list[Measure]:
        """The sums of the sentence that measure something, in order.

        `previous` is what the figure of the sentence before measured: what "it" may stand for.
        """
        found: list[Measure] = []
        places = sums(line)
        for number, (at, amount) in enumerate(places):
            # A rate of growth beside a sum is no border: "trade fell by 10 percent, totalling $21 billion".
            before = max((a + 1 for a, other in places[:number] if other.unit == amount.unit), default=0)
            after = next((a for a, other in places[number + 1 :] if other.unit == amount.unit), len(line.masked))
            if self._is_no_level(line.masked, at) or (amount.currency and amount.value < _LEAST):
                continue
            measure = self._measure(line, amount, at, before, after, found[-1].metric if found else previous)
            last = found[-1] if found else None
            if last is not None and last.at + 1 == before and self._goes_on(last, measure, amount, at):
                right = max(last.right, self._right(line.masked, at, after))
                earlier = not self._chain.fullmatch(line.masked, last.at + 1, at)
                measure = replace(last, amount=amount, at=at, right=right, since=before, earlier=earlier)
            if measure is not None:
                found.append(measure)
        return found

    def _right(self, masked: str, at: int, after: int) -> int:
        """Where the stretch of the sum at `at` ends."""
        stops = [pattern.search(masked, at + 1, after) for pattern in (self._boundary, self._right_break)]
        return min((stop.start() for stop in stops if stop), default=after)

    def _is_no_level(self, masked: str, at: int) -> bool:
        """Whether the sum is a price of one unit or says by how much something grew."""
        return bool(
            self._unit_price.match(masked, at + 1)
            or self._growth_behind.match(masked, at + 1)
            or self._growth.search(masked, max(0, at - 60), at)
        )

    def _goes_on(self, last: Measure, measure: Measure | None, amount: Amount, at: int) -> bool:
        """Whether the sum goes on with what the one before it measures: "from $24 billion to $40 billion".

        An earlier value counts only with its own date: "$4.5 billion, up from $4 billion in 2016".
        """
        if amount.unit != last.amount.unit or (measure is not None and measure.rule != last.rule):
            return False
        masked = last.line.masked
        earlier = self._own_date.match(masked, at + 1) and self._earlier.fullmatch(masked, last.at + 1, at)
        return bool(earlier or self._chain.fullmatch(masked, last.at + 1, at))

    def _measure(
        self, line: Line, amount: Amount, at: int, before: int, after: int, previous: Metric | None
    ) -> Measure | None:
        masked = line.masked
        limit = max((m.end() for m in self._boundary.finditer(masked, before, at)), default=before)
        right = self._right(masked, at, after)
        if amount.unit:
            return self._share(line, amount, at, limit, right)
        attached, before_it = self._attached(masked, at, right), self._left(masked, at, limit)
        if attached and before_it and attached[1] == "projects":
            # "invests $20 billion in projects" tells an investment.
            attached = None
        gift = None if attached else self._gift(masked, at, limit, right)
        found = attached or gift or before_it or self._same_as(masked, at, limit, previous)
        if found is None:
            return None
        name, metric, start, end = found
        edge = min(start, at)
        left = max((m.end() for m in self._window.finditer(masked, limit, edge)), default=limit)
        return Measure(line, amount, at, metric, name, start, end, left, right)

    def _gift(self, masked: str, at: int, limit: int, right: int) -> tuple[str, Metric, int, int] | None:
        for rule in self._rules.of("gift"):
            verb = _last(rule.pattern, masked, max(limit, at - _REACH), at)
            behind = rule.behind.match(masked, at + 1, right) if verb and rule.behind else None
            if verb and behind and not self._left(masked, at, verb.end()):
                return rule.name, rule.metric, verb.start(), verb.end()
        return None

    def _attached(self, masked: str, at: int, right: int) -> tuple[str, Metric, int, int] | None:
        best: tuple[str, Metric, int, int] | None = None
        for rule, pattern in self._rules.right:
            match = pattern.match(masked, at + 1, right)
            if match and (best is None or match.start("word") < best[2]):
                best = rule.name, rule.metric, match.start("word"), match.end("word")
        return best

    def _left(self, masked: str, at: int, limit: int) -> tuple[str, Metric, int, int] | None:
        best: tuple[str, Metric, int, int] | None = None
        for rule in self._rules.of("noun", "left"):
            match = _last(rule.pattern, masked, max(limit, at - _REACH), at)
            if match and (best is None or match.end() > best[3]):
                best = rule.name, rule.metric, match.start(), match.end()
        return best

    def _same_as(
        self, masked: str, at: int, limit: int, previous: Metric | None
    ) -> tuple[str, Metric, int, int] | None:
        word = _last(self._same, masked, max(limit, at - _REACH), at) if previous in FLOWS else None
        return ("same", previous, word.start(), word.end()) if word and previous else None

    def _share(self, line: Line, amount: Amount, at: int, limit: int, right: int) -> Measure | None:
        masked = line.masked
        if self._world.match(masked, at + 1):
            return None
        kinds = ("share", "part") if self._part_of.match(masked, at + 1, right) else ("share",)
        if not any(rule.pattern.search(masked, limit, right) for rule in self._rules.of("share-of")):
            return None
        for rule in self._rules.of(*kinds):
            word = _last(rule.pattern, masked, max(limit, at - _REACH), at)
            if word is not None:
                return Measure(line, amount, at, rule.metric, rule.name, word.start(), word.end(), limit, right)
        return None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    match = None
    for match in pattern.finditer(text, start, end):  # noqa: B007 - the last one is what is wanted
        pass
    return match

"""Rankings: one country's exports to a row of partners, each with its sum."""

from __future__ import annotations

import re
from collections.abc import Callable

from schemas.slots import Metric
from streams.extract.amounts import Amount
from streams.extract.document import Line
from streams.extract.figures.measure import Measure, sums
from streams.extract.figures.rules import Rules
from streams.extract.mention import Mention

Entry = tuple[Measure, Mention]
Finder = Callable[[Line, int, int, int], Mention | None]


class Lists:
    """Finds rows of "China with $9 billion, followed by Iraq with $6 billion" in sentences of one language."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._before = rules.word("list-before")
        self._after = rules.word("list-after")

    def find(self, line: Line) -> tuple[list[Entry], list[str]]:
        """Each sum with its partner, and the codes of the one that all deal with; both empty where there is no row."""
        places = [(at, amount) for at, amount in sums(line) if amount.currency]
        if len(places) < 2:
            return [], []
        rows = self._partners(line, places, self._behind) or self._partners(line, places, self._ahead)
        if not rows:
            return [], []
        word = self._word(line)
        if word is None:
            return [], []
        name, metric, start, end = word
        partners = {code for _, _, mention in rows for code in mention.codes}
        named = line.mentions(0, len(line.masked), "ALJ")
        owners = [c for m in named if not m.guessed and m.kind != "city" for c in m.codes if c not in partners]
        entries = [
            (Measure(line, amount, at, metric, name, start, end, min(start, at), at + 1), mention)
            for at, amount, mention in rows
        ]
        return entries, list(dict.fromkeys(owners))

    def _partners(
        self, line: Line, places: list[tuple[int, Amount]], find: Finder
    ) -> list[tuple[int, Amount, Mention]]:
        rows = []
        for number, (at, amount) in enumerate(places):
            before = places[number - 1][0] + 1 if number else 0
            after = places[number + 1][0] if number + 1 < len(places) else len(line.masked)
            mention = find(line, before, at, after)
            if mention is not None:
                rows.append((at, amount, mention))
        distinct = {row[2].codes for row in rows}
        return rows if len(rows) >= 2 and len(distinct) == len(rows) else []

    def _behind(self, line: Line, before: int, at: int, after: int) -> Mention | None:
        del after
        match = self._before.search(line.masked, max(before, at - 60), at)
        return self._single(line, match, match.start() if match else 0, at)

    def _ahead(self, line: Line, before: int, at: int, after: int) -> Mention | None:
        del before
        match = self._after.match(line.masked, at + 1, after)
        return self._single(line, match, at + 1, match.end() if match else 0)

    @staticmethod
    def _single(line: Line, match: re.Match[str] | None, start: int, end: int) -> Mention | None:
        mentions = line.mentions(start, end, "ALJ") if match else []
        return mentions[0] if mentions and len(mentions[0].codes) == 1 else None

    def _word(self, line: Line) -> tuple[str, Metric, int, int] | None:
        found = [
            (match.start(), match.end(), rule)
            for rule in self._rules.of("noun")
            for match in [rule.pattern.search(line.masked)]
            if match
        ]
        if not found:
            return None
        start, end, rule = min(found, key=lambda item: item[0])
        return rule.name, rule.metric, start, end

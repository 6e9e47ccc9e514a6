"""The rules of one language, from `figures.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import get_args

from schemas.slots import Metric
from streams.extract.document import CLASSES, any_of, with_classes
from streams.extract.tables import Lexicon, among, by_name, compiled, searched
from streams.extract.text import NEVER

PARTY, _NAME = any_of("ALJ"), any_of("ALJN")
SUM = CLASSES["M"]
_METRICS: tuple[Metric, ...] = get_args(Metric)
_WORDS = ("word", "number")
"""Kinds of rows that are word patterns."""
_GAP = 6
"""Words that may stand between a sum and the metric word behind it: "$30 million in emergency health and food aid"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A word that says what a sum measures; `behind` is what must follow the sum where the word alone is not enough."""

    kind: str
    name: str
    metric: Metric
    pattern: re.Pattern[str]
    behind: re.Pattern[str] | None


def expand(pattern: str) -> str:
    """The regular expression of a pattern in which classes of mentions have their signs, `{P}` is any party."""
    return with_classes(pattern.replace("{P}", PARTY))


class Rules:
    """Metric words and word patterns of a language; compiled once."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._kinds: dict[str, list[Rule]] = defaultdict(list)
        words = (row for row in lexicon.rows("figures", lang) if row["kind"] in _WORDS)
        self._words = by_name(words, "name", expand)
        for row in lexicon.rows("figures", lang):
            if row["kind"] in _WORDS:
                continue
            behind = compiled(row, expand(row["behind"])) if row["behind"] else None
            metric, pattern = among(row, row["metric"], _METRICS), searched(row, expand(row["pattern"]))
            rule = Rule(row["kind"], row["name"], metric, pattern, behind)
            self._kinds[rule.kind].append(rule)
        stop, attach = self.word("gap-stop").pattern, self.word("attach").pattern
        gap = rf"(?:(?!{stop})(?:\(?[\w’'&-]+\)?,?|{_NAME}(?:['’]s)?)\s+){{0,{_GAP}}}"
        self.right = [
            (rule, re.compile(rf"{attach}{gap}(?P<word>{rule.pattern.pattern})", re.IGNORECASE))
            for rule in self.of("noun", "right")
        ]
        """Metric words directly behind a sum: "$5 billion in soft loans", "a $5 billion soft loan"."""

    def of(self, *kinds: str) -> list[Rule]:
        """The rules of these kinds, in the order of the table."""
        return [rule for kind in kinds for rule in self._kinds.get(kind, ())]

    def word(self, name: str) -> re.Pattern[str]:
        """The word pattern of that name; one that matches nothing where the language has none."""
        return self._words.get(name, NEVER)

    def number(self, word: str, largest: int = 12) -> int | None:
        """The number that a word or figures say; None where they say none up to `largest`."""
        if word.isdecimal():
            return int(word) if len(word) < 3 and int(word) <= largest else None
        return next((n for n in range(1, largest + 1) if self.word(str(n)).fullmatch(word)), None)

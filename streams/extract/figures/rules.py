"""The rules of one language, from `figures.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import cast

from schemas.slots import Metric
from streams.extract.document import CLASSES
from streams.extract.tables import Lexicon
from streams.extract.text import NEVER

PARTY, _NAME = ("[" + "".join(CLASSES[name][1:-1] for name in names) + "]" for names in ("ALJ", "ALJN"))
SUM = CLASSES["M"]
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


def expand(pattern: str) -> re.Pattern[str]:
    """The pattern compiled, with `{A}`, `{L}`, `{J}`, `{D}`, `{M}` and `{P}` replaced by what they stand for."""
    pattern = pattern.replace("{P}", PARTY)
    for name, block in CLASSES.items():
        pattern = pattern.replace("{" + name + "}", block)
    return re.compile(pattern, re.IGNORECASE)


class Rules:
    """Metric words and word patterns of a language; compiled once."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._kinds: dict[str, list[Rule]] = defaultdict(list)
        self._words: dict[str, re.Pattern[str]] = {}
        for row in lexicon.rows("figures", lang):
            if row["kind"] in ("word", "number"):
                self._words[row["name"]] = expand(row["pattern"])
                continue
            behind = expand(row["behind"]) if row["behind"] else None
            rule = Rule(row["kind"], row["name"], cast(Metric, row["metric"]), expand(row["pattern"]), behind)
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

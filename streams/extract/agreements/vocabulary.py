"""The words by which agreements are told, compiled from `agreements.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from schemas.report import Action, Instrument
from streams.extract.document import CLASSES
from streams.extract.tables import Lexicon

NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Head:
    """Masked characters `start` to `end` name an instrument."""

    start: int
    end: int
    instrument: Instrument
    plural: bool


@dataclass(frozen=True, slots=True)
class ActWord:
    """Masked characters `start` to `end` name an act; `form` is one of those that `agreements.tsv` explains."""

    start: int
    end: int
    action: Action
    form: str
    rule: str


def _masked(pattern: str) -> str:
    for name, chars in CLASSES.items():
        pattern = pattern.replace("{" + name + "}", chars)
    return pattern


class Vocabulary:
    """The rows of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        heads: list[tuple[Instrument, bool, str]] = []
        acts: list[tuple[Action, str, str]] = []
        words: dict[str, list[str]] = defaultdict(list)
        self._cues: dict[str, re.Pattern[str]] = {}
        for row in lexicon.rows("agreements", lang):
            part, value, pattern = row["part"], row["value"], row["pattern"]
            if part in ("head", "heads"):
                heads.append((cast(Instrument, value), part == "heads", _masked(pattern)))
            elif part == "act":
                action, form = value.split()
                acts.append((cast(Action, action), form, _masked(pattern)))
            elif part == "words":
                words[value].extend(pattern.split("|"))
            else:
                self._cues[value] = re.compile(_masked(pattern), re.IGNORECASE)
        self.words = {name: frozenset(items) for name, items in words.items()}
        self.numbers = {w: int(n) for w, _, n in (item.partition("=") for item in words["number"])}
        self._head_kinds = [(instrument, plural) for instrument, plural, _ in heads]
        self._act_kinds = [(action, form) for action, form, _ in acts]
        self._heads = _alternatives([pattern for *_, pattern in heads], "h")
        self._acts = _alternatives([pattern for *_, pattern in acts], "a")

    def has(self, name: str, word: str) -> bool:
        """Whether the lower-case `word` belongs to the class."""
        return word in self.words.get(name, ())

    def cue(self, name: str) -> re.Pattern[str]:
        """The pattern of that name; one that never matches where the language has none."""
        return self._cues.get(name, NEVER)

    def heads(self, masked: str) -> list[Head]:
        """The names of instruments in a masked sentence."""
        return [
            Head(match.start(), match.end(), *self._head_kinds[int(cast(str, match.lastgroup)[1:])])
            for match in self._heads.finditer(masked)
        ]

    def acts(self, masked: str) -> Iterator[ActWord]:
        """The words of acts in a masked sentence."""
        for match in self._acts.finditer(masked):
            action, form = self._act_kinds[int(cast(str, match.lastgroup)[1:])]
            yield ActWord(match.start(), match.end(), action, form, f"{action}-{form}")


def _alternatives(patterns: list[str], prefix: str) -> re.Pattern[str]:
    if not patterns:
        return NEVER
    joined = "|".join(f"(?P<{prefix}{n}>{pattern})" for n, pattern in enumerate(patterns))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)

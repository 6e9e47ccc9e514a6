"""What the title of an instrument tells: the words of its subject, and its proper names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

SAME_TITLE = 0.5  # of the shorter title's telling words stand in the other one too
ONE_TITLE = 0.4  # of the longer title's telling words: "Russian-Ukrainian" alone says nothing
KEY_WORDS = 8  # of a title, under which the other steps of an agreement's life are looked for

_WORD = re.compile(r"\w+")
_ABBREVIATION = 3  # letters at least: "EU" is a party, "INF" names a treaty
_PLURAL = 4  # letters at least of a word whose final s is left out


def _read_words(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


_GENERIC = _read_words("generic_words.txt")


@dataclass(frozen=True, slots=True)
class Title:
    """`words` tell what an instrument is about; `names` are the abbreviations that stand for it, and its initials."""

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def common(self, other: Title) -> int:
        """How many telling words both have; one, where one has the initials of the other."""
        return len(self.words & other.words) or int(bool(self.names & other.names))

    def agrees(self, other: Title) -> bool:
        """Whether they may be titles of one instrument; a title without telling words agrees with any."""
        fewer = min(len(self.words), len(other.words))
        return not fewer or bool(self.names & other.names) or self.common(other) >= SAME_TITLE * fewer

    def identifies(self, other: Title) -> bool:
        """Whether the titles alone say that they are of one instrument, years apart."""
        if self.names & other.names:
            return True
        longer = max(len(self.words), len(other.words))
        same = self.common(other) > 1 or (self.words == other.words and bool(self.words))
        return same and self.common(other) >= ONE_TITLE * longer

    def without(self, words: frozenset[str]) -> Title:
        """The title without these words: all that two countries sign may be called after them."""
        stems = frozenset(map(_stem, words))
        return Title(self.words - stems, self.names - words)

    def signatures(self) -> tuple[tuple[str, ...], ...]:
        """Titles that identify each other share one of these."""
        words = sorted(self.words)[:KEY_WORDS]
        single = ((word,) for word in sorted({*self.names, *(words if len(words) == 1 else ())}))
        return (*single, *combinations(words, 2))


@lru_cache(maxsize=1 << 12)
def read_title(title: str) -> Title:
    """What the title tells; "New START" and "Anti-Ballistic Missile Treaty" have the names start and abm."""
    telling = [word for word in _WORD.findall(title) if word.casefold() not in _GENERIC]
    names = {word.casefold() for word in telling if len(word) >= _ABBREVIATION and word.isupper()}
    if len(telling) >= _ABBREVIATION and all(word[0].isupper() for word in telling):
        names.add("".join(word[0] for word in telling).casefold())
    return Title(frozenset(_stem(word.casefold()) for word in telling), frozenset(names))


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > _PLURAL else word

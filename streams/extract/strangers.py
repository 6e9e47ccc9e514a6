"""Persons whom a text names and no table knows: "he" and "she" behind them mean nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from streams.extract.mention import Mention
from streams.extract.units import Words

_REACH = 24
"""Characters on either side of a name that tell whether a person says or does something."""
_ALIKE = 0.5
"""Share of letters in common from which given names of one initial may be one (Muhammad, Mohammed)."""
_INITIAL = 2
"""Letters of a given name of which but the initial stands."""


class Strangers:
    """Tells who of one language's mentions are such persons."""

    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._behind, self._before = words.pattern("stranger-behind"), words.pattern("stranger-before")
        self._preposition = words.pattern("beside")
        self._fitting: dict[tuple[str, str], bool] = {}
        self._titles = {
            pronoun: tuple(words.of(name))
            for name, pronouns in (("lady", ("he", "He")), ("gentleman", ("she", "She")))
            for pronoun in pronouns
        }

    def before(self, mention: Mention | None, mentions: Sequence[Mention], end: int) -> bool:
        """Whether a stranger is the first to act in a sentence up to `end`, and not the mention."""
        limit = end if mention is None else mention.start
        return any(self._acts(m) for m in mentions if m.end <= limit)

    def fits(self, pronoun: str, known: Mention) -> bool:
        """Whether the text calls nobody of the name Ms. whom "he" is to mean, nor Mr. whom "she" is."""
        asked = pronoun, known.name.rpartition(" ")[2]
        if asked not in self._fitting:
            titles = self._titles.get(pronoun, ())
            family = {asked[1], known.name.partition(" ")[0]}  # "Mr Hu", who is Hu Jintao
            self._fitting[asked] = not any(f"{title} {name}" in self._text for title in titles for name in family)
        return self._fitting[asked]

    def _acts(self, mention: Mention) -> bool:
        """Whether a mention is of a person without a country who is no one's company ("Asked by X, A said")."""
        if mention.codes or not mention.name or mention.kind not in ("name", "person"):
            return False
        text, start, end = self._text, mention.start, mention.end
        if self._preposition.search(text, max(0, start - _REACH), start):
            return False
        titled = mention.name_span is not None and mention.name_span[0] > start
        if titled or self._behind.match(text, end, end + _REACH):
            return True
        return self._before.search(text, max(0, start - _REACH), start) is not None


def alike(one: str, other: str) -> bool:
    """Whether two given names may be of one person: an initial and what it stands for, or two spellings."""
    if one[:1] != other[:1]:
        return False
    return min(len(one), len(other)) <= _INITIAL or SequenceMatcher(None, one, other).ratio() >= _ALIKE

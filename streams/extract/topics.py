"""Topics by keyword: what an article or the sentence of a report is about."""

from __future__ import annotations

from collections import Counter, defaultdict

from ahocorasick_rs import AhoCorasick, MatchKind

from streams.extract.tables import Lexicon, cells

_NONE = "-"
"""The topic of phrases that tell none."""
_LEAD = 150
"""Characters from the start of an article, about a title and half a sentence, whose words count twice."""


class TopicFinder:
    """Finds topics in texts of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        topics: dict[str, str] = {}
        self._open: set[str] = set()
        for row in lexicon.rows("topics", lang):
            for word in cells(row["words"]):
                stem = word.rstrip("*")
                for form in _forms(stem):
                    topics[form] = row["topic"]
                    if word.endswith("*"):
                        self._open.add(form)
        self._words = sorted(topics)
        self._topic = [topics[word] for word in self._words]
        # All overlapping matches: where the longest is no whole word, a shorter one may be.
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.Standard)

    def find(
        self, text: str, start: int = 0, end: int | None = None, *, least: int = 1, most: int = 3
    ) -> tuple[str, ...]:
        """The topics that at least `least` words of text[start:end] speak of; the `most` frequent, sorted."""
        part = text[start:end]
        longest: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for index, first, stop in self._automaton.find_matches_as_indexes(part, overlapping=True):
            if self._is_whole(part, first, stop, index) and stop > longest[first][0]:
                longest[first] = stop, index
        counts: Counter[str] = Counter()
        reached = 0
        for first in sorted(longest):
            stop, index = longest[first]
            if first >= reached and stop:
                counts[self._topic[index]] += 2 if start + first < _LEAD and not start else 1
                reached = stop
        ranked = sorted((-n, topic) for topic, n in counts.items() if n >= least and topic != _NONE)
        return tuple(sorted(topic for _, topic in ranked[:most]))

    def _is_whole(self, text: str, first: int, stop: int, index: int) -> bool:
        if first and (text[first - 1].isalnum() or text[first - 1] == "_"):
            return False
        return stop == len(text) or not text[stop].isalnum() or self._words[index] in self._open


def _forms(stem: str) -> set[str]:
    """A word in lower case also stands capitalised and in capitals; one with a capital only as it is."""
    return {stem, stem[0].upper() + stem[1:], stem.upper()} if stem == stem.lower() else {stem, stem.upper()}

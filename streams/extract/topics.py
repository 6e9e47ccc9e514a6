"""Topics by keyword: what an article or the sentence of a report is about."""

from __future__ import annotations

from collections import Counter

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
        stems: set[str] = set()
        for row in lexicon.rows("topics", lang):
            for word in cells(row["words"]):
                stem = word.rstrip("*")
                for form in _forms(stem):
                    topics[form] = row["topic"]
                    if word.endswith("*"):
                        stems.add(form)
        words = sorted(topics)
        self._topic = [topics[word] for word in words]
        self._open = [word in stems for word in words]
        # All overlapping matches: where the longest is no whole word, a shorter one may be.
        self._automaton = AhoCorasick(words, matchkind=MatchKind.Standard)

    def find(
        self, text: str, start: int = 0, end: int | None = None, *, least: int = 1, most: int = 3
    ) -> tuple[str, ...]:
        """The topics that at least `least` words of text[start:end] speak of; the `most` frequent, sorted."""
        part = text[start:end]
        size = len(part)
        longest: dict[int, tuple[int, int]] = {}
        for index, first, stop in self._automaton.find_matches_as_indexes(part, overlapping=True):
            if first and (part[first - 1].isalnum() or part[first - 1] == "_"):
                continue
            if stop < size and not self._open[index] and part[stop].isalnum():
                continue
            if first not in longest or stop > longest[first][0]:
                longest[first] = stop, index
        counts: Counter[str] = Counter()
        reached = 0
        for first in sorted(longest):
            stop, index = longest[first]
            if first >= reached:
                counts[self._topic[index]] += 2 if start + first < _LEAD and not start else 1
                reached = stop
        ranked = sorted((-n, topic) for topic, n in counts.items() if n >= least and topic != _NONE)
        return tuple(sorted(topic for _, topic in ranked[:most]))


def _forms(stem: str) -> set[str]:
    """A word in lower case also stands capitalised and in capitals; one with a capital only as it is."""
    return {stem, stem[0].upper() + stem[1:], stem.upper()} if stem == stem.lower() else {stem, stem.upper()}

"""Topics by keyword: what an article or the sentence of a report is about."""

from __future__ import annotations

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from streams.extract.letters import Letters
from streams.extract.tables import Lexicon, cells

_NONE = "-"
"""The topic of phrases that tell none."""
_LEAD = 150
"""Characters from the start of an article, about a title and half a sentence, whose words count twice."""


class TopicFinder:
    """Finds the words of topics in texts of one language. Built once, at start-up."""

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
        self._topic = topics
        self._stems = frozenset(stems)
        # Looked for in small letters, which are a third as many words, and then compared as they are written. All
        # overlapping matches: where the longest is no whole word, a shorter one may be.
        self._letters = Letters(lang).of
        forms = sorted(set(map(self._letters, topics)))
        self._automaton = BytesAhoCorasick(forms, MatchKind.Standard, Implementation.DFA)

    def words(self, text: str) -> TopicWords:
        """The words of topics that stand in the text."""
        size = len(text)
        found = []
        for _, start, end in self._automaton.find_matches_as_indexes(self._letters(text), overlapping=True):
            word = text[start:end]
            topic = self._topic.get(word)
            if topic is None:  # written otherwise
                continue
            opens = not start or not (text[start - 1].isalnum() or text[start - 1] == "_")
            closes = end == size or not text[end].isalnum() or word in self._stems
            found.append((start, end, topic, opens, closes))
        found.sort(key=lambda word: (word[0], -word[1]))
        return TopicWords(size, found)


class TopicWords:
    """The words of one text that tell topics; of those that start together the longest comes first.

    Each is its start, its end, its topic, and whether a whole word starts there, and ends there.
    """

    def __init__(self, size: int, found: list[tuple[int, int, str, bool, bool]]) -> None:
        self._size = size
        self._found = found

    def topics(self, start: int = 0, end: int | None = None, *, least: int = 1, most: int = 3) -> tuple[str, ...]:
        """The topics that at least `least` words of text[start:end] speak of; the `most` frequent, sorted."""
        limit = self._size if end is None else end
        counts: dict[str, int] = {}
        reached = start
        for first, last, topic, opens, closes in self._found:
            if first < reached or last > limit:
                continue
            if (opens or first == start) and (closes or last == limit):  # what the stretch cuts counts as a whole word
                counts[topic] = counts.get(topic, 0) + (2 if first < _LEAD and not start else 1)
                reached = last
        ranked = sorted((-n, topic) for topic, n in counts.items() if n >= least and topic != _NONE)
        return tuple(sorted(topic for _, topic in ranked[:most]))


def _forms(stem: str) -> set[str]:
    """A word in lower case also stands capitalised and in capitals; one with a capital only as it is."""
    return {stem, stem[0].upper() + stem[1:], stem.upper()} if stem == stem.lower() else {stem, stem.upper()}

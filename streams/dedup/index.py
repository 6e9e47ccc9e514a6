"""The articles in memory, and the search for those that are alike."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from streams.dedup.likeness import Likeness, Portrait, likeness
from streams.postings import Postings

Rank = tuple[str, str]

# A copy shares about as large a part of its fingerprints as of its shingles, give or take chance; a tenth is far
# below what `likeness` asks, and spares most comparisons. It depends on the two articles alone.
_HINT = 10
_UNDATED = 0  # no article is published on a day before the first
_SLACK = 1000  # forgotten articles whose postings are kept at least: the index is not made anew for fewer


@dataclass(slots=True)
class Entry:
    """An article in memory. `link` is the article that it copies or is derived from; None where there is none."""

    article_id: str
    rank: Rank
    portrait: Portrait
    link: str | None = None


class Index:
    """Finds the neighbours of an article: those that it is like, or that are like it."""

    def __init__(self, days: int) -> None:
        self._window = days
        self._clear()

    def _clear(self) -> None:
        self._entries: list[Entry | None] = []
        self._fingerprints = array("H")  # how many each entry has
        self._days = array("i")  # when each was published
        self._numbers: dict[str, int] = {}
        self._postings = Postings()

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Entry]:
        return (entry for entry in self._entries if entry is not None)

    def get(self, article_id: str) -> Entry | None:
        """The article's entry, None where it is not in memory."""
        number = self._numbers.get(article_id)
        return None if number is None else self._entries[number]

    def add(self, entry: Entry) -> None:
        """Remember an article whose id is not in memory."""
        number = len(self._entries)
        fingerprints = entry.portrait.sketch.fingerprints
        self._entries.append(entry)
        self._numbers[entry.article_id] = number
        self._fingerprints.append(len(fingerprints))
        self._days.append(entry.portrait.day or _UNDATED)
        self._postings.add(number, fingerprints)

    def remove(self, entry: Entry) -> None:
        """Forget an article. Its postings stay behind as numbers that lead nowhere, until they are too many."""
        self._entries[self._numbers.pop(entry.article_id)] = None
        if len(self._entries) > 2 * len(self._numbers) + _SLACK:
            entries = list(self)
            self._clear()
            for kept in entries:
                self.add(kept)

    def neighbours(self, entry: Entry) -> list[Entry]:
        """All articles that may be copies or the original of `entry`, by rank; itself left out."""
        fingerprints = entry.portrait.sketch.fingerprints
        own, day = len(fingerprints), entry.portrait.day or _UNDATED
        bearers = self._postings.find(fingerprints)
        if not bearers:
            return []
        found = []
        for number, shared in Counter(bearers).items():
            if shared * _HINT < min(self._fingerprints[number], own):
                continue
            if day and self._days[number] and abs(day - self._days[number]) > self._window:
                continue
            other = self._entries[number]
            if other is not None and other.article_id != entry.article_id:
                found.append(other)
        return sorted(found, key=_rank)

    def original(self, entry: Entry, neighbours: list[Entry]) -> Entry | None:
        """The first of its neighbours that `entry` copies; else the first that it is derived from, if any."""
        source = None
        for other in neighbours:
            like = self.likeness(entry, other) if other.rank < entry.rank else None
            if like and like.is_copy:
                return other
            if like and source is None:
                source = other
        return source

    def followers(self, entry: Entry, neighbours: list[Entry]) -> list[Entry]:
        """Those of its neighbours that copy `entry` or are derived from it."""
        return [other for other in neighbours if other.rank > entry.rank and self.likeness(other, entry)]

    def prefers(self, entry: Entry, one: Entry, other: Entry) -> bool:
        """Whether `one` rather than `other`, both of which `entry` is like, is its original."""
        first, second = self.likeness(entry, one), self.likeness(entry, other)
        if first is None or second is None:
            return second is None
        return (second.is_copy, one.rank) < (first.is_copy, other.rank)

    def likeness(self, entry: Entry, original: Entry) -> Likeness | None:
        """How `entry` copies `original`, or is derived from it."""
        return likeness(entry.portrait, original.portrait, self._window)


def _rank(entry: Entry) -> Rank:
    return entry.rank

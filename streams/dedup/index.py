"""The articles in memory, and the search for those that are alike."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass

from streams.dedup.likeness import Likeness, Portrait, likeness
from streams.dedup.postings import Postings

Rank = tuple[str, str]

# A copy shares about as large a part of its fingerprints as of its shingles, give or take chance; a tenth is far
# below what `likeness` asks, and spares most comparisons. It depends on the two articles alone.
_HINT = 10


@dataclass(slots=True)
class Entry:
    """An article in memory. `link` is the article it is a duplicate of; None for a unique one."""

    article_id: str
    record_id: str
    rank: Rank
    portrait: Portrait
    link: str | None = None


class Index:
    """Finds the neighbours of an article: those that it copies or that copy it."""

    def __init__(self, days: int) -> None:
        self._days = days
        self._entries: list[Entry | None] = []
        self._fingerprints = array("H")  # how many each entry has
        self._numbers: dict[str, int] = {}
        self._digests: dict[int, list[int]] = defaultdict(list)
        self._postings = Postings()

    def __len__(self) -> int:
        return len(self._numbers)

    def get(self, article_id: str) -> Entry | None:
        """The article's entry, None where it is not in memory."""
        number = self._numbers.get(article_id)
        return None if number is None else self._entries[number]

    def add(self, entry: Entry) -> None:
        """Remember an article whose id is not in memory."""
        number = len(self._entries)
        sketch = entry.portrait.sketch
        self._entries.append(entry)
        self._numbers[entry.article_id] = number
        self._fingerprints.append(len(sketch.fingerprints))
        self._digests[sketch.digest].append(number)
        self._postings.add(number, sketch.fingerprints)

    def remove(self, entry: Entry) -> None:
        """Forget an article; its postings stay behind as numbers that lead nowhere."""
        number = self._numbers.pop(entry.article_id)
        self._entries[number] = None
        equals = self._digests[entry.portrait.sketch.digest]
        equals.remove(number)
        if not equals:
            del self._digests[entry.portrait.sketch.digest]

    def neighbours(self, entry: Entry) -> list[Entry]:
        """All articles that may be copies or the original of `entry`, by rank; itself left out."""
        sketch = entry.portrait.sketch
        numbers = set(self._digests.get(sketch.digest, ()))
        times = Counter(self._postings.find(sketch.fingerprints))
        own = len(sketch.fingerprints)
        for number, shared in times.items():
            if shared * _HINT >= min(self._fingerprints[number], own):
                numbers.add(number)
        found = [other for number in numbers if (other := self._entries[number]) is not None]
        return sorted((other for other in found if other.article_id != entry.article_id), key=_rank)

    def original(self, entry: Entry, neighbours: list[Entry]) -> Entry | None:
        """The first of its neighbours that `entry` copies; None if it is unique."""
        for other in neighbours:
            if other.rank < entry.rank and self.likeness(entry, other):
                return other
        return None

    def copies(self, entry: Entry, neighbours: list[Entry]) -> list[Entry]:
        """Those of its neighbours that copy `entry`."""
        return [other for other in neighbours if other.rank > entry.rank and self.likeness(other, entry)]

    def likeness(self, entry: Entry, original: Entry) -> Likeness | None:
        """How `entry` copies `original`."""
        return likeness(entry.portrait, original.portrait, self._days)


def _rank(entry: Entry) -> Rank:
    return entry.rank

"""Evidence that the readers leave open: parties that another sentence names, and slots that stayed empty."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from operator import attrgetter

from streams.extract.document import Document
from streams.extract.drafts import Draft
from streams.extract.mention import Mention

_start = attrgetter("start")


class Witnesses:
    """The mentions of one article by the codes that they stand for."""

    def __init__(self, document: Document) -> None:
        self._by_code: dict[str, list[Mention]] = defaultdict(list)
        mentions = [m for line in document.lines for m in (*line.actors, *line.places, *line.adjectives)]
        for mention in sorted(mentions, key=_start):
            for code in mention.codes:
                self._by_code[code].append(mention)

    def complete(self, draft: Draft) -> None:
        """Shows each party that no span of the draft names by its mention next before the trigger, else its first."""
        shown = [(e.start, e.end) for e in draft.evidence if e.slot == "parties"]
        for code in draft.parties:
            mentions = self._by_code.get(code, [])
            if not mentions or any(_overlaps(mentions, start, end) for start, end in shown):
                continue
            told = mentions[max(0, bisect_left(mentions, draft.start, key=_start) - 1)]
            draft.show("parties", told.start, told.end)


def _overlaps(mentions: list[Mention], start: int, end: int) -> bool:
    """Whether one of the mentions, which are in order, stands in these characters."""
    last = bisect_left(mentions, end, key=_start) - 1
    return last >= 0 and mentions[last].end > start

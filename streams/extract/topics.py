"""Topics by keyword: what an article or the sentence of a report is about."""

from __future__ import annotations

import re
from collections import Counter

from streams.extract.tables import Lexicon, cells


class TopicFinder:
    """Finds topics in texts of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        by_topic: dict[str, list[str]] = {}
        for row in lexicon.rows("topics", lang):
            by_topic.setdefault(row["topic"], []).extend(cells(row["words"]))
        self._topic = sorted(by_topic)
        groups = []
        for number, topic in enumerate(self._topic):
            ordered = sorted(by_topic[topic], key=lambda w: (-len(w), w))
            forms = "|".join(re.escape(w).replace(r"\*", r"\w{0,12}") for w in ordered)
            groups.append(f"(?P<t{number}>{forms})")
        self._pattern = re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE) if groups else None

    def find(
        self, text: str, start: int = 0, end: int | None = None, *, least: int = 1, most: int = 3
    ) -> tuple[str, ...]:
        """The topics that at least `least` words of text[start:end] speak of; the `most` frequent, sorted."""
        if self._pattern is None:
            return ()
        counts: Counter[str] = Counter()
        for match in self._pattern.finditer(text, start, len(text) if end is None else end):
            counts[self._topic[int((match.lastgroup or "t0")[1:])]] += 1
        ranked = sorted((-n, topic) for topic, n in counts.items() if n >= least)
        return tuple(sorted(topic for _, topic in ranked[:most]))

"""A sentence as a row of units: lexicon hits, and the tokens between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from streams.extract.scan import Hit
from streams.extract.text import TOKEN

LATIN = "\u024f"
"""The last Latin letter."""
ACTOR_KINDS = frozenset({"country", "adjective", "people", "seat", "company", "org", "body"})


@dataclass(slots=True)
class Unit:
    """A lexicon hit, or a token that the lexicon does not know (kind cap, low, num, punct)."""

    start: int
    end: int
    kind: str
    text: str
    hit: Hit | None = None

    def codes(self) -> tuple[str, ...]:
        """The actor codes of the hit's first meaning that has any."""
        if self.hit:
            for entry in self.hit.entries:
                if entry.codes and entry.kind in ACTOR_KINDS:
                    return entry.codes
        return ()


def units(text: str, start: int, end: int, hits: list[Hit]) -> list[Unit]:
    """The row of units of one sentence; `hits` are those inside it, in order."""
    row: list[Unit] = []
    position = start
    for hit in hits:
        if text[position : hit.start] != " ":
            row.extend(_tokens(text, position, hit.start))
        row.extend(_hit_units(text, hit))
        position = hit.end
    row.extend(_tokens(text, position, end))
    return row


_OFFICE_TAIL = re.compile(
    r"[\s-](?P<office>(?:Deputy )?Secretary[- ]General|President|Chairman|Chairperson|Chief|chief|Director[- ]General)$"
)


_TITLE = re.compile(
    r"(?P<office>Crown Prince|Prime Minister|Foreign Minister|President|Chancellor|Premier|King|Queen|Emir|Sultan)\s"
)
"""Offices that the table of office-holders writes before some names that are ambiguous without them."""


_OCCASION = ("summit", "Summit")
"""The occasion at the end of a name ("Arab summit"), which rules look for."""


def _hit_units(text: str, hit: Hit) -> list[Unit]:
    """A hit as one unit; "UN Secretary-General" and "King Olav" as two, one of them the office."""
    word = text[hit.start : hit.end]
    title = _TITLE.match(word) if hit.kind in ("person", "family") else None
    if title is not None:
        name = word[title.end() :]
        start = hit.start + title.end()
        return [
            Unit(hit.start, hit.start + title.end("office"), "office-head", title["office"]),
            Unit(start, hit.end, "person" if " " in name else "family", name, hit),
        ]
    if hit.kind == "org" and word.endswith(_OCCASION):
        cut = hit.end - len(_OCCASION[0])
        body = Unit(hit.start, cut - 1, "org", text[hit.start : cut - 1], hit)
        return [body, Unit(cut, hit.end, "low", text[cut : hit.end])]
    match = _OFFICE_TAIL.search(word) if hit.kind == "org" else None
    if match is None:
        return [Unit(hit.start, hit.end, hit.kind, word, hit)]
    cut, at = hit.start + match.start(), hit.start + match.start("office")
    return [
        Unit(hit.start, cut, "org", text[hit.start : cut], hit),
        Unit(at, hit.end, "office-head", match["office"]),
    ]


def _tokens(text: str, start: int, end: int) -> list[Unit]:
    row = []
    for match in TOKEN.finditer(text, start, end):
        word, begin = match[0], match.start()
        kind, cut = _kind(word)
        if cut:
            row.append(Unit(begin, begin + cut, kind, word[:cut]))
            row.append(Unit(begin + cut, begin + len(word), "punct", word[cut:]))
        else:
            row.append(Unit(begin, begin + len(word), kind, word))
    return row


@lru_cache(maxsize=50_000)
def _kind(word: str) -> tuple[str, int]:
    """The kind of a token, and where its genitive 's starts (0 where it has none); words come again and again."""
    first = word[0]
    if first.isupper() or ("-" in word and _is_arabic_name(word)):
        kind = "cap"
    elif first.isalpha():
        kind = "low"
    elif first.isdigit():
        kind = "num"
    else:
        kind = "punct"
    return kind, len(word) - 2 if word.endswith(("'s", "’s")) and len(word) > 2 else 0


def _is_arabic_name(word: str) -> bool:
    """al-Jubeir, el-Sisi, ash-Shaibani: a name that starts with an article in lower case."""
    article, hyphen, rest = word.partition("-")
    return bool(hyphen) and len(article) <= 3 and rest[:1].isupper() and article[:1] in "aeu" and article.islower()


class Words:
    """The small word classes of one language."""

    def __init__(self, classes: dict[str, frozenset[str]]) -> None:
        self._classes = classes

    def has(self, name: str, word: str) -> bool:
        """Whether `word` belongs to the class."""
        return word in self._classes.get(name, ())

    def of(self, name: str) -> frozenset[str]:
        """The class itself, for those who ask about every word."""
        return self._classes.get(name, frozenset())

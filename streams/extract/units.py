"""A sentence as a row of units: lexicon hits, and the tokens between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from streams.extract.scan import Hit
from streams.extract.text import NEVER, TOKEN

LATIN = "\u024f"
"""The last Latin letter."""


@dataclass(slots=True)
class Row:
    """The units of a sentence in columns: a lexicon hit, or a token that the lexicon does not know, is one unit.

    Unit k, of `size`, stands at clean-text characters `starts[k]` to `ends[k]`; its kind is that of its hit, else
    cap, low, num or punct. Behind the last unit `texts` and `kinds` have two empty ones, so that a rule may look
    ahead without asking whether the sentence goes on.
    """

    size: int
    texts: list[str]
    kinds: list[str]
    starts: list[int]
    ends: list[int]
    hits: dict[int, Hit]

    def codes(self, k: int) -> tuple[str, ...]:
        """The actor codes of unit k; none where it is no hit."""
        hit = self.hits.get(k)
        return hit.meaning.codes if hit is not None else ()


def units(text: str, start: int, end: int, hits: list[Hit]) -> Row:
    """The row of units of the sentence text[start:end]; `hits` are those inside it, in order."""
    row = Row(0, [], [], [], [], {})
    position = start
    for hit in hits:
        if hit.meaning.kind == "country" and text[hit.start] > LATIN:
            hit = hit._replace(start=_formal_start(text, position, hit))
        if position < hit.start:
            _add_tokens(row, text[position : hit.start], position)
        _add_hit(row, text, hit)
        position = hit.end
    _add_tokens(row, text[position:end], position)
    row.size = len(row.texts)
    row.ends += map(add, row.starts, map(len, row.texts))
    row.texts += _PADDING
    row.kinds += _PADDING
    return row


_PADDING = ("", "")
_LONGEST_KEPT = 30
"""Characters of a piece of text whose tokens are kept for the next time that it comes."""
_MOST_KEPT = 50_000
_KINDS: dict[str, str] = {}
"""The kinds of pieces that are one token, as most are; kept apart, for this loop runs over all words of all texts."""


def _add_tokens(row: Row, text: str, start: int) -> None:
    """Adds the tokens of a part of the sentence that begins at clean-text character `start`."""
    texts, kinds, starts, kind_of = row.texts, row.kinds, row.starts, _KINDS.get
    for piece in text.split(" "):
        if known := kind_of(piece):
            texts.append(piece)
            kinds.append(known)
            starts.append(start)
        elif piece:
            for word, kind, begin in _kept(piece) if len(piece) <= _LONGEST_KEPT else _tokens(piece):
                texts.append(word)
                kinds.append(kind)
                starts.append(start + begin)
        start += len(piece) + 1


def _tokens(piece: str) -> tuple[tuple[str, str, int], ...]:
    """The tokens of a piece of text, each with its kind and where in the piece it starts."""
    return tuple((match[0], _kind(match[0]), match.start()) for match in TOKEN.finditer(piece))


@lru_cache(maxsize=_MOST_KEPT)
def _kept(piece: str) -> tuple[tuple[str, str, int], ...]:
    tokens = _tokens(piece)
    if len(tokens) == 1 and tokens[0][0] == piece:
        if len(_KINDS) >= _MOST_KEPT:
            _KINDS.clear()
        _KINDS[piece] = tokens[0][1]
    return tokens


_STATE_FORM = re.compile(
    r"(?:[А-ЯЁ][а-яё]+(?:ой|ого|ая|ое|ую|ому|ым|ом) ){0,2}"
    r"(?:Республик|Государств|Королевств|Султанат|Княжеств|Эмират)[а-яё]{0,3} (?:Союз )?$"
)
_LONGEST_FORM = 70
"""Characters of "Федеративной Демократической Республики", which may stand before a country's short name."""


def _formal_start(text: str, begin: int, hit: Hit) -> int:
    """Where the formal name of a Russian country hit begins: "Боливарианской Республики Венесуэла"."""
    found = _STATE_FORM.search(text, max(begin, hit.start - _LONGEST_FORM), hit.start)
    return found.start() if found is not None else hit.start


_OFFICE_TAIL = re.compile(
    r"[\s-](?P<office>(?:Deputy )?Secretary[- ]General|President|Chairman|Chairperson|Chief|chief|Director[- ]General)$"
)


_TITLE = re.compile(
    r"(?P<office>Crown Prince|Prime Minister|Foreign (?:Minister|Secretary)|(?:Vice )?(?:President|Premier)|Chancellor|"
    r"King|Queen|Emir|Sultan)\s"
)
"""Offices that the table of office-holders writes before some names that are ambiguous without them."""


_OCCASION = ("summit", "Summit")
"""The occasion at the end of a name ("Arab summit"), which rules look for."""


_LEADING_OCCASION = ("Cumbre ", "cumbre ")
"""The occasion at the start of a Spanish name ("Cumbre Iberoamericana")."""


def _add_hit(row: Row, text: str, hit: Hit) -> None:
    """Adds a hit as one unit; "UN Secretary-General" and "King Olav" as two, one of them an office and no hit."""
    start, end, meaning = hit
    kind = meaning.kind
    if kind == "org":
        if text.endswith(_OCCASION, start, end):
            cut = end - len(_OCCASION[0])
            _add(row, text, start, cut - 1, kind, hit)
            _add(row, text, cut, end, "low")
            return
        if text.startswith(_LEADING_OCCASION, start, end):
            cut = start + len(_LEADING_OCCASION[0])
            _add(row, text, start, cut - 1, "low")
            start = cut
        elif tail := _OFFICE_TAIL.search(text[start:end]):
            _add(row, text, start, start + tail.start(), kind, hit)
            _add(row, text, start + tail.start("office"), end, "office-head")
            return
    elif kind in ("person", "family") and (title := _TITLE.match(text, start, end)):
        _add(row, text, start, title.end("office"), "office-head")
        start = title.end()
        kind = "person" if " " in text[start:end] else "family"
    elif kind == "family" and text[start:end] in _THRONES and _is_throne(row, text, end):
        _add(row, text, start, end, "office-head")
        return
    _add(row, text, start, end, kind, hit)


_THRONES = ("King", "Pope", "Sultan")
"""Titles that are names of families as well."""
_OF_REALM = re.compile(r"\s+(?:of\s|[A-ZÀ-Þ])")


def _is_throne(row: Row, text: str, end: int) -> bool:
    """Whether "King" is the title: "the King of Jordan", "Jordan's King", "King Norodom"; not in "Mervyn King said"."""
    before, kind = ("".join(row.texts[-2:]).lower(), row.kinds[-1]) if row.texts else ("", "")
    if kind == "adjective" or before.endswith(("the", "'s", "’s")):
        return True
    return kind not in ("cap", "name", "office-head", "office-ministry") and _OF_REALM.match(text, end) is not None


def _add(row: Row, text: str, start: int, end: int, kind: str, hit: Hit | None = None) -> None:
    if hit is not None:
        row.hits[len(row.texts)] = hit
    row.texts.append(text[start:end])
    row.kinds.append(kind)
    row.starts.append(start)


def _kind(word: str) -> str:
    """The kind of a token."""
    first = word[0]
    if first.isupper() or ("-" in word and _is_arabic_name(word)):
        return "cap"
    if first.isalpha():
        return "low"
    return "num" if first.isdigit() else "punct"


def _is_arabic_name(word: str) -> bool:
    """al-Jubeir, el-Sisi, ash-Shaibani: a name that starts with an article in lower case."""
    article, hyphen, rest = word.partition("-")
    return bool(hyphen) and len(article) <= 3 and rest[:1].isupper() and article[:1] in "aeu" and article.islower()


class Words:
    """The small word classes of one language, and the patterns of how mentions stand to each other."""

    def __init__(self, classes: dict[str, frozenset[str]], patterns: dict[str, re.Pattern[str]]) -> None:
        self._classes = classes
        self._patterns = patterns

    def has(self, name: str, word: str) -> bool:
        """Whether `word` belongs to the class."""
        return word in self._classes.get(name, ())

    def of(self, name: str) -> frozenset[str]:
        """The class itself, for those who ask about every word."""
        return self._classes.get(name, frozenset())

    def pattern(self, name: str) -> re.Pattern[str]:
        """The pattern of that name; one that matches nothing where the language has none."""
        return self._patterns.get(name, NEVER)

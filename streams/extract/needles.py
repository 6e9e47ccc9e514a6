"""Which of many patterns can match in a sentence at all: one pass over it in place of a search for each.

A needle is a piece of text without which a pattern cannot match: " agreed " and "sign" are those of
`\\bagreed\\s+to|signs?`. Needles are looked for in a plain form of the sentence, with a space for whatever is no
letter or digit. (The idea is that of the prefilters of RE2 and of Google Code Search: Russ Cox, "Regular Expression
Matching with a Trigram Index", 2012.)
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from streams.extract.letters import Letters
from streams.extract.text import NEVER

_MOST = 300
"""Needles of a pattern; a part of it that would have more tells nothing."""
_TELLING = 12
"""Worth of the needles of a part, beside those of the best part, that are looked for as well: "loan" has it."""
_PART = re.compile(
    r"(?P<around>\(\?<?!)|(?P<open>\((?:\?(?:P<\w+>|>|[a-z-]*:)|(?!\?)))|(?P<other>\(\?)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<gap>\\s\+)|(?P<space>\\[bs])|(?P<edge>[$^])|(?P<any>\\[a-zA-Z0-9]|\.)|\\?(?P<char>.)",
    re.DOTALL,
)
_LOOK = re.compile(r"\(\?<?=")
_TIMES = re.compile(r"(?:(?P<none>[?*]|\{0?,\d*\}|\{0\})|\+|\{[1-9]\d*(?:,\d*)?\})[?+]?")
_NO_LIST = re.compile(r"\\|^\^|.-.")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that stands in a part of a pattern, and whether it reaches from the left edge of the part, to the right."""

    text: str
    left: bool = True
    right: bool = True

    def then(self, other: _Piece) -> _Piece:
        """Both, where this one reaches the other; else one of them, which is enough."""
        if not other.left or self.text == other.text == " ":
            return other
        if not self.right:
            return self
        if self.text.endswith(" ") and other.text.startswith(" "):  # whether they are one space is not known
            return other if self.text == " " else _Piece(self.text, self.left, right=False)
        return _Piece(self.text + other.text, self.left, other.right)


_Pieces = frozenset[_Piece]
"""One of them stands in whatever a part matches; none where nothing is known."""
_EMPTY, _SPACE = frozenset({_Piece("")}), frozenset({_Piece(" ")})


@cache  # many words share their rules, and each asks for what all of these need
def needles(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of texts in lower case; of each set one stands in whatever the pattern matches."""
    runs, end = _runs(pattern, 0)
    if end < len(pattern):
        runs = [_choice(pattern, 0)[0]]
    least = min(_TELLING, max(map(_worth, runs)))
    found = (frozenset(piece.text for piece in run) for run in runs if _worth(run) >= max(1, least))
    return tuple(dict.fromkeys(found))


def _choice(pattern: str, at: int) -> tuple[_Pieces, int]:
    """The pieces of the alternatives from `at` on, and where the group that they stand in is closed."""
    found: set[_Piece] = set()
    known = True
    while True:
        pieces, at = _sequence(pattern, at)
        known = known and bool(pieces)
        found |= pieces
        if pattern[at : at + 1] != "|":
            return (frozenset(found) if known and len(found) <= _MOST else frozenset()), at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[_Pieces, int]:
    """The best pieces of the parts from `at` on, and where the last of them ends."""
    (*runs, last), at = _runs(pattern, at)
    best = max((frozenset(), *runs), key=_worth)
    whole = all(piece.left for piece in last)
    return (last if whole and not _worth(best) else max(best, last, key=_worth)), at


def _runs(pattern: str, at: int) -> tuple[list[_Pieces], int]:
    """The pieces of each stretch of parts of known text from `at` on, and where the last part ends."""
    closed: list[_Pieces] = []
    run = _EMPTY
    while at < len(pattern) and pattern[at] not in "|)":
        look = _LOOK.match(pattern, at)
        if look is not None:  # what is looked at stands in the text as well
            inside, end = _choice(pattern, look.end())
            closed.append(frozenset(_Piece(p.text, left=False, right=False) for p in inside))
            at = end + 1
            continue
        part, at, fresh = _part(pattern, at)
        longer = frozenset(a.then(b) for a in run for b in part)
        if part and len(longer) <= _MOST:
            run = longer
        if not part or len(longer) > _MOST or fresh:
            closed.append(frozenset(_Piece(p.text, p.left, right=False) for p in run))
            run = frozenset(_Piece(p.text, left=False, right=p.right) for p in part or _EMPTY)
    return [*closed, run], at


def _worth(pieces: _Pieces) -> int:
    """The more letters the shortest needle has, the fewer sentences hold it by chance; 0 where one has none."""
    return min((len(p.text) + 2 * len(p.text.strip()) if p.text.strip() else 0 for p in pieces), default=0)


def _part(pattern: str, at: int) -> tuple[_Pieces, int, bool]:
    """The pieces of the part that starts at `at`, where the next one starts, and whether it is one of many lengths."""
    match = _PART.match(pattern, at)
    assert match is not None  # `char` is any character
    kind, end = match.lastgroup, match.end()
    pieces: _Pieces = frozenset()
    if kind in ("around", "open", "other"):
        inside, closed = _choice(pattern, end)
        pieces = {"around": _EMPTY, "open": inside}.get(kind, pieces)
        end = closed + 1
    elif kind == "set":
        pieces = _of_set(match["set"][1:-1])
    elif kind in ("space", "gap"):
        pieces = _SPACE
    elif kind == "edge":
        pieces = _EMPTY
    elif kind == "char":
        pieces = frozenset({_Piece(_plain(match["char"]))})
    times = _TIMES.match(pattern, end)
    if times is None:
        return pieces, end, kind == "gap"
    if times["none"]:
        return frozenset(), times.end(), True
    return frozenset(_Piece(p.text, left=False, right=False) for p in pieces), times.end(), True


def _of_set(inside: str) -> _Pieces:
    """The characters of a set, where it lists them, or a space where it is one of mentions."""
    if min(inside.replace("-", "\ue000")) >= "\ue000":
        return _SPACE
    return frozenset() if _NO_LIST.search(inside) else frozenset(_Piece(_plain(char)) for char in inside)


def _plain(char: str) -> str:
    return char.lower() if char.isalnum() or char == "_" else " "


def _shortest(forms: set[bytes]) -> list[bytes]:
    """Without those that hold another one, which is found wherever they are."""
    return [form for form in forms if not any(other in form and other != form for other in forms)]


class Gate:
    """Tells which of a language's named patterns can match in a sentence; case is ignored.

    Those named in `always` count as ones that can: nothing is looked for.
    """

    def __init__(self, patterns: Mapping[str, re.Pattern[str]], lang: str, always: Container[str] = ()) -> None:
        self._letters = Letters(lang).of
        self._patterns: dict[str, tuple[re.Pattern[str], int]] = {}
        bits: dict[bytes, int] = {}
        bit = 1
        for name, pattern in patterns.items():
            wanted = 0
            for texts in () if name in always else needles(pattern.pattern):
                for form in _shortest(set(map(self._letters, texts))):
                    bits[form] = bits.get(form, 0) | bit
                wanted, bit = wanted | bit, bit << 1
            self._patterns[name] = pattern, wanted
        forms = sorted(bits)
        self._bits = [bits[form] for form in forms]
        self._automaton = BytesAhoCorasick(forms, MatchKind.Standard, Implementation.DFA)

    def open(self, text: str) -> Openings:
        """The patterns that can match in the text."""
        bits = 0
        for index, _, _ in self._automaton.find_matches_as_indexes(self._letters(f" {text} "), overlapping=True):
            bits |= self._bits[index]
        return Openings(self._patterns, bits)


@dataclass(frozen=True, slots=True)
class Openings:
    """The patterns of a gate, those that cannot match in its sentence replaced by one that matches nothing."""

    _patterns: Mapping[str, tuple[re.Pattern[str], int]]
    bits: int

    def names(self) -> list[str]:
        """The names of the patterns that can match, in the order of the gate."""
        bits = self.bits
        return [name for name, (_, wanted) in self._patterns.items() if bits & wanted == wanted]

    def word(self, name: str) -> re.Pattern[str]:
        """The pattern of that name, or one that matches nothing."""
        pattern, wanted = self._patterns.get(name, _NONE)
        return pattern if self.bits & wanted == wanted else NEVER


_NONE = NEVER, 0

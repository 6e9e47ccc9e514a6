"""Finds which of many patterns matches where, trying at each word only those that can start there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from streams.extract.deferred import Deferred
from streams.extract.letters import Letters

_JOINED = re.compile(r"(?<=[^\W_]['’.\-‑/&])")
"""What the first letter of a later part of a token has before it: "pact" in "peace-pact"."""
_NO_ROOM = re.compile(r"\(\?<[=!][^()]*\)|\(\?-i:")
"""What takes no room between the letters of a branch: looks behind, and the start of letters whose case counts."""
_LETTERS = re.compile(r"[^\W\d_]+(?![?*{])")
_TOKEN = re.compile(r"(?:\d{1,3}(?:,\d{3})++(?!\d)|[^\W_]++)(?:['’.\-‑/&][^\W_]++)*+|[^\w\s]")


_MOST_KEPT = 50_000
"""Pieces of sentences whose tokens are kept for the next time that they come."""


class Token(NamedTuple):
    """A word, a mention or a punctuation mark of a masked sentence; `low` is the text in lower case."""

    start: int
    end: int
    text: str
    low: str


def tokens(masked: str) -> list[Token]:
    """The tokens of a masked sentence."""
    make = tuple.__new__  # what Token(…) calls in the end; the call itself takes twice as long
    found: list[Token] = []
    start = 0
    for piece in masked.split(" "):
        for begin, end, word, low in _parts(piece):
            found.append(make(Token, (start + begin, start + end, word, low)))
        start += len(piece) + 1
    return found


@lru_cache(maxsize=_MOST_KEPT)
def _parts(piece: str) -> tuple[tuple[int, int, str, str], ...]:
    """Where the tokens of a piece without spaces stand, and what they are; most pieces are common words."""
    return tuple((*m.span(), m[0], m[0].lower()) for m in _TOKEN.finditer(piece))


class Matcher:
    """Patterns that match whole words, case ignored; where several match at a word the first of them counts."""

    def __init__(self, patterns: list[str], lang: str) -> None:
        by_stem: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        branches = ((number, branch) for number, pattern in enumerate(patterns) for branch in _branches(pattern))
        for place, (number, branch) in enumerate(branches):
            by_stem[_stem(branch)].append((place, number, branch))
        stems = sorted(by_stem)
        # Of "treat" and "treaty" the longer is found, so it stands for the patterns of both.
        self._by_stem = [
            _joined([pair for end in range(1, len(stem) + 1) for pair in by_stem.get(stem[:end], ())]) for stem in stems
        ]
        self._letters = Letters(lang).of
        forms = [self._letters(f" {stem}") for stem in stems]
        self._stems = BytesAhoCorasick(forms, MatchKind.LeftmostLongest, Implementation.DFA)

    def find(self, masked: str) -> Iterator[tuple[int, int, int]]:
        """(number of the pattern, start, end) of matches that do not overlap, in order."""
        position = 0
        for stem, start, _ in self._stems.find_matches_as_indexes(self._letters(f" {masked}")):
            before = masked[start - 1 : start]
            if start < position or (before != " " and (before.isalnum() or _JOINED.match(masked, start))):
                continue
            pattern, numbers = self._by_stem[stem]
            match = pattern.match(masked, start)
            if match is not None and match.lastindex is not None:
                position = match.end()
                yield numbers[match.lastindex - 1], match.start(), match.end()


def _joined(branches: list[tuple[int, int, str]]) -> tuple[Deferred, list[int]]:
    """One pattern of branches (place in their order, number, pattern), and the numbers of its groups."""
    ordered = sorted(branches)
    joined = "|".join(f"({branch})" for *_, branch in ordered)
    return Deferred(rf"(?:{joined})(?!\w)", re.IGNORECASE), [number for _, number, _ in ordered]


def _stem(branch: str) -> str:
    """The letters that every match of the branch begins with, in lower case."""
    letters = _LETTERS.match(_NO_ROOM.sub("", branch))
    return letters[0].lower() if letters is not None else branch[0].lower()


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, each beginning with the letter that its matches begin with.

    Raises ValueError for a pattern that may begin with something else; groups have to be `(?:…)`.
    """
    for branch in _split(pattern):
        if branch.startswith("(?:"):
            end = _closing(branch)
            rest = branch[end + 1 :]
            if rest[:1] in ("?", "*", "{"):
                raise ValueError(f"a pattern has to begin with a letter: {branch}")
            for inner in _split(branch[3:end]):
                yield from _branches(inner + rest)
        elif branch.startswith("[") and "]" in branch:
            end = branch.index("]")
            for letter in branch[1:end]:
                yield letter + branch[end + 1 :]
        elif branch[:1].isalpha():
            yield branch
        else:
            raise ValueError(f"a pattern has to begin with a letter: {branch}")


def _split(pattern: str) -> list[str]:
    """The pattern cut at each `|` that stands in no group."""
    parts, depth, begin = [], 0, 0
    for i, char in enumerate(pattern):
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "|" and depth == 0:
            parts.append(pattern[begin:i])
            begin = i + 1
    return [*parts, pattern[begin:]]


def _closing(pattern: str) -> int:
    """Where the group that the pattern begins with is closed."""
    depth = 0
    for i, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return i
    raise ValueError(f"a group is not closed: {pattern}")

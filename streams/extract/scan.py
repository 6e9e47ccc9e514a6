"""One pass over the text for everything the lexicon knows (Aho–Corasick, leftmost longest)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from streams.extract.deferred import Deferred
from streams.extract.meaning import Meaning
from streams.extract.surfaces import Entry, surfaces
from streams.extract.tables import Lexicon


class Hit(NamedTuple):
    """Characters `start` to `end` are a surface form with this meaning."""

    start: int
    end: int
    meaning: Meaning


_CASE_ENDING = (
    r"(?:а|у|ом|ем|ём|е|ым|им|ой|ей|ою|ею|ю|я|и|ы|ов|ев|ого|его|ому|ему|ая|яя|ую|юю|ий|ый|й|ь|ью|их|ых|ими|ыми|ами)?"
    r"(?!\w)"
)
"""Endings of Russian names in all cases; other words that begin with a short name ("Сенат") end otherwise."""


def _stem_pattern(surface: str, ending: str) -> Deferred:
    parts = [re.escape(part) for part in surface.split("*")]
    return Deferred(ending.join(parts).replace(r"\ ", r"\s+"))


_PERSONS = frozenset({"person", "family"})
_WHOLE = frozenset({"person", "family", "city"})
"""Kinds whose names are no part of a hyphenated word ("Song Young-gil"); countries may be ("Russia-India")."""


def _inside_compound(text: str, start: int, end: int) -> bool:
    after = end + 1 < len(text) and text[end] == "-" and text[end + 1].islower()
    return after or (start > 1 and text[start - 1] == "-" and text[start - 2].isalpha())


def _without_yo(text: str) -> str:
    """The text with `е` for `ё`, as most Russian papers print it; of the same length."""
    return text.replace("ё", "е").replace("Ё", "Е")


class Scanner:
    """Finds lexicon terms in texts of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._folds = lang == "ru"
        forms: dict[str, list[Entry]] = {}
        for surface, entries in surfaces(lexicon, lang).items():
            for form in self._variants(surface, lang):
                forms.setdefault(form, []).extend(entries)
        # A stem is searched by its first literal part; what follows is checked by a pattern of its own.
        self._forms: dict[str, list[tuple[Deferred | None, Meaning]]] = {}
        for form, entries in forms.items():
            head, star, _ = form.partition("*")
            ending = _CASE_ENDING if entries[0].kind in _PERSONS else r"\w{0,6}"
            pattern = _stem_pattern(form, ending) if star else None
            self._forms.setdefault(head, []).append((pattern, Meaning.of(entries)))
        self._heads = list(self._forms)
        self._automaton = AhoCorasick(self._heads, matchkind=MatchKind.Standard)
        # Most heads are whole forms with one row of meanings; the others are completed by their patterns.
        self._whole = [
            pairs[0][1] if len(pairs) == 1 and pairs[0][0] is None else None for pairs in self._forms.values()
        ]

    @staticmethod
    def _variants(surface: str, lang: str) -> set[str]:
        variants = {surface}
        if surface[0].islower():
            variants.add(surface[0].upper() + surface[1:])
        if lang == "ru":
            variants = {_without_yo(form) for form in variants}
        if "’" in surface or "'" in surface:
            variants |= {surface.replace("’", "'"), surface.replace("'", "’")}
        return variants

    def hits(self, text: str) -> list[Hit]:
        """Non-overlapping hits from left to right; a hit starts and ends at word boundaries."""
        if self._folds:
            text = _without_yo(text)
        # All matches are looked at, for the longest at a place may end inside a word and hide a shorter good one.
        best: dict[int, tuple[int, Meaning]] = {}
        size = len(text)
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                continue
            meaning = self._whole[index]
            if meaning is None:
                completed = self._complete(text, self._heads[index], start, end)
                if completed is None:
                    continue
                end, meaning = completed
            elif (end < size and text[end].isalnum() and text[end - 1] not in "-$") or (
                meaning.kind in _WHOLE and _inside_compound(text, start, end)
            ):
                continue
            # Of two that end together the one with more literal letters comes later: "лидеры" before "лидер*".
            if start not in best or best[start][0] <= end:
                best[start] = end, meaning
        found: list[Hit] = []
        reached = 0
        for start in sorted(best):
            if start >= reached:
                reached, meaning = best[start]
                found.append(Hit(start, reached, meaning))
        return found

    def _complete(self, text: str, head: str, start: int, end: int) -> tuple[int, Meaning] | None:
        """Where the longest form that begins with `head` at `start` ends, and what all forms that end there mean."""
        reached = 0
        meanings: list[Meaning] = []
        for pattern, meaning in self._forms[head]:
            stop = end
            if pattern is not None:
                match = pattern.match(text, start)
                if match is None:
                    continue
                stop = match.end()
            if stop < len(text) and text[stop].isalnum() and text[stop - 1] != "-":
                continue
            if meaning.kind in _WHOLE and _inside_compound(text, start, stop):
                continue
            if stop > reached:
                reached, meanings = stop, [meaning]
            elif stop == reached:
                meanings.append(meaning)
        if len(meanings) > 1:
            return reached, Meaning.of(entry for meaning in meanings for entry in meaning.entries)
        return (reached, meanings[0]) if meanings else None

"""Organs of the state that a text is written in, named without a country: "the Cabinet", "a government team"."""

from __future__ import annotations

import re
from bisect import bisect_right

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from streams.extract.bodies import insert
from streams.extract.mention import Mention
from streams.extract.text import Sentence
from streams.extract.units import Words

_ARTICLES = {"en": r"(?:[Tt]he|[Ii]ts|[Aa]n?)\s+", "es": r"(?:[Ee]l|[Ll]a)\s+"}
"""What may stand before such a noun, by language."""
_PARTNER = re.compile(r"\b(?:with|con)\s+(?:the\s+|el\s+|la\s+)?$")
"""What stands before a state with which another one does something."""
_REACH = 12
"""Characters before a mention that may say so."""


class Organs:
    """Finds the organs of a text's own state, in one language.

    The government is that of another state where the text has spoken of that one last, but as of nobody's partner.
    """

    def __init__(self, lang: str, words: Words) -> None:
        self._pattern: re.Pattern[str] | None = None
        self._nouns: AhoCorasick | None = None
        if (article := _ARTICLES.get(lang)) is None:
            return

        def any_of(name: str) -> str:
            return "|".join(sorted(words.of(name), key=len, reverse=True)) or "(?!)"

        staff = rf"\s+(?:{any_of('organ-people')})\b"
        told = rf"(?=\s+(?:{any_of('organ-verb')})\b|[’']s\s+(?:{any_of('organ-trade')})\b)"
        self._pattern = re.compile(
            rf"(?<![\w’'-])(?:{article}(?:{any_of('organ')})(?:{staff})?|{any_of('organ-alone')}"
            rf"|(?:{any_of('organ')}){staff}|{article}(?:{any_of('organ-state')}){told})"
            rf"(?![\w-]|\s+(?:{any_of('organ-others')})\b)"
        )
        nouns = sorted({*words.of("organ"), *words.of("organ-alone"), *words.of("organ-state")})
        self._nouns = AhoCorasick(nouns, MatchKind.LeftmostLongest, implementation=Implementation.DFA)

    def find(self, text: str, codes: tuple[str, ...], spans: list[Sentence], found: list[list[Mention]]) -> None:
        """Adds the mentions to those of their sentences; `codes` is the text's own state.

        `spans` and `found` run in parallel, one item a sentence.
        """
        organs = self._named(text) if len(codes) == 1 else []
        if not organs:
            return
        states = [
            m
            for mentions in found
            for m in mentions
            if m.kind != "person" and m.codes and ":" not in m.codes[0] and not _is_partner(text, m)
        ]
        starts = [m.start for m in states]
        for start, end in organs:
            before = bisect_right(starts, start)
            if before == 0 or states[before - 1].codes == codes:
                insert(Mention(start, end, "body", codes, guessed=True), spans, found)

    def _named(self, text: str) -> list[tuple[int, int]]:
        """Where the organs stand, with the article before them and those of theirs behind: "Foreign Ministry staff"."""
        named: list[tuple[int, int]] = []
        if self._nouns is None or self._pattern is None:
            return named
        for _, start, _ in self._nouns.find_matches_as_indexes(text):
            article = text.rfind(" ", 0, max(0, start - 1)) + 1
            match = self._pattern.match(text, article) or self._pattern.match(text, start)
            if match is not None and match.end() > start:
                named.append(match.span())
        return named


def _is_partner(text: str, mention: Mention) -> bool:
    return _PARTNER.search(text, max(0, mention.start - _REACH), mention.start) is not None

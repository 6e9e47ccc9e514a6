"""Case for copy that is all in capitals, as wires sent it: "GORBACHEV, REAGAN SIGN TREATY IN WASHINGTON".

The text keeps its length, so offsets in the result are offsets in the original. English only: copy in capitals
in other languages is rare, and their tables of common words would have to be as large.
"""

from __future__ import annotations

import re
from collections import defaultdict

from ahocorasick_rs import AhoCorasick, MatchKind

from streams.extract.lazy import keeping, lazy
from streams.extract.surfaces import surfaces
from streams.extract.tables import Lexicon, cells

_WORD = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|(?<!\.[A-Z])[.!?]\s+|[“\"]|--?\s)\W*$")
_SMALL = re.compile(r"[a-z]{3}")
_PROBE = 24
"""Characters at the start of a paragraph that are looked at first; most copy shows small letters there."""
_LEAST_LETTERS = 12
"""A shorter line is a label or an acronym."""
_MOST_SMALL = 0.1
"""Share of small letters ("McDONALD", "(Reuters)") that copy in capitals may still have."""
_APOSTROPHES = frozenset("'’")
_TITLED = frozenset({"person", "family"})


class _Tables:
    """What the recasing of a language asks for."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        words = lexicon.words(lang)
        calendar = [row for row in lexicon.rows("calendar", lang) if row["part"] in ("month", "weekday")]
        dates = {word.lower() for row in calendar for word in cells(row["words"])}
        lists: dict[str, list[str]] = defaultdict(list)
        for row in lexicon.rows("common", lang):
            lists[row["list"]].extend(cells(row["words"]))
        self.suffixes, self.prefixes = lists["suffix"], lists["prefix"]
        self.before_dates = frozenset(lists["before-date"])
        like_dates = frozenset(lists["date"])
        self.common = frozenset(
            {word for name, words_of in lists.items() if len(name) == 1 for word in words_of}
            | {word.lower() for word in words.get("notname", ())} - dates
        )
        self.doubtful_dates = frozenset(dates & like_dates)
        self.dates = frozenset(dates - like_dates)
        offices = [phrase for row in lexicon.rows("offices", lang) for phrase in cells(row["words"])]
        verbs = [phrase for row in lexicon.rows("meetings", lang) for phrase in cells(row["heads"])]
        self.common |= {word for phrase in offices + verbs for word in phrase.split()}
        heads = [row for row in lexicon.rows("offices", lang) if row["part"] in ("head", "ministry")]
        self.titles = frozenset(
            {word.lower().rstrip(".") for word in words.get("honorific", ())}
            | {phrase.split()[-1] for row in heads for phrase in cells(row["words"])}
        )
        self.names: dict[str, str] = {}
        families: set[str] = set()
        for surface, entries in surfaces(lexicon, lang).items():
            upper = surface.upper()
            if surface == surface.lower() or "*" in surface or len(upper) != len(surface):
                continue
            if all(entry.kind.startswith(("office", "bodynoun")) for entry in entries):
                continue
            if all(entry.kind in _TITLED for entry in entries):
                families.add(upper)
            # News in capitals writes of the country US far more often than of "us".
            if surface == "US" or not (surface.lower() in self.common or surface.lower() in dates):
                self.names.setdefault(upper, surface)
        self.families = frozenset(families)
        self.order = sorted(self.names)
        self.automaton = AhoCorasick(self.order, matchkind=MatchKind.LeftmostLongest)


@keeping
class TrueCaser:
    """Gives paragraphs in capitals a plausible case; texts of other languages pass.

    Its tables are made when the first such paragraph comes: most streams have none.
    """

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._active = lang == "en"
        self._lexicon = lexicon
        self._lang = lang

    @lazy
    def _tables(self) -> _Tables:
        return _Tables(self._lexicon, self._lang)

    def text(self, text: str) -> str:
        """The text with its paragraphs in capitals recased; a text of the same length, often the same text."""
        if not self._active:
            return text
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if _in_capitals(line):
                lines[number] = self._recase(line)
        return "\n".join(lines)

    def _recase(self, line: str) -> str:
        out = list(line)
        taken = 0
        names = self._spans(line)
        names.append((len(line), len(line), ""))
        before = ""
        for start, end, name in names:
            before = self._words(line, taken, start, out, before, followed_by_name=bool(name))
            out[start:end] = name
            taken, before = end, name
        return "".join(out)

    def _spans(self, line: str) -> list[tuple[int, int, str]]:
        """The names of the lexicon that the line holds as whole words, with their case."""
        found = []
        for index, start, end in self._tables.automaton.find_matches_as_indexes(line.upper()):
            if start and (line[start - 1].isalnum() or line[start - 1] in "_"):
                continue
            if end < len(line) and line[end].isalnum():
                continue
            found.append((start, end, self._tables.names[self._tables.order[index]]))
        return found

    def _words(self, line: str, start: int, end: int, out: list[str], before: str, *, followed_by_name: bool) -> str:
        """Recases the words between two names; returns the last of them."""
        words = list(_WORD.finditer(line, start, end))
        for number, match in enumerate(words):
            word = match.group()
            last = number == len(words) - 1
            following = line[match.end() : match.end() + 3].strip()
            cased = self._word(word, before, following, near_name=last and followed_by_name)
            if line[match.start() - 1 : match.start()] in _APOSTROPHES:
                cased = cased.lower()
            elif _SENTENCE_START.search(line[max(0, match.start() - 6) : match.start()]) and cased[0].islower():
                cased = cased[0].upper() + cased[1:]
            out[match.start() : match.end()] = cased
            before = cased
        return before

    def _word(self, word: str, before: str, following: str, *, near_name: bool) -> str:
        lower = word.lower()
        if len(lower) != len(word):
            return word
        if lower == "i" or ("." in word and len(word.replace(".", "")) * 2 - 1 == len(word)):
            return lower if lower in ("a.m", "p.m") else word
        if lower in self._tables.titles:
            return word[0] + lower[1:] if near_name else lower
        if lower in self._tables.dates:
            return word[0] + lower[1:]
        if lower in self._tables.doubtful_dates:
            dated = following[:1].isdigit() or before.lower() in self._tables.before_dates
            return word[0] + lower[1:] if dated or before[:1].isdigit() else lower
        if before.lower().rstrip(".") in self._tables.titles and word in self._tables.families:
            return word[0] + lower[1:]
        if lower in self._tables.common or self._inflected(lower):
            return lower
        return "".join(part[:1] + part[1:].lower() for part in re.split(r"(?<=[’'.])", word))

    def _inflected(self, word: str) -> bool:
        """Whether the word is a form of a common one: "renegotiated", "leader's", "stopping"."""
        for prefix in self._tables.prefixes:
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) > 3 and (rest in self._tables.common or self._inflected(rest)):
                return True
        for suffix in self._tables.suffixes:
            stem = word.removesuffix(suffix)
            if stem != word and len(stem) > 2 and (stem in self._tables.common or stem + "e" in self._tables.common):
                return True
            if stem != word and len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in self._tables.common:
                return True
        return False


def _in_capitals(line: str) -> bool:
    if len(line) < _LEAST_LETTERS or _SMALL.search(line, 0, _PROBE):
        return False
    upper = sum(char.isupper() for char in line)
    small = sum(char.islower() for char in line)
    return upper >= _LEAST_LETTERS and " " in line.strip() and small <= _MOST_SMALL * (upper + small)

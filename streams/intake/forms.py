"""What a line of a flattened page is by its form: a sentence, something short, or furniture.

The forms are data (data/furniture.toml). Losing a sentence of the body costs more than keeping a line of
furniture, so long lines fall only for phrases that no reporter writes.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation

from streams.intake.dateline import is_date_line, is_time_line
from streams.intake.layout import ends_sentence

_SHORT = 140  # characters; a longer line is a paragraph even without a full stop
_ANCHOR = 50  # characters of a sentence that shows where the body begins or ends
_PHRASE_LINE = 160  # characters of the longest line whose form is looked at
_PHRASE_PARAGRAPH = 600
_CLOSING = 500
_BAR_WORDS, _BAR_SHARE = 12, 0.75  # words of a menu, and the share of them that are capitalised
_WORD = re.compile(r"[^\W\d_]+")
_OPENERS = " ([«“\"'-–—•*#|>→"
_DECORATION = " \t.:…-–—*#|•·»«>+→›!?&\"'“”[]()=_~0123456789"


MARK = re.compile(r"[\d@/|•·<>(\[:©→»›]")
"""Characters of which each form of a marked line has one; few lines of a text have any."""


class Kind(IntEnum):
    """What a line is by its form."""

    SHORT = 0  # a headline, a heading, a caption, an entry of a list
    PROSE = 1
    JUNK = 2
    LIST_HEAD = 3  # "Read also": the short lines below it are junk
    END = 4  # "Leave a comment": the body ends above it


@dataclass(frozen=True, slots=True)
class _Forms:
    exact: dict[str, Kind]
    leading: dict[str, tuple[str, ...]]  # by their first character, as there are many
    end_openings: dict[str, tuple[str, ...]]
    patterns: re.Pattern[str]
    marked: re.Pattern[str]
    inserted: re.Pattern[str]
    phrases: AhoCorasick
    networks: frozenset[str]
    instruments: tuple[str, ...]
    closing: tuple[str, ...]


def _words(table: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for phrases in table.values() for phrase in phrases))


def _by_initial(openings: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    initials = dict.fromkeys(opening[0] for opening in openings)
    return {initial: tuple(o for o in openings if o.startswith(initial)) for initial in initials}


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _load() -> _Forms:
    data = tomllib.loads(files("streams.intake").joinpath("data/furniture.toml").read_text("utf-8"))
    kinds = (("junk", Kind.JUNK), ("list_heads", Kind.LIST_HEAD), ("ends", Kind.END))
    return _Forms(
        exact={_key(phrase): kind for name, kind in kinds for phrase in _words(data[name])},
        leading=_by_initial(_words(data["leading"])),
        end_openings=_by_initial(_words(data["end_openings"])),
        patterns=_any(data["patterns"]["whole_line"]),
        marked=_any(data["patterns"]["marked_line"]),
        inserted=_any(data["patterns"]["inserted"]),
        phrases=AhoCorasick(_words(data["phrases"]), implementation=Implementation.DFA),
        networks=frozenset(data["networks"]["names"]),
        instruments=_words(data["instruments"]),
        closing=tuple(data["closing"]["phrases"]),
    )


def _key(line: str) -> str:
    return line.strip(_DECORATION).casefold()


_FORMS = _load()


def kinds_of(lines: Sequence[str]) -> list[Kind]:
    """What each line is by its form alone."""
    phrased = _with_phrases("\n".join(lines).casefold())
    return [Kind.JUNK if n in phrased else _kind_of(line) for n, line in enumerate(lines)]


def is_sentence(line: str) -> bool:
    """Whether the line is plainly running text, which shows where the body begins and ends."""
    return len(line) > _SHORT or (len(line) >= _ANCHOR and ends_sentence(line) and not line.endswith("?"))


def is_entry(line: str) -> bool:
    """Whether the line may be an entry of a list that belongs to the body: a bullet or a document's name."""
    return line[:1] in "-–—•*(" or line[:2].rstrip(".)").isdigit() or line.casefold().startswith(_FORMS.instruments)


def is_teaser(line: str) -> bool:
    """Whether a line between the paragraphs of a whole page names itself a link: by a label, by brackets, an arrow."""
    return len(line) <= _PHRASE_LINE and not is_sentence(line) and _FORMS.inserted.fullmatch(line) is not None


def without_closing(line: str) -> str:
    """The line up to a phrase that closes pages which were flattened to one line."""
    if len(line) <= _SHORT:
        return line
    for phrase in _FORMS.closing:
        start = line.rfind(phrase)
        if start > 0 and len(line) - start <= _CLOSING:
            return line[:start].rstrip()
    return line


def _is_bar(line: str) -> bool:
    """Whether the line is a menu that was flattened to one line: many capitalised words without a mark between."""
    if ends_sentence(line) or "," in line or ";" in line or line.isupper():
        return False
    words = line.split()
    return len(words) >= _BAR_WORDS and sum(word[0].isupper() for word in words) >= _BAR_SHARE * len(words)


def _kind_of(line: str) -> Kind:
    if len(line) > _SHORT:
        if _is_bar(line):
            return Kind.JUNK
        kind = _kind_of_short(line) if len(line) <= _PHRASE_LINE else Kind.PROSE
        return Kind.PROSE if kind is Kind.SHORT else kind
    return _kind_of_short(line)


@lru_cache(maxsize=8_192)  # furniture recurs from page to page
def _kind_of_short(line: str) -> Kind:
    kind = _FORMS.exact.get(_key(line))
    if kind is not None:
        return kind
    if is_date_line(line) or is_time_line(line):
        return Kind.SHORT
    folded = line.casefold()
    if folded.startswith(_FORMS.end_openings.get(folded[:1], ())):
        return Kind.END
    bare = folded.lstrip(_OPENERS)
    is_share_bar = all(word[0] in _FORMS.networks for word in _WORD.finditer(folded))
    if is_share_bar or bare.startswith(_FORMS.leading.get(bare[:1], ())):
        return Kind.JUNK
    if not is_sentence(line) and _has_pattern(line):
        return Kind.JUNK
    return Kind.PROSE if ends_sentence(line) else Kind.SHORT


def _has_pattern(line: str) -> bool:
    if _FORMS.patterns.fullmatch(line):
        return True
    return MARK.search(line) is not None and _FORMS.marked.fullmatch(line) is not None


def _with_phrases(text: str) -> set[int]:
    """Numbers of the lines of the case-folded `text` that have a phrase of furniture."""
    found = _FORMS.phrases.find_matches_as_indexes(text)
    if not found:
        return set()
    folded = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in folded)]
    numbers = {bisect_right(starts, start) - 1 for _, start, _ in found}
    return {number for number in numbers if len(folded[number]) <= _PHRASE_PARAGRAPH}

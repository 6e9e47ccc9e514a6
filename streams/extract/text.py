"""Paragraphs, sentences and tokens of a clean text, as character offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚƏА-ЯЁЄІЇҐҒҚҢӨҰҮҺӘ"

TOKEN = re.compile(
    r"[^\W_]++(?:(?!['’](?:s|ll|ve|re|d)(?![^\W_]|['’.\-‑–/&][^\W_]))['’.\-‑–/&][^\W_]++)*+"
    r"|(?<=[^\W_])['’](?:s|ll|ve|re|d)(?![^\W_])|[^\w\s]|_"
)
"""A word or a mark; the genitive 's and a verb cut short ("he'll", "they've") are tokens of their own."""
# What a match begins with comes before the look behind it: the search then passes over all other characters quickly.
_SENTENCE_END = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*+[\"”’»')\]]*+(?=\s+[\"“‘«'(\[—–¿¡-]{0,4}[0-9" + UPPER + r"])")
_ENDING = r"\b(?:Jr|Sr|etc|Co|Corp|Inc|Ltd)|\b(?:[A-Za-z]\.)+[A-Za-z]"
"""Abbreviations that stand at the end of sentences as well."""
_ABBREVIATION = re.compile(
    rf"(?:{_ENDING}|\b[{UPPER}]"
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Sgt|Capt|Adm|Sen|Rep|Gov|Amb|Hon|Rev|St|Ste|vs|No|Nos"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|approx|Rs|Re|Sra|Dra|Lic|Ing|Gral|Excmo|Excma|Mons|núm|им|ул|г|гг|млн|млрд|тыс|руб|долл|р|см|т\.е))\.$"
)
_MAY_END = re.compile(rf"(?:{_ENDING})\.$")
_OPENS = re.compile(
    r"\s+(?:The|He|She|It|They|But|His|Her|Its|Their|This|These|Those|We|In|On|At|After|However|Both|There|When|While)"
    r"\s(?=[\w“\"])"
)
"""Words that begin the next one: "was to visit the U.S. The minister"."""
NEVER = re.compile(r"\0(?!)")
"""Matches nothing; the character that it looks for first is in no text, so a search ends at once."""
MAX_SENTENCE = 2_000
"""Characters; a longer run without a full stop is cut, so that no pattern works on unbounded input."""


class Sentence(NamedTuple):
    """Characters `start` to `end` of the clean text; `paragraph` counts lines, 0 is the title."""

    start: int
    end: int
    paragraph: int


def sentences(text: str, *, first_is_title: bool) -> Iterator[Sentence]:
    """The sentences of a text that has one paragraph a line.

    Takes linear time. Paragraph numbers start at 0 where the first line is a title, else at 1.
    """
    paragraph = 0 if first_is_title else 1
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            for a, b in _split(text, start, end):
                yield Sentence(a, b, paragraph)
            paragraph += 1
        start = end + 1


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        stop = match.end()
        if match.group().startswith(".") and _is_abbreviation(text, begin, match.start() + 1, stop):
            continue
        yield from _cut(text, begin, stop)
        begin = stop
    yield from _cut(text, begin, end)


def _is_abbreviation(text: str, begin: int, dot: int, stop: int) -> bool:
    """Whether the full stop before `dot` is that of an abbreviation within a sentence; the next begins at `stop`."""
    before = text[max(begin, dot - 12) : dot]
    if _ABBREVIATION.search(before) is None:
        return False
    return _MAY_END.search(before) is None or _OPENS.match(text, stop) is None


def _cut(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end - begin > MAX_SENTENCE:
        stop = text.rfind(" ", begin, begin + MAX_SENTENCE)
        stop = stop if stop > begin else begin + MAX_SENTENCE
        yield begin, stop
        begin = stop
    if begin < end:
        yield begin, end

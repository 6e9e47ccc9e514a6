"""An article as the readers see it: sentences with their mentions resolved, and a masked form to match rules on.

In the masked form of a sentence each mention is one private-use character, so a rule is a short pattern over
words and classes of mentions: `{A} met (?:with )?{A}`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from schemas.article import CleanArticle
from schemas.slots import DateSpan
from streams.extract.amounts import Amount, Money
from streams.extract.mask import Mask
from streams.extract.mention import Mention
from streams.extract.text import Sentence
from streams.extract.times import Calendar
from streams.extract.when import When

# Private-use characters: the class of a mention is the block its character stands in.
_BLOCKS = {"A": 0xE000, "L": 0xE800, "J": 0xF000, "D": 0xF100, "M": 0xF180, "N": 0xF200}
_SIZES = {"A": 0x800, "L": 0x800, "J": 0x100, "D": 0x80, "M": 0x80, "N": 0x100}
_MARKS = {name: [chr(start + n) for n in range(_SIZES[name])] for name, start in _BLOCKS.items()}
CLASSES = {name: f"[{chr(start)}-{chr(start + _SIZES[name] - 1)}]" for name, start in _BLOCKS.items()}
"""Pattern classes: A actors, L places, J adjectives of country, D dates, M sums, N persons of unknown country."""
_UNION = re.compile(r"\[((?:\{[ALJDMN]\})+)\]")
_CLASS = re.compile(r"\{([ALJDMN])\}")


def any_of(names: str) -> str:
    """The pattern class of a mention of any of the classes: "AL"."""
    return "[" + "".join(CLASSES[name][1:-1] for name in names) + "]"


def with_classes(pattern: str) -> str:
    """The regular expression of a pattern in which `{A}` stands for a mention of class A, `[{A}{L}]` for A or L."""
    pattern = _UNION.sub(lambda match: any_of("".join(_CLASS.findall(match[1]))), pattern)
    return _CLASS.sub(lambda match: CLASSES[match[1]], pattern)


@lru_cache(maxsize=32)
def _any_of(names: str) -> re.Pattern[str]:
    return re.compile(any_of(names))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the lines of one article share: its text, the day that "today" means, and where dates and sums may be.

    `home` is the country that it was written in, as far as that is known.
    """

    text: str
    anchor: date | None
    calendar: Calendar
    money: Money
    date_starts: list[int]
    money_starts: list[int]
    home: str = ""

    def dates(self, span: Sentence) -> list[When]:
        """The dates of a sentence."""
        starts = _within(self.date_starts, span)
        return self.calendar.read(self.text, span.start, span.end, starts, self.anchor) if starts else []

    def amounts(self, span: Sentence) -> list[Amount]:
        """The sums and shares of a sentence."""
        return self.money.find(self.text, span.start, span.end, self.home) if _within(self.money_starts, span) else []


def _within(places: list[int], span: Sentence) -> list[int]:
    first = bisect.bisect_left(places, span.start)
    return places[first : bisect.bisect_left(places, span.end, first)]


@dataclass(slots=True)
class Line:
    """One sentence: its characters, its mentions, and its masked form with the way back to the text.

    Dates, sums and the masked form are made when they are first asked for: half of all sentences have no word of any
    rule.
    """

    span: Sentence
    actors: list[Mention]
    places: list[Mention]
    adjectives: list[Mention]
    names: list[Mention]
    scene: Scene = field(repr=False)
    told_dates: list[When] | None = field(default=None, repr=False, compare=False)
    told_amounts: list[Amount] | None = field(default=None, repr=False, compare=False)
    _made: Mask | None = field(default=None, init=False, repr=False, compare=False)
    _of_marks: dict[str, Mention] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The characters of the sentence."""
        return self.scene.text[self.span.start : self.span.end]

    @property
    def dates(self) -> list[When]:
        """The dates of the sentence, in order."""
        if self.told_dates is None:
            self.told_dates = self.scene.dates(self.span)
        return self.told_dates

    @property
    def amounts(self) -> list[Amount]:
        """The sums and shares of the sentence, in order."""
        if self.told_amounts is None:
            self.told_amounts = self.scene.amounts(self.span)
        return self.told_amounts

    @property
    def masked(self) -> str:
        """The sentence with a character for each mention; overlapping ones give way to the earlier."""
        made = self._made
        return made.text if made is not None else self._mask.text

    @property
    def _mask(self) -> Mask:
        if self._made is None:
            self._made = self._masking()
        return self._made

    def _masking(self) -> Mask:
        classes: tuple[tuple[str, Sequence[Mention | When | Amount]], ...] = (
            ("A", self.actors),
            ("L", self.places),
            ("J", self.adjectives),
            ("D", self.dates),
            ("M", self.amounts),
            ("N", self.names),
        )
        marks = [
            (span.start, -span.end, mark)
            for name, spans in classes
            if spans
            for span, mark in zip(spans, _MARKS[name], strict=False)
        ]
        marks.sort()
        return Mask.of(self.scene.text, self.span.start, self.span.end, marks)

    def without_names(self) -> Line:
        """The sentence with unknown names spelled out in its masked form."""
        if not self.names:
            return self
        return replace(self, names=[], told_dates=self.dates, told_amounts=self.amounts)

    def start(self, index: int) -> int:
        """Where in the clean text the masked character starts."""
        return self._mask.start(index)

    def end(self, index: int) -> int:
        """Where in the clean text the masked character ends."""
        return self._mask.end(index)

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Clean-text offsets of masked characters `start` to `end` (exclusive, not empty)."""
        return self._mask.start(start), self._mask.end(end - 1)

    def mentions(self, start: int, end: int, classes: str = "AL") -> list[Mention]:
        """The actors, places, adjectives or names whose characters stand in masked[start:end], in order."""
        return list(map(self._marked.__getitem__, _any_of(classes).findall(self.masked, start, end)))

    @property
    def _marked(self) -> dict[str, Mention]:
        """What the characters of the masked form stand for, but for dates and sums."""
        if self._of_marks is None:
            spans = ("A", self.actors), ("L", self.places), ("J", self.adjectives), ("N", self.names)
            self._of_marks = {
                mark: span for name, known in spans for mark, span in zip(_MARKS[name], known, strict=False)
            }
        return self._of_marks

    def date_at(self, index: int) -> When | None:
        """The date that the masked character stands for; None where it stands for none."""
        number = ord(self.masked[index]) - _BLOCKS["D"]
        return self.dates[number] if 0 <= number < _SIZES["D"] else None

    def plain_index(self, offset: int) -> int | None:
        """The masked character that is the sentence's character at `offset` itself; None where a mention holds it."""
        return self._mask.plain(offset)

    def masked_index(self, offset: int) -> int:
        """The masked character that stands for the clean-text character at `offset`."""
        return self._mask.index(offset)


@dataclass(slots=True)
class Document:
    """A clean article, read. `anchor` is the day that "today" means; `home` the code of the outlet's country."""

    article: CleanArticle
    lang: str
    anchor: date | None
    home: tuple[str, ...]
    lines: list[Line]
    text: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """`text` is the clean text that all offsets count."""
        self.text = self.article.text


def single(day: date) -> DateSpan:
    """A span of one day."""
    return DateSpan(start=day, end=day)

"""An article as the readers see it: sentences with their mentions resolved, and a masked form to match rules on.

In the masked form of a sentence each mention is one private-use character, so a rule is a short pattern over
words and classes of mentions: `{A} met (?:with )?{A}`.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from datetime import date

from schemas.article import CleanArticle
from schemas.slots import DateSpan
from streams.extract.amounts import Amount, Money
from streams.extract.holders import Holders
from streams.extract.mention import Mention
from streams.extract.people import Composer
from streams.extract.refer import resolve
from streams.extract.scan import Hit, Scanner
from streams.extract.surfaces import capitals
from streams.extract.tables import Lexicon, cells
from streams.extract.text import Sentence, sentences
from streams.extract.times import Calendar, When
from streams.extract.truecase import TrueCaser
from streams.extract.units import Unit, Words, units

# Private-use characters: the class of a mention is the block its character stands in.
_BLOCKS = {"A": 0xE000, "L": 0xE800, "J": 0xF000, "D": 0xF100, "M": 0xF180, "N": 0xF200}
_SIZES = {"A": 0x800, "L": 0x800, "J": 0x100, "D": 0x80, "M": 0x80, "N": 0x100}
CLASSES = {name: f"[{chr(start)}-{chr(start + _SIZES[name] - 1)}]" for name, start in _BLOCKS.items()}
"""Pattern classes: A actors, L places, J adjectives of country, D dates, M sums, N persons of unknown country."""


_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")


@dataclass(slots=True)
class Line:
    """One sentence: its characters, its mentions, and its masked form with the way back to the text.

    `masked[i]` stands at `starts[i]` to `ends[i]` of the clean text; `at(i)` gives what it stands for.
    """

    span: Sentence
    text: str
    actors: list[Mention]
    places: list[Mention]
    adjectives: list[Mention]
    dates: list[When]
    amounts: list[Amount]
    names: list[Mention]
    masked: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def mask(self, text: str) -> None:
        """Fills `masked`, `starts` and `ends` from the mentions; overlapping ones give way to the earlier."""
        marks: list[tuple[int, int, str]] = []
        for name, spans in (
            ("A", self.actors),
            ("L", self.places),
            ("J", self.adjectives),
            ("D", self.dates),
            ("M", self.amounts),
            ("N", self.names),
        ):
            for n, span in enumerate(spans[: _SIZES[name]]):
                marks.append((span.start, -span.end, chr(_BLOCKS[name] + n)))  # type: ignore[attr-defined]
        marks.sort()
        out: list[str] = []
        position = self.span.start
        for start, negative_end, mark in marks:
            if start < position:
                continue
            self._copy(text, position, start, out)
            out.append(mark)
            self.starts.append(start)
            self.ends.append(-negative_end)
            position = -negative_end
        self._copy(text, position, self.span.end, out)
        self.masked = "".join(out)

    def _copy(self, text: str, start: int, end: int, out: list[str]) -> None:
        out.append(text[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Clean-text offsets of masked characters `start` to `end` (exclusive, not empty)."""
        return self.starts[start], self.ends[end - 1]

    def mentions(self, start: int, end: int, classes: str = "AL") -> list[Mention]:
        """The actors, places, adjectives or names whose characters stand in masked[start:end], in order."""
        found = []
        for char in self.masked[start:end]:
            for name in classes:
                index = ord(char) - _BLOCKS[name]
                if 0 <= index < _SIZES[name]:
                    found.append(self._by_class(name)[index])
        return found

    def _by_class(self, name: str) -> list[Mention]:
        return {"A": self.actors, "L": self.places, "J": self.adjectives, "N": self.names}[name]

    def masked_index(self, offset: int) -> int:
        """The masked character that stands for the clean-text character at `offset`."""
        return max(0, bisect.bisect_right(self.starts, offset) - 1)


@dataclass(slots=True)
class Document:
    """A clean article, read. `anchor` is the day that "today" means; `home` the code of the outlet's country."""

    article: CleanArticle
    lang: str
    anchor: date | None
    home: tuple[str, ...]
    lines: list[Line]

    @property
    def text(self) -> str:
        """The clean text that all offsets count."""
        return self.article.text


class Annotator:
    """Makes documents of articles in one language. Built once, at start-up.

    `outlets` finds the countries of outlets in their names and addresses: the English scanner, for all languages.
    """

    def __init__(self, lexicon: Lexicon, lang: str, outlets: Scanner | None = None) -> None:
        self.lang = lang
        self.words = Words(lexicon.words(lang))
        self.scanner = Scanner(lexicon, lang)
        # Outlets have Latin names and addresses whatever they write in.
        self._outlets = outlets or self.scanner
        rows = lexicon.rows("common", lang)
        self._common = frozenset(word for row in rows if len(row["list"]) == 1 for word in cells(row["words"]))
        self._calendar = Calendar(lexicon, lang)
        self._money = Money(lexicon, lang)
        self._caser = TrueCaser(lexicon, lang)
        self.composer = Composer(Holders(lexicon), self.words, capitals(lexicon))

    def document(self, article: CleanArticle) -> Document:
        """The article with all its mentions found and referred. Linear in the length of the text."""
        # Private-use characters of icon fonts would be taken for mentions.
        text = self._caser.text(_PRIVATE_USE.sub("\ufffd", article.text))
        if text != article.text:
            # Of the same length: offsets count characters of the article as it is.
            article = article.model_copy(update={"text": text})
        anchor = article.dateline.day if article.dateline and article.dateline.day else article.published
        day = article.published or anchor
        hits = self.scanner.hits(text)
        dateline = _dateline(article)
        spans = [
            span
            for span in sentences(text, first_is_title=article.title_end > 0)
            # A dateline on a line of its own names no actors.
            if not (dateline.start <= span.start and span.end <= dateline.stop)
        ]
        rows: list[list[Unit]] = []
        found: list[list[Mention]] = []
        h = 0
        for span in spans:
            inside: list[Hit] = []
            while h < len(hits) and hits[h].start < span.end:
                if hits[h].start >= span.start and hits[h].end <= span.end:
                    inside.append(hits[h])
                h += 1
            row = units(text, span.start, span.end, inside)
            rows.append(row)
            mentions = [m for m in self.composer.compose(row, day) if m.start not in dateline]
            found.append(mentions)
        home = self._home(article)
        resolve(text, spans, rows, found, home, self.words)
        lines = [
            self._line(text, span, row, mentions, anchor)
            for span, row, mentions in zip(spans, rows, found, strict=True)
        ]
        return Document(article, self.lang, anchor, home, lines)

    def _home(self, article: CleanArticle) -> tuple[str, ...]:
        """The country that the outlet writes from, as its name or address tells."""
        source = " ".join(filter(None, (article.outlet, article.url)))
        if not source:
            return ()
        if ".gov/" in source + "/" or ".mil/" in source + "/":
            return ("USA",)
        spaced = re.sub(r"[./:_-]+", " ", source).title()
        for name in (article.outlet or "", spaced):
            for hit in self._outlets.hits(name):
                for entry in hit.entries:
                    if entry.kind in ("country", "seat", "city", "adjective") and entry.codes:
                        return entry.codes
        return ()

    def _line(self, text: str, span: Sentence, row: list[Unit], mentions: list[Mention], anchor: date | None) -> Line:
        actors: list[Mention] = []
        places: list[Mention] = []
        adjectives: list[Mention] = []
        names: list[Mention] = []
        before = _previous_words(row)
        for mention in mentions:
            if mention.kind == "adjective":
                adjectives.append(mention)
            elif mention.kind == "name":
                if self._is_person(mention):
                    names.append(mention)
            elif not mention.codes and mention.kind != "person":
                continue
            elif self._is_place(mention, before):
                places.append(mention)
            else:
                actors.append(mention)
        line = Line(
            span,
            text[span.start : span.end],
            actors,
            places,
            adjectives,
            self._calendar.find(text, span.start, span.end, anchor),
            self._money.find(text, span.start, span.end),
            names,
        )
        line.mask(text)
        return line

    def _is_person(self, mention: Mention) -> bool:
        """Whether a name of unknown country is one: "Comprehensive Action" is made of common words."""
        return any(part.lower() not in self._common for part in mention.name.split())

    def _is_place(self, mention: Mention, before: dict[int, str]) -> bool:
        word = before.get(mention.start, "").lower()
        if mention.kind == "city":
            return not mention.acts or self.words.has("locative", word) or self.words.has("toward", word)
        return mention.kind == "country" and self.words.has("locative", word)


def _dateline(article: CleanArticle) -> range:
    """The characters of the dateline: from the start of its line, standfirsts above it are not of it."""
    if article.dateline is None:
        return range(0)
    end = article.dateline.end
    return range(article.text.rfind("\n", 0, max(0, end - 1)) + 1, end)


def _previous_words(row: list[Unit]) -> dict[int, str]:
    """For each unit's start, the word before it, articles and quotes passed over."""
    before: dict[int, str] = {}
    last = ""
    for unit in row:
        before[unit.start] = last
        if unit.kind in ("low", "cap") and unit.text.lower() not in (
            "the",
            "la",
            "el",
            "los",
            "las",
            "capital",
            "city",
        ):
            last = unit.text
        elif unit.kind not in ("punct", "low", "cap"):
            last = unit.text if unit.kind.startswith("office") else ""
        elif unit.text in (",", ";", ":", "("):
            last = ""
    return before


def single(day: date) -> DateSpan:
    """A span of one day."""
    return DateSpan(start=day, end=day)

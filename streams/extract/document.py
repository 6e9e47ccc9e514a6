"""An article as the readers see it: sentences with their mentions resolved, and a masked form to match rules on.

In the masked form of a sentence each mention is one private-use character, so a rule is a short pattern over
words and classes of mentions: `{A} met (?:with )?{A}`.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field, replace
from datetime import date

from schemas.article import CleanArticle
from schemas.slots import DateSpan
from streams.extract.amounts import Amount, Money
from streams.extract.holders import Holders
from streams.extract.lazy import lazy
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


_FIRST = chr(min(_BLOCKS.values()))
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")
_SEPARATORS = re.compile(r"[./:_-]+")
_MAX_HOMES = 10_000
"""Outlets whose country is kept; a feed has a few thousand."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the lines of one article share: its text, the day that "today" means, and where dates and sums may be."""

    text: str
    anchor: date | None
    calendar: Calendar
    money: Money
    date_starts: list[int]
    money_starts: list[int]

    def dates(self, span: Sentence) -> list[When]:
        """The dates of a sentence."""
        starts = _within(self.date_starts, span)
        return self.calendar.read(self.text, span.start, span.end, starts, self.anchor) if starts else []

    def amounts(self, span: Sentence) -> list[Amount]:
        """The sums and shares of a sentence."""
        return self.money.find(self.text, span.start, span.end) if _within(self.money_starts, span) else []


def _within(places: list[int], span: Sentence) -> list[int]:
    first = bisect.bisect_left(places, span.start)
    return places[first : bisect.bisect_left(places, span.end, first)]


@dataclass
class Line:
    """One sentence: its characters, its mentions, and its masked form with the way back to the text.

    `masked[i]` stands at `starts[i]` to `ends[i]` of the clean text; `at(i)` gives what it stands for. Dates, sums
    and the masked form are made when they are first asked for: half of all sentences have no word of any rule.
    """

    span: Sentence
    actors: list[Mention]
    places: list[Mention]
    adjectives: list[Mention]
    names: list[Mention]
    scene: Scene = field(repr=False)

    @lazy
    def text(self) -> str:
        """The characters of the sentence."""
        return self.scene.text[self.span.start : self.span.end]

    @lazy
    def dates(self) -> list[When]:
        """The dates of the sentence, in order."""
        return self.scene.dates(self.span)

    @lazy
    def amounts(self) -> list[Amount]:
        """The sums and shares of the sentence, in order."""
        return self.scene.amounts(self.span)

    @lazy
    def masked(self) -> str:
        """The sentence with a character for each mention; overlapping ones give way to the earlier."""
        return self._mask[0]

    @lazy
    def starts(self) -> list[int]:
        """Where in the clean text each masked character starts."""
        return self._mask[1]

    @lazy
    def ends(self) -> list[int]:
        """Where in the clean text each masked character ends."""
        return self._mask[2]

    @lazy
    def _mask(self) -> tuple[str, list[int], list[int]]:
        marks: list[tuple[int, int, str]] = []
        for name, spans in (
            ("A", self.actors),
            ("L", self.places),
            ("J", self.adjectives),
            ("D", self.dates),
            ("M", self.amounts),
            ("N", self.names),
        ):
            block = _BLOCKS[name]
            for n, span in enumerate(spans[: _SIZES[name]]):
                marks.append((span.start, -span.end, chr(block + n)))  # type: ignore[attr-defined]
        marks.sort()
        text = self.scene.text
        out: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = self.span.start
        for start, negative_end, mark in (*marks, (self.span.end, 0, "")):
            if start < position:
                continue
            out += text[position:start], mark
            starts.extend(range(position, start))
            ends.extend(range(position + 1, start + 1))
            if mark:
                starts.append(start)
                ends.append(-negative_end)
                position = -negative_end
        return "".join(out), starts, ends

    def without_names(self) -> Line:
        """The sentence with unknown names spelled out in its masked form."""
        if not self.names:
            return self
        plain = replace(self, names=[])
        plain.dates, plain.amounts = self.dates, self.amounts
        return plain

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Clean-text offsets of masked characters `start` to `end` (exclusive, not empty)."""
        return self.starts[start], self.ends[end - 1]

    def mentions(self, start: int, end: int, classes: str = "AL") -> list[Mention]:
        """The actors, places, adjectives or names whose characters stand in masked[start:end], in order."""
        found = []
        for char in self.masked[start:end]:
            if char < _FIRST:
                continue
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
        self._homes: dict[str, tuple[str, ...]] = {}
        self.composer = Composer(Holders(lexicon), self.words, capitals(lexicon))

    def document(self, article: CleanArticle) -> Document:
        """The article with all its mentions found and referred. Linear in the length of the text."""
        # Private-use characters of icon fonts would be taken for mentions.
        text = article.text if article.text.isascii() else _PRIVATE_USE.sub("\ufffd", article.text)
        text = self._caser.text(text)
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
        scene = Scene(
            text,
            anchor,
            self._calendar,
            self._money,
            self._calendar.starts(text, 0, len(text)),
            self._money.starts(text),
        )
        lines = [self._line(span, row, mentions, scene) for span, row, mentions in zip(spans, rows, found, strict=True)]
        return Document(article, self.lang, anchor, home, lines)

    def _home(self, article: CleanArticle) -> tuple[str, ...]:
        """The country that the outlet writes from, as its name or address tells."""
        host = (article.url or "").partition("://")[2].partition("/")[0]
        source = f"{article.outlet or ''} {host}".strip()
        if source not in self._homes:
            if len(self._homes) >= _MAX_HOMES:
                self._homes.clear()
            self._homes[source] = self._home_of(article.outlet or "", source)
        return self._homes[source]

    def _home_of(self, outlet: str, source: str) -> tuple[str, ...]:
        if source.endswith((".gov", ".mil")):
            return ("USA",)
        for name in (outlet, _SEPARATORS.sub(" ", source).title()):
            for hit in self._outlets.hits(name):
                for entry in hit.entries:
                    if entry.kind in ("country", "seat", "city", "adjective") and entry.codes:
                        return entry.codes
        return ()

    def _line(self, span: Sentence, row: list[Unit], mentions: list[Mention], scene: Scene) -> Line:
        actors: list[Mention] = []
        places: list[Mention] = []
        adjectives: list[Mention] = []
        names: list[Mention] = []
        for mention in mentions:
            if mention.kind == "adjective":
                adjectives.append(mention)
            elif mention.kind == "name":
                if self._is_person(mention):
                    names.append(mention)
            elif not mention.codes and mention.kind != "person":
                continue
            elif self._is_place(mention, row):
                places.append(mention)
            else:
                actors.append(mention)
        return Line(span, actors, places, adjectives, names, scene)

    def _is_person(self, mention: Mention) -> bool:
        """Whether a name of unknown country is one: "Comprehensive Action" is made of common words."""
        return any(part.lower() not in self._common for part in mention.name.split())

    def _is_place(self, mention: Mention, row: list[Unit]) -> bool:
        if mention.kind not in ("city", "country"):
            return False
        if mention.kind == "city" and not mention.acts:
            return True
        word = _previous_word(row, mention.start).lower()
        return self.words.has("locative", word) or (mention.kind == "city" and self.words.has("toward", word))


def _dateline(article: CleanArticle) -> range:
    """The characters of the dateline: from the start of its line, standfirsts above it are not of it."""
    if article.dateline is None:
        return range(0)
    end = article.dateline.end
    return range(article.text.rfind("\n", 0, max(0, end - 1)) + 1, end)


_PASSED_OVER = frozenset({"the", "la", "el", "los", "las", "capital", "city"})


def _previous_word(row: list[Unit], start: int) -> str:
    """The word before the unit at clean-text character `start`, articles and quotes passed over."""
    for k in range(bisect.bisect_left(row, start, key=_start) - 1, -1, -1):
        unit = row[k]
        if unit.kind in ("low", "cap"):
            if unit.text.lower() not in _PASSED_OVER:
                return unit.text
        elif unit.kind != "punct":
            return unit.text if unit.kind.startswith("office") else ""
        elif unit.text in (",", ";", ":", "("):
            return ""
    return ""


def _start(unit: Unit) -> int:
    return unit.start


def single(day: date) -> DateSpan:
    """A span of one day."""
    return DateSpan(start=day, end=day)

"""Makes documents of articles: finds mentions, puts names and offices together, and says who refers to whom."""

from __future__ import annotations

import bisect
import re
from datetime import date
from itertools import zip_longest

from schemas.article import CleanArticle
from streams.extract.amounts import Money
from streams.extract.bodies import Bodies, seated
from streams.extract.document import Document, Line, Scene
from streams.extract.holders import Holders, former_state
from streams.extract.mention import Mention
from streams.extract.organs import Organs
from streams.extract.people import Composer
from streams.extract.refer import resolve
from streams.extract.scan import Scanner
from streams.extract.surfaces import capitals
from streams.extract.tables import Lexicon, by_name, cells
from streams.extract.text import Sentence, sentences
from streams.extract.times import Calendar
from streams.extract.truecase import TrueCaser
from streams.extract.units import Row, Words, units

_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")
_BROKEN_GENITIVE = re.compile(r"(?<=[A-Za-z])\"(?=s )")
"""How the copy of some agencies' archives writes the apostrophe of a genitive."""
_SEPARATORS = re.compile(r"[./:_-]+")
_MAX_HOMES = 10_000
"""Outlets whose country is kept; a feed has a few thousand."""


class Annotator:
    """Makes documents of articles in one language. Built once, at start-up.

    `outlets` finds the countries of outlets in their names and addresses: the English scanner, for all languages.
    """

    def __init__(self, lexicon: Lexicon, lang: str, outlets: Scanner | None = None) -> None:
        self.lang = lang
        self.words = Words(lexicon.words(lang), by_name(lexicon.rows("reference_words", lang), "name", str))
        self.scanner = Scanner(lexicon, lang)
        # Outlets have Latin names and addresses whatever they write in.
        self._outlets = outlets or self.scanner
        rows = lexicon.rows("common", lang)
        self._common = frozenset(word for row in rows if len(row["list"]) == 1 for word in cells(row["words"]))
        self._calendar = Calendar(lexicon, lang)
        self._money = Money(lexicon, lang)
        self._caser = TrueCaser(lexicon, lang)
        self._bodies = Bodies(lexicon, lang, self.words)
        self._organs = Organs(lang, self.words)
        self._papers = [(row["name"].lower().replace("/", " "), (row["code"],)) for row in lexicon.rows("outlets")]
        self._homes: dict[str, tuple[str, ...]] = {}
        self.composer = Composer(Holders(lexicon), self.words, capitals(lexicon))

    def document(self, article: CleanArticle) -> Document:
        """The article with all its mentions found and referred. Linear in the length of the text."""
        # Private-use characters of icon fonts would be taken for mentions.
        text = article.text if article.text.isascii() else _PRIVATE_USE.sub("\ufffd", article.text)
        if '"s ' in text:
            text = _BROKEN_GENITIVE.sub("'", text)
        text = self._caser.text(text)
        if text != article.text:
            # Of the same length: offsets count characters of the article as it is.
            article = article.model_copy(update={"text": text})
        anchor = article.dateline.day if article.dateline and article.dateline.day else article.published
        day = article.published or anchor
        hits = self.scanner.hits(text)
        dateline = _dateline(article)
        spans = [
            # The first sentence begins behind a dateline, which names no actors and no day of an event.
            span._replace(start=dateline.stop) if span.start in dateline else span
            for span in sentences(text, first_is_title=article.title_end > 0)
            if not (dateline.start <= span.start and span.end <= dateline.stop)
        ]
        rows: list[Row] = []
        found: list[list[Mention]] = []
        starts = [hit.start for hit in hits]
        for span in spans:
            inside = hits[bisect.bisect_left(starts, span.start) : bisect.bisect_left(starts, span.end)]
            if inside and inside[-1].end > span.end:
                del inside[-1]
            row = units(text, span.start, span.end, inside)
            rows.append(row)
            found.append(self.composer.compose(row, day))
        self._bodies.recall(text, spans, found)
        home = self._home(article)
        filed = home or self._filed(article, day)
        if "Foreign Office" in text:
            _own_offices(text, found, filed)
        resolve(text, spans, rows, found, home or self._at_home(filed, spans, found), self.words)
        self._organs.find(text, filed, spans, found)
        scene = Scene(
            text,
            anchor,
            self._calendar,
            self._money,
            self._calendar.starts(text, 0, len(text)),
            self._money.starts(text),
            filed[0] if filed else "",
        )
        seats = seated(found)
        lines = [
            self._line(span, row, mentions, scene, seats)
            for span, row, mentions in zip(spans, rows, found, strict=True)
        ]
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

    def _at_home(self, codes: tuple[str, ...], spans: list[Sentence], found: list[list[Mention]]) -> tuple[str, ...]:
        """The country that copy is filed from, where title and lead do not speak of another one first.

        English copy tells from London what Iran said; in other languages agencies write of where they are.
        """
        if not codes or self.lang != "en":
            return codes
        told = [(span.paragraph, mentions) for span, mentions in zip(spans, found, strict=True) if mentions]
        title = {code for at, mentions in told if at == 0 for m in mentions if m.kind != "city" for code in m.codes}
        lead = next((m for at, mentions in told if at > 0 for m in mentions if m.kind != "name"), None)
        own = lead is not None and (lead.codes == codes or (not lead.codes and lead.kind == "person"))
        return codes if own and (not title or codes[0] in title) else ()

    def _filed(self, article: CleanArticle, day: date | None) -> tuple[str, ...]:
        """The country that an agency's copy is filed from, whose offices it names without it: "MADRID - El ministro".

        None for the cities where organisations have their seats, and where the language names none of these.
        """
        place = article.dateline.place if article.dateline is not None else ""
        city = re.split(r"[,/(]", place or "")[0].strip().title()
        if not city or not self.words.of("seat-of-bodies") or self.words.has("seat-of-bodies", city):
            return ()
        for hit in self.scanner.hits(city):
            for entry in hit.meaning.entries:
                if entry.kind == "city" and entry.codes and hit.end - hit.start == len(city):
                    return entry.codes if day is None else tuple(former_state(code, day) for code in entry.codes)
        return ()

    def _home_of(self, outlet: str, source: str) -> tuple[str, ...]:
        if source.endswith((".gov", ".mil")):
            return ("USA",)
        for name in (outlet, _SEPARATORS.sub(" ", source).title()):
            for hit in self._outlets.hits(name):
                for entry in hit.meaning.entries:
                    if entry.kind in ("country", "seat", "city", "adjective") and entry.codes:
                        return entry.codes
        named = f" {_SEPARATORS.sub(' ', outlet).lower()} "
        return next((codes for name, codes in self._papers if f" {name} " in named), ())

    def _line(self, span: Sentence, row: Row, mentions: list[Mention], scene: Scene, seats: dict[str, str]) -> Line:
        actors: list[Mention] = []
        places: list[Mention] = []
        adjectives: list[Mention] = []
        names: list[Mention] = []
        before: Mention | None = None
        for mention, following in zip_longest(mentions, mentions[1:]):
            town, before = before, mention
            if mention.kind == "adjective":
                adjectives.append(mention)
            elif mention.kind == "name":
                if self._is_person(mention) and not _is_venue(mention, following, scene.text):
                    names.append(mention)
            elif not mention.codes and mention.kind != "person":
                continue
            elif (
                self._is_place(mention, row)
                or (town in places[-1:] and _is_country_of(town, mention, scene.text))
                or (following is not None and _is_country_of_unknown(mention, following, scene.text))
            ):
                places.append(mention)
            else:
                if mention.kind == "city" and mention.codes and mention.codes[0] in seats:
                    mention.codes = (seats[mention.codes[0]],)
                actors.append(mention)
        return Line(span, actors, places, adjectives, names, scene)

    def _is_person(self, mention: Mention) -> bool:
        """Whether a name of unknown country is one: "Comprehensive Action" is made of common words."""
        return any(part.lower() not in self._common for part in mention.name.split())

    def _is_place(self, mention: Mention, row: Row) -> bool:
        if mention.kind not in ("city", "country"):
            return False
        if mention.kind == "city" and not mention.acts:
            return True
        word = _previous_word(row, mention.start).lower()
        return self.words.has("locative", word) or (mention.kind == "city" and self.words.has("toward", word))


def _is_country_of(town: Mention, mention: Mention, text: str) -> bool:
    """Whether the mention is but the country of the town before it: "in Bridgetown, Barbados, A met B".

    Or the town told before by its country: "in the Kazakh capital, Astana, A met B".
    """
    named = mention.kind in ("country", "city") and town.kind == "city" and mention.codes == town.codes
    return named and text[town.end : mention.start] in (", ", " ")


_UNKNOWN_TOWN = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ee]n)\s+(?:[A-Z][\w’'-]+[ -]){0,2}[A-Z][\w’'-]+,\s$")
_TOWN_REACH = 50
"""Characters before a country in which a town stands that the table of cities does not hold."""
_SUBJECT_NEXT = re.compile(r",\s+(?:[A-Z][\w.]+\s+){0,3}")


def _is_venue(name: Mention, following: Mention | None, text: str) -> bool:
    """Whether a name is that of a house: "at Gono Bhaban, Dhaka"."""
    if following is None or following.kind != "city" or text[name.end : following.start] != ", ":
        return False
    return text[max(0, name.start - 4) : name.start].endswith((" at ", " in ", " en "))


def _is_country_of_unknown(mention: Mention, following: Mention, text: str) -> bool:
    """The same for a town that the lexicon does not know: "in Argyle, Saint Vincent, A met B"."""
    told = mention.kind == "country" and following.kind == "person"
    if not told or _SUBJECT_NEXT.fullmatch(text, mention.end, following.start) is None:
        return False
    return _UNKNOWN_TOWN.search(text, max(0, mention.start - _TOWN_REACH), mention.start) is not None


_FOREIGN_OFFICES = (("PAK",), ("BGD",))
"""States beside Britain whose papers call their ministry the Foreign Office."""
_FOREIGN_OFFICE = re.compile(r"(?:(?!Brit)[\w’'-]+\s+)*Foreign Office\b.*", re.DOTALL)
"""That ministry, or somebody of it: "Foreign Office spokesperson X"."""


def _own_offices(text: str, found: list[list[Mention]], filed: tuple[str, ...]) -> None:
    """Makes "the Foreign Office" that of the state that an article is filed from; changes `found` in place.

    Where nobody says where it is filed, that of the one such state that it tells of, and nobody of Britain.
    """
    offices: list[Mention] = []
    told: set[tuple[str, ...]] = set()
    for mentions in found:
        for mention in mentions:
            if _FOREIGN_OFFICE.fullmatch(text, mention.start, mention.end):
                offices.append(mention)
            else:
                told.add(mention.codes)
    if not filed and ("GBR",) not in told:
        filed = next((state for state in _FOREIGN_OFFICES if state in told), ())
    for office in offices if filed in _FOREIGN_OFFICES else ():
        office.codes = filed


def _dateline(article: CleanArticle) -> range:
    """The characters of the dateline: from the start of its line, standfirsts above it are not of it."""
    if article.dateline is None:
        return range(0)
    end = article.dateline.end
    return range(article.text.rfind("\n", 0, max(0, end - 1)) + 1, end)


_TOWN = frozenset({"capital", "city"})
_PASSED_OVER = _TOWN | {"the", "la", "el", "los", "las"}


def _previous_word(row: Row, start: int) -> str:
    """The word before the unit at clean-text character `start`, articles and quotes passed over."""
    for k in range(bisect.bisect_left(row.starts, start) - 1, -1, -1):
        kind, text = row.kinds[k], row.texts[k]
        if kind == "adjective" and row.texts[k + 1].lower() in _TOWN:
            continue  # "in the Kazakh capital Astana"
        if kind in ("low", "cap"):
            if text.lower() not in _PASSED_OVER:
                return text
        elif kind != "punct":
            return text if kind.startswith("office") else ""
        elif text in (",", ";", ":", "("):
            return ""
    return ""

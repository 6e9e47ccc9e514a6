"""Composes names, offices and countries that stand together into persons and bodies.

A sentence is taken as a row of units: lexicon hits, and tokens between them. The grammar is one for all
languages: [country] [rank]* [portfolio]* office [of country] [,] name [of country], or name, [the] office.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from streams.extract.actors import Actors
from streams.extract.fellows import Fellows
from streams.extract.holders import Holders, former_state
from streams.extract.identity import Identities
from streams.extract.meaning import ACTOR_KINDS
from streams.extract.mention import Mention
from streams.extract.names import KINDS, Names, name_text, span_text
from streams.extract.offices import HEADS, PARTS, Offices, skip_genitive
from streams.extract.plurals import PLURALS, is_plural, singular
from streams.extract.russian import governed
from streams.extract.surfaces import City
from streams.extract.units import LATIN, Row, Words

_PLAIN = frozenset({"low", "num", "punct", ""})
"""Kinds of units, and of what is behind the last, at which no mention starts but by its word."""
_NOBODY = ("group", "bodynoun")
"""Kinds of units that no person is told by."""
_CODED = ACTOR_KINDS | {"city"}
"""Kinds of units that tell a country."""
_PLACES = frozenset({"city", "seat", "country"})
"""Kinds of units that name a place."""
_GOES_ON = frozenset({"'s", "’s", "'", "’", "("})
"""Marks behind a country that an office or a name may follow."""
_VAGUE = frozenset({"leader", "leaders", "general", "speaker", "commander"})
"""Offices that stand for no state by themselves."""
_PLACING = frozenset({"в", "во", "на", "с", "со", "из", "под", "после", "en", "desde", "in", "at", "from"})
"""Prepositions of place and time, behind which a word unknown to the lexicon is no part of a name behind it."""
_FORMER = frozenset({"former", "ex", "then", "late", "entonces", "бывший", "бывшего", "бывшим", "бывшему"})


class Composer:
    """Reads the row of units of a sentence from left to right into mentions."""

    def __init__(self, holders: Holders, words: Words, capitals: Mapping[str, City]) -> None:
        self._words = words
        self._locative = words.of("locative")
        self._heading = words.of("heading")
        self._names = Names(words)
        self._offices = Offices(words, self._names)
        self._identities = Identities(holders, words)
        self._fellows = Fellows(self._names, self._offices, self._identities, words)
        self._actors = Actors(words, self._offices, capitals)

    def compose(self, row: Row, day: date | None) -> list[Mention]:
        """The mentions of a sentence; `day` is the publication date, by which office-holders are told apart."""
        mentions: list[Mention] = []
        texts, kinds, starters = row.texts, row.kinds, self._names.starters
        behind = 0  # the last mention
        if starters.isdisjoint(texts):  # as in most sentences: asked of all words at once
            begins = [i for i, kind in enumerate(kinds) if kind not in _PLAIN]
        else:
            begins = [i for i, kind in enumerate(kinds) if kind not in _PLAIN or texts[i] in starters]
        for i in begins:
            if i < behind:
                continue
            kind = kinds[i]
            if (kind == "cap" and self._names.names_nobody(row, i)) or (
                kind in PARTS and self._offices.is_alone(row, i)
            ):
                continue
            if kind in _PLACES and self._is_no_place(row, i):
                continue
            mention, j = self._mention(row, i, mentions, day)
            if mention is None:
                continue
            if mention.kind == "person" and i and texts[i - 1].lower() in _FORMER:
                mention.former = True
            if day is not None and mention.kind in ("city", "body"):
                mention.codes = tuple(former_state(code, day) for code in mention.codes)
            mentions.append(mention)
            behind = j
        for mention in mentions:
            if mention.name and mention.office.endswith(PLURALS):
                mention.office, mention.role = singular(mention.office), singular(mention.role)
        return mentions

    def _is_no_place(self, row: Row, i: int) -> bool:
        """Whether it names a post abroad ("Embassy Tokyo staff") or a state at home ("Savannah, Georgia")."""
        before = row.texts[i - 1] if i else ""
        if self._words.has("post", before):
            return True
        return before == "," and row.kinds[i - 2] == "cap" and self._words.has("namesake", row.texts[i])

    def _mention(self, row: Row, i: int, before: list[Mention], day: date | None) -> tuple[Mention | None, int]:
        """The mention that starts at unit i, and where it ends; `before` are those to its left."""
        kind = row.kinds[i]
        mention, j = self._fellows.read(row, i, before, day)
        alone = kind in _CODED and row.kinds[i + 1] in _PLAIN and row.texts[i + 1] not in _GOES_ON
        alone = alone and row.texts[i + 1].lower() not in self._heading
        if mention is None and not alone and kind not in _NOBODY:
            mention, j = self._person(row, i, day)
        return (mention, j) if mention is not None else self._actors.at(row, i)

    def _person(self, row: Row, i: int, day: date | None) -> tuple[Mention | None, int]:
        kind = row.kinds[i]
        codes: tuple[str, ...] = ()
        j = i
        if kind in _CODED:
            hit = row.hits[i]
            codes = hit.meaning.codes or hit.meaning.capital
            if day is not None and kind in ("seat", "city"):
                codes = tuple(former_state(code, day) for code in codes)
            j = self._offices.skip_alias(row, skip_genitive(row, i + 1), codes)
            if not codes or row.texts[j] in ("-", "–"):
                return None, i
            if j == i + 1 and kind != "adjective" and i and row.texts[i - 1].lower() in self._locative:
                # "in Kazakhstan President Putin said": the place is not the president's country.
                return None, i
        former = False
        k = j
        while row.kinds[k] in PARTS or (k > j and self._offices.joins(row, k)):
            former = former or row.texts[k].lower() in _FORMER
            k += 1
        if codes and k == j:
            k = self._offices.past_body(row, k)
        if row.kinds[k] in HEADS or (k > j and self._offices.is_head(row, k)):
            behind = self._offices.past_rank(row, k + 1)
            behind += row.kinds[behind] == "adjective"  # "secretario mexicano de Gobernación"
            bare = row.kinds[k] == "office-ministry" and k == j and not self._offices.tail(row, behind)
            bare = bare and row.kinds[k + 1] != "adjective"  # "ministro cubano"
            bare = bare and not self._offices.of_body_follows(row, k + 1)  # "the secretary of Iran's security council"
            if bare and not (codes and kind == "adjective") and self._names.name_end(row, k + 1) == k + 1:
                return None, i
            return self._office(row, i, j, k, codes, former, day)
        if self._heads_body(row, j, codes):
            return self._office(row, i, j, j, codes, former, day)
        if kind in ("low", "cap") and row.texts[i].lower() in self._heading:
            return self._office(row, i, i, i, codes, former, day)
        if j == i:
            return self._named(row, i, day)
        return self._countryman(row, i, j, codes, day) if j > i + 1 else (None, i)

    def _heads_body(self, row: Row, j: int, codes: tuple[str, ...]) -> bool:
        """Whether "chief" at unit j, behind an organisation alone, is the office of a name: "UN chief Ban Ki-moon"."""
        if not codes or not codes[0].startswith("org:") or row.texts[j].lower() not in self._heading:
            return False
        return self._names.name_end(row, j + 1) > j + 1

    def _countryman(
        self, row: Row, i: int, j: int, codes: tuple[str, ...], day: date | None
    ) -> tuple[Mention | None, int]:
        """ "Britain's Margaret Thatcher": a country's possessive and the name of one of its people at unit j."""
        mention, end = self._named(row, j, day)
        if mention is None or mention.codes != codes:
            return None, i
        mention.start = row.starts[i]
        return mention, end

    def _office(
        self, row: Row, i: int, first: int, head: int, codes: tuple[str, ...], former: bool, day: date | None
    ) -> tuple[Mention | None, int]:
        behind = self._offices.past_rank(row, head + 1)
        end = max(self._offices.tail(row, behind), behind)
        last = end
        head_word = row.texts[head].lower()
        tasked = self._offices.tasked(row, head, end) > end
        if not codes and not tasked:
            several = head_word.endswith(PLURALS) or self._words.has("counterpart", head_word)
            codes, last = self._offices.of_country(row, end, several=several)
        if not codes and self._offices.country_follows(row, last):
            codes, last = row.codes(last), max(last + 1, self._offices.of_body(row, last)[1])
            if row.kinds[last - 1] == "adjective":
                if self._is_plural(head_word):
                    codes, last = self._offices.further(row, codes, last)
                last = max(last, self._offices.tail(row, last))
        if not codes and row.texts[last] == "из" and row.kinds[last + 1] == "country":
            codes, last = row.codes(last + 1), last + 2  # "коллега из Турции"
        if row.kinds[last] == "office-portfolio" and not self._words.of("of"):
            # "советник президента США по нацбезопасности"
            last = max(last, self._offices.tail(row, last))
        last = self._offices.tasked(row, head, self._offices.accredited(row, head, last))
        name_start = last
        gloss = self._offices.past_gloss(row, last)
        if gloss > last:
            codes, name_start = codes or row.codes(last + 1), gloss
        if row.texts[name_start] == "," and self._is_apposition(row, name_start + 1):
            name_start += 1
        name_start = self._names.after_honorifics(row, name_start)
        name_end = self._names.name_end(row, name_start)
        if name_end == name_start + 1 and self._identities.is_stranger(row, name_start, head_word, codes, day):
            name_end = name_start
        role = row.texts[first : end - 3 if row.texts[end - 1] == ")" else end]
        mention = Mention(
            row.starts[i],
            row.ends[last - 1],
            "person",
            codes,
            role=span_text(role),
            office=span_text([word for word in role if word.lower() != "new"]).lower(),
            plural=self._is_plural(head_word),
            former=former,
        )
        if name_end > name_start:
            name, mention.name_span = name_text(row, name_start, name_end)
            mention.name = governed(name, head_word.split()[0]) if name[0] > LATIN else name
            mention.end = row.ends[name_end - 1]
            mention.plural = False
            self._identities.identify(mention, row, name_start, name_end, day)
            last = name_end
            last = self._offices.of_his_country(row, name_end, mention)
        if not mention.codes and not mention.name and (head_word in _VAGUE or head_word in self._heading):
            return None, i
        return mention, max(last, name_end)

    def _is_plural(self, head: str) -> bool:
        return is_plural(head) or self._words.has("plural", head.split()[0])

    def _is_apposition(self, row: Row, k: int) -> bool:
        """A name between commas behind an office: "his counterpart, Nursultan Nazarbayev,"."""
        k = self._names.after_honorifics(row, k)
        end = self._names.name_end(row, k)
        return end > k and (row.kinds[end] in ("punct", "") or self._words.has("and", row.texts[end]) or end - k >= 2)

    def _named(self, row: Row, i: int, day: date | None) -> tuple[Mention | None, int]:
        start = self._names.after_honorifics(row, i)
        honoured = start > i
        end = self._names.name_end(row, start)
        if end == start or (end == start + 1 and self._is_month(row, start)):
            return None, i
        known = any(kind in ("person", "family") for kind in row.kinds[start:end])
        if "person" in row.kinds[start + 1 : end] and row.texts[start - 1].lower() in _PLACING and start:
            return None, i  # "В Ново-Огарёве Владимир Путин"
        if not known and not honoured and end - start < 2:
            return None, i
        name, span = name_text(row, start, end)
        mention = Mention(row.starts[i], row.ends[end - 1], "person", name=name, name_span=span)
        if self._names.is_namesake(row, end):
            mention.kind = "name"
            return mention, end
        self._identities.identify(mention, row, start, end, day)
        last = self._apposed_office(row, end, mention)
        if last == end and mention.codes and row.texts[end] == ",":  # "Oscar Arias, de Costa Rica;"
            codes, behind = self._offices.of_country(row, end)
            if codes == mention.codes and row.kinds[behind] in ("punct", ""):
                mention.end, last = row.ends[behind - 1], behind
        if (not known and not mention.codes and not honoured) or (not mention.codes and not mention.role):
            mention.kind = "name"
        return mention, last

    def _is_month(self, row: Row, k: int) -> bool:
        """Whether the word at unit k is of a date ("From May 5 to 6"), and names no Theresa May."""
        dated = row.kinds[k + 1] == "num" or (k > 0 and row.kinds[k - 1] == "num")
        return dated and self._words.has("month-name", row.texts[k])

    def _apposed_office(self, row: Row, end: int, mention: Mention) -> int:
        """Reads ", the Russian foreign minister," behind a name into the mention."""
        k = end
        if row.texts[k] not in (",", "("):
            return end
        k += 1
        while row.texts[k].lower() in ("the", "a", "an", "el", "la", "who", "is"):
            k += 1
        if row.kinds[k] in KINDS or k == row.size:
            return end
        office, j = self._person(row, k, None)
        if office is None or office.name or not office.office:
            return end
        mention.role, mention.office = office.role, office.office
        if not office.codes:
            office.codes, j = self._serves(row, j)
        if office.codes:
            mention.codes = office.codes
        mention.end = row.ends[j - 1]
        return j

    def _serves(self, row: Row, k: int) -> tuple[tuple[str, ...], int]:
        """Codes of "at Japan's trade ministry" or "to the French president" behind an office, and where it ends."""
        j = k + 2 if row.texts[k + 1] == "the" else k + 1
        if self._words.has("advises", row.texts[k]):
            advised, end = self._person(row, j, None)
            return (advised.codes, end) if advised is not None and advised.office else ((), k)
        if not self._words.has("serves", row.texts[k]):
            return (), k
        body, end = self._actors.at(row, j)
        return (body.codes, end) if body is not None and body.kind in ("body", "org") else ((), k)

"""Composes names, offices and countries that stand together into persons and bodies.

A sentence is taken as a row of units: lexicon hits, and tokens between them. The grammar is one for all
languages: [country] [rank]* [portfolio]* office [of country] [,] name [of country], or name, [the] office.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from streams.extract.actors import Actors, capital_of
from streams.extract.holders import Holders, former_state
from streams.extract.identity import Identities
from streams.extract.mention import Mention
from streams.extract.names import Names, name_text, span_text
from streams.extract.offices import Offices, skip_genitive
from streams.extract.surfaces import City
from streams.extract.units import ACTOR_KINDS, Unit, Words

_PLAIN = frozenset({"low", "num", "punct"})
_PLURALS = (
    *("presidents", "premiers", "ministers", "leaders", "chancellors", "secretaries", "ambassadors", "kings"),
    "counterparts",
)
_VAGUE = frozenset({"leader", "leaders", "general", "speaker", "commander"})
"""Offices that stand for no state by themselves."""
_FORMER = frozenset({"former", "ex", "then", "late", "entonces", "бывший", "бывшего", "бывшим", "бывшему"})


class Composer:
    """Reads the row of units of a sentence from left to right into mentions."""

    def __init__(self, holders: Holders, words: Words, capitals: Mapping[str, City]) -> None:
        self._words = words
        self._names = Names(words)
        self._offices = Offices(words, self._names)
        self._identities = Identities(holders, words)
        self._actors = Actors(words, self._offices, capitals)

    def compose(self, row: list[Unit], day: date | None) -> list[Mention]:
        """The mentions of a sentence; `day` is the publication date, by which office-holders are told apart."""
        mentions: list[Mention] = []
        i, size, starters = 0, len(row), self._names.starters
        while i < size:
            kind = row[i].kind
            if (kind in _PLAIN and not (kind == "low" and row[i].text in starters)) or (
                kind == "cap" and self._names.names_nobody(row, i)
            ):
                i += 1
                continue
            mention, j = self._mention(row, i, mentions, day)
            if mention is None:
                i += 1
            else:
                if mention.kind == "person" and i and row[i - 1].text.lower() in _FORMER:
                    mention.former = True
                if day is not None and mention.kind in ("city", "body"):
                    mention.codes = tuple(former_state(code, day) for code in mention.codes)
                mentions.append(mention)
                i = j
        for mention in mentions:
            if mention.name and mention.office.endswith(_PLURALS):
                mention.office, mention.role = _singular(mention.office), _singular(mention.role)
        return mentions

    def _mention(self, row: list[Unit], i: int, before: list[Mention], day: date | None) -> tuple[Mention | None, int]:
        """The mention that starts at unit i, and where it ends; `before` are those to its left."""
        mention, j = None, i
        listed = self._listed(row, i, before)
        if listed is not None:
            mention, j = self._colleague(row, i, listed, day)
        elif row[i].kind == "adjective":
            mention, j = self._shared(row, i)
        elif row[i].kind == "group":
            mention, j = self._members(row, i)
        if mention is None:
            mention, j = self._person(row, i, day)
        return (mention, j) if mention is not None else self._actors.at(row, i)

    def _listed(self, row: list[Unit], i: int, mentions: list[Mention]) -> Mention | None:
        """The person before the name at unit i whose plural office both share: "Presidents X of A and Y of B"."""
        before = mentions[-1] if mentions else None
        if before is None or not before.name or not before.office.endswith(_PLURALS) or not i:
            return None
        near = row[i - 1].start <= before.end + 2 and self._offices.is_link(row[i - 1].text)
        return before if near and row[i].kind in ("cap", "person", "family") else None

    def _colleague(self, row: list[Unit], i: int, listed: Mention, day: date | None) -> tuple[Mention | None, int]:
        """The name at unit i as a holder of the office that `listed` is named with; its plural becomes singular."""
        end = self._names.name_end(row, i)
        if end == i:
            return None, i
        name, span = name_text(row, i, end)
        mention = Mention(row[i].start, row[end - 1].end, "person", name=name, name_span=span, office=listed.office)
        mention.role, mention.former = listed.role, listed.former
        self._identities.identify(mention, row, i, end, day)
        return mention, self._of_his_country(row, end, mention)

    def _shared(self, row: list[Unit], i: int) -> tuple[Mention | None, int]:
        """ "The Armenian and Azerbaijani foreign ministers": adjectives that share a plural office or body."""
        codes, j = row[i].codes(), i + 1
        while j + 1 < len(row) and row[j + 1].kind == "adjective" and self._offices.is_link(row[j].text):
            codes, j = codes + row[j + 1].codes(), j + 2
        if j == i + 1:
            return None, i
        while j < len(row) and row[j].kind in ("office-rank", "office-portfolio"):
            j += 1
        if j >= len(row) or row[j].kind not in ("office-head", "office-ministry", "bodynoun"):
            return None, i
        if not row[j].text.lower().endswith(("s", "ы", "и")):
            return None, i
        office = span_text(row, j, j + 1)
        return Mention(
            row[i].start, row[j].end, "person", codes, role=office, office=office.lower(), plural=True
        ), j + 1

    def _members(self, row: list[Unit], i: int) -> tuple[Mention | None, int]:
        """ "The leaders of France, Germany and Britain"."""
        codes, j = self._offices.of_country(row, i + 1, several=True)
        if not codes:
            return None, i
        return Mention(row[i].start, row[j - 1].end, "person", codes, office=row[i].text.lower(), plural=True), j

    def _person(self, row: list[Unit], i: int, day: date | None) -> tuple[Mention | None, int]:
        unit = row[i]
        codes: tuple[str, ...] = ()
        j = i
        if unit.kind in ACTOR_KINDS or unit.kind == "city":
            codes = unit.codes() or capital_of(unit)
            if day is not None and unit.kind in ("seat", "city"):
                codes = tuple(former_state(code, day) for code in codes)
            j = skip_genitive(row, i + 1)
            if not codes or (j < len(row) and row[j].text in ("-", "–")):
                return None, i
            if j == i + 1 and unit.kind != "adjective" and i and self._words.has("locative", row[i - 1].text.lower()):
                # "in Kazakhstan President Putin said": the place is not the president's country.
                return None, i
        former = False
        k = j
        while k < len(row) and (row[k].kind in ("office-rank", "office-portfolio") or self._offices.joins(row, k, j)):
            former = former or row[k].text.lower() in _FORMER
            k += 1
        if codes and k == j:
            k = self._offices.past_body(row, k)
        if k < len(row) and (
            row[k].kind in ("office-head", "office-ministry") or (k > j and self._offices.is_head(row[k]))
        ):
            bare = row[k].kind == "office-ministry" and k == j and not self._offices.tail(row, k + 1)
            if bare and not (codes and unit.kind == "adjective") and self._names.name_end(row, k + 1) == k + 1:
                return None, i
            return self._office(row, i, j, k, codes, former, day)
        if unit.kind in ("low", "cap") and self._words.has("heading", unit.text.lower()):
            return self._office(row, i, i, i, codes, former, day)
        if j == i:
            return self._named(row, i, day)
        return self._countryman(row, i, j, codes, day)

    def _countryman(
        self, row: list[Unit], i: int, j: int, codes: tuple[str, ...], day: date | None
    ) -> tuple[Mention | None, int]:
        """ "Britain's Margaret Thatcher": a country's possessive and the name of one of its people at unit j."""
        if j <= i + 1 or j >= len(row):
            return None, i
        mention, end = self._named(row, j, day)
        if mention is None or mention.codes != codes:
            return None, i
        mention.start = row[i].start
        return mention, end

    def _office(
        self, row: list[Unit], i: int, first: int, head: int, codes: tuple[str, ...], former: bool, day: date | None
    ) -> tuple[Mention | None, int]:
        end = max(self._offices.tail(row, head + 1), head + 1)
        last = end
        if not codes:
            codes, last = self._offices.of_country(row, end, several=row[head].text.lower().endswith(_PLURALS))
        if not codes and self._offices.country_follows(row, last):
            codes, last = row[last].codes(), max(last + 1, self._offices.of_body(row, last)[1])
        last = self._offices.accredited(row, head, last)
        name_start = last
        if name_start < len(row) and row[name_start].text == "," and self._is_apposition(row, name_start + 1):
            name_start += 1
        name_start = self._names.after_honorifics(row, name_start)
        name_end = self._names.name_end(row, name_start)
        kept = [unit for unit in row[first:end] if unit.text.lower() != "new"]
        office = span_text(kept, 0, len(kept))
        plural = _is_plural(row[head].text.lower()) or self._words.has("plural", row[head].text.split()[0].lower())
        mention = Mention(
            row[i].start,
            row[last - 1].end,
            "person",
            codes,
            role="",
            office=office.lower(),
            plural=plural,
            former=former,
        )
        mention.role = span_text(row, first, end)
        if name_end > name_start:
            mention.name, mention.name_span = name_text(row, name_start, name_end)
            mention.end = row[name_end - 1].end
            mention.plural = False
            self._identities.identify(mention, row, name_start, name_end, day)
            last = name_end
            last = self._of_his_country(row, name_end, mention)
        if (
            not mention.codes
            and not mention.name
            and (row[head].text.lower() in _VAGUE or self._words.has("heading", row[head].text.lower()))
        ):
            return None, i
        return mention, max(last, name_end)

    def _of_his_country(self, row: list[Unit], end: int, mention: Mention) -> int:
        """Reads "of Italy" behind a name that ends before unit `end`, where it does not tell another country."""
        codes, last = self._offices.of_country(row, end)
        if last == end or (mention.codes and (codes != mention.codes or not self._words.of("of"))):
            return end
        mention.codes, mention.end = codes, row[last - 1].end
        return last

    def _is_apposition(self, row: list[Unit], k: int) -> bool:
        """A name between commas behind an office: "his counterpart, Nursultan Nazarbayev,"."""
        k = self._names.after_honorifics(row, k)
        end = self._names.name_end(row, k)
        return end > k and (
            end >= len(row) or row[end].kind == "punct" or self._words.has("and", row[end].text) or end - k >= 2
        )

    def _named(self, row: list[Unit], i: int, day: date | None) -> tuple[Mention | None, int]:
        start = self._names.after_honorifics(row, i)
        honoured = start > i
        end = self._names.name_end(row, start)
        if end == start:
            return None, i
        known = any(u.kind in ("person", "family") for u in row[start:end])
        if not known and not honoured and end - start < 2:
            return None, i
        name, span = name_text(row, start, end)
        mention = Mention(row[i].start, row[end - 1].end, "person", name=name, name_span=span)
        self._identities.identify(mention, row, start, end, day, honoured=honoured)
        last = self._apposed_office(row, end, mention)
        if (not known and not mention.codes and not honoured) or (not mention.codes and not mention.role):
            mention.kind = "name"
        return mention, last

    def _apposed_office(self, row: list[Unit], end: int, mention: Mention) -> int:
        """Reads ", the Russian foreign minister," behind a name into the mention."""
        k = end
        if k >= len(row) or row[k].text not in (",", "("):
            return end
        k += 1
        while k < len(row) and row[k].text.lower() in ("the", "a", "an", "el", "la", "who", "is"):
            k += 1
        if k >= len(row) or row[k].kind == "cap":
            return end
        office, j = self._person(row, k, None) if row[k].kind not in ("person", "family") else (None, k)
        if office is None or office.name or not office.office:
            return end
        mention.role, mention.office = office.role, office.office
        if not office.codes:
            office.codes, j = self._serves(row, j)
        if office.codes:
            mention.codes = office.codes
        mention.end = row[j - 1].end
        return j

    def _serves(self, row: list[Unit], k: int) -> tuple[tuple[str, ...], int]:
        """Codes of "at Japan's trade ministry" behind an office, and where it ends."""
        if k + 1 >= len(row) or not self._words.has("serves", row[k].text):
            return (), k
        j = k + 2 if row[k + 1].text == "the" else k + 1
        body, end = self._actors.at(row, j) if j < len(row) else (None, j)
        return (body.codes, end) if body is not None and body.kind in ("body", "org") else ((), k)


def _is_plural(office: str) -> bool:
    """Whether an office is several: "prime ministers", "heads of state", "jefes de Estado"; no "chargé d'affaires"."""
    first, *rest = office.split()
    last = rest[-1] if rest and not {"of", "de"} & set(rest) else first
    return first.endswith("s") or (last.endswith("s") and "'" not in last and "’" not in last)


def _singular(office: str) -> str:
    return office[:-3] + "y" if office.endswith("ies") else office[:-1]

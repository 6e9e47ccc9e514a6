"""Composes countries, cities, organisations and bodies of state out of the units of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from streams.extract.mention import Mention
from streams.extract.offices import PARTS, Offices, skip_genitive
from streams.extract.surfaces import City
from streams.extract.units import LATIN, Row, Words

_OPENS, _CLOSES = frozenset('"«„“'), frozenset('"»“”')


class Actors:
    """Reads what acts and is no person: "Kazakhstan", "the Kremlin", "the Kazakh foreign ministry", "both sides"."""

    def __init__(self, words: Words, offices: Offices, capitals: Mapping[str, City]) -> None:
        self._words = words
        self._offices = offices
        self._capitals = capitals

    def at(self, row: Row, i: int) -> tuple[Mention | None, int]:
        """The actor that starts at unit i, and the unit behind it; nothing, and i, where none does."""
        kind, start, end = row.kinds[i], row.starts[i], row.ends[i]
        if kind == "group":
            return Mention(start, end, "group", plural=True), i + 1
        hit = row.hits.get(i)
        if hit is None:
            return None, i
        city = hit.meaning.city
        if kind == "city" and city is not None:
            return self._city(row, i, city)
        if kind == "bodynoun":
            return self._body(row, i)
        codes = hit.meaning.codes
        if not codes:
            return None, i
        if kind in ("seat", "company"):
            kind = "body"
        if kind == "org" and self._is_of_member(row, i + 1):
            return None, i
        j = skip_genitive(row, i + 1)
        k = j
        while row.kinds[k] in PARTS and k - j < 3:
            k += 1
        if row.kinds[k] == "bodynoun" and kind in ("adjective", "country", "org"):
            return Mention(start, row.ends[k], "body", codes), k + 1
        seat, behind = self._capital(row, i, j)
        if seat is not None:
            return seat, behind
        if kind == "adjective" and any(e.kind == "country" for e in hit.meaning.entries):
            kind = "country"  # "US": the same form names the country
        begin, behind = _in_quotes(row, i) if kind == "org" else (i, i + 1)
        return Mention(row.starts[begin], row.ends[behind - 1], kind, codes), behind

    def _city(self, row: Row, i: int, city: City) -> tuple[Mention, int]:
        """A city, with its country where that stands in brackets: "met in Geneva (Switzerland) with B"."""
        start, codes = row.starts[i], (city.country,)
        within = i + 3 < row.size and row.texts[i + 1] == "(" and row.texts[i + 3] == ")"
        if within and row.kinds[i + 2] == "country" and row.codes(i + 2) == codes:
            city = replace(city, spelled=city.spelled or row.texts[i])
            return Mention(start, row.ends[i + 3], "city", codes, city=city, acts=False), i + 4
        acts = city.capital and not self._seats(row, i + 1)
        return Mention(start, row.ends[i], "city", codes, city=city, acts=acts), i + 1

    def _body(self, row: Row, i: int) -> tuple[Mention | None, int]:
        """ "The government of Mexico", "el Gobierno peruano": a body of state before its country."""
        codes, end = self._offices.of_country(row, i + 1, several=True)
        if not codes and row.kinds[i + 1] == "adjective":
            codes, end = self._offices.further(row, row.codes(i + 1), i + 2)
        goes_on = row.texts[end][:1].islower()
        if codes and goes_on and row.texts[end - 1].replace(".", "").isupper():
            return None, i  # "a delegation of U.S. businesses"
        return (Mention(row.starts[i], row.ends[end - 1], "body", codes), end) if codes else (None, i)

    def _capital(self, row: Row, i: int, j: int) -> tuple[Mention | None, int]:
        """The capital of "the Kazakh capital", no city behind it, or "la capital danesa", and the unit behind.

        The country or its adjective is unit i; j the unit behind it and its genitive.
        """
        codes = row.codes(i)
        city = self._capitals.get(codes[0]) if codes and row.kinds[i] in ("adjective", "country") else None
        if city is None:
            return None, i
        if self._words.has("capital", row.texts[j]) and row.kinds[j + 1] != "city":
            return Mention(row.starts[i], row.ends[j], "city", codes, city=city, acts=False), j + 1
        of = i - 1 if i > 1 and row.kinds[i] == "country" and self._words.has("of", row.texts[i - 1]) else i
        if of and self._words.has("capital-of", row.texts[of - 1]):
            return self._named_capital(row, of - 1, i, city)
        return None, i

    def _named_capital(self, row: Row, first: int, i: int, city: City) -> tuple[Mention, int]:
        """ "la capital danesa", "столице Казахстана", with the town by its name where that stands behind."""
        k = i + 2 if row.texts[i + 1] == "," or self._words.has("town", row.texts[i + 1]) else i + 1
        hit = row.hits.get(k)
        town = hit.meaning.city if hit is not None and row.kinds[k] == "city" else None
        if town is None or (town.country,) != row.codes(i):
            return Mention(row.starts[first], row.ends[i], "city", row.codes(i), city=city, acts=False), i + 1
        city = replace(town, spelled=town.spelled or row.texts[k])
        return Mention(row.starts[first], row.ends[k], "city", row.codes(i), city=city, acts=False), k + 1

    def _is_of_member(self, row: Row, k: int) -> bool:
        """ "members" of "OPEC members Gabon and Libya": the body is named to tell of them alone."""
        if not self._words.has("member", row.texts[k]):
            return False
        at = k + 2 if self._words.has("state-noun", row.texts[k + 1]) else k + 1
        return row.kinds[at] == "country"

    def _seats(self, row: Row, k: int) -> bool:
        """ "-based" of "the Rome-based agencies", or the noun of "the Rome agreements": no word of their seat."""
        word = row.texts[k]
        if self._words.has("made-at", word.lower()):
            return word[:1].isupper() or word.endswith("s")
        return word in ("-", "–") and row.texts[k + 1].lower() == "based"


def _in_quotes(row: Row, i: int) -> tuple[int, int]:
    """The units of an organisation's name, with the marks that a Russian name stands in: «Лидеры "двадцатки"»."""
    quoted = i and row.texts[i - 1] in _OPENS and row.texts[i + 1] in _CLOSES and row.texts[i] > LATIN
    return (i - 1, i + 2) if quoted else (i, i + 1)

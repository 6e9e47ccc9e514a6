"""Composes countries, cities, organisations and bodies of state out of the units of a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from streams.extract.mention import Mention
from streams.extract.offices import Offices, skip_genitive
from streams.extract.surfaces import City
from streams.extract.units import Unit, Words


class Actors:
    """Reads what acts and is no person: "Kazakhstan", "the Kremlin", "the Kazakh foreign ministry", "both sides"."""

    def __init__(self, words: Words, offices: Offices, capitals: Mapping[str, City]) -> None:
        self._words = words
        self._offices = offices
        self._capitals = capitals

    def at(self, row: list[Unit], i: int) -> tuple[Mention | None, int]:
        """The actor that starts at unit i, and the unit behind it; nothing, and i, where none does."""
        unit = row[i]
        if unit.kind == "group":
            return Mention(unit.start, unit.end, "group", plural=True), i + 1
        if unit.kind == "city" and unit.hit:
            city = next(e.city for e in unit.hit.entries if e.city)
            acts = city.capital and not self._seats(row, i + 1)
            return Mention(unit.start, unit.end, "city", (city.country,), city=city, acts=acts), i + 1
        if unit.kind == "bodynoun":
            return self._body(row, i)
        codes = unit.codes()
        if not codes:
            return None, i
        kind = {"seat": "body", "company": "body"}.get(unit.kind, unit.kind)
        j = skip_genitive(row, i + 1)
        k = j
        while k < len(row) and row[k].kind in ("office-rank", "office-portfolio") and k - j < 3:
            k += 1
        if k < len(row) and row[k].kind == "bodynoun" and kind in ("adjective", "country", "org"):
            return Mention(unit.start, row[k].end, "body", codes), k + 1
        if kind in ("adjective", "country") and self._is_capital(row, j) and codes[0] in self._capitals:
            return Mention(unit.start, row[j].end, "city", codes, city=self._capitals[codes[0]], acts=False), j + 1
        if kind == "adjective" and unit.hit and any(e.kind in ("country", "people") for e in unit.hit.entries):
            # "US", "Kazakhs": the same form names the country or its people.
            kind = "country" if any(e.kind == "country" for e in unit.hit.entries) else "adjective"
        return Mention(unit.start, unit.end, kind, codes), i + 1

    def _body(self, row: list[Unit], i: int) -> tuple[Mention | None, int]:
        """ "The government of Mexico", "el Gobierno peruano": a body of state before its country."""
        codes, end = self._offices.of_country(row, i + 1, several=True)
        if not codes and i + 1 < len(row) and row[i + 1].kind == "adjective":
            codes, end = row[i + 1].codes(), i + 2
        goes_on = end < len(row) and row[end].text[0].islower()
        if codes and goes_on and row[end - 1].text.replace(".", "").isupper():
            return None, i  # "a delegation of U.S. businesses"
        return (Mention(row[i].start, row[end - 1].end, "body", codes), end) if codes else (None, i)

    def _is_capital(self, row: list[Unit], k: int) -> bool:
        """ "capital" of "the Kazakh capital", where the city's name does not follow."""
        named = k + 1 < len(row) and row[k + 1].kind == "city"
        return k < len(row) and self._words.has("capital", row[k].text) and not named

    @staticmethod
    def _seats(row: list[Unit], k: int) -> bool:
        """ "-based" of "the Rome-based agencies", which do not speak for their seat."""
        return k + 1 < len(row) and row[k].text in ("-", "–") and row[k + 1].text.lower() == "based"


def capital_of(unit: Unit) -> tuple[str, ...]:
    """The code of the country whose capital the unit names."""
    if unit.hit:
        for entry in unit.hit.entries:
            if entry.city and entry.city.capital:
                return (entry.city.country,)
    return ()

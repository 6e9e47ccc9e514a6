"""What every surface form of the lexicon stands for, by language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from streams.extract.holders import SUCCESSORS
from streams.extract.russian import headed, nominative
from streams.extract.tables import Lexicon, Row, among, cells

_NO_FAMILY_NAME = re.compile(r"[IVX]+$|Jr|Sr|al-|Al-|bin$")
"""Last parts of names that name nobody by themselves."""

_INITIALS = re.compile(r"(?:\b[A-Z]\. ?)+(?=\w)")
_SON_OF = frozenset({"bin", "bint", "ibn", "ben", "бин", "ибн"})
"""What stands before a father's name."""
_METONYMS = ("seat", "body", "company")
_SHORTEST_STEM = len("Буш*")
_FAMILY_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM"})
"""Countries where the family name stands before the given one."""


@dataclass(frozen=True, slots=True)
class City:
    """A place on the map: ISO 3166-1 alpha-3 country, WGS 84 degrees.

    `spelled` is its name in the nominative where the surface form may be another case.
    """

    name: str
    country: str
    lat: float
    lon: float
    capital: bool
    spelled: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface form stands for.

    `kind`: country, adjective, people (a demonym), seat, body, company, org, city, person, family, decoy (a
    phrase that stands for nobody), group ("both sides"), bodynoun ("delegation"), or a part of an office:
    office-head, office-ministry, office-rank, office-portfolio. `codes` are country or `org:` codes; `name` is
    a person's in the table of office-holders, `spelled` the same in the script of the surface form.
    """

    kind: str
    codes: tuple[str, ...] = ()
    city: City | None = None
    name: str = ""
    spelled: str = ""


Surfaces = Mapping[str, Sequence[Entry]]


@lru_cache(maxsize=8)
def surfaces(lexicon: Lexicon, lang: str) -> Surfaces:
    """Each surface form of the language with its meanings; a `*` in a form stands for any ending of a word.

    Made once, for the scanner, the meetings and the recasing of capitals alike: nobody may change it.
    """
    forms: dict[str, list[Entry]] = defaultdict(list)
    tables = _actors, _currencies, _cities, _holders, _offices, _groups
    for pairs in (table(lexicon, lang) for table in tables):
        for surface, entry in pairs:
            if entry not in forms[surface]:
                forms[surface].append(entry)
    return dict(forms)


def _actors(lexicon: Lexicon, lang: str) -> Iterator[tuple[str, Entry]]:
    for row in lexicon.rows("countries", lang):
        for kind, column in (("country", "names"), ("adjective", "adjectives"), ("people", "demonyms")):
            for surface in cells(row[column]):
                yield surface, Entry(kind, (row["code"],))
    for row in lexicon.rows("metonyms", lang):
        yield row["name"], Entry(among(row, row["kind"], _METONYMS), cells(row["code"]))
    for row in lexicon.rows("decoys", lang):
        yield row["name"], Entry("decoy")
    for row in lexicon.rows("organisations"):
        for surface in cells(row[f"names.{lang}"]):
            yield surface, Entry("org", (row["code"],))


def _currencies(lexicon: Lexicon, lang: str) -> Iterator[tuple[str, Entry]]:
    """Currencies that hold the name of a country and do not speak for it: "US$", "Canadian dollars"."""
    for row in lexicon.rows("currencies", lang):
        if row["part"] == "currency":
            for surface in (*cells(row["before"]), *cells(row["after"])):
                named = surface[0].isupper() or _is_cyrillic(surface)  # "долларов США", "гонконгских долларов"
                if named and (" " in surface or surface.endswith("$")):
                    yield surface, Entry("decoy")


def _cities(lexicon: Lexicon, lang: str) -> Iterator[tuple[str, Entry]]:
    for row in lexicon.rows("cities"):
        city = _city(row)
        aliases = cells(row[f"aliases.{lang}"])
        if lang == "ru":
            spelled = headed(aliases)
            for surface in aliases:
                yield surface, Entry("city", (city.country,), replace(city, spelled=spelled.get(surface, "")))
            continue
        # City names in Latin letters are the same in most languages that use them.
        for surface in (*aliases, row["name"]):
            yield surface, Entry("city", (city.country,), city)


def _city(row: Row) -> City:
    return City(row["name"], row["country"], float(row["lat"]), float(row["lon"]), row["role"] == "capital")


def capitals(lexicon: Lexicon) -> dict[str, City]:
    """The capital of each country, former ones too, by code; the first in the table where there were several."""
    found: dict[str, City] = {}
    for row in lexicon.rows("cities"):
        if row["role"] == "capital":
            found.setdefault(row["country"], _city(row))
    for former, code in SUCCESSORS.items():
        found.setdefault(former, found[code])
    return found


def _holders(lexicon: Lexicon, lang: str) -> Iterator[tuple[str, Entry]]:
    """Full names, and family names by themselves, of office-holders."""
    words = lexicon.words("en").get("notname", frozenset())
    for row in lexicon.rows("leaders"):
        written = (form for name in (row["name"], *cells(row["aliases"])) for form in _initialled(name))
        for surface in dict.fromkeys(written):
            if lang != "ru" and _is_cyrillic(surface):
                continue
            spelled = nominative(surface, row["name"]) if _is_cyrillic(surface) else ""
            yield surface, Entry("person" if " " in surface else "family", name=row["name"], spelled=spelled)
            parts = surface.split()
            if len(parts) > 1 and parts[-2] not in _SON_OF and _names_somebody(parts[-1], row["country"]):
                yield parts[-1], Entry("family", name=row["name"], spelled=spelled)
        first, space, _ = row["name"].partition(" ")
        if space and row["country"] in _FAMILY_FIRST and first not in words:
            yield first, Entry("family", name=row["name"])


def _initialled(name: str) -> tuple[str, ...]:
    """A name with its initials as papers write them: "K.P. Oli", "K. P. Oli", "K P Oli", "KP Oli"."""
    initials = _INITIALS.search(name)
    if initials is None:
        return (name,)
    letters = [char for char in initials[0] if char.isupper()]
    before, behind = name[: initials.start()], name[initials.end() :]
    forms = "".join(f"{letter}." for letter in letters), "".join(letters), " ".join(letters)
    return (name, *(f"{before}{form} {behind}" for form in (*forms, ". ".join(letters) + ".")))


def _names_somebody(last: str, country: str) -> bool:
    """Whether the last part of a name is a family name that may stand by itself.

    A short stem would match other words ("Ин*"), and in East Asia the last part is a given name.
    """
    if _is_cyrillic(last):
        return len(last) >= _SHORTEST_STEM and country not in _FAMILY_FIRST
    return len(last) > 2 and not _NO_FAMILY_NAME.match(last)


def _offices(lexicon: Lexicon, lang: str) -> Iterator[tuple[str, Entry]]:
    for row in lexicon.rows("offices", lang):
        kind = "bodynoun" if row["part"] == "body" else f"office-{row['part']}"
        for word in cells(row["words"]):
            title = _title_case(word)
            hyphened = "-".join(part[:1].upper() + part[1:] for part in title.split("-"))
            for form in dict.fromkeys(
                (word, word[0].upper() + word[1:], title, title[0].lower() + title[1:], hyphened)
            ):
                yield form, Entry(kind)


def _groups(lexicon: Lexicon, lang: str) -> Iterator[tuple[str, Entry]]:
    for phrase in sorted(lexicon.words(lang).get("group", ())):
        yield phrase, Entry("group")
        yield phrase[0].upper() + phrase[1:], Entry("group")


def _is_cyrillic(text: str) -> bool:
    return any("\u0400" <= char <= "\u04ff" for char in text)


def _title_case(phrase: str) -> str:
    """Each word capitalised but the small ones: "Secretary of State"."""
    small = {"of", "the", "and", "for", "de", "del", "la", "y"}
    return " ".join(w if w in small else w[:1].upper() + w[1:] for w in phrase.split(" "))

"""What surface forms stand for, and how the scanner finds them in text."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from streams.extract.scan import Scanner
from streams.extract.surfaces import Surfaces, capitals, surfaces
from streams.extract.tables import load
from streams.names import Names
from tests.timing import fastest


@cache
def forms(lang: str) -> Surfaces:
    return surfaces(load(), lang)


@cache
def scanner(lang: str) -> Scanner:
    return Scanner(load(), lang)


def hits(text: str, lang: str = "en") -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.meaning.kind) for hit in scanner(lang).hits(text)]


@pytest.mark.parametrize(
    ("lang", "surface", "kind", "code"),
    [
        ("en", "Norway", "country", "NOR"),
        ("en", "Norwegian", "adjective", "NOR"),
        ("en", "Norwegians", "people", "NOR"),
        ("en", "Oslo", "city", "NOR"),
        ("en", "Kremlin", "seat", "RUS"),
        ("en", "NATO", "org", "org:NATO"),
        ("es", "Noruega", "country", "NOR"),
        ("es", "OTAN", "org", "org:NATO"),
        ("ru", "НАТО", "org", "org:NATO"),
    ],
)
def test_a_form_stands_for_its_code(lang: str, surface: str, kind: str, code: str) -> None:
    entries = forms(lang).get(surface) or forms(lang).get(f"the {surface}") or []
    assert (kind, (code,)) in [(entry.kind, entry.codes) for entry in entries]


def test_office_holders_are_known_by_full_and_family_name() -> None:
    assert "person" in {entry.kind for entry in forms("en")["Nursultan Nazarbayev"]}
    assert {entry.name for entry in forms("en")["Nazarbayev"]} == {"Nursultan Nazarbayev"}
    assert "Xi Jinping" in {entry.name for entry in forms("en")["Xi"]}


def test_no_form_is_empty_or_has_the_same_meaning_twice() -> None:
    for lang in ("en", "es", "ru"):
        for surface, entries in forms(lang).items():
            assert surface == surface.strip() != ""
            assert len(entries) == len(set(entries)), surface


def test_every_country_with_a_capital_has_a_name() -> None:
    assert capitals(load()).keys() <= Names().by_code.keys()
    assert capitals(load())["NOR"].name == "Oslo"
    assert Names().name("NOR") == "Norway"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Norway and Oslo.", [("Norway", "country"), ("Oslo", "city")]),
        ("en", "Norway's fish", [("Norway", "country")]),
        ("en", "Norwayish fish, norway", []),
        ("en", "the South Korean minister", [("South Korean", "adjective"), ("minister", "office-head")]),
        ("ru", "Норвежский и норвежская", [("Норвежский", "adjective"), ("норвежская", "adjective")]),
        ("ru", "переговоры с Норвегией", [("Норвегией", "country")]),
    ],
)
def test_hits_are_whole_words_and_the_longest_ones(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(word, "office-head" if kind.startswith("office") else kind) for word, kind in hits(text, lang)] == expected


def test_a_city_in_a_hyphenated_name_is_no_city_and_a_country_is_one() -> None:
    assert hits("Holm-Oslo") == []
    assert ("Russia", "country") in hits("Russia-India talks")


def test_hits_do_not_overlap_and_come_in_order() -> None:
    found = scanner("en").hits("South Korean President Park Geun-hye met UN Secretary-General Ban Ki-moon in New York.")
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(found) >= 5


@pytest.mark.parametrize("unit", ["Republic of ", "а", "United ", "Norway-"])
def test_scanning_takes_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        return fastest(lambda: scanner("en").hits(text))

    assert seconds(400_000) < 30 * max(seconds(40_000), 0.01)

"""What a sentence looks like to the grammar of names and offices: its units."""

from __future__ import annotations

import pytest

from streams.extract.scan import Scanner
from streams.extract.tables import load
from streams.extract.units import Row, units

SCANNER = Scanner(load(), "en")


def row_of(text: str) -> Row:
    return units(text, 0, len(text), SCANNER.hits(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway's envoy", [("Norway", "country"), ("'", "punct"), ("s", "low"), ("envoy", "office-head")]),
        ("Jane Roe’s 12 papers", [("Jane", "cap"), ("Roe", "cap"), ("’s", "punct"), ("12", "num"), ("papers", "low")]),
        ("He met al-Tarawneh's", [("He", "cap"), ("met", "low"), ("al-Tarawneh", "cap"), ("'s", "punct")]),
        ("D'Acme's-based", [("D'Acme's-based", "cap")]),
        ("UN Secretary-General said", [("UN", "org"), ("Secretary-General", "office-head"), ("said", "low")]),
        ("", []),
    ],
)
def test_a_unit_is_a_name_that_the_lexicon_knows_or_a_token(text: str, expected: list[tuple[str, str]]) -> None:
    row = row_of(text)
    assert list(zip(row.texts, row.kinds, strict=True))[: row.size] == expected


@pytest.mark.parametrize(
    "text",
    [
        "  In  Oslo,\tthe Norwegian prime minister\u00a0(and others) met U.S. President X.\u00a0",
        "北京" * 200 + "、" + "x/y-" * 50 + " Norway",
        "_a__b_ 's ’s ''s --",
    ],
)
def test_units_stand_where_they_say_and_leave_nothing_but_blanks_between_them(text: str) -> None:
    row = row_of(text)
    reached = 0
    for word, start, end in zip(row.texts, row.starts, row.ends, strict=False):
        assert text[start:end] == word
        assert not text[reached:start].strip()
        reached = end
    assert not text[reached:].strip()


def test_rules_may_look_two_units_past_the_end() -> None:
    row = row_of("Oslo")
    assert row.texts == ["Oslo", "", ""]
    assert row.kinds == ["city", "", ""]
    assert row.codes(0) == ()
    assert row.codes(2) == ()

"""Office-holders told apart by country and day, from the bundled table."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from streams.extract.holders import Holders, Term, former_state
from streams.extract.tables import Lexicon, load


@cache
def holders() -> Holders:
    return Holders(load())


PUTIN = ["Vladimir Putin"]


@pytest.mark.parametrize(
    ("day", "office"),
    [
        (date(2005, 1, 1), "president"),
        (date(2008, 5, 6), "president"),
        (date(2010, 6, 24), "prime minister"),
        (date(2012, 6, 24), "president"),
        (None, "president"),
    ],
)
def test_the_office_is_that_of_the_day(day: date | None, office: str) -> None:
    term = holders().holder(PUTIN, ("RUS",), day, strict=False)
    assert term is not None
    assert term.office == office


def test_nobody_of_another_country_is_meant() -> None:
    assert holders().holder(PUTIN, ("KAZ",), date(2012, 6, 24), strict=False) is None


def test_a_name_that_the_table_does_not_have_is_nobody() -> None:
    assert holders().holder(["Jane Roe"], (), date(2012, 6, 24), strict=False) is None


def lexicon(*terms: Term) -> Lexicon:
    rows = tuple(
        {"name": t.name, "country": t.country, "office": t.office, "start": t.start, "end": t.end} for t in terms
    )
    return Lexicon({"leaders": rows}, "test")


ROES = Holders(
    lexicon(
        Term("Jane Roe", "NOR", "president", "2000", "2004-06"),
        Term("Karl Roe", "NOR", "president", "2004-06", "2010-01-31"),
        Term("Pia Roe", "DNK", "prime minister", "2009", ""),
    )
)
FAMILY = ["Jane Roe", "Karl Roe", "Pia Roe"]


@pytest.mark.parametrize(
    ("codes", "day", "name"),
    [
        ((), date(2002, 1, 1), "Jane Roe"),
        ((), date(2006, 1, 1), "Karl Roe"),
        ((), date(2015, 1, 1), "Pia Roe"),
        (("NOR",), date(2009, 12, 1), "Karl Roe"),
        (("DNK",), date(2009, 12, 1), "Pia Roe"),
    ],
)
def test_a_family_name_is_the_one_in_office(codes: tuple[str, ...], day: date, name: str) -> None:
    term = ROES.holder(FAMILY, codes, day, strict=True)
    assert term is not None
    assert term.name == name


@pytest.mark.parametrize(
    "day", [date(2009, 12, 1), None], ids=["two in office on the day", "no day to tell them apart"]
)
def test_a_family_name_that_may_be_several_persons_is_nobody(day: date | None) -> None:
    assert ROES.holder(FAMILY, (), day, strict=True) is None


def test_a_month_or_year_of_the_table_is_covered_to_its_last_day() -> None:
    term = Term("Jane Roe", "NOR", "president", "2000-02", "2004-06")
    assert not term.covers(date(2000, 1, 31))
    assert term.covers(date(2000, 2, 1))
    assert term.covers(date(2004, 6, 30))
    assert not term.covers(date(2004, 7, 1))


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("RUS", date(1991, 12, 25), "SUN"),
        ("RUS", date(1991, 12, 26), "RUS"),
        ("CZE", date(1992, 12, 31), "CSK"),
        ("CZE", date(1993, 1, 1), "CZE"),
        ("SRB", date(2003, 2, 3), "YUG"),
        ("FRA", date(1987, 1, 1), "FRA"),
    ],
)
def test_a_successor_state_is_its_predecessor_before_its_day(code: str, day: date, expected: str) -> None:
    assert former_state(code, day) == expected

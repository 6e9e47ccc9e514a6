"""Sums and shares as papers write them."""

from __future__ import annotations

import pytest

from streams.extract.amounts import Money
from streams.extract.tables import load


def read(lang: str, text: str) -> list[tuple[float, str]]:
    return [(item.value, item.currency or item.unit or "") for item in Money(load(), lang).find(text, 0, len(text))]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "2.5-billion-dollar loan", [(2.5e9, "USD")]),
        ("en", "US$ 2.5 bn", [(2.5e9, "USD")]),
        ("en", "21 billion 100 million dollars", [(21.1e9, "USD")]),
        ("en", "25 mln dlrs", [(25e6, "USD")]),
        ("en", "half a billion dollars", [(5e8, "USD")]),
        ("en", "Rs. 200 crore", [(2e9, "INR")]),
        ("en", "3 lakh crore rupees", [(3e12, "INR")]),
        ("en", "100 billion yen ($700 million)", [(1e11, "JPY"), (7e8, "USD")]),
        ("en", "Japanese Yen (JPY) 232.2 billion", [(2.322e11, "JPY")]),
        ("en", "HK$1.5m and NT$30 billion", [(1.5e6, "HKD"), (30e9, "TWD")]),
        ("en", "8,500 million roubles", [(8.5e9, "RUB")]),
        ("en", "300 million marks", [(3e8, "DEM")]),
        ("en", "up 12.5 percent, or 7 per cent", [(12.5, "percent"), (7, "percent")]),
        ("es", "2,500 millones de dólares", [(2.5e9, "USD")]),
        ("es", "en 1999 mil 300 millones de dólares", [(1.3e9, "USD")]),
        ("es", "387 millones de dólares y 1 636 millones", [(3.87e8, "USD"), (1.636e9, "USD")]),
        ("es", "900 millones de dólares, no los mil 500 millones en 2015", [(9e8, "USD"), (1.5e9, "USD")]),
        ("es", "2.500 millones de euros", [(2.5e9, "EUR")]),
        ("es", "1,5 millones de euros", [(1.5e6, "EUR")]),
        ("es", "3 mil 200 millones de dólares", [(3.2e9, "USD")]),
        ("es", "mil 500 millones de dólares", [(1.5e9, "USD")]),
        ("es", "20 mil 500 mdd", [(20.5e9, "USD")]),
        ("es", "ocho mil 970 millones de dólares", [(8.97e9, "USD")]),
        ("es", "mil millones de dólares", [(1e9, "USD")]),
        ("es", "500 mdd", [(5e8, "USD")]),
        ("ru", "28,5 млрд долларов", [(28.5e9, "USD")]),
        ("ru", "полтора миллиарда рублей", [(1.5e9, "RUB")]),
        ("ru", "миллиард долларов", [(1e9, "USD")]),
        ("ru", "$1,5 млрд", [(1.5e9, "USD")]),
        ("ru", "на 10,5%", [(10.5, "percent")]),
    ],
)
def test_a_sum_has_its_value_in_whole_units(lang: str, text: str, expected: list[tuple[float, str]]) -> None:
    assert read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "worth $5-6 billion", [(5e9, "USD")]),
        ("en", "between $5 and $6 billion", [(5e9, "USD")]),
        ("en", "from 24 to 40 billion dollars", [(24e9, "USD"), (40e9, "USD")]),
        ("en", "from the current $24 billion to $40 billion", [(24e9, "USD"), (40e9, "USD")]),
        ("en", "$5 million and $6 million", [(5e6, "USD"), (6e6, "USD")]),
        ("en", "two billion dlrs this year from 1.3 billion in 1986", [(2e9, "USD"), (1.3e9, "USD")]),
        ("ru", "с 20 до 30 млрд долл. США", [(20e9, "USD"), (30e9, "USD")]),
    ],
)
def test_a_range_is_one_sum_and_a_change_is_two(lang: str, text: str, expected: list[tuple[float, str]]) -> None:
    assert read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "COVID-19, F-16, COP26 and 1.5 million tonnes"),
        ("en", "500 pounds of rice on 5 May 2023"),
        ("es", "los acuerdos de 1952 y 1954"),
        ("ru", "резолюция 1701 от 2006 года"),
    ],
)
def test_other_numbers_are_no_sums(lang: str, text: str) -> None:
    assert read(lang, text) == []


def test_a_year_before_a_sum_is_no_part_of_it() -> None:
    text = "in 2019 5 billion dollars"
    (amount,) = Money(load(), "en").find(text, 0, len(text))
    assert text[amount.start : amount.end] == "5 billion dollars"


@pytest.mark.parametrize(
    ("lang", "home", "text", "currency"),
    [
        ("en", "LKA", "Rs. 450 million", "LKR"),
        ("en", "LKA", "450 million rupees", "LKR"),
        ("en", "LKA", "20 million Indian rupees", "INR"),
        ("en", "LKA", "$5 million", "USD"),
        ("en", "", "450 million rupees", "INR"),
        ("es", "CHL", "30 millones de pesos", "CLP"),
        ("es", "CHL", "30 millones de pesos mexicanos", "MXN"),
    ],
)
def test_a_paper_counts_in_the_currency_of_its_country(lang: str, home: str, text: str, currency: str) -> None:
    assert [amount.currency for amount in Money(load(), lang).find(text, 0, len(text), home)] == [currency]

"""Organs without a country's name: whose "the Cabinet" is that approves a treaty."""

from __future__ import annotations

import pytest

from tests.extract.articles import reader, taken_in

OWN = [
    ("en", "Daily Mirror (Sri Lanka)", "The Cabinet on Tuesday approved a loan agreement with China.", "CHN LKA"),
    ("en", "Daily Mirror (Sri Lanka)", "The Treasury has signed a loan agreement with Japan.", "JPN LKA"),
    ("en", "Daily Mirror (Sri Lanka)", "An agreement with Oman was signed by the government.", "LKA OMN"),
    ("en", "Daily Mirror (Sri Lanka)", "The country signed a treaty with Oman last Friday.", "LKA OMN"),
    ("en", "Daily Mirror (Sri Lanka)", "Foreign Ministry officials met their Omani counterparts on Monday.", "LKA OMN"),
    ("en", "AFP", "NAIROBI, June 22 - Parliament on Monday ratified a trade agreement with Peru.", "KEN PER"),
    ("es", "La Jornada", "El Senado ratificó el tratado de extradición con Perú el martes.", "MEX PER"),
]
OTHERS = [
    ("AFP", "The government signed a loan agreement with China on Monday.", []),
    (
        "Daily Mirror (Sri Lanka)",
        "Iran voted on Sunday. The government signed a treaty with Oman on Monday.",
        ["IRN OMN"],
    ),
    ("Daily Mirror (Sri Lanka)", "The government of Iran signed a treaty with Oman on Monday.", ["IRN OMN"]),
]


def parties(text: str, lang: str, outlet: str) -> list[str]:
    """The parties of each report of a text of that outlet."""
    _, reading = reader().read(taken_in(text, "2015-06-24", lang, outlet=outlet))
    return [" ".join(report.parties) for report in reading.reports]


@pytest.mark.parametrize(("lang", "outlet", "text", "expected"), OWN, ids=[text[:50] for _, _, text, _ in OWN])
def test_an_organ_without_a_country_is_that_of_the_paper_or_the_dateline(
    lang: str, outlet: str, text: str, expected: str
) -> None:
    assert parties(text, lang, outlet) == [expected]


@pytest.mark.parametrize(("outlet", "text", "expected"), OTHERS, ids=[text[:50] for _, text, _ in OTHERS])
def test_an_organ_is_not_the_papers_own_where_another_state_was_named_last(
    outlet: str, text: str, expected: list[str]
) -> None:
    assert parties(text, "en", outlet) == expected

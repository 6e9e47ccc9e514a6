"""Who says "I" in transcripts: the one whose turn it is, and no journalist."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.articles import article, reader

_ALONE = "Remarks by President Obama"
_JOINT = "Remarks by President Obama and Prime Minister Singh of India"
_KARZAI = "met with President Karzai of Afghanistan in Kabul"


@pytest.mark.parametrize(
    ("title", "turn", "parties"),
    [
        (_ALONE, f"THE PRESIDENT: I {_KARZAI} yesterday.", {"AFG USA"}),
        (_ALONE, "THE PRESIDENT: President Karzai of Afghanistan and I just met in Kabul.", {"AFG USA"}),
        (_ALONE, f"Q I {_KARZAI} yesterday.", set()),
        (_ALONE, f"QUESTION: We {_KARZAI} yesterday.", set()),
        (_JOINT, f"PRESIDENT OBAMA: I {_KARZAI} yesterday.", {"AFG USA", "IND USA"}),
        (_JOINT, f"PRIME MINISTER SINGH: I {_KARZAI} yesterday.", {"AFG IND", "IND USA"}),
        (_JOINT, f"PRIME MINISTER SINGH: Thank you.\nI {_KARZAI} yesterday.", {"AFG IND", "IND USA"}),
    ],
)
def test_the_one_whose_turn_it_is_met_them(title: str, turn: str, parties: set[str]) -> None:
    text = article(f"{title}\n{turn}", published=date(2012, 6, 13), outlet="The White House", titled=True)
    _, reading = reader().read(text)
    assert {" ".join(sorted(report.parties)) for report in reading.reports if report.kind == "meeting"} == parties


def test_a_speaker_of_whom_only_the_label_tells() -> None:
    text = article(
        "Meeting with Government members\nVladimir Putin: Yesterday I spoke with the President of Finland by phone.",
        published=date(2012, 6, 13),
        outlet="en.kremlin.ru",
        titled=True,
    )
    _, reading = reader().read(text)
    assert [sorted(report.parties) for report in reading.reports] == [["FIN", "RUS"]]


@pytest.mark.parametrize(
    ("outlet", "parties"),
    [("Minister for Foreign Affairs (Australia)", [["AUS", "FJI"], ["AUS", "VUT"]]), ("Reuters", [])],
)
def test_a_minister_who_publishes_by_himself_speaks_for_his_country(outlet: str, parties: list[list[str]]) -> None:
    text = article(
        "Visit to the Pacific\nI will visit Fiji and Vanuatu from 10 to 12 December.", outlet=outlet, titled=True
    )
    _, reading = reader().read(text)
    assert sorted(sorted(report.parties) for report in reading.reports) == parties

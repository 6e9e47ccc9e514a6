"""Whom names and pronouns of newspapers do not mean: strangers, others, people at home. The strangers are invented."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.report import Report
from streams.extract.strangers import alike
from tests.extract.articles import article, reader

DAY = date(2015, 6, 24)
PAIR = "President Barack Obama met Chancellor Angela Merkel in Washington on Monday. "


def meetings(text: str, outlet: str | None = None) -> list[Report]:
    """What the reader tells of meetings."""
    _, reading = reader().records(article(text, published=DAY, outlet=outlet))
    return [report for report in reading["reports"] if report["kind"] == "meeting"]


@pytest.mark.parametrize(
    "text",
    [
        "President Obama won the vote. Ms. Roe, 29, said she was sorry. She traveled to Mexico in 2004.",
        "President Obama won the vote. Jane Roe, a teacher, was glad. She came back to France on Monday.",
        "President Hollande spoke. It was too much for John Roe, said Richard Roe. He flew to Cairo in May.",
        "President Obama won. Mr. Obama was glad. Then she traveled to Mexico.",
        "Barack Obama's guests were glad. Officials said they would fly to Mexico on Friday.",
        "French President François Hollande is older than Italian Prime Minister Matteo Renzi.\n"
        "John Roe and Jane Roe own a shop. They met for coffee.",
        "General Petrov of Russia traveled to Japan as a private citizen in 2014.",
        "Fidel Castro's body will make a tour from Havana to Santiago de Chile on Friday.",
    ],
)
def test_what_strangers_do_is_no_meeting(text: str) -> None:
    assert meetings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        PAIR + "Mr. Obama was glad of what Joe Biden told him during a long meeting at the White House last week.",
        PAIR + "That troubled the delegates as they arrived in Paris.",
        PAIR + "Vice President Joe Biden spoke with a number of foreign heads of state on Friday.",
        "Obama warns Kerry on Russia\n" + PAIR + "Both leaders met in private.",
        PAIR + "People familiar with the talks praised them.",
    ],
)
def test_others_beside_the_pair_tell_no_further_meeting(text: str) -> None:
    (meeting,) = meetings(text)
    assert (meeting["parties"], meeting["date"]["start"]) == (["DEU", "USA"], "2015-06-22")


def test_they_go_on_from_the_pair_just_named() -> None:
    told = meetings(PAIR + "They will meet again in Rome in September.")
    assert [(meeting["parties"], meeting["status"]) for meeting in told] == [
        (["DEU", "USA"], "held"),
        (["DEU", "USA"], "planned"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("Mohammed", "Muhammad", True), ("J.", "James", True), ("Doris", "Danilo", False), ("Chris", "Perry", False)],
)
def test_given_names_of_one_person_look_alike(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is expected


@pytest.mark.parametrize(
    ("text", "parties", "status", "start"),
    [
        ("President Macky Sall angered Gambia by meeting King Felipe VI of Spain on Monday.", "ESP SEN", "held", 22),
        ("Canada's Prime Minister Stephen Harper broke with custom on Friday by visiting Cuba.", "CAN CUB", "held", 19),
        ("President Hollande said on Monday taxes would go. He spoke after talks with Renzi.", "FRA ITA", "held", 22),
        ("In a brief, cool encounter, Mr. Obama on Monday appealed to Mr. Putin to stop.", "RUS USA", "held", 22),
        ("On Monday David Cameron sat with his Indian counterpart to talk of trade.", "GBR IND", "held", 22),
        ("David Cameron is glad. He's going to see President Hollande on Friday.", "FRA GBR", "planned", 26),
        ("U.S. Department of Homeland Security officials are expected in Malta on Friday.", "MLT USA", "planned", 26),
    ],
)  # fmt: skip
def test_manners_of_newspapers_to_tell_a_meeting(text: str, parties: str, status: str, start: int) -> None:
    (meeting,) = meetings(text)
    assert (" ".join(meeting["parties"]), meeting["status"]) == (parties, status)
    assert meeting["date"]["start"] == f"2015-06-{start}"


def test_a_paper_of_america_speaks_of_the_senators_of_its_country() -> None:
    (meeting,) = meetings("The club will pay for Senator John Roe's trip to Rome on Friday.", outlet="NBC News")
    assert (meeting["parties"], meeting["format"]) == (["ITA", "USA"], "visit")

"""Tours and those who join: each leg with its days and hosts, each guest with who received him."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.report import MeetingReport
from tests.extract.articles import article, reader

KERRY = "U.S. Secretary of State John Kerry"


def meetings(text: str) -> list[MeetingReport]:
    _, reading = reader().read(article(text, published=date(2014, 6, 11)))
    return [report for report in reading.reports if isinstance(report, MeetingReport)]


def legs(text: str) -> list[tuple[str, str]]:
    """Country and first day of each meeting of the text."""
    found = []
    for meeting in meetings(text):
        assert meeting.place is not None
        found.append((meeting.place.country or "", str(meeting.date.start) if meeting.date else ""))
    return sorted(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{KERRY} will travel to Brussels, Belgium, from June 15 to 19 and to Lima, Peru, from June 20 to 24.",
            [("BEL", "2014-06-15"), ("PER", "2014-06-20")],
        ),
        (
            f"{KERRY} visited Brussels, Belgium, on Monday and Lima, Peru, on Tuesday.",
            [("BEL", "2014-06-09"), ("PER", "2014-06-10")],
        ),
        (
            f"{KERRY} will travel to Brussels, Belgium; Lima, Peru; and Quito, Ecuador, June 20-24.",
            [("BEL", "2014-06-20"), ("ECU", "2014-06-20"), ("PER", "2014-06-20")],
        ),
        (f"{KERRY} will fly to Lima and then to Quito on Friday.", [("ECU", "2014-06-13"), ("PER", "2014-06-13")]),
        (
            f"{KERRY} will visit Peru, the West Bank and Ecuador on Friday.",
            [("ECU", "2014-06-13"), ("PER", "2014-06-13"), ("PSE", "2014-06-13")],
        ),
        (
            f"{KERRY} sets out on a tour of three nations on Sunday, visiting Peru, Chile and Ecuador.",
            [("CHL", "2014-06-15"), ("ECU", "2014-06-15"), ("PER", "2014-06-15")],
        ),
        (
            f"{KERRY} will be undertaking a tour of the United Arab Emirates (UAE) and Chile from 24-29 November.",
            [("ARE", "2014-11-24"), ("CHL", "2014-11-24")],
        ),
        (
            f"{KERRY} will travel to Peru next week as part of a tour that also includes Chile and Ecuador.",
            [("CHL", ""), ("ECU", ""), ("PER", "2014-06-16")],
        ),
        (
            f"{KERRY} will begin a nine-day trip to Peru, Chile and Ecuador on Friday. Mr. Kerry will visit Chile from"
            " June 16 to 18. On the last leg of his tour, he will reach Ecuador on June 19.",
            [("CHL", "2014-06-16"), ("ECU", "2014-06-19"), ("PER", "2014-06-13")],
        ),
        (
            f"{KERRY} left on Tuesday for a visit to Peru, Chile and Ecuador. He will travel to Chile on Friday.",
            [("CHL", "2014-06-13"), ("ECU", "2014-06-10"), ("PER", "2014-06-10")],
        ),
        (
            f"{KERRY} said he would make Peru his first stop on the tour. His next stop will be Chile.",
            [("CHL", ""), ("PER", "")],
        ),
    ],
)
def test_each_leg_of_a_tour_is_a_visit_with_its_days(text: str, expected: list[tuple[str, str]]) -> None:
    assert legs(text) == expected


def test_hosts_told_together_are_each_met_at_home() -> None:
    told = meetings(
        f"{KERRY} will visit Peru, Chile and Ecuador next week. He will meet President Ollanta Humala of Peru,"
        " President Michelle Bachelet of Chile and President Rafael Correa of Ecuador."
    )
    hosts = {meeting.parties: {person.name for person in meeting.participants} for meeting in told}
    assert hosts == {
        ("CHL", "USA"): {"John Kerry", "Michelle Bachelet"},
        ("ECU", "USA"): {"John Kerry", "Rafael Correa"},
        ("PER", "USA"): {"John Kerry", "Ollanta Humala"},
    }


def test_the_trip_of_somebody_else_weeks_ago_gives_talks_no_date() -> None:
    told = meetings(
        f"{KERRY} sat down with President Ollanta Humala of Peru. The talks follow a visit to Chile last month by"
        " Vice President Joe Biden."
    )
    assert {meeting.parties: str(meeting.date and meeting.date.start) for meeting in told} == {
        ("PER", "USA"): "2014-06-11",
        ("CHL", "USA"): "2014-05-01",
    }


def test_two_who_met_elsewhere_before_are_not_at_the_meeting_of_many() -> None:
    told = meetings(
        f"The foreign ministers of Peru, Chile and Cuba sat down with {KERRY}. Mr. Kerry met Peruvian officials in Lima"
        " last week."
    )
    assert [meeting.parties for meeting in told] == [("CHL", "CUB", "PER", "USA"), ("PER", "USA")]


def test_hosts_who_came_to_one_place_are_met_there_together() -> None:
    (told,) = meetings(f"{KERRY} met on Monday in Geneva with the presidents of Peru, Chile and Ecuador.")
    assert told.parties == ("CHL", "ECU", "PER", "USA")


CAMERON = "British Prime Minister David Cameron"
GUESTS = "Canadian Prime Minister Stephen Harper and German Chancellor Angela Merkel"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"{CAMERON} hosted a dinner on Monday. Attending were {GUESTS}.", "talks"),
        (f"{CAMERON} held talks in London. The meeting was also attended by {GUESTS}.", "talks"),
        (f"{CAMERON} chaired a conference on Monday. Participants included {GUESTS}.", "talks"),
        (f"{CAMERON} hosted a call on Monday. The call was joined by {GUESTS}.", "call"),
        (f"{CAMERON} spoke to allies. Joining the prime minister on the call were {GUESTS}.", "call"),
    ],
)
def test_guests_are_told_with_their_host(text: str, form: str) -> None:
    told = [meeting for meeting in meetings(text) if meeting.format == form]
    assert [meeting.parties for meeting in told] == [("CAN", "DEU", "GBR")]


def test_a_cabinet_that_meets_has_no_guests() -> None:
    assert meetings(f"{CAMERON} held a cabinet meeting. It was attended by Foreign Secretary William Hague.") == []


@pytest.mark.parametrize("link", ["builds on", "follows"])
def test_what_a_meeting_follows_on_does_not_date_it(link: str) -> None:
    told = meetings(
        f"{CAMERON} met Italian Prime Minister Matteo Renzi in Jakarta. The meeting {link} Mr. Renzi's November 2013"
        " trip to Britain."
    )
    days = {meeting.format: str(meeting.date.start) for meeting in told if meeting.date}
    assert days == {"talks": "2014-06-11", "visit": "2013-11-01"}


@pytest.mark.parametrize(
    "text",
    [
        "The two ministers discussed EU-Serbia negotiations over the protocol.",
        "They stressed the importance of a successful conclusion of the talks with Iran.",
        "They have held 11 meetings.",
        "They pledged to continue regular consultations.",
        "They discussed their recent engagements with the Peruvian and Chilean presidents.",
        "They discussed trade, with Mr. Cameron reiterating his support for talks with Iran.",
    ],
)
def test_what_is_merely_spoken_of_is_no_meeting(text: str) -> None:
    told = meetings(f"{CAMERON} telephoned Italian Prime Minister Matteo Renzi on Monday. {text}")
    assert [meeting.format for meeting in told] == ["call"]


def test_the_two_leaders_of_the_next_meeting_are_not_those_of_the_last() -> None:
    told = meetings(
        f"{CAMERON} met Italian Prime Minister Matteo Renzi on Monday.\nDuring a meeting with German Chancellor Angela"
        " Merkel, the two leaders discussed trade."
    )
    assert sorted(meeting.parties for meeting in told) == [("DEU", "GBR"), ("GBR", "ITA")]


def test_leaders_without_an_article_are_nobody_known() -> None:
    told = meetings(
        f"{CAMERON} and Italian Prime Minister Matteo Renzi will speak at the opening.\n"
        "Mr. Cameron's schedule also includes a number of meetings with heads of state and government."
    )
    assert told == []


def test_who_flew_on_after_talks_was_at_the_talks() -> None:
    told = meetings(
        "Peru halts its operations in Chile. U.S. Secretary of State John Kerry has flown to Santiago after talks in"
        " Lima with President Ollanta Humala of Peru."
    )
    assert [meeting.parties for meeting in told] == [("CHL", "USA"), ("PER", "USA")]

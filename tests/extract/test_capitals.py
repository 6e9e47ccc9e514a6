"""Wire copy in capitals is read almost as well as the same copy in ordinary case."""

from __future__ import annotations

from collections import Counter
from datetime import date

from schemas.report import Reading
from tests.extract.articles import article, reader

MOST_LOST = 0.1

STORIES = (
    (
        "1987-04-10",
        "Japan's trade minister to visit Washington for talks on chips\n"
        "TOKYO, April 10 - Japan's Minister of International Trade and Industry Hajime Tamura will visit "
        "Washington next week for "
        "talks with U.S. Trade Representative Clayton Yeutter, officials said.\n"
        "Prime Minister Yasuhiro Nakasone met U.S. Secretary of State George Shultz in Tokyo on Thursday.",
    ),
    (
        "1987-12-08",
        "Reagan, Gorbachev sign missile treaty\n"
        "WASHINGTON, Dec 8 - President Ronald Reagan and Soviet leader Mikhail Gorbachev signed a treaty "
        "banning medium-range "
        "nuclear missiles on Tuesday. The two leaders held talks at the White House.\n"
        "Soviet Foreign Minister Eduard Shevardnadze will travel to Bonn on Thursday to meet West German "
        "Foreign Minister "
        "Hans-Dietrich Genscher.",
    ),
    (
        "1987-03-05",
        "Brazil seeks new credits from World Bank\n"
        "BRASILIA, March 5 - Brazil's Finance Minister Dilson Funaro met World Bank President Barber Conable "
        "in Washington on "
        "Wednesday. Brazil and the World Bank signed a loan agreement worth 500 million dollars.",
    ),
    (
        "1996-06-12",
        "Chirac receives Mubarak in Paris\n"
        "PARIS, June 12 - French President Jacques Chirac received Egyptian President Hosni Mubarak in Paris "
        "on Wednesday. "
        "Egypt and France signed three agreements on health and transport.\n"
        "Trade between France and Egypt reached $1.8 billion in 1995.",
    ),
    (
        "2001-07-16",
        "China and Russia sign friendship treaty\n"
        "MOSCOW, July 16 - Chinese President Jiang Zemin and Russian President Vladimir Putin signed a "
        "treaty of friendship and "
        "cooperation in Moscow on Monday.\n"
        "Indian Prime Minister Atal Bihari Vajpayee and Pakistani President Pervez Musharraf met in Agra on Sunday.",
    ),
    (
        "2008-05-20",
        "Lee to visit Beijing\n"
        "SEOUL, May 20 - South Korean President Lee Myung-bak will visit Beijing on May 27 for a summit with "
        "Chinese President Hu "
        "Jintao. South Korea and Japan held working-level talks in Tokyo on Monday.",
    ),
    (
        "2013-09-05",
        "Leaders gather for G20 summit\n"
        "ST PETERSBURG, Sept 5 - German Chancellor Angela Merkel met Mexican President Enrique Pena Nieto on "
        "the sidelines of the "
        "summit on Thursday. Iran and Oman signed a gas agreement on Wednesday.\n"
        "British Foreign Secretary William Hague held talks with Turkish Foreign Minister Ahmet Davutoglu in "
        "London on Tuesday.",
    ),
    (
        "2015-01-14",
        "Sri Lankan minister to visit New Delhi\n"
        "COLOMBO, Jan 14 - Sri Lanka's Foreign Minister Mangala Samaraweera will visit New Delhi on January "
        "18 and meet Indian "
        "External Affairs Minister Sushma Swaraj. India and Sri Lanka signed a memorandum of understanding "
        "on Tuesday.\n"
        "Norway's Foreign Minister Borge Brende met Prime Minister Ranil Wickremesinghe in Colombo on Monday.",
    ),
)


def told(reading: Reading) -> Counter[tuple[str, tuple[str, ...]]]:
    """How often the reading tells each kind of event between the same parties."""
    return Counter((report.kind, report.parties) for report in reading.reports)


def test_a_wire_story_in_capitals_keeps_nine_of_ten_reports() -> None:
    before = kept = 0
    for day, text in STORIES:
        published = date.fromisoformat(day)
        plain = told(reader().read(article(text, published=published, titled=True))[1])
        capitals = told(reader().read(article(text.upper(), published=published, titled=True))[1])
        before += plain.total()
        kept += (plain & capitals).total()
    assert before >= 2 * len(STORIES)
    assert kept >= (1 - MOST_LOST) * before

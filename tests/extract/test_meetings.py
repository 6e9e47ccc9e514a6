"""Meetings read from single sentences of wire copy, in English, Spanish and Russian."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pytest

from streams.extract.annotator import Annotator
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings import MeetingReader
from streams.extract.tables import load
from tests.extract.articles import taken_in
from tests.timing import fastest

SLOTS = ("trigger", "parties", "participants", "status", "format", "place", "date")


@lru_cache(maxsize=3)
def readers(lang: str) -> tuple[Annotator, MeetingReader]:
    return Annotator(load(), lang), MeetingReader(load(), lang)


def read(text: str, published: str = "2015-06-24", lang: str = "en", **fields: str) -> list[MeetingDraft]:
    """The meetings of an article that was published on a Wednesday where nothing else is said."""
    annotator, reader = readers(lang)
    return reader.read(annotator.document(taken_in(text, published, lang, **fields)))


def said(draft: MeetingDraft) -> dict[str, str]:
    """What a draft says, as words to compare."""
    place, date = draft.place, draft.date
    return {
        "parties": " ".join(sorted(draft.parties)),
        "status": draft.status,
        "format": draft.format,
        "place": (place.name or place.country or "") if place else "",
        "start": date.start.isoformat() if date else "",
        "end": date.end.isoformat() if date else "",
        "names": ", ".join(sorted(person.name for person in draft.participants)),
    }


with (Path(__file__).parent / "meetings.tsv").open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))

NONE = [
    "Kenya and Uganda won two races each at the athletics meeting in Zurich on Friday.",
    "At their session, the deputies backed the border accord of Kenya with Uganda.",
    "Prince Mohammad met the Kuwaiti foreign minister on Monday.",
    "Vladimir Putin called on the leaders of SCO member countries to pay attention to schools.",
    "Promptly holding a session of the Russian-Moroccan commission on trade and science would help both.",
    "Peruvian President Ollanta Humala expressed his hope that Dilma Rousseff will visit Peru again.",
    "The Kenyan and Ugandan trade ministers decided to expedite trade talks.",
    '"We are ready to hold talks with Russia," Georgian President Mikheil Saakashvili said.',
    "If the farmers agree, Bolivia would take up bilateral discussions with the government of Paraguay again.",
    "World powers met in Geneva on Saturday to discuss Syria.",
    "The ambassadors of Kenya, Uganda and Tanzania were present at the ceremony.",
    "The conference was attended by students from Kenya, Uganda and Tanzania.",
    "The Russian Foreign Ministry shall hold talks with the Republic of Montenegro on diplomatic relations.",
    "South Sudan's President Salva Kiir and rebel leader Riek Machar are to meet in Addis Ababa on Friday.",
    "Talks between Cyprus's President Nicos Anastasiades and Turkish Cypriot leader Mustafa Akinci have ended. "
    "The UN's special adviser, Espen Barth Eide, said that they would not meet again before December.",
    "President Biden has met President Putin many times.",
    "A choir of nuns met with Chilean President Ricardo Lagos and President Nestor Kirchner of Argentina.",
    "Whoever saw Chad and Togo sign the peace in May 2001 would send observers to the meeting.",
    "Russia and China vetoed the resolution after talks collapsed.",
    "Last spring Iran left the gas talks in which Turkey, Armenia and Russia take part as well.",
    "The two presidents often meet on the sidelines of international events.",
    "Prime Minister Erna Solberg of Norway stayed near Sola after a visit to the oil field.",
    "No meeting between the Indian and Pakistani prime ministers is planned, a spokesman said.",
    "Bolivia's coach met with the players before the game against Chile.",
    "US Treasury Secretary Steven Mnuchin urged Congress to meet on Tuesday.",
    "The German parliament held a session on Thursday.",
    "France has met the criteria set by the European Union.",
    "If the Iranian president visits Iraq, talks may follow.",
    "The president of Ghana visited a factory in Kumasi.",
    "A follow-up meeting between Danish aides and Danish ministry officials was cancelled on Friday.",
    "The Belgian finance minister told reporters in Brussels on Monday that taxes would fall.",
    "Peru and Chile said the meeting of mayors had been useful.",
    "Syria set terms for talks with Israel.",
    "France and Kenya underscored their continued openness to meeting with Sudan.",
    "Chile and Norway want to deepen cooperation through frank and open dialogue.",
    "Peru welcomed the release of two nurses from Mali, who have arrived back in Peru.",
    "Secretary of State Antony Blinken will travel to Savannah, Georgia, on Friday.",
    "U.S. Deputy Secretary of State Wendy Sherman met with Embassy Oslo staff on Friday.",
    "The chances of a meeting between the Indian and Pakistani leaders are slim.",
    "The minister criticised the pace of talks between India and China.",
    "Turkish-Cypriot peace talks have long been deadlocked.",
    "France's president welcomes Merkel decision on refugees",
    "Belgium will meet its NATO obligations, the defence minister of Italy said.",
    "The settlement meets the interests of both Chile and Peru.",
    "The king of Denmark met the Swedish army in open battle.",
    "The prime minister of Malta suggested that there be direct talks between Libya and Tunisia.",
    "We need a second summit between Ghana and Togo this year.",
    "President Xi Jinping met US artists and film makers.",
    "President Andrzej Duda met members of an association of Greeks living in Poland.",
    "Turkey and Iran welcomed the decisions of the Libyan National Dialogue Congress, which met in Tunis.",
    "German Chancellor Angela Merkel and French President Francois Hollande usually meet twice a year.",
    "Iran said it was ready for wider contacts, depending on the outcome of talks with Turkey.",
    "U.S. Secretary of State John Kerry visited a border area with Syria.",
    "Норвежский парламент провёл заседание в Осло.",
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:50])
def test_one_sentence_tells_one_meeting(row: dict[str, str]) -> None:
    """Who, in what state, what kind, where and when, from the clause that tells it."""
    drafts = read(row["text"], row["published"], row["lang"])
    assert len(drafts) == 1, [said(draft) for draft in drafts]
    got = said(drafts[0])
    got["start"] = got["start"][: len(row["start"])]
    expected = {slot: row[slot] for slot in got if row.get(slot)}
    assert {slot: got[slot] for slot in expected} == expected


@pytest.mark.parametrize("text", NONE)
def test_no_meeting(text: str) -> None:
    """Habits, wishes, domestic business and sports are no meetings between countries."""
    assert [said(draft) for draft in read(text, lang="ru" if text > "А" else "en")] == []


def test_title_lead_and_body_tell_one_visit() -> None:
    """The visit, the talks in its course and the dinner are one event."""
    drafts = read(
        "NAIROBI, June 23 (Reuters) - Ethiopian Prime Minister Hailemariam Desalegn arrived here on Tuesday on a"
        " two-day visit.\nHe held talks with Kenyan President Uhuru Kenyatta.\nAfter the talks the two leaders signed"
        " a trade agreement.",
        title="Ethiopian premier visits Kenya",
    )
    assert [said(draft) for draft in drafts] == [
        {
            "parties": "ETH KEN",
            "status": "held",
            "format": "visit",
            "place": "Nairobi",
            "start": "2015-06-23",
            "end": "2015-06-23",
            "names": "Hailemariam Desalegn, Uhuru Kenyatta",
        }
    ]


def test_a_planned_return_visit_is_another_event() -> None:
    """What is held and what is planned between the same two are kept apart."""
    drafts = read(
        "Polish President Andrzej Duda met Lithuanian President Dalia Grybauskaite in Vilnius on Tuesday."
        " Grybauskaite will visit Poland in October."
    )
    assert [(d.status, d.format, said(d)["place"], said(d)["start"]) for d in drafts] == [
        ("held", "talks", "Vilnius", "2015-06-23"),
        ("planned", "visit", "POL", "2015-10-01"),
    ]


def test_a_tour_is_one_visit_a_country() -> None:
    """Each country named on a tour is visited."""
    drafts = read("Chinese Premier Li Keqiang will visit Brazil, Colombia, Peru and Chile from July 1 to 8.")
    assert [" ".join(sorted(d.parties)) for d in drafts] == ["BRA CHN", "CHN COL", "CHN PER", "CHL CHN"]
    assert {(d.status, said(d)["start"], said(d)["end"]) for d in drafts} == {("planned", "2015-07-01", "2015-07-08")}


@pytest.mark.parametrize(
    "partners",
    [
        "the presidents of Estonia and Latvia",
        "Estonian President Kersti Kaljulaid and Latvian President Raimonds Vejonis",
    ],
)
def test_partners_met_separately_are_so_many_meetings(partners: str) -> None:
    """A list of partners behind "separately" is no meeting of all of them."""
    drafts = read(f"Finnish President Sauli Niinisto met separately with {partners} on Monday.", "2016-10-12")
    assert sorted(said(draft)["parties"] for draft in drafts) == ["EST FIN", "FIN LVA"]


def test_meetings_in_the_plural_are_one_for_each_partner() -> None:
    """ "Meetings with A, B and C" in a title says the same as the bilaterals below it."""
    text = (
        "Meetings with Francois Hollande, Angela Merkel and Recep Tayyip Erdogan\n\n"
        "Vladimir Putin met, in particular, with French President Francois Hollande, German Chancellor Angela Merkel"
        " and Turkish President Recep Tayyip Erdogan."
    )
    told = {said(draft)["parties"] for draft in read(text, "2016-09-05")}
    assert told == {"FRA RUS", "DEU RUS", "RUS TUR"}


def test_a_meeting_of_ministers_has_no_presidents_in_it() -> None:
    """Two presidents who agree that their ministers shall meet are not those who meet then."""
    text = (
        "Russian President Vladimir Putin and French President Francois Hollande agreed in Paris that the foreign"
        " ministers of the two countries, who are scheduled to meet on December 14, should look into gas prices."
    )
    told = {(d.status, said(d)["names"], said(d)["start"]) for d in read(text, "2016-12-05")}
    assert told == {("held", "Francois Hollande, Vladimir Putin", "2016-12-05"), ("planned", "", "2016-12-14")}


def test_a_call_to_somebody_else_is_not_the_talks_of_the_day() -> None:
    """Talks with the prime minister and a telephone call with his president are two."""
    text = (
        "President Vladimir Putin held talks with French Prime Minister Manuel Valls in Moscow on Monday.\n\n"
        "Earlier in the day, President Putin had a telephone conversation with French President Francois Hollande."
    )
    assert sorted((d.format, said(d)["names"]) for d in read(text, "2016-12-05")) == [
        ("call", "Francois Hollande, Vladimir Putin"),
        ("talks", "Manuel Valls, Vladimir Putin"),
    ]


def test_who_announces_a_delegation_or_issues_a_statement_takes_no_part() -> None:
    """Neither the president who names a delegation nor the officials who tell of a call are participants."""
    sent = read("President Francois Hollande today announced the delegation to Malta to attend the inauguration of"
                " President Marie Louise Coleiro Preca on December 12 in Valletta.", "2016-12-05")  # fmt: skip
    assert [(said(d)["parties"], d.status, said(d)["start"]) for d in sent] == [("FRA MLT", "planned", "2016-12-12")]
    assert not any(person.country == "FRA" for d in sent for person in d.participants)
    call = read("Statement from Secretary John Kerry and Advisor Susan Rice on Call with Merkel\n\n"
                "President Barack Obama and German Chancellor Angela Merkel had a phone conversation.",
                "2016-12-05", outlet="The White House")  # fmt: skip
    assert [said(d)["names"] for d in call] == ["Angela Merkel, Barack Obama"]


def test_a_background_meeting_keeps_its_own_date() -> None:
    """What two leaders did months ago does not get the day of the article, whatever else it tells."""
    text = (
        "OSLO, June 24 (Reuters) - Norwegian Prime Minister Erna Solberg met Spanish Prime Minister Mariano Rajoy here"
        " on Wednesday.\n\nTheir last encounter, in Madrid in November, was dominated by fish.\n\n"
        "Rajoy goes on to Iceland later this week."
    )
    told = [(said(d)["parties"], d.status, said(d)["place"], said(d)["start"]) for d in read(text)]
    assert told == [
        ("ESP NOR", "held", "Oslo", "2015-06-24"),
        ("ESP NOR", "held", "Madrid", "2014-11-01"),
        ("ESP ISL", "planned", "ISL", "2015-06-22"),
    ]


def test_a_call_is_no_visit() -> None:
    """A call and talks of the same two persons in one article are two events, and a call has no place."""
    drafts = read(
        "Japanese Prime Minister Shinzo Abe spoke by telephone with Indian Prime Minister Narendra Modi on Monday."
        " Abe visited India in January."
    )
    assert [(d.format, said(d)["place"], said(d)["start"]) for d in drafts] == [
        ("call", "", "2015-06-22"),
        ("visit", "IND", "2015-01-01"),
    ]


def test_a_press_service_leaves_its_own_side_unsaid() -> None:
    """The title "Meeting with …" of a presidential office names one side only."""
    drafts = read(
        "Vladimir Putin received President of Finland Sauli Niinisto at the Kremlin.",
        title="Meeting with President of Finland Sauli Niinisto",
        url="http://en.kremlin.ru/events/president/news/1",
        outlet="en.kremlin.ru",
    )
    assert [" ".join(sorted(d.parties)) for d in drafts] == ["FIN RUS"]
    assert said(drafts[0])["names"] == "Sauli Niinisto, Vladimir Putin"


def test_a_visit_under_way_and_its_talks_are_one() -> None:
    """Arrival on Monday and talks on Wednesday are one visit of three days; talks still ahead are another meeting."""
    drafts = read(
        "BEIJING, June 24 (Xinhua) -- Chinese Vice-Premier Zhang Gaoli met here today with Mozambican Foreign Minister"
        " Oldemiro Baloi.\nBaloi arrived here Monday on a week-long visit.",
    )
    assert [(said(d)["parties"], d.format, said(d)["start"], said(d)["end"]) for d in drafts] == [
        ("CHN MOZ", "visit", "2015-06-22", "2015-06-24")
    ]


def test_the_verb_behind_and_belongs_to_the_first_subject() -> None:
    """Of "A telephoned B and will visit C" it is A who visits."""
    drafts = read(
        "Jordan's King Abdullah telephoned Egyptian President Abdel Fattah al-Sisi and will visit France on June 29."
    )
    assert [" ".join(sorted(d.parties)) for d in drafts] == ["EGY JOR", "FRA JOR"]


def test_a_journey_to_a_summit_is_the_summit() -> None:
    """Going to a session is told once, with place and person."""
    drafts = read("German Chancellor Angela Merkel will travel to Brussels on Thursday to attend a NATO summit.")
    assert [said(d) | {"end": ""} for d in drafts] == [
        {
            "parties": "org:NATO",
            "status": "planned",
            "format": "summit",
            "place": "Brussels",
            "start": "2015-06-25",
            "end": "",
            "names": "Angela Merkel",
        }
    ]


@pytest.mark.parametrize("row", [row for row in ROWS if row["lang"] == "en"], ids=lambda row: row["text"][:50])
def test_every_filled_slot_has_evidence(row: dict[str, str]) -> None:
    """Each slot shows characters of the clean text."""
    annotator, reader = readers("en")
    article = taken_in(row["text"], row["published"])
    for draft in reader.read(annotator.document(article)):
        shown = {item.slot for item in draft.evidence}
        assert {slot for slot in SLOTS[1:] if getattr(draft, slot)} | {"trigger"} <= shown
        assert all(0 <= item.start < item.end <= len(article.text) for item in draft.evidence)


@pytest.mark.parametrize(
    "unit", ["met with ", "Putin met ", "Russia, ", "talks between ", "held a b c d ", "and visited "]
)
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    """Twice the text takes about twice the time, not four times."""
    annotator, reader = readers("en")

    def seconds(size: int) -> float:
        document = annotator.document(taken_in(unit * (size // len(unit)), "2015-06-24"))
        return fastest(lambda: reader.read(document))

    small = seconds(20_000)
    assert seconds(80_000) < 10 * max(small, 0.02)


def test_a_sentence_full_of_dates_takes_little_longer_than_prose() -> None:
    """Of many dates only the nearest are tried for each verb: all of them took more than a hundred times as long."""
    annotator, reader = readers("en")

    def seconds(unit: str) -> float:
        document = annotator.document(taken_in(unit * (6_000 // len(unit)), "2015-06-24"))
        return fastest(lambda: reader.read(document))

    prose = seconds("Norway and Sweden met in Oslo on Monday, and spoke of fish, of ships and of the price of oil. ")
    assert seconds("1987 starts and talks ") < 30 * prose


def several(text: str, published: str, **fields: str) -> set[tuple[str, str, str, str]]:
    """Parties, state, place and first day of each meeting of an article."""
    drafts = [said(draft) for draft in read(text, published, **fields)]
    return {(draft["parties"], draft["status"], draft["place"], draft["start"]) for draft in drafts}


def test_a_noun_without_parties_is_the_occasion_of_those_whom_the_article_tells_of() -> None:
    """ "The first", "their next session": the two of title and lead, apart from the meeting of today."""
    text = """Norway, Russia hold fish talks
OSLO, March 4 - Norwegian and Russian officials met in Oslo on Monday to set quotas for cod.
The first round took place in Murmansk last November.
They will hold their next session in Bergen in May."""
    assert several(text, "1996-03-05") == {
        ("NOR RUS", "held", "Oslo", "1996-03-04"),
        ("NOR RUS", "held", "Murmansk", "1995-11-01"),
        ("NOR RUS", "planned", "Bergen", "1996-05-01"),
    }


def test_the_session_of_a_body_that_only_the_lead_names_is_its_own() -> None:
    text = """OPEC keeps ceiling
VIENNA, June 28 - OPEC kept its output ceiling. The next regular conference was fixed for December 9 in Geneva."""
    assert ("org:OPEC", "planned", "Geneva", "1987-12-09") in several(text, "1987-06-28")


def test_each_object_of_a_verb_has_the_date_that_stands_with_it() -> None:
    text = "Indian Prime Minister Rajiv Gandhi will visit Stockholm on Wednesday and Bonn on Friday."
    assert several(text, "1988-03-08") == {
        ("IND SWE", "planned", "Stockholm", "1988-03-09"),
        ("DEU IND", "planned", "Bonn", "1988-03-11"),
    }


def test_the_second_verb_after_will_is_to_come_as_well() -> None:
    text = "Danish Prime Minister Poul Schlueter will speak in Lisbon on Friday and meet President Mario Soares."
    assert [(draft.status, sorted(draft.parties)) for draft in read(text, "1989-04-05")] == [
        ("planned", ["DNK", "PRT"])
    ]


def test_talks_in_a_third_country_are_no_visit_to_it() -> None:
    text = "Iranian Foreign Minister Ali Akbar Velayati arrived in Geneva for talks with Iraq's Tareq Aziz."
    assert {told[0] for told in several(text, "1988-08-24")} == {"IRN IRQ"}


def test_who_says_i_in_a_press_service_text_is_the_person_of_its_title() -> None:
    """ "I spoke with" is the president's in his statement, and nobody's where a guest speaks as well."""
    text = "{}\n\nI spoke today with President Abdel Fattah al-Sisi of Egypt to review the progress made."
    drafts = read(text.format("Statement from President Joe Biden"), "2024-08-16", outlet="The White House")
    assert [said(draft)["parties"] for draft in drafts] == ["EGY USA"]
    joint = "Remarks by President Joe Biden and Prime Minister Justin Trudeau of Canada"
    drafts = read(text.format(joint), "2024-08-16", outlet="The White House")
    assert all("EGY" not in draft.parties for draft in drafts)


def test_a_noun_joined_to_a_list_of_partners_is_its_subjects_own_meeting() -> None:
    """The last two of "met A, B and had a separate meeting with C" did not meet each other."""
    drafts = read(
        "Russian President Vladimir Putin had meetings with President of Turkey Recep Tayyip Erdogan, "
        "President of the European Commission Jean-Claude Juncker and a separate meeting with Emmanuel Macron.",
        "2017-07-08",
    )
    assert sorted(said(draft)["parties"] for draft in drafts) == ["FRA RUS", "RUS TUR", "RUS org:EU"]


def test_an_invitation_without_an_answer_is_no_visit() -> None:
    """Only its acceptance plans the visit."""
    assert read("Mr Putin invited Japanese Prime Minister Junichiro Koizumi to visit Russia. No date was set.") == []


@pytest.mark.parametrize(
    ("lang", "published", "text", "parties", "start"),
    [
        (
            "ru",
            "2010-10-31",
            "Путин принял участие во втором саммите Россия - АСЕАН в Ханое. Первый состоялся в декабре 2005 года.",
            "RUS org:ASEAN",
            "2005-12-01",
        ),
        (
            "es",
            "2010-10-31",
            "Los presidentes de México y Cuba celebraron la segunda cumbre en La Habana. "
            "La primera tuvo lugar en diciembre de 2005 en Mérida.",
            "CUB MEX",
            "2005-12-01",
        ),
        (
            "en",
            "2018-12-01",
            "Mexican President Enrique Peña Nieto is to meet U.S. Vice President Mike Pence at the National Palace, "
            "and with Cuban leader Miguel Díaz-Canel tomorrow.",
            "CUB MEX",
            "2018-12-02",
        ),
        (
            "en",
            "2009-07-21",
            "Dmitry Medvedev and Ilham Aliyev spoke by phone. The two presidents discussed plans for the session "
            "of the Intergovernmental Commission on Economic Cooperation due to take place in Baku in September.",
            "AZE RUS",
            "2009-09-01",
        ),
    ],
)
def test_a_second_occasion_takes_its_parties_from_the_first(
    lang: str, published: str, text: str, parties: str, start: str
) -> None:
    """ "The first took place in 2005" and "and with B tomorrow" tell a meeting of their own."""
    told = [said(draft) for draft in read(text, published, lang)]
    assert len(told) == 2
    assert (parties, start) in {(one["parties"], one["start"]) for one in told}


def test_a_summit_named_behind_a_partner_is_another_meeting() -> None:
    """The pair met each other, and the three of them on the day that the sentence ends with."""
    drafts = read(
        "The session followed President Obama's bilateral meeting with Philippine President Benigno Aquino "
        "and the historic Japan-Philippines-United States summit on April 11.",
        "2015-04-12",
    )
    assert sorted(said(draft)["parties"] for draft in drafts) == ["JPN PHL USA", "PHL USA"]


def test_he_is_who_speaks_after_the_opening_and_not_his_host() -> None:
    """The guest of "After talks with B" is not the one who flies on."""
    drafts = read("After talks with Chancellor Angela Merkel, President Barack Obama said he would fly to London.")
    assert sorted(said(draft)["parties"] for draft in drafts) == ["DEU USA", "GBR USA"]


@pytest.mark.parametrize(
    "text",
    [
        "El presidente ruso habló con firmeza de Chechenia y de Georgia.",
        "El libro habla con cariño de Rusia y Polonia.",
        "El presidente Bush llamó terrorista al líder palestino, Yaser Arafat.",
        "El gobierno chileno coincidió con el peruano en que la frontera es un tema cerrado.",
        "El presidente mexicano dejó claro que Cuba debe cambiar.",
        "El documento se encuentra en Suiza, dijo el ministro belga.",
    ],
)
def test_spanish_verbs_that_also_mean_something_else_tell_no_meeting(text: str) -> None:
    """To speak firmly, to call names, to be of one mind, to make clear, to lie somewhere."""
    assert [said(draft) for draft in read(text, lang="es")] == []


def test_a_noun_that_owns_something_else_tells_no_meeting() -> None:
    """Countries that the forum's report compares did not meet."""
    assert not read("Japan ranked 114th in the World Economic Forum's gap report, between Guinea and Ethiopia.")


def test_who_speaks_after_talks_took_part_in_them() -> None:
    (draft,) = read(
        "In Addis Ababa, UN chief Antonio Guterres said after talks with Abiy Ahmed that it was over.", "2018-07-09"
    )
    assert [person.name for person in draft.participants] == ["Antonio Guterres", "Abiy Ahmed"]


def test_states_that_a_later_sentence_lists_are_those_that_meet() -> None:
    """ "Representatives of six countries will meet": which, the text tells next."""
    (draft,) = read(
        "CAIRO, March 2 - Representatives of six African countries will meet here on March 11 to discuss debt. "
        "The minister said Egypt, Zambia, Uganda and Algeria would be represented.",
        "1987-03-02",
    )
    assert said(draft)["parties"] == "DZA EGY UGA ZMB"


def test_talks_on_a_day_of_next_month_are_those_of_the_visit_next_month() -> None:
    """The same two ministers, and the guest who comes before them is another matter."""
    drafts = read(
        "Irish Foreign Minister Sean Roe will visit Oslo next month to meet Norwegian Foreign Minister Jan Lund. "
        "Roe and Lund would discuss Irish-Norwegian relations at their meeting on September 9, the ministry said. "
        "Norwegian Defence Minister Olav Berg will visit Ireland from September 2 to 4. "
        "Berg planned to meet his Irish counterpart Pat Doe.",
        "1996-08-30",
    )
    assert [(said(draft)["names"], said(draft)["start"]) for draft in drafts] == [
        ("Jan Lund, Sean Roe", "1996-09-09"),
        ("Olav Berg, Pat Doe", "1996-09-02"),
    ]


def test_members_of_a_body_are_visited_and_not_the_body() -> None:
    drafts = read("Iranian Oil Minister Reza Amiri also visited OPEC members Gabon and Libya.", "1987-03-11")
    assert sorted(said(draft)["parties"] for draft in drafts) == ["GAB IRN", "IRN LBY"]


def test_a_title_to_send_a_mission_stays_ahead_of_talks_that_were_held() -> None:
    drafts = read(
        "World Bank to send mission to Chad\nWorld Bank President Barber Conable met Chadian officials on Monday.",
        "1987-03-05",
        title="World Bank to send mission to Chad",
    )
    assert [said(draft)["status"] for draft in drafts] == ["planned", "held"]


def test_an_office_without_a_country_is_of_the_country_that_copy_is_filed_from() -> None:
    """Not where the text speaks of another country first: agencies tell from London what happened elsewhere."""
    home = "BRASILIA, March 5 - Finance Minister Rui Prado will fly to Washington on Thursday."
    abroad = "BRASILIA, March 5 - Chad is short of food. Finance Minister Idriss Abakar will fly to Washington."
    assert [said(draft)["parties"] for draft in read(home, "1987-03-05", outlet="Reuters")] == ["BRA USA"]
    assert read(abroad, "1987-03-05", outlet="Reuters") == []


def test_a_commission_of_two_states_is_of_those_the_article_is_about() -> None:
    drafts = read(
        "Телефонный разговор с Премьер-министром Индии Нарендрой Моди\n"
        "Владимир Путин поговорил по телефону с Премьер-министром Индии Нарендрой Моди.\n"
        "Лидеры обсудили торговлю.\n"
        "Отмечены итоги прошедшего в Ханое заседания двусторонней комиссии по науке.",
        lang="ru",
    )
    assert ["IND", "RUS"] in [draft.parties for draft in drafts if draft.place and draft.place.name == "Ханой"]


def test_both_countries_are_those_named_together_before_the_city() -> None:
    drafts = read(
        "Владимир Путин поговорил по телефону с Премьер-министром Индии Нарендрой Моди.\n"
        "Моди поддержал усилия России и Японии и приветствовал проходящие в Женеве консультации делегаций двух стран.",
        lang="ru",
    )
    assert {"JPN", "RUS"} in [set(draft.parties) for draft in drafts]


def test_the_call_with_somebody_is_the_one_told_before() -> None:
    drafts = read(
        "President Donald Trump spoke by phone with Ukrainian President Volodymyr Zelensky in July 2019.\n"
        "Lawmakers asked for papers.\n"
        "Trump said the call with Zelensky was routine.",
        "2019-11-25",
    )
    assert [said(draft)["start"] for draft in drafts] == ["2019-07-01"]


def test_what_was_a_week_before_something_else_has_not_the_date_of_the_news() -> None:
    (draft,) = read(
        "Prime Minister Igor Matovic of Slovakia fell ill on Friday. "
        "This came a week after he attended a summit with French President Emmanuel Macron."
    )
    assert draft.date is None


def test_talks_by_video_under_a_plain_title_are_a_call() -> None:
    (draft,) = read(
        "Переговоры с Президентом Вьетнама То Ламом\n"
        "Владимир Путин в режиме видеоконференции провёл переговоры с Президентом Вьетнама То Ламом.",
        lang="ru",
    )
    assert draft.format == "call"


def test_a_leader_whom_russian_copy_names_without_his_office_is_introduced() -> None:
    (draft,) = read(
        "Телефонный разговор с Президентом Вьетнама То Ламом\n"
        "Владимир Путин поздравил руководство и народ республики с праздником.",
        lang="ru",
        outlet="kremlin.ru",
    )
    assert {person.name for person in draft.participants} == {"То Лам", "Владимир Путин"}


def test_each_country_of_a_tour_has_its_own_days_where_the_text_goes_on_to_tell_them() -> None:
    text = (
        "Secretary of State Antony Blinken will travel to Chile, Peru and Ghana from May 2 to 9, 2022.\n"
        "In Chile, he will meet with President Gabriel Boric in Santiago on May 3.\n"
        "From May 5 to 6, Secretary Blinken will travel to Lima, Peru, to meet with officials."
    )
    found = [said(draft) for draft in read(text, "2022-04-29", outlet="U.S. Department of State")]
    days = {(draft["parties"], draft["start"], draft["end"]) for draft in found}
    assert days == {
        ("CHL USA", "2022-05-03", "2022-05-03"),
        ("PER USA", "2022-05-05", "2022-05-06"),
        ("GHA USA", "2022-05-02", "2022-05-09"),
    }


def test_talks_told_before_a_journey_to_elsewhere_have_not_its_days() -> None:
    text = "Mr Obama will hold talks with Kenyan President Uhuru Kenyatta before flying to Ethiopia on Sunday."
    found = [said(draft) for draft in read(text, "2015-06-24", outlet="BBC News")]
    assert [(draft["parties"], draft["start"]) for draft in found] == [("KEN USA", ""), ("ETH USA", "2015-06-28")]


def test_talks_that_were_due_on_a_trip_called_off_are_off() -> None:
    text = (
        "Turkey's president canceled a trip to Brussels after a bombing in Ankara. "
        "Recep Tayyip Erdogan had been due to meet European Council President Donald Tusk there."
    )
    assert {said(draft)["status"] for draft in read(text, "2015-10-13")} == {"cancelled"}


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (". The next day she held talks with Japanese Prime Minister Naoto Kan in Tokyo.", "2011-11-29"),
        (". The previous day she held talks with Japanese Prime Minister Naoto Kan in Tokyo.", "2011-11-27"),
        (", two days after she met Japanese Prime Minister Naoto Kan in Tokyo.", "2011-11-26"),
    ],
)
def test_days_told_from_those_of_another_meeting(told: str, day: str) -> None:
    lead = "US Secretary of State Hillary Clinton met Chinese Premier Wen Jiabao in Beijing on Monday"
    drafts = [said(draft) for draft in read(lead + told, "2011-12-03")]
    assert {draft["parties"]: draft["start"] for draft in drafts} == {"CHN USA": "2011-11-28", "JPN USA": day}


@pytest.mark.parametrize(
    "text",
    [
        "French President Emmanuel Macron met German Chancellor Angela Merkel in Parliament on Monday.",
        "French President Emmanuel Macron met German Chancellor Angela Merkel to discuss the war in Tigray.",
    ],
)
def test_not_every_name_behind_in_is_a_town(text: str) -> None:
    assert [said(draft)["place"] for draft in read(text, "2019-06-13")] == [""]


def test_where_a_visitor_goes_next_is_not_where_he_talks() -> None:
    text = (
        "Mexican Finance Minister Gustavo Petricioli goes to London today for talks with British Chancellor "
        "Nigel Lawson; on Monday he will be in Paris."
    )
    found = [said(draft) for draft in read(text, "1987-04-28")]
    assert {(draft["parties"], draft["place"]) for draft in found} == {("GBR MEX", "London"), ("FRA MEX", "Paris")}


def test_a_top_diplomat_is_the_foreign_minister() -> None:
    text = (
        "Norwegian Foreign Minister Borge Brende will travel to Peru and Chile next week.\n"
        "In Chile, the top diplomat will hold talks with Foreign Minister Heraldo Munoz. "
        "In Peru, he will see Foreign Minister Ricardo Luna."
    )
    found = [said(draft) for draft in read(text, "2017-03-13")]
    assert {(draft["parties"], draft["names"]) for draft in found} == {
        ("CHL NOR", "Borge Brende, Heraldo Munoz"),
        ("NOR PER", "Borge Brende, Ricardo Luna"),
    }


def test_who_hosts_a_summit_of_others_is_not_all_who_meet() -> None:
    text = (
        "Chadian President Idriss Deby and Sudanese President Omar al-Bashir will meet on Tuesday.\n"
        "Hosts of the summit are President Abdoulaye Wade of Senegal and King Mohammed VI of Morocco."
    )
    assert [said(draft)["parties"] for draft in read(text, "2005-02-07")] == ["SDN TCD"]


def test_the_country_that_a_visitor_is_in_does_not_act_with_him() -> None:
    text = (
        "On Wednesday, on the first day of his visit to Iran, Vladimir Putin met separately with the heads of "
        "Iran and Turkmenistan."
    )
    found = [said(draft) for draft in read(text, "2017-11-01", outlet="en.kremlin.ru")]
    assert {draft["parties"] for draft in found} == {"IRN RUS", "RUS TKM"}


def test_secretaries_are_of_the_department_that_writes_wherever_they_are() -> None:
    text = (
        "Assistant Secretary of State for Oceans and Polar Affairs Jane Roe travels to France and Latvia next week.\n"
        "In Riga, Latvia, May 3-4, Assistant Secretary Roe will meet Foreign Minister Edgars Rinkevics."
    )
    found = [said(draft) for draft in read(text, "2022-04-29", outlet="U.S. Department of State")]
    assert {draft["parties"] for draft in found} == {"FRA USA", "LVA USA"}


def test_what_a_visitor_does_while_there_is_of_the_visit_announced() -> None:
    text = (
        "Assistant Secretary of State Jane Roe is traveling to Vilnius, Lithuania, May 3-5. "
        "While in Vilnius, she is meeting with Lithuanian officials."
    )
    assert several(text, "2022-04-29", outlet="U.S. Department of State") == {
        ("LTU USA", "planned", "Vilnius", "2022-05-03")
    }


def test_the_head_of_a_transcript_says_where_they_met() -> None:
    """And what the speakers go on to tell of, a journey or a call, is not the meeting of the title."""
    title = "Secretary Antony J. Blinken and Norwegian Foreign Minister Jane Roe Before Their Meeting\n"
    speaker = "Antony J. Blinken, Secretary of State\n"
    talk = "Treaty Room\nSECRETARY BLINKEN: One of the first trips that I took was to Norway. We spoke on the phone."
    for line, place in (
        ("Rome, Italy", "Rome"),
        ("Washington, D.C.", "Washington, D.C."),
        ("Los Angeles, California", "Los Angeles"),
    ):
        first = said(read(f"{title}{speaker}{line}\n{talk}", "2022-04-29", outlet="U.S. Department of State")[0])
        assert (first["parties"], first["status"], first["place"]) == ("NOR USA", "held", place)
        assert first["format"] == "talks"


def test_the_place_of_a_relative_clause_is_the_one_before_it() -> None:
    text = "The Kenyan president flew to Cairo from Riyadh, where he held talks with Crown Prince Mohammed bin Salman."
    assert several(text, "2022-04-29") == {
        ("EGY KEN", "held", "Cairo", "2022-04-29"),
        ("KEN SAU", "held", "Riyadh", "2022-04-29"),
    }
    text = (
        "Kenya and India held talks in 2020 on the visit of Kenyan Foreign Minister Ann Roe to Delhi, where they met."
    )
    assert len(several(text, "2022-04-29")) == 1


def test_a_title_tells_who_meets_and_a_welcome_does_where_no_title_says_it() -> None:
    title = "Secretary Antony J. Blinken and Norwegian Foreign Minister Jane Roe Before Their Meeting\n"
    hello = "SECRETARY BLINKEN: Good morning, everyone. It is a pleasure to have the foreign minister of Norway here."
    for text in (f"{title}{hello}", f"Remarks in Washington\n{hello}"):
        drafts = read(text, "2022-04-29", outlet="U.S. Department of State")
        assert [(said(draft)["parties"], draft.status) for draft in drafts] == [("NOR USA", "held")]


def test_who_speaks_for_others_takes_no_part() -> None:
    [draft] = read(
        "U.S. Secretary of State John Kerry will hold talks with his counterpart, Ahmet Davutoglu, State Department"
        " spokeswoman Jen Psaki said."
    )
    assert [person.name for person in draft.participants] == ["John Kerry", "Ahmet Davutoglu"]


def test_vice_ministers_are_not_the_presidents_of_whose_summit_they_speak() -> None:
    told = read(
        "SEOUL, June 22 (Yonhap) -- The vice foreign ministers of South Korea and Mongolia met on Monday over the"
        " coming summit of President Lee Myung-bak and President Tsakhiagiin Elbegdorj."
    )
    assert [person.name for d in told if d.status == "held" for person in d.participants] == []


def test_the_last_time_they_met_is_the_day_before_when() -> None:
    told = read(
        "The talks between Kenyan Trade Minister Moses Wetangula and Ugandan Trade Minister Amelia Kyambadde will be"
        " the first since September 2011, when they met in Dodoma."
    )
    assert [str(d.date.start) for d in told if d.status == "held" and d.date] == ["2011-09-01"]


def test_who_acts_after_a_clause_about_two_others_is_not_of_them() -> None:
    drafts = read("While Japan held talks with South Korea, Chinese President Hu Jintao visited Russia.", "2012-06-13")
    assert sorted(said(draft)["parties"] for draft in drafts) == ["CHN RUS", "JPN KOR"]


def test_what_somebody_says_he_does_behind_who_is_his() -> None:
    text = "EU envoy Enrique Mora met U.S. envoy Rob Malley, who said on Monday he was flying to Doha."
    assert sorted(said(draft)["parties"] for draft in read(text, "2022-08-03")) == ["QAT USA", "USA org:EU"]


def test_a_family_name_that_comes_first_is_of_whom_the_text_names() -> None:
    """The table knows another Wang in office on the day."""
    text = "Foreign Minister Wang Fei of China met Laurent Fabius of France. Wang flew to Moscow on Friday."
    names = {person.name for draft in read(text, "2012-06-13") for person in draft.participants}
    assert "Wang Qishan" not in names


def test_a_visit_a_week_before_is_another_than_the_one_that_follows_on_it() -> None:
    text = (
        "Angela Merkel arrived in Moscow on Sunday. "
        "Her trip comes a week after a visit to Moscow by French President Francois Hollande."
    )
    starts = [(said(draft)["parties"], said(draft)["start"]) for draft in read(text, "2012-06-13")]
    assert sorted(starts) == [("DEU RUS", "2012-06-10"), ("FRA RUS", "")]


def test_those_who_will_be_where_they_are_to_meet_visit_nobody_there() -> None:
    drafts = read(
        "President Islam Karimov and Tajik President Emomali Rahmon will meet in Yekaterinburg on Friday.\n"
        "Karimov and Rahmon, who will come to Yekaterinburg for the SCO summit, will have half an hour.",
        "2012-06-13",
    )
    assert [said(draft)["parties"] for draft in drafts] == ["TJK UZB", "org:SCO"]


def test_the_last_summit_is_of_the_body_that_the_sentence_before_tells_of() -> None:
    drafts = read(
        "India and Pakistan will hold talks.\n"
        "The SAARC summit opens in Malé on Friday. In April last year Thimphu was the host of the last summit.",
        "2012-06-13",
    )
    assert ("org:SAARC", "2011-04-01") in [(said(draft)["parties"], said(draft)["start"]) for draft in drafts]


def test_who_acts_after_an_aside_is_who_stands_before_it() -> None:
    drafts = read(
        "German Chancellor Angela Merkel, after a meeting with French President Francois Hollande in Paris, "
        "flew to Moscow on Friday.",
        "2012-06-13",
    )
    assert sorted(said(draft)["parties"] for draft in drafts) == ["DEU FRA", "DEU RUS"]


def test_what_ministers_meeting_at_a_place_decide_is_no_second_meeting_and_has_no_third_party() -> None:
    lead = "On Friday Musalia Mudavadi, Kenya's foreign minister, and Jeje Odongo, that of Uganda, agreed.\n"
    drafts = read(lead + "Meeting in Kigali, the ministers decided to expedite trade talks.", "2024-05-26")
    assert [(said(draft)["parties"], said(draft)["place"]) for draft in drafts] == [("KEN UGA", "Kigali")]


def test_meetings_held_in_succession_are_several() -> None:
    text = "President Ruto of Kenya held successive summits with President Museveni of Uganda and Kagame of Rwanda."
    assert {said(draft)["parties"] for draft in read(text)} == {"KEN UGA", "KEN RWA"}


def test_what_those_who_met_agreed_to_hold_is_another_meeting_without_their_day() -> None:
    text = (
        "Leaders of Kenya and Peru on Sunday agreed to start a dialogue and resume negotiations.\n"
        "President William Ruto and Prime Minister Gustavo Adrianzen of Peru said so after their meeting in Nairobi."
    )
    found = {said(draft)["status"]: said(draft) for draft in read(text, "2024-05-26")}
    assert (found["planned"]["start"], found["held"]["place"]) == ("", "Nairobi")


def test_whom_others_meet_later_was_not_at_their_meeting() -> None:
    lead = "Kenyan President William Ruto and Chinese Premier Li Qiang agreed to cooperate.\n"
    text = lead + "Ruto and Li met in Nairobi a day before a summit with Ugandan President Yoweri Museveni."
    assert "CHN KEN" in [said(draft)["parties"] for draft in read(text, "2024-05-26")]


def test_a_president_who_will_come_is_not_received_by_the_minister_of_whom_the_text_has_told() -> None:
    text = (
        "On Friday Musalia Mudavadi, Kenya's foreign minister, and Jeje Odongo, that of Uganda, agreed.\n"
        "The visit of Ugandan President Yoweri Museveni to Kenya is expected to mark a new phase."
    )
    planned = [draft for draft in read(text, "2024-05-26") if draft.status == "planned"]
    assert [said(draft)["names"] for draft in planned] == ["Yoweri Museveni"]


def test_what_follows_on_a_visit_does_not_put_it_off() -> None:
    text = "William Ruto left Nairobi on Sunday for a visit in Uganda, which will be followed by one to Rwanda."
    assert {said(draft)["parties"]: said(draft)["status"] for draft in read(text, "2024-05-26")}["KEN UGA"] == "held"


def test_an_office_without_a_name_is_not_that_of_somebody_else() -> None:
    text = (
        "Iranian Foreign Minister Hossein Amir-Abdollahian met his Iraqi counterpart Fuad Hussein on Monday.\n"
        "Iran's Minister of Roads will travel to Iraq next week."
    )
    assert [said(draft)["names"] for draft in read(text, "2021-12-30") if draft.status == "planned"] == [""]


def test_talks_of_a_press_service_are_where_it_filed_them() -> None:
    """What the guest recalls of another place has no day, and is none of its own."""
    text = (
        "Meeting with Prime Minister of Pakistan Nawaz Sharif\nVladimir Putin met with Prime Minister of Pakistan "
        "Nawaz Sharif.\nJune 9, 2017, Astana\nNawaz Sharif: We had fine talks in Ufa."
    )
    (draft,) = read(text, "2017-06-09", outlet="en.kremlin.ru")
    assert said(draft)["place"] == "Astana"


def test_what_a_press_service_tells_in_the_simple_past_is_of_its_day() -> None:
    text = (
        "Vladimir Putin attended bilateral meetings with the leaders of other CIS countries\nMarch 1, 2002, Almaty\n"
        "Mr Putin met with Kyrgyz President Askar Akayev. As he met with Ukrainian President Leonid Kuchma, "
        "the two leaders said that trade had grown."
    )
    found = [said(draft) for draft in read(text, "2002-03-01", outlet="en.kremlin.ru")]
    days = {(draft["parties"], draft["start"], draft["place"]) for draft in found if draft["parties"] != "RUS org:CIS"}
    assert days == {("KGZ RUS", "2002-03-01", "Almaty"), ("RUS UKR", "2002-03-01", "Almaty")}


def test_what_a_guest_calls_our_meeting_is_of_the_two_of_the_title() -> None:
    text = (
        "Conversation with President of the Republic of Korea Moon Jae-in\n"
        "Vladimir Putin and President of the Republic of Korea Moon Jae-in spoke of trade.\nJune 28, 2019, Osaka\n"
        "President of Russia Vladimir Putin: I recently met with the leader of North Korea.\n"
        "Moon Jae-in: I am glad to see you after our meeting in Singapore in November last year."
    )
    found = [said(draft) for draft in read(text, "2019-06-28", outlet="en.kremlin.ru")]
    assert ("KOR RUS", "2018-11-01") in {(draft["parties"], draft["start"]) for draft in found}


@pytest.mark.parametrize(
    ("text", "status", "start"),
    [
        ("A delegation headed by Vietnam's deputy trade minister arrived here on Monday.", "held", "2025-03-03"),
        ("A Vietnamese delegation will be here next week to discuss prawns.", "planned", "2025-03-10"),
        ("The Vietnamese deputy trade minister is due in the island on Friday.", "planned", "2025-03-07"),
        ("The Vietnamese deputy trade minister arrived in the country on Monday.", "held", "2025-03-03"),
        ("Vietnamese President Luong Cuong's visit to this country will begin on Friday.", "planned", "2025-03-07"),
    ],
)
def test_where_a_paper_is_needs_no_name(text: str, status: str, start: str) -> None:
    (draft,) = read(text, "2025-03-05", outlet="Daily News (Sri Lanka)")
    found = said(draft)
    assert (found["parties"], found["place"], found["status"], found["start"]) == ("LKA VNM", "LKA", status, start)


def test_the_country_is_not_the_papers_where_it_tells_of_another() -> None:
    assert not read(
        "UN envoy Jane Roe arrived in the country on Monday. Iraq is at war.",
        "2025-03-05",
        outlet="Daily News (Sri Lanka)",
    )


def test_the_meeting_that_a_title_names_is_the_one_of_weeks_ago_that_the_text_dates() -> None:
    (draft,) = read(
        "Joint Statement of the Third Meeting of the India-Oman Customs Group\n"
        "The Customs Bureau of India hosted the third meeting of the India-Oman Customs Group in New Delhi on June 1.",
        "2022-06-15",
    )
    assert said(draft)["start"] == "2022-06-01"


def test_she_is_not_the_man_whom_the_text_calls_mr() -> None:
    drafts = read(
        "Hillary Clinton has met Chinese President Hu Jintao in Beijing. Mr Hu told her that the talks had been good. "
        "She flies on to Bangladesh on Saturday.",
        "2012-05-04",
    )
    assert {said(draft)["parties"] for draft in drafts} == {"CHN USA", "BGD USA"}


def test_whom_a_traveller_left_unsaid_will_meet_where_he_goes() -> None:
    drafts = read(
        "El presidente Enrique Peña Nieto recibió a Donald Trump. Mañana viajará a China, donde se reunirá con el "
        "presidente de Francia.",
        "2016-08-31",
        lang="es",
        outlet="El Universal",
    )
    assert "FRA MEX" in {said(draft)["parties"] for draft in drafts}


def test_a_call_of_two_is_not_the_signing_of_three() -> None:
    drafts = read(
        "Президент Азербайджана Ильхам Алиев, Премьер-министр Армении Никол Пашинян и Президент России Владимир Путин "
        "подписали заявление. Накануне Владимир Путин говорил по телефону с Николом Пашиняном.",
        "2020-11-10",
        lang="ru",
        outlet="kremlin.ru",
    )
    found = {(draft.format, said(draft)["parties"]) for draft in drafts}
    assert ("call", "ARM RUS") in found


def test_the_day_of_a_meeting_to_come_is_not_that_of_the_welcome() -> None:
    drafts = read(
        "President Barack Obama landed in Havana on Sunday. He was greeted at the airport by Cuban Foreign Minister "
        "Bruno Rodriguez and will meet President Raul Castro on Monday. From Havana he then travels to Argentina.",
        "2016-03-20",
    )
    assert "2016-03-14" not in {said(draft)["start"] for draft in drafts}
    assert ("ARG USA", "planned") in {(said(draft)["parties"], draft.status) for draft in drafts}


def test_a_bilateral_beside_a_summit_is_another_meeting() -> None:
    drafts = read(
        "Los líderes de México, Estados Unidos y Canadá celebraron ayer una cumbre en Palacio Nacional. "
        "Por la mañana Andrés Manuel López Obrador y Justin Trudeau sostuvieron una reunión bilateral.",
        "2023-01-10",
        lang="es",
        outlet="La Jornada",
    )
    assert sorted(said(draft)["parties"] for draft in drafts) == ["CAN MEX", "CAN MEX USA"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Mr Putin met on Friday with the Kenyan president and on Sunday with the Ugandan president."),
        ("es", "Putin se reunió el viernes con el presidente de Kenia y el domingo con la presidenta de Uganda."),
        ("ru", "В пятницу Путин провел переговоры с президентом Кении, а в воскресенье с президентом Уганды."),
    ],
)
def test_the_next_partner_is_met_on_the_day_told_before_him(lang: str, text: str) -> None:
    told = [said(draft) for draft in read(text, lang=lang)]
    assert [(draft["parties"], draft["start"]) for draft in told] == [
        ("KEN RUS", "2015-06-19"),
        ("RUS UGA", "2015-06-21"),
    ]


def test_a_plant_opened_last_week_does_not_date_the_visit() -> None:
    (draft,) = read(
        "Venezuelan President Hugo Chavez has arrived in Tehran for talks with his Iranian counterpart.\n"
        "Last week the two countries opened a joint plant in Assalouyeh.",
        "2007-11-20",
    )
    assert said(draft)["start"] == "2007-11-20"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "en",
            "Obama flew on Friday to San Jose, where he took part in a meeting with the presidents of Peru and Cuba.",
        ),
        ("es", "Obama viajó el viernes a San José, donde participó en una reunión con los presidentes de Perú y Cuba."),
    ],
)
def test_talks_are_on_the_day_of_the_journey_to_them(lang: str, text: str) -> None:
    (draft,) = read(text, "2013-05-06", lang=lang)
    assert (said(draft)["parties"], said(draft)["start"]) == ("CUB PER USA", "2013-05-03")


def test_a_summit_next_month_is_the_visit_whose_days_are_told() -> None:
    (draft,) = read(
        "The leaders of North and South Korea will hold their first summit in Pyongyang next month.\n"
        "South Korean President Kim Young-sam will travel to Pyongyang on July 25-27 to meet with President "
        "Kim Il Sung.",
        "1994-06-23",
    )
    assert (said(draft)["start"], said(draft)["names"]) == ("1994-07-25", "Kim Il Sung, Kim Young-sam")


def test_who_prepared_a_summit_is_not_at_it() -> None:
    (draft,) = read(
        "The leaders of North and South Korea will hold their first summit in Pyongyang next month.\n"
        "The plan was drawn up by Lee Hong-koo, South Korea's unification minister, and Kim Yong Sun, chairman of the "
        "North's parliament.",
        "1994-06-23",
    )
    assert said(draft)["names"] == ""


def test_what_was_pledged_after_talks_dates_them() -> None:
    (draft,) = read(
        "TOKYO, Japan (CNN) -- U.S. President George W. Bush and Japanese Prime Minister Junichiro Koizumi pledged "
        "Monday to stand together after a morning of talks.\nBush, who arrived in Tokyo on Sunday, praised Koizumi.",
        "2002-02-19",
    )
    assert (said(draft)["start"], said(draft)["end"]) == ("2002-02-17", "2002-02-18")


@pytest.mark.parametrize(
    ("lang", "text", "parties"),
    [
        (
            "en",
            "President Biden attended the NATO summit in Brussels on Monday. On the margins of the summit, he met the "
            "leaders of Estonia, Latvia and Lithuania.",
            "EST LTU LVA USA",
        ),
        (
            "es",
            "Los líderes del G20 inauguraron el lunes su cumbre en Bruselas. Al margen de la cumbre, Putin se reunió "
            "con el presidente de Argentina.",
            "ARG RUS",
        ),
        (
            "ru",
            "Лидеры стран G20 в понедельник открыли саммит в Брюсселе. На полях саммита Владимир Путин встретился с "
            "президентом Аргентины.",
            "ARG RUS",
        ),
    ],
)
def test_talks_at_the_margins_are_where_and_when_the_summit_is(lang: str, text: str, parties: str) -> None:
    drafts = {said(draft)["parties"]: draft for draft in read(text, "2021-06-15", lang=lang)}
    beside = drafts[parties]
    assert beside.place is not None
    assert (beside.place.country, said(beside)["start"]) == ("BEL", "2021-06-14")


def test_a_stopover_recalled_is_no_journey_of_today() -> None:
    drafts = read(
        "President Vladimir Putin met with President George W. Bush\nNovember 19, 2006, Hanoi\n"
        "The two presidents discussed the situation on the Korean Peninsula.\n"
        "Vladimir Putin and George Bush last met on November 15 at Vnukovo Airport during a stopover by the US "
        "President on his way to Singapore.",
        "2006-11-19",
        outlet="en.kremlin.ru",
    )
    assert [(said(draft)["parties"], said(draft)["start"]) for draft in drafts] == [
        ("RUS USA", "2006-11-19"),
        ("RUS USA", "2006-11-15"),
    ]


def test_a_format_stands_aside_where_all_its_states_are_named() -> None:
    drafts = read(
        'Лидеры России, Германии, Франции и Украины начали в Париже переговоры в "нормандском формате".\n'
        "До этого президент России Владимир Путин провел отдельную встречу с президентом Франции Эмманюэлем Макроном.",
        "2019-12-09",
        lang="ru",
    )
    assert [said(draft)["parties"] for draft in drafts] == ["DEU FRA RUS UKR", "FRA RUS"]


def test_who_is_invited_after_a_session_was_not_at_it() -> None:
    (draft,) = read("EU leaders met in Madrid on Tuesday and asked Poland to join.")
    assert said(draft)["parties"] == "org:EU"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The presidents of Russia and Ukraine met the same day."),
        ("en", "The presidents of Russia and Ukraine met aboard a warship."),
        ("en", "The presidents of Russia and Ukraine met only hours after the vote."),
        ("es", "Los presidentes de Rusia y Ucrania se reunieron a bordo de un buque."),
        ("es", "Los presidentes de Rusia y Ucrania se reunieron pese a la crisis."),
        ("ru", "Президенты России и Украины встретились наедине."),
        ("ru", "Президенты России и Украины встретились спустя несколько часов после атаки."),
        ("ru", "Президенты России и Украины встретились вновь."),
    ],
)
def test_how_two_met_needs_no_object(lang: str, text: str) -> None:
    (draft,) = read(text, lang=lang)
    assert said(draft)["parties"] == "RUS UKR"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Mexican President Enrique Peña Nieto hosted a summit attended by the presidents of Peru and Chile."),
        (
            "en",
            "Mexican President Enrique Peña Nieto was the host of a summit attended by the leaders of Peru and Chile.",
        ),
        (
            "es",
            "El presidente de México fue anfitrión de una cumbre a la que asistieron los presidentes de Perú y Chile.",
        ),
    ],
)
def test_who_hosts_a_summit_is_at_it(lang: str, text: str) -> None:
    (draft,) = read(text, "2014-06-20", lang=lang)
    assert said(draft)["parties"] == "CHL MEX PER"


def test_earlier_summits_lend_this_one_no_place() -> None:
    (draft,) = read(
        "GOYANG, South Korea, April 27 (Yonhap) -- South Korean President Moon Jae-in and North Korean leader Kim "
        "Jong-un agreed Friday to work toward denuclearization.\nThe agreement came in a joint declaration issued "
        "after their summit at the border village of Panmunjom.\nIt was the third inter-Korean summit, following "
        "those held in Pyongyang in 2000 and 2007.",
        "2018-04-27",
    )
    assert draft.place is not None
    assert draft.place.name == "Panmunjom"


def test_the_summit_of_copy_without_a_title_is_of_those_whom_its_first_sentence_names() -> None:
    drafts = read(
        "MOSCOW (AP) _ President Clinton and President Boris Yeltsin failed Wednesday to resolve their dispute.\n"
        "After a three-hour summit in the Kremlin, Yeltsin said he was satisfied. The leaders issued a joint statement "
        "on missile defenses. Clinton flies Thursday to Kiev for talks with Ukrainian President Leonid Kuchma.",
        "1995-05-10",
    )
    assert [(said(draft)["parties"], draft.status) for draft in drafts] == [("RUS USA", "held"), ("UKR USA", "planned")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "India and Chad signed 11 agreements after Prime Minister Narendra Modi held talks with Idriss Deby."),
        ("en", "India and Chad signed a pact after Prime Minister Narendra Modi had talks with President Idriss Deby."),
    ],
)
def test_with_whom_talks_were_held_after_a_signing(lang: str, text: str) -> None:
    (draft,) = read(text, "2015-10-29", lang=lang)
    assert said(draft)["names"] == "Idriss Deby, Narendra Modi"


def test_a_summit_of_others_is_not_of_those_who_met() -> None:
    (draft,) = read(
        "US President Bill Clinton co-hosted an emergency summit with President Hosni Mubarak in Sharm el-Sheikh.\n"
        "Arab leaders are to hold a summit in Cairo at the weekend.",
        "2000-10-17",
    )
    assert draft.status == "held"

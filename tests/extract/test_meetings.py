"""Meetings read from single sentences of wire copy, in English, Spanish and Russian."""

from __future__ import annotations

import json
from functools import lru_cache

import pytest

from schemas.article import CleanArticle
from schemas.message import Message
from schemas.topics import ARTICLES_RAW
from streams.extract.document import Annotator
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings import MeetingReader
from streams.extract.tables import load
from streams.intake.stage import Intake

SLOTS = ("trigger", "parties", "participants", "status", "format", "place", "date")


@lru_cache(maxsize=3)
def readers(lang: str) -> tuple[Annotator, MeetingReader]:
    return Annotator(load(), lang), MeetingReader(load(), lang)


def clean(text: str, published: str, lang: str = "en", **fields: str) -> CleanArticle:
    raw = json.dumps({"id": "t", "text": text, "published": published, "lang": lang, **fields}).encode()
    return CleanArticle.decode(Intake().handle(Message(ARTICLES_RAW, "", raw)).messages[0].value)


def read(text: str, published: str = "2015-06-24", lang: str = "en", **fields: str) -> list[MeetingDraft]:
    """The meetings of an article that was published on a Wednesday where nothing else is said."""
    annotator, reader = readers(lang)
    return reader.read(annotator.document(clean(text, published, lang, **fields)))


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


Expected = dict[str, str]
"""Slots as `said` words them; `start` may be a prefix of the date."""

ENGLISH: list[tuple[str, str, Expected]] = [
    (
        "PARIS, March 3 (Reuters) - French President Jacques Chirac met German Chancellor Gerhard "
        "Schroeder in Berlin on Monday to discuss the budget of the European Union.",
        "2003-03-03",
        {"parties": "DEU FRA", "status": "held", "format": "talks", "place": "Berlin", "start": "2003-03-03"},
    ),
    (
        "Egyptian Foreign Minister Esmat Abdel-Meguid arrived here on Tuesday for talks with his "
        "Jordanian counterpart.",
        "1989-05-16",
        {"parties": "EGY JOR", "status": "held"},
    ),
    (
        "AMMAN, May 16 (Reuter) - Egyptian Foreign Minister Esmat Abdel-Meguid arrived here on Tuesday "
        "for talks with his Jordanian counterpart.",
        "1989-05-16",
        {"parties": "EGY JOR", "status": "held", "format": "visit", "place": "Amman", "start": "1989-05-16"},
    ),
    (
        "Indian Prime Minister Narendra Modi will visit Sri Lanka on May 11 and 12, the foreign ministry said.",
        "2017-05-02",
        {"parties": "IND LKA", "status": "planned", "format": "visit", "place": "LKA", "start": "2017-05-11"},
    ),
    (
        "Japan's Prime Minister Shinzo Abe telephoned Australian Prime Minister Malcolm Turnbull on Wednesday.",
        "2016-11-10",
        {"parties": "AUS JPN", "status": "held", "format": "call", "start": "2016-11-09"},
    ),
    (
        "Leaders of the ASEAN countries will hold a summit in Bangkok next month.",
        "2019-05-10",
        {"parties": "org:ASEAN", "status": "planned", "format": "summit", "place": "Bangkok", "start": "2019-06"},
    ),
    (
        "Polish President Lech Walesa cancelled a visit to Lithuania scheduled for next week.",
        "1994-03-10",
        {"parties": "LTU POL", "status": "cancelled", "format": "visit", "place": "LTU"},
    ),
    (
        "Talks between Iran and the European Union opened in Vienna on Monday.",
        "2021-04-06",
        {"parties": "IRN org:EU", "status": "held", "format": "talks", "place": "Vienna", "start": "2021-04-05"},
    ),
    (
        "South Korea's President Roh Tae-woo and Soviet leader Mikhail Gorbachev held their first "
        "summit in San Francisco in June 1990.",
        "1990-12-13",
        {"parties": "KOR SUN", "status": "held", "format": "summit", "place": "San Francisco", "start": "1990-06"},
    ),
    (
        "Turkish Foreign Minister Mevlut Cavusoglu is due in Tehran on Saturday for talks with Iranian officials.",
        "2017-02-01",
        {"parties": "IRN TUR", "status": "planned", "place": "Tehran"},
    ),
    (
        "Secretary-General Kofi Annan met with Iraqi Deputy Prime Minister Tariq Aziz in Baghdad on Sunday.",
        "1998-02-23",
        {"parties": "IRQ org:UN", "status": "held", "format": "talks", "place": "Baghdad", "start": "1998-02-22"},
    ),
    (
        "Kazakhstan's Foreign Minister Kassymzhomart Tokayev received the ambassador of Israel on Friday.",
        "2000-02-05",
        {"parties": "ISR KAZ", "status": "held", "format": "talks", "start": "2000-02-04"},
    ),
    (
        "A Vietnamese delegation led by Deputy Prime Minister Tran Hong Ha is visiting Cuba this week.",
        "2024-02-07",
        {"parties": "CUB VNM", "status": "held", "format": "visit", "place": "CUB"},
    ),
    (
        "Pope John Paul II is to travel to Croatia in September.",
        "1994-06-07",
        {"parties": "HRV VAT", "status": "planned", "format": "visit", "place": "HRV", "start": "1994-09"},
    ),
    (
        "The foreign ministers of Russia, Iran and Turkey met in Moscow on Tuesday.",
        "2016-12-21",
        {"parties": "IRN RUS TUR", "status": "held", "format": "talks", "place": "Moscow", "start": "2016-12-20"},
    ),
    (
        "President Maithripala Sirisena met the visiting Bangladeshi Foreign Minister A.H. Mahmood Ali "
        "at the Presidential Secretariat in Colombo yesterday.",
        "2017-05-02",
        {"parties": "BGD LKA", "status": "held", "format": "talks", "place": "Colombo", "start": "2017-05-01"},
    ),
    (
        "Cuba, U.S. open migration talks in Havana",
        "1995-01-18",
        {"parties": "CUB USA", "status": "held", "format": "talks", "place": "Havana"},
    ),
    (
        "Syria and Israel will resume peace talks next week in Washington, U.S. officials said.",
        "1995-12-18",
        {"parties": "ISR SYR", "status": "planned", "format": "talks", "place": "Washington"},
    ),
    (
        "OPEC ministers meet in Vienna on Thursday to review output.",
        "2001-03-14",
        {"parties": "org:OPEC", "status": "planned", "format": "summit", "place": "Vienna", "start": "2001-03-15"},
    ),
    (
        "The Gulf Cooperation Council opened its annual summit in Riyadh on Tuesday.",
        "1999-11-30",
        {"parties": "org:GCC", "status": "held", "format": "summit", "place": "Riyadh", "start": "1999-11-30"},
    ),
    (
        "Ukraine's President Volodymyr Zelenskiy spoke by phone with Polish President Andrzej Duda on Friday.",
        "2022-05-13",
        {"parties": "POL UKR", "status": "held", "format": "call", "start": "2022-05-13"},
    ),
    (
        "The prime ministers of Japan and India held a video conference on Monday.",
        "2021-03-09",
        {"parties": "IND JPN", "status": "held", "format": "call", "start": "2021-03-08"},
    ),
    (
        "Britain's Margaret Thatcher and France's Francois Mitterrand met in Paris on Saturday.",
        "1990-01-22",
        {"parties": "FRA GBR", "status": "held", "format": "talks", "place": "Paris", "start": "1990-01-20"},
    ),
    (
        "The Foreign Minister of Sri Lanka, G. L. Peiris, will hold bilateral discussions with his "
        "Indian counterpart S. Jaishankar during his visit to New Delhi.",
        "2022-02-05",
        {"parties": "IND LKA", "status": "planned"},
    ),
    (
        "Following a meeting with Brazilian President Luiz Inacio Lula da Silva in Brasilia, Argentine "
        "President Alberto Fernandez announced a loan.",
        "2023-05-03",
        {"parties": "ARG BRA", "status": "held", "format": "talks", "place": "Brasilia"},
    ),
    (
        "Talks in Geneva between U.S. Secretary of State George Shultz and Soviet Foreign Minister "
        "Eduard Shevardnadze ended on Thursday.",
        "1987-11-24",
        {"parties": "SUN USA", "status": "held", "format": "talks", "place": "Geneva"},
    ),
    (
        "The NATO summit in Madrid, which opens on Tuesday, will be attended by the leaders of Japan and South Korea.",
        "2022-06-26",
        {"parties": "org:NATO", "status": "planned", "format": "summit", "place": "Madrid", "start": "2022-06-28"},
    ),
    (
        "Merkel visited Algeria in September 2018.",
        "2019-06-26",
        {"parties": "DEU DZA", "status": "held", "format": "visit", "place": "DZA", "start": "2018-09"},
    ),
    (
        "NICOSIA, Sept 24 - Greek Prime Minister Andreas Papandreou ended a three-day visit to Cyprus on Saturday.",
        "1988-09-25",
        {"parties": "CYP GRC", "status": "held", "format": "visit", "place": "CYP", "start": "1988-09-24"},
    ),
    (
        "The Soviet foreign minister, Eduard Shevardnadze, will visit Japan from December 18 to 21, "
        "Tass news agency said.",
        "1988-12-05",
        {"parties": "JPN SUN", "status": "planned", "format": "visit", "place": "JPN", "start": "1988-12-18"},
    ),
    (
        "Iraqi and Iranian foreign ministers met separately with UN Secretary-General Javier Perez de "
        "Cuellar in Geneva on Thursday.",
        "1988-08-26",
        {"parties": "IRN IRQ org:UN", "status": "held", "format": "talks", "place": "Geneva", "start": "1988-08-25"},
    ),
    (
        "Kenya's President Daniel arap Moi flew to Kampala on Friday for talks with his Ugandan "
        "counterpart Yoweri Museveni.",
        "1990-08-19",
        {"parties": "KEN UGA", "status": "held", "format": "visit", "place": "Kampala", "start": "1990-08-17"},
    ),
    (
        "China and Vietnam will open a new round of border talks in Hanoi on Monday.",
        "1995-07-08",
        {"parties": "CHN VNM", "status": "planned", "format": "talks", "place": "Hanoi", "start": "1995-07-10"},
    ),
    (
        "Secretary of State Warren Christopher met twice on Sunday with Syrian President Hafez al-Assad in Damascus.",
        "1994-05-01",
        {"parties": "SYR USA", "status": "held", "format": "talks", "place": "Damascus", "start": "1994-05-01"},
    ),
    (
        "An IMF mission will visit Pakistan next week to review the programme.",
        "2019-04-05",
        {"parties": "PAK org:IMF", "status": "planned", "format": "visit", "place": "PAK"},
    ),
    (
        "South Korean President Lee Myung-bak and Japanese Prime Minister Yukio Hatoyama held summit "
        "talks in Seoul Friday.",
        "2009-10-09",
        {"parties": "JPN KOR", "status": "held", "format": "summit", "place": "Seoul", "start": "2009-10-09"},
    ),
    (
        "Lee is scheduled to travel to Beijing on Saturday for a trilateral summit with the leaders of "
        "China and Japan. South Korean President Lee Myung-bak said so.",
        "2009-10-09",
        {"parties": "CHN JPN KOR", "status": "planned", "place": "Beijing", "start": "2009-10-10"},
    ),
    (
        "The 15th SAARC summit opened in Colombo on Saturday.",
        "2008-08-02",
        {"parties": "org:SAARC", "status": "held", "format": "summit", "place": "Colombo", "start": "2008-08-02"},
    ),
    (
        "Israeli Prime Minister Yitzhak Rabin postponed a trip to Germany because of the bombing.",
        "1994-10-20",
        {"parties": "DEU ISR", "status": "cancelled", "format": "visit", "place": "DEU"},
    ),
    (
        "The United States called off talks with North Korea.",
        "1994-10-20",
        {"parties": "PRK USA", "status": "cancelled", "format": "talks"},
    ),
    (
        "Japan's foreign minister Taro Kono told reporters he would visit Russia in May.",
        "2019-04-22",
        {"parties": "JPN RUS", "status": "planned", "format": "visit", "place": "RUS", "start": "2019-05"},
    ),
    (
        "During his stay in Warsaw, Chancellor Helmut Kohl met Polish Prime Minister Tadeusz Mazowiecki.",
        "1989-11-10",
        {"parties": "DEU POL", "status": "held", "format": "talks", "place": "Warsaw"},
    ),
    (
        "Trump hosts Poland's Duda at White House",
        "2019-06-12",
        {"parties": "POL USA", "status": "held", "format": "talks", "place": "White House"},
    ),
    (
        "Finnish president to meet Putin next week",
        "2016-03-12",
        {"parties": "FIN RUS", "status": "planned", "format": "talks"},
    ),
    (
        "French president arrives in Tunis for state visit",
        "2018-01-31",
        {"parties": "FRA TUN", "status": "held", "format": "visit", "place": "Tunis"},
    ),
    (
        "U.S., Russia to hold arms talks in Helsinki",
        "2020-10-02",
        {"parties": "RUS USA", "status": "planned", "format": "talks", "place": "Helsinki"},
    ),
    (
        "The Canadian and Australian prime ministers spoke on the phone on Thursday.",
        "2020-03-20",
        {"parties": "AUS CAN", "status": "held", "format": "call", "start": "2020-03-19"},
    ),
    (
        "European Commission President Jean-Claude Juncker arrived in Beijing on Sunday for a China-EU summit.",
        "2018-07-16",
        {"parties": "CHN org:EU", "status": "held", "place": "Beijing", "start": "2018-07-15"},
    ),
    (
        "The defence ministers of India and France inaugurated an exercise after a meeting in New Delhi on Friday.",
        "2017-10-27",
        {"parties": "FRA IND", "status": "held", "format": "talks", "place": "New Delhi", "start": "2017-10-27"},
    ),
    (
        "Foreign Minister Subrahmanyam Jaishankar on Sunday held talks with his Saudi counterpart Faisal bin Farhan.",
        "2021-09-19",
        {"parties": "IND SAU", "status": "held", "format": "talks", "start": "2021-09-19"},
    ),
    (
        "Delegations from Ethiopia, Egypt and Sudan resumed negotiations on the dam by video link on Tuesday.",
        "2020-06-09",
        {"parties": "EGY ETH SDN", "status": "held", "format": "call", "start": "2020-06-09"},
    ),
    (
        "Armenian and Azerbaijani leaders are expected to meet in Brussels in early April.",
        "2022-03-29",
        {"parties": "ARM AZE", "status": "planned", "format": "talks", "place": "Brussels"},
    ),
    (
        "The Dutch prime minister's visit to Indonesia, due to begin on Monday, has been cancelled.",
        "2010-10-01",
        {"parties": "IDN NLD", "status": "cancelled", "format": "visit", "place": "IDN"},
    ),
]

SPANISH: list[tuple[str, str, Expected]] = [
    (
        "El presidente de México, Carlos Salinas, se reunió con el presidente de Guatemala, Vinicio "
        "Cerezo, en Tapachula el martes.",
        "1990-02-07",
        {"parties": "GTM MEX", "status": "held", "format": "talks", "start": "1990-02-06"},
    ),
    (
        "El canciller chileno Heraldo Muñoz viajará a Bolivia la próxima semana.",
        "2015-02-07",
        {"parties": "BOL CHL", "status": "planned", "format": "visit", "place": "BOL"},
    ),
    (
        "El rey Felipe VI recibió al presidente de Perú, Ollanta Humala, en Madrid.",
        "2015-07-07",
        {"parties": "ESP PER", "status": "held", "format": "talks", "place": "Madrid"},
    ),
    (
        "La cumbre de la Unión Europea se celebrará en Bruselas el jueves.",
        "2015-06-23",
        {"parties": "org:EU", "status": "planned", "format": "summit", "place": "Bruselas"},
    ),
    (
        "Cancelan visita del presidente de Brasil a Argentina",
        "2015-06-23",
        {"parties": "ARG BRA", "status": "cancelled", "format": "visit", "place": "ARG"},
    ),
    (
        "El presidente ruso, Vladímir Putin, y su homólogo chino, Xi Jinping, se reunirán en Moscú el 8 de mayo.",
        "2025-05-02",
        {"parties": "CHN RUS", "status": "planned", "format": "talks", "place": "Moscú", "start": "2025-05-08"},
    ),
    (
        "La canciller de Colombia, María Ángela Holguín, visitó Ecuador la semana pasada.",
        "2012-05-02",
        {"parties": "COL ECU", "status": "held", "format": "visit", "place": "ECU"},
    ),
    (
        "Perú y Chile celebraron ayer en Lima una reunión de sus ministros de Defensa.",
        "2012-05-02",
        {"parties": "CHL PER", "status": "held", "format": "talks", "place": "Lima", "start": "2012-05-01"},
    ),
    (
        "El secretario de Estado de EE.UU., John Kerry, llegó este lunes a La Habana.",
        "2015-08-14",
        {"parties": "CUB USA", "status": "held", "format": "visit", "place": "La Habana"},
    ),
    (
        "El presidente de Argentina, Mauricio Macri, suspendió su viaje a Francia.",
        "2018-09-01",
        {"parties": "ARG FRA", "status": "cancelled", "format": "visit", "place": "FRA"},
    ),
    (
        "El primer ministro de Japón, Shinzo Abe, conversó por teléfono con el presidente de México, "
        "Enrique Peña Nieto.",
        "2016-12-01",
        {"parties": "JPN MEX", "status": "held", "format": "call"},
    ),
    (
        "Representantes de México y la Unión Europea iniciaron una nueva ronda de negociaciones en Bruselas.",
        "2016-12-01",
        {"parties": "MEX org:EU", "status": "held", "format": "talks", "place": "Bruselas"},
    ),
    (
        "Reunión entre los presidentes de Brasil y Uruguay en Montevideo",
        "2016-12-01",
        {"parties": "BRA URY", "status": "held", "format": "talks", "place": "Montevideo"},
    ),
]

RUSSIAN: list[tuple[str, str, Expected]] = [
    (
        "Президент России Владимир Путин встретился с президентом Казахстана Касым-Жомартом Токаевым в Астане.",
        "2024-11-27",
        {"parties": "KAZ RUS", "status": "held", "format": "talks", "place": "Астане"},
    ),
    (
        "Министр иностранных дел Китая Ван И посетит Россию 1 апреля.",
        "2025-03-28",
        {"parties": "CHN RUS", "status": "planned", "format": "visit", "place": "RUS", "start": "2025-04-01"},
    ),
    (
        "Путин и Эрдоган провели телефонный разговор.",
        "2022-03-28",
        {"parties": "RUS TUR", "status": "held", "format": "call"},
    ),
    (
        "Саммит ШОС пройдёт в Самарканде 15 сентября.",
        "2022-09-08",
        {"parties": "org:SCO", "status": "planned", "format": "summit", "place": "Самарканде", "start": "2022-09-15"},
    ),
    (
        "Визит президента Сербии в Москву отложен.",
        "2022-09-08",
        {"parties": "RUS SRB", "status": "cancelled", "format": "visit", "place": "Москву"},
    ),
    (
        "Премьер-министр Индии Нарендра Моди прибыл с официальным визитом в Москву.",
        "2024-07-08",
        {"parties": "IND RUS", "status": "held", "format": "visit", "place": "Москву"},
    ),
    (
        "Президент Узбекистана Шавкат Мирзиёев принял главу МИД Турции Хакана Фидана.",
        "2024-05-02",
        {"parties": "TUR UZB", "status": "held", "format": "talks"},
    ),
    (
        "Премьер-министр Японии Синдзо Абэ посетил Иран в июне 2019 года.",
        "2019-12-02",
        {"parties": "IRN JPN", "status": "held", "format": "visit", "place": "IRN", "start": "2019-06"},
    ),
    (
        "Сергей Лавров провел в Анкаре переговоры с главой МИД Турции Мевлютом Чавушоглу.",
        "2022-06-08",
        {"parties": "RUS TUR", "status": "held", "format": "talks", "place": "Анкаре"},
    ),
    (
        "Визит премьер-министра Индии в Россию состоится 8-9 июля.",
        "2024-07-02",
        {"parties": "IND RUS", "status": "planned", "format": "visit", "place": "RUS", "start": "2024-07-08"},
    ),
    (
        "Переговоры между Арменией и Азербайджаном прошли в Вашингтоне.",
        "2023-05-04",
        {"parties": "ARM AZE", "status": "held", "format": "talks", "place": "Вашингтоне"},
    ),
    (
        "Президент Белоруссии Александр Лукашенко прибыл в Пекин с государственным визитом.",
        "2023-02-28",
        {"parties": "BLR CHN", "status": "held", "format": "visit", "place": "Пекин"},
    ),
    (
        "Российско-американские консультации пройдут в Женеве на следующей неделе.",
        "2022-01-05",
        {"parties": "RUS USA", "status": "planned", "format": "talks", "place": "Женеве"},
    ),
    (
        "Встреча президентов России и США в Будапеште отменена.",
        "2025-10-22",
        {"parties": "RUS USA", "status": "cancelled", "format": "talks", "place": "Будапеште"},
    ),
]

NONE = [
    "The two presidents often meet on the sidelines of international events.",
    "No meeting between the Indian and Pakistani prime ministers is planned, a spokesman said.",
    "Bolivia's coach met with the players before the game against Chile.",
    "US Treasury Secretary Steven Mnuchin urged Congress to meet on Tuesday.",
    "The German parliament held a session on Thursday.",
    "France has met the criteria set by the European Union.",
    "If the Iranian president visits Iraq, talks may follow.",
    "The president of Ghana visited a factory in Kumasi.",
    "Норвежский парламент провёл заседание в Осло.",
]


@pytest.mark.parametrize(
    ("lang", "text", "published", "expected"),
    [(lang, *row) for lang, rows in (("en", ENGLISH), ("es", SPANISH), ("ru", RUSSIAN)) for row in rows],
)
def test_one_sentence_tells_one_meeting(lang: str, text: str, published: str, expected: Expected) -> None:
    """Who, in what state, what kind, where and when, from the clause that tells it."""
    drafts = read(text, published, lang)
    assert len(drafts) == 1, [said(draft) for draft in drafts]
    got = said(drafts[0])
    got["start"] = got["start"][: len(expected.get("start", ""))]
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


@pytest.mark.parametrize("text", [text for text, _, _ in ENGLISH])
def test_every_filled_slot_has_evidence(text: str) -> None:
    """Each slot shows characters of the clean text."""
    annotator, reader = readers("en")
    article = clean(text, "2015-06-24")
    for draft in reader.read(annotator.document(article)):
        shown = {item.slot for item in draft.evidence}
        filled = {slot for slot in SLOTS[1:] if getattr(draft, slot)} | {"trigger"}
        assert filled <= shown
        assert all(0 <= item.start < item.end <= len(article.text) for item in draft.evidence)

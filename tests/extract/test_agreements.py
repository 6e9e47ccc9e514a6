"""What is read of agreements, on sentences of our own."""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from schemas.article import CleanArticle
from streams.extract.agreements import AgreementReader
from streams.extract.agreements.matcher import Matcher
from streams.extract.annotator import Annotator
from streams.extract.drafts import AgreementDraft, MeetingDraft
from streams.extract.tables import load

PUBLISHED = date(1999, 6, 16)  # a Wednesday


@lru_cache
def readers(lang: str) -> tuple[Annotator, AgreementReader]:
    return Annotator(load(), lang), AgreementReader(load(), lang)


def read(
    text: str, lang: str = "en", *, title: bool = False, meetings: int = 0, published: date = PUBLISHED
) -> list[AgreementDraft]:
    """The agreements of a text; with `meetings` the first so many pairs of parties of it are said to have met."""
    article = CleanArticle(
        article_id="a",
        record_id="r",
        text=text,
        title_end=text.find("\n") if title else 0,
        published=published,
        lang=lang,
    )
    annotator, reader = readers(lang)
    document = annotator.document(article)
    met = []
    for line in document.lines[:meetings]:
        codes = list(dict.fromkeys(code for actor in line.actors for code in actor.codes))
        met.append(MeetingDraft(codes, line.span.start, "test", 1.0))
    return reader.read(document, met)


def slots(draft: AgreementDraft, names: set[str]) -> dict[str, Any]:
    """The slots of a draft that a test asks for, in a plain form."""
    found: dict[str, Any] = {
        "parties": sorted(draft.parties),
        "instrument": draft.instrument,
        "action": draft.action,
        "title": draft.title,
        "count": draft.count,
        "duration": draft.duration,
        "value": (draft.value.amount, draft.value.currency) if draft.value else None,
        "date": draft.date.start.isoformat() if draft.date else None,
        "place": draft.place.name if draft.place else None,
    }
    return {name: value for name, value in found.items() if name in names}


ENGLISH: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "Chad's parliament approved the draft law on the ratification of the accord with Togo on the border.",
        [{"action": "ratified", "title": "border"}],
    ),
    (
        "On Monday 15 documents were signed by Chad and Togo.\nAmong them:\nAgreement on trade in wheat;\n"
        "Protocol on amending the Agreement on visas dated July 7, 1990;",
        [
            {"count": 15, "date": "1999-06-14"},
            {"title": "trade in wheat", "date": "1999-06-14"},
            {"instrument": "protocol", "date": "1999-06-14"},
        ],
    ),
    ("An accord was concluded in 1996 on the basics of trade between Chad and Togo.", [{"title": "basics of trade"}]),
    ("Chad and Togo reached a milestone by completing talks on the water accord.", [{"action": "agreed"}]),
    (
        "Chad has reached an agreement with a group of creditors including Togo and Mali on debt restructuring.",
        [{"parties": ["MLI", "TCD", "TGO"], "title": "debt restructuring"}],
    ),
    ("Chad's upper house approved an accord on drugs with Togo on Friday.", [{"action": "ratified"}]),
    ("Chad's parliament approved legislation for a defence accord with Togo.", [{"action": "ratified"}]),
    ("Chad and Togo are expected to meet and agree on a railway link soon.", [{"action": "planned"}]),
    (
        "Chad and Togo signed a defence agreement, a five-year action plan, and agreed to speed up border talks.",
        [{"title": "defence agreement"}, {"instrument": "plan", "title": "five-year action plan"}],
    ),
    (
        "Chad and Togo signed the following: *Plan of Action between Chad and Togo from 1999 to 2004; "
        "*Memorandum of Understanding on Culture; *Agreement on Defence; and *Protocol on Tourism.",
        [{"title": "Plan of Action"}, {"title": "Culture"}, {"title": "Defence"}, {"title": "Tourism"}],
    ),
    ("Chad and Togo sealed an accord on several areas having met on Monday.", [{"title": "several areas"}]),
    ("Chad and Togo renewed the Agreement on Mutual Defence (DSCA).", [{"title": "Mutual Defence (DSCA)"}]),
    ("Chad and Togo have signed their first agreement since their split in April.", [{"date": "1999-06-16"}]),
    (
        "Chad and Togo on Friday inked a pact aimed at raising the quality of border management.\n"
        "The comprehensive border management pact was signed in the presence of the two ministers.",
        [{"action": "signed", "date": "1999-06-11"}],
    ),
    ("Chad has signed a deal with Togo for $209 million first tranche of aid.", [{"value": (209e6, "USD")}]),
    (
        "Chad on Friday signed a contract with Togo for $8 million of wheat.",
        [{"title": "wheat", "value": (8e6, "USD")}],
    ),
    ("Chad and Togo exchanged notes on a grant on Tuesday.", [{"title": "a grant", "date": "1999-06-15"}]),
    ("The envoys of Chad and Togo signed notes to this effect on Tuesday.", [{"date": "1999-06-15"}]),
    ("Chad signed loan accords with Togo in Lome to provide schools.", [{"title": "loan accords"}]),
    (
        "The accord between Chad and Togo that lets more Chadian troops than Togolese ones to be sent was announced.",
        [{"title": "accord"}],
    ),
    ("Chad and Togo announced a trade pact on Friday to open their markets.", [{"title": "trade pact"}]),
    ("Chad and Togo exchanged ratification instruments of an extradition treaty.", [{"action": "ratified"}]),
    ("Chad and Togo on Friday concluded their talks on a trade accord.", [{"action": "agreed", "date": "1999-06-11"}]),
    ("Chad and Togo witnessed signing ceremonies for a tax treaty in Lima.", [{"action": "signed", "place": "Lima"}]),
    ("Chad agreed to sign an accord with Togo on the exchange of convicts soon.", [{"title": "exchange of convicts"}]),
    (
        "Chad has ratified the tax treaty with Togo, it said in a statement, which was signed in May.",
        [{"action": "ratified", "instrument": "treaty"}, {"action": "signed", "instrument": "treaty"}],
    ),
    (
        "Chad inked three memoranda with Togo on Tuesday in Lome on Mr Deby's second day of his visit to the country.",
        [{"title": "memoranda", "count": 3, "place": "Lomé"}],
    ),
    (
        "Peru will ship Bolivia 20,000 tonnes of wheat under an accord signed in Lima on Monday.",
        [{"parties": ["BOL", "PER"], "instrument": "agreement", "action": "signed", "date": "1999-06-14"}],
    ),
    (
        "Egypt and Sudan signed a water agreement on Monday.\nThe two sides also initialled a memorandum on grain.",
        [{"title": "water agreement", "date": "1999-06-14"}, {"title": "grain", "date": "1999-06-14"}],
    ),
    (
        "Egypt signed an agreement with Sudan on water and one with Chad on oil.",
        [{"parties": ["EGY", "SDN"], "title": "water"}, {"parties": ["EGY", "TCD"], "title": "oil"}],
    ),
    (
        "Iran and Russia signed a contract for $800 million for a reactor.",
        [{"title": "a reactor", "value": (800e6, "USD")}],
    ),
    (
        "India and Nepal signed an agreement in Kathmandu on Monday on river traffic.",
        [{"parties": ["IND", "NPL"], "title": "river traffic", "date": "1999-06-14"}],
    ),
    (
        "China and Peru signed a protocol to amend their trade agreement here on Monday.",
        [{"instrument": "protocol", "title": "amend their trade agreement", "date": "1999-06-14"}],
    ),
    (
        "NEW DELHI, June 14 (Reuters) - India and Nepal will sign a trade protocol on Friday, officials said.",
        [{"action": "planned", "date": "1999-06-18"}],
    ),
    ("Australia and Tuvalu signed a treaty offering homes to Tuvaluans.", [{"title": "offering homes to Tuvaluans"}]),
    (
        "Kenya and Uganda signed six agreements to boost trade on Monday.\nThe six agreements on trade, visas and "
        "tourism were signed on Monday by Kenya and Uganda.",
        [{"count": 6, "title": "boost trade"}],
    ),
    (
        "A youth exchange programme between Kenya and Uganda was signed to enhance ties.",
        [{"instrument": "plan", "title": "youth exchange programme"}],
    ),
    ("Kenya and Uganda have previously signed several trade agreements.", [{"action": "signed", "date": None}]),
    ("India has extended the Line of Credit agreement with Sri Lanka.", [{"action": "extended"}]),
    ("India and Nepal signed 22 pacts in key sectors of defence and nuclear energy.", [{"count": 22}]),
    ("Egypt was the first Arab country to sign a peace treaty with Israel.", [{"action": "signed", "date": None}]),
    (
        'Norway and Iceland put their names to the "Charter of Good Neighbours" on Monday.',
        [{"parties": ["ISL", "NOR"], "instrument": "treaty", "action": "signed", "date": "1999-06-14"}],
    ),
    (
        "Norway and Iceland reached a deal on Monday to open two new ports.",
        [{"parties": ["ISL", "NOR"], "title": "open two new ports", "action": "agreed", "date": "1999-06-14"}],
    ),
    (
        "Kenya and Uganda agreed to reopen a border bridge, officials said on Monday.",
        [{"parties": ["KEN", "UGA"], "title": "reopen a border bridge", "action": "agreed"}],
    ),
    (
        "The IMF approved a 300 mln dlr stand-by credit for Ghana on Monday.",
        [{"parties": ["GHA", "org:IMF"], "action": "agreed", "value": (300e6, "USD"), "date": "1999-06-14"}],
    ),
    (
        "OPEC ministers ended their session in Geneva on Monday with an accord to curb oil output.",
        [{"parties": ["org:OPEC"], "instrument": "agreement", "action": "agreed", "title": "curb oil output"}],
    ),
    (
        "Kenya and Uganda said in a joint statement on Monday that their border would reopen.",
        [{"parties": ["KEN", "UGA"], "instrument": "statement", "action": "adopted", "date": "1999-06-14"}],
    ),
    (
        "President Moi met Tanzanian President Mkapa in Arusha, where the two governments renewed their transit pact.",
        [{"parties": ["KEN", "TZA"], "instrument": "treaty", "action": "extended", "title": "transit pact"}],
    ),
    (
        "Kenya and Uganda struck a deal on Monday. The accord, reached after two days of talks, covers fishing.",
        [{"parties": ["KEN", "UGA"], "instrument": "agreement", "action": "agreed"}],
    ),
    (
        "Norway and Finland signed a treaty on their common border on Monday.",
        [{"parties": ["FIN", "NOR"], "instrument": "treaty", "action": "signed", "title": "common border"}],
    ),
    (
        "Tunisia inked a $750 million loan agreement with the World Bank.",
        [{"parties": ["TUN", "org:WB"], "action": "signed", "value": (750e6, "USD")}],
    ),
    (
        "An accord of Tunisia with the World Bank on a 18.5 mln dlr loan to mend dams has been signed.",
        [{"parties": ["TUN", "org:WB"], "action": "signed", "value": (18.5e6, "USD")}],
    ),
    (
        "Kenya and Uganda agreed on Monday to reopen a border bridge, Kenyan state television reported.",
        [{"parties": ["KEN", "UGA"], "title": "reopen a border bridge", "action": "agreed"}],
    ),
    (
        "Tunisia and Kuwait signed a loan agreement for about 150 mln dlrs on Monday.",
        [{"parties": ["KWT", "TUN"], "title": "loan agreement", "value": (150e6, "USD"), "date": "1999-06-14"}],
    ),
    (
        "Kenya and Uganda have signed a deal on fishing and ferries in Geneva after UN-mediated talks.",
        [{"parties": ["KEN", "UGA"], "title": "fishing and ferries", "action": "signed"}],
    ),
    (
        "A currency swap deal of Kenya and Uganda worth 90 million dollars has been concluded. "
        "The three-year accord was signed in Kampala on Monday by the countries' central bank governors.",
        [{"parties": ["KEN", "UGA"], "title": "currency swap deal", "value": (90e6, "USD"), "action": "signed"}],
    ),
    (
        "Kenya and Uganda signed an accord in Kampala on Monday to end double taxation.",
        [{"parties": ["KEN", "UGA"], "title": "end double taxation", "date": "1999-06-14", "place": "Kampala"}],
    ),
    (
        "Kenya and Uganda agreed a border treaty. Presidents Daniel arap Moi and Yoweri Museveni signed it on Monday.",
        [{"parties": ["KEN", "UGA"], "title": "border treaty", "action": "signed", "date": "1999-06-14"}],
    ),
    (
        "The U.S. Senate voted 71-26 on Wednesday to approve a tax treaty with Poland.",
        [{"parties": ["POL", "USA"], "title": "tax treaty", "action": "ratified"}],
    ),
    ("China has offered Pakistan a $500m soft loan.", []),
    (
        "The signing of the accord on the transit of Kenyan goods to Uganda constitutes progress, both said.",
        [{"parties": ["KEN", "UGA"], "title": "transit of Kenyan goods to Uganda"}],
    ),
    (
        "Kenya and Uganda signed a treaty on ferries at the Kampala summit.",
        [{"parties": ["KEN", "UGA"], "title": "ferries"}],
    ),
    (
        "Kenya and Uganda signed documents on cooperation with respect to metals and fishing.",
        [{"parties": ["KEN", "UGA"], "title": "cooperation with respect to metals and fishing"}],
    ),
    ("Kenya and Uganda hailed the recent signing of the defence pact between them.", [{"date": None}]),
    (
        "The World Bank is lending 12 mln dlrs to Kenya. The loan was signed in Nairobi on Monday.",
        [{"parties": ["KEN", "org:WB"], "action": "signed", "place": "Nairobi", "date": "1999-06-14"}],
    ),
    ("Kenya refused to establish relations with Uganda before a satisfactory agreement was reached.", []),
    ("Kenya and Uganda were of one mind on how much a clean lake matters.", []),
    (
        "A contract for the delivery of 12 patrol boats was signed by the defence ministers of Malaysia and Spain.",
        [{"parties": ["ESP", "MYS"], "instrument": "contract", "title": "delivery of 12 patrol boats"}],
    ),
    (
        "Laos and Vietnam signed seven agreements in Hanoi.",
        [{"parties": ["LAO", "VNM"], "instrument": "agreement", "count": 7}],
    ),
    (
        "Chile and Peru signed a memorandum of understanding on mining, as well as a protocol on tourism.",
        [
            {"instrument": "memorandum", "title": "mining", "action": "signed"},
            {"instrument": "protocol", "title": "tourism", "action": "signed"},
        ],
    ),
    (
        "Hungary and Slovakia signed intergovernmental agreements on double taxation and on road transport.",
        [{"title": "double taxation"}, {"title": "road transport"}],
    ),
    (
        "Mali and Niger will sign a border treaty next week.",
        [{"parties": ["MLI", "NER"], "action": "planned", "title": "border treaty", "date": "1999-06-21"}],
    ),
    (
        "The signing of an agreement between Kenya and Uganda on fisheries is expected in July.",
        [{"parties": ["KEN", "UGA"], "action": "planned", "title": "fisheries"}],
    ),
    (
        "Austria and Slovenia are negotiating a treaty on nuclear safety.",
        [{"parties": ["AUT", "SVN"], "action": "planned", "title": "nuclear safety"}],
    ),
    (
        "Bangladesh and Nepal reached an agreement on transit rights in Dhaka on Tuesday.",
        [{"action": "agreed", "title": "transit rights", "date": "1999-06-15"}],
    ),
    (
        "Thailand and Cambodia agreed to reopen three border crossings.",
        [{"parties": ["KHM", "THA"], "action": "agreed", "title": "reopen three border crossings"}],
    ),
    (
        "Portugal and Angola extended their fisheries accord for five years.",
        [{"action": "extended", "title": "fisheries accord", "duration": "for five years"}],
    ),
    (
        "Poland's parliament ratified a treaty with Lithuania on friendship.",
        [{"parties": ["LTU", "POL"], "action": "ratified", "title": "friendship"}],
    ),
    (
        "The free trade agreement between Jordan and Morocco entered into force on 3 May 1999.",
        [{"parties": ["JOR", "MAR"], "action": "in_force", "date": "1999-05-03"}],
    ),
    (
        "North Korea said it was withdrawing from the Nuclear Non-Proliferation Treaty.",
        [{"parties": ["PRK"], "action": "terminated", "title": "Nuclear Non-Proliferation Treaty"}],
    ),
    (
        "Venezuela withdrew from the Andean Community.",
        [{"parties": ["VEN", "org:CAN"], "action": "terminated", "instrument": "agreement"}],
    ),
    (
        "Ecuador suspended a trade pact with Colombia.",
        [{"parties": ["COL", "ECU"], "action": "suspended", "instrument": "treaty"}],
    ),
    (
        "Brazil and Uruguay issued a joint statement on Mercosur.",
        [{"parties": ["BRA", "URY"], "instrument": "statement", "action": "adopted"}],
    ),
    (
        "The ASEAN ministers adopted a declaration on the South China Sea.",
        [{"parties": ["org:ASEAN"], "instrument": "declaration", "action": "adopted"}],
    ),
    (
        "Officials of India and Bhutan reviewed the 1949 Friendship Treaty.",
        [{"parties": ["BTN", "IND"], "title": "Friendship Treaty", "date": "1949-01-01", "action": "signed"}],
    ),
    (
        "Deputies in Moldova debated the agreement with Romania on visas signed in Bucharest on 2 March 1998.",
        [{"action": "signed", "title": "visas", "date": "1998-03-02"}],
    ),
]

OTHERS: list[tuple[str, str, list[dict[str, Any]]]] = [
    (
        "es",
        "México y Guatemala firmaron un acuerdo de cooperación en materia de seguridad fronteriza.",
        [{"parties": ["GTM", "MEX"], "instrument": "agreement", "action": "signed"}],
    ),
    (
        "es",
        "El convenio fue firmado por los cancilleres de Ecuador y Perú.",
        [{"parties": ["ECU", "PER"], "instrument": "agreement", "action": "signed"}],
    ),
    (
        "es",
        "Argentina y Brasil firmarán un tratado sobre defensa.",
        [{"parties": ["ARG", "BRA"], "instrument": "treaty", "action": "planned", "title": "defensa"}],
    ),
    (
        "es",
        "El Senado de Chile ratificó el tratado de libre comercio con Corea del Sur.",
        [{"parties": ["CHL", "KOR"], "instrument": "treaty", "action": "ratified"}],
    ),
    (
        "es",
        "España y Marruecos emitieron una declaración conjunta en Rabat.",
        [{"parties": ["ESP", "MAR"], "instrument": "declaration", "action": "adopted"}],
    ),
    (
        "es",
        "Panamá y Cuba firmaron un Acuerdo de Cooperación, un Memorando en Turismo y Convenio de Seguridad Social.",
        [{"title": "Acuerdo de Cooperación"}, {"title": "Turismo"}, {"title": "Convenio de Seguridad Social"}],
    ),
    (
        "es",
        "Panamá y Cuba suscribieron estos acuerdos: a) Acuerdo de Pesca; b) Memorando en materia de salud.",
        [{"title": "Acuerdo de Pesca"}, {"instrument": "memorandum", "title": "salud"}],
    ),
    (
        "es",
        "Panamá y Cuba firmaron 11 acuerdos.\nEntre los acuerdos está un crédito para dos hospitales.",
        [{"count": 11}, {"title": "crédito para dos hospitales"}],
    ),
    (
        "es",
        "El convenio sobre pesca lo firmaron los cancilleres de Ecuador y Perú.",
        [{"parties": ["ECU", "PER"], "instrument": "agreement", "title": "pesca"}],
    ),
    (
        "ru",
        "Франция и Италия подписали документы: 1) соглашение о туризме; 2) меморандум о рыболовстве.",
        [{"instrument": "agreement", "title": "туризме"}, {"instrument": "memorandum", "title": "рыболовстве"}],
    ),
    (
        "ru",
        "Монголия и Китай подписали соглашение о поставках угля.",
        [{"parties": ["CHN", "MNG"], "instrument": "agreement", "action": "signed", "title": "поставках угля"}],
    ),
    (
        "ru",
        "Индия и Вьетнам подпишут контракт на поставку кораблей.",
        [{"parties": ["IND", "VNM"], "instrument": "contract", "action": "planned"}],
    ),
    (
        "ru",
        "Договор между Арменией и Грузией о дружбе вступил в силу.",
        [{"parties": ["ARM", "GEO"], "instrument": "treaty", "action": "in_force"}],
    ),
    (
        "ru",
        "Меморандум был подписан министрами иностранных дел Китая и Монголии.",
        [{"parties": ["CHN", "MNG"], "instrument": "memorandum", "action": "signed"}],
    ),
]

with (Path(__file__).parent / "agreements.tsv").open(encoding="utf-8") as lines:
    COPY = list(
        csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    )

STATE = {"signed": "done", "adopted": "done", "extended": "done", "ratified": "done", "in_force": "done",
         "agreed": "agreed", "planned": "planned", "terminated": "ended", "suspended": "ended"}  # fmt: skip


def told(draft: AgreementDraft) -> str:
    """Parties and state of an agreement, with the year where it is of the past."""
    year = str(draft.date.start.year) if draft.date and draft.date.start.year < 2014 else ""
    return f"{'+'.join(sorted(set(draft.parties)))} {STATE[draft.action]} {year}".strip()


@pytest.mark.parametrize("row", COPY, ids=[row["text"][:50] for row in COPY])
def test_wire_copy_tells_who_agreed_and_how_far_it_is(row: dict[str, str]) -> None:
    found = read(row["text"], row["lang"], published=date(2015, 10, 15))
    assert "; ".join(sorted(told(draft) for draft in found)) == row["told"]


NOTHING = [
    "The defence pact with Togo is the first to be signed by Chad in Africa.",
    "Chad and Togo differ. A statement issued on Tuesday by the OPM said so.",
    "Chad's concessions made a treaty with Togo more likely.",
    "The government of Chad is in favour of ratifying the extradition treaty with Togo.",
    "Chad's parliament debated the ratification of a treaty with Togo.",
    "Chad and 11 other countries signed a trade accord in Togo.",
    "Ministers from 12 African countries signed a trade accord between visits to Chad and Togo.",
    "Talks between Kenya and Uganda on a transit agreement collapsed.",
    "Norway hailed the EU-brokered accord.",
    "Kenya feared for its jobs. Norway's premier announced a deal with Bergenmaskin, a carmaker, on a factory in Oslo.",
    "Norway feared for its fleet. Its minister reached a deal with the shipping company on Friday.",
    "The publisher has struck licensing deals in Norway and Iceland.",
    "Lawmakers reached a compromise on Tuesday on pay for soldiers who served in Iraq and Afghanistan.",
    "Norway's president signed a peace agreement with the country's largest rebel movement, the United Nations said.",
    "Norwegian delegates left the Reykjavik convention center in Iceland.",
    "Iceland was accused of spying in a joint statement by the intelligence agencies of Norway.",
    "The Norwegian foreign ministry said in a statement that Iceland was a good neighbour.",
    "The row has kept Norway and Iceland from concluding a fishing treaty.",
    "No agreement was reached between Greece and Turkey.",
    "The United States urged India and Pakistan to sign the Comprehensive Test Ban Treaty.",
    "Ethiopia refused to sign the peace agreement with Eritrea.",
    "Under the treaty, Latvia must protect the rights of minorities.",
    "Talks between Morocco and the European Union on a new fishing agreement broke down.",
    "The Senate and the House reached a deal on the budget.",
    "The players' union signed a contract with the club.",
    "Sweden could sign an agreement with Denmark on the bridge.",
    "The minister signed a resolution to rename the park.",
    "The prime minister of Malta said a pact agreed during the crisis last August was dead.",
    "The World Health Organization issued a statement on Thursday that more countries were at risk.",
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=[text[:40] for text, _ in ENGLISH])
def test_reads_english_copy(text: str, expected: list[dict[str, Any]]) -> None:
    found = read(text)
    assert [slots(draft, set(want)) for draft, want in zip(found, expected, strict=True)] == expected


TITLES = [
    (
        "Chad and Togo signed five deals to promote trade in oil on the first day of Mr Deby's trip to Lome.",
        ["promote trade in oil"],
    ),
    (
        "Chad and Togo signed accords on cooperation in various economic and healthcare sectors.",
        ["economic and healthcare sectors"],
    ),
    ("Chad and Togo signed accords on linking the Chadian and Togolese railways.", ["Togolese railways"]),
    ("Chad and Togo signed a pact between their ministries of energy on solar power.", ["solar power"]),
    ("Chad and Togo signed the Agreement between the two Governments on Cooperation in Tourism.", ["Tourism"]),
    ("Chad and Togo signed a Memorandum between the Ministries of Health on vaccines.", ["vaccines"]),
    ("Chad and Togo signed a Declaration of the Heads of State on a Nuclear-Free Zone.", ["Nuclear-Free Zone"]),
    (
        "Chad and Togo signed an Enhanced Partnership and Cooperation Agreement.",
        ["Partnership and Cooperation Agreement"],
    ),
    (
        "Chad and Togo signed a Programme of Cooperation in Culture for 1999-2001 and an MoU on Employment.",
        ["Cooperation in Culture for 1999-2001", "Employment"],
    ),
    ("Chad and Togo signed over 30 agreements in areas such as energy, aviation and finance.", ["agreements"]),
    (
        "Chad and Togo signed 17 agreements, including on visas, customs and agriculture, during a visit by Mr Deby.",
        ["visas", "customs", "agriculture", "agreements"],
    ),
    ("Chad and Togo agreed to reopen the border at a meeting in Lome on Monday.", ["reopen the border"]),
    ("Chad and Togo issued a Joint Statement on the results of talks and witnessed races.", ["results of talks"]),
]


@pytest.mark.parametrize(("text", "expected"), TITLES, ids=[text[:50] for text, _ in TITLES])
def test_titles_are_what_the_instruments_are_about(text: str, expected: list[str]) -> None:
    titles = [draft.title or "" for draft in read(text)]
    assert len(titles) == len(expected)
    assert all(title.endswith(end) for title, end in zip(titles, expected, strict=True))


def test_the_year_of_an_instrument_in_a_list_is_not_that_of_the_others() -> None:
    found = read(
        "Chad and Togo signed a number of documents on Monday.\n"
        "The documents include an agreement on tourism and a protocol to the 1989 agreement on launches."
    )
    assert [draft.date and draft.date.start.year for draft in found] == [1999, 1999]


@pytest.mark.parametrize(("lang", "text", "expected"), OTHERS, ids=[text[:40] for _, text, _ in OTHERS])
def test_reads_spanish_and_russian(lang: str, text: str, expected: list[dict[str, Any]]) -> None:
    found = read(text, lang)
    assert [slots(draft, set(want)) for draft, want in zip(found, expected, strict=True)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_not_done_is_not_reported(text: str) -> None:
    assert read(text) == []


def test_a_list_behind_a_colon_names_each_document() -> None:
    """kremlin.ru and foreign ministries list what was signed paragraph by paragraph."""
    found = read(
        "Presidents of Uzbekistan and Turkmenistan held talks\nThe following documents were signed:\n"
        "An agreement on the use of water;\nA memorandum on cooperation in the electricity sector;\n"
        "The guests then visited a museum.",
        title=True,
        meetings=1,
    )
    assert [(d.instrument, d.title) for d in found] == [
        ("agreement", "use of water"),
        ("memorandum", "cooperation in the electricity sector"),
    ]
    assert all(sorted(d.parties) == ["TKM", "UZB"] for d in found)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "en",
            "Presidents of Uzbekistan and Turkmenistan held talks\nThe following documents were signed:\n"
            "1. Agreement on the use of water.\n2. Memorandum on electricity.\n3. Joint Statement on trade.",
        ),
        (
            "ru",
            "Президенты Узбекистана и Туркменистана провели переговоры.\nПодписаны следующие документы:\n"
            "1. Соглашение об использовании воды.\n2. Меморандум о торговле.\n3. Совместное заявление о мире.",
        ),
        (
            "es",
            "Los presidentes de Uzbekistán y Turkmenistán firmaron los siguientes documentos:\n"
            "1. Acuerdo sobre el agua.\n2. Memorándum sobre electricidad.\n3. Declaración conjunta sobre comercio.",
        ),
    ],
)
def test_a_numbered_list_names_each_document(lang: str, text: str) -> None:
    found = read(text, lang=lang, title=True, meetings=1)
    assert [d.instrument for d in found] == ["agreement", "memorandum", found[-1].instrument]
    assert found[-1].instrument in ("statement", "declaration")
    assert all(sorted(d.parties) == ["TKM", "UZB"] for d in found)


def test_a_bare_phrase_comes_back_to_the_instrument_that_was_named() -> None:
    found = read(
        "Albania and Greece ratified an agreement on air traffic.\nThe agreement was signed in Corfu on 2 May 1998."
    )
    assert [(d.action, d.title, sorted(d.parties)) for d in found] == [
        ("ratified", "air traffic", ["ALB", "GRC"]),
        ("signed", "air traffic", ["ALB", "GRC"]),
    ]


def test_the_same_agreement_told_twice_is_one_report() -> None:
    found = read(
        "Oman, Yemen sign border treaty\nOman and Yemen signed a border treaty on Monday. "
        "The border treaty was signed by the foreign ministers of Oman and Yemen.",
        title=True,
    )
    assert len(found) == 1
    assert found[0].date is not None
    assert found[0].date.start == date(1999, 6, 14)


def test_a_title_that_names_a_joint_text_is_the_agreement() -> None:
    found = read("Joint Statement of Ghana and Togo on Coastal Erosion\nThe two countries share a coast.", title=True)
    assert [(d.instrument, d.action, d.title, sorted(d.parties)) for d in found] == [
        ("statement", "adopted", "Coastal Erosion", ["GHA", "TGO"])
    ]


def test_parties_come_from_the_clause_and_not_from_the_topic() -> None:
    [draft] = read("Japan, Canada and France discussed Iraq; Italy and Malta signed a pact on migrants from Libya.")
    assert sorted(draft.parties) == ["ITA", "MLT"]


def test_every_filled_slot_shows_its_characters() -> None:
    text = "On Tuesday Cuba and Canada signed a $2 million agreement on nickel for ten years."
    [draft] = read(text)
    shown = {item.slot: text[item.start : item.end] for item in draft.evidence}
    assert shown["trigger"] == "signed"
    assert shown["instrument"] == "agreement"
    assert shown["title"] == "nickel"
    assert shown["date"] == "Tuesday"
    assert shown["value"] == "$2 million"
    assert shown["duration"] == "for ten years"
    assert {text[i.start : i.end] for i in draft.evidence if i.slot == "parties"} == {"Cuba", "Canada"}


def test_the_headline_and_the_lead_tell_one_agreement_in_other_words() -> None:
    found = read("Bolivia, Chile seal gas deal\nBolivia and Chile signed an agreement on pipelines.", title=True)
    assert [draft.title for draft in found if draft.action == "signed"] == ["pipelines"]


def test_the_place_of_the_act_is_on_the_map() -> None:
    [draft] = read("Egypt and Sudan signed an agreement on railways in Khartoum on Monday.")
    assert draft.place is not None
    assert (draft.place.name, draft.place.country, draft.title) == ("Khartoum", "SDN", "railways")


def test_instruments_of_several_years_in_one_sentence_keep_their_own_dates() -> None:
    found = read(
        "Relations of Iceland and Malta rest on the Treaty of Friendship signed in 1992, the Declaration on "
        "Eternal Peace of 1998 and the Convention on Fisheries signed in 1997."
    )
    assert {(d.instrument, d.date.start.year) for d in found if d.date} == {
        ("treaty", 1992),
        ("declaration", 1998),
        ("treaty", 1997),
    }


def test_reading_twice_gives_the_same() -> None:
    text = "Laos and Vietnam signed seven agreements in Hanoi. They include a protocol on customs."
    assert read(text) == read(text)


def test_a_famous_instrument_names_its_parties() -> None:
    [draft] = read("The United States formally withdrew from the INF Treaty on Monday.")
    assert (sorted(draft.parties), draft.action) == (["RUS", "USA"], "terminated")


def test_hostile_text_takes_linear_time() -> None:
    """Lists of thousands of actors, commas and heads neither fail nor hang."""
    for piece in ("Cuba, and Canada, ", "treaty and ", "signed the agreement on ", "« ( “ ", "of the of the "):
        read(piece * 3_000)


def test_the_matcher_wants_patterns_that_begin_with_a_letter() -> None:
    with pytest.raises(ValueError, match="begin with a letter"):
        Matcher([r"(?:new )?treaty"], "en")


def test_the_matcher_takes_the_first_pattern_at_a_word() -> None:
    masked = "the Treaties of peace"
    assert list(Matcher(["treaty", "treat(?:y|ies)", "peace"], "en").find(masked)) == [
        (1, 4, 12),
        (2, 16, 21),
    ]


SEVERAL = [
    ("en", "Presidents of Chile and Peru held talks\nA number of bilateral documents will be signed.", "planned"),
    (
        "en",
        "Presidents of Chile and Peru held talks\nFollowing the talks, several trade agreements were signed.",
        "signed",
    ),
    (
        "ru",
        "Президенты Чили и Перу провели переговоры\nПланируется подписание пакета совместных документов.",
        "planned",
    ),
    ("ru", "Президенты Чили и Перу провели переговоры\nПо итогам подписан ряд двусторонних документов.", "signed"),
    (
        "es",
        "Presidentes de Chile y Perú se reunieron\nTras la reunión se firmaron varios acuerdos bilaterales.",
        "signed",
    ),
]


@pytest.mark.parametrize(("lang", "text", "action"), SEVERAL)
def test_several_documents_of_a_meeting_are_one_report_between_those_who_met(lang: str, text: str, action: str) -> None:
    assert [(sorted(d.parties), d.action, d.count) for d in read(text, lang, title=True, meetings=1)] == [
        (["CHL", "PER"], action, None)
    ]


def test_several_documents_are_not_reported_beside_those_that_are_named() -> None:
    found = read(
        "Presidents of Chile and Peru held talks\nA number of documents were signed.\n"
        "Chile and Peru signed a treaty on fishing.",
        title=True,
        meetings=1,
    )
    assert [d.title for d in found] == ["fishing"]


def test_who_brokers_a_truce_is_no_party_to_it() -> None:
    found = read("Sudan and Chad extended the UN-mediated truce on Monday.")
    assert [sorted(d.parties) for d in found] == [["SDN", "TCD"]]


def test_instruments_listed_behind_a_colon_are_ratified_as_the_sentence_before_it_says() -> None:
    found = read(
        "The President of Russia signed laws on the ratification of:\n"
        "- the 1990 Convention concerning Night Work (Convention No. 171);\n"
        "- the Treaty between the Russian Federation and the Republic of Chile on Extradition;\n"
        "- the Agreement between the Government of the Russian Federation and the Government of Ghana on Air Services."
    )
    assert sorted((draft.action, "+".join(sorted(draft.parties)), draft.title) for draft in found) == [
        ("ratified", "CHL+RUS", "Extradition"),
        ("ratified", "GHA+RUS", "Air Services"),
        ("ratified", "RUS", "Night Work"),
    ]


def test_several_documents_are_not_the_joint_statement_signed_before() -> None:
    found = read(
        "The presidents of Kenya and Uganda signed the Joint Statement of the Presidents.\n"
        "A package of intergovernmental and interagency cooperation documents was also signed."
    )
    assert [draft.title for draft in found if draft.instrument == "statement"] == ["Joint Statement"]


def test_whom_a_spanish_or_russian_verb_leaves_unsaid_has_just_met() -> None:
    (draft,) = read("México y Chile dialogaron ayer. Acordaron instalar un grupo de alto nivel.", "es", meetings=1)
    assert sorted(draft.parties) == ["CHL", "MEX"]
    (draft,) = read("Россия и Китай провели переговоры. Договорились создать совместный фонд.", "ru", meetings=1)
    assert sorted(draft.parties) == ["CHN", "RUS"]


def test_what_a_declaration_is_about_is_not_done_by_it() -> None:
    (draft,) = read("Russia and Kenya adopted a declaration on extending the Partnership and Cooperation Agreement.")
    assert draft.title == "extending the Partnership and Cooperation Agreement"
    assert draft.action == "adopted"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Russia and Kenya signed a Declaration on Trade and Joint Declaration on Energy.", ["Trade", "Energy"]),
        ("Russia and Kenya signed a fishing treaty and energy protocol.", ["fishing treaty", "energy protocol"]),
    ],
)
def test_and_between_two_instruments_joins_no_name(text: str, titles: list[str]) -> None:
    assert [draft.title for draft in read(text)] == titles


def test_a_signing_that_was_discussed_is_to_come() -> None:
    (draft,) = read("Signing a treaty on friendship was discussed by Russia and Mongolia.")
    assert draft.action == "planned"


def test_a_headline_calls_a_memorandum_an_accord() -> None:
    (draft,) = read(
        "THAI, MALAYSIAN MINISTERS SIGN FISHING ACCORD\n"
        "Thailand and Malaysia signed a memorandum of understanding on fishing in disputed waters, officials said.",
        title=True,
    )
    assert draft.instrument == "memorandum"


@pytest.mark.parametrize(
    ("lang", "text", "title"),
    [
        ("en", "Kenya and Chad signed a pact on fishing under which Kenya will train crews.", "fishing"),
        ("ru", "Россия и Кения подписали договор о новых рамках сотрудничества.", "новых рамках сотрудничества"),
        ("ru", "Россия и Кения подписали договор о торговле в рамках визита.", "торговле"),
    ],
)
def test_where_what_an_agreement_is_about_ends(lang: str, text: str, title: str) -> None:
    assert [draft.title for draft in read(text, lang)] == [title]


def test_the_loan_agreement_is_what_was_agreed_to_be_lent() -> None:
    (draft,) = read("France has agreed to lend Chad 930 mln francs. The loan agreement was signed by both ministers.")
    assert draft.action == "signed"
    assert draft.value is not None
    assert draft.value.amount == 930e6


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Kenya and Chad agreed in February to extend the fishing treaty for five years.", "extended"),
        ("Allies welcomed the agreement between Kenya and Chad in February to extend the fishing treaty.", "agreed"),
    ],
)
def test_what_was_resolved_upon_is_one_agreement_of_that_month(text: str, action: str) -> None:
    (draft,) = read(text)
    assert draft.date is not None
    assert (draft.action, draft.date.start) == (action, date(1999, 2, 1))


def test_a_protocol_to_it_is_about_nothing_else() -> None:
    found = read("Dmitry Medvedev and Barack Obama signed a treaty on arms and the Protocol to it in Prague Castle.")
    assert [draft.title for draft in found] == ["arms", "Protocol"]


def test_what_a_treaty_replaces_is_called_by_its_name() -> None:
    (draft,) = read("The treaty between Russia and Kenya will replace START-1, which expired in May 1998.")
    assert (draft.title, draft.action) == ("START-1", "terminated")


def test_a_famous_treaty_has_the_states_of_its_day() -> None:
    (draft,) = read("Both powers welcomed the INF Treaty, which was signed last May.", published=date(1988, 5, 30))
    assert sorted(draft.parties) == ["SUN", "USA"]


@pytest.mark.parametrize(
    ("lang", "text", "title"),
    [
        (
            "en",
            'Russia and China signed a contract on building the "Power of Siberia" pipeline in Moscow.',
            'building the "Power of Siberia" pipeline',
        ),
        (
            "ru",
            'Россия и Турция подписали соглашение по проекту газопровода "Турецкий поток".',
            'проекту газопровода "Турецкий поток"',
        ),
        ("en", 'Russia and China signed an agreement on trade, "a great step", Mr Putin said.', "trade"),
    ],
)
def test_a_name_in_quotation_marks_is_of_the_title(lang: str, text: str, title: str) -> None:
    assert [draft.title for draft in read(text, lang)] == [title]


def test_talks_on_a_border_are_no_border_reopened() -> None:
    assert read("INDIA, PAKISTAN TO RESUME TALKS ON BORDER") == []


def test_a_statement_is_not_of_the_day_of_what_it_announces() -> None:
    found = read(
        "Madeleine Albright will go to Nairobi in May to settle the date of a summit of Clinton and Daniel arap Moi "
        "this autumn, a joint statement by the United States and Kenya said.",
        published=date(1999, 9, 18),
    )
    assert [(draft.instrument, draft.date and draft.date.start) for draft in found] == [
        ("statement", date(1999, 9, 18))
    ]

"""Persons and bodies composed of countries, offices and names. Norwegians and Danes here are invented."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.articles import actors, annotated

Told = tuple[str, str, str]
"""Codes joined by "+", name, and office in lower case."""


def told(text: str, *, lang: str = "en", published: date = date(2015, 6, 24)) -> list[Told]:
    mentions = actors(annotated(text, lang=lang, published=published))
    return [("+".join(m.codes), m.name, m.office) for m in mentions]


ROE = ("NOR", "Jane Roe", "foreign minister")
HOLM = ("DNK", "Karl Holm", "foreign minister")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norwegian Foreign Minister Jane Roe spoke.", ROE),
        ("Norway's Foreign Minister Jane Roe spoke.", ROE),
        ("Norway’s foreign minister, Jane Roe, spoke.", ROE),
        ("Foreign Minister Jane Roe of Norway spoke.", ROE),
        ("The foreign minister of Norway, Jane Roe, spoke.", ROE),
        ("Jane Roe, the Norwegian foreign minister, spoke.", ROE),
        ("Jane Roe, foreign minister of the Kingdom of Norway, spoke.", ROE),
        ("Norwegian Deputy Foreign Minister Jane Roe spoke.", ("NOR", "Jane Roe", "deputy foreign minister")),
        ("Norwegian Minister of Trade and Industry Jane Roe spoke.",
         ("NOR", "Jane Roe", "minister of trade and industry")),
        ("Saudi Foreign Minister Talal al-Roe spoke.", ("SAU", "Talal al-Roe", "foreign minister")),
        ("Norwegian Prime Minister Jane P. Roe spoke.", ("NOR", "Jane P. Roe", "prime minister")),
        ("U.S. Assistant Secretary of State for Oceans and Scientific Affairs (OSA) Jane A. Roe spoke.",
         ("USA", "Jane A. Roe", "assistant secretary of state for oceans and scientific affairs")),
        ("U.S. Assistant Secretary of State for Near Eastern Affairs Jane Roe spoke.",
         ("USA", "Jane Roe", "assistant secretary of state for near eastern affairs")),
        ("Crown Prince Nils of Norway spoke.", ("NOR", "Nils", "crown prince")),
        ("U.S. Secretary of State Jane Roe spoke.", ("USA", "Jane Roe", "secretary of state")),
        ("UN Secretary-General Jane Roe spoke.", ("org:UN", "Jane Roe", "secretary-general")),
        ("NATO Secretary General Jane Roe spoke.", ("org:NATO", "Jane Roe", "secretary general")),
        ("The Norwegian foreign minister spoke.", ("NOR", "", "foreign minister")),
        ("The Secretary-General of NATO, Jane Roe, spoke.", ("org:NATO", "Jane Roe", "secretary-general")),
        ("Norwegian National Security Council Chairman Karl Holm spoke.",
         ("NOR", "Karl Holm", "national security council chairman")),
        ("The speaker of the Norwegian parliament, Karl Holm, spoke.", ("NOR", "Karl Holm", "speaker")),
        ("Jane Roe, General Secretary of the Central Committee of the Communist Party of Norway, spoke.",
         ("NOR", "Jane Roe", "general secretary")),
        ("Jane Roe, vice-minister at Norway's Foreign Ministry, spoke.", ("NOR", "Jane Roe", "vice-minister")),
        ("Norway's top nuclear envoy, Jane Roe, spoke.", ("NOR", "Jane Roe", "top nuclear envoy")),
        ("Transport Minister Jane Roe-Holm of Norway spoke.", ("NOR", "Jane Roe-Holm", "transport minister")),
    ],
)  # fmt: skip
def test_an_english_office_a_country_and_a_name_are_one_person(text: str, expected: Told) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("es", "El canciller chileno Pablo Holm llegó ayer.", ("CHL", "Pablo Holm", "canciller")),
        ("es", "El canciller de Chile, Pablo Holm, llegó ayer.", ("CHL", "Pablo Holm", "canciller")),
        ("es", "La presidenta de México, Ana Roe, habló.", ("MEX", "Ana Roe", "presidenta")),
        ("es", "El presidente Juan Roe de México habló.", ("MEX", "Juan Roe", "presidente")),
        ("es", "El secretario de Hacienda de México, Juan Roe, habló.", ("MEX", "Juan Roe", "secretario de hacienda")),
        ("ru", "Секретарь Совета безопасности Норвегии Карл Хольм прибыл.",
         ("NOR", "Карл Хольм", "секретарь совета безопасности")),
        ("ru", "Глава норвежской дипломатии Карл Хольм прибыл.", ("NOR", "Карл Хольм", "глава")),
        ("ru", "Президент Норвегии Карл Хольм прибыл.", ("NOR", "Карл Хольм", "президент")),
        ("ru", "Министр иностранных дел Норвегии Карл Хольм прибыл.",
         ("NOR", "Карл Хольм", "министр иностранных дел")),
    ],
)  # fmt: skip
def test_a_spanish_or_russian_office_a_country_and_a_name_are_one_person(lang: str, text: str, expected: Told) -> None:
    assert told(text, lang=lang) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian Foreign Minister Jane Roe met her Danish counterpart Karl Holm.",
        "Norwegian Foreign Minister Jane Roe met her Danish counterpart, Karl Holm, on Monday.",
        "Norwegian Foreign Minister Jane Roe and Denmark's Foreign Minister Karl Holm met.",
    ],
)
def test_a_counterpart_holds_the_same_office(text: str) -> None:
    assert told(text) == [ROE, HOLM]


def test_a_counterpart_without_a_name_still_speaks_for_the_country() -> None:
    text = "Norwegian Foreign Minister Jane Roe met her Danish counterpart."
    assert told(text) == [ROE, ("DNK", "", "foreign minister")]


def test_offices_without_a_country_belong_to_the_country_that_the_sentence_opens_with() -> None:
    text = (
        "In Egypt, Norwegian Foreign Minister Jane Roe met President Karl Holm, "
        "Prime Minister Paul Berg and Foreign Minister Ola Dahl."
    )
    assert told(text) == [
        ROE,
        ("EGY", "Karl Holm", "president"),
        ("EGY", "Paul Berg", "prime minister"),
        ("EGY", "Ola Dahl", "foreign minister"),
    ]


def test_a_plural_office_speaks_for_all_its_countries() -> None:
    (mention,) = actors(annotated("The foreign and defence ministers of Norway and Denmark met."))
    assert (mention.codes, mention.plural) == (("NOR", "DNK"), True)


@pytest.mark.parametrize(
    "text",
    [
        "The leaders of Norway, the United Kingdom and the Netherlands met.",
        "The prime ministers of Norway, the United Kingdom and the Netherlands met.",
        "They met counterparts from Norway, the United Kingdom and the Netherlands.",
    ],
)
def test_a_list_of_countries_behind_an_office_goes_on_over_articles(text: str) -> None:
    assert [m.codes for m in actors(annotated(text))] == [("NOR", "GBR", "NLD")]


def test_a_title_and_a_first_name_of_a_ruler_are_not_another_of_that_name() -> None:
    assert actors(annotated("Oman's envoy Sheikh Khalifa Al Harthy spoke."))[0].codes == ("OMN",)
    assert actors(annotated("Sheikh Khalifa bin Zayed Al Nahyan spoke."))[0].codes == ("ARE",)


def test_a_word_inside_the_name_of_a_firm_is_nobody() -> None:
    assert [m.codes for m in actors(annotated("The Nuclear Power Corporation of India and the U.S. agreed."))] == [
        ("IND",),
        ("USA",),
    ]


@pytest.mark.parametrize("text", ["Norwegian and Danish ministers met.", "The Norwegian and Danish ministers met."])
def test_adjectives_share_the_office_behind_them(text: str) -> None:
    (mention,) = actors(annotated(text))
    assert mention.codes == ("NOR", "DNK")


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [("Russia's Vladimir Putin spoke.", "Vladimir Putin", "RUS"), ("Putin spoke.", "Vladimir Putin", "RUS")],
)
def test_known_office_holders_need_no_office_in_the_text(text: str, name: str, code: str) -> None:
    assert [(m.name, m.codes, m.kind) for m in actors(annotated(text))] == [(name, (code,), "person")]


@pytest.mark.parametrize("verb", ["Returns from", "Concludes Trip to", "Postpones Visit to"])
def test_the_verb_of_a_headline_with_capitals_is_no_part_of_the_name(verb: str) -> None:
    assert told(f"Norwegian Special Envoy Roe {verb} Denmark")[0] == ("NOR", "Roe", "special envoy")


def test_a_person_whom_nobody_knows_is_a_name_without_a_country() -> None:
    (line,) = annotated("Norway's Jane Roe spoke.").lines
    assert [(m.name, m.codes) for m in line.names] == [("Jane Roe", ())]
    assert [m.codes for m in line.actors] == [("NOR",)]


@pytest.mark.parametrize(
    ("lang", "text", "codes"),
    [
        ("en", "The Kremlin and Downing Street agreed.", [("RUS",), ("GBR",)]),
        ("en", "The Norwegian delegation met the Danish side.", [("NOR",), ("DNK",)]),
        ("en", "Oslo and Copenhagen agreed.", [("NOR",), ("DNK",)]),
        ("en", "The government of Norway met the foreign ministry of Denmark.", [("NOR",), ("DNK",)]),
        ("es", "El Gobierno noruego y la cancillería de Dinamarca hablaron.", [("NOR",), ("DNK",)]),
        ("es", "El Kremlin y la Casa Blanca hablaron.", [("RUS",), ("USA",)]),
        ("ru", "Кремль и Белый дом договорились.", [("RUS",), ("USA",)]),
    ],
)
def test_bodies_and_capitals_speak_for_their_states(lang: str, text: str, codes: list[tuple[str, ...]]) -> None:
    assert [m.codes for m in actors(annotated(text, lang=lang))] == codes


@pytest.mark.parametrize(
    "text", ["It cost US$ 4 bn.", "It cost US$4bn.", "It cost 5 bn U.S. dollars.", "It cost HK$6."]
)
def test_a_currency_does_not_speak_for_its_country(text: str) -> None:
    assert actors(annotated(text)) == []


def test_an_office_named_by_a_seat_of_power_is_of_the_state_of_its_day() -> None:
    text = "Kremlin leader Mikhail Gorbachev spoke."
    assert [m.codes for m in actors(annotated(text, published=date(1987, 6, 24)))] == [("SUN",)]


def test_the_capital_of_a_former_state_is_a_place() -> None:
    (line,) = annotated("They flew to the Soviet capital.", published=date(1987, 6, 24)).lines
    assert [(m.city.name, m.codes) for m in line.places if m.city] == [("Moscow", ("SUN",))]


def test_a_city_behind_in_is_a_place() -> None:
    (line,) = annotated("They met in Oslo with Copenhagen officials.").lines
    assert [(m.city.name, m.codes) for m in line.places if m.city] == [("Oslo", ("NOR",))]
    assert [m.codes for m in line.actors] == [("DNK",)]


@pytest.mark.parametrize(
    ("published", "codes"),
    [
        (date(1987, 6, 24), [("SUN",), ("CSK",), ("YUG",)]),
        (date(1992, 6, 24), [("RUS",), ("CSK",), ("YUG",)]),
        (date(2010, 6, 24), [("RUS",), ("CZE",), ("SRB",)]),
    ],
)
def test_capitals_are_of_the_states_of_their_day(published: date, codes: list[tuple[str, ...]]) -> None:
    assert [m.codes for m in actors(annotated("Moscow, Prague and Belgrade agreed.", published=published))] == codes


def test_a_state_that_is_named_keeps_its_own_code_whatever_the_day() -> None:
    text = "Russia and the Soviet Union are not the same."
    assert [m.codes for m in actors(annotated(text, published=date(1987, 6, 24)))] == [("RUS",), ("SUN",)]


def test_persons_listed_under_a_plural_office_each_hold_it() -> None:
    assert told("Presidents Jane Roe of Norway and Karl Holm of Denmark spoke.") == [
        ("NOR", "Jane Roe", "president"),
        ("DNK", "Karl Holm", "president"),
    ]


@pytest.mark.parametrize(
    "text", ["Former Norwegian Prime Minister Jane Roe spoke.", "Norway's former leader Roe spoke."]
)
def test_a_former_office_is_marked_on_either_side_of_the_country(text: str) -> None:
    assert [m.former for m in actors(annotated(text))] == [True]


def test_a_crown_prince_is_not_the_king_of_the_same_name() -> None:
    assert told("Crown Prince Olav of Norway spoke.") == [("NOR", "Olav", "crown prince")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Путин встретился с Нурсултаном Назарбаевым.", "Нурсултан Назарбаев"),
        ("Путин встретился с Ангелой Меркель.", "Ангела Меркель"),
        ("Путин встретился с Эммануэлем Макроном.", "Эммануэль Макрон"),
        ("Путин встретился с президентом Норвегии Олегом Хольмовым.", "Олег Хольмов"),
        ("Путин встретился с президентом Норвегии Анной Хольмовой.", "Анна Хольмова"),
    ],
)
def test_russian_names_are_given_in_the_nominative(text: str, name: str) -> None:
    assert [person for _, person, _ in told(text, lang="ru")] == ["Владимир Путин", name]


@pytest.mark.parametrize("name", ["Владимир Зеленский", "Владимира Зеленского", "Владимиром Зеленским"])
def test_a_russian_name_that_ends_like_an_adjective_is_known_in_all_cases(name: str) -> None:
    assert told(f"Вчера {name} в Киеве.", lang="ru") == [("UKR", "Владимир Зеленский", "president")]


def test_another_word_that_begins_like_a_russian_name_is_nobody() -> None:
    assert told("Сенат Норвегии заседал.", lang="ru") == [("NOR", "", "")]


def test_a_lawmaker_is_no_minister_of_another_country_of_that_name() -> None:
    """John Reid was Britain's defence minister; a senator of that family name is somebody else."""
    assert told("Senator Reid spoke of taxes.", published=date(2011, 12, 23)) == [("", "Reid", "senator")]
    assert told("British minister Reid spoke of taxes.", published=date(2005, 12, 23)) == [
        ("GBR", "John Reid", "minister")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("European Commission President von der Leyen spoke.", ("org:EU", "Ursula von der Leyen", "president")),
        ("Prime Minister de Croo spoke.", ("BEL", "Alexander De Croo", "prime minister")),
        ("Norwegian Foreign Minister van der Roe spoke.", ("NOR", "van der Roe", "foreign minister")),
    ],
)
def test_a_family_name_may_begin_in_lower_case(text: str, expected: Told) -> None:
    assert told(text, published=date(2022, 5, 5)) == [expected]


def test_a_family_name_with_another_particle_is_another_persons() -> None:
    """Cabo Verde's prime minister was Correia e Silva."""
    assert told("President da Silva spoke.", published=date(2022, 5, 5))[0][0] == ""


@pytest.mark.parametrize("thing", ["International Airport", "University", "Memorial Library"])
def test_a_thing_named_after_a_leader_speaks_for_nobody(thing: str) -> None:
    assert told(f"Rockets fell near Hamid Karzai {thing}.", published=date(2008, 5, 5)) == []

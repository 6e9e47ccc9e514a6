"""Reference: who is meant by groups, pronouns, offices and bare names. The Norwegians and Danes are invented."""

from __future__ import annotations

from datetime import date

import pytest

from streams.extract.mention import Mention
from tests.extract.articles import actors, annotated

MEETING = "Kazakh President Nursultan Nazarbayev met Norwegian Prime Minister Jane Roe. "
NAZARBAYEV = (("KAZ",), "Nursultan Nazarbayev")
ROE = (("NOR",), "Jane Roe")


def second(text: str, *, lang: str = "en", outlet: str | None = None) -> list[Mention]:
    """The actors of the last sentence."""
    document = annotated(text, lang=lang, outlet=outlet)
    return [m for m in actors(document) if m.start >= document.lines[-1].span.start]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", MEETING + "The two leaders signed a treaty."),
        ("en", MEETING + "Both sides signed a treaty."),
        ("en", MEETING + "The two countries signed a treaty."),
        ("en", MEETING + "The presidents signed a treaty."),
        ("en", "Kazakhstan and Norway are partners. The two countries signed a treaty."),
        ("en", "Kazakhstan and Norway are partners. The foreign ministers signed a treaty."),
        ("es", "Los cancilleres de Kazajistán y Noruega se reunieron. Ambos países firmaron un tratado."),
        ("ru", "Казахстан и Норвегия ведут переговоры. Обе стороны подписали договор."),
    ],
)
def test_a_group_is_the_pair_that_the_text_is_about(lang: str, text: str) -> None:
    (group,) = second(text, lang=lang)
    assert (sorted(group.codes), group.referred) == (["KAZ", "NOR"], True)


def test_a_group_of_leaders_is_the_persons_that_were_named() -> None:
    (group,) = second(MEETING + "The two leaders signed a treaty.")
    assert [(person.codes, person.name) for person in group.people] == [NAZARBAYEV, ROE]


def test_the_spanish_words_for_a_head_of_state_mean_the_one_named_before() -> None:
    text = "El presidente de Noruega, Karl Holm, llegó ayer. El mandatario habló hoy."
    (mention,) = second(text, lang="es")
    assert (mention.codes, mention.name) == (("NOR",), "Karl Holm")


def test_a_prince_of_another_country_is_not_the_sheikh_of_the_same_given_name() -> None:
    text = "Президент ОАЭ Мухаммед Хольмов прибыл. Он встретил наследного принца Саудовской Аравии Мухаммеда."
    assert [m.codes for m in second(text, lang="ru")][-1] == ("SAU",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MEETING + "He flew home.", NAZARBAYEV),
        (MEETING + "The Kazakh president flew home.", NAZARBAYEV),
        (MEETING + "The prime minister flew home.", ROE),
        (MEETING + "The Norwegian prime minister flew home.", ROE),
        (MEETING + "Nazarbayev flew home.", NAZARBAYEV),
        (MEETING + "Roe flew home.", ROE),
        (MEETING + "Ms. Roe flew home.", ROE),
        ("Chinese President Xi Jinping met Jane Roe. Xi flew home.", (("CHN",), "Xi Jinping")),
        ("Eritrean President Isaias Afwerki came. Isaias flew home.", (("ERI",), "Isaias Afwerki")),
    ],
)
def test_a_pronoun_an_office_or_a_bare_name_is_the_person_named_before(
    text: str, expected: tuple[tuple[str, ...], str]
) -> None:
    (mention,) = second(text)
    assert (mention.codes, mention.name) == expected


@pytest.mark.parametrize("name", ["Roe", "Jane Roe"])
def test_a_name_is_also_known_before_its_office_is_given(name: str) -> None:
    document = annotated(f"{name} flew home. Norwegian Prime Minister Jane Roe had met nobody.")
    told = [(document.text[m.start : m.end], (m.codes, m.name)) for m in actors(document)]
    assert told == [(name, ROE), ("Norwegian Prime Minister Jane Roe", ROE)]


def test_him_is_the_person_of_the_sentence_before() -> None:
    received = second("Norwegian Prime Minister Paul Roe came to Copenhagen. Danish King Karl Holm received him.")
    assert [(m.codes, m.name) for m in received if m.referred] == [(("NOR",), "Paul Roe")]


def test_an_office_without_a_country_is_guessed_to_be_of_the_outlet_and_marked_so() -> None:
    (mention,) = second("The president arrived on Monday.", outlet="Kazakhstan Today")
    assert (mention.codes, mention.guessed) == (("KAZ",), True)


def test_without_an_outlet_such_an_office_is_of_no_country() -> None:
    (mention,) = second("The president arrived on Monday.")
    assert mention.codes == ()


def test_a_group_in_a_text_that_names_no_pair_is_nobody() -> None:
    assert second("The two sides signed a treaty.") == []


def test_the_two_leaders_are_those_who_met_in_the_sentence_before() -> None:
    text = (
        "Norway's envoy left for Chile to meet his Chilean counterpart. "
        "Norwegian President Jane Roe crossed the border on foot and met with Danish leader Karl Holm. "
        "The two leaders agreed."
    )
    assert actors(annotated(text))[-1].codes == ("NOR", "DNK")


def test_him_is_whom_the_clause_before_told_of() -> None:
    text = (
        "Peruvian President Juan Solis spoke. "
        "Norwegian President Jane Roe held a meeting with Danish President Karl Holm, "
        "and Kenyan President Otto Rand met him."
    )
    assert actors(annotated(text))[-1].codes == ("DNK",)


def test_the_two_are_no_list_of_more() -> None:
    text = (
        "Norwegian President Jane Roe arrived on a tour that will take her to Peru, Chile and Cuba. "
        "She played golf with Danish President Karl Holm. The two will talk again."
    )
    assert actors(annotated(text))[-1].codes == ("NOR", "DNK")


def test_the_given_name_of_somebody_else_is_not_the_minister() -> None:
    text = "Norwegian Foreign Minister Sergei Holm spoke. The case of Sergei Lund was on the agenda."
    assert [m.name for m in actors(annotated(text))] == ["Sergei Holm"]


def test_a_number_behind_a_name_is_no_family_name() -> None:
    text = MEETING + "Pope John Paul II prayed. Later Roe telephoned Patriarch Karl II."
    assert [m.name for m in second(text)] == ["Jane Roe"]


def test_countries_that_something_is_in_are_no_pair() -> None:
    text = (
        "Norwegian President Jane Roe met Danish President Karl Holm. "
        "Jane Roe spoke of people held in Chile and Peru. The leaders agreed."
    )
    assert actors(annotated(text))[-1].codes == ("NOR", "DNK")


def test_the_president_is_that_of_the_outlets_country() -> None:
    text = "President Jane Roe received Danish President Karl Holm. The President thanked him."
    office = actors(annotated(text, outlet="Oslo Times"))[2]
    assert (office.name, office.codes) == ("Jane Roe", ("NOR",))


def test_who_heads_a_delegation_is_of_its_country() -> None:
    leader = actors(annotated("A delegation from Norway headed by Foreign Minister Jane Roe arrived."))[-1]
    assert (leader.codes, leader.name) == (("NOR",), "Jane Roe")


@pytest.mark.parametrize(
    ("office", "code"), [("Treasury Secretary", "USA"), ("Agriculture Secretary", "USA"), ("Foreign Secretary", "GBR")]
)
def test_an_office_that_only_one_country_calls_so_is_of_that_country(office: str, code: str) -> None:
    (mention,) = actors(annotated(f"{office} John Roe spoke."))
    assert (mention.codes, mention.guessed) == ((code,), True)


def test_a_pronoun_may_mean_an_office_without_a_name() -> None:
    assert [m.codes for m in second("Norway's foreign minister spoke. He left.")] == [("NOR",)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "He hailed the efforts of Iran and Iraq and the talks of experts from the two countries."),
        ("ru", "Он поддержал усилия, предпринимаемые Ираном и Ираком, и консультации экспертов двух стран."),
    ],
)
def test_both_countries_are_the_pair_that_the_sentence_has_just_named(lang: str, text: str) -> None:
    opening = {"en": MEETING, "ru": "Казахстан и Норвегия ведут переговоры. "}[lang]
    group = next(m for m in second(opening + text, lang=lang) if m.kind == "group")
    assert sorted(group.codes) == ["IRN", "IRQ"]


def test_a_russian_family_name_is_recalled_in_another_case() -> None:
    text = "Министр обороны Норвегии Карл Хольм прибыл в Киев. Президент говорил с Хольмом."
    assert [(m.codes, m.name) for m in second(text, lang="ru") if m.name] == [(("NOR",), "Карл Хольм")]


@pytest.mark.parametrize(("outlet", "code"), [("La Jornada", "MEX"), ("Página/12", "ARG"), ("El Universo", "")])
def test_a_paper_whose_name_says_no_country_calls_its_own_officials_by_their_office(outlet: str, code: str) -> None:
    document = annotated("La canciller llegó a Lima.", lang="es", outlet=outlet)
    assert [m.codes for m in document.lines[0].actors] == [(code,) if code else ()]


def test_a_list_with_semicolons_is_one_group_of_leaders() -> None:
    text = "Los presidentes de Chile, Juan Soto; Cuba, Raúl Paz, y Perú, Luis Rey, cenaron. Los presidentes brindaron."
    document = annotated(text, lang="es")
    assert [m.codes for m in document.lines[-1].actors] == [("CHL", "CUB", "PER")]


def test_somebody_named_in_full_is_not_the_office_holder_of_the_same_family_name() -> None:
    """The economist Peter Kohl is no chancellor, here or where only his family name stands."""
    assert second("Economist Peter Kohl wrote a book. Kohl lives in Ulm.") == []


def test_a_family_name_is_not_of_somebody_who_came_to_office_decades_later() -> None:
    text = "Rahmon left for home. Prices rose."
    assert [m.name for m in actors(annotated(text, published=date(2015, 6, 24))) if m.name] == ["Emomali Rahmon"]
    assert [m.name for m in actors(annotated(text, published=date(1980, 6, 24))) if m.name] == []


@pytest.mark.parametrize("text", ["Ali went home.", "Mr. Collins went home.", "Note that Horn of Plenty went home."])
def test_names_that_many_have_are_no_office_holders_where_nothing_tells_their_country(text: str) -> None:
    assert [m for m in actors(annotated(text)) if m.kind == "person"] == []


def test_a_mediator_is_not_of_the_country_whose_conflict_he_mediates() -> None:
    text = "Former Norwegian Foreign Minister Nils Boe arrived. Burundi mediator Boe went on."
    assert [(m.codes, m.name) for m in second(text)] == [(("NOR",), "Nils Boe")]


def test_he_is_the_office_holder_with_whom_the_sentence_before_opens() -> None:
    """Press services do not name their own president."""
    document = annotated(
        "The President met with Prime Minister Manmohan Singh of India. He will travel to Tokyo.",
        outlet="en.kremlin.ru",
    )
    assert document.lines[1].actors[0].codes == ("RUS",)

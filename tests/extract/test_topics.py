"""Topics by the words of a text."""

from __future__ import annotations

import pytest

from streams.extract.tables import LANGUAGES, load
from streams.extract.topics import TopicFinder

FINDERS = {lang: TopicFinder(load(), lang) for lang in LANGUAGES}


@pytest.mark.parametrize(
    ("lang", "text", "topic"),
    [
        ("en", "The ministers discussed gas pipelines and electricity prices.", "energy"),
        ("en", "OIL PRICES FELL AS THE PIPELINE REOPENED", "energy"),
        ("en", "Tariffs on exports of steel were cut.", "trade"),
        ("en", "They agreed on a ceasefire and the withdrawal of troops.", "security"),
        ("en", "A cosmonaut will fly to the space station.", "space"),
        ("en", "A railway corridor and air services agreement.", "transport"),
        ("en", "University exchanges and a museum exhibition.", "culture"),
        ("en", "Sharing the waters of the Nile and a new dam.", "water"),
        ("en", "Visa-free travel and readmission of migrants.", "migration"),
        ("en", "A loan from the central bank to pay the debt.", "finance"),
        ("en", "Cooperation in artificial intelligence and semiconductors.", "technology"),
        ("en", "Vaccines were sent to hospitals.", "health"),
        ("es", "Hablaron del gasoducto y de la energía eléctrica.", "energy"),
        ("es", "Los aranceles a las exportaciones.", "trade"),
        ("ru", "Стороны обсудили поставки нефти и газопровод.", "energy"),
        ("ru", "Обсуждался безвизовый режим для граждан и миграция.", "migration"),
    ],
)
def test_words_tell_the_topic(lang: str, text: str, topic: str) -> None:
    assert topic in FINDERS[lang].words(text).topics()


@pytest.mark.parametrize(
    "text",
    [
        "The National Security Advisor addressed the Security Council.",
        "Clashes went on in the West Bank.",
        "It is of no importance to the reporters.",
        "The Defence Minister and the Finance Minister resigned.",
    ],
)
def test_names_and_parts_of_other_words_tell_none(text: str) -> None:
    assert FINDERS["en"].words(text).topics() == ()


def test_only_the_most_frequent_topics_are_kept() -> None:
    text = "oil oil oil; troops troops; loans loans loans; visas"
    assert FINDERS["en"].words(text).topics(least=2, most=2) == ("energy", "finance")


def test_a_stretch_is_read_by_itself() -> None:
    text = "Oil and gas. " + "x" * 200 + " Troops."
    assert FINDERS["en"].words(text).topics(100) == ("security",)

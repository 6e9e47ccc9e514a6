"""Bodies without their names: the common nouns that stand for an organisation the text has named."""

from __future__ import annotations

import pytest

from tests.extract.articles import actors, annotated


def codes(text: str) -> list[tuple[str, ...]]:
    """The codes of the actors of the last sentence."""
    document = annotated(text)
    return [m.codes for m in actors(document) if m.start >= document.lines[-1].span.start]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("OPEC raised its ceiling. The cartel signed a pact.", "org:OPEC"),
        ("The International Cocoa Organization (ICCO) council adopted rules. The council met again.", "org:ICCO"),
        ("The European Community was content. The Community signed a pact.", "org:EU"),
        ("The World Bank and ASEAN agreed. The Bank signed a pact.", "org:WB"),
        ("ASEAN was content. The 10-member bloc signed a pact.", "org:ASEAN"),
        ("OPEC was content. The 13-nation group signed a pact.", "org:OPEC"),
    ],
)
def test_a_common_noun_is_the_organisation_that_the_text_has_named(text: str, code: str) -> None:
    assert codes(text) == [(code,)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("El Mercosur se reunió. El bloque firmó un pacto.", "org:MERCOSUR"),
        ("La Unión Europea cedió. La Unión firmó un pacto.", "org:EU"),
    ],
)
def test_spanish_names_bodies_by_their_nouns_too(text: str, code: str) -> None:
    document = annotated(text, lang="es")
    assert [m.codes for m in document.lines[-1].actors] == [(code,)]


@pytest.mark.parametrize(
    "text",
    [
        "The bloc signed a pact.",  # nobody named
        "ASEAN and OPEC agreed. The bloc signed a pact.",  # two named
        "ASEAN was content. The Bank of Ruritania signed a pact.",  # a name of its own
        "ASEAN was content. The council signed a pact.",  # nobody called so
    ],
)
def test_a_noun_that_may_mean_anybody_is_nobody(text: str) -> None:
    assert codes(text) == []


def test_a_capital_speaks_for_the_body_that_the_text_names_and_not_for_its_state() -> None:
    assert codes("The European Union was content. Brussels signed a pact with Norway.") == [("org:EU",), ("NOR",)]
    assert codes("The European Union and Belgium met. Brussels signed a pact with Norway.") == [("BEL",), ("NOR",)]


def test_the_north_and_the_south_are_the_koreas_where_the_text_names_the_northern_one() -> None:
    assert codes("North Korea was content. The South signed a pact with the North.") == [("KOR",), ("PRK",)]
    assert codes("Norway was content. The South signed a pact with the North.") == []
    assert codes("North Korea was content. Ships left the North Sea.") == []

"""Heads of triggers: where they stand in a text, and which words their rules need besides them."""

from __future__ import annotations

import re

import pytest

from streams.extract.letters import Letters
from streams.extract.meetings.heads import Heads
from streams.extract.meetings.needs import Needs, need
from streams.extract.meetings.rules import expand
from streams.extract.tables import LANGUAGES, cells, load
from tests.extract.articles import reader, sample_corpus

HEADS = ["spoke", "Spoke", "spoke to", "to meet"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Spoke to B", ["Spoke"]),
        ("he spoke to B", ["spoke to"]),
        ("he spoke-to B", ["spoke"]),
        ("bespoke, SPOKE", []),
        ("“spoke”, is to meet, spokesman", ["spoke", "to meet", "spoke"]),
        ("ğspoke", []),
    ],
)
def test_heads_stand_at_the_start_of_words_as_they_are_written(text: str, found: list[str]) -> None:
    letters = Letters("en")
    heads = Heads(HEADS, letters)
    places = list(heads.find(text, letters.of(f" {text}")))
    assert [HEADS[number] for number, _, _ in places] == found
    assert [text[start:end] for _, start, end in places] == found


def test_letters_are_as_many_as_characters() -> None:
    assert Letters("en").of("Él – “İ”_x").decode("latin-1") == "él       x"
    assert Letters("ru").of("Ёж, é").decode("cp1251") == "ёж   "


def test_what_a_pattern_needs_besides_its_head() -> None:
    assert need(r"\bhad\s+(?:\w+\s+){0,3}(?:talks|a summit)\b", "had") == {"talks", "summit"}
    assert need(r"\bmet\b", "met") == frozenset()


def test_a_pattern_that_needs_nothing_is_free() -> None:
    letters = Letters("en")
    needs = Needs([r"\bhad\s+\w+\s+talks\b", r"\bhad\s+been\b", r"\bhad\s+"], "had", letters)
    assert needs.free == [r"\bhad\s+"]
    assert needs.are_met(letters.of("Talks had"))
    assert needs.are_met(letters.of("it had been"))
    assert not needs.are_met(letters.of("he had lunch"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_need_hides_a_match(lang: str) -> None:
    """Wherever a rule matches in a masked sentence of the sample corpus, its text has what the rule needs."""
    rows = [(expand(row["pattern"]), head) for row in load().rows("meetings", lang) for head in cells(row["heads"])]
    letters = Letters(lang)
    rules = [(re.compile(pattern, re.IGNORECASE), Needs([pattern], head, letters)) for pattern, head in rows]
    checked = 0
    for article in (each for each in sample_corpus() if each.lang == lang):
        for line in reader().annotate(article).lines:
            low = letters.of(line.text)
            for pattern, needs in rules:
                if not (needs.are_met(low) or needs.free):
                    assert pattern.search(line.masked) is None, (pattern, line.text)
                    checked += 1
    assert checked > 5

"""Beginnings: the part of a rule's pattern that is tried on the text before its sentence is masked."""

from __future__ import annotations

import re

import pytest

from streams.extract.beginnings import beginning
from streams.extract.meetings.rules import expand
from streams.extract.tables import LANGUAGES, load
from tests.extract.articles import reader, sample_corpus

A = "[\ue000-\ue7ff]"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bmet\b", r"\bmet\b"),
        (rf"\bmet\s+(?:with )?{A}", r"\bmet\s+(?:with )?"),
        (rf"(?:is|are) in(?=\s+{A}) now", r"(?:is|are) in(?=\s+) now"),
        (rf"(?<={A}, )in (?!{A})rome", r"(?<=, )in rome"),
        (r"(?<=due to )meet|(?<=a|b)met|(?<!who )meets", r"(?<=due to )meet|met|meets"),
        (rf"has (?:two {A}|three) talks", r"has (?:two |three)"),
        (rf"has (?:{A} )?talks", r"has "),
        (rf"had (?:a{{2,3}}|b){{0,5}}?{A}|saw\.", r"had (?:a{2,3}|b){0,5}?|saw\."),
        (r"held[^.;]*talks", r"held"),
        (r"held.{1,9}talks", r"held"),
        (r"held (\w+) talks", r"held "),
    ],
)
def test_a_beginning_ends_where_a_mention_may_stand(pattern: str, expected: str) -> None:
    assert beginning(pattern) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_beginning_hides_a_match(lang: str) -> None:
    """Wherever a rule matches in a masked sentence of the sample corpus, its beginning matches in the text."""
    sources = sorted({row["pattern"] for row in load().rows("meetings", lang)})
    patterns = [re.compile(expand(source), re.IGNORECASE) for source in sources]
    beginnings = [re.compile(beginning(pattern.pattern), re.IGNORECASE) for pattern in patterns]
    checked = 0
    for article in (each for each in sample_corpus() if each.lang == lang):
        for line in reader().annotate(article).lines:
            for pattern, start in zip(patterns, beginnings, strict=True):
                for match in pattern.finditer(line.masked):
                    assert start.match(article.text, line.start(match.start()), line.span.end), (pattern, line.text)
                    checked += 1
    assert checked > 5

"""Needles: the pieces of text without which a pattern cannot match, and the gate that looks for those of many."""

from __future__ import annotations

import re

import pytest

from streams.extract.meetings.rules import expand
from streams.extract.needles import Gate, needles
from streams.extract.tables import LANGUAGES, load
from tests.extract.articles import reader, sample_corpus


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bagreed\b", {" agreed "}),
        (r"\bagreed\s+to|signs?", {" agreed ", "sign"}),
        (r"\b(?:if|arrang\w+)\b", {" if ", " arrang"}),
        (r"(?:re)?sign[sz]", {"signs", "signz"}),
        (r"(?<!not )\bheld\b", {" held "}),
        ("[\ue000-\ue7ff] met", {" met"}),
        (r"call (?:on|off)", {"call on", "call off"}),
        (r"(?P<what>loan|credit line)s?", {"loan", "credit line"}),
        (r"a{2,}b?", {"a"}),
        (r"acord[oó](?P<that> que)?(?(that)x|zz)", {"acordo", "acordó"}),
        (r"[a-z] met", {" met"}),
    ],
)
def test_the_needles_of_a_pattern(pattern: str, expected: set[str]) -> None:
    assert needles(pattern) == (expected,)


@pytest.mark.parametrize("pattern", [r"\w+|talks", r"[^,]{0,60}", r"\s+"])
def test_a_pattern_of_any_text_has_no_needles(pattern: str) -> None:
    assert needles(pattern) == ()


def test_a_pattern_of_several_words_has_needles_for_each_but_the_small_ones() -> None:
    assert needles(r"\b(?:sets?|cut)\s+(?:\w+\s+){0,5}?(?:quotas?|ceilings?)\b") == ({"quota", "ceiling"},)
    assert needles(r"(?<=is )held(?= talks)") == ({" talks"}, {"held"})
    assert needles(r"\b(?:raise|lift)s?\s+the\s+quotas?") == ({" raise", " lift"}, {" quota"})


def test_a_gate_opens_where_each_needle_stands() -> None:
    gate = Gate({"loan": re.compile(r"\bloans?\s+from\s+(?:banks|funds)")}, "en")
    told = "loans from friendly banks", "loans to banks", "loans from friends", "news from banks"
    assert [gate.open(text).names() for text in told] == [["loan"], [], [], []]


def test_a_gate_opens_what_may_match_and_nothing_else() -> None:
    gate = Gate({"if": re.compile(r"\bif\b"), "loan": re.compile("loan"), "any": re.compile(r"\w+")}, "en")
    turns = gate.open("Significant LOANS")
    assert [turns.word(name).search("if loans") is not None for name in ("if", "loan", "any", "none")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_no_gate_hides_a_match() -> None:
    """Whatever a pattern of the tables finds in a sentence of the sample corpus can match behind the gate."""
    lexicon = load()
    checked = 0
    for lang in LANGUAGES:
        rows = [*lexicon.rows("agreements", lang), *lexicon.rows("meeting_words", lang)]
        sources = {row["pattern"] for row in rows if row.get("part") not in ("words", "head", "heads", "act")}
        patterns = {source: re.compile(expand(source), re.IGNORECASE) for source in sorted(sources)}
        gate = Gate(patterns, lang)
        articles = [each for each in sample_corpus() if each.lang == lang]
        for line in (line for each in articles for line in reader().annotate(each).lines[::2]):
            turns = gate.open(line.masked)
            for source, pattern in patterns.items():
                if pattern.search(line.masked):
                    assert turns.word(source) is pattern, (source, line.text)
                    checked += 1
    assert checked > 500

"""The masked form of sentences, and the way back from it to the characters of the text."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import Dateline
from streams.extract.document import CLASSES, Document, Line
from tests.extract.articles import annotated, article, reader, sample_corpus

MEETING = "Norwegian Foreign Minister Jane Roe met Karl Holm in Oslo on June 8, 2012, and promised $3 million."


def inside(line: Line, start: int, end: int) -> bool:
    return line.span.start <= start < end <= line.span.end


def check(document: Document) -> None:
    """What holds of the lines of any document."""
    text = document.text
    reached = 0
    for line in document.lines:
        assert reached <= line.span.start < line.span.end <= len(text)
        reached = line.span.end
        assert line.text == text[line.span.start : line.span.end]
        mentions = [*line.actors, *line.places, *line.adjectives, *line.names]
        for mention in mentions:
            assert inside(line, mention.start, mention.end), (line.text, mention)
            assert mention.name_span is None or inside(line, *mention.name_span)
        values = [(when.start, when.end) for when in line.dates] + [(sum_.start, sum_.end) for sum_ in line.amounts]
        assert all(inside(line, *span) for span in values), (line.text, values)
        places = [line.offsets(index, index + 1) for index in range(len(line.masked))]
        assert all(one[0] < other[0] for one, other in pairwise(places))
        assert all(start < end for start, end in places)
        known = {(m.start, m.end) for m in mentions} | set(values)
        for char, (start, end) in zip(line.masked, places, strict=True):
            assert (start, end) in known or text[start:end] == char
        # Nothing is lost: each character stands behind exactly one of the masked ones.
        assert "".join(text[a:b] for a, b in places) == line.text


def test_each_mention_is_one_character_of_its_class() -> None:
    (line,) = annotated(MEETING).lines
    pattern = f"{CLASSES['A']} met {CLASSES['N']} in {CLASSES['L']} on {CLASSES['D']}, and promised {CLASSES['M']}."
    assert re.fullmatch(pattern, line.masked)


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        ("A", ["Norwegian Foreign Minister Jane Roe"]),
        ("N", ["Karl Holm"]),
        ("L", ["Oslo"]),
        ("AL", ["Norwegian Foreign Minister Jane Roe", "Oslo"]),
    ],
)
def test_masked_characters_give_back_their_mentions(classes: str, said: list[str]) -> None:
    document = annotated(MEETING)
    (line,) = document.lines
    found = line.mentions(0, len(line.masked), classes)
    assert [document.text[m.start : m.end] for m in found] == said


def test_a_stretch_of_the_masked_form_is_its_stretch_of_the_text() -> None:
    document = annotated("It rained. " + MEETING)
    line = document.lines[1]
    first = line.masked.index("met")
    start, end = line.offsets(first, line.masked.index(" on "))
    assert document.text[start:end] == "met Karl Holm in Oslo"
    assert line.offsets(0, len(line.masked)) == (line.span.start, line.span.end)


def test_any_character_of_a_mention_leads_to_its_masked_one() -> None:
    document = annotated(MEETING)
    (line,) = document.lines
    for index in range(len(line.masked)):
        start, end = line.offsets(index, index + 1)
        assert {line.masked_index(offset) for offset in range(start, end)} == {index}


def test_today_is_the_day_of_the_dateline_else_of_publication() -> None:
    plain = article("OSLO, June 23 - They met today.")
    assert reader().annotate(plain).anchor == date(2015, 6, 24)
    filed = plain.model_copy(update={"dateline": Dateline(place="Oslo", day=date(2015, 6, 23), end=15)})
    document = reader().annotate(filed)
    assert document.anchor == date(2015, 6, 23)
    assert document.lines[-1].dates[-1].span.start == date(2015, 6, 23)


def test_the_place_of_a_dateline_is_no_actor() -> None:
    plain = article("OSLO, June 23 - Denmark agreed.")
    filed = plain.model_copy(update={"dateline": Dateline(place="Oslo", day=date(2015, 6, 23), end=15)})
    mentions = [m.codes for line in reader().annotate(filed).lines for m in (*line.actors, *line.places)]
    assert mentions == [("DNK",)]


def test_the_day_of_a_dateline_is_that_of_no_event() -> None:
    plain = article("OSLO, June 23 - A met B on Monday.")
    filed = plain.model_copy(update={"dateline": Dateline(place="Oslo", day=date(2015, 6, 23), end=15)})
    assert [when.span.start for when in reader().annotate(filed).lines[-1].dates] == [date(2015, 6, 22)]


@pytest.mark.parametrize("text", ["", "\n\n", " \t"])
def test_an_empty_text_has_no_lines(text: str) -> None:
    assert annotated(text).lines == []


def test_private_use_characters_of_the_text_stand_for_nothing() -> None:
    """Pages with icon fonts have them, and the masked form uses the same ones for mentions."""
    private = "".join(pattern[1] for pattern in CLASSES.values())
    document = annotated(f"{private} met Denmark{private}.")
    (line,) = document.lines
    assert [m.codes for m in line.mentions(0, len(line.masked), "ALJN")] == [("DNK",)]
    assert line.offsets(0, len(line.masked)) == (0, len(document.text))


WORDS = (
    "Norwegian Denmark's Foreign Minister President Jane Roe Putin and, met with in Oslo on June 8 2012 $3 million "
    "the two leaders he . , ; “ ” ’s — ( ) Mr. U.S. UN Secretary-General 20 percent \n México canciller de hoy "
    "Президент России Путин сегодня 1.5 al- - J. the Kremlin \u200b e\u0301"
)
NOISE = st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=12)
TEXTS = st.lists(st.sampled_from(WORDS.split(" ")) | NOISE, max_size=40).map(" ".join)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(TEXTS, st.sampled_from(["en", "es", "ru"]))
def test_offsets_hold_in_any_text(text: str, lang: str) -> None:
    check(annotated(text, lang=lang))


def test_offsets_hold_in_the_sample_corpus() -> None:
    """A text in capitals is read in true case: the letters may change, their places do not."""
    for clean in sample_corpus():
        document = reader().annotate(clean)
        check(document)
        assert [letter.casefold() for letter in document.text] == [letter.casefold() for letter in clean.text]

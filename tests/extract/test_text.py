"""Sentences of a clean text."""

from __future__ import annotations

from collections import deque

import pytest

from streams.extract.text import MAX_SENTENCE, sentences
from tests.timing import fastest


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, first_is_title=False)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The ministers met.", "They talked."),
        ("He said: “We agree.”", "She left."),
        ("The bill passed on Jan. 5.", "The treaty did not."),
        ("Mr. Roe met Dr. Holm and Gen. Berg.", "They talked."),
        ("J. F. Roe met N. S. Holm in Vienna.", "It rained."),
        ("The U.S. and the U.K. signed.", "France did not."),
        ("They met at 5 p.m. Monday.", "Then they left."),
        ("Acme Corp. and Beta Inc. agreed.", "The state did not."),
        ("It gave Rs. 200 crore to its neighbour.", "It was a loan."),
        ("Trade grew by 3.5 percent.", "Aid fell."),
        ("It happened at the EU.", "The council agreed."),
        ("Did they agree?", "Nobody knows."),
        ("They signed…", "Then came the war."),
        ("They met in 2014.", "2015 was worse."),
        ("¿Vendrá?", "¡Sí!"),
        ("Vino ayer.", "¿Por qué?"),
        ("El Sr. Díaz habló con la Sra. López.", "Después salió."),
        ("В. В. Орлов встретился с Н. А. Беком.", "Они говорили."),
        ("В 2012 г. Норвегия подписала договор.", "Затем вышла."),
        ("Они получили 5 млрд. руб. в 2012 году.", "Потом ещё."),
        ("«Да».", "Он ушёл."),
    ],
)
def test_a_full_stop_ends_a_sentence_and_an_abbreviation_does_not(first: str, second: str) -> None:
    assert split(f"{first} {second}") == [first, second]


@pytest.mark.parametrize("text", ["they met. and talked on.", "iran.ru wrote it", "the sum was 3.500.000 then"])
def test_a_stop_before_a_small_letter_or_digit_ends_nothing(text: str) -> None:
    assert split(text) == [text]


def test_paragraphs_are_counted_from_the_title() -> None:
    text = "Ministers meet\nThey met. They talked.\n \nThey left."
    told = [(text[s.start : s.end], s.paragraph) for s in sentences(text, first_is_title=True)]
    assert told == [("Ministers meet", 0), ("They met.", 1), ("They talked.", 1), ("They left.", 2)]
    assert next(sentences("They met.", first_is_title=False)).paragraph == 1


def test_an_empty_text_has_no_sentences() -> None:
    assert split("") == split("\n \n\t\n") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Brazil owes banks 24 billion dlrs. Finance Minister Funaro left for London.", 2),
        ("She flew to the U.S. The visit lasts two days.", 2),
        ("She met U.S. Secretary of State Baker.", 1),
        ("They met at 5 p.m. On Friday they went home.", 2),
        ("The head of Exxon Corp. Lee Raymond spoke.", 1),
        ("Gen. He Weidong came.", 1),
    ],
)
def test_an_abbreviation_ends_a_sentence_where_the_next_word_begins_one(text: str, count: int) -> None:
    assert len(split(text)) == count


@pytest.mark.parametrize("word", ["word ", "x", "слово, ", "a."])
def test_a_long_run_is_cut_between_words_and_nothing_is_lost(word: str) -> None:
    text = word * 3_000
    parts = split(text)
    assert max(map(len, parts)) <= MAX_SENTENCE
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert " " not in word or all(part.split()[0] == word.strip() for part in parts)


@pytest.mark.parametrize("unit", ["a.", "a. ", "Mr. ", ". A", '." ', ".", "!?", '.")', "\n", ". (", "x"])
def test_a_megabyte_of_anything_is_split_in_linear_time(unit: str) -> None:
    """Ten times the text takes about ten times as long: a quadratic splitter would take a hundred times."""

    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        return fastest(lambda: deque(sentences(text, first_is_title=False), maxlen=0))

    assert seconds(1_000_000) < 30 * max(seconds(100_000), 0.01)

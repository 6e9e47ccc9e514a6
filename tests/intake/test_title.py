"""Titles: without the site's name, and found where none is given."""

import pytest

from streams.intake.title import heading_of, known_title, under_title

SENTENCE = "The ministers of Norway and Chile met in Oslo on Tuesday."


@pytest.mark.parametrize(
    ("given", "outlet", "title"),
    [
        ("Talks in Oslo end | Daily Example", None, "Talks in Oslo end"),
        ("Talks in Oslo end • President of Example", None, "Talks in Oslo end"),
        ("Talks in Oslo end - Daily Example", "Daily Example", "Talks in Oslo end"),
        ("Everything must be done for peace - Smith", "Daily Example", "Everything must be done for peace - Smith"),
        ("  Talks\nin\tOslo\u200b end ", None, "Talks in Oslo end"),
        ("", None, None),
        (None, None, None),
    ],
)
def test_the_site_is_no_part_of_the_title(given: str | None, outlet: str | None, title: str | None) -> None:
    assert known_title(given, outlet) == title


@pytest.mark.parametrize(
    "flat",
    [f"News Talks in Oslo end {SENTENCE}", f"Talks in Oslo end.{SENTENCE}", f"Talks in Oslo end 9 May. {SENTENCE}"],
)
def test_a_body_glued_to_its_title_is_told_apart(flat: str) -> None:
    title, _, body = under_title(flat, "Talks in Oslo end").partition("\n")
    assert title == "Talks in Oslo end"
    assert body.endswith(SENTENCE)


@pytest.mark.parametrize("text", [f"Talks in Oslo ended {SENTENCE}", f"Talks in Oslo end\n{SENTENCE}", SENTENCE])
def test_a_body_apart_from_its_title_stays(text: str) -> None:
    assert under_title(text, "Talks in Oslo end") == text


def test_a_headline_is_found_above_the_body() -> None:
    assert heading_of(["Talks in Oslo end", SENTENCE]) == ("Talks in Oslo end", [SENTENCE])
    assert heading_of(["Tuesday, July 23", "Talks in Oslo end", SENTENCE]) == ("Talks in Oslo end", [SENTENCE])
    assert heading_of(["Is peace at hand?", SENTENCE]) == ("Is peace at hand?", [SENTENCE])


@pytest.mark.parametrize("body", [[SENTENCE, SENTENCE], ["Talks in Oslo end"], ["Oslo", SENTENCE], []])
def test_a_sentence_or_a_lone_line_is_no_headline(body: list[str]) -> None:
    assert heading_of(body) == (None, body)

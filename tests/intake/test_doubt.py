"""Only lines that a page cannot tell from its furniture are in doubt, never what may tell of an event."""

import pytest

from streams.intake.doubt import doubtful

A = "The foreign ministers of the two countries met in the capital on Tuesday and discussed trade and transit."
B = "They signed a memorandum on water and agreed to open a second border crossing by the end of 2025."
LONG = "The delegation, which arrived on Monday, is to stay in the capital for three more days of talks with officials."


@pytest.mark.parametrize("line", ["The voice of the harbour since the old days", "All rights stay with the harbour"])
def test_a_short_line_below_the_text_is_in_doubt(line: str) -> None:
    assert doubtful([A, B, line], 0) == [2]


def test_a_closing_sentence_is_in_doubt_unless_it_gives_a_number() -> None:
    sentence = "Readers are welcome to write to the editor at any time."
    assert doubtful([A, LONG, B, sentence], 0) == [1, 3]
    assert doubtful([A, B, "The next round of talks will be held in Oslo on May 3."], 0) == []


@pytest.mark.parametrize(
    "line",
    [
        "May 3, 2024",
        "14:30",
        "Vladimir Putin",
        "Kazakhstan",
        "Memorandum on water",
        "1) transit of goods",
        "- transit of goods",
    ],
)
def test_what_may_tell_of_an_event_is_not(line: str) -> None:
    assert doubtful([A, B, line], 0) == []


def test_what_stands_above_the_text_or_within_a_long_one_is_not() -> None:
    heading = "What both sides hope for"
    assert doubtful(["Remarks by the minister at the harbour", A, B], 0) == []
    assert doubtful([A, heading, *[B] * 20], 0) == []


def test_lines_before_the_first_are_not() -> None:
    assert doubtful([A, "The voice of the harbour", B], 2) == []

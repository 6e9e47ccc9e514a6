"""A guard in front of a pattern changes no match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.extract.firsts import guarded


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\b(?:agreed|will|Would)\s+to", r"\b(?=[aw])(?:agreed|will|Would)\s+to"),
        (r"(?:\b|(?=['’]ll))(?:will|'ll)", r"(?=['w])(?:\b|(?=['’]ll))(?:will|'ll)"),
        (r"said|\btold", r"(?=[st])(?:said|\btold)"),
        (r"(?:the\s+)?[A-D]x", r"(?=[A-Dt])(?:the\s+)?[A-D]x"),
        (r"(?<!not )(?P<verb>met|saw)", r"(?=[ms])(?<!not )(?P<verb>met|saw)"),
        (r"[;:-]|\s+and", r"(?=[;:\-\s])(?:[;:-]|\s+and)"),
    ],
)
def test_it_looks_at_the_first_character(pattern: str, expected: str) -> None:
    assert guarded(pattern) == expected


@pytest.mark.parametrize(
    "pattern", ["agreed", r"\w+ed|met", "[^a]b|c", "(?:a|b)?", "^|x", "a|.", "(unclosed", "a|b)", ""]
)
def test_it_leaves_what_gains_nothing(pattern: str) -> None:
    assert guarded(pattern) == pattern


@given(st.text("aAbBkKsS \u017f\u212a-]^.", max_size=12))
def test_it_changes_no_match(text: str) -> None:
    for pattern in (
        r"\b(?:ab|ba|s+)\b",
        r"k|s|\bA",
        r"(?:a\s)?(?:b|-)",
        r"[]a]b|\^k",
        r"[a^-]s|(?-i:B)b",
        r"a*(?:b|k)",
    ):
        plain, quick = (re.compile(form, re.IGNORECASE) for form in (pattern, guarded(pattern)))
        assert [match.span() for match in plain.finditer(text)] == [match.span() for match in quick.finditer(text)]

"""Sketches tell which texts share their words, whatever their script, case and punctuation."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.dedup.prose import prose
from streams.dedup.sketch import MARKS, PHRASE, WINDOW, overlap, shared, sketch
from streams.postings import Postings
from tests.timing import fastest


def text(first: int, last: int) -> str:
    return " ".join(f"word{number}" for number in range(first, last))


def test_case_punctuation_and_spacing_do_not_count() -> None:
    one = sketch("", "“Talks,” he said — in Astana; 北京会谈.")
    assert one.digest == sketch("", "talks he said in ASTANA 北京 会谈").digest
    assert one.digest != sketch("", "he said talks in Astana 北京会谈").digest


def test_overlap_is_measured_against_the_shorter_text() -> None:
    whole, part = sketch("", text(0, 300)), sketch("", text(100, 160))
    assert overlap(whole, part) == overlap(part, whole) == 1.0
    assert 0.45 < overlap(whole, sketch("", text(150, 450))) < 0.55
    assert overlap(whole, sketch("", text(1000, 1300))) == 0


def test_overlap_of_long_texts_is_estimated_from_bounded_marks() -> None:
    one, other = sketch("", text(0, 6000)), sketch("", text(3000, 9000))
    assert len(one.marks) == MARKS
    assert 0.42 < overlap(one, other) < 0.58


def test_texts_with_a_run_of_words_in_common_share_a_fingerprint() -> None:
    common = text(0, PHRASE + WINDOW - 1)
    for place in range(0, 200, 7):
        one = sketch("", f"{text(1000, 1000 + place)} {common} {text(2000, 2100)}")
        other = sketch("", f"{text(3000, 3150)} {common} {text(4000, 4000 + place)}")
        assert shared(one.fingerprints, other.fingerprints) > 0


def test_names_are_capitalised_words_and_numbers() -> None:
    one = sketch("", "on Monday the minister met 14 envoys in Astana")
    assert shared(sketch("", "MONDAY 14 Astana").names, one.names) == len(one.names) == 3
    assert shared(sketch("Minister Envoys", "").title, sketch("", "Minister Envoys").names) == 2


@given(st.text(), st.text(max_size=20))
def test_any_text_has_a_sketch_that_overlaps_itself(body: str, title: str) -> None:
    one = sketch(title, body)
    assert one.digest == sketch(title, body).digest
    assert overlap(one, one) == (1.0 if one.size else 0.0)


def test_a_hostile_text_of_megabytes_takes_little_time() -> None:
    assert fastest(lambda: (sketch("", "a " * 1_000_000), sketch("", "é" * 2_000_000))) < 1.0


def test_postings_find_all_bearers_before_and_after_they_settle() -> None:
    postings, random = Postings(), np.random.default_rng(1)
    hashes = [np.unique(random.integers(0, 5000, 60, np.uint32)) for _ in range(4000)]
    for number, own in enumerate(hashes):
        postings.add(number, own)
    wanted = hashes[7]
    expected = [number for number, own in enumerate(hashes) for _ in range(len(np.intersect1d(own, wanted)))]
    assert sorted(postings.find(wanted)) == expected


def test_prose_leaves_out_the_title_and_short_lines() -> None:
    paragraph = "The two presidents met in the capital on Monday and spoke of trade, energy and transport."
    body = f"A title\nShare\n{paragraph}\nRead also\n{paragraph}"
    assert prose(body, len("A title")) == f"{paragraph}\n{paragraph}"


def test_a_text_of_short_lines_is_compared_whole() -> None:
    assert prose("A title\nOne\nTwo", 7) == "One\nTwo"
    assert prose("A title", 7) == "A title"

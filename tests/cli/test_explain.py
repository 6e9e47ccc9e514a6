"""`communique explain`: an article with its reports and the characters they were read from."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.present.highlight import Piece, Span, pieces

CORPUS = Path(__file__).parent.parent / "corpus" / "input"

spans = st.builds(lambda start, length, report: Span(start, start + length, report), *[st.integers(0, 30)] * 3)


@given(st.text(max_size=40), st.lists(spans, max_size=8))
def test_the_pieces_are_the_text_and_each_rests_under_the_reports_that_cover_it(text, marked):
    cut = list(pieces(text, marked))
    assert "".join(piece.text for piece in cut) == text
    place = 0
    for piece in cut:
        for offset in range(place, place + len(piece.text)):
            assert set(piece.reports) == {span.report for span in marked if span.start <= offset < span.end}
        place += len(piece.text)


def test_spans_that_touch_and_belong_to_one_report_are_one_piece():
    assert list(pieces("Moscow and Astana", [Span(0, 7, 1), Span(7, 10, 1)])) == [
        Piece("Moscow and", (1,)),
        Piece(" Astana"),
    ]


def test_a_file_is_shown_with_its_evidence_marked_and_the_rule_of_each_report(communique):
    ended = communique("explain", CORPUS / "wire.jsonl", "--id", "wire-2012-astana")
    assert ended.code == 0, ended.err
    text = ended.out.decode()
    assert "‹prolong›¹" in text
    assert "agreement  KAZ RUS  rule " in text
    assert "wire-1987-inf" not in text


def test_an_article_of_the_log_is_shown_with_the_reports_that_stand_there(sample):
    command, _ = sample
    ended = command("explain", "wire-2012-astana", "--json")
    assert ended.code == 0, ended.err
    shown = [json.loads(line) for line in ended.lines]
    reports = [json.loads(line) for line in command("tail", "reports", "--all", "--json").lines]
    assert [report["report_id"] for report in shown] == [
        report["report_id"] for report in reports if report["article_id"] == "wire-2012-astana"
    ]
    words = {item["text"] for report in shown for item in report["evidence"] if item["slot"] == "parties"}
    assert "Moscow" in words


def test_a_copy_names_its_original(sample):
    command, _ = sample
    link = json.loads(command("tail", "articles.duplicate", "--all", "--json").lines[0])
    ended = command("explain", link["article_id"])
    assert ended.code == 1
    assert f"communique explain '{link['duplicate_of']}'" in ended.err


def test_a_rejected_record_says_why_by_its_own_id_and_by_that_of_its_article(sample, communique):
    command, _ = sample
    rejection = json.loads(command("tail", "articles.rejected", "--all", "--json").lines[0])
    ended = command("explain", rejection["record_id"])
    assert ended.code == 1
    assert f"{rejection['reason']}: {rejection['detail']}" in ended.err
    communique("run", "-", given=b'{"id": "empty", "text": " "}')
    assert "empty is rejected by intake: empty_text" in communique("explain", "empty").err


@pytest.mark.parametrize("arguments", [["nothing-of-that-name"], [CORPUS / "wire.jsonl", "--id", "no-such-id"]])
def test_what_is_not_there_is_said(sample, arguments):
    command, _ = sample
    ended = command("explain", *arguments)
    assert ended.code == 2
    assert "Traceback" not in ended.err


def test_an_article_cannot_steer_the_terminal(communique):
    hostile = {
        "id": "x",
        "title": "Norway \x1b[31m signs",
        "text": "Norway and Denmark\x1b]0;owned\x07 signed a treaty.",
    }
    ended = communique("explain", "-", given=json.dumps(hostile).encode())
    assert ended.code == 0, ended.err
    assert b"\x1b" not in ended.out
    assert b"\x07" not in ended.out

"""`communique dedup` as people use it: links out, a summary beside them, nothing left behind."""

import json
import random

from tests.cli.conftest import CORPUS


def test_links_go_to_standard_output_and_a_summary_to_standard_error(communique):
    ended = communique("dedup", CORPUS)
    assert ended.code == 0, ended.err
    links = {link["article_id"]: link for link in map(json.loads, ended.lines)}
    assert links["wire-2012-astana-reprint"]["duplicate_of"] == "wire-2012-astana"
    assert links["wire-2012-astana-reprint"]["likeness"] == "exact"
    assert "unique" in ended.err
    assert "not_utf8" in ended.err
    assert not list(communique.folder.iterdir()), "nothing is kept"


def test_the_order_of_the_articles_changes_no_link(communique):
    lines = [line for name in ("wire.jsonl", "wire_copies.jsonl") for line in (CORPUS / name).open("rb")]
    expected = communique("dedup", "-", given=b"".join(lines)).out
    random.Random(1).shuffle(lines)
    assert communique("dedup", "-", given=b"".join(lines)).out == expected
    assert expected


def test_links_go_to_a_file_and_a_narrower_window_finds_fewer(communique):
    one = {"id": "a", "published": "2024-01-01", "text": "The ministers of both countries met on Monday. " * 9}
    given = b"\n".join(json.dumps(each).encode() for each in (one, one | {"id": "b", "published": "2024-01-05"}))
    ended = communique("dedup", "-", "--output", "links.jsonl", given=given)
    assert (ended.code, ended.out) == (0, b"")
    assert json.loads((communique.folder / "links.jsonl").read_bytes())["article_id"] == "b"
    assert communique("dedup", "-", "--days", "3", given=given).out == b""


def test_a_file_that_cannot_be_written_is_named(communique):
    ended = communique("dedup", "-", "--output", "nowhere/links.jsonl", given=b'{"text": "Ministers met in Astana."}')
    assert ended.code == 2
    assert "nowhere/links.jsonl" in ended.err
    assert "--output" in ended.err


def test_ctrl_c_ends_it_with_nothing_written(communique):
    process = communique.start("dedup", "-", "--output", "links.jsonl")
    process.stdin.write(b'{"text": "Ministers met in Astana."}\n' * 2000)
    process.stdin.flush()
    ended = communique.interrupt(process)
    assert ended.code == 130
    assert not (communique.folder / "links.jsonl").exists()

"""`communique extract`: articles in, reports out, nothing kept."""

import json
from pathlib import Path

import pytest

CORPUS = Path(__file__).parent.parent / "corpus" / "input"


@pytest.fixture(scope="module")
def alone(sample):
    command, _ = sample
    return command("extract", CORPUS)


def test_reports_come_in_the_order_of_the_articles_one_a_line(alone, sample):
    assert alone.code == 0, alone.err
    command, _ = sample
    order = [json.loads(line)["article_id"] for line in command("tail", "articles.clean", "--all", "--json").lines]
    places = [order.index(json.loads(line)["article_id"]) for line in alone.lines]
    assert places == sorted(places)
    assert len(set(places)) > 10
    assert {"report_id", "kind", "parties", "evidence", "rule", "confidence"} <= json.loads(alone.lines[0]).keys()


def test_several_workers_print_the_same_bytes(alone, communique):
    together = communique("extract", CORPUS, "--workers", "3")
    assert together.out == alone.out
    assert together.err == alone.err
    assert not list(communique.folder.iterdir()), "nothing is kept"


def test_what_is_no_article_is_named_and_costs_the_exit_code_only_when_asked(alone, communique):
    assert "broken.jsonl:1: rejected: not_json" in alone.err
    strict = communique("extract", CORPUS / "broken.jsonl", "--strict")
    assert strict.code == 1
    assert set(strict.err.splitlines()) <= set(alone.err.splitlines())


def test_a_closed_pipe_ends_it_quietly(communique):
    process = communique.start("extract", CORPUS, "--workers", "2")
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err


def test_a_lexicon_that_cannot_be_used_is_told(communique, tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "countries.tsv").write_text("code\tlang\nKAZ\n")
    ended = communique("extract", CORPUS / "wire.jsonl", "--lexicon", tmp_path / "tables")
    assert ended.code == 2
    assert "countries.tsv, line 2" in ended.err
    assert "Traceback" not in ended.err

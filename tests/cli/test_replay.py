"""Replays, runs and archives without a broker."""

import json
import time

import pytest


def records(ended):
    assert ended.code == 0, ended.err
    return [json.loads(line) for line in ended.lines]


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    """A command whose log holds a few articles, and a run over them with a table of its own."""
    from tests.cli.conftest import Communique

    command = Communique(tmp_path_factory.mktemp("feed"))
    texts = {
        "a": "ASTANA, May 2 - President Vladimir Putin met Kassym-Jomart Tokayev in Astana on Thursday.",
        "b": "PARIS, May 3 - French President Emmanuel Macron met President Xi Jinping in Paris on Friday.",
    }
    lines = [json.dumps({"id": key, "text": text, "published": "2024-05-03"}) for key, text in texts.items()]
    (command.folder / "news.jsonl").write_text("\n".join(lines))
    assert command("run", "news.jsonl").code == 0
    return command


def test_a_run_is_compared_promoted_left_and_dropped(feed):
    ended = feed("replay", "--run", "same", "--json")
    assert [(each["name"], each["state"], each["read"]) for each in records(ended)] == [("same", "done", 2)]
    told = records(feed("diff", "live", "same", "--json"))
    assert told == [{"change": "none", "counts": told[-1]["counts"]}]
    assert told[-1]["counts"]["events.meeting"]["same"] == len(records(feed("events", "--json"))) == 2

    assert "done before" in feed("replay", "--run", "same").err
    assert feed("promote", "same").code == 0
    assert "--back" in feed("drop", "same", "--yes").err
    assert [each["live"] for each in records(feed("runs", "--json"))] == [True]
    assert len(records(feed("events", "--json"))) == 2
    assert feed("promote", "--back").code == 0
    assert feed("drop", "same", given=b"n\n").code == 1
    assert [each["name"] for each in records(feed("runs", "--json"))] == ["same"]
    assert feed("drop", "same", given=b"y\n").code == 0
    assert records(feed("runs", "--json")) == []


def test_another_lexicon_shows_in_the_difference_and_not_in_the_feed(feed):
    tables = feed.folder / "tables"
    tables.mkdir()
    (tables / "decoys.tsv").write_text("name\tlang\nFrench President\ten\n")
    before = feed("events", "--json").out
    assert feed("replay", "--run", "other", "--lexicon", "tables").code == 0
    told = records(feed("diff", "main", "other", "--json"))
    assert {line["change"] for line in told} != {"none"}
    assert "added" in feed("diff", "main", "other").out.decode()
    assert feed("events", "--json").out == before
    assert "COMMUNIQUE_LEXICON" in feed("promote", "other").err
    assert feed("promote", "main").code == 0


def test_ctrl_c_stops_a_replay_and_the_same_command_ends_it(feed):
    command = ("replay", "--run", "slow", "--max-rate", "0.5")
    process = feed.start(*command)
    while not (feed.folder / "runs" / "slow.db").exists():
        assert process.poll() is None
        time.sleep(0.02)
    time.sleep(0.5)
    ended = feed.interrupt(process)
    assert ended.code == 130
    assert "goes on from here" in ended.err
    assert "Traceback" not in ended.err
    refused = feed("replay", "--run", "slow", "--from", "2020-01-01")
    assert refused.code == 1
    assert "begun otherwise" in refused.err
    assert feed("replay", "--run", "slow").code == 0
    assert feed("drop", "slow", "--yes").code == 0


def test_an_archive_gives_the_log_back_and_a_damaged_one_nothing(feed, communique):
    assert "2 records" in feed("export", "archive").out.decode()
    archive = feed.folder / "archive"
    assert communique("run", archive).code == 0
    assert communique("events", "--json").out == feed("events", "--json").out
    assert communique("export", "again").code == 0
    file = next(archive.glob("*.zst"))
    assert (communique.folder / "again" / file.name).read_bytes() == file.read_bytes()
    assert [each["read"] for each in records(feed("replay", "--run", "kept", "--source", "archive", "--json"))] == [2]

    content = bytearray(file.read_bytes())
    content[-9] ^= 1
    file.write_bytes(content)
    for arguments in (["run", archive, "--log", "new.db"], ["replay", "--run", "bad", "--source", archive]):
        ended = communique(*arguments)
        assert ended.code == 2
        assert f"{file.name}: damaged" in ended.err
    assert not (communique.folder / "runs" / "bad.json").exists()
    assert not (communique.folder / "new.db").exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["replay", "--run", "Not a name"], "small letters"),
        (["replay", "--run", "x", "--from", "yesterday"], "2024-01-31"),
        (["replay", "--run", "x", "--from", "2024-02-01", "--to", "2024-01-31"], "not before"),
        (["replay", "--run", "x", "--source", "-"], "standard input"),
        (["replay", "--run", "x", "--source", "nowhere.jsonl"], "nowhere.jsonl"),
        (["replay", "--run", "x", "--source", "news.jsonl", "--from", "2024-01-01"], "do not say when"),
        (["promote"], "--back"),
    ],
)
def test_wrong_use_says_what_to_do(feed, arguments, named):
    ended = feed(*arguments)
    assert ended.code == 2
    assert named in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("arguments", [["diff", "live", "gone"], ["drop", "gone", "--yes"], ["promote", "gone"]])
def test_a_run_that_is_not_there_is_said(feed, arguments):
    ended = feed(*arguments)
    assert ended.code == 1
    assert "no run 'gone'" in ended.err

"""`communique table`: events as files for other programs."""

import csv
import json

import pytest


def test_a_table_has_the_events_that_are_asked_for(sample):
    command, _ = sample
    every = [json.loads(line) for line in command("events", "--json").lines]
    path = command.folder / "events.csv"
    ended = command("table", "-o", path)
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert (ended.code, ended.out) == (0, b"")
    assert f"{len(every)} rows of {len(every)} events" in ended.err
    assert [row["event_id"] for row in rows] == [event["event_id"] for event in every]
    found = command("table", "--party", "KAZ", "--kind", "agreement").out.decode()
    some = list(csv.DictReader(found.splitlines()))
    assert some == [row for row in rows if row["kind"] == "agreement" and "KAZ" in row["parties"].split("|")] != []


def test_names_are_those_of_the_lexicon_and_the_format_is_that_of_the_file(sample):
    command, _ = sample
    gdelt = command("table", "--format", "gdelt", "--party", "RUS").out.decode().splitlines()
    assert {len(line.split("\t")) for line in gdelt} == {61}
    assert any("\tRUSSIA\t" in line for line in gdelt)
    path = command.folder / "events.jsonl"
    command("table", "-o", path)
    assert path.read_bytes() == command("events", "--json").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-o", "events.xlsx"], "no format ends in .xlsx"),
        (["--format", "xml"], "'xml' is no format"),
        (["-o", "nowhere/events.csv"], "nowhere/events.csv cannot be written"),
        (["--party", "KAX"], "Did you mean"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_no_file(sample, arguments, told):
    command, _ = sample
    ended = command("table", *arguments)
    assert ended.code == 2
    assert told in ended.err
    assert not list(command.folder.glob("events.xlsx*"))


def test_without_pyarrow_it_says_what_to_install(communique, sample):
    """A module of its name that cannot be imported stands for a machine without it."""
    (communique.folder / "pyarrow.py").write_text("raise ImportError")
    log = sample[0].folder / "communique.db"
    path = f"{communique.folder}:{communique.environment['PYTHONPATH']}"
    ended = communique("table", "-o", "e.parquet", "--log", log, PYTHONPATH=path)
    assert ended.code == 1
    assert "pip install pyarrow" in ended.err
    assert not (communique.folder / "e.parquet").exists()

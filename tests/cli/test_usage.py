"""Help, settings, wrong use, and how quickly a command answers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.topics import TOPICS

CORPUS = Path(__file__).parent.parent / "corpus" / "input"
RUNS = ("export", "replay", "runs", "diff", "promote", "drop")
COMMANDS = (
    "run",
    "events",
    "relations",
    "tail",
    "extract",
    "ingest",
    "worker",
    "status",
    "serve",
    "config",
    "version",
    *RUNS,
)


@pytest.mark.parametrize("command", [*COMMANDS, "topics", "topics create", "topics list"])
def test_every_command_has_help(communique, command):
    ended = communique(*command.split(), "--help")
    assert ended.code == 0
    assert "Usage: communique" in ended.out.decode()


@pytest.mark.parametrize(
    "command", ["run", "events", "relations", "tail", "extract", "ingest", "worker", "status", "serve", *RUNS]
)
def test_help_teaches_by_example(communique, command):
    shown = communique(command, "--help").out.decode()
    assert f"communique {command} " in shown.split("Examples:")[1]


def test_without_a_command_there_is_help(communique):
    assert "run" in communique().out.decode()


def test_config_shows_the_effective_settings_and_all_topics(communique):
    ended = communique("config", "--json", COMMUNIQUE_TOPIC_PREFIX="staging.", COMMUNIQUE_PARTITIONS="12")
    shown = json.loads(ended.out)
    assert shown["settings"]["partitions"] == 12
    assert [topic["name"] for topic in shown["topics"]] == [f"staging.{topic.name}" for topic in TOPICS]
    assert {topic["partitions"] for topic in shown["topics"]} == {1, 12}
    table = communique("config", COMMUNIQUE_TOPIC_PREFIX="staging.").out.decode()
    assert "COMMUNIQUE_TOPIC_PREFIX" in table
    assert "staging.events.figure" in table


def test_settings_come_from_a_file_and_the_environment_beats_it(communique):
    (communique.folder / "communique.toml").write_text('partitions = 3\ngroup = "blue"\n')
    shown = json.loads(communique("config", "--json", COMMUNIQUE_PARTITIONS="5").out)["settings"]
    assert (shown["partitions"], shown["group"]) == (5, "blue")


@pytest.mark.parametrize(
    ("settings", "file", "named"),
    [({"COMMUNIQUE_PARTITIONS": "many"}, "", "partitions"), ({}, "colour = 1\n", "colour"), ({}, "no toml", "toml")],
)
def test_wrong_settings_are_named(communique, settings, file, named):
    (communique.folder / "communique.toml").write_text(file)
    ended = communique("config", **settings)
    assert ended.code == 2
    assert named in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["run", "missing.jsonl"], 2, "missing.jsonl: there is no such file"),
        (["events"], 1, "communique run FILES"),
        (["tail", "reports"], 1, "communique run FILES"),
        (["tail", "reprots"], 2, "events.meeting"),
        (["run"], 2, "FILES"),
        (["tail", "reports", "--since", "yesterday"], 2, "yesterday"),
        (["ingest", CORPUS, "--to", "http//x y"], 2, "kafka://HOST:PORT"),
        (["ingest", CORPUS, "--to", "kafka://127.0.0.1:1"], 1, "127.0.0.1:1"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_a_command_that_cannot_go_on_says_why_and_what_to_do(communique, arguments, code, said):
    ended = communique(*arguments)
    assert ended.code == code, ended.err
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_a_file_that_is_no_log_is_left_alone(communique):
    (communique.folder / "notes.db").write_text("my notes, not a log; " * 100)
    ended = communique("run", CORPUS, "--log", communique.folder / "notes.db")
    assert ended.code == 1
    assert "notes.db" in ended.err
    assert (communique.folder / "notes.db").read_text().startswith("my notes")


def test_quick_commands_load_nothing_heavy(communique):
    script = (
        "import sys; sys.argv = ['communique', 'version']\n"
        "from streams.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic_settings', 'orjson', 'faust', 'kafka', 'resiliparse', 'numpy', 'prometheus_client'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=communique.environment)
    assert ran.stdout.splitlines()[-1] == b"[]"
    assert ran.stdout.startswith(b"communique ")

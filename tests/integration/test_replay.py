"""Replays on a broker: beside the feed, the same each time, and what can be done with them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from copy import copy
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from schemas.ids import record_id
from schemas.topics import ALIASES, ARTICLES_RAW, EVENTS_MEETING, RUNS
from streams.kafka.connection import connect
from streams.kafka.ingest import Outgoing, send
from streams.kafka.read import Record, read
from streams.kafka.runs import live
from streams.log import Log
from streams.replay.run import DERIVED
from streams.settings import Settings
from tests.integration.harness import CORPUS, ROOT, Feed, Outputs, corpus, differences, embedded

pytestmark = pytest.mark.kafka

DAY = 86_400_000
FIRST = 19_844 * DAY  # 1 May 2024


class Commands:
    """The command line on a feed's topics."""

    def __init__(self, feed: Feed) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")},
            "COMMUNIQUE_BROKER": feed.settings.broker,
            "COMMUNIQUE_TOPIC_PREFIX": feed.settings.topic_prefix,
            "COMMUNIQUE_DATA_DIR": str(feed.folder / "data"),
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Begin a command."""
        command = [sys.executable, "-m", "streams.cli", *map(str, arguments)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self.environment, stdout=pipe, stderr=pipe, text=True)

    def __call__(self, *arguments: object, code: int = 0) -> str:
        """Run a command to its end; returns what it has printed, where it should fail what it complains of."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == code, err
        return err if code else out


@pytest.fixture
def feed(broker: Broker, tmp_path: Path) -> Iterator[Feed]:
    feed = Feed(broker, tmp_path)
    yield feed
    feed.close()


@pytest.fixture
def communique(feed: Feed) -> Commands:
    return Commands(feed)


@pytest.fixture(scope="module")
def records() -> list[bytes]:
    return corpus(CORPUS)


@pytest.fixture(scope="module")
def expected(records: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    return embedded(records, tmp_path_factory.mktemp("embedded"))


def dated(feed: Feed, records: list[bytes]) -> None:
    """Put the records into the raw log, one arriving each hour."""
    topic = feed.settings.topic(ARTICLES_RAW)
    send(
        feed.settings.broker,
        (
            Outgoing(topic, record_id(value).encode(), value, (("hour", b"%d" % n),), None, FIRST + n * DAY // 24)
            for n, value in enumerate(records)
        ),
    )


def of(feed: Feed, run: str) -> Settings:
    """The settings of workers that go on with the run."""
    return feed.settings.model_copy(update={"run": run})


def outputs(feed: Feed, run: str) -> Outputs:
    """What consumers of the run are left with."""
    reader = copy(feed)
    reader.settings = of(feed, run)
    return reader.outputs()


def topics(feed: Feed) -> set[str]:
    """All topics of the feed, runs and tables among them."""
    with closing(connect(feed.settings.broker)) as client:
        return {name for name in client.list_topics() if name.startswith(feed.settings.topic_prefix)}


def stands(settings: Settings) -> dict[tuple[str, int], list[tuple[object, ...]]]:
    """All records of all derived topics as they lie in the log: by topic and partition, in order."""
    found: dict[tuple[str, int], list[tuple[object, ...]]] = {}
    for topic in DERIVED:
        for each in read(settings.broker, [settings.topic(topic)]):
            found.setdefault((topic.name, each.partition), []).append((each.offset, each.key, each.value, each.headers))
    return found


def test_two_replays_are_byte_identical_and_equal_the_embedded_run(
    feed: Feed, communique: Commands, records: list[bytes], expected: Outputs
) -> None:
    feed.ingest(records)
    before = topics(feed)
    ended = json.loads(communique("replay", "--run", "one", "--source", feed.settings.broker, "--json"))
    assert (ended["state"], ended["read"]) == ("done", len(records))
    communique("replay", "--run", "two")
    assert stands(of(feed, "one")) == stands(of(feed, "two"))
    assert differences(outputs(feed, "one"), expected) == []
    assert feed.count(DERIVED[0].name) == 0, "the feed's own topics are not touched"
    new = {name.removeprefix(feed.settings.topic_prefix) for name in topics(feed) - before}
    assert all(name.startswith(("run-one.", "run-two.")) for name in new - {RUNS.name, ALIASES.name}), new

    told = [json.loads(line) for line in communique("diff", "one", "two", "--json").splitlines()]
    assert all(not (each["added"] or each["lost"] or each["changed"]) for each in told[-1]["counts"].values())
    communique("drop", "one", "--yes")
    left = {name.removeprefix(feed.settings.topic_prefix) for name in topics(feed) - before}
    assert left == {name for name in new if not name.startswith("run-one.")}
    assert [json.loads(line)["name"] for line in communique("runs", "--json").splitlines()] == ["two"]


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_a_replay_that_is_ended_anywhere_goes_on_and_says_nothing_twice(
    feed: Feed, communique: Commands, records: list[bytes], expected: Outputs, ending: signal.Signals
) -> None:
    feed.ingest(records)
    command = ("replay", "--run", "one", "--max-rate", "60", "--source", feed.settings.broker)
    database = feed.folder / "data" / "runs" / "one.db"
    codes = []
    for patience in (0.3, 0.6, 0.4, 0.8):
        process = communique.start(*command)
        while not database.exists() and process.poll() is None:
            time.sleep(0.02)
        time.sleep(patience)
        process.send_signal(ending)
        process.communicate(timeout=30)
        codes.append(process.returncode)
    assert 130 in codes or -signal.SIGKILL in codes
    communique(*command)
    once = stands(of(feed, "one"))
    assert differences(outputs(feed, "one"), expected) == []
    for (topic, _), lying in once.items():
        if topic not in ("articles.clean", "articles.settled"):
            assert len({key for _, key, *_ in lying}) == len(lying)
    assert communique(*command, "--json").strip()
    assert stands(of(feed, "one")) == once, "a run that is done is left as it is"


def test_publishing_goes_on_where_it_was_ended(feed: Feed, communique: Commands, records: list[bytes]) -> None:
    """The producer dies in the middle; what the broker has is not sent again."""
    feed.ingest(records)
    communique("replay", "--run", "whole", "--source", feed.settings.broker)
    whole = stands(of(feed, "whole"))
    script = (
        "import itertools, sys; from streams.kafka import publish; from streams.cli import main\n"
        "send = publish.send\n"
        "publish.send = lambda broker, records, *rest: send(broker, itertools.islice(records, 70), *rest)\n"
        "sys.argv[1:] = ['replay', '--run', 'cut', '--source', sys.argv[1]]; main()"
    )
    process = subprocess.run(
        [sys.executable, "-c", script, feed.settings.broker],
        env=communique.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 1
    assert "records in partition" in process.stderr
    part = stands(of(feed, "cut"))
    assert sum(map(len, part.values())) == 70
    communique("replay", "--run", "cut", "--source", feed.settings.broker)
    assert stands(of(feed, "cut")) == whole


def test_a_replay_of_a_time_takes_what_arrived_in_it(feed: Feed, communique: Commands, records: list[bytes]) -> None:
    dated(feed, records)
    window = ("--from", "2024-05-02", "--to", "2024-05-02", "--source", feed.settings.broker)
    ended = json.loads(communique("replay", "--run", "day", *window, "--json"))
    assert ended["read"] == 24
    values = {value for _, value in _raw(feed, "day")}
    assert values == set(records[24:48])
    refused = communique("replay", "--run", "day", "--source", feed.settings.broker, code=1)
    assert "was begun otherwise (since: " in refused


def test_a_promoted_run_is_what_subscribers_read_and_workers_go_on_with(
    feed: Feed, communique: Commands, records: list[bytes], expected: Outputs
) -> None:
    feed.ingest(records[::2])
    communique("replay", "--run", "new", "--source", feed.settings.broker)
    name, prefix = "events.meeting", feed.settings.topic_prefix
    assert live(feed.settings).topic(EVENTS_MEETING) == f"{prefix}{name}"
    communique("promote", "new")
    assert live(feed.settings).topic(EVENTS_MEETING) == f"{prefix}run-new.{name}"
    shown = communique("tail", name, "--from", feed.settings.broker, "--all", "--json").splitlines()
    assert len(shown) == sum(1 for _ in read(feed.settings.broker, [f"{prefix}run-new.{name}"])) > 0
    assert "live" in communique("drop", "new", "--yes", code=1)

    before = _counted(of(feed, "new"))
    feed.settings = of(feed, "new")
    worker = feed.start()
    worker.wait_for("worker ready")
    feed.ingest(records[1::2])
    feed.drain(60)
    assert differences(feed.outputs(), expected) == []
    assert worker.says().count("internal_error") == 0
    assert _counted(feed.settings) > before
    communique("promote", "--back", "--broker", feed.settings.broker)
    feed.settings = of(feed, "")
    assert live(feed.settings).topic(EVENTS_MEETING) == f"{prefix}{name}"
    assert "workers are at work" in communique("drop", "new", "--yes", code=1)
    assert worker.stop() == 0
    communique("drop", "new", "--yes")
    assert not [each for each in topics(feed) if each.startswith(f"{prefix}run-new.")]


def _raw(feed: Feed, run: str) -> Iterator[tuple[int, bytes | None]]:
    """Offset and value of the raw records that the run has taken."""
    with Log(feed.folder / "data" / "runs" / f"{run}.db", create=False) as log:
        yield from ((stored.offset, stored.message.value) for stored in log.scan(ARTICLES_RAW))


def _counted(settings: Settings) -> int:
    return sum(1 for topic in DERIVED for _ in read(settings.broker, [settings.topic(topic)]))


def test_an_archive_brings_a_log_back_byte_for_byte(
    feed: Feed, broker: Broker, communique: Commands, records: list[bytes], tmp_path: Path
) -> None:
    dated(feed, records)
    topic = feed.settings.topic(ARTICLES_RAW)
    strange = [
        Outgoing(topic, b"\xff\xfe", b"\x00\xff no text", (("h", b"\xfe"), ("h", b"")), 1, FIRST + 5),
        Outgoing(topic, None, b"no key", (), 2, FIRST + 3),
        Outgoing(topic, b"tombstone", None, (), 3, FIRST + 4),
    ]
    send(feed.settings.broker, strange)
    archive = tmp_path / "archive"
    communique("export", archive, "--source", feed.settings.broker)
    other = Feed(broker, tmp_path / "other")
    Commands(other)("ingest", archive, "--to", broker.url)

    def lies(each: Feed) -> list[tuple[object, ...]]:
        raw: Iterator[Record] = read(each.settings.broker, [each.settings.topic(ARTICLES_RAW)])
        return sorted((r.partition, r.timestamp, repr((r.key, r.value, r.headers))) for r in raw)

    assert lies(other) == lies(feed)
    assert len(lies(other)) == len(records) + len(strange)

    file = next(archive.glob("*.zst"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    third = Feed(broker, tmp_path / "third")
    assert f"{file.name}: damaged" in Commands(third)("ingest", archive, code=2)
    assert lies(third) == []

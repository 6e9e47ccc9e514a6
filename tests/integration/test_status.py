"""What an operator sees from outside: `communique status`, health, and logs that follow an article."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from schemas.topics import TOPICS
from tests.integration.harness import CORPUS, ROOT, Feed, corpus

pytestmark = pytest.mark.kafka


@pytest.fixture
def feed(broker: Broker, tmp_path: Path) -> Iterator[Feed]:
    feed = Feed(broker, tmp_path)
    yield feed
    feed.close()


def status(feed: Feed, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command's end."""
    environment = {
        "COMMUNIQUE_BROKER": feed.settings.broker,
        "COMMUNIQUE_TOPIC_PREFIX": feed.settings.topic_prefix,
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-m", "streams.cli", "status", "--seconds", "2", *options],
        env=os.environ | environment | settings,
        cwd=feed.folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_status_says_what_is_wrong_and_ends_with_one_until_all_is_well(feed: Feed) -> None:
    ended = status(feed, COMMUNIQUE_TOPIC_PREFIX="nowhere.")
    assert ended.returncode == 1
    assert "communique topics create" in ended.stdout
    assert "no worker" in status(feed).stdout

    worker = feed.start()
    feed.ingest(corpus(CORPUS / "wire.jsonl"))
    feed.drain(60)
    ended = status(feed)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert "Stable, 1 worker, nothing waits" in ended.stdout
    found = json.loads(status(feed, "--json").stdout)
    assert found["healthy"]
    assert [topic["name"] for topic in found["topics"]] == [feed.settings.topic(topic) for topic in TOPICS]
    (seen,) = found["workers"]
    assert worker.get("/ready")[0] == 200
    assert seen["health"] == "ready"
    assert seen["url"] in worker.says()
    assert f'ruleset="{seen["ruleset"]}"' in worker.get("/metrics")[1]


def test_a_broker_that_is_not_there_is_told(feed: Feed) -> None:
    ended = status(feed, "--broker", "kafka://127.0.0.1:1")
    assert ended.returncode == 1
    assert "127.0.0.1:1" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_worker_is_not_ready_before_its_tables_are_read(feed: Feed) -> None:
    """From the first answer on: as long as rows are missing it is not ready, and what it then says is there."""
    first = feed.start()
    feed.ingest(corpus(CORPUS))
    feed.drain(60)
    first.kill()
    again = feed.start()
    again.wait_for("worker starts")
    answers = []
    deadline = time.monotonic() + 60
    while not answers or answers[-1] != 200:
        assert time.monotonic() < deadline
        answers.append(again.get("/ready")[0])
    assert answers[0] == 503
    assert {"lines", "articles", "readings"} <= set(re.findall(r"table remembered.* table=(\w+)", again.says()))
    assert "communique_recovery_rows_left 0.0" in again.get("/metrics")[1]
    assert json.loads(again.get("/events?limit=1")[1])["events"]


def test_an_article_can_be_followed_through_the_log(feed: Feed) -> None:
    """In JSON each line is an event; at debug each stage that an article goes through names it by its id."""
    feed.settings = feed.settings.model_copy(update={"log_level": "debug", "log_json": True})
    worker = feed.start()
    feed.ingest(corpus(CORPUS / "wire.jsonl"))
    feed.drain(60)
    assert worker.stop() == 0
    stages = defaultdict(set)
    raw = {}
    for line in worker.says().splitlines():
        event = json.loads(line)
        if event["event"] == "record handled":
            stages[event["article"]].add(event["stage"])
            if event["stage"] == "intake":
                raw |= {name.split()[1]: event["article"] for name in event["sent"]}
    unique = json.loads(next(iter(feed.outputs()["reports"].values()))[0])["article_id"]
    assert {"settle", "dedup", "extract", "resolve"} <= stages[unique]
    assert unique in raw

"""A worker as its supervisor sees it: exit codes, signals, health, words."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from schemas.topics import ARTICLES_SETTLED
from streams.kafka import admin
from streams.kafka.connection import connect
from streams.kafka.exits import Exit
from tests.integration.harness import CORPUS, ROOT, Feed, corpus

pytestmark = pytest.mark.kafka

RUN = """
import sys
from streams.settings import Settings
from streams.worker import run
sys.exit(run(Settings(), patience=1))
"""


@pytest.fixture
def feed(broker: Broker, tmp_path: Path) -> Iterator[Feed]:
    feed = Feed(broker, tmp_path)
    yield feed
    feed.close()


def run(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """A worker that gives up after a second; returns when it has ended."""
    environment = {f"COMMUNIQUE_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-c", RUN],
        env={**os.environ, "COMMUNIQUE_DATA_DIR": str(tmp_path), "COMMUNIQUE_WEB_PORT": "0", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_broker_it_says_where_it_looked(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = run(tmp_path, broker=f"kafka://{address}")
    assert ended.returncode == Exit.NO_BROKER
    assert f"no Kafka broker answers at {address}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_address_that_is_none_is_a_mistake_of_use(tmp_path: Path) -> None:
    ended = run(tmp_path, broker="http://127.0.0.1:1")
    assert ended.returncode == Exit.USAGE
    assert "kafka://HOST:PORT" in ended.stderr


def test_without_topics_it_says_which_command_makes_them(broker: Broker, tmp_path: Path) -> None:
    ended = run(tmp_path, broker=broker.url, topic_prefix="nowhere.")
    assert ended.returncode == Exit.NO_TOPICS
    assert "nowhere.articles.raw" in ended.stderr
    assert "communique topics create" in ended.stderr


def test_a_topic_that_is_deleted_under_a_worker_ends_it(feed: Feed) -> None:
    """It names the topic at its end, and so does the next worker, which waits for it; made again, the feed goes on."""
    records = corpus(CORPUS / "wire.jsonl")
    worker = feed.start()
    worker.wait_for("worker ready")
    topic = feed.settings.topic(ARTICLES_SETTLED)
    with contextlib.closing(connect(feed.settings)) as client:
        client.delete_topics([topic])
        assert worker.process.wait(60) == Exit.NO_TOPICS
        assert topic in worker.says().splitlines()[-1]
        feed.workers.clear()
        feed.start().wait_for("waiting for topics")
        feed.ingest(records)
        admin.create(client, admin.wanted(feed.settings))
    feed.drain(60)
    assert feed.count("reports")


def test_a_taken_web_port_is_a_mistake_of_use(feed: Feed, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run(tmp_path, broker=feed.settings.broker, topic_prefix=feed.settings.topic_prefix, web_port=port)
    assert ended.returncode == Exit.USAGE
    assert "COMMUNIQUE_WEB_PORT" in ended.stderr


def test_metrics_and_health_of_a_worker_that_has_done_its_work(feed: Feed) -> None:
    records = corpus(CORPUS)
    feed.ingest(records)
    worker = feed.start()
    feed.drain(60)
    assert worker.get("/live")[0] == 200
    assert worker.get("/ready") == (200, "ready\n")
    time.sleep(1.5)  # the lag is looked at every second
    metrics = worker.get("/metrics")[1]
    counted = re.findall(r"^communique_articles_total\{outcome=\"\w+\"\} (\S+)$", metrics, re.MULTILINE)
    assert sum(map(float, counted)) >= len(records)
    for topic in ("articles.raw", "articles.clean", "articles.unique", "reports"):
        lags = re.findall(rf'^communique_consumer_lag{{partition="\d",topic="{topic}"}} (\S+)$', metrics, re.MULTILINE)
        assert set(lags) == {"0.0"}


def test_sigterm_amid_work_ends_it_in_good_order(feed: Feed) -> None:
    """Exit code 0 within ten seconds, and all that was begun is committed: the next worker repeats nothing.

    Nor does it read its tables again.
    """
    records = corpus(CORPUS)
    worker = feed.start()
    worker.wait_for("worker ready")
    feed.ingest(records * 5)
    deadline = time.monotonic() + 30
    while not feed.count("articles.clean"):
        assert time.monotonic() < deadline
    assert worker.stop() == 0
    assert "worker has stopped" in worker.says()
    done = feed.count("articles.clean") + feed.count("articles.rejected")
    again = feed.start()
    feed.drain(60)
    assert again.stop() == 0
    assert "read anew" not in again.says()
    assert feed.count("articles.clean") + feed.count("articles.rejected") >= len(records * 5) >= done


def test_a_worker_that_left_hands_over_at_once(feed: Feed) -> None:
    """It leaves the group, so that the other does not have to wait for its session to end."""
    first = feed.start()
    first.wait_for("worker ready")
    second = feed.start()
    second.wait_for("worker ready")
    assert first.stop() == 0
    with contextlib.closing(connect(feed.settings)) as client:
        group = client.describe_groups([feed.settings.application])[feed.settings.application]
    assert len(group["members"]) == 1
    feed.ingest(corpus(CORPUS / "wire.jsonl"))
    feed.drain(60)

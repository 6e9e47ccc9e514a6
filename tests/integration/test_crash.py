"""A worker that dies anywhere loses nothing and doubles nothing."""

from __future__ import annotations

import itertools
import json
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka.admin import ConfigResource, ConfigResourceType

from deploy.kafka.broker import Broker
from streams.app import SESSION_SECONDS
from streams.inputs import find, read
from streams.kafka.connection import connect
from streams.kafka.exits import Exit
from tests.integration.harness import CORPUS, SHARED, Feed, corpus, differences, embedded, embedded_rows

pytestmark = pytest.mark.kafka

ARTICLES = 2_000


@pytest.fixture
def feed(broker: Broker, tmp_path: Path) -> Iterator[Feed]:
    feed = Feed(broker, tmp_path)
    yield feed
    feed.close()


def wait_for_records(feed: Feed, topic: str, count: int) -> None:
    """Wait until the topic has so many records."""
    deadline = time.monotonic() + 90
    while feed.count(topic) < count:
        assert time.monotonic() < deadline, feed.workers[-1].says()[-3000:]
        time.sleep(0.5)


@pytest.mark.slow
def test_a_worker_killed_amid_two_thousand_articles(feed: Feed, tmp_path: Path) -> None:
    """Killed twice, the second time with the loss of its disk: it ends as an undisturbed run does."""
    stream = SHARED / "data" / "stream.jsonl.zst"
    if not stream.exists():
        pytest.skip(f"the article stream is not here ({stream.name} of the shared data)")
    articles = read(find([str(stream)]).files, feed.settings.max_record_bytes)
    records = [record.value for record in itertools.islice(articles, ARTICLES)]
    feed.ingest(records)
    first = feed.start()
    wait_for_records(feed, "articles.classified", ARTICLES // 5)
    first.kill()
    second = feed.start()
    wait_for_records(feed, "articles.classified", ARTICLES // 2)
    second.kill()
    assert "tables are read anew" in second.says()
    assert "table remembered" in second.says()
    shutil.rmtree(feed.settings.data_dir)
    feed.start()
    wanted = embedded(records, tmp_path)
    feed.drain(150)
    assert differences(feed.outputs(), wanted) == []


@pytest.mark.parametrize("refused", ["articles.unique", "communique-articles-changelog"])
def test_a_message_that_the_broker_refuses_is_not_passed_over(feed: Feed, tmp_path: Path, refused: str) -> None:
    """The worker ends, the offset stays, and once the broker takes the message everything is there.

    Everything is the tables' topics, too: rows that the first worker had on its own disk alone are in them.
    """
    records = corpus(CORPUS)
    client = connect(feed.settings.broker)
    topic = feed.settings.topic_prefix + refused

    def allow(size: int) -> None:
        client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {"max.message.bytes": str(size)})])

    worker = feed.start()
    worker.wait_for("worker ready")  # the worker makes the tables' topics
    allow(1_500)
    feed.ingest(records)
    assert worker.process.wait(60) == Exit.UNDELIVERED, worker.says()
    assert "the broker did not take a message" in worker.says()
    feed.workers.clear()
    allow(4_000_000)
    client.close()
    feed.start()
    feed.drain(60)
    assert differences(feed.outputs(), embedded(records, tmp_path)) == []
    assert feed.rows("articles").keys() == embedded_rows("articles", tmp_path).keys()
    assert _readings(feed.rows("readings")) == _readings(embedded_rows("readings", tmp_path))


def test_a_worker_that_stood_still_does_not_speak_after_others_have_taken_over(feed: Feed, tmp_path: Path) -> None:
    """A frozen process wakes with records in hand whose partitions another worker has had since."""
    records = corpus(CORPUS)
    frozen = feed.start()
    frozen.wait_for("worker ready")
    feed.ingest(records)
    wait_for_records(feed, "articles.clean", 5)
    frozen.process.send_signal(signal.SIGSTOP)
    stopped = time.monotonic()
    feed.start()
    feed.drain(60)
    time.sleep(max(0.0, stopped + SESSION_SECONDS + 1 - time.monotonic()))
    frozen.process.send_signal(signal.SIGCONT)
    assert frozen.process.wait(10) == Exit.AWAY
    feed.workers.remove(frozen)
    feed.drain(10)
    assert differences(feed.outputs(), embedded(records, tmp_path)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what a running process may write")
def test_a_full_disk_is_told_and_costs_nothing(feed: Feed, tmp_path: Path) -> None:
    """The worker ends with a code of its own; with room on the disk the next one ends as if nothing had been."""
    records = corpus(CORPUS)
    worker = feed.start()
    worker.wait_for("worker ready")
    worker.limit_files(40_000)
    feed.ingest(records)
    assert worker.process.wait(90) == Exit.DISK, worker.says()[-3000:]
    assert "COMMUNIQUE_DATA_DIR" in worker.says()
    assert "Traceback" not in worker.says()
    feed.workers.clear()
    feed.start()
    feed.drain(120)
    assert differences(feed.outputs(), embedded(records, tmp_path)) == []


def test_a_broker_that_dies_and_comes_back(kafka_installed: None, tmp_path: Path) -> None:
    """The worker waits for it, or ends and is started again; the records end the same."""
    records = corpus(CORPUS)
    with Broker() as broker:
        feed = Feed(broker, tmp_path)
        try:
            feed.start().wait_for("worker ready")
            feed.ingest(records)
            wait_for_records(feed, "articles.clean", 5)
            broker.kill()
            time.sleep(2)
            broker.start()
            feed.drain(90, supervised=True)
            assert differences(feed.outputs(), embedded(records, tmp_path)) == []
        finally:
            feed.close()


def _readings(rows: dict[str, bytes]) -> dict[str, object]:
    """The readings that count. A copy that came before its original was read and withdrawn, and its row says so."""
    found = {key: json.loads(value).get("reading") for key, value in rows.items()}
    return {key: reading for key, reading in found.items() if reading}

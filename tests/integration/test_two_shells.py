"""The Faust shell and the embedded runner end with the same records, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from schemas.topics import EVENT_TOPICS
from tests.integration.harness import CORPUS, SHARED, Feed, Outputs, corpus, differences, embedded

pytestmark = pytest.mark.kafka


@pytest.fixture
def feed(broker: Broker, tmp_path: Path) -> Iterator[Feed]:
    feed = Feed(broker, tmp_path)
    yield feed
    feed.close()


@pytest.fixture(scope="module")
def records() -> list[bytes]:
    return corpus(CORPUS)


@pytest.fixture(scope="module")
def expected(records: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    return embedded(records, tmp_path_factory.mktemp("embedded"))


def test_one_worker(feed: Feed, records: list[bytes], expected: Outputs) -> None:
    feed.ingest(records)
    feed.start()
    feed.drain(60)
    assert differences(feed.outputs(), expected) == []


def test_every_message_delivered_twice(feed: Feed, records: list[bytes], expected: Outputs) -> None:
    feed.start().wait_for("worker ready")
    feed.ingest([*records, *reversed(records)])
    feed.drain(60)
    assert differences(feed.outputs(), expected) == []


def test_three_workers_that_come_and_go(feed: Feed, records: list[bytes], expected: Outputs) -> None:
    """The second and third join amid the work, then the first leaves."""
    first = feed.start()
    first.wait_for("worker ready")
    feed.ingest(records[::2])
    feed.start()
    feed.start().wait_for("worker ready")
    feed.ingest(records[1::2])
    assert first.stop() == 0
    feed.drain(90)
    assert differences(feed.outputs(), expected) == []


def test_seeds(feed: Feed, tmp_path: Path) -> None:
    seeds = SHARED / "eval" / "seeds.jsonl"
    if not seeds.exists():
        pytest.skip(f"the seed articles are not here ({seeds.name} of the shared evaluation data)")
    records = corpus(seeds)
    wanted = embedded(records, tmp_path)
    feed.ingest(records)
    feed.start()
    feed.drain(60)
    assert differences(feed.outputs(), wanted) == []
    assert wanted["events.meeting"]
    # A headline in a side column, "Kazakhstan and Japan sign 14 documents", tells no event of its page.
    events = [value for kind in EVENT_TOPICS.values() for value, _ in wanted[kind.name].values()]
    assert not any(b'"JPN"' in (value or b"") for value in events)

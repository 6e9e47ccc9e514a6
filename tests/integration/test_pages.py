"""The worker's pages over the real thing: two workers, each with a part of the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.kafka.broker import Broker
from schemas.topics import EVENT_TOPICS
from tests.integration.harness import CORPUS, Feed, Worker, corpus

pytestmark = pytest.mark.kafka


@pytest.fixture
def feed(broker: Broker, tmp_path: Path) -> Iterator[Feed]:
    feed = Feed(broker, tmp_path)
    yield feed
    feed.close()


def get(worker: Worker, page: str) -> tuple[int, Any]:
    status, body = worker.get(page)
    return status, json.loads(body)


def all_events(worker: Worker) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page = "/events?limit=7"
    while page:
        _, answer = get(worker, page)
        found += answer["events"]
        page = answer["next"]
    return found


def test_each_worker_answers_for_all(feed: Feed) -> None:
    """Whichever is asked, it has what the topics have: its own rows, and those that the other one keeps."""
    workers = [feed.start(), feed.start()]
    for worker in workers:
        worker.wait_for("worker ready")
    feed.ingest(corpus(CORPUS))
    feed.drain(120)
    topics = feed.outputs()
    wanted = {
        key: json.loads(value) for topic in EVENT_TOPICS.values() for key, (value, _) in topics[topic.name].items()
    }
    relation = sorted(topics["relations"])[0]
    unique = sorted(topics["articles.classified"])
    copy, (link, _) = sorted(topics["articles.duplicate"].items())[0]
    rejected, (rejection, _) = sorted(topics["articles.rejected"].items())[0]
    for worker in workers:
        assert {event["event_id"]: event for event in all_events(worker)} == wanted
        for pair in (relation, ",".join(reversed(relation.split(",")))):
            assert get(worker, "/relations/" + pair.replace(",", "/"))[1]["parties"] == relation.split(",")
        for party in relation.split(","):
            assert get(worker, f"/actors/{party}")[1]["party"] == party
        for article in unique:
            assert get(worker, f"/articles/{article}")[1]["outcome"] == "unique"
        assert get(worker, f"/articles/{copy}")[1] == {"outcome": "duplicate", "duplicate": json.loads(link)}
        assert get(worker, f"/articles/{rejected}")[1]["rejection"] == json.loads(rejection)
        assert get(worker, "/actors/nobody")[0] == 404
        assert get(worker, "/events?limit=many")[0] == 400

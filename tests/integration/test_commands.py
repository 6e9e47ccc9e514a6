"""The commands that speak to a broker, on a real one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from schemas.topics import TOPICS
from tests.cli.conftest import Communique

pytestmark = pytest.mark.kafka


@pytest.fixture
def communique(tmp_path: Path) -> Communique:
    return Communique(tmp_path)


def test_articles_are_sent_confirmed_and_read_back_once_there_are_topics(
    communique: Communique, broker: Broker
) -> None:
    url = broker.url
    settings = {"COMMUNIQUE_BROKER": url, "COMMUNIQUE_TOPIC_PREFIX": "cli."}
    sent = b'{"id": "a", "text": "one"}\nno article\n{"id": "b", "text": "two"}\n'
    for early in (["ingest", "-"], ["tail", "reports", "--from", url], ["topics", "list"]):
        ended = communique(*early, given=sent, **settings)
        assert ended.code == 1
        assert "communique topics create" in ended.err

    created = communique("topics", "create", **settings)
    assert (created.code, created.err) == (0, "")
    assert f"{len(TOPICS)} topics created" in created.out.decode()
    assert "0 topics created" in communique("topics", "create", **settings).out.decode()
    assert communique("topics", "list", **settings).out.count(b"as wanted") == len(TOPICS)
    resized = communique("topics", "create", **settings, COMMUNIQUE_PARTITIONS="6")
    assert "cli.articles.raw has 4 partitions, not 6" in resized.err

    ingested = communique("ingest", "-", given=sent, **settings)
    assert ingested.code == 0, ingested.err
    assert "3 records confirmed" in ingested.err
    read = communique("tail", "articles.raw", "--from", url, "--json", **settings)
    found = [json.loads(line) for line in read.lines]
    assert sorted(each.get("id", "") for each in found) == ["", "a", "b"]
    assert {"raw": "no article"} in found

    process = communique.start("tail", "articles.raw", "--from", url, "--json", "--follow", "-n", "1", **settings)
    process.stdout.readline()
    communique("ingest", "-", given=b'{"id": "c", "text": "three"}', **settings)
    assert json.loads(process.stdout.readline())["id"] == "c"
    assert communique.interrupt(process).code == 130


def test_more_replicas_than_the_broker_has_servers_are_refused_with_the_reason(
    communique: Communique, broker: Broker
) -> None:
    settings = {"COMMUNIQUE_BROKER": broker.url, "COMMUNIQUE_TOPIC_PREFIX": "refused."}
    ended = communique("topics", "create", **settings, COMMUNIQUE_REPLICATION="3")
    assert ended.code == 1
    assert "the broker does not make refused.articles.raw" in ended.err
    assert "replication factor of 3" in ended.err
    assert "Traceback" not in ended.err
    assert communique("topics", "create", **settings).code == 0

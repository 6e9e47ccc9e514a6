"""A real Prometheus on real workers: each panel of the dashboard shows something, each alert fires when it should."""

from __future__ import annotations

import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from deploy.kafka.broker import Broker, free_port
from schemas.ids import record_id
from schemas.topics import ARTICLES_RAW
from streams.kafka.ingest import Outgoing, send
from tests.integration.harness import CORPUS, ROOT, Feed, Worker, corpus
from tests.integration.prometheus import RULES, Prometheus

pytestmark = [pytest.mark.kafka, pytest.mark.slow]

DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "communique.json"

WIRE = CORPUS / "wire.jsonl"

POISONED = """
import sys
from streams.pipeline import stages, tables
from streams.settings import Settings
from streams.worker import run

class Poisoned:
    def __init__(self, stage):
        self._stage = stage
    def __getattr__(self, name):
        return getattr(self._stage, name)
    def handle(self, message):
        if b"poison" in message.value:
            raise ValueError("a bug")
        return self._stage.handle(message)

settings = Settings()
intake, *others = stages(settings)
sys.exit(run(settings, chain=[Poisoned(intake), *others, *tables()]))
"""
"""A worker with a bug in its first stage."""


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    if shutil.which("prometheus") is None:
        if os.environ.get("CI"):
            pytest.fail("prometheus is not installed")
        pytest.skip("prometheus is not installed")
    with Prometheus(tmp_path_factory.mktemp("prometheus")) as running:
        yield running


@pytest.fixture
def feed(broker: Broker, tmp_path: Path) -> Iterator[Feed]:
    feed = Feed(broker, tmp_path)
    yield feed
    feed.close()


def start(feed: Feed, *program: str, **settings: object) -> tuple[Worker, int]:
    """One more worker, and its web port."""
    port = free_port()
    feed.settings = feed.settings.model_copy(update={"web_port": port, **settings})
    return feed.start(*program), port


@contextmanager
def replaying(feed: Feed, port: int) -> Iterator[None]:
    """A slow replay of the feed's raw log."""
    settings = {
        "COMMUNIQUE_TOPIC_PREFIX": feed.settings.topic_prefix,
        "COMMUNIQUE_DATA_DIR": str(feed.folder / "replay"),
        "PYTHONPATH": str(ROOT),
    }
    command = ["-m", "streams.cli", "replay", "--run", "shown", "--source", feed.settings.broker]
    process = subprocess.Popen(
        [sys.executable, *command, "--max-rate", "4", "--metrics-port", str(port)], env=os.environ | settings, cwd=ROOT
    )
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


def panels() -> Iterator[tuple[str, str]]:
    """Title and query of each panel."""
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"].replace("$__rate_interval", "30s")


def test_every_panel_shows_something(feed: Feed, prometheus: Prometheus) -> None:
    """Each query of the dashboard gives a series with a number, from a worker that works and a replay that runs."""
    worker, port = start(feed)
    worker.wait_for("worker ready")
    replay_port = free_port()
    prometheus.scrape([port])
    prometheus.scrape([replay_port], job="communique-replay")
    feed.ingest(corpus(*(path for path in sorted(CORPUS.iterdir()) if path != WIRE)))
    feed.drain(90)
    seen = time.monotonic() + 60
    while not numbers(prometheus, "communique_ingest_to_event_seconds_count > 0"):
        assert time.monotonic() < seen, "no event was scraped"
        time.sleep(0.5)
    feed.ingest(corpus(WIRE))  # rates need a change between two scrapes
    with replaying(feed, replay_port):
        empty = set(panels())
        deadline = time.monotonic() + 60
        while empty := {(title, query) for title, query in empty if not numbers(prometheus, query)}:
            assert time.monotonic() < deadline, empty
            time.sleep(1)
    prometheus.scrape([])
    prometheus.scrape([], job="communique-replay")


def numbers(prometheus: Prometheus, query: str) -> list[float]:
    """The values that the query gives now."""
    return [value for series in prometheus.query(query) if not math.isnan(value := float(series["value"][1]))]


def test_every_alert_fires_when_what_it_watches_breaks(feed: Feed, broker: Broker, prometheus: Prometheus) -> None:
    fired: dict[str, dict[str, str]] = {}

    def wait_for(alert: str) -> None:
        fired[alert] = prometheus.wait_for(alert, 90)

    worker, port = start(feed, "-c", POISONED)
    prometheus.scrape([port])
    worker.wait_for("worker ready")
    wait_for("NoArticles")  # nobody sends any
    assert set(prometheus.firing()) == {"NoArticles"}

    tables = feed.folder / "tables"
    tables.mkdir()
    columns = ("name", "country", "lat", "lon", "role", "aliases.en", "aliases.es", "aliases.ru")
    (tables / "cities.tsv").write_text("\t".join(columns) + "\nNowhereville\tKAZ\t50.0\t70.0\tcity\t\t\t\n")
    second, second_port = start(feed, lexicon=tables)
    prometheus.scrape([port, second_port])
    wait_for("TwoRulesets")
    second.kill()
    wait_for("WorkerDown")
    prometheus.scrape([port])

    feed.ingest(b'{"id": %d}' % number for number in range(40))
    wait_for("ManyRejected")
    feed.ingest([b'{"id": "p", "text": "poison"}'])
    wait_for("StageErrors")
    send(feed.settings.broker, late(feed))
    wait_for("EventsLate")
    feed.ingest(corpus(WIRE) * 200)
    wait_for("FallingBehind")

    worker.kill()
    restart(feed, port).wait_for("worker starts")
    assert broker.pid
    os.kill(broker.pid, signal.SIGSTOP)
    try:
        wait_for("RecoveryStuck")
    finally:
        os.kill(broker.pid, signal.SIGCONT)
    for _ in range(2):
        feed.workers[-1].kill()
        restart(feed, port).wait_for("worker starts")
        time.sleep(3)  # as long as two scrapes need
    wait_for("WorkerRestarts")
    prometheus.scrape([])
    wait_for("NoWorker")

    alerts = [rule["alert"] for rule in yaml.safe_load(RULES.read_text())["groups"][0]["rules"] if "alert" in rule]
    assert sorted(fired) == sorted(alerts)


def late(feed: Feed) -> Iterator[Outgoing]:
    """Articles that arrived an hour ago and are read only now."""
    topic, arrived = feed.settings.topic(ARTICLES_RAW), round((time.time() - 3600) * 1000)
    for value in corpus(WIRE):
        yield Outgoing(topic, record_id(value).encode(), value, timestamp=arrived)


def restart(feed: Feed, port: int) -> Worker:
    """A worker where the last one was."""
    feed.settings = feed.settings.model_copy(update={"web_port": port, "lexicon": None})
    return feed.start()

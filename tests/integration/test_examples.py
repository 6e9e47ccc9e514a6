"""The feed as others read it: the examples of schemas/README.md, run as they stand there, on a feed of the worker's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from schemas.message import tombstone
from schemas.topics import EVENTS_MEETING
from streams.kafka.ingest import Outgoing, send
from tests.integration.test_client import Topics, meeting

pytestmark = pytest.mark.kafka
EXAMPLES = Path(__file__).parent / "examples"
CONTRACT = Path(__file__).parents[2] / "schemas" / "README.md"
LEFT = ["evt-1", "evt-3"]
REVISED = meeting(1, "KAZ", "RUS", status="planned")


@pytest.fixture(scope="module")
def feed(broker: Broker) -> tuple[str, str]:
    """Server and topic: three meetings, one withdrawn and one revised, as the feed's own producer sends them."""
    topics = Topics(broker)
    messages = [
        meeting(1, "KAZ", "RUS"),
        meeting(2, "KAZ", "UZB"),
        meeting(3, "KAZX", "org:UN"),
        tombstone(EVENTS_MEETING, "evt-2"),
        REVISED,
    ]
    topic = topics.prefix + EVENTS_MEETING.name
    send(broker.url, (Outgoing(topic, each.key.encode(), each.value, each.headers) for each in messages))
    return broker.url.removeprefix("kafka://"), topic


def tool(name: str) -> str:
    """The program's path; without it the test is skipped, but not where all must be tested."""
    found = shutil.which(name)
    if found is None:
        assert not os.environ.get("CI"), f"CI installs {name}"
        pytest.skip(f"{name} is needed")
    return found


def printed(*command: str, cwd: Path | None = None) -> list[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()


def ids(lines: list[str]) -> list[str]:
    return sorted(json.loads(line)["event_id"] for line in lines)


def test_plain_kafka_python(feed: tuple[str, str]) -> None:
    lines = printed(sys.executable, str(EXAMPLES / "read.py"), *feed)
    assert ids(lines) == LEFT
    assert (REVISED.value or b"").decode() in lines


def test_kcat(feed: tuple[str, str]) -> None:
    tool("kcat")
    lines = printed("sh", str(EXAMPLES / "read.sh"), *feed)
    assert ids(lines) == LEFT
    assert (REVISED.value or b"").decode() in lines


def test_kcat_finds_a_party_by_the_headers(feed: tuple[str, str]) -> None:
    tool("kcat")
    server, topic = feed
    assert ids(printed("sh", str(EXAMPLES / "filter.sh"), server, "KAZ", topic)) == ["evt-1", "evt-1", "evt-2"]
    assert ids(printed("sh", str(EXAMPLES / "filter.sh"), server, "org:UN", topic)) == ["evt-3"]


def test_node(feed: tuple[str, str], tmp_path: Path) -> None:
    node, npm = tool("node"), tool("npm")
    for path in EXAMPLES.iterdir():
        shutil.copy(path, tmp_path)
    subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=tmp_path, check=True, timeout=240)
    reader = subprocess.Popen([node, "read.mjs", *feed], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    try:
        assert reader.stdout is not None
        lines = [reader.stdout.readline().rstrip("\n") for _ in range(5)]
    finally:
        reader.kill()
        reader.wait(10)
    assert "withdrawn evt-2" in lines
    assert ids([line for line in lines if line.startswith("{")]) == ["evt-1", "evt-1", "evt-2", "evt-3"]


@pytest.mark.parametrize("name", ["read.py", "read.sh", "filter.sh", "read.mjs"])
def test_the_page_shows_them_as_they_are_tested(name: str) -> None:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    assert text.count("\n") <= 15
    assert text in CONTRACT.read_text(encoding="utf-8")
    assert not re.search(r"test\d", text)

"""The console over a broker: it mirrors what the topics hold, follows them, and the run that is live."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from schemas.event import MeetingEvent
from schemas.message import Message, message, tombstone
from schemas.slots import Codes, DateSpan
from schemas.topics import EVENTS_MEETING
from streams.kafka import admin
from streams.kafka.connection import connect
from streams.kafka.ingest import Outgoing, send
from streams.kafka.runs import BrokerRuns
from streams.settings import Settings
from tests.console.conftest import Console
from tests.integration.harness import Feed

pytestmark = pytest.mark.kafka


@pytest.fixture
def feed(broker: Broker, tmp_path: Path) -> Iterator[Feed]:
    feed = Feed(broker, tmp_path)
    yield feed
    feed.close()


def meeting(name: str) -> Message:
    day = date(2024, 11, 27)
    event = MeetingEvent(
        event_id=name,
        parties=("KAZ", "RUS"),
        status="held",
        format="talks",
        date=DateSpan(start=day, end=day),
        confidence=0.9,
        codes=Codes(plover="CONSULT", cameo="040"),
        ruleset="1",
        sources=(),
    )
    return message(EVENTS_MEETING, name, event)


def tell(settings: Settings, *messages: Message) -> None:
    records = (Outgoing(settings.topic(each.topic), each.key.encode(), each.value, each.headers) for each in messages)
    send(settings, records)


def until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_the_console_shows_what_the_topics_hold_and_the_run_that_is_live(feed: Feed, tmp_path: Path) -> None:
    settings = feed.settings
    tell(settings, meeting("gone"), *(meeting(f"e{number}") for number in range(60)), tombstone(EVENTS_MEETING, "gone"))
    other = settings.model_copy(update={"run": "other"})
    with closing(connect(settings)) as client:
        admin.create(client, admin.wanted(other))
    tell(other, meeting("of-the-run"))
    with closing(
        Console("--from", settings.broker, folder=tmp_path, COMMUNIQUE_TOPIC_PREFIX=settings.topic_prefix)
    ) as console:
        assert "60 events, page 1 of 2" in console.get("/").text  # all is there before the first page is given
        tell(settings, meeting("new"), tombstone(EVENTS_MEETING, "e0"))
        until(lambda: console.get("/event?id=new").status == 200 and console.get("/event?id=e0").status == 404)
        assert "new" in console.rows("/live")
        BrokerRuns(settings).promote("other")
        until(lambda: console.rows("/") == ["of-the-run"])
        BrokerRuns(settings).promote("main")
        until(lambda: "new" in console.rows("/?page=1") + console.rows("/?page=2"))

"""Server-Sent Events: what comes, what was missed, what a filter holds back, and how a stream ends."""

import time
from contextlib import contextmanager
from datetime import date

import pytest

from schemas.event import MeetingEvent, Source
from schemas.message import message, tombstone
from schemas.slots import Codes, DateSpan
from schemas.topics import EVENTS_MEETING
from streams.log import Log


def meeting(name, *parties):
    day = date(2024, 11, 27)
    return MeetingEvent(
        event_id=name, parties=parties, date=DateSpan(start=day, end=day), confidence=0.9, ruleset="r",
        codes=Codes(plover="CONSULT", cameo="046"), status="held", format="talks",
        sources=(Source(report_id=f"r-{name}", article_id="a", confidence=0.9),),
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    append(tmp_path, message(EVENTS_MEETING, "old", meeting("old", "KAZ", "RUS")))
    return tmp_path


def append(folder, *messages):
    with Log(folder / "communique.db") as log, log.transaction():
        for each in messages:
            log.append(each)


def tell(folder, *events):
    append(folder, *(message(EVENTS_MEETING, event.event_id, event) for event in events))


class Reader:
    """Reads a stream, event by event: its id, name and data."""

    def __init__(self, answer):
        self._answer = answer

    def __call__(self):
        told = {}
        while True:
            line = self._answer.readline().decode()
            if not line:
                return None
            if not line.strip() and "event" in told:
                return told
            field, _, value = line.rstrip("\n").partition(": ")
            if field in ("id", "event"):
                told[field] = value
            elif field == "data":
                told["data"] = told.get("data", "") + value


@contextmanager
def streamed(console, path="/stream", **headers):
    with console.request(path, **headers) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        yield Reader(answer)


def test_what_comes_is_told_at_once_and_what_was_there_is_not(started, folder):
    console = started(folder=folder)
    with streamed(console) as next_event:
        tell(folder, meeting("new", "KAZ", "CHN"))
        began = time.monotonic()
        told = next_event()
        assert time.monotonic() - began < 5
        assert (told["event"], 'data-id="new"' in told["data"]) == ("new", True)
        tell(folder, meeting("old", "KAZ", "RUS", "UZB"))
        assert (told := next_event())["event"] == "revised"
        append(folder, tombstone(EVENTS_MEETING, "new"))
        assert (told := next_event())["event"] == "withdrawn"
        assert 'data-id="new"' in told["data"]


def test_a_browser_that_comes_back_is_told_what_it_missed(started, folder):
    console = started(folder=folder)
    with streamed(console) as next_event:
        tell(folder, meeting("one", "KAZ", "CHN"))
        last = next_event()["id"]
    tell(folder, meeting("two", "KAZ", "CHN"), meeting("three", "RUS", "CHN"))
    with streamed(console, **{"Last-Event-ID": last}) as next_event:
        assert ['data-id="two"' in next_event()["data"], 'data-id="three"' in next_event()["data"]] == [True, True]


def test_nothing_is_lost_between_a_page_and_its_stream(started, folder):
    console = started(folder=folder)
    (stream,) = console.get("/live").all("ol", "data-stream")
    tell(folder, meeting("between", "KAZ", "CHN"))
    while not console.rows("/live"):
        time.sleep(0.1)
    with streamed(console, stream) as next_event:
        assert 'data-id="between"' in next_event()["data"]


def test_a_stream_tells_only_what_is_asked_for(started, folder):
    console = started(folder=folder)
    with streamed(console, "/stream?party=russia&kind=meeting") as next_event:
        tell(folder, meeting("other", "KAZ", "CHN"), meeting("wanted", "CHN", "RUS"))
        assert 'data-id="wanted"' in next_event()["data"]


def test_an_open_stream_holds_up_neither_pages_nor_the_end(started, folder):
    console = started(folder=folder)
    with streamed(console) as next_event, streamed(console):
        assert console.rows("/") == ["old"]
        began = time.monotonic()
        console.process.terminate()
        assert next_event() is None
        assert console.process.wait(10) == 0
        assert time.monotonic() - began < 5

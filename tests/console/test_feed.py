"""The console follows its log: what comes, what goes, a log made anew, another log."""

import time
from datetime import date

import orjson
from hypothesis import given
from hypothesis import strategies as st

from schemas.event import MeetingEvent, Source, event_id
from schemas.filters import Filter
from schemas.message import Message, message, tombstone
from schemas.slots import Codes, DateSpan
from schemas.topics import ARTICLES_RAW, EVENTS_MEETING
from streams.console import feed as feed_module
from streams.console.feed import Feed
from streams.console.index import PAGE, Index
from streams.console.plots import growth
from streams.log import Log

PARTIES = ("KAZ", "RUS", "USA", "org:EU")


def meeting(name, parties=("KAZ", "RUS"), day="2024-11-27", *reports):
    when = date.fromisoformat(day) if day else None
    return MeetingEvent(
        event_id=name,
        parties=parties,
        date=DateSpan(start=when, end=when) if when else None,
        confidence=0.9,
        codes=Codes(plover="CONSULT", cameo="046"),
        ruleset="r",
        sources=tuple(Source(report_id=each, article_id="a", confidence=0.9) for each in reports or (f"rep-{name}",)),
        status="held",
        format="talks",
    )


def append(path, *messages):
    with Log(path) as log, log.transaction():
        for each in messages:
            log.append(each)


def sent(event):
    return message(EVENTS_MEETING, event.event_id, event)


changes = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sets(st.sampled_from(PARTIES), min_size=1).map(sorted).map(tuple) | st.none(),
        st.sampled_from(["", "1999-12-31", "2024-01-01", "2024-11-27"]),
    ),
    max_size=30,
)


@given(changes)
def test_an_index_that_was_changed_is_the_index_of_what_holds(steps):
    index, held = Index(), {}
    for name, parties, day in steps:
        if parties is None:
            index.drop(name)
            held.pop(name, None)
        else:
            held[name] = meeting(name, parties, day).encode()
            index.put(held[name])
    fresh = Index()
    fresh.load(held.values())
    assert len(index) == len(held)
    for wanted in (Filter(), *(Filter(parties=frozenset({party})) for party in PARTIES)):
        assert index.page(wanted) == fresh.page(wanted)
    assert index.parties() == fresh.parties()
    assert index.pairs(10) == fresh.pairs(10)
    assert [index.partners(party) for party in PARTIES] == [fresh.partners(party) for party in PARTIES]


def test_a_page_beyond_the_last_is_the_last():
    index = Index()
    index.load(meeting(f"e{number}").encode() for number in range(PAGE + 1))
    assert (len(index.page(Filter(), 1).events), len(index.page(Filter(), 99).events)) == (PAGE, 1)


def test_what_is_no_event_is_left_out():
    index = Index()
    index.load([b"", b"[]", b'{"event_id": "x"}', meeting("a").encode()])
    assert len(index) == 1


def test_a_feed_tells_what_came_was_revised_and_went(tmp_path):
    path = tmp_path / "log.db"
    append(path, sent(meeting("a")))
    feed = Feed(lambda: path)
    assert feed.poll() == []
    append(path, sent(meeting("b")), sent(meeting("a", day="2024-11-28")), tombstone(EVENTS_MEETING, "x"))
    assert [(each.what, each.event["event_id"]) for each in feed.poll()] == [("new", "b"), ("revised", "a")]
    append(path, tombstone(EVENTS_MEETING, "b"))
    (gone,) = feed.poll()
    assert (gone.what, gone.event["event_id"]) == ("withdrawn", "b")
    first, *later = feed.changes
    assert feed.since(first.marker) == later
    assert feed.since(gone.marker) == []
    assert feed.since("of another console") == [first, *later]
    assert feed.index.get("b") is None
    feed.close()


def test_an_id_that_was_given_up_finds_the_event_until_it_is_withdrawn(tmp_path):
    index = Index()
    index.put(meeting("a", ("KAZ", "RUS"), "2024-11-27", "r1", "r2").encode())
    assert index.get(event_id("r2"))["event_id"] == "a"
    index.drop("a")
    assert index.get(event_id("r2")) is None


def test_a_log_that_is_made_anew_is_read_anew(tmp_path):
    """Also where it is as long as before when the feed looks again."""
    path = tmp_path / "log.db"
    append(path, sent(meeting("a")), sent(meeting("b")))
    feed = Feed(lambda: path)
    with Log(path) as log:
        log.forget_derived(ARTICLES_RAW, {})
    append(path, sent(meeting("c")), sent(meeting("d")), sent(meeting("e")))
    assert feed.poll() == []
    assert sorted(feed.index.get(name)["event_id"] for name in "cde") == ["c", "d", "e"]
    assert len(feed.index) == 3
    feed.close()


def test_when_another_log_is_live_the_feed_reads_that_one(tmp_path):
    paths = [tmp_path / "one.db", tmp_path / "other.db"]
    append(paths[0], sent(meeting("a")))
    append(paths[1], sent(meeting("b")))
    live = paths[:1]
    feed = Feed(lambda: live[0])
    live[0] = paths[1]
    feed.poll()
    assert [feed.index.get(name) is not None for name in "ab"] == [False, True]
    live[0] = tmp_path / "not-there-yet.db"
    feed.poll()
    assert feed.index.get("b")
    feed.close()


def test_rates_count_the_records_since_the_feed_looks(tmp_path, monkeypatch):
    monkeypatch.setattr(feed_module, "SAMPLE_SECONDS", 0.0)
    path = tmp_path / "log.db"
    append(path, sent(meeting("a")))
    feed = Feed(lambda: path)
    append(path, sent(meeting("b")), sent(meeting("c")), Message(ARTICLES_RAW, "r", orjson.dumps({})))
    feed.poll()
    rates = {each.topic: each for each in growth(feed.samples)}
    assert (rates["events.meeting"].records, rates["events.meeting"].minute) == (3, 2)
    assert rates["articles.raw"].hour == 1
    assert [height for _, height in rates["events.meeting"].bars] == [100.0]
    feed.close()


def test_search_is_quick_in_twenty_thousand_events():
    index = Index()
    index.load(
        meeting(f"e{n}", (PARTIES[n % 4], PARTIES[(n + 1) % 4]), f"{1990 + n % 30}-06-15").encode()
        for n in range(20_000)
    )
    began = time.process_time()
    assert index.page(Filter(since="2000-01-01", until="2000-12-31")).total > 600
    assert time.process_time() - began < 0.5


def test_a_gathering_counts_for_no_pair_as_in_the_relations_of_the_feed():
    index = Index()
    index.put(meeting("talks", tuple(f"X{number:02}" for number in range(12))).encode())
    index.put(meeting("gathering", tuple(f"Y{number:02}" for number in range(13))).encode())
    assert {party[0] for pair, _ in index.pairs(1000) for party in pair} == {"X"}

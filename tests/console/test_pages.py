"""What the pages of the console show of a log, asked for over HTTP."""

import json
from collections import Counter
from urllib.parse import urlencode

import pytest

from schemas.event import EVENT, event_id
from schemas.filters import Filter
from schemas.report import Reading
from schemas.topics import ARTICLES_DUPLICATE, ARTICLES_REJECTED, ARTICLES_UNIQUE, EVENT_TOPICS, REPORTS
from streams.log import Log
from tests.console.conftest import Page

PAGES = ("/", "/live", "/relations", "/relation?one=RUS&other=KAZ", "/party?code=KAZ", "/throughput")


@pytest.fixture(scope="module")
def log(sample):
    with Log(sample / "communique.db", create=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def events(log):
    return [json.loads(message.value) for topic in EVENT_TOPICS.values() for message in log.fold(topic)]


def ids(events, wanted):
    return Counter(event["event_id"] for event in events if wanted.takes(event))


def all_rows(console, query=""):
    """The rows of all pages of a search, from the first on."""
    found, number = [], 1
    while True:
        page = console.get(f"/?{query}&page={number}")
        found += page.all("li", "data-id")
        if not any(held.get("rel") == "next" for tag, held in page.elements if tag == "a"):
            return found
        number += 1


def test_every_event_is_on_exactly_one_page_the_latest_first(console, events):
    rows = all_rows(console)
    assert Counter(rows) == ids(events, Filter())
    by_id = {event["event_id"]: event for event in events}
    dated = [by_id[name]["date"]["start"] for name in rows if "date" in by_id[name]]
    assert dated == sorted(dated, reverse=True)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("party=KAZ", Filter(parties=frozenset({"KAZ"}))),
        ("party=kazakhstan&party=Russia", Filter(parties=frozenset({"KAZ", "RUS"}))),
        ("kind=figure", Filter(kinds=frozenset({"figure"}))),
        ("status=planned&kind=meeting", Filter(kinds=frozenset({"meeting"}), statuses=frozenset({"planned"}))),
        ("since=2024-01-01&until=2024-11-27", Filter(since="2024-01-01", until="2024-11-27")),
        ("party=&and=&kind=&status=&since=&until=", Filter()),
    ],
)
def test_search_finds_what_the_filter_takes(console, events, query, wanted):
    assert ids(events, wanted)
    assert Counter(all_rows(console, query)) == ids(events, wanted)


def test_a_condition_that_cannot_be_understood_is_named_and_the_others_hold(console, events):
    page = console.get("/?since=yesterday&kind=banquet&party=KAZ")
    assert "since yesterday: a day is written 2024-11-27" in page.text
    assert "banquet is none of meeting, agreement, figure" in page.text
    assert Counter(page.all("li", "data-id")) == ids(events, Filter(parties=frozenset({"KAZ"})))


def test_an_event_shows_the_characters_that_each_slot_was_read_from(console, log, events):
    event = next(event for event in events if event["kind"] == "meeting" and event["sources"][0]["article_id"])
    source = event["sources"][0]
    page = console.get("/event?" + urlencode({"id": event["event_id"]}))
    reading = Reading.decode(log.last(REPORTS, source["article_id"]).value)
    report = next(each for each in reading.reports if each.report_id == source["report_id"])
    text = json.loads(log.last(ARTICLES_UNIQUE, source["article_id"]).value)["text"]
    shown = marked(page)
    for item in report.evidence:
        told = text[item.start : item.end]
        assert "".join(told.split()) in "".join(shown), (item.slot, told)
    assert source["title"] in page.text


def marked(page):
    """The characters of the page that are marked, white space left out; others end what is marked."""
    parts = page.body.split("<mark")[1:]
    return [
        "".join(Page(200, {}, f"<mark{part.split('</mark>')[0]}").text.split())
        + ("" if part.split("</mark>")[1].strip() == "" else "|")
        for part in parts
    ]


def test_an_id_that_was_given_up_leads_to_the_event_that_has_taken_its_place(console, events):
    merged = next(event for event in events if len(EVENT.validate_python(event).aliases()) > 1)
    old = next(name for each in merged["sources"] if (name := event_id(each["report_id"])) != merged["event_id"])
    answer = console.get(f"/event?id={old}")
    assert answer.status == 303
    assert answer.headers["Location"].endswith(merged["event_id"])


def test_every_article_says_what_became_of_it(console, log):
    unique = next(log.fold(ARTICLES_UNIQUE)).key
    assert console.get("/article?" + urlencode({"id": unique})).status == 200
    copy = next(log.fold(ARTICLES_DUPLICATE))
    original = json.loads(copy.value)["duplicate_of"]
    page = console.get("/article?" + urlencode({"id": copy.key}))
    assert "/article?" + urlencode({"id": original}) in page.all("a", "href")
    rejection = next(log.fold(ARTICLES_REJECTED))
    assert json.loads(rejection.value)["reason"] in console.get(f"/article?id={rejection.key}").text


def test_a_relation_shows_all_events_of_the_two(console, events):
    wanted = ids(events, Filter(parties=frozenset({"KAZ", "RUS"})))
    page = console.get("/relation?one=Russia&other=kaz")
    assert Counter(page.all("li", "data-id")) == wanted
    assert "Met last 2024-11-27" in page.text
    dated = [event for event in events if event["event_id"] in wanted and event["kind"] == "meeting"]
    dots = [held for tag, held in page.elements if tag == "circle" and held["class"].startswith("meeting")]
    assert 0 < len(dots) == len(dated)


@pytest.mark.parametrize("path", ["/event?id=evt-none", "/article?id=none", "/party?code=none", "/none", "/event"])
def test_what_is_not_there_is_said_in_a_page(console, path):
    page = console.get(path)
    assert page.status == 404
    assert "Search the events" in page.text


def test_two_different_parties_make_a_relation(console):
    assert console.get("/relation?one=KAZ&other=kazakhstan").status == 400


def test_pages_ask_nothing_of_other_places_and_may_not(console, events):
    """All that a page loads is the console's own; links to sources are followed only by a click, without referrer."""
    for path in (*PAGES, f"/event?id={events[0]['event_id']}", "/none"):
        page = console.get(path)
        loaded = [*page.all("script", "src"), *page.all("link", "href"), *page.all("img", "src")]
        assert loaded
        assert all(each.startswith("/static/") for each in loaded)
        assert not page.all("div", "style")
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_throughput_counts_the_records_of_each_topic(console, log):
    page = console.get("/throughput")
    assert page.status == 200
    for topic, records in log.counts().items():
        if records:
            assert f"{topic} {records} " in page.text, topic

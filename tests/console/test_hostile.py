"""What strangers wrote is shown as text wherever a page shows it, and nothing of it runs."""

import json
from urllib.parse import urlencode

import pytest

from schemas.article import CleanArticle, DuplicateLink, Rejection
from schemas.event import AgreementEvent, FigureEvent, MeetingEvent, Source
from schemas.message import message
from schemas.relation import Relation
from schemas.report import AgreementReport, FigureReport, MeetingReport, Reading
from schemas.slots import Evidence
from schemas.topics import ARTICLES_DUPLICATE, ARTICLES_REJECTED, ARTICLES_UNIQUE, EVENT_TOPICS, RELATIONS, REPORTS
from streams.log import Log
from tests.console.hostile import HOSTILE, hostile

PARTY, OTHER = f"AAA{HOSTILE}", f"BBB{HOSTILE}"
ARTICLE, COPY, REJECTED = f"article {HOSTILE}", f"copy {HOSTILE}", f"rejected {HOSTILE}"
EVENTS = {kind: f"{kind} {HOSTILE}" for kind in ("meeting", "agreement", "figure")}
URL = "javascript:window.pwned=1"
OWN = {"console.js"}
PATHS = [
    "/?party=" + urlencode({"": HOSTILE})[1:],
    "/",
    "/live",
    "/relations",
    "/throughput",
    "/relation?" + urlencode({"one": PARTY, "other": OTHER}),
    "/relation?" + urlencode({"one": HOSTILE, "other": "KAZ"}),
    "/party?" + urlencode({"code": PARTY}),
    "/?" + urlencode({"kind": HOSTILE, "status": HOSTILE, "since": HOSTILE, "party": HOSTILE}),
    *("/event?" + urlencode({"id": name}) for name in EVENTS.values()),
    *("/article?" + urlencode({"id": name}) for name in (ARTICLE, COPY, REJECTED)),
    "/event?" + urlencode({"id": HOSTILE}),
]


def records():
    """Events of all kinds, an article with their reports, a copy and a rejection, hostile in every field."""
    reports = []
    for kind, model in (("meeting", MeetingReport), ("agreement", AgreementReport), ("figure", FigureReport)):
        slots = (*model.model_fields, HOSTILE)
        evidence = tuple(Evidence(slot=slot, start=3 * at, end=3 * at + 30) for at, slot in enumerate(slots))
        reports.append(
            hostile(model, report_id=f"{kind}-report", article_id=ARTICLE, parties=(PARTY, OTHER), evidence=evidence)
        )
    for report, model in zip(reports, (MeetingEvent, AgreementEvent, FigureEvent), strict=True):
        sources = tuple(hostile(Source, report_id=each.report_id, article_id=ARTICLE, url=URL) for each in reports)
        event = hostile(model, event_id=EVENTS[report.kind], parties=(PARTY, OTHER), sources=(sources * 3))
        yield message(EVENT_TOPICS[report.kind], event.event_id, event)
    text = "\n".join([HOSTILE] * 5)
    article = hostile(CleanArticle, article_id=ARTICLE, text=text, url=URL, title_end=len(HOSTILE))
    yield message(ARTICLES_UNIQUE, ARTICLE, article)
    yield message(REPORTS, ARTICLE, hostile(Reading, article_id=ARTICLE, reports=tuple(reports), url=URL))
    yield message(RELATIONS, f"{PARTY},{OTHER}", hostile(Relation, parties=(PARTY, OTHER)))
    yield message(ARTICLES_DUPLICATE, COPY, hostile(DuplicateLink, article_id=COPY, duplicate_of=ARTICLE, url=URL))
    yield message(ARTICLES_REJECTED, REJECTED, hostile(Rejection, record_id=REJECTED))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    with Log(folder / "communique.db") as log, log.transaction():
        for each in records():
            log.append(each)
    return folder


def test_no_page_holds_an_element_that_a_stranger_wrote(started, folder):
    console = started(folder=folder)
    shown = 0
    for path in PATHS:
        page = console.get(path)
        assert page.status in (200, 404), path
        assert page.all("script", "src") == ["/static/console.js"], path
        assert len([tag for tag, _ in page.elements if tag == "script"]) == 1, path
        assert "img" not in {tag for tag, _ in page.elements}, path
        for tag, held in page.elements:
            assert not [name for name in held if name.startswith("on") or name == "style"], (path, tag, held)
            for name in ("href", "action", "src"):
                assert (held.get(name) or "/").startswith(("/", "#")), (path, tag, held)
        shown += HOSTILE in "".join(page.texts)
    assert shown >= 10


def test_the_stream_escapes_what_a_stranger_wrote(started, folder):
    """A browser puts each line of the stream into the page as it is."""
    console = started(folder=folder)
    with console.request("/stream") as stream:
        assert stream.readline().startswith(b"retry")
        with Log(folder / "communique.db") as log, log.transaction():
            for each in records():
                log.append(each)
        lines = [stream.readline()]
        while not lines[-1].startswith(b"event: ") or sum(line.startswith(b"event: ") for line in lines) < len(EVENTS):
            lines.append(stream.readline())
        while lines[-1].strip():
            lines.append(stream.readline())
    data = b"".join(line for line in lines if line.startswith(b"data:")).decode()
    assert data.count("data-id=") == len(EVENTS)
    assert "pwned" in data
    assert "<script" not in data
    assert "<img" not in data


def test_nothing_of_it_runs_in_a_browser(started, folder, browser):
    console = started(folder=folder)
    for path in PATHS:
        browser.complaints.clear()
        browser.open(console.url + path)
        if path == "/live":
            with Log(folder / "communique.db") as log, log.transaction():
                for each in records():
                    log.append(each)
            browser.until("document.querySelectorAll('.row').length >= 3", "the events do not come")
        assert browser.run("window.pwned === undefined"), path
        complaints = [each for each in browser.complaints if "404" not in each]
        assert not complaints, (path, json.dumps(complaints))

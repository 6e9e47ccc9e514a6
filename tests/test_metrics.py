"""What Prometheus is told follows from the messages alone."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from prometheus_client import generate_latest

from schemas.article import DuplicateLink, Rejection, RejectionReason
from schemas.message import Message, message, tombstone
from schemas.report import FigureReport, Reading
from schemas.slots import Codes
from schemas.topics import (
    ARTICLES_DUPLICATE,
    ARTICLES_REJECTED,
    ARTICLES_UNIQUE,
    EVENTS_FIGURE,
    EVENTS_MEETING,
    REPORTS,
)
from streams.metrics import Metrics, age, increments

FIGURE = FigureReport(
    report_id="rep-1",
    article_id="a",
    parties=("KAZ", "RUS"),
    evidence=(),
    rule="r",
    confidence=0.5,
    codes=Codes(plover="AID", cameo="07"),
    ruleset="1",
    metric="aid",
    amount=1.0,
)
READING = Reading(article_id="a", ruleset="1", lang="en", reports=(FIGURE, FIGURE))
REJECTION = Rejection(record_id="r", reason=RejectionReason.NOT_JSON, stage="intake", detail="", size=0, sample="")
LINK = DuplicateLink(article_id="b", record_id="r", duplicate_of="a", likeness="exact", similarity=1.0)
EVENT = Message(EVENTS_MEETING, "e", b"{}")


def test_counters_follow_what_is_sent_and_tombstones_of_articles_do_not_count():
    sent = (
        Message(ARTICLES_UNIQUE, "a", b"{}"),
        tombstone(ARTICLES_UNIQUE, "b"),
        message(ARTICLES_DUPLICATE, "b", LINK),
        message(ARTICLES_REJECTED, "r", REJECTION),
        message(REPORTS, "a", READING),
        EVENT,
        tombstone(EVENTS_FIGURE, "e"),
    )
    assert increments(sent) == Counter(
        {
            ("communique_articles", ("unique",)): 1,
            ("communique_articles", ("duplicate",)): 1,
            ("communique_articles", ("rejected",)): 1,
            ("communique_rejected", ("not_json",)): 1,
            ("communique_reports", ("figure",)): 2,
            ("communique_events", ("meeting", "revised")): 1,
            ("communique_events", ("figure", "withdrawn")): 1,
        }
    )


def test_a_unique_article_that_cannot_be_read_is_not_counted_as_rejected_too():
    fault = REJECTION.model_copy(update={"stage": "extract", "reason": RejectionReason.INTERNAL})
    sent = (message(ARTICLES_REJECTED, "r", fault),)
    assert increments(sent) == Counter({("communique_rejected", ("internal_error",)): 1})


@pytest.mark.parametrize(
    ("published", "sent", "seconds"),
    [
        ("2024-11-28T10:00:00+00:00", (EVENT,), 7200.0),
        ("2024-11-28", (EVENT,), 12 * 3600.0),
        ("2024-11-28T10:00:00Z", (tombstone(EVENTS_MEETING, "e"),), None),
        ("2024-11-28T10:00:00Z", (), None),
        ("soon", (EVENT,), None),
        (None, (EVENT,), None),
    ],
)
def test_age_counts_from_publication_to_a_revised_event(published, sent, seconds):
    headers = (("ce_time", published.encode()),) if published else ()
    assert age(Message(REPORTS, "a", b"{}", headers), sent, datetime(2024, 11, 28, 12, tzinfo=UTC)) == seconds


def test_names_and_labels_are_those_that_dashboards_ask_for(tmp_path):
    metrics = Metrics("1.2", "rules-3")
    metrics.took("intake", 0.002)
    metrics.sent([message(ARTICLES_REJECTED, "r", REJECTION), EVENT])
    metrics.lag("articles.raw", 0, 7)
    metrics.lag("reports", 0, 1)
    metrics.lag_unknown("reports", 0)
    metrics.lag_unknown("reports", 5)
    shown = generate_latest(metrics.registry).decode()
    for line in (
        'communique_articles_total{outcome="rejected"} 1.0',
        'communique_rejected_total{reason="not_json"} 1.0',
        'communique_events_total{change="revised",kind="meeting"} 1.0',
        'communique_stage_seconds_bucket{le="0.0025",stage="intake"} 1.0',
        'communique_consumer_lag{partition="0",topic="articles.raw"} 7.0',
        'communique_build_info{ruleset="rules-3",version="1.2"} 1.0',
    ):
        assert line in shown
    assert 'topic="reports"' not in shown
    metrics.write(tmp_path / "m.prom")
    assert "communique_build_info" in (tmp_path / "m.prom").read_text()


def test_lag_of_an_unknown_topic_is_refused_so_that_labels_stay_bounded():
    with pytest.raises(ValueError, match=r"x\.y"):
        Metrics("1", "1").lag("x.y", 0, 1)

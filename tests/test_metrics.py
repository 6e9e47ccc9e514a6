"""What Prometheus is told follows from the messages alone."""

import shutil
import subprocess
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
    EVENT_TOPICS,
    EVENTS_FIGURE,
    EVENTS_MEETING,
    REPORTS,
)
from streams.metrics import Metrics, age, confidences, increments, led_to_event

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
            ("communique_events", ("meeting", "revised")): 1,
            ("communique_events", ("figure", "withdrawn")): 1,
        }
    )
    assert confidences(sent) == [("figure", 0.5), ("figure", 0.5)]


def test_a_unique_article_that_cannot_be_read_is_not_counted_as_rejected_too():
    fault = REJECTION.model_copy(update={"stage": "extract", "reason": RejectionReason.INTERNAL})
    sent = (message(ARTICLES_REJECTED, "r", fault),)
    assert increments(sent) == Counter({("communique_rejected", ("internal_error",)): 1})


@pytest.mark.parametrize(
    ("published", "seconds"),
    [
        ("2024-11-28T10:00:00+00:00", 7200.0),
        ("2024-11-28", 12 * 3600.0),
        ("soon", None),
        (None, None),
    ],
)
def test_age_counts_from_publication(published, seconds):
    headers = (("ce_time", published.encode()),) if published else ()
    assert age(Message(REPORTS, "a", b"{}", headers), datetime(2024, 11, 28, 12, tzinfo=UTC)) == seconds


def test_freshness_is_measured_where_an_event_was_made_or_revised():
    now = datetime(2024, 11, 28, 12, tzinfo=UTC)
    incoming = Message(REPORTS, "a", b"{}", (("ce_time", b"2024-11-28T10:00:00Z"),))
    metrics = Metrics("1", "1")
    metrics.reached(incoming, (tombstone(EVENTS_MEETING, "e"),), now, now.timestamp() - 3)
    metrics.reached(incoming, (), now, now.timestamp() - 3)
    assert not led_to_event((tombstone(EVENTS_MEETING, "e"),))
    metrics.reached(incoming, (EVENT,), now, now.timestamp() - 3)
    value = metrics.registry.get_sample_value
    assert value("communique_publication_to_event_seconds_sum") == 7200.0
    assert value("communique_ingest_to_event_seconds_sum") == 3.0
    assert value("communique_ingest_to_event_seconds_count") == 1.0


def test_names_and_labels_are_those_that_dashboards_ask_for(tmp_path):
    metrics = Metrics("1.2", "rules-3")
    metrics.expect(["intake", "dedup"])
    metrics.took("intake", 0.002)
    metrics.failed("intake")
    metrics.sent([message(ARTICLES_REJECTED, "r", REJECTION), message(REPORTS, "a", READING), EVENT])
    metrics.table("duplicates", 5, 4096)
    metrics.health(ready=lambda: True, rows_left=lambda: 12)
    metrics.replay("new-rules", "read", 20, 60)
    metrics.lag("articles.raw", 0, 7)
    metrics.lag("reports", 0, 1)
    metrics.lag_unknown("reports", 0)
    metrics.lag_unknown("reports", 5)
    shown = generate_latest(metrics.registry).decode()
    for line in (
        'communique_articles_total{outcome="rejected"} 1.0',
        'communique_rejected_total{reason="not_json"} 1.0',
        'communique_events_total{change="revised",kind="meeting"} 1.0',
        'communique_articles_total{outcome="unique"} 0.0',
        'communique_reports_total{kind="figure"} 2.0',
        'communique_report_confidence_bucket{kind="figure",le="0.5"} 2.0',
        'communique_stage_duration_seconds_bucket{le="0.0025",stage="intake"} 1.0',
        'communique_stage_duration_seconds_count{stage="dedup"} 0.0',
        'communique_stage_errors_total{stage="intake"} 1.0',
        'communique_table_rows{table="duplicates"} 5.0',
        'communique_table_bytes{table="duplicates"} 4096.0',
        "communique_ready 1.0",
        "communique_recovery_rows_left 12.0",
        'communique_replay_done_records{phase="read",run="new-rules"} 20.0',
        'communique_replay_records{phase="read",run="new-rules"} 60.0',
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


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
def test_names_keep_to_the_conventions_of_prometheus():
    """promtool's linter has nothing to say: suffixes, units, types and help are as Prometheus wants them."""
    metrics = Metrics("1", "1")
    metrics.expect(["intake"])
    metrics.health(lambda: True, lambda: 0)
    shown = generate_latest(metrics.registry)
    checked = subprocess.run(["promtool", "check", "metrics"], input=shown, capture_output=True, check=False)
    assert (checked.returncode, checked.stderr.decode()) == (0, "")


def test_no_record_makes_a_new_series():
    """Labels are kinds, outcomes, reasons and stages, all known beforehand; never ids or names."""
    metrics = Metrics("1", "1")

    def series():
        return {
            (sample.name, *sorted(sample.labels.items()))
            for family in metrics.registry.collect()
            for sample in family.samples
            if sample.name.startswith("communique_")
        }

    before = series()
    for number, reason in enumerate(RejectionReason):
        rejection = REJECTION.model_copy(update={"record_id": f"r{number}", "detail": f"d{number}", "reason": reason})
        metrics.sent([message(ARTICLES_REJECTED, f"r{number}", rejection), message(REPORTS, f"a{number}", READING)])
        metrics.sent([Message(topic, str(number), b"{}") for topic in EVENT_TOPICS.values()])
    assert series() == before

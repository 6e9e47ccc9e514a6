"""What Prometheus sees of the feed: one set of names for every shell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson
from prometheus_client import (
    CollectorRegistry,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    write_to_textfile,
)
from prometheus_client import Counter as Total

from schemas.article import RejectionReason
from schemas.message import Message
from schemas.topics import (
    ARTICLES_DUPLICATE,
    ARTICLES_REJECTED,
    ARTICLES_UNIQUE,
    BY_NAME,
    EVENT_TOPICS,
    REPORTS,
)

# They would be a second series for each counter, and tell nothing that its reset does not.
disable_created_metrics()  # type: ignore[no-untyped-call]

Increments = Counter[tuple[str, tuple[str, ...]]]

ARTICLES = "communique_articles"
REJECTED = "communique_rejected"
REPORTED = "communique_reports"
EVENTS = "communique_events"
ERRORS = "communique_stage_errors"

# From a dictionary look-up to a hostile page that is read to its bounds.
STAGE_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# From an idle worker's hundred milliseconds to a backlog of a day.
TRANSIT_BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 6 * 3600.0, 86400.0)
# From a wire story minutes old to an archive of decades.
AGE_BUCKETS = (10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 6 * 3600.0, 86400.0, 7 * 86400.0, 30 * 86400.0, 365 * 86400.0)
CONFIDENCE_BUCKETS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)

OUTCOMES = ("unique", "duplicate", "rejected")
CHANGES = ("revised", "withdrawn")

_KIND_OF_TOPIC = {topic.name: kind for kind, topic in EVENT_TOPICS.items()}


def ends_article(rejection: Mapping[str, object]) -> bool:
    """Whether the rejection is what becomes of an article: past dedup it is unique or a duplicate already."""
    return rejection["stage"] in ("intake", "settle", "dedup")


def increments(messages: Iterable[Message]) -> Increments:
    """By how much messages that were sent raise the counters: {(counter, label values): count}.

    Counters count what is *sent*: a redelivered article that a stage speaks of again counts again, a
    tombstone of an article does not count.
    """
    counts: Increments = Counter()
    for message in messages:
        topic, value = message.topic, message.value
        if topic.name in _KIND_OF_TOPIC:
            kind = _KIND_OF_TOPIC[topic.name]
            counts[EVENTS, (kind, "withdrawn" if value is None else "revised")] += 1
        elif value is None:
            continue
        elif topic is ARTICLES_UNIQUE:
            counts[ARTICLES, ("unique",)] += 1
        elif topic is ARTICLES_DUPLICATE:
            counts[ARTICLES, ("duplicate",)] += 1
        elif topic is ARTICLES_REJECTED:
            rejection = orjson.loads(value)
            counts[ARTICLES, ("rejected",)] += ends_article(rejection)
            counts[REJECTED, (str(rejection["reason"]),)] += 1
    return +counts


def confidences(messages: Iterable[Message]) -> list[tuple[str, float]]:
    """Kind and confidence (0 to 1) of every report that the messages carry."""
    return [
        (str(report["kind"]), float(report["confidence"]))
        for message in messages
        if message.topic is REPORTS and message.value is not None
        for report in orjson.loads(message.value)["reports"]
    ]


def led_to_event(sent: Iterable[Message]) -> bool:
    """Whether an event was made or revised."""
    return any(message.topic.name in _KIND_OF_TOPIC and message.value is not None for message in sent)


def age(incoming: Message, now: datetime) -> float | None:
    """Seconds since the publication of the article that `incoming` tells of; None where that is not known.

    `now` comes from the shell: nothing else in the feed reads a clock. A publication known only by its day counts
    from the start of that day, UTC.
    """
    published = next((value for name, value in incoming.headers if name == "ce_time"), None)
    if published is None:
        return None
    try:
        instant = datetime.fromisoformat(published.decode())
    except ValueError:
        return None
    return (now - (instant if instant.tzinfo else instant.replace(tzinfo=UTC))).total_seconds()


class Metrics:
    """The metrics of one process, in a registry of their own.

    All label values are known beforehand and begin at nought, so that Prometheus sees the first of each, too.
    """

    def __init__(self, version: str, ruleset: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        kinds = [(kind,) for kind in EVENT_TOPICS]
        self._totals = {
            ARTICLES: self._total(ARTICLES, "Articles by outcome", ["outcome"], [(each,) for each in OUTCOMES]),
            REJECTED: self._total(
                REJECTED, "Rejected records by reason", ["reason"], [(reason.value,) for reason in RejectionReason]
            ),
            REPORTED: self._total(REPORTED, "Reports read, by kind", ["kind"], kinds),
            EVENTS: self._total(
                EVENTS,
                "Records of events sent: made or revised, and withdrawn",
                ["kind", "change"],
                [(kind, change) for (kind,) in kinds for change in CHANGES],
            ),
        }
        self._errors = self._total(ERRORS, "Records that a stage has failed on: bugs", ["stage"], [])
        self._seconds = self._histogram(
            "communique_stage_duration_seconds", "Time a stage takes with one message", STAGE_BUCKETS, "stage"
        )
        self._age = self._histogram(
            "communique_publication_to_event_seconds",
            "From an article's publication to the event that it led to",
            AGE_BUCKETS,
        )
        self._transit = self._histogram(
            "communique_ingest_to_event_seconds",
            "From an article's arrival on articles.raw to the event that it led to",
            TRANSIT_BUCKETS,
        )
        self._confidence = self._histogram(
            "communique_report_confidence", "Confidence of reports, 0 to 1", CONFIDENCE_BUCKETS, "kind"
        )
        for kind in EVENT_TOPICS:
            self._confidence.labels(kind)
        self._lag = self._gauge(
            "communique_consumer_lag", "Messages of a partition that are not processed yet", "topic", "partition"
        )
        self._rows = self._gauge("communique_table_rows", "Rows of a table on this worker's disk, estimated", "table")
        self._bytes = self._gauge("communique_table_bytes", "Size of a table on this worker, estimated", "table")
        self._replayed = self._gauge(
            "communique_replay_done_records", "Records that a replay is through with", "run", "phase"
        )
        self._to_replay = self._gauge("communique_replay_records", "Records that a replay has to do", "run", "phase")
        Info("communique_build", "What runs here", registry=self.registry).info(
            {"version": version, "ruleset": ruleset}
        )

    def expect(self, stages: Iterable[str]) -> None:
        """These stages will be at work."""
        for stage in stages:
            self._seconds.labels(stage)
            self._errors.labels(stage)

    def health(self, ready: Callable[[], bool], rows_left: Callable[[], int]) -> None:
        """Tell at each scrape whether the process is ready and how many rows its tables still have to read.

        Asked for, not told: the event loop is busy with just that while tables are read.
        """
        self._gauge("communique_ready", "Whether tables are read and messages are processed").set_function(ready)
        self._gauge(
            "communique_recovery_rows_left", "Rows of tables that are not read from their topics yet"
        ).set_function(rows_left)

    def replay(self, run: str, phase: str, done: int, total: int) -> None:
        """The replay has done so many of the records that it has to read, or to publish."""
        self._replayed.labels(run, phase).set(done)
        self._to_replay.labels(run, phase).set(total)

    def took(self, stage: str, seconds: float) -> None:
        """A stage has handled one message."""
        self._seconds.labels(stage).observe(seconds)

    def failed(self, stage: str) -> None:
        """A stage has raised: the record ends as a rejection."""
        self._errors.labels(stage).inc()

    def sent(self, messages: Sequence[Message]) -> None:
        """Messages have left a stage."""
        for (counter, labels), count in increments(messages).items():
            self._totals[counter].labels(*labels).inc(count)
        for kind, confidence in confidences(messages):
            self._totals[REPORTED].labels(kind).inc()
            self._confidence.labels(kind).observe(confidence)

    def reached(self, incoming: Message, sent: Sequence[Message], now: datetime, arrived: float | None = None) -> None:
        """What `incoming` led to is sent: if an event was, note how long that took.

        `arrived`: when the article came to the feed, in seconds since 1970; None where that is not known.
        """
        if not led_to_event(sent):
            return
        since = age(incoming, now)
        if since is not None:
            self._age.observe(max(0.0, since))
        if arrived is not None:
            self._transit.observe(max(0.0, now.timestamp() - arrived))

    def table(self, name: str, rows: int, size: int) -> None:
        """The table's partitions that are here have so many rows and bytes."""
        self._rows.labels(name).set(rows)
        self._bytes.labels(name).set(size)

    def lag(self, topic: str, partition: int, messages: int) -> None:
        """So many messages of the partition wait."""
        if topic not in BY_NAME:
            raise ValueError(f"no topic of the feed: {topic}")
        self._lag.labels(topic, str(partition)).set(messages)

    def lag_unknown(self, topic: str, partition: int) -> None:
        """The partition is another worker's now: this one has nothing to say of its lag."""
        self._lag.remove(topic, str(partition))

    def write(self, path: Path) -> None:
        """Put all metrics into a file, in Prometheus' text format, whole or not at all."""
        write_to_textfile(str(path), self.registry)

    def _total(self, name: str, about: str, labels: Sequence[str], known: Iterable[tuple[str, ...]]) -> Total:
        total = Total(name, about, labels, registry=self.registry)
        for values in known:
            total.labels(*values)
        return total

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(name, about, labels, registry=self.registry)

    def _histogram(self, name: str, about: str, buckets: Sequence[float], *labels: str) -> Histogram:
        return Histogram(name, about, labels, buckets=buckets, registry=self.registry)

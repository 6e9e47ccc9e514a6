"""What Prometheus sees of the feed: one set of names for every shell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import orjson
from prometheus_client import CollectorRegistry, Gauge, Histogram, Info, write_to_textfile
from prometheus_client import Counter as Total

from schemas.message import Message
from schemas.topics import (
    ARTICLES_DUPLICATE,
    ARTICLES_REJECTED,
    ARTICLES_UNIQUE,
    BY_NAME,
    EVENT_TOPICS,
    REPORTS,
)

Increments = Counter[tuple[str, tuple[str, ...]]]

ARTICLES = "communique_articles"
REJECTED = "communique_rejected"
REPORTED = "communique_reports"
EVENTS = "communique_events"

# From a dictionary look-up to a hostile page that uses up its time limit.
STAGE_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# From a wire story minutes old to an archive of decades, in seconds.
AGE_BUCKETS = (10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 6 * 3600.0, 86400.0, 7 * 86400.0, 30 * 86400.0, 365 * 86400.0)


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
        elif topic is REPORTS:
            for report in orjson.loads(value)["reports"]:
                counts[REPORTED, (str(report["kind"]),)] += 1
    return +counts


def age(incoming: Message, sent: Iterable[Message], now: datetime) -> float | None:
    """Seconds from the publication of the article that `incoming` tells of to the event that it led to.

    None where no event was revised or the publication is not known. `now` comes from the shell: nothing else
    in the feed reads a clock. A publication known only by its day counts from the start of that day, UTC.
    """
    if not any(message.topic.name in _KIND_OF_TOPIC and message.value is not None for message in sent):
        return None
    published = next((value for name, value in incoming.headers if name == "ce_time"), None)
    if published is None:
        return None
    try:
        instant = datetime.fromisoformat(published.decode())
    except ValueError:
        return None
    return (now - (instant if instant.tzinfo else instant.replace(tzinfo=UTC))).total_seconds()


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self, version: str, ruleset: str) -> None:
        self.registry = CollectorRegistry()
        self._totals = {
            ARTICLES: Total(ARTICLES, "Articles by outcome", ["outcome"], registry=self.registry),
            REJECTED: Total(REJECTED, "Rejected records by reason", ["reason"], registry=self.registry),
            REPORTED: Total(REPORTED, "Reports read, by kind", ["kind"], registry=self.registry),
            EVENTS: Total(EVENTS, "Event records sent", ["kind", "change"], registry=self.registry),
        }
        self._seconds = Histogram(
            "communique_stage_seconds",
            "Time a stage takes with one message",
            ["stage"],
            buckets=STAGE_BUCKETS,
            registry=self.registry,
        )
        self._age = Histogram(
            "communique_article_age_seconds",
            "From an article's publication to the event it led to",
            buckets=AGE_BUCKETS,
            registry=self.registry,
        )
        self._lag = Gauge(
            "communique_consumer_lag",
            "Messages of a partition that are not processed yet",
            ["topic", "partition"],
            registry=self.registry,
        )
        Info("communique_build", "What runs here", registry=self.registry).info(
            {"version": version, "ruleset": ruleset}
        )

    def took(self, stage: str, seconds: float) -> None:
        """A stage has handled one message."""
        self._seconds.labels(stage).observe(seconds)

    def sent(self, messages: Iterable[Message]) -> None:
        """Messages have left a stage."""
        for (counter, labels), count in increments(messages).items():
            self._totals[counter].labels(*labels).inc(count)

    def aged(self, incoming: Message, sent: Iterable[Message], now: datetime) -> None:
        """An article has reached its events, where it did (see `age`)."""
        seconds = age(incoming, sent, now)
        if seconds is not None:
            self._age.observe(max(0.0, seconds))

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

"""The registry of topics: names, keys, records, partitions, retention. What names a topic asks here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.article import Classification, CleanArticle, DerivedLink, DuplicateLink, RawArticle, Rejection
from schemas.base import Model
from schemas.event import AgreementEvent, FigureEvent, MeetingEvent
from schemas.relation import Actor, Relation
from schemas.report import Reading
from schemas.run import Alias, Run


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the feed.

    `model` is the record of its values; `key` says what its keys are. `partitions` is a fixed count, or None
    for the configured one: stages whose state spans articles read from a single partition. A `compact` topic
    keeps the last record of each key and a tombstone withdraws a key; a `delete` topic keeps every record.
    """

    name: str
    model: type[Model]
    key: str
    about: str
    partitions: int | None = None
    cleanup: Literal["compact", "delete"] = "compact"


ARTICLES_RAW = Topic("articles.raw", RawArticle, "any", "articles as delivered: the source of truth", cleanup="delete")
ARTICLES_CLEAN = Topic(
    # Compaction could delete the version of an article that holds before dedup has read it.
    "articles.clean",
    CleanArticle,
    "article id",
    "articles without page furniture, every version",
    partitions=1,
    cleanup="delete",
)
ARTICLES_SETTLED = Topic(
    "articles.settled",
    CleanArticle,
    "article id",
    "articles without lines that recur on their site; the last record of each version holds",
    partitions=1,
    cleanup="delete",
)
ARTICLES_UNIQUE = Topic("articles.unique", CleanArticle, "article id", "the first of each group of copies")
ARTICLES_DUPLICATE = Topic("articles.duplicate", DuplicateLink, "article id", "which article this one copies")
ARTICLES_DERIVED = Topic("articles.derived", DerivedLink, "article id", "which earlier article a unique one follows up")
ARTICLES_REJECTED = Topic("articles.rejected", Rejection, "record id", "dead letters: records that are no article")
ARTICLES_CLASSIFIED = Topic("articles.classified", Classification, "article id", "what a unique article is about")
REPORTS = Topic("reports", Reading, "article id", "all reports of a unique article", partitions=1)
EVENTS_MEETING = Topic("events.meeting", MeetingEvent, "event id", "meetings with all their sources")
EVENTS_AGREEMENT = Topic("events.agreement", AgreementEvent, "event id", "agreements with all their sources")
EVENTS_FIGURE = Topic("events.figure", FigureEvent, "event id", "figures with all their sources")
RELATIONS = Topic("relations", Relation, "two codes: KAZ,RUS", "what the events say of two parties")
ACTORS = Topic("actors", Actor, "code of a party", "what the events say of one party")

TOPICS: tuple[Topic, ...] = (
    ARTICLES_RAW,
    ARTICLES_CLEAN,
    ARTICLES_SETTLED,
    ARTICLES_UNIQUE,
    ARTICLES_DUPLICATE,
    ARTICLES_DERIVED,
    ARTICLES_REJECTED,
    ARTICLES_CLASSIFIED,
    REPORTS,
    EVENTS_MEETING,
    EVENTS_AGREEMENT,
    EVENTS_FIGURE,
    RELATIONS,
    ACTORS,
)
BY_NAME: dict[str, Topic] = {topic.name: topic for topic in TOPICS}
EVENT_TOPICS: dict[str, Topic] = {
    "meeting": EVENTS_MEETING,
    "agreement": EVENTS_AGREEMENT,
    "figure": EVENTS_FIGURE,
}

RUNS = Topic("runs", Run, "run name", "replays of the raw log into topics of their own", partitions=1)
ALIASES = Topic("aliases", Alias, "alias", "which run's topics subscribers read", partitions=1)
CONTROL: tuple[Topic, ...] = (RUNS, ALIASES)
"""Topics that tell of others: made when the first run is."""

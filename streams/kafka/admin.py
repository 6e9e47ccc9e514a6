"""Topics on the broker as the registry wants them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import InvalidReplicationFactorError, NoError, TopicAlreadyExistsError

from schemas.topics import CONTROL, TOPICS
from streams.kafka.connection import MAX_MESSAGE_BYTES
from streams.settings import Settings
from streams.stage import Stage

FOREVER = "-1"
READY_MS = 20_000
REGISTER_SECONDS = 10.0
"""How long servers that are starting may take to be counted. Kafka registers within a second or two."""
_AGAIN_SECONDS = 0.5
_THERE = {NoError.errno, TopicAlreadyExistsError.errno}


class TopicRefusedError(RuntimeError):
    """The broker does not make a topic; the message says which one and why."""


@dataclass(frozen=True, slots=True)
class WantedTopic:
    """A topic as it should be: its name on the broker, counts, and the configuration that matters."""

    name: str
    partitions: int
    replication: int
    config: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A topic as it is. `partitions` is 0 where it is missing; `differences` are sentences."""

    name: str
    partitions: int
    replication: int
    differences: tuple[str, ...]

    @property
    def exists(self) -> bool:
        """Whether the broker has it."""
        return self.partitions > 0


def wanted(settings: Settings) -> tuple[WantedTopic, ...]:
    """The topics of the registry, named and sized by the settings.

    `articles.raw` is the only source of truth and is kept for ever; the others keep the last record of each
    key.
    """
    return tuple(
        _wanted(settings.topic(topic), settings.partitions_of(topic), settings.replication, topic.cleanup)
        for topic in TOPICS
    )


def control(settings: Settings) -> tuple[WantedTopic, ...]:
    """The topics that tell of runs, which are made when there is something to tell."""
    return tuple(
        _wanted(settings.topic_prefix + topic.name, settings.partitions_of(topic), settings.replication, topic.cleanup)
        for topic in CONTROL
    )


def changelog(application: str, table: str) -> str:
    """What Faust calls the topic of a table."""
    return f"{application}-{table}-changelog"


def changelogs(settings: Settings, stages: tuple[Stage, ...], application: str) -> tuple[WantedTopic, ...]:
    """The logs of the stages' tables, with the partitions of the topics that the stages read.

    Workers make them before Faust starts: Faust would leave the size of a record at one megabyte, and its
    leader does not assign partitions of a topic that is newer than what it knows of the broker.
    """
    return tuple(
        _wanted(
            changelog(application, stage.table),
            settings.partitions_of(stage.source),
            settings.replication,
            "compact",
        )
        for stage in stages
        if stage.table
    )


def create(admin: KafkaAdminClient, topics: tuple[WantedTopic, ...]) -> tuple[str, ...]:
    """Create those that are missing, wait until they can be used; returns their names.

    Safe to repeat and to run from several workers at once. Existing topics are left as they are (see
    `inspect`). Raises TopicRefusedError where the broker refuses, kafka.errors.KafkaError where it fails.
    """
    known = set(admin.list_topics())
    missing = [topic for topic in topics if topic.name not in known]
    deadline = time.monotonic() + REGISTER_SECONDS
    for topic in missing:
        _create(admin, topic, deadline)
    if missing:
        admin.wait_for_topics([topic.name for topic in missing], timeout_ms=READY_MS)
    return tuple(topic.name for topic in missing)


def inspect(admin: KafkaAdminClient, topics: tuple[WantedTopic, ...]) -> tuple[Found, ...]:
    """Each topic as the broker has it, in the order given, and how it differs from what is wanted."""
    known = set(admin.list_topics())
    present = [topic for topic in topics if topic.name in known]
    described = {topic["name"]: topic["partitions"] for topic in admin.describe_topics([t.name for t in present])}
    configs = _configs(admin, present)
    return tuple(
        _found(topic, described[topic.name], configs[topic.name])
        if topic.name in described
        else Found(topic.name, 0, 0, ("is missing",))
        for topic in topics
    )


def identity(admin: KafkaAdminClient, topics: tuple[WantedTopic, ...]) -> dict[str, str]:
    """The ids that the broker gave the topics when they were made: a topic made anew has another."""
    described = admin.describe_topics([topic.name for topic in topics])
    return {topic["name"]: str(topic["topic_id"]) for topic in described}


def _create(admin: KafkaAdminClient, topic: WantedTopic, deadline: float) -> None:
    """Create a topic. A broker that has just started answers before it counts itself, so that it is asked again."""
    wanted = {
        "num_partitions": topic.partitions,
        "replication_factor": topic.replication,
        "configs": dict(topic.config),
    }
    while True:
        [answer] = admin.create_topics({topic.name: wanted}, raise_errors=False)["topics"]
        if answer["error_code"] in _THERE:
            return
        if answer["error_code"] != InvalidReplicationFactorError.errno or time.monotonic() > deadline:
            raise TopicRefusedError(f"the broker does not make {topic.name}: {answer['error_message']}")
        time.sleep(_AGAIN_SECONDS)


def _wanted(name: str, partitions: int, replication: int, cleanup: str) -> WantedTopic:
    config = {"cleanup.policy": cleanup, "max.message.bytes": str(MAX_MESSAGE_BYTES)}
    if cleanup == "delete":
        config |= {"retention.ms": FOREVER, "retention.bytes": FOREVER}
    return WantedTopic(name, partitions, replication, tuple(config.items()))


def _configs(admin: KafkaAdminClient, topics: list[WantedTopic]) -> dict[str, dict[str, str]]:
    if not topics:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic.name, dict(topic.config)) for topic in topics]
    described: dict[str, dict[str, dict[str, Any]]] = admin.describe_configs(resources, config_filter="all")["topic"]
    return {name: {key: str(entry["value"]) for key, entry in entries.items()} for name, entries in described.items()}


def _found(topic: WantedTopic, partitions: list[dict[str, Any]], config: dict[str, str]) -> Found:
    replication = len(partitions[0]["replica_nodes"]) if partitions else 0
    differences = []
    if len(partitions) != topic.partitions:
        differences.append(f"has {len(partitions)} partitions, not {topic.partitions}")
    if replication != topic.replication:
        differences.append(f"has {replication} replicas, not {topic.replication}")
    differences += [
        f"has {key}={config.get(key)}, not {value}" for key, value in topic.config if config.get(key) != value
    ]
    return Found(topic.name, len(partitions), replication, tuple(differences))

"""How the feed on a broker is: topics, what waits, who works, how fast. Seen from outside, without a part in it."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import CoordinatorNotAvailableError

from schemas.topics import ARTICLES_RAW, TOPICS
from streams.present.words import counted
from streams.settings import Settings

ANSWER_SECONDS = 2.0
COORDINATOR_SECONDS = 15.0
STABLE = "Stable"
_URL = re.compile(r'"url": ?"([^"]+)"')
_BUILD = re.compile(r'^communique_build_info\{ruleset="([^"]*)",version="([^"]*)"\}', re.MULTILINE)

Offsets = Mapping[TopicPartition, int]
WorkerHealth = Literal["ready", "not ready", "no answer"]


@dataclass(frozen=True, slots=True)
class Member:
    """A worker as its consumer group knows it. `url` is its web port; `partitions` counts those of topics."""

    url: str
    partitions: int


@dataclass(frozen=True, slots=True)
class Sample:
    """The broker at an instant (`at`, monotonic seconds): where topics begin and end, and up to where work is done."""

    at: float
    begins: Offsets
    ends: Offsets
    committed: Offsets
    group_state: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class TopicStatus:
    """A topic. `waiting` counts the records that the workers have yet to process, None where they read none of it.

    `arriving` and `processed` are records a second; None before there are two samples. `partitions` is 0 where the
    broker has no such topic.
    """

    name: str
    partitions: int
    records: int
    waiting: int | None
    arriving: float | None
    processed: float | None


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """A worker and what it says of itself, as far as it can be asked from here."""

    url: str
    partitions: int
    health: WorkerHealth
    version: str
    ruleset: str


@dataclass(frozen=True, slots=True)
class Status:
    """All of it. `problems` are sentences; without any the feed is well."""

    broker: str
    group: str
    group_state: str
    topics: tuple[TopicStatus, ...]
    workers: tuple[WorkerStatus, ...]
    problems: tuple[str, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing needs a person."""
        return not self.problems

    @property
    def waiting(self) -> int:
        """Records that wait, over all topics."""
        return sum(topic.waiting or 0 for topic in self.topics)


def sample(admin: KafkaAdminClient, settings: Settings) -> Sample:
    """The broker now; raises kafka.errors.KafkaError."""
    known = set(admin.list_topics())
    topics = admin.describe_topics([name for name in map(settings.topic, TOPICS) if name in known])
    partitions = [
        TopicPartition(topic["name"], each["partition_index"]) for topic in topics for each in topic["partitions"]
    ]
    _wait_for_coordinator(admin, settings.application)
    committed = admin.list_group_offsets([settings.application])[settings.application]
    group = admin.describe_groups([settings.application])[settings.application]
    return Sample(
        time.monotonic(),
        _offsets(admin, partitions, OffsetSpec.EARLIEST),
        _offsets(admin, partitions, OffsetSpec.LATEST),
        {partition: found.offset for partition, found in committed.items()},
        str(group["group_state"]),
        tuple(sorted((_member(each) for each in group["members"]), key=lambda member: member.url)),
    )


def ask(member: Member) -> WorkerStatus:
    """What the worker says of itself on its web port."""
    ready = _get(f"{member.url}/ready")
    if ready is None:
        return WorkerStatus(member.url, member.partitions, "no answer", "", "")
    build = _BUILD.search((_get(f"{member.url}/metrics") or (0, ""))[1])
    ruleset, version = build.groups() if build else ("", "")
    health: WorkerHealth = "ready" if ready[0] == HTTPStatus.OK else "not ready"
    return WorkerStatus(member.url, member.partitions, health, version, ruleset)


def status(settings: Settings, before: Sample, now: Sample, asked: Callable[[Member], WorkerStatus] = ask) -> Status:
    """How the feed is `now`; rates are those since `before`."""
    topics = tuple(_topic(settings.topic(topic), before, now) for topic in TOPICS)
    workers = tuple(map(asked, now.members))
    return Status(
        settings.broker,
        settings.application,
        now.group_state,
        topics,
        workers,
        tuple(_problems(settings, now, topics, workers)),
    )


def _topic(name: str, before: Sample, now: Sample) -> TopicStatus:
    partitions = [partition for partition in now.ends if partition.topic == name]
    read = any(partition.topic == name for partition in now.committed)
    waiting = sum(now.ends[each] - now.committed.get(each, now.begins[each]) for each in partitions)
    seconds = now.at - before.at

    def rate(then: Offsets, later: Offsets) -> float | None:
        if seconds <= 0:
            return None
        return sum(later.get(each, 0) - then.get(each, 0) for each in partitions) / seconds

    return TopicStatus(
        name,
        len(partitions),
        sum(now.ends[each] - now.begins[each] for each in partitions),
        max(0, waiting) if read else None,
        rate(before.ends, now.ends),
        rate(before.committed, now.committed) if read else None,
    )


def _problems(
    settings: Settings, now: Sample, topics: Iterable[TopicStatus], workers: Iterable[WorkerStatus]
) -> Iterable[str]:
    missing = [topic.name for topic in topics if not topic.partitions]
    if missing:
        named = ", ".join(missing) if len(missing) < len(TOPICS) else "all of them"
        yield f"topics are missing: {named} (communique topics create)"
    if not now.members:
        yield "no worker is at work (communique worker)"
    elif now.group_state != STABLE:
        yield f"the workers' group is not stable but {now.group_state}: partitions are being handed over"
    raw = settings.topic(ARTICLES_RAW)
    shares = defaultdict(list)
    for worker in workers:
        shares[worker.health].append(worker.url)
    if shares["not ready"]:
        yield f"not ready: {', '.join(shares['not ready'])}"
    if shares["no answer"]:
        silent = ", ".join(shares["no answer"])
        yield f"no answer from here: {silent} (COMMUNIQUE_WEB_URL says where others reach a worker)"
    rulesets = sorted({worker.ruleset for worker in workers if worker.ruleset})
    if len(rulesets) > 1:
        yield f"workers have different rules: {', '.join(rulesets)}"
    for topic in topics:
        if topic.waiting and topic.processed == 0:
            yield f"{counted(topic.waiting, 'record')} of {topic.name} waiting, and none was processed"
        elif topic.name == raw and topic.waiting is None and topic.records and now.members:
            yield f"nothing of {raw} has been processed yet"


def _member(found: Mapping[str, Any]) -> Member:
    # Faust's metadata are JSON behind Kafka's list of topics; what comes first is the worker's own address.
    url = _URL.search(str(found["member_metadata"]))
    assigned = found["member_assignment"] or {}
    topics = assigned.get("assigned_partitions", ()) if isinstance(assigned, dict) else ()
    count = sum(len(topic["partitions"]) for topic in topics if not topic["topic"].endswith("-changelog"))
    return Member(url[1] if url else str(found["client_host"]).lstrip("/"), count)


def _wait_for_coordinator(admin: KafkaAdminClient, group: str) -> None:
    """A broker that has never had a consumer group first makes the topic of their offsets."""
    deadline = time.monotonic() + COORDINATOR_SECONDS
    while True:
        try:
            admin.describe_groups([group])
        except CoordinatorNotAvailableError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def _offsets(admin: KafkaAdminClient, partitions: Iterable[TopicPartition], spec: OffsetSpec) -> Offsets:
    wanted = dict.fromkeys(partitions, spec)
    return {each: found.offset for each, found in admin.list_partition_offsets(wanted).items()} if wanted else {}


def _get(url: str) -> tuple[int, str] | None:
    """Status and body of the page; None where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - a worker's own address
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, ""
    except (OSError, ValueError):
        return None

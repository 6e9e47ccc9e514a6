"""The runs on a broker: topics of their own, a record each, and the alias that subscribers follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing

from kafka import KafkaAdminClient
from kafka.errors import UnknownTopicOrPartitionError

from schemas.message import Message, message, tombstone
from schemas.run import LIVE, Alias, Run, run_prefix
from schemas.topics import ALIASES, EVENT_TOPICS, RUNS, Topic
from streams.kafka import admin
from streams.kafka.connection import connect
from streams.kafka.ingest import Outgoing, send
from streams.kafka.read import TopicMissingError, fold, read
from streams.replay.runs import Events, RunInUseError, UnknownRunError
from streams.settings import Settings


class BrokerRuns:
    """The runs under the topic prefix of `settings` on their broker, see `Runs`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.model_copy(update={"run": ""})

    @property
    def where(self) -> str:
        """See `Runs`."""
        return self._settings.broker

    def save(self, run: Run) -> None:
        """Note how the run is now."""
        self._tell(message(RUNS, run.name, run))

    def find(self, name: str) -> Run | None:
        """See `Runs`."""
        return next((run for run in self.all() if run.name == name), None)

    def all(self) -> list[Run]:
        """See `Runs`."""
        return [Run.decode(value) for _, value in sorted(self._fold(RUNS).items())]

    def alias(self) -> Alias:
        """See `Runs`."""
        value = self._fold(ALIASES).get(LIVE)
        return Alias() if value is None else Alias.decode(value)

    def events(self, name: str) -> Events:
        """See `Runs`; raises TopicMissingError where the topics are not there."""
        settings = self._settings.model_copy(update={"run": name})
        return {
            topic.name: {
                (key or b"").decode(): record.value
                for key, record in fold(read(settings, [settings.topic(topic)])).items()
                if record.value is not None
            }
            for topic in EVENT_TOPICS.values()
        }

    def size(self, name: str) -> int | None:  # noqa: ARG002 - a broker tells the size of its disks, not of topics
        """See `Runs`."""
        return None

    def promote(self, name: str) -> Alias:
        """See `Runs`. Subscribers who follow the topic of aliases learn of it at once."""
        alias = self.alias().to(name)
        self._tell(message(ALIASES, alias.alias, alias))
        return alias

    def drop(self, name: str, progress: Callable[[str], None] = lambda _: None) -> None:
        """See `Runs`. Raises RunInUseError where workers are at work on the run."""
        prefix = self._settings.topic_prefix + run_prefix(name)
        with closing(connect(self._settings)) as client:
            topics = sorted(topic for topic in client.list_topics() if topic.startswith(prefix))
            if not topics and self.find(name) is None:
                raise UnknownRunError(f"there is no run {name!r} on {self.where}")
            _drop_groups(client, prefix, progress)
            _drop_topics(client, topics, progress)
        if self.find(name) is not None:
            self._tell(tombstone(RUNS, name))

    def _fold(self, topic: Topic) -> dict[str, bytes]:
        """The records of a topic of control; none where nobody has made it yet."""
        try:
            found = fold(read(self._settings, [self._settings.topic(topic)]))
        except TopicMissingError:
            return {}
        return {(key or b"").decode(): record.value for key, record in found.items() if record.value is not None}

    def _tell(self, said: Message) -> None:
        with closing(connect(self._settings)) as client:
            admin.create(client, admin.control(self._settings))
        name = self._settings.topic(said.topic)
        send(self._settings, [Outgoing(name, said.key.encode(), said.value, said.headers)])


def live(settings: Settings) -> Settings:
    """The settings by which to read: of the run that they name, else of the one that is live on their broker.

    Raises BrokerUnreachableError, BrokerAddressError.
    """
    return settings if settings.run else settings.model_copy(update={"run": BrokerRuns(settings).alias().run})


def _drop_groups(client: KafkaAdminClient, prefix: str, progress: Callable[[str], None]) -> None:
    groups = sorted(group["group_id"] for group in client.list_groups() if group["group_id"].startswith(prefix))
    described = client.describe_groups(groups) if groups else {}
    busy = [group for group, found in described.items() if found.get("members")]
    if busy:
        raise RunInUseError(f"workers are at work on it (group {', '.join(busy)}): stop them first")
    if groups:
        client.delete_groups(groups)
    for group in groups:
        progress(f"group {group}")


def _drop_topics(client: KafkaAdminClient, topics: Sequence[str], progress: Callable[[str], None]) -> None:
    for topic in topics:
        try:
            client.delete_topics([topic])
        except UnknownTopicOrPartitionError:
            continue
        progress(f"topic {topic}")

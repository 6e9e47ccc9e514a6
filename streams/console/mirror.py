"""The topics of a broker in a log of this machine, so that the console reads one kind of store."""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from schemas.client.live import LiveRun
from schemas.message import Message
from schemas.topics import (
    ACTORS,
    ARTICLES_DUPLICATE,
    ARTICLES_REJECTED,
    ARTICLES_UNIQUE,
    EVENT_TOPICS,
    RELATIONS,
    REPORTS,
    Topic,
)
from streams.kafka.read import POLL_MS, consumer, partitions
from streams.log import Log
from streams.settings import Settings

MIRRORED: tuple[Topic, ...] = (
    *EVENT_TOPICS.values(),
    REPORTS,
    ARTICLES_UNIQUE,
    ARTICLES_DUPLICATE,
    ARTICLES_REJECTED,
    RELATIONS,
    ACTORS,
)
"""All compacted topics that the pages show something of."""

_RETRY_SECONDS = 5.0

_log = logging.getLogger("communique.console")


class Mirror:
    """Copies the topics of the settings' broker into a log in the folder, on a thread of its own, until `close`.

    Follows the run that is live, unless the settings name one: when another is promoted, it is copied into a log of
    its own, which `path` names from when it is whole. Raises BrokerUnreachableError, BrokerAddressError,
    TopicMissingError.
    """

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._logs = 0
        self._stop = threading.Event()
        self._whole = threading.Event()
        self.path = folder / "none.db"
        self.copied = 0
        self._live = None if settings.run else LiveRun(consumer(settings), settings.topic_prefix)
        with closing(consumer(settings)) as client:
            self.total = sum(_behind(client, self._assign(client, self._wanted())[1]).values())
        self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait so long for the copy to be whole; whether it is. Until then `copied` of `total` records are there."""
        return self._whole.wait(seconds)

    def close(self) -> None:
        """Stop copying."""
        self._stop.set()
        self._thread.join(timeout=10.0)

    def _wanted(self) -> str:
        if self._live is None:
            return self._settings.run
        self._live.changed()
        return self._live.run

    def _assign(self, client: KafkaConsumer, run: str) -> tuple[dict[str, Topic], list[TopicPartition]]:
        """Read the run's topics from their beginning; what their names on the broker stand for, their partitions."""
        settings = self._settings.model_copy(update={"run": run})
        topics = {settings.topic(topic): topic for topic in MIRRORED}
        wanted = [partition for name in topics for partition in partitions(client, name)]
        client.assign(wanted)
        client.seek_to_beginning(*wanted)
        return topics, wanted

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._copy(self._wanted())
            except (KafkaError, LookupError, OSError, sqlite3.Error) as error:  # a run was dropped, a disk is full
                _log.warning("the broker cannot be mirrored, trying again: %s", error)
                self._stop.wait(_RETRY_SECONDS)
        if self._live:
            self._live.close()

    def _copy(self, run: str) -> None:
        """Copy the run from its beginning until another one is wanted."""
        self._logs += 1
        path = self._folder / f"mirror-{self._logs}.db"
        with closing(consumer(self._settings)) as client, Log(path) as log:
            topics, wanted = self._assign(client, run)
            behind = _behind(client, wanted)
            ends = {partition: client.position(partition) + count for partition, count in behind.items()}
            while not self._stop.is_set() and self._wanted() == run:
                fetched = [each for records in client.poll(timeout_ms=POLL_MS).values() for each in records]
                with log.transaction():
                    for record in fetched:
                        key = (record.key or b"").decode(errors="replace")
                        log.append(Message(topics[record.topic], key, record.value, tuple(record.headers)))
                self.copied += len(fetched)
                if ends and all(client.position(partition) >= end for partition, end in ends.items()):
                    ends = {}
                    self._show(path)

    def _show(self, path: Path) -> None:
        """From here on readers are given this log. Who has the one before open may read it still."""
        before, self.path = self.path, path
        self._whole.set()
        for suffix in ("", "-wal", "-shm"):
            before.with_name(before.name + suffix).unlink(missing_ok=True)


def _behind(client: KafkaConsumer, wanted: list[TopicPartition]) -> dict[TopicPartition, int]:
    """How many offsets lie between where the client reads and the present end of each partition."""
    ends = client.end_offsets(wanted)
    return {partition: max(0, ends[partition] - client.position(partition)) for partition in wanted}

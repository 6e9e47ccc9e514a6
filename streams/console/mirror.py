"""The topics of a broker in a log of this machine, so that the console reads one kind of store."""

from __future__ import annotations

import logging
import threading
from contextlib import closing
from pathlib import Path

from kafka import KafkaConsumer
from kafka.errors import KafkaError

from schemas.client.live import LiveRun
from schemas.message import Message
from schemas.topics import (
    ACTORS,
    ARTICLES_DUPLICATE,
    ARTICLES_RAW,
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
    """Copies the topics of the settings' broker into a new log at `path` on a thread of its own, until `close`.

    Follows the run that is live, unless the settings name one: when another is promoted, the log is made anew. Raises
    BrokerUnreachableError, BrokerAddressError, TopicMissingError.
    """

    def __init__(self, settings: Settings, path: Path) -> None:
        self._settings = settings
        self._path = path
        self._stop = threading.Event()
        Log(path).close()
        self._client = consumer(settings.broker)
        try:
            self._live = None if settings.run else LiveRun(consumer(settings.broker), settings.topic_prefix)
            self._topics = self._assign(self._client)
        except BaseException:
            self._client.close()
            raise
        self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop copying."""
        self._stop.set()
        self._thread.join(timeout=10.0)

    def _assign(self, client: KafkaConsumer) -> dict[str, Topic]:
        """Read the run's topics from their beginning; what each name on the broker stands for."""
        run = self._live.run if self._live else self._settings.run
        settings = self._settings.model_copy(update={"run": run})
        topics = {settings.topic(topic): topic for topic in MIRRORED}
        wanted = [partition for name in topics for partition in partitions(client, name)]
        client.assign(wanted)
        client.seek_to_beginning(*wanted)
        return topics

    def _run(self) -> None:
        with Log(self._path) as log, closing(self._client) as client:
            while not self._stop.is_set():
                try:
                    self._copy(log, client)
                except (KafkaError, LookupError, OSError) as error:  # a run that was dropped, a broker that restarts
                    _log.warning("the broker cannot be read, trying again: %s", error)
                    self._stop.wait(_RETRY_SECONDS)
        if self._live:
            self._live.close()

    def _copy(self, log: Log, client: KafkaConsumer) -> None:
        if self._live and self._live.changed():
            self._topics = self._assign(client)
            log.forget_derived(ARTICLES_RAW, {})
        fetched = client.poll(timeout_ms=POLL_MS)
        if not fetched:
            return
        with log.transaction():
            for records in fetched.values():
                for record in records:
                    key = (record.key or b"").decode(errors="replace")
                    log.append(Message(self._topics[record.topic], key, record.value, tuple(record.headers)))

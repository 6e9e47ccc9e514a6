"""Which run of the feed subscribers read: the alias `live`, which `communique promote` switches."""

from __future__ import annotations

import time

from kafka import KafkaConsumer, TopicPartition

from schemas.run import LIVE, MAIN, Alias
from schemas.topics import ALIASES

LOOK_SECONDS = 5.0
_POLL_MS = 500


class LiveRun:
    """The run behind the alias, with a consumer of its own: every member of a group must see it change."""

    def __init__(self, consumer: KafkaConsumer, prefix: str) -> None:
        self._consumer = consumer
        self._partition = TopicPartition(prefix + ALIASES.name, 0)
        self._looked = time.monotonic()
        self.run = MAIN
        self._look()

    def _look(self) -> None:
        """Read the topic to its end, if it is there: the first run of a feed makes it."""
        consumer, partition = self._consumer, self._partition
        if not consumer.assignment():
            if not consumer.partitions_for_topic(partition.topic):
                return
            consumer.assign([partition])
            consumer.seek_to_beginning(partition)
        while consumer.position(partition) < consumer.end_offsets([partition])[partition]:
            for records in consumer.poll(timeout_ms=_POLL_MS).values():
                for record in records:
                    if record.key == LIVE.encode():
                        self.run = Alias.decode(record.value).run if record.value is not None else MAIN

    def changed(self) -> bool:
        """Whether `run` is another than at the last call; looks every few seconds."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return False
        self._looked = time.monotonic()
        before = self.run
        self._look()
        return self.run != before

    def close(self) -> None:
        """Leave the broker."""
        self._consumer.close(autocommit=False)

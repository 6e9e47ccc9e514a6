"""The raw log on a broker, read to a fixed end in an order that is the same each time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing

from kafka import KafkaConsumer, TopicPartition

from schemas.run import Span
from streams.kafka.connection import BrokerUnreachableError, Server
from streams.kafka.read import POLL_MS, consumer, partitions, record
from streams.replay.raw import Cursor, RawRecord, Window

SILENCE_SECONDS = 60.0
"""Records are there and none comes for so long: the broker has gone."""


class RecordsGoneError(LookupError):
    """Records that were to be read are no longer in the log: retention or a hand has removed them."""


class KafkaSource:
    """The raw topic on a broker. It belongs to no consumer group, so it moves nobody's offsets."""

    def __init__(self, server: Server, topic: str) -> None:
        self._server = server
        self._topic = topic
        self.name = f"{server if isinstance(server, str) else server.broker}/{topic}"

    def spans(self, window: Window) -> tuple[Span, ...]:
        """All that the log holds now, without the records before the first that arrived in the window.

        Timestamps do not follow offsets where a producer gives them (an archive that is read back), so there is no
        offset after which none can be in the window. Raises TopicMissingError, BrokerUnreachableError.
        """
        with closing(consumer(self._server)) as client:
            all_partitions = partitions(client, self._topic)
            starts = client.beginning_offsets(all_partitions)
            ends = client.end_offsets(all_partitions)
            if window.since is not None:
                found = client.offsets_for_times(dict.fromkeys(all_partitions, window.since))
                starts = {each: found[each].offset if found[each] else ends[each] for each in all_partitions}
        return tuple(Span(partition=each.partition, start=starts[each], end=ends[each]) for each in all_partitions)

    def read(self, spans: Sequence[Span]) -> Iterator[tuple[Cursor, RawRecord]]:
        """See `Source.read`. Raises RecordsGoneError, TopicMissingError, BrokerUnreachableError."""
        if not spans:
            return
        with closing(consumer(self._server)) as client:
            partitions(client, self._topic)
            for span in spans:
                yield from self._partition(client, span)

    def _partition(self, client: KafkaConsumer, span: Span) -> Iterator[tuple[Cursor, RawRecord]]:
        partition = TopicPartition(self._topic, span.partition)
        client.assign([partition])
        if client.beginning_offsets([partition])[partition] > span.start:
            raise RecordsGoneError(f"{self.name}: partition {span.partition} does not begin at {span.start} any more")
        client.seek(partition, span.start)
        heard = time.monotonic()
        while client.position(partition) < span.end:
            records = client.poll(timeout_ms=POLL_MS).get(partition, ())
            for each in records:
                if each.offset >= span.end:
                    return
                found = record(each)
                yield (
                    (span.partition, found.offset + 1),
                    RawRecord(span.partition, found.offset, found.timestamp, found.key, found.value, found.headers),
                )
            if records:
                heard = time.monotonic()
            elif time.monotonic() - heard > SILENCE_SECONDS:
                raise BrokerUnreachableError(f"{self.name}: no record has come for {SILENCE_SECONDS:.0f} s")

"""What is measured over Kafka: hops that do nothing but hand on, as stages of the feed and as a bare loop."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import rocksdict
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schemas.message import Message, envelope
from schemas.report import Reading
from schemas.topics import (
    ARTICLES_CLASSIFIED,
    ARTICLES_CLEAN,
    ARTICLES_RAW,
    ARTICLES_UNIQUE,
    EVENTS_MEETING,
    REPORTS,
    Topic,
)
from streams.kafka import admin
from streams.kafka.connection import MAX_MESSAGE_BYTES, bootstrap_servers
from streams.pipeline import stages
from streams.settings import Settings
from streams.stage import Stage, Step


@dataclass(frozen=True, slots=True)
class Hop:
    """For each record of `source` sends the given values (None: the record's own); `table` keeps its own, too."""

    name: str
    source: Topic
    sends: tuple[tuple[Topic, bytes | None], ...]
    table: str | None = None


CODES, READING, EVENT = b"c" * 200, Reading(article_id="a" * 32, lang="en", ruleset="none").encode(), b"e" * 600

HOPS = (
    Hop("intake", ARTICLES_RAW, ((ARTICLES_CLEAN, None),)),
    Hop("dedup", ARTICLES_CLEAN, ((ARTICLES_UNIQUE, None),), "articles"),
    Hop("extract", ARTICLES_UNIQUE, ((ARTICLES_CLASSIFIED, CODES), (REPORTS, READING))),
    Hop("resolve", REPORTS, ((EVENTS_MEETING, EVENT),), "readings"),
)


class HandOn:
    """A stage that does nothing but its hop."""

    def __init__(self, hop: Hop) -> None:
        self.name, self.source, self.table = hop.name, hop.source, hop.table
        self._sends = hop.sends

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Remembers nothing."""

    def handle(self, message: Message) -> Step:
        """The same, on the next topics."""
        headers = tuple(header for header in message.headers if not header[0].startswith("origin-"))
        return Step(
            tuple(Message(topic, message.key, value or message.value, headers) for topic, value in self._sends),
            ((message.key, message.value),) if self.table else (),
        )


class ReadNothing(HandOn):
    """In the place of `extract`: every article reports nothing."""

    def handle(self, message: Message) -> Step:
        """An empty reading."""
        reading = Reading(article_id=message.key, lang="en", ruleset="none").encode() if message.value else None
        return Step((Message(REPORTS, message.key, reading, envelope(REPORTS, message.key, reading)),))


def chain(settings: Settings, *, real: bool) -> tuple[Stage, ...]:
    """The stages of a measured worker."""
    if real:
        return tuple(ReadNothing(HOPS[2]) if stage.name == "extract" else stage for stage in stages(settings))
    return tuple(HandOn(hop) for hop in HOPS)


async def bare(settings: Settings) -> None:
    """One consumer and one producer that move every record over the hops and write the tables' rows, for ever."""
    servers = bootstrap_servers(settings.broker)
    hops = {settings.topic(hop.source): hop for hop in HOPS}
    producer = AIOKafkaProducer(
        bootstrap_servers=servers,
        linger_ms=20,
        max_batch_size=512 * 1024,
        max_request_size=MAX_MESSAGE_BYTES,
        compression_type="lz4",
    )
    consumer = AIOKafkaConsumer(
        bootstrap_servers=servers,
        group_id=settings.application,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
    )
    await producer.start()
    await consumer.start()
    consumer.assign(
        [
            TopicPartition(settings.topic(hop.source), number)
            for hop in HOPS
            for number in range(settings.partitions_of(hop.source))
        ]
    )
    rows = {
        hop.table: rocksdict.Rdict(str(settings.data_dir / hop.table), rocksdict.Options(raw_mode=True))
        for hop in HOPS
        if hop.table
    }
    (settings.data_dir / "ready").touch()
    sent: list[asyncio.Future[object]] = []
    committed = time.monotonic()
    while True:
        for partition, records in (await consumer.getmany(timeout_ms=500, max_records=500)).items():
            hop = hops[partition.topic]
            for record in records:
                for topic, value in hop.sends:
                    name, headers = settings.topic(topic), list(record.headers)
                    sent.append(await producer.send(name, value or record.value, record.key, headers=headers))
                if hop.table:
                    rows[hop.table][record.key] = record.value
                    name = admin.changelog(settings.application, hop.table)
                    sent.append(await producer.send(name, record.value, record.key, partition=partition.partition))
        if time.monotonic() - committed > 1.0:
            await asyncio.gather(*sent)
            sent.clear()
            await consumer.commit()
            committed = time.monotonic()


def raw_records(count: int) -> Iterator[tuple[str, bytes]]:
    """Keys and values of articles of 1.7 KB, no two alike, the same in every run."""
    chance = random.Random(count)
    words = ["".join(chance.choices("abcdefghiklmnoprstuvz", k=chance.randint(2, 9))) for _ in range(2_000)]
    for number in range(count):
        text = " ".join(" ".join(chance.choices(words, k=12)).capitalize() + "." for _ in range(20))
        record = {"id": f"bench-{number}", "title": f"Talks, round {number}", "published": "2024-11-27", "text": text}
        yield f"{number:032x}", json.dumps(record).encode()


async def produce(settings: Settings, records: Sequence[tuple[str, bytes]]) -> None:
    """Put the articles with the usual headers on the raw topic."""
    async with AIOKafkaProducer(
        bootstrap_servers=bootstrap_servers(settings.broker), linger_ms=20, max_batch_size=512 * 1024
    ) as producer:
        sent = [
            await producer.send(
                settings.topic(ARTICLES_RAW), value, key.encode(), headers=list(envelope(ARTICLES_RAW, key, value))
            )
            for key, value in records
        ]
        await asyncio.gather(*sent)

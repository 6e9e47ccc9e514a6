"""`communique ingest`: articles to a broker, each confirmed."""

from __future__ import annotations

import time
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import CommandError, broker_problems, err, examples, load_settings, progress
from streams.cli.sources import Files, find_files, records, split_archives
from streams.present.words import counted

if TYPE_CHECKING:
    from streams.replay.raw import RawRecord
    from streams.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("ingest news.jsonl.zst --to kafka://127.0.0.1:9092"))(ingest)


def ingest(
    files: Files,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="kafka://HOST:PORT", help="The broker; from the settings unless given."),
    ] = None,
) -> None:
    """Send articles to the feed's raw topic on a Kafka broker.

    Ends with 0 only when the broker has confirmed every record. After a failure the same command can be run
    again: the feed takes the very same record for a redelivery. An archive is checked whole before its first record
    is sent; its keys, headers and times of arrival are kept.
    """
    from schemas.ids import record_id
    from schemas.topics import ARTICLES_RAW
    from streams.kafka.ingest import IngestError, Outgoing, send

    settings = load_settings()
    settings = settings.model_copy(update={"broker": to or settings.broker})
    archives, plain = split_archives(files)
    found = find_files(plain)
    topic = settings.topic(ARTICLES_RAW)
    with broker_problems():
        partitions = _partitions(settings, topic)
    with progress("bytes") as bars, broker_problems():
        size = found.size + sum(archive.size for archive in archives)
        task = bars.add_task("sent", total=size or None)
        advance = partial(bars.advance, task)
        taken = records(found, settings.max_record_bytes, advance)

        def confirmed(count: int, _: int) -> None:
            bars.update(task, description=f"{count} confirmed")

        def restored(record: RawRecord) -> Outgoing:
            number = record.partition % partitions
            return Outgoing(topic, record.key, record.value, record.headers, number, record.timestamp)

        try:
            kept = (restored(record) for archive in archives for record in archive.read(advance))
            fresh = (Outgoing(topic, record_id(record.value).encode(), record.value) for record in taken)
            began = time.monotonic()
            count = send(settings, chain(kept, fresh), confirmed)
        except IngestError as error:
            raise CommandError(error, "Run the same command again when the broker is well.") from error
    rate = count / max(time.monotonic() - began, 0.001)
    err().print(f"{counted(count, 'record')} confirmed by {settings.broker} on {topic} ({rate:,.0f} a second)")


def _partitions(settings: Settings, topic: str) -> int:
    """How many the topic has. Raises TopicMissingError at once, where a producer would wait a minute for the topic."""
    from contextlib import closing

    from streams.kafka.read import consumer, partitions

    with closing(consumer(settings)) as client:
        return len(partitions(client, topic))

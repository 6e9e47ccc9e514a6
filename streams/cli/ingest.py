"""`communique ingest`: articles to a broker, each confirmed."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from streams.cli.console import CommandError, broker_problems, err, examples, load_settings, progress
from streams.cli.sources import Files, find_files, records


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
    again: the feed takes the very same record for a redelivery.
    """
    from schemas.ids import record_id
    from schemas.topics import ARTICLES_RAW
    from streams.kafka.ingest import IngestError, produce

    settings = load_settings()
    found = find_files(files)
    broker = to or settings.broker
    with broker_problems():
        _check_topic(broker, settings.topic(ARTICLES_RAW))
    with progress("bytes") as bars, broker_problems():
        task = bars.add_task("sent", total=found.size or None)
        taken = records(found, settings.max_record_bytes, lambda count: bars.update(task, advance=count))

        def confirmed(count: int, _: int) -> None:
            bars.update(task, description=f"{count} confirmed")

        try:
            pairs = ((record_id(record.value), record.value) for record in taken)
            began = time.monotonic()
            count = produce(broker, settings.topic(ARTICLES_RAW), pairs, confirmed)
        except IngestError as error:
            raise CommandError(error, "Run the same command again when the broker is well.") from error
    rate = count / max(time.monotonic() - began, 0.001)
    err().print(f"All {count} records confirmed by {broker} on {settings.topic(ARTICLES_RAW)} ({rate:,.0f} a second)")


def _check_topic(broker: str, topic: str) -> None:
    """Raises TopicMissingError at once, where a producer would wait a minute for the topic to appear."""
    from streams.kafka.connection import connect
    from streams.kafka.read import TopicMissingError

    client = connect(broker)
    try:
        if topic not in client.list_topics():
            raise TopicMissingError(f"the broker has no topic {topic!r}")
    finally:
        client.close()

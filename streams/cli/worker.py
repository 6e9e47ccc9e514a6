"""`communique worker` and `communique topics`: the feed on a broker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import CommandError, broker_problems, err, examples, load_settings, out
from streams.present.words import counted

if TYPE_CHECKING:
    from streams.settings import Settings

Broker = Annotated[
    str | None,
    typer.Option("--broker", metavar="kafka://HOST:PORT", help="The broker; from the settings unless given."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=examples("worker --broker kafka://127.0.0.1:9092"))(worker)
    topics = typer.Typer(help="The feed's topics on a Kafka broker.", no_args_is_help=True)
    topics.command("create")(create)
    topics.command("list")(show)
    app.add_typer(topics, name="topics")


def worker(broker: Broker = None) -> None:
    """Process the feed on a Kafka broker until stopped. Start as many workers as you like.

    SIGTERM or Ctrl-C ends it in good order. Metrics and health are on COMMUNIQUE_WEB_PORT: /metrics, /live, /ready.
    """
    from streams.worker import run

    raise typer.Exit(run(_settings(broker)))


def create(broker: Broker = None) -> None:
    """Create the topics that are missing; those that exist are left as they are."""
    from streams.kafka import admin
    from streams.kafka.connection import connect

    settings = _settings(broker)
    with broker_problems():
        client = connect(settings)
        try:
            wanted = admin.wanted(settings)
            created = admin.create(client, wanted)
            found = admin.inspect(client, wanted)
        finally:
            client.close()
    out().print(f"{counted(len(created), 'topic')} created, {len(wanted) - len(created)} were there")
    for topic in found:
        for difference in topic.differences:
            err().print(f"{topic.name} {difference}")


def show(broker: Broker = None) -> None:
    """Show the feed's topics as the broker has them; ends with 1 where one is missing."""
    from rich.table import Table

    from streams.kafka import admin
    from streams.kafka.connection import connect

    settings = _settings(broker)
    with broker_problems():
        client = connect(settings)
        try:
            found = admin.inspect(client, admin.wanted(settings))
        finally:
            client.close()
    table = Table("topic", "partitions", "replicas", "remarks", box=None, pad_edge=False, header_style="bold")
    for topic in found:
        table.add_row(
            topic.name, str(topic.partitions), str(topic.replication), "; ".join(topic.differences) or "as wanted"
        )
    out().print(table)
    if not all(topic.exists for topic in found):
        raise CommandError("topics are missing", "Create them with: communique topics create")


def _settings(broker: str | None) -> Settings:
    settings = load_settings()
    return settings.model_copy(update={"broker": broker}) if broker else settings

"""`communique status`: the feed at a glance."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import FAILED, Json, broker_problems, emit, examples, load_settings, out
from streams.cli.worker import Broker
from streams.present.words import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from streams.kafka.status import Status
    from streams.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("status", "status --watch", "status --json --broker kafka://127.0.0.1:9092"))(status)


def status(
    broker: Broker = None,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Go on until Ctrl-C.")] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", min=1.0, metavar="N", help="Rates are measured over so many seconds.")
    ] = 3.0,
    json: Json = False,
) -> None:
    """Show how the feed on a broker is: topics, what waits, who works, how fast.

    Ends with 0 where all is well, else with 1: a topic is missing, no worker is at work or one is not ready, partitions
    are being handed over, or records wait and none is processed. Each problem is named.
    """
    settings = load_settings()
    settings = settings.model_copy(update={"broker": broker}) if broker else settings
    with broker_problems():
        found = _looks(settings, seconds)
        if watch:
            _follow(found, json=json)
            return
        now = next(found)
    _print(now, json=json)
    if not now.healthy:
        raise typer.Exit(FAILED)


def _looks(settings: Settings, seconds: float) -> Iterator[Status]:
    """The state of the feed, again and again, `seconds` apart."""
    from streams.kafka.connection import connect
    from streams.kafka.status import sample, status

    with closing(connect(settings)) as admin:
        before = sample(admin, settings)
        while True:
            time.sleep(seconds)
            now = sample(admin, settings)
            yield status(settings, before, now)
            before = now


def _follow(found: Iterator[Status], *, json: bool) -> None:
    from rich.live import Live

    console = out()
    if json or not console.is_terminal:
        for now in found:
            _print(now, json=json)
        return
    with Live(console=console, screen=True, auto_refresh=False) as shown:
        for now in found:
            shown.update(_page(now), refresh=True)


def _print(now: Status, *, json: bool) -> None:
    if not json:
        out().print(_page(now), soft_wrap=True)
        return
    from dataclasses import asdict

    import orjson

    emit([orjson.dumps({"healthy": now.healthy, "waiting": now.waiting, **asdict(now)})])


def _page(now: Status) -> RenderableType:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    plain = {"box": None, "pad_edge": False, "header_style": "bold"}
    topics = Table(**plain)  # type: ignore[arg-type]
    topics.add_column("topic", no_wrap=True)
    for column in ("partitions", "records", "waiting", "arriving/s", "processed/s"):
        topics.add_column(column, justify="right")
    for topic in now.topics:
        topics.add_row(
            topic.name,
            str(topic.partitions) if topic.partitions else "missing",
            f"{topic.records:,}",
            "" if topic.waiting is None else f"{topic.waiting:,}",
            _rate(topic.arriving),
            _rate(topic.processed),
        )
    workers = Table("worker", "state", "partitions", "version", "ruleset", **plain)  # type: ignore[arg-type]
    for worker in now.workers:
        workers.add_row(worker.url, worker.health, str(worker.partitions), worker.version, worker.ruleset)
    waits = f"{counted(now.waiting, 'record')} waiting" if now.waiting else "nothing waits"
    head = f"{now.broker}, group {now.group}: {now.group_state}, {counted(len(now.workers), 'worker')}, {waits}"
    problems = Text("\n".join(f"! {problem}" for problem in now.problems) or "All is well.")
    return Group(Text(head), Text(), topics, Text(), workers, Text(), problems)


def _rate(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}"

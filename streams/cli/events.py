"""`communique events`: what the log says has happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from schemas.filters import Filter, days
from streams.cli.console import Json, LogPath, emit, examples, out
from streams.cli.filters import Kinds, Parties, Since, Statuses, Until, make_filter
from streams.cli.told import Broker, records
from streams.present.words import clean, counted, what, when, where

if TYPE_CHECKING:
    from rich.table import Table

    from streams.log import Log


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "events --party KAZ --since 2024-01-01",
            "events --kind figure --json",
            "events --status planned --from kafka://127.0.0.1:9092",
        )
    )(events)


def events(
    kind: Kinds = None,
    party: Parties = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Show only the latest so many.")] = 1_000,
    broker: Broker = None,
    log: LogPath = None,
    json: Json = False,
) -> None:
    """Show the events, each with all its sources, by date."""
    from schemas.topics import EVENT_TOPICS

    wanted = make_filter(kind, party, status, since, until)
    found = by_date((value for _, value in records([*EVENT_TOPICS.values()], log, broker)), wanted)
    if json:
        emit(value for value, _ in found[-limit:])
        return
    console = out()
    console.print(table([event for _, event in found[-limit:]]))
    console.print(f"{min(limit, len(found)):,} of {counted(len(found), 'event')}")


def events_of(store: Log) -> list[tuple[bytes, dict[str, Any]]]:
    """The events of the log, as bytes and read, by date; the undated come first."""
    from schemas.topics import EVENT_TOPICS

    folded = (message.value for topic in EVENT_TOPICS.values() for message in store.fold(topic))
    return by_date((value for value in folded if value is not None), Filter())


def by_date(values: Iterable[bytes], wanted: Filter) -> list[tuple[bytes, dict[str, Any]]]:
    """The events that the filter takes, as bytes and read, by date; the undated come first."""
    import orjson

    kept = [(value, event) for value in values if wanted.takes(event := orjson.loads(value))]
    return sorted(kept, key=lambda each: (*(days(each[1]) or ("", "")), each[1]["event_id"]))


def table(records: list[dict[str, Any]]) -> Table:
    """Events, or briefs of them, as a table for people: date, parties, what, where, sources, confidence."""
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("date", no_wrap=True, style="cyan")
    shown.add_column("parties", overflow="fold", max_width=16)
    shown.add_column("what", overflow="fold")
    shown.add_column("where", overflow="fold", max_width=20)
    shown.add_column("sources", justify="right", no_wrap=True)
    shown.add_column("conf.", justify="right", no_wrap=True)
    for event in records:
        sources = event["sources"]
        shown.add_row(
            when(event),
            " ".join(event["parties"]),
            clean(what(event)),
            clean(where(event)),
            str(sources if isinstance(sources, int) else len(sources)),
            f"{event['confidence']:.2f}",
        )
    return shown

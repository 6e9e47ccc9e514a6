"""`communique actors`: what the feed says of one party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from streams.cli.console import Json, LogPath, emit, err, examples, out
from streams.cli.events import table
from streams.cli.relations import On, Party, show, years
from streams.cli.told import Broker, known_party, record
from streams.present.words import coming, counted

if TYPE_CHECKING:
    from rich.table import Table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("actors KAZ", "actors org:EU --json", "actors KAZ --from kafka://127.0.0.1:9092"))(
        actors
    )


def actors(party: Party, on: On = None, broker: Broker = None, log: LogPath = None, json: Json = False) -> None:
    """Show a party's latest and next meetings, and with whom it has most to do.

    With --json the record of the topic `actors` as it stands; it knows no day.
    """
    import orjson

    from schemas.topics import ACTORS

    name = known_party(party)
    value = record(ACTORS, name, log, broker)
    if value is None:
        err().print(f"No event names {name}.")
    elif json:
        emit([value])
    else:
        found, day = orjson.loads(value), on or datetime.now(UTC).date()
        ahead = coming(found["planned"], day.isoformat())
        out().print(f"{name}, on {day}: {counted(found['events'], 'event')}\n")
        show(
            [
                ("Latest meetings", table(found["meetings"]) if found["meetings"] else "none known"),
                ("Meetings ahead", table(ahead) if ahead else "none known"),
                ("Partners", _partners(found["partners"])),
                ("Events a year", years(found["counts"])),
            ]
        )


def _partners(partners: Sequence[Mapping[str, Any]]) -> Table:
    from rich.table import Table

    shown = Table("party", "events", "last", box=None, pad_edge=False)
    for partner in partners:
        shown.add_row(partner["party"], str(partner["events"]), partner.get("last", ""))
    return shown

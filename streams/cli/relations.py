"""`communique relations`: what the feed says of two parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from streams.cli.console import CommandError, Json, LogPath, emit, err, examples, out
from streams.cli.events import table
from streams.cli.filters import a_day
from streams.cli.told import Broker, known_party, record
from streams.present.words import clean, coming, counted, what, when, where

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

Party = Annotated[str, typer.Argument(help="Country or organisation, such as RUS, Russia or org:EU.")]
On = Annotated[
    date | None,
    typer.Option(
        parser=a_day, metavar="DATE", help="The day from which the next meeting is looked for; today unless given."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "relations RUS KAZ",
            "relations USA org:EU --on 2024-06-30 --json",
            "relations RUS KAZ --from kafka://127.0.0.1:9092",
        )
    )(relations)


def relations(
    one: Party, other: Party, on: On = None, broker: Broker = None, log: LogPath = None, json: Json = False
) -> None:
    """Show when two parties met and will meet, the agreements in force, and the latest figures between them.

    With --json the record of the topic `relations` as it stands; it knows no day.
    """
    import orjson

    from schemas.topics import RELATIONS

    parties = sorted({known_party(one), known_party(other)})
    if len(parties) == 1:
        raise CommandError("two different parties are needed", "communique relations RUS KAZ", code=2)
    value = record(RELATIONS, ",".join(parties), log, broker)
    if value is None:
        err().print(f"No event names both {parties[0]} and {parties[1]}.")
    elif json:
        emit([value])
    else:
        found, day = orjson.loads(value), on or datetime.now(UTC).date()
        console = out()
        console.print(f"{' and '.join(parties)}, on {day}: {counted(found['events'], 'event')}\n")
        show(_sections(found, day.isoformat()))


def show(sections: Sequence[tuple[str, RenderableType]]) -> None:
    """Print what has a title and a body, one below the other."""
    console = out()
    for title, body in sections:
        console.print(title, style="bold")
        console.print(body)
        console.print()


def years(counts: Mapping[str, Mapping[str, int]]) -> Table:
    """Events by year and kind."""
    from rich.table import Table

    shown = Table("year", "meetings", "agreements", "figures", box=None, pad_edge=False)
    for year, by_kind in counts.items():
        shown.add_row(year, *(str(by_kind.get(kind, "")) for kind in ("meeting", "agreement", "figure")))
    return shown


def _sections(found: Mapping[str, Any], day: str) -> list[tuple[str, RenderableType]]:
    ahead = coming(found["planned"], day)
    more = found["in_force"] - len(found["agreements"])
    return [
        ("Last meeting", _line(found["last_meeting"]) if "last_meeting" in found else "none known"),
        ("Next meeting", _line(ahead[0]) if ahead else "none known"),
        (
            f"Agreements in force{f', the latest; {more} more' if more else ''}",
            table(found["agreements"]) if found["agreements"] else "none known",
        ),
        ("Latest figures", table(found["figures"]) if found["figures"] else "none known"),
        ("Events a year", years(found["counts"])),
    ]


def _line(event: Mapping[str, Any]) -> str:
    return "  ".join(clean(part) for part in (when(event), what(event), where(event)) if part)

"""`communique relations`: what the log says of two countries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from schemas.filters import code
from streams.cli.console import CommandError, Json, LogPath, emit, err, examples, load_settings, log_path, opened, out
from streams.cli.events import table
from streams.cli.present import clean, what, when, where

if TYPE_CHECKING:
    from rich.console import RenderableType

    from schemas.base import Model
    from streams.resolve.relations import Relation

Party = Annotated[str, typer.Argument(help="Country or organisation code, such as RUS or org:EU.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("relations RUS KAZ", "relations USA org:EU --on 2024-06-30 --json"))(relations)


def relations(
    one: Party,
    other: Party,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day that parts last and next meeting; today unless given."),
    ] = None,
    log: LogPath = None,
    json: Json = False,
) -> None:
    """Show when two parties met and will meet, what they agreed, and the figures between them."""
    from schemas.event import EVENT
    from schemas.topics import EVENT_TOPICS
    from streams.resolve.relations import relation

    if code(one) == code(other):
        raise CommandError("two different parties are needed", "communique relations RUS KAZ", code=2)
    day = on.date() if on else datetime.now(UTC).date()
    with opened(log_path(load_settings(), log), create=False) as store:
        events = [
            EVENT.validate_json(message.value)
            for topic in EVENT_TOPICS.values()
            for message in store.fold(topic)
            if message.value is not None
        ]
    found = relation(events, code(one), code(other), day)
    if json:
        emit([found.encode()])
    elif not (found.counts or found.agreements or found.figures):
        err().print(
            f"No event of the log names both {code(one)} and {code(other)}. "
            "Parties are codes, such as KAZ (ISO 3166) or org:EU."
        )
    else:
        console = out()
        console.print(f"{' and '.join(found.parties)}, on {day}\n")
        for title, shown in _sections(found):
            console.print(title, style="bold")
            console.print(shown)
            console.print()


def _sections(found: Relation) -> list[tuple[str, RenderableType]]:
    from rich.table import Table

    years = Table("year", "meetings", "agreements", "figures", box=None, pad_edge=False)
    for year, counts in found.counts.items():
        years.add_row(str(year), *(str(counts.get(kind, "")) for kind in ("meeting", "agreement", "figure")))
    meetings: list[tuple[str, RenderableType]] = [
        (title, _line(meeting) if meeting else "none known")
        for title, meeting in (("Last meeting", found.last_meeting), ("Next meeting", found.next_meeting))
    ]
    return [
        *meetings,
        ("Agreements", table([_read(each) for each in found.agreements]) if found.agreements else "none known"),
        ("Latest figures", table([_read(each) for each in found.figures]) if found.figures else "none known"),
        ("Events a year", years),
    ]


def _line(event: Model) -> str:
    record = _read(event)
    return "  ".join(clean(part) for part in (when(record), what(record), where(record)) if part)


def _read(event: Model) -> dict[str, Any]:
    return event.model_dump(mode="json", exclude_none=True)

"""`communique table`: events as rows for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from streams.cli.console import USAGE, CommandError, LogPath, broken_lexicon, err, examples, load_settings
from streams.cli.events import by_date
from streams.cli.filters import Kinds, Parties, Since, Statuses, Until, make_filter
from streams.cli.told import Broker, records
from streams.present.words import counted

if TYPE_CHECKING:
    from streams.bridge.rows.codebook import Codebook

FORMATS = ("csv", "gdelt", "jsonl", "parquet", "polecat")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "table -o events.csv",
            "table --format gdelt --party KAZ --since 2024-01-01 > kaz.export.CSV",
            "table -o events.parquet --from kafka://127.0.0.1:9092",
        )
    )(table)


def table(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output unless given.")
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", "-f", help=f"{', '.join(FORMATS)}; by the ending of FILE unless given, else csv."),
    ] = None,
    kind: Kinds = None,
    party: Parties = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    broker: Broker = None,
    log: LogPath = None,
) -> None:
    """Write the events that hold as a table: for a spreadsheet, a notebook, or programs made for other event data.

    csv and parquet have a row an event and one set of columns for all kinds; parquet needs the package pyarrow. gdelt
    (the 61 columns of GDELT 2.0, no head) and polecat (the 40 of POLECAT) have a row a pair of parties. jsonl is the
    events as they are. schemas/README.md says what is in each column.
    """
    from schemas.topics import EVENT_TOPICS
    from streams.bridge.rows.files import FORMATS as WRITERS
    from streams.bridge.rows.files import MissingPackageError
    from streams.cli.console import broker_problems

    chosen = _format(format_, output)
    if chosen == "parquet" and output is None and sys.stdout.isatty():
        raise CommandError("Parquet is no text for a terminal", "Name a file: -o events.parquet", USAGE)
    wanted = make_filter(kind, party, status, since, until)
    with broker_problems():
        found = by_date((value for _, value in records([*EVENT_TOPICS.values()], log, broker)), wanted)
    try:
        with _written(output) as file:
            rows = WRITERS[chosen]((value for value, _ in found), file, _codebook())
    except MissingPackageError as error:
        raise CommandError(error, "Install it (pip install pyarrow), or choose --format csv.") from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(f"{output or 'standard output'} cannot be written: {error.strerror}", code=USAGE) from error
    if output:
        err().print(f"{counted(rows, 'row')} of {counted(len(found), 'event')}: {output}", soft_wrap=True)


def _format(given: str | None, output: Path | None) -> str:
    chosen = given or (output.suffix.removeprefix(".") if output else "") or "csv"
    if chosen not in FORMATS:
        what = f"{given!r} is no format" if given else f"no format ends in .{chosen}"
        raise CommandError(what, f"Give --format: {', '.join(FORMATS)}.", USAGE)
    return chosen


@contextmanager
def _written(path: Path | None) -> Iterator[BinaryIO]:
    """The file, which is there whole or not at all; standard output for None."""
    if path is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _codebook() -> Codebook:
    """Codes, with the English names of the lexicon."""
    from streams.bridge.rows.codebook import Codebook
    from streams.names import Names

    with broken_lexicon():
        return Codebook(Names(load_settings().lexicon).by_code)

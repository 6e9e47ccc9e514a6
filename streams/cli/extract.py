"""`communique extract`: articles in, reports out, nothing kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from streams.cli.console import FAILED, broken_lexicon, examples, load_settings
from streams.cli.sources import Files, find_files, records


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("extract articles.jsonl.gz --workers 4 > reports.jsonl"))(extract)


def extract(
    files: Files,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes that read.")] = 1,
    lexicon: Annotated[
        Path | None,
        typer.Option(
            "--lexicon", metavar="DIR", exists=True, file_okay=False, help="Tables that extend the bundled ones."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if a record was rejected.")] = False,
) -> None:
    """Read articles and print their reports, one a line, in the order of the articles.

    Nothing is kept and nothing compared: copies are read like any other article. Records that are no article
    are named on standard error.
    """
    settings = load_settings()
    if lexicon:
        settings = settings.model_copy(update={"lexicon": lexicon})
    taken = records(find_files(files), settings.max_record_bytes)
    with broken_lexicon():
        from streams.cli.reading import read_all

        outcomes = read_all(taken, settings, workers)
    rejected = 0
    for record, outcome in outcomes:
        sys.stdout.buffer.write(outcome.reports)
        if outcome.rejected is not None:
            rejected += 1
            sys.stderr.write(f"{record.origin}: rejected: {outcome.rejected}\n")
    sys.stdout.buffer.flush()
    if rejected and strict:
        raise typer.Exit(FAILED)

"""`communique dedup`: articles in, links between copies out, nothing kept."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from streams.cli.console import USAGE, CommandError, err, examples, load_settings, opened
from streams.cli.sources import Files, find_files, split_archives
from streams.cli.working import take, work
from streams.present.words import counted

if TYPE_CHECKING:
    from typing import BinaryIO

    from rich.table import Table

    from streams.inputs import Found
    from streams.log import Log
    from streams.replay.archive import Archive
    from streams.settings import Settings

INTERRUPTED = 130
KINDS = {
    "exact": "the same words",
    "near": "alike, about as long",
    "shortened": "a shorter copy",
    "extended": "a longer copy",
    "derived": "follows an earlier one up under a new lead; no copy",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "dedup news.jsonl.zst > links.jsonl",
            "dedup pages/ --output links.jsonl",
            "dedup - --days 3 < news.jsonl | jq -r 'select(.duplicate_of) | .article_id'",
        )
    )(dedup)


def dedup(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where the links go; standard output unless given."),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option("--days", min=0, help="Look for copies within so many days of publication; 7 unless set."),
    ] = None,
) -> None:
    """Find which articles copy which, and print one link a line: JSON Lines. Reads no events and keeps nothing.

    A link has `article_id` and `duplicate_of`, the first of its copies by publication, then by id; `likeness` (exact,
    near, shortened, extended); `similarity`, the part of the shorter text that both share; and the first words that
    only one of them has, `added` and `removed`. An article that follows another up under a new lead is no duplicate:
    its link has `derived_from` instead. The links do not depend on the order of the articles.

    What is done and a summary go to standard error. The articles lie in the folder for temporary files (TMPDIR) until
    the command ends.
    """
    settings = load_settings()
    if days is not None:
        settings = settings.model_copy(update={"duplicate_days": days})
    archives, plain = split_archives(files)
    found = find_files(plain)
    try:
        with TemporaryDirectory(prefix="communique-") as folder, opened(Path(folder) / "log", create=True) as store:
            _compare(store, archives, found, settings)
            with _written(output) as out:
                kinds = _write(store, out)
            err().print(_summary(store, kinds))
    except KeyboardInterrupt:
        err().print("Stopped. No links were written, nothing is kept.")
        raise typer.Exit(INTERRUPTED) from None


def _compare(store: Log, archives: list[Archive], found: Found, settings: Settings) -> None:
    from streams.dedup.stage import Dedup
    from streams.intake.stage import Intake
    from streams.settle.stage import Settle

    take(store, archives, found, settings)
    intake = Intake(max_record_bytes=settings.max_record_bytes)
    work(store, (intake, Settle(), Dedup(settings.duplicate_days, settings.duplicate_memory)))


@contextmanager
def _written(path: Path | None) -> Iterator[BinaryIO]:
    """Where the links go; CommandError where the file cannot be written."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        raise CommandError(
            f"{path} cannot be written: {error.strerror}", "Give --output a file in a folder that is there.", USAGE
        ) from error


def _write(store: Log, out: BinaryIO) -> Counter[str]:
    """Write all links, by article id, duplicates first; how many there are of each kind."""
    import orjson

    from schemas.topics import ARTICLES_DERIVED, ARTICLES_DUPLICATE

    kinds: Counter[str] = Counter()
    for topic in (ARTICLES_DUPLICATE, ARTICLES_DERIVED):
        for link in store.fold(topic):
            assert link.value is not None
            kinds[orjson.loads(link.value).get("likeness", "derived")] += 1
            out.write(link.value + b"\n")
    return kinds


def _summary(store: Log, kinds: Counter[str]) -> Table:
    """How the articles have ended, for people."""
    import orjson
    from rich.table import Table

    from schemas.topics import ARTICLES_DUPLICATE, ARTICLES_REJECTED, ARTICLES_UNIQUE

    copied: Counter[Any] = Counter(
        orjson.loads(link.value or b"{}")["duplicate_of"] for link in store.fold(ARTICLES_DUPLICATE)
    )
    reasons = Counter(orjson.loads(each.value or b"{}")["reason"] for each in store.fold(ARTICLES_REJECTED))
    unique = sum(1 for _ in store.fold(ARTICLES_UNIQUE))
    shown = Table(title=counted(unique + copied.total() + reasons.total(), "article"), title_justify="left")
    shown.add_column("")
    shown.add_column("articles", justify="right")
    shown.add_column("")
    shown.add_row("unique", f"{unique:,}", f"{len(copied):,} of them have copies")
    for kind, meaning in KINDS.items():
        shown.add_row(f"  {kind}" if kind == "derived" else kind, f"{kinds[kind]:,}", meaning)
    for reason, count in sorted(reasons.items()):
        shown.add_row("rejected", f"{count:,}", reason)
    return shown

"""The files that a command is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import USAGE, CommandError, err, progress

if TYPE_CHECKING:
    from streams.inputs import Found, Record
    from streams.replay.archive import Archive

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILES...",
        help="JSON Lines, a JSON array, CSV with a header, .txt or .html; plain or compressed (gz, zst, xz, bz2); "
        "folders of these, archives (communique export); - for standard input.",
    ),
]


def find_files(files: list[str]) -> Found:
    """The files to read; says which files of folders it passes over. CommandError where one is not there."""
    from streams.inputs import InputError, find

    try:
        found = find(files)
    except InputError as error:
        raise CommandError(error, code=USAGE) from error
    if found.skipped:
        names = ", ".join(path.name for path in found.skipped[:4])
        more = ", …" if len(found.skipped) > 4 else ""
        err().print(f"Passed over, as no format of articles: {names}{more} ({len(found.skipped)} in all)")
    return found


def split_archives(files: list[str]) -> tuple[list[Archive], list[str]]:
    """The archives among the files, each checked whole, and the others. CommandError where one is damaged."""
    from streams.replay.archive import Archive, ArchiveError

    try:
        archives = [Archive.at(Path(path)) for path in files if Archive.stands_at(Path(path))]
        with progress("bytes") as bars:
            for archive in archives:
                task = bars.add_task("checked", total=archive.size)
                archive.verify(partial(bars.advance, task))
    except ArchiveError as error:
        raise CommandError(
            error, "Nothing was taken of it. Fetch the archive anew from where it was kept.", USAGE
        ) from error
    return archives, [path for path in files if not Archive.stands_at(Path(path))]


def records(found: Found, limit: int, advance: Callable[[int], None] = lambda _: None) -> Iterator[Record]:
    """The records of the files (see streams.inputs.read); CommandError where a file cannot be read to its end."""
    from streams.inputs import InputError, read

    try:
        yield from read(found.files, limit, advance)
    except InputError as error:
        raise CommandError(error, "The records before this place were taken; later ones were not.", USAGE) from error

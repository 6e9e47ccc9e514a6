"""The files that a command is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import USAGE, CommandError, err

if TYPE_CHECKING:
    from streams.inputs import Found, Record

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILES...",
        help="JSON Lines, a JSON array, CSV with a header, .txt or .html; plain or compressed (gz, zst, xz, bz2); "
        "folders of these; - for standard input.",
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


def records(found: Found, limit: int, progress: Callable[[int], None] = lambda _: None) -> Iterator[Record]:
    """The records of the files (see streams.inputs.read); CommandError where a file cannot be read to its end."""
    from streams.inputs import InputError, read

    try:
        yield from read(found.files, limit, progress)
    except InputError as error:
        raise CommandError(error, "The records before this place were taken; later ones were not.", USAGE) from error

"""`communique export`: the raw log as an archive that outlives it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from streams.cli.console import Json, LogPath, emit, err, examples, load_settings, out
from streams.cli.meter import meter
from streams.cli.places import From, RawLog, To, log_problems, raw_log, window
from streams.present.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemas.run import Span
    from streams.cli.meter import Meter
    from streams.replay.raw import RawRecord, Source, Window

INTERRUPTED = 130


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("export archive/ --source kafka://127.0.0.1:9092", "ingest archive/", "run archive/"))(
        export
    )


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The archive: a folder that is not there yet.")],
    since: From = None,
    until: To = None,
    source: RawLog = None,
    log: LogPath = None,
    json: Json = False,
) -> None:
    """Write the raw log into an archive: zstd JSON Lines by day of arrival, and a manifest with checksums.

    Keys, headers and times of arrival are kept. `communique ingest FOLDER` and `communique run FOLDER` read it back,
    and refuse it before the first record where a file is damaged.
    """
    from streams.replay import archive

    with log_problems():
        found, _ = raw_log(load_settings(), source, log)
        try:
            bounds = window(since, until)
            spans = found.spans(bounds)
            with meter("exported", sum(span.end - span.start for span in spans)) as shown:
                manifest = archive.write(folder, found.name, _records(found, spans, bounds, shown))
        except KeyboardInterrupt:
            err().print("Stopped. There is no archive; the same command begins anew.")
            raise typer.Exit(INTERRUPTED) from None
    if json:
        emit([manifest.encode()])
        return
    size = sum(file.bytes for file in manifest.files)
    held = f"{counted(manifest.records, 'record')} of {manifest.source} in {counted(len(manifest.files), 'file')}"
    out().print(f"{held}, {size / 1e6:,.1f} MB: {folder}", soft_wrap=True)


def _records(source: Source, spans: Sequence[Span], bounds: Window, shown: Meter) -> Iterator[RawRecord]:
    for _, record in source.read(spans):
        shown.advance(1)
        if bounds.takes(record.timestamp):
            yield record

"""Raw logs without a broker: the log on this machine, an archive, and files of articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from schemas.ids import record_id
from schemas.run import Span
from schemas.topics import ARTICLES_RAW
from streams.inputs import Found
from streams.inputs import read as read_files
from streams.log import PARTITION, Log
from streams.replay.archive import Archive
from streams.replay.raw import Cursor, RawRecord, Window, from_message


class UndatedError(ValueError):
    """Files of articles do not say when their records arrived, so no time can be chosen."""


class LogSource:
    """The raw articles of a log on this machine, which another process may be adding to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = str(path.resolve())

    def spans(self, window: Window) -> tuple[Span, ...]:  # noqa: ARG002 - arrivals are no index of this log
        """All that the log holds now. Raises streams.log.LogError where there is no log."""
        with Log(self._path, create=False) as log:
            return (Span(partition=PARTITION, start=0, end=log.end(ARTICLES_RAW)),)

    def read(self, spans: Sequence[Span]) -> Iterator[tuple[Cursor, RawRecord]]:
        """See `Source.read`."""
        with Log(self._path, create=False) as log:
            for span in spans:
                for stored in islice(log.scan(ARTICLES_RAW, span.start), span.end - span.start):
                    yield (PARTITION, stored.offset + 1), from_message(stored.message, stored.offset)


class ArchiveSource:
    """An archive, whose records stand where they stood in the log that it was made from."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.name = str(archive.folder.resolve())

    def spans(self, window: Window) -> tuple[Span, ...]:  # noqa: ARG002 - a window is asked of each record
        """Places are counted through the files. Raises ArchiveError where one of them is damaged."""
        self._archive.verify()
        return (Span(partition=0, start=0, end=self._archive.manifest.records),)

    def read(self, spans: Sequence[Span]) -> Iterator[tuple[Cursor, RawRecord]]:
        """See `Source.read`. Raises ArchiveError."""
        for span in spans:
            records = islice(self._archive.read(), span.start, span.end)
            yield from (((0, place + 1), record) for place, record in enumerate(records, span.start))


class FileSource:
    """Files of articles, in the order given; places are counted through them. Nothing tells of arrivals."""

    def __init__(self, found: Found, limit: int) -> None:
        self._found = found
        self._limit = limit
        self.name = ", ".join(f"{file.name} ({file.size} bytes)" for file in found.files)

    def spans(self, window: Window) -> tuple[Span, ...]:
        """Reads all files to count. Raises UndatedError where a window is asked for, InputError for a damaged file."""
        if window:
            raise UndatedError("files of articles do not say when a record arrived, so no time can be chosen of them")
        count = sum(1 for _ in read_files(self._found.files, self._limit))
        return (Span(partition=0, start=0, end=count),)

    def read(self, spans: Sequence[Span]) -> Iterator[tuple[Cursor, RawRecord]]:
        """See `Source.read`. Raises InputError where a file cannot be read to its end."""
        for span in spans:
            taken = islice(read_files(self._found.files, self._limit), span.start, span.end)
            for place, record in enumerate(taken, span.start):
                headers = (("origin-file", record.origin.encode()),)
                key = record_id(record.value).encode()
                yield (0, place + 1), RawRecord(0, place, None, key, record.value, headers)

"""Archives of a raw log: a folder of zstd JSON Lines, a file a day, and a manifest that checks them.

A line holds a record whole: partition, offset, arrival (`timestamp`, milliseconds since 1970), key, value and headers.
Bytes that are UTF-8 stand as text, so that `zstd -dc FILE | jq` reads them; all others as base64 under a name that ends
in `_base64`. A folder without a manifest is no archive: it is written last.
"""

from __future__ import annotations

import hashlib
import shutil
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import zstandard
from pydantic import Field, ValidationError

from schemas.base import Model
from schemas.topics import ARTICLES_RAW
from streams.inputs.compression import DAMAGE, plain
from streams.replay.raw import RawRecord

MANIFEST = "manifest.json"
FORMAT = "communique-archive/1"
UNDATED = "undated"
OPEN_DAYS = 16
"""Files that are written at a time: a log is nearly in order of arrival, and each costs megabytes."""
_CHUNK = 1 << 20
_LEVEL = 9  # twice as slow as the default and a tenth smaller: an archive is written once


class ArchiveError(Exception):
    """An archive cannot be written or read; the message names the file and what is wrong."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class DayFile(Model):
    """One file: the day (UTC) on which its records arrived, and what checks it."""

    name: str = Field(pattern=r"^\w[\w.-]*$")  # of a file in the archive's folder, never a path out of it
    day: str
    records: int
    bytes: int
    sha256: str


class Stretch(Model):
    """The first and the last offset that the archive has of a partition."""

    partition: int
    records: int
    first: int
    last: int


class Manifest(Model):
    """What the archive holds."""

    format: str
    topic: str
    source: str
    records: int
    partitions: tuple[Stretch, ...]
    files: tuple[DayFile, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive on disk."""

    folder: Path
    manifest: Manifest

    @staticmethod
    def stands_at(folder: Path) -> bool:
        """Whether the folder is an archive, whole or damaged."""
        return (folder / MANIFEST).is_file()

    @classmethod
    def at(cls, folder: Path) -> Archive:
        """The archive in the folder; raises ArchiveError where its manifest is missing or cannot be read."""
        path = folder / MANIFEST
        try:
            manifest = Manifest.decode(path.read_bytes())
        except OSError as error:
            raise ArchiveError(path, f"cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise ArchiveError(path, f"damaged: {error.error_count()} fields are no archive's") from error
        if manifest.format != FORMAT:
            raise ArchiveError(path, f"of another version ({manifest.format}, known: {FORMAT})")
        if sum(file.records for file in manifest.files) != manifest.records:
            raise ArchiveError(path, "damaged: its counts do not add up")
        return cls(folder, manifest)

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.bytes for file in self.manifest.files)

    def verify(self, progress: Callable[[int], None] = lambda _: None) -> None:
        """Raise ArchiveError where a file is not the one that was written. `progress` is told the bytes checked."""
        for file in self.manifest.files:
            path = self.folder / file.name
            try:
                length, digest = _checksum(path, progress)
            except OSError as error:
                raise ArchiveError(path, f"cannot be read: {error.strerror}") from error
            if length != file.bytes:
                raise ArchiveError(path, f"damaged: {length} bytes, where the manifest says {file.bytes}")
            if digest != file.sha256:
                raise ArchiveError(path, "damaged: its SHA-256 is not that of the manifest")

    def read(self, progress: Callable[[int], None] = lambda _: None) -> Iterator[RawRecord]:
        """All records, day by day, partition by partition. `progress` is told the bytes taken from disk.

        Whoever must not read half of it calls `verify` first. Raises ArchiveError.
        """
        for file in self.manifest.files:
            path = self.folder / file.name
            try:
                with path.open("rb", buffering=0) as raw:
                    for line in plain(raw, progress):
                        yield _decode(line)
            except (*DAMAGE, OSError, orjson.JSONDecodeError, KeyError, TypeError, Base64Error) as error:
                raise ArchiveError(path, f"damaged: {error}") from error


def write(
    folder: Path, source: str, records: Iterable[RawRecord], progress: Callable[[int], None] = lambda _: None
) -> Manifest:
    """Write an archive into the new folder `folder`; it is there whole or not at all.

    `source` says in the manifest where the records come from; `progress` is told the records written, one by one.
    Raises ArchiveError where the folder holds anything or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ArchiveError(folder, "is there already: an archive needs a new folder")
    unfinished = folder.with_name(folder.name + ".unfinished")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        days = _Days(unfinished)
        stretches: dict[int, Stretch] = {}
        for record in records:
            days.add(_day(record), _encode(record) + b"\n")
            stretches[record.partition] = _stretched(stretches.get(record.partition), record)
            progress(1)
        manifest = Manifest(
            format=FORMAT,
            topic=ARTICLES_RAW.name,
            source=source,
            records=sum(stretch.records for stretch in stretches.values()),
            partitions=tuple(stretches[number] for number in sorted(stretches)),
            files=days.close(),
        )
        (unfinished / MANIFEST).write_bytes(orjson.dumps(manifest.model_dump(), option=orjson.OPT_INDENT_2) + b"\n")
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except OSError as error:
        raise ArchiveError(unfinished, f"cannot be written: {error.strerror}") from error
    return manifest


class _Days:
    """Files by day. One that is taken up again after others goes on with a new zstd frame."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, tuple[BinaryIO, Any]] = {}
        self._counts: dict[str, int] = {}

    def add(self, day: str, line: bytes) -> None:
        """Write a line into the day's file."""
        if day not in self._open:
            if len(self._open) == OPEN_DAYS:
                self._finish(next(iter(self._open)))
            raw = self._path(day).open("ab")
            self._open[day] = raw, zstandard.ZstdCompressor(_LEVEL, write_checksum=True).stream_writer(raw)
        self._open[day] = self._open.pop(day)  # the last to be closed
        self._open[day][1].write(line)
        self._counts[day] = self._counts.get(day, 0) + 1

    def close(self) -> tuple[DayFile, ...]:
        """End all files; returns what each holds, by day."""
        for day in tuple(self._open):
            self._finish(day)
        return tuple(self._described(day) for day in sorted(self._counts))

    def _finish(self, day: str) -> None:
        raw, frame = self._open.pop(day)
        frame.flush(zstandard.FLUSH_FRAME)
        raw.close()

    def _described(self, day: str) -> DayFile:
        path = self._path(day)
        length, digest = _checksum(path)
        return DayFile(name=path.name, day=day, records=self._counts[day], bytes=length, sha256=digest)

    def _path(self, day: str) -> Path:
        return self._folder / f"{ARTICLES_RAW.name}-{day}.jsonl.zst"


def _day(record: RawRecord) -> str:
    if record.timestamp is None:
        return UNDATED
    return datetime.fromtimestamp(record.timestamp / 1000, UTC).date().isoformat()


def _stretched(stretch: Stretch | None, record: RawRecord) -> Stretch:
    offset = record.offset
    if stretch is None:
        return Stretch(partition=record.partition, records=1, first=offset, last=offset)
    return Stretch(
        partition=record.partition,
        records=stretch.records + 1,
        first=min(stretch.first, offset),
        last=max(stretch.last, offset),
    )


def _checksum(path: Path, progress: Callable[[int], None] = lambda _: None) -> tuple[int, str]:
    """Length and SHA-256 of the file."""
    digest = hashlib.sha256()
    length = 0
    with path.open("rb") as stream:
        for chunk in iter(partial(stream.read, _CHUNK), b""):
            digest.update(chunk)
            length += len(chunk)
            progress(len(chunk))
    return length, digest.hexdigest()


def _encode(record: RawRecord) -> bytes:
    """The record as a line of JSON."""
    return orjson.dumps(
        {
            "partition": record.partition,
            "offset": record.offset,
            "timestamp": record.timestamp,
            **_given("key", record.key),
            **_given("value", record.value),
            "headers": [{"name": name, **_given("value", value)} for name, value in record.headers],
        }
    )


def _decode(line: bytes) -> RawRecord:
    """The record of a line; raises one of the errors that a damaged line leads to."""
    fields = orjson.loads(line)
    return RawRecord(
        fields["partition"],
        fields["offset"],
        fields["timestamp"],
        _taken("key", fields),
        _taken("value", fields),
        tuple((header["name"], _taken("value", header)) for header in fields["headers"]),
    )


def _given(name: str, value: bytes | None) -> dict[str, str | None]:
    if value is None:
        return {name: None}
    try:
        return {name: value.decode()}
    except UnicodeDecodeError:
        return {f"{name}_base64": b64encode(value).decode()}


def _taken(name: str, fields: dict[str, Any]) -> bytes | None:
    packed = fields.get(f"{name}_base64")
    if packed is not None:
        return b64decode(packed, validate=True)
    text = fields[name]
    return None if text is None else str(text).encode()

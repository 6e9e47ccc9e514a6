"""Finds the files that paths stand for, and reads each by what it is."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from streams.inputs.compression import CHUNK, DAMAGE, plain
from streams.inputs.lines import lines
from streams.inputs.page import page, text
from streams.inputs.record import InputError, Record
from streams.inputs.table import table
from streams.inputs.values import array, objects
from streams.present.words import counted

STDIN = "-"
_COMPRESSED = (".gz", ".zst", ".xz", ".bz2")
_PAGES = (".html", ".htm")
_KNOWN = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".txt", *_PAGES)


@dataclass(frozen=True, slots=True)
class File:
    """One file to read; `path` None is standard input. `name` is for people, `identity` for the id of a page."""

    path: Path | None
    name: str
    size: int = 0
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What paths stand for: files in the order they are read, and files of folders that are nothing to read."""

    files: tuple[File, ...]
    skipped: tuple[Path, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files as they lie on disk."""
        return sum(file.size for file in self.files)


def find(paths: Iterable[str]) -> Found:
    """The files named, and those in folders named: recursive, sorted, hidden ones left out.

    A page or text whose name another of them has too gets no identity: its id then comes from its content.
    Raises InputError where a path does not exist, or a folder holds nothing to read.
    """
    files: list[tuple[Path | None, str]] = []
    skipped: list[Path] = []
    for given in paths:
        path = Path(given)
        if given == STDIN:
            files.append((None, "stdin"))
        elif path.is_dir():
            inside = list(_walk(path))
            readable = [each for each in inside if _suffix(each) in _KNOWN]
            if not readable:
                raise InputError(path, f"the folder holds no {', '.join(_KNOWN)} (plain or compressed)")
            files += [(each, str(each)) for each in readable]
            skipped += [each for each in inside if _suffix(each) not in _KNOWN]
        elif path.exists():
            files.append((path, str(path)))
        else:
            raise InputError(path, "there is no such file or folder")
    shared = Counter(_stem(path) for path, _ in files if path)
    return Found(
        tuple(
            File(path, name, path.stat().st_size, _stem(path) if shared[_stem(path)] == 1 else None)
            if path
            else File(None, name)
            for path, name in files
        ),
        tuple(skipped),
    )


def read(files: Iterable[File], limit: int, progress: Callable[[int], None] = lambda _: None) -> Iterator[Record]:
    """The records of the files, one after another, never a whole file in memory.

    Of a record over `limit` bytes only `limit` + 1 are given. `progress` is told the bytes taken from disk.
    Raises InputError where a file cannot be read or is damaged; what stood before the damage has been given.
    """
    for file in files:
        count = 0
        try:
            with _open(file) as raw:
                for record in _records(plain(raw, progress), file, limit):
                    count += 1
                    yield record
        except (*DAMAGE, OSError) as error:
            raise InputError(file.name, _problem(error, count)) from error


def _problem(error: Exception, count: int) -> str:
    """What to say of an error after `count` records. An OSError without a number is a decompressor's."""
    if isinstance(error, OSError) and error.errno:
        return f"cannot be read: {error.strerror}"
    return f"damaged or cut short after {counted(count, 'record')}: {error}"


def _open(file: File) -> BinaryIO:
    if file.path is None:
        return cast(BinaryIO, open(sys.stdin.fileno(), "rb", buffering=0, closefd=False))
    return cast(BinaryIO, file.path.open("rb", buffering=0))


def _records(stream: io.BufferedReader, file: File, limit: int) -> Iterator[Record]:
    suffix = _suffix(file.path) if file.path else ""
    if suffix in (".jsonl", ".ndjson"):
        return lines(stream, file.name, limit)
    if suffix in (".csv", ".tsv"):
        return table(stream, file.name, limit, "\t" if suffix == ".tsv" else ",")
    if suffix in _PAGES:
        return iter((page(stream, file.name, limit, file.identity),))
    if suffix == ".txt":
        return iter((text(stream, file.name, limit, file.identity),))
    return _json(stream, file, limit, strict=suffix != ".json" and file.path is not None)


def _json(stream: io.BufferedReader, file: File, limit: int, *, strict: bool) -> Iterator[Record]:
    """JSON of whichever layout: an array, lines, or objects printed over several lines."""
    start = stream.peek(CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"["):
        return array(stream, file.name, limit)
    first_line, newline, _ = start.partition(b"\n")
    if start.startswith(b"{") and newline and not first_line.rstrip().endswith(b"}"):
        return objects(stream, file.name, limit)
    if strict and not start.startswith(b"{"):
        raise InputError(file.name, f"neither JSON Lines nor a JSON array, nor named as one of {', '.join(_KNOWN)}")
    return lines(stream, file.name, limit)


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names) if not name.startswith("."))


def _suffix(path: Path) -> str:
    """The ending that tells the format, small letters, without that of the compression."""
    inner = Path(path.stem) if path.suffix.lower() in _COMPRESSED else path
    return inner.suffix.lower()


def _stem(path: Path) -> str:
    inner = Path(path.stem) if path.suffix.lower() in _COMPRESSED else path
    return inner.stem

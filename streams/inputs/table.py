"""Tables with a header: comma- or tab-separated values, a record a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, Self

import orjson

from streams.inputs.record import InputError, Record, clip

_NEEDED = {"text", "html"}


class _Lines:
    """The lines of a table; remembers those since `taken` was last asked for.

    Raises csv.Error where they are together longer than `limit` characters: no row ends, for a quote is not closed.
    """

    def __init__(self, text: io.TextIOWrapper, name: str, limit: int) -> None:
        self._text = text
        self._name = name
        self._limit = limit
        self._lines: list[str] = []
        self._size = 0
        self.number = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self._limit:
            raise InputError(self._name, f"line {self.number}: longer than {self._limit} characters")
        self._lines.append(line)
        self._size += len(line)
        if self._size > self._limit:
            raise csv.Error("the row does not end")
        return line

    def taken(self) -> bytes:
        """What has been read since the last call."""
        text, self._lines, self._size = "".join(self._lines), [], 0
        return text.strip().encode("utf-8", "surrogateescape")


def table(stream: BinaryIO, name: str, limit: int, delimiter: str = ",") -> Iterator[Record]:
    """Each row as a JSON object of the header's names; empty cells are left out.

    A row that does not fit the header, is not UTF-8 or is badly quoted is passed on as it stands in the file, so
    that intake rejects it. Origins are "name:line" of the row's last line. Raises InputError where the header
    names neither text nor html, or a line is longer than `limit`.
    """
    # A limit of the whole process, so it is only ever raised; `_Lines` bounds what is held.
    csv.field_size_limit(max(limit, csv.field_size_limit()))
    lines = _Lines(io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline=""), name, limit)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = [column.strip() for column in next(rows, [])]
    except csv.Error as error:
        raise InputError(name, f"line 1: no header can be read ({error})") from error
    if not _NEEDED.intersection(header):
        raise InputError(name, "line 1: the header names neither a column 'text' nor a column 'html'")
    lines.taken()
    while True:
        try:
            row = next(rows)
            value = _encode(header, row)
        except StopIteration:
            return
        except csv.Error:
            value = None
        written = lines.taken()
        if written:
            yield Record(clip(written if value is None else value, limit), f"{name}:{lines.number}")


def _encode(header: list[str], row: list[str]) -> bytes | None:
    """The row as JSON; None where it has more cells than the header or bytes that are not UTF-8."""
    if len(row) > len(header):
        return None
    try:
        return orjson.dumps({column: cell for column, cell in zip(header, row, strict=False) if column and cell})
    except orjson.JSONEncodeError:  # a surrogate: the cell is not UTF-8
        return None

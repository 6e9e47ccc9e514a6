"""Writes events into files of other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from schemas.event import EVENT
from streams.bridge.rows import flat, gdelt, polecat
from streams.bridge.rows.codebook import Codebook

Write = Callable[[Iterable[bytes], BinaryIO, Codebook], int]
"""Writes events, given as JSON, to a file; returns how many rows it has."""

_BATCH = 5_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class MissingPackageError(ImportError):
    """A format needs a package that is not installed; the message says which."""


def jsonl(events: Iterable[bytes], file: BinaryIO, _: Codebook) -> int:
    """One event a line, as on the topics."""
    count = 0
    for event in events:
        file.write(event + b"\n")
        count += 1
    return count


def comma_separated(events: Iterable[bytes], file: BinaryIO, _: Codebook) -> int:
    """CSV (RFC 4180) with a head, a row an event; lists are joined by "|".

    An article's words that a spreadsheet would take for a formula begin with an apostrophe (OWASP, CSV injection).
    """
    rows = ((_cell(row.get(name)) for name in flat.COLUMNS) for row in map(flat.row, map(EVENT.validate_json, events)))
    return _separated([tuple(flat.COLUMNS)], rows, file, csv.excel)


def gdelt_events(events: Iterable[bytes], file: BinaryIO, codebook: Codebook) -> int:
    """Rows of GDELT 2.0's event table."""
    rows = (row for event in map(EVENT.validate_json, events) for row in gdelt.rows(event, codebook))
    return _separated([], map(_bare, rows), file, _Tabs)


def polecat_events(events: Iterable[bytes], file: BinaryIO, codebook: Codebook) -> int:
    """Rows of POLECAT."""
    rows = (row for event in map(EVENT.validate_json, events) for row in polecat.rows(event, codebook))
    return _separated([polecat.COLUMNS], map(_bare, rows), file, _Tabs)


def parquet(events: Iterable[bytes], file: BinaryIO, _: Codebook) -> int:
    """The columns of CSV with their types, lists as lists; raises MissingPackageError without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise MissingPackageError("Parquet needs the package pyarrow, which is not installed") from error
    types: dict[type, Any] = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        tuple: pa.list_(pa.string()),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in flat.COLUMNS.items()])
    rows = map(flat.row, map(EVENT.validate_json, events))
    count = 0
    with ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            count += len(batch)
            writer.write_table(pa.Table.from_pylist(batch, schema))
    return count


FORMATS: dict[str, Write] = {
    "csv": comma_separated,
    "gdelt": gdelt_events,
    "jsonl": jsonl,
    "parquet": parquet,
    "polecat": polecat_events,
}


class _Tabs(csv.Dialect):
    """Neither format quotes: cells hold no tabs and no line ends."""

    delimiter = "\t"
    lineterminator = "\n"
    quoting = csv.QUOTE_NONE
    quotechar = None
    escapechar = None


def _separated(
    head: list[tuple[str, ...]], rows: Iterable[Iterable[str]], file: BinaryIO, dialect: type[csv.Dialect]
) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, dialect)
        writer.writerows(head)
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
        text.flush()
        return count
    finally:
        text.detach()


def _bare(row: tuple[str, ...]) -> Iterator[str]:
    return (" ".join(cell.split()) for cell in row)


def _cell(value: flat.Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else "|".join(value)
    return f"'{text}" if text.startswith(_FORMULA) else text

"""JSON Lines: one record a line, whatever it holds; what is no record is intake's to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from streams.inputs.record import Record, clip

_BOM = b"\xef\xbb\xbf"
_REST = 1 << 16


def lines(stream: BinaryIO, name: str, limit: int) -> Iterator[Record]:
    """Every line that is not blank, without its line ending; origins are "name:line", from 1."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(_REST)):
            pass
        value = (line.removeprefix(_BOM) if number == 1 else line).strip()
        if value:
            yield Record(clip(value, limit), f"{name}:{number}")

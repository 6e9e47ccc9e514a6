"""JSON that is not line by line: an array of records, or objects printed over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from streams.inputs.record import InputError, Record, clip

CHUNK = 1 << 16
_OUTSIDE = re.compile(rb'["\[\]{},]')
_SPACE = b" \t\r\n\xef\xbb\xbf"  # and the byte order mark that some editors put first
_INSIDE = re.compile(rb'["\\]')


class _Marks:
    """Finds brackets and commas that are not part of a string, over any number of chunks."""

    def __init__(self) -> None:
        self._in_string = False
        self._escaped = False

    def of(self, chunk: bytes) -> Iterator[int]:
        """Their places in the next chunk."""
        at = 0
        while at < len(chunk):
            if self._escaped:
                self._escaped = False
                at += 1
                continue
            found = (_INSIDE if self._in_string else _OUTSIDE).search(chunk, at)
            if not found:
                return
            at = found.end()
            mark = found.group()
            if mark == b"\\":
                self._escaped = True
            elif mark == b'"':
                self._in_string = not self._in_string
            else:
                yield found.start()


class _Splitter:
    """Cuts a stream into values: elements of an array, or objects that follow each other.

    Only brackets, commas and strings are looked at: what is wrong inside a value is intake's to say. Of a value
    over the limit no more is kept than shows that it is.
    """

    def __init__(self, name: str, limit: int, *, elements: bool) -> None:
        self._name = name
        self._limit = limit
        self._elements = elements
        self._marks = _Marks()
        self._depth = 0
        self._value: bytearray | None = None
        self._offset = 0

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """The values, in order; InputError where there is something between them or the last does not end."""
        while chunk := stream.read(CHUNK):
            begin = 0
            for at in self._marks.of(chunk):
                starts, ends = self._turn(chunk[at : at + 1])
                if self._depth < 0:
                    raise self._error(at, "a closing bracket too many")
                if ends:
                    yield self._close(chunk[begin : at if self._elements else at + 1])
                    begin = at + 1
                if starts:
                    self._keep(chunk[begin:at], begin)
                    self._value = bytearray()
                    begin = at + 1 if self._elements else at
            self._keep(chunk[begin:], begin)
            self._offset += len(chunk)
        if self._value is not None:
            raise self._error(0, "the file ends within a record")

    def _turn(self, mark: bytes) -> tuple[bool, bool]:
        """Whether a value starts after the mark, and whether one ends at it."""
        if mark == b",":
            between = self._elements and self._depth == 1
            return between, between
        opening = mark in b"[{"
        self._depth += 1 if opening else -1
        return opening and self._depth == 1, not opening and self._depth == 0

    def _keep(self, part: bytes, at: int) -> None:
        if self._value is None:
            if part.strip(_SPACE):
                raise self._error(at, "what stands here is no record")
        elif len(self._value) <= self._limit:
            self._value += part

    def _close(self, part: bytes) -> bytes:
        self._keep(part, 0)
        value, self._value = bytes(self._value or b""), None
        return clip(value.strip(), self._limit)

    def _error(self, at: int, problem: str) -> InputError:
        return InputError(self._name, f"byte {self._offset + at}: {problem}")


def array(stream: BinaryIO, name: str, limit: int) -> Iterator[Record]:
    """The elements of one JSON array, as they are written; origins are "name[index]", from 0."""
    for index, value in enumerate(_Splitter(name, limit, elements=True).split(stream)):
        if value:
            yield Record(value, f"{name}[{index}]")


def objects(stream: BinaryIO, name: str, limit: int) -> Iterator[Record]:
    """JSON objects one after another, with any space between; origins are "name[index]", from 0."""
    for index, value in enumerate(_Splitter(name, limit, elements=False).split(stream)):
        yield Record(value, f"{name}[{index}]")

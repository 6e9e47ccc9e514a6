"""Compressed files as plain streams, told by their first bytes; damage is an error, never an early end."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

import zstandard

CHUNK = 1 << 16
# 128 MB: what `zstd --long=27` writes, and the most that its own `zstd -d` takes unasked.
ZSTD_WINDOW = 1 << 27
# A zstd block of a few bytes can stand for 128 KB of text: small bites bound what a bomb unfolds at once.
ZSTD_BITE = 1 << 12
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError, zstandard.ZstdError)


class Counted(io.RawIOBase):
    """A stream that tells `progress` how many bytes were taken from `source`."""

    def __init__(self, source: BinaryIO, progress: Callable[[int], None]) -> None:
        self._source = source
        self._progress = progress

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """See io.RawIOBase."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._source.read(len(view))
        view[: len(data)] = data
        self._progress(len(data))
        return len(data)


class Zstd(io.RawIOBase):
    """Decompresses any number of zstd frames.

    Unlike `ZstdDecompressor.stream_reader`, raises EOFError where the last frame is cut short.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._decompressor = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
        self._frame = self._decompressor.decompressobj()
        self._begun = False
        self._pending = b""
        self._plain = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """See io.RawIOBase."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._plain:
            if not self._more():
                return 0
        taken = self._plain[: len(view)]
        view[: len(taken)] = taken
        self._plain = self._plain[len(taken) :]
        return len(taken)

    def _more(self) -> bool:
        data = self._pending or self._source.read(ZSTD_BITE)
        self._pending = b""
        if not data:
            if self._begun:
                raise EOFError("the last frame is cut short")
            return False
        self._begun = True
        self._plain = self._frame.decompress(data)
        if self._frame.eof:
            self._pending = self._frame.unused_data
            self._frame = self._decompressor.decompressobj()
            self._begun = False
        return True


_OPENERS: tuple[tuple[re.Pattern[bytes], Callable[[BinaryIO], object]], ...] = (
    (re.compile(rb"\x1f\x8b"), lambda stream: gzip.GzipFile(fileobj=stream)),
    (re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), Zstd),  # a frame, or one to be skipped
    (re.compile(rb"\xfd7zXZ\x00"), lzma.LZMAFile),
    (re.compile(rb"BZh[1-9]"), bz2.BZ2File),
)


def plain(source: BinaryIO, progress: Callable[[int], None]) -> io.BufferedReader:
    """The stream, decompressed where its first bytes say that it is compressed.

    `progress` is told the bytes taken from `source`. Reading raises one of `DAMAGE`, or OSError, where the
    compressed data are damaged or cut short.
    """
    stream: io.BufferedReader = io.BufferedReader(Counted(source, progress), CHUNK)
    start = stream.peek(8)[:8]
    for magic, opener in _OPENERS:
        if magic.match(start):
            return io.BufferedReader(cast(io.RawIOBase, opener(stream)), CHUNK)
    return stream

"""Rows of the stage's table: a version of an article, the newest version of an article, a line of a site.

Versions that carry a line are a chain: the line's row names the last one that came, and each version the one
before it. So every row is of bounded size, however often a line recurs.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson
import zstandard

_COMPRESS = zstandard.ZstdCompressor(level=1)
_DECOMPRESS = zstandard.ZstdDecompressor()
_LIMIT = 1 << 26  # bytes: no clean article is larger


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article that has doubtful lines.

    `headline` is a digest; `lines` maps the names of the line rows to the record id of the version that came
    before this one with the same line; `before` is the record id of the article's version before this one.
    `live` is false once the article was withdrawn; `returned` says that it came again after that.
    """

    headline: str
    lines: dict[str, str | None]
    before: str | None
    clean: bytes
    live: bool = True
    returned: bool = False

    def encode(self) -> bytes:
        """A line of JSON, then the article compressed by zstandard."""
        head = [self.headline, self.lines, self.before, self.live, self.returned]
        return orjson.dumps(head) + b"\n" + _COMPRESS.compress(self.clean)


def version(value: bytes) -> Version:
    """The version that `Version.encode` wrote."""
    head, _, rest = value.partition(b"\n")
    headline, lines, before, live, returned = orjson.loads(head)
    clean = _DECOMPRESS.decompress(rest, max_output_size=_LIMIT)
    return Version(headline, lines, before, clean, live, returned)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a site: the `last` version that came with it, and `headlines` of live ones, as many as matter.

    `needed` headlines make it furniture; `tipped` is the record id of the version with which it became so.
    """

    needed: int
    last: str | None = None
    headlines: tuple[str, ...] = ()
    tipped: str | None = None

    @property
    def is_furniture(self) -> bool:
        """Whether it stands under so many headlines that it belongs to none of them."""
        return len(self.headlines) >= self.needed

    def encode(self) -> bytes:
        """JSON."""
        return orjson.dumps([self.needed, self.last, self.headlines, self.tipped])


def line(value: bytes) -> Line:
    """The line that `Line.encode` wrote."""
    needed, last, headlines, tipped = orjson.loads(value)
    return Line(needed, last, tuple(headlines), tipped)

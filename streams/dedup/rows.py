"""A row of the stage's table: what has to be known of an article after a restart."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import orjson
import zstandard

from schemas.article import CleanArticle, Rejection
from streams.dedup.index import Entry
from streams.dedup.likeness import Portrait
from streams.dedup.sketch import Sketch

_COMPRESS = zstandard.ZstdCompressor(level=1)
_DECOMPRESS = zstandard.ZstdDecompressor()
_LIMIT = 1 << 26  # bytes: no clean article is larger
_NUMBERS = ("threshold", "names_threshold", "size", "digest", "words")
VERSIONS = 64  # of one article whose rejections are said again: more do not stand in one crash's window


@dataclass(frozen=True, slots=True)
class Row:
    """`entry` is None for a withdrawn article.

    `clean` is the article as it came: a copy becomes unique again when its original is withdrawn, and then
    has to be sent whole. A crash may have swallowed what was said, so what an article has led to is said again
    with it: `superseded` holds the rejections of its other versions, `void` the record ids of rejections that its
    withdrawal took back, `moved` the articles whose outcome its versions or its withdrawal have changed.
    """

    entry: Entry | None
    clean: bytes = b""
    superseded: tuple[Rejection, ...] = ()
    void: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    def refusing(self, rejection: Rejection) -> Row:
        """The row after another version of the article was rejected."""
        others = tuple(other for other in self.superseded if other.record_id != rejection.record_id)
        void = tuple(record for record in self.void if record != rejection.record_id)
        return replace(self, superseded=(*others, rejection)[-VERSIONS:], void=void)

    def moving(self, articles: Iterable[str]) -> Row:
        """The row after the outcomes of these articles have changed on account of this one."""
        return replace(self, moved=tuple(sorted({*self.moved, *articles})))

    def withdrawn(self) -> Row:
        """The row after the article was withdrawn: with it go the rejections of its other versions."""
        void = (*self.void, *(rejection.record_id for rejection in self.superseded))
        return replace(self, entry=None, clean=b"", superseded=(), void=void[-VERSIONS:])

    def article(self) -> CleanArticle:
        """The article as it came."""
        return CleanArticle.decode(self.clean)


def encode(row: Row) -> bytes:
    """A line of JSON, the sketch as little-endian 32-bit integers, then the article compressed by zstandard."""
    head: dict[str, object] = {
        "superseded": [rejection.model_dump(mode="json") for rejection in row.superseded],
        "void": row.void,
        "moved": row.moved,
    }
    if row.entry is None:
        return orjson.dumps(head) + b"\n"
    entry, portrait, sketch = row.entry, row.entry.portrait, row.entry.portrait.sketch
    head |= {
        "rank": entry.rank,
        "link": entry.link,
        "outlet": portrait.outlet,
        "day": portrait.day,
        "numbers": [getattr(sketch, name) for name in _NUMBERS],
        "hashes": len(sketch.packed),
    }
    hashes = sketch.packed.astype("<u4", copy=False).tobytes()
    return b"".join((orjson.dumps(head), b"\n", hashes, _COMPRESS.compress(row.clean)))


def decode(article_id: str, value: bytes, *, with_article: bool = True) -> Row:
    """The row that `encode` made; without the article's text where only the index is to be rebuilt."""
    head, start = _head(value)
    superseded = tuple(Rejection.model_validate(rejection) for rejection in head["superseded"])
    bare = Row(None, b"", superseded, tuple(head["void"]), tuple(head["moved"]))
    if "rank" not in head:
        return bare
    packed = np.frombuffer(value, "<u4", head["hashes"], start).astype(np.uint32)
    numbers = dict(zip(_NUMBERS, head["numbers"], strict=True))
    outlet = None if head["outlet"] is None else sys.intern(head["outlet"])
    entry = Entry(
        article_id=article_id,
        rank=(head["rank"][0], article_id),
        portrait=Portrait(Sketch(packed, **numbers), outlet, head["day"]),
        link=head["link"],
    )
    clean = b""
    if with_article:
        clean = _DECOMPRESS.decompress(memoryview(value)[start + 4 * len(packed) :], max_output_size=_LIMIT)
    return replace(bare, entry=entry, clean=clean)


def day_of(value: bytes) -> tuple[bool, int | None]:
    """Whether the row is of an article that holds, and the day of its publication (see `Portrait`)."""
    head, _ = _head(value)
    return "rank" in head, head.get("day")


def _head(value: bytes) -> tuple[dict[str, Any], int]:
    """The line of JSON, and where what follows it begins."""
    end = value.index(b"\n")
    head: dict[str, Any] = orjson.loads(memoryview(value)[:end])
    return head, end + 1

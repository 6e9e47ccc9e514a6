"""The stage: clean articles in, settled ones out, said again when a line of theirs turns out to be furniture.

A doubtful line is furniture where it stands under enough headlines of its site, counted over all versions of all
articles. Nothing else decides, so what is said last of each version is a function of the set of articles.

All memory is in the table, a version of an article and a line of a site a row; a message reads and writes only
the rows of its own lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pydantic import ValidationError

from schemas.article import CleanArticle
from schemas.message import Message, instant, message, tombstone
from schemas.topics import ARTICLES_CLEAN, ARTICLES_SETTLED, Topic
from streams.settle import rows
from streams.settle.lines import doubtful_lines, headline_of, needed, without
from streams.settle.rows import Line, Version
from streams.stage import Rows, Step, unreadable

_VERSION, _NEWEST, _LINE = "version ", "newest ", "line "  # what the keys of rows begin with


class Settle:
    """Takes recurring lines out of articles.

    By default the stage keeps the rows in memory; a shell with a table on disk calls `bind` and so saves that.
    """

    name = "settle"
    source: Topic = ARTICLES_CLEAN
    table: str | None = "lines"

    def __init__(self) -> None:
        self._rows = Rows()

    def bind(self, fetch: Callable[[str], bytes | None]) -> None:
        """See `Rows.bind`."""
        self._rows.bind(fetch)

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Forget everything, then remember the table's rows, unless they are fetched."""
        self._rows.clear()
        self._rows.update(items)

    def handle(self, message: Message) -> Step:
        """Take one clean article, or its withdrawal."""
        work = _Work(self._rows.fetch)
        if message.value is None:
            said = (*work.withdraw(message.key), tombstone(ARTICLES_SETTLED, message.key))
        else:
            try:
                article = CleanArticle.decode(message.value)
            except ValidationError as error:
                return Step((unreadable(Settle.name, "clean article", message, error),))
            said = work.arrive(article, message.value)
        self._rows.update(work.writes.items())
        return Step(said, tuple(work.writes.items()))


class _Work:
    """What one message reads and writes. `writes` are in the order that a crash amid them can be mended in.

    A version's row is written before those of its lines. Whether a line's row knows of a version that came again
    shows in the chain: each version is the one before of at most one other.
    """

    def __init__(self, fetch: Callable[[str], bytes | None]) -> None:
        self.writes: dict[str, bytes] = {}
        self._fetch = fetch

    def arrive(self, article: CleanArticle, clean: bytes) -> tuple[Message, ...]:
        """Let a version of an article in, or come again; it, and the versions whose lines it makes furniture."""
        lines = doubtful_lines(article)
        if not lines:
            return (_said(without(article, lambda _: False)),)
        known = self._version(article.record_id)
        here = known or self._new(article, clean, lines)
        if not here.live:
            here = replace(here, live=True, returned=True)
        if here is not known:
            self.writes[_VERSION + article.record_id] = here.encode()
        if self._newest(article.article_id) == here.before:
            self.writes[_NEWEST + article.article_id] = article.record_id.encode()
        stale: dict[str, None] = {}
        for name, text in lines.items():
            line = self._join(article.record_id, here, name, self._line(name) or Line(needed(text)))
            if line.tipped == article.record_id:
                start = line.last if here.returned else here.lines[name]
                stale.update((record_id, None) for record_id, _ in self._chain(name, start))
        stale.pop(article.record_id, None)
        return (_said(self._settled(article)), *self._say(stale))

    def withdraw(self, article_id: str) -> tuple[Message, ...]:
        """Take all versions of an article out; the versions of other articles that get a line back."""
        gone = list(self._versions(article_id))
        for record_id, version in gone:
            self.writes[_VERSION + record_id] = replace(version, live=False).encode()
        stale: dict[str, None] = {}
        for name in dict.fromkeys(name for _, version in gone for name in version.lines):
            line = self._line(name)
            if line is None:
                continue
            line = replace(line, headlines=self._headlines(name, line))
            self.writes[_LINE + name] = line.encode()
            if not line.is_furniture:
                stale.update((record_id, None) for record_id, _ in self._chain(name, line.last))
        return self._say(stale)

    def _new(self, article: CleanArticle, clean: bytes, lines: Iterable[str]) -> Version:
        """A version that comes for the first time, at the ends of its chains."""
        ends = {name: line.last if (line := self._line(name)) else None for name in lines}
        return Version(headline_of(article), ends, self._newest(article.article_id), clean)

    def _join(self, record_id: str, version: Version, name: str, line: Line) -> Line:
        """The line with the version in its chain and among its headlines."""
        joined = line
        if line.last == version.lines[name]:
            joined = replace(line, last=record_id)
        if not line.is_furniture and version.headline not in line.headlines:
            joined = replace(joined, headlines=(*line.headlines, version.headline))
            if joined.is_furniture:
                joined = replace(joined, tipped=record_id)
        if joined is not line:
            self.writes[_LINE + name] = joined.encode()
        return joined

    def _headlines(self, name: str, line: Line) -> tuple[str, ...]:
        """Headlines that the line still stands under, as many as matter."""
        found: dict[str, None] = {}
        for _, version in self._chain(name, line.last):
            if version.live:
                found[version.headline] = None
            if len(found) == line.needed:
                break
        return tuple(found)

    def _say(self, records: Iterable[str]) -> tuple[Message, ...]:
        """The versions of these record ids as they are now, those that are withdrawn left out."""
        versions = (self._version(record_id) for record_id in records)
        return tuple(_said(self._settled(CleanArticle.decode(v.clean))) for v in versions if v and v.live)

    def _settled(self, article: CleanArticle) -> CleanArticle:
        return without(article, lambda name: (line := self._line(name)) is not None and line.is_furniture)

    def _chain(self, name: str, start: str | None) -> Iterator[tuple[str, Version]]:
        """The versions that came with the line, newest first, from record id `start` on."""
        while start is not None and (version := self._version(start)):
            yield start, version
            start = version.lines.get(name)

    def _versions(self, article_id: str) -> Iterator[tuple[str, Version]]:
        """The versions of the article, newest first."""
        record_id = self._newest(article_id)
        while record_id is not None and (version := self._version(record_id)):
            yield record_id, version
            record_id = version.before

    def _version(self, record_id: str) -> Version | None:
        value = self._read(_VERSION + record_id)
        return None if value is None else rows.version(value)

    def _newest(self, article_id: str) -> str | None:
        value = self._read(_NEWEST + article_id)
        return None if value is None else value.decode()

    def _line(self, name: str) -> Line | None:
        value = self._read(_LINE + name)
        return None if value is None else rows.line(value)

    def _read(self, key: str) -> bytes | None:
        return self.writes.get(key) or self._fetch(key)


def _said(article: CleanArticle) -> Message:
    time = instant(article.published_at)
    return message(ARTICLES_SETTLED, article.article_id, article, subject=article.article_id, time=time)

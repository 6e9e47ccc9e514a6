"""The log without a broker: topics, consumer offsets and stage tables in one SQLite file.

It keeps the promises that the stages need of Kafka: a topic is an ordered list of records that only grows, a
consumer's offset moves in the same transaction as the records and table rows that it led to, and the last
record of each key is what compaction would leave. A topic has one partition here: order between partitions
is nothing that any stage may rely on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import orjson
import xxhash

from schemas.message import Headers, Message
from schemas.topics import BY_NAME, Topic

FORMAT = 1
PARTITION = 0
PAGE = 500  # records a page when a topic is read through: about a megabyte of news

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS records (
    topic TEXT NOT NULL, offset INTEGER NOT NULL, key TEXT NOT NULL, value BLOB, headers BLOB NOT NULL,
    digest BLOB, UNIQUE (topic, offset)
);
CREATE INDEX IF NOT EXISTS records_by_key ON records (topic, key, offset);
CREATE UNIQUE INDEX IF NOT EXISTS records_by_digest ON records (topic, digest) WHERE digest IS NOT NULL;
CREATE TABLE IF NOT EXISTS consumers (name TEXT PRIMARY KEY, offset INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tables (
    name TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (name, key)
);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {FORMAT};
"""


class LogError(Exception):
    """The log cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A message and its offset in its topic."""

    offset: int
    message: Message


class Log:
    """An append-only log in the file `path`; made where it is missing, unless `create` is false.

    Raises LogError where the file is missing, is no log, or was written by a newer version.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        self.path = path
        if not create and not path.is_file():
            raise LogError(f"there is no log at {path}")
        try:
            if create:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30.0)
            self._prepare()
        except (sqlite3.Error, OSError) as error:
            raise LogError(f"{path} cannot be opened as a log: {error}") from error

    def _prepare(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > FORMAT:
            raise LogError(f"{self.path} was written by a newer version (format {version}, known: {FORMAT})")
        if version == 0:
            if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise LogError(f"{self.path} is a database of something else")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
        # A crash of the process loses nothing; a power cut may lose the last transactions, whole.
        self._db.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together or not at all; one writer at a time."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def append(self, message: Message) -> int:
        """Put the message at the end of its topic; returns its offset. Call inside a transaction."""
        return self._insert(message, None)

    def append_new(self, message: Message) -> int | None:
        """Like `append`, but None where the topic already holds a record of the same key and bytes."""
        value = b"\x00" if message.value is None else b"\x01" + message.value
        digest = xxhash.xxh3_128_digest(message.key.encode() + b"\x1f" + value)
        known = self._db.execute(
            "SELECT 1 FROM records WHERE topic = ? AND digest = ?", (message.topic.name, digest)
        ).fetchone()
        return None if known else self._insert(message, digest)

    def _insert(self, message: Message, digest: bytes | None) -> int:
        topic = message.topic.name
        offset = self.end(message.topic)
        self._db.execute(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)",
            (topic, offset, message.key, message.value, _pack(message.headers), digest),
        )
        return offset

    def end(self, topic: Topic) -> int:
        """The offset that the topic's next record gets."""
        (last,) = self._db.execute("SELECT max(offset) FROM records WHERE topic = ?", (topic.name,)).fetchone()
        return 0 if last is None else int(last) + 1

    def read(self, topic: Topic, start: int = 0, limit: int = PAGE) -> list[Stored]:
        """At most `limit` records from offset `start` on."""
        rows = self._db.execute(
            "SELECT offset, key, value, headers FROM records WHERE topic = ? AND offset >= ? ORDER BY offset LIMIT ?",
            (topic.name, start, limit),
        )
        return [Stored(row[0], Message(topic, row[1], row[2], _unpack(row[3]))) for row in rows]

    def scan(self, topic: Topic, start: int = 0) -> Iterator[Stored]:
        """All records from offset `start` to the present end, in order, a page at a time."""
        end = self.end(topic)
        while start < end:
            page = self.read(topic, start, min(PAGE, end - start))
            yield from page
            start = page[-1].offset + 1

    def fold(self, topic: Topic) -> Iterator[Message]:
        """The last record of each key, by key, without what was withdrawn: what compaction leaves."""
        rows = self._db.execute(
            "SELECT key, value, headers FROM records r WHERE topic = ?1 AND value IS NOT NULL AND offset ="
            " (SELECT max(offset) FROM records WHERE topic = ?1 AND key = r.key) ORDER BY key",
            (topic.name,),
        )
        for key, value, headers in rows:
            yield Message(topic, key, value, _unpack(headers))

    def last(self, topic: Topic, key: str) -> Message | None:
        """The last record of the key, a tombstone too; None where there is none."""
        row = self._db.execute(
            "SELECT value, headers FROM records WHERE topic = ? AND key = ? ORDER BY offset DESC LIMIT 1",
            (topic.name, key),
        ).fetchone()
        return None if row is None else Message(topic, key, row[0], _unpack(row[1]))

    def position(self, consumer: str) -> int:
        """The offset that the consumer reads next."""
        row = self._db.execute("SELECT offset FROM consumers WHERE name = ?", (consumer,)).fetchone()
        return 0 if row is None else int(row[0])

    def advance(self, consumer: str, before: int, after: int) -> None:
        """Move the consumer from offset `before` to `after`; LogError where another process has moved it."""
        self._db.execute("INSERT OR IGNORE INTO consumers VALUES (?, 0)", (consumer,))
        moved = self._db.execute(
            "UPDATE consumers SET offset = ? WHERE name = ? AND offset = ?", (after, consumer, before)
        ).rowcount
        if not moved:
            raise LogError(f"another process is working on {self.path}: wait for it, then run this again")

    def get(self, table: str, key: str) -> bytes | None:
        """The table's row under the key."""
        row = self._db.execute("SELECT value FROM tables WHERE name = ? AND key = ?", (table, key)).fetchone()
        return None if row is None else bytes(row[0])

    def put(self, table: str, rows: Iterable[tuple[str, bytes | None]]) -> None:
        """Write rows into the table, in order; None deletes one."""
        for key, value in rows:
            if value is None:
                self._db.execute("DELETE FROM tables WHERE name = ? AND key = ?", (table, key))
            else:
                self._db.execute("INSERT OR REPLACE INTO tables VALUES (?, ?, ?)", (table, key, value))

    def rows(self, table: str) -> Iterator[tuple[str, bytes]]:
        """The whole table, by key."""
        yield from self._db.execute("SELECT key, value FROM tables WHERE name = ? ORDER BY key", (table,))

    def facts(self) -> dict[str, str]:
        """What the writer has noted of how the derived topics were made."""
        return dict(self._db.execute("SELECT name, value FROM facts"))

    def forget_derived(self, source: Topic, facts: Mapping[str, str]) -> None:
        """Throw away all that can be made again from `source`, and note `facts` of what will be made."""
        with self.transaction():
            self._db.execute("DELETE FROM records WHERE topic <> ?", (source.name,))
            for table in ("consumers", "tables", "facts"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand in the line above
            self._db.executemany("INSERT INTO facts VALUES (?, ?)", sorted(facts.items()))

    def counts(self) -> dict[str, int]:
        """Records of each topic, every one of the registry."""
        rows = dict(self._db.execute("SELECT topic, max(offset) + 1 FROM records GROUP BY topic"))
        return {name: int(rows.get(name, 0)) for name in BY_NAME}


def _pack(headers: Headers) -> bytes:
    return orjson.dumps([[name, value.decode("latin-1")] for name, value in headers]) if headers else b""


def _unpack(packed: bytes) -> Headers:
    return tuple((name, value.encode("latin-1")) for name, value in orjson.loads(packed)) if packed else ()

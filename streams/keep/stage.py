"""The stage that turns a compacted topic into a table: the last record of each key, as it came."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.message import Message
from schemas.topics import Topic
from streams.stage import Step


class Keep:
    """Writes each record of `source` into `table` under its key, and takes out what is withdrawn. Says nothing."""

    def __init__(self, source: Topic, table: str) -> None:
        self.name = f"keep.{table}"
        self.source = source
        self.table: str | None = table

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Nothing to remember: a row depends on its record alone."""

    def handle(self, message: Message) -> Step:
        """A record, or its tombstone."""
        return Step(writes=((message.key, message.value),))

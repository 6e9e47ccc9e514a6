"""A stage whose every record fits into a message of the broker."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.message import Message
from schemas.topics import Topic
from streams.stage import Stage, Step

OVERHEAD = 4_096
"""Bytes left for headers and framing."""


class OversizeError(ValueError):
    """A stage says more than a message can hold."""


class Bounded:
    """Passes all on to `stage`, and turns a step that the broker would not take into OversizeError.

    The producer refuses such a message with an exception that would end the worker, which would then read the
    same record again, for ever. As a failure of the stage it becomes a rejection with reason `internal_error`.
    """

    def __init__(self, stage: Stage, limit: int) -> None:
        self._stage = stage
        self._limit = limit - OVERHEAD

    @property
    def name(self) -> str:
        """As the stage's."""
        return self._stage.name

    @property
    def source(self) -> Topic:
        """As the stage's."""
        return self._stage.source

    @property
    def table(self) -> str | None:
        """As the stage's."""
        return self._stage.table

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """As the stage's."""
        self._stage.restore(items)

    def handle(self, message: Message) -> Step:
        """What the stage says; raises OversizeError."""
        step = self._stage.handle(message)
        for place, key, value in (
            *((sent.topic.name, sent.key, sent.value) for sent in step.messages),
            *((self.table or "", key, value) for key, value in step.writes),
        ):
            if value is not None and len(value) + len(key.encode()) > self._limit:
                raise OversizeError(f"a record of {len(value)} bytes for {place!r}")
        return step

"""A shell in miniature for the tests of stages: a table, the topics folded by key, and restarts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from schemas.message import Message
from streams.stage import Stage, Step

Folded = dict[tuple[str, str], bytes]  # by topic and key


class Shell:
    """Runs the stage that `make` gives; a stage that has `bind` reads its rows from the table where `bound`."""

    def __init__(self, make: Callable[[], Stage], *, bound: bool = False) -> None:
        self.table: dict[str, bytes] = {}
        self.said: Folded = {}
        self._make = make
        self._bound = bound
        self.restart()

    def restart(self) -> None:
        """A new process: what is left is the table."""
        self.stage = self._make()
        if self._bound:
            self.stage.bind(self.table.get)  # type: ignore[attr-defined]
        self.stage.restore(self.table.items())

    def write(self, step: Step, count: int | None = None) -> None:
        """Keep the first `count` writes, all unless given."""
        for key, value in step.writes[:count]:
            if value is None:
                self.table.pop(key, None)
            else:
                self.table[key] = value

    def send(self, step: Step) -> None:
        """Fold the messages into what is said."""
        for sent in step.messages:
            if sent.value is None:
                self.said.pop((sent.topic.name, sent.key), None)
            else:
                self.said[sent.topic.name, sent.key] = sent.value

    def take(self, *messages: Message) -> Self:
        """Have the stage handle the messages, one after the other."""
        for incoming in messages:
            step = self.stage.handle(incoming)
            self.send(step)
            self.write(step)
        return self

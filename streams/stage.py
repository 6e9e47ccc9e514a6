"""What a stage is to a shell: messages in, messages and state writes out, nothing of Kafka."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from schemas.message import Message
from schemas.topics import Topic


@dataclass(frozen=True, slots=True)
class Step:
    """What one message leads to: `messages` to send, then `writes` to the stage's table (None deletes).

    A shell may crash between any two of them and will then deliver the message again; a stage that sees a
    message it has already remembered therefore says the same again.
    """

    messages: tuple[Message, ...] = ()
    writes: tuple[tuple[str, bytes | None], ...] = ()


class Stage(Protocol):
    """A pure function with memory: what it says in the end depends on the set of its messages alone."""

    @property
    def name(self) -> str:
        """Names the stage's consumer and its metrics."""

    @property
    def source(self) -> Topic:
        """The topic it reads."""

    @property
    def table(self) -> str | None:
        """Names the table that `writes` go to; None for a stage without state."""

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Forget everything, then remember the table's contents (after a start or a rebalance)."""

    def handle(self, message: Message) -> Step:
        """Take one message of the source topic. Never raises on account of the message's content."""

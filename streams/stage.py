"""What a stage is to a shell: messages in, messages and state writes out, nothing of Kafka."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from pydantic import ValidationError

from schemas.article import Rejection, RejectionReason
from schemas.ids import record_id
from schemas.message import Message, message
from schemas.topics import ARTICLES_REJECTED, Topic

SAMPLE_CHARACTERS = 300
"""Of a rejected record, for those who look into what was wrong with it."""
ORIGIN = ("origin-topic", "origin-partition", "origin-offset")
"""Headers that tell where in the log a record stood."""


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


class Rows:
    """A stage's rows: in memory, unless a shell has them on disk. `fetch` reads one; None where there is none."""

    def __init__(self) -> None:
        self._here: dict[str, bytes] | None = {}
        self.fetch: Callable[[str], bytes | None] = self._here.get

    def bind(self, fetch: Callable[[str], bytes | None]) -> None:
        """Read rows through `fetch`, which must see the writes of every earlier step."""
        self._here = None
        self.fetch = fetch

    def clear(self) -> None:
        """Forget the rows in memory."""
        if self._here is not None:
            self._here.clear()

    def put(self, key: str, value: bytes | None) -> None:
        """Keep the row, or forget it (None)."""
        self.update(((key, value),))

    def update(self, items: Iterable[tuple[str, bytes | None]]) -> None:
        """Do so with all of them, which are not even read where a shell has the rows."""
        if self._here is None:
            return
        for key, value in items:
            if value is None:
                self._here.pop(key, None)
            else:
                self._here[key] = value


def rejected(
    value: bytes, reason: RejectionReason, stage: str, detail: str, *, article_id: str | None = None, name: str = ""
) -> Rejection:
    """The rejection of the record `value` by the stage, with a sample of which every character can be shown.

    `name`: the record's id, where `value` is not what was delivered under it.
    """
    sample = value[: SAMPLE_CHARACTERS * 4].decode("utf-8", "replace")[:SAMPLE_CHARACTERS]
    return Rejection(
        record_id=name or record_id(value),
        reason=reason,
        stage=stage,
        detail=detail[:SAMPLE_CHARACTERS],
        size=len(value),
        sample="".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in sample),
        article_id=article_id,
    )


def dead_letter(rejection: Rejection, incoming: Message) -> Message:
    """The rejection of what came with `incoming`, and in its headers where that stood."""
    sent = message(ARTICLES_REJECTED, rejection.record_id, rejection, subject=rejection.article_id or "")
    place = tuple(header for header in incoming.headers if header[0] in ORIGIN)
    return Message(sent.topic, sent.key, sent.value, sent.headers + place)


def unreadable(stage: str, what: str, incoming: Message, error: ValidationError) -> Message:
    """The rejection of a record that the stage before cannot have made: `what` it should be does not fit."""
    detail = f"{error.error_count()} fields of the {what} do not fit"
    value = incoming.value or b""
    rejection = rejected(value, RejectionReason.WRONG_TYPE, stage, detail, article_id=incoming.key)
    return dead_letter(rejection, incoming)

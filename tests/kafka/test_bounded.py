"""What no broker would take is a failure of one record, not of the worker."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_REJECTED, ARTICLES_UNIQUE
from streams.kafka.bounded import Bounded, OversizeError
from streams.pipeline import process
from streams.stage import Step


class Echo:
    """Says what it hears, and remembers it."""

    name, source, table = "echo", ARTICLES_CLEAN, "heard"

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Has no memory."""

    def handle(self, message: Message) -> Step:
        """The same for the next topic, and twice as much for the table."""
        value = message.value or b""
        return Step((Message(ARTICLES_UNIQUE, message.key, value),), ((message.key, value * 2),))


def test_steps_that_fit_pass_unchanged() -> None:
    message = Message(ARTICLES_CLEAN, "key", b"x" * 1000)
    assert Bounded(Echo(), 10_000).handle(message) == Echo().handle(message)


@pytest.mark.parametrize(("size", "place"), [(7_000, "articles.unique"), (4_000, "heard")])
def test_a_message_or_row_that_is_too_large_is_refused(size: int, place: str) -> None:
    with pytest.raises(OversizeError, match=place):
        Bounded(Echo(), 10_000).handle(Message(ARTICLES_CLEAN, "key", b"x" * size))


def test_its_article_ends_as_a_rejection() -> None:
    step, error = process(Bounded(Echo(), 10_000), Message(ARTICLES_CLEAN, "key", b"x" * 9_000))
    assert isinstance(error, OversizeError)
    assert [message.topic for message in step.messages] == [ARTICLES_REJECTED]

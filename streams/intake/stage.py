"""Intake as a stage: a raw record becomes one clean article or one rejection."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.article import CleanArticle, Rejection, RejectionReason
from schemas.message import Message, instant, message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW, Topic
from streams.intake import language
from streams.intake.clean import NoTextError, clean
from streams.intake.parse import Parsed, parse
from streams.stage import Step, dead_letter, rejected

MAX_RECORD_BYTES = 2_000_000


class Intake:
    """Reads `articles.raw`; every record ends as exactly one message, whatever its bytes are.

    A record without value is rejected as `no_text`: the log of raw articles is append-only, so a tombstone in it
    withdraws nothing, and it is counted instead of passed over.
    """

    name = "intake"
    source: Topic = ARTICLES_RAW
    table: str | None = None

    def __init__(self, max_record_bytes: int = MAX_RECORD_BYTES) -> None:
        self._max_bytes = max_record_bytes
        language.load()

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Nothing is remembered between messages."""

    def handle(self, message: Message) -> Step:
        """One message on `articles.clean`, keyed by article id, or on `articles.rejected`, keyed by record id."""
        return Step((_sent(self._outcome(message.value), message),))

    def _outcome(self, value: bytes | None) -> CleanArticle | Rejection:
        if value is None:
            return rejected(b"", RejectionReason.NO_TEXT, self.name, "record without value")
        parsed = parse(value, self._max_bytes)
        if not isinstance(parsed, Parsed):
            return parsed
        try:
            return clean(parsed)
        except NoTextError as error:
            return rejected(value, error.reason, self.name, str(error), article_id=parsed.article_id)


def _sent(outcome: CleanArticle | Rejection, origin: Message) -> Message:
    if isinstance(outcome, CleanArticle):
        time = instant(outcome.published_at)
        return message(ARTICLES_CLEAN, outcome.article_id, outcome, subject=outcome.article_id, time=time)
    return dead_letter(outcome, origin)

"""Intake as a stage: a raw record becomes one clean article or one rejection."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.article import CleanArticle, Rejection, RejectionReason
from schemas.message import Message, instant, message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW, ARTICLES_REJECTED, Topic
from streams.intake import language
from streams.intake.clean import NoTextError, clean
from streams.intake.parse import Parsed, parse, rejection
from streams.stage import Step

MAX_RECORD_BYTES = 2_000_000
_ORIGIN = "origin-"


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
        value = message.value or b""
        try:
            if message.value is None:
                outcome: CleanArticle | Rejection = rejection(value, RejectionReason.NO_TEXT, "record without value")
            else:
                outcome = self._outcome(value)
            return Step((_sent(outcome, message),))
        except Exception as error:  # noqa: BLE001 - a bug met by one article must not stop the feed
            detail = f"{type(error).__module__}.{type(error).__qualname__}"
            return Step((_sent(rejection(value, RejectionReason.INTERNAL, detail), message),))

    def _outcome(self, value: bytes) -> CleanArticle | Rejection:
        parsed = parse(value, self._max_bytes)
        if not isinstance(parsed, Parsed):
            return parsed
        try:
            return clean(parsed)
        except NoTextError as error:
            return rejection(value, error.reason, str(error), article_id=parsed.article_id)


def _sent(outcome: CleanArticle | Rejection, origin: Message) -> Message:
    if isinstance(outcome, CleanArticle):
        time = instant(outcome.published_at)
        return message(ARTICLES_CLEAN, outcome.article_id, outcome, subject=outcome.article_id, time=time)
    rejected = message(ARTICLES_REJECTED, outcome.record_id, outcome, subject=outcome.article_id or outcome.record_id)
    where = tuple(header for header in origin.headers if header[0].startswith(_ORIGIN))
    return Message(rejected.topic, rejected.key, rejected.value, rejected.headers + where)

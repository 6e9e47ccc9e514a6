"""The extract stage: unique articles in, classifications and readings out. No state."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import orjson

from schemas.article import CleanArticle
from schemas.message import Message, instant, sealed, tombstone
from schemas.topics import ARTICLES_CLASSIFIED, ARTICLES_UNIQUE, REPORTS, Topic
from streams.extract.reader import Reader
from streams.stage import Step


class Extract:
    """Classifies unique articles and reads their reports; passes withdrawals on."""

    name = "extract"
    source: Topic = ARTICLES_UNIQUE
    table: str | None = None

    def __init__(self, lexicon: Path | None = None) -> None:
        self.reader = Reader(lexicon)

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Nothing to remember: what an article says depends on the article alone."""

    def handle(self, message: Message) -> Step:
        """A clean article or its tombstone."""
        if message.value is None:
            return Step((tombstone(ARTICLES_CLASSIFIED, message.key), tombstone(REPORTS, message.key)))
        return Step(read(self.reader, CleanArticle.decode(message.value)))


def read(reader: Reader, article: CleanArticle) -> tuple[Message, Message]:
    """The classification and the reading of an article as messages."""
    classification, reading = map(orjson.dumps, reader.records(article))
    time = instant(article.published_at)
    key = article.article_id
    return (
        sealed(ARTICLES_CLASSIFIED, key, classification, subject=key, time=time),
        sealed(REPORTS, key, reading, subject=key, time=time),
    )

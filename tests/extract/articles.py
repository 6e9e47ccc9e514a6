"""Articles for the tests of reading: from sentences of our own, from the sample corpus, from the development set."""

from __future__ import annotations

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from schemas.article import CleanArticle
from schemas.message import Message
from schemas.report import Reading
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW
from streams.extract.document import Document
from streams.extract.mention import Mention
from streams.extract.reader import Reader
from streams.inputs import find, read
from streams.intake.stage import Intake

CORPUS = Path(__file__).parents[1] / "corpus"
DEVELOPMENT = Path(__file__).parents[3] / "shared" / "eval" / "dev.jsonl"
WEDNESDAY = date(2015, 6, 24)
"""When articles were published where a test says nothing else."""


@cache
def reader() -> Reader:
    """The reader with the bundled lexicon; it has no memory, so all tests share it."""
    return Reader()


def article(
    text: str, *, lang: str = "en", published: date | None = WEDNESDAY, outlet: str | None = None, titled: bool = False
) -> CleanArticle:
    """A clean article of this text, whose first line is the title where `titled`."""
    return CleanArticle(
        article_id="t",
        record_id="t",
        text=text,
        title_end=len(text.split("\n")[0]) if titled else 0,
        published=published,
        outlet=outlet,
        lang=lang,
    )


def taken_in(text: str, published: str, lang: str = "en", **fields: str) -> CleanArticle:
    """The clean article that intake makes of the text: titles and datelines are found."""
    raw = json.dumps({"id": "t", "text": text, "published": published, "lang": lang, **fields}).encode()
    return CleanArticle.decode(Intake().handle(Message(ARTICLES_RAW, "", raw)).messages[0].value)


def annotated(text: str, *, lang: str = "en", published: date = WEDNESDAY, outlet: str | None = None) -> Document:
    """The text with its mentions."""
    return reader().annotate(article(text, lang=lang, published=published, outlet=outlet))


def actors(document: Document) -> list[Mention]:
    """The actors of all sentences, in the order of the text."""
    return [mention for line in document.lines for mention in line.actors]


def _clean(path: Path) -> tuple[CleanArticle, ...]:
    intake = Intake()
    raw = (record.value for record in read(find([str(path)]).files, 2_000_000))
    sent = [intake.handle(Message(ARTICLES_RAW, "", value)).messages[0] for value in raw]
    return tuple(CleanArticle.decode(m.value) for m in sent if m.topic is ARTICLES_CLEAN and m.value)


@cache
def sample_corpus() -> tuple[CleanArticle, ...]:
    """The articles of the sample corpus that are no copies, as intake makes them."""
    with (CORPUS / "outcomes.tsv").open(encoding="utf-8") as lines:
        unique = {row["id"] for row in csv.DictReader(lines, delimiter="\t") if row["outcome"] == "unique"}
    return tuple(clean for clean in _clean(CORPUS / "input") if clean.article_id in unique)


@cache
def development_set() -> tuple[CleanArticle, ...]:
    """The articles of the shared development set, for properties that hold of any text; skips where it is not."""
    if not DEVELOPMENT.exists():
        pytest.skip("the shared development set is not beside this repository")
    return _clean(DEVELOPMENT)


@cache
def readings(collection: str) -> tuple[tuple[CleanArticle, Reading], ...]:
    """Each article of the collection, "corpus" or "development", with what it reports."""
    articles = sample_corpus() if collection == "corpus" else development_set()
    return tuple((clean, reader().read(clean)[1]) for clean in articles)

"""The stage: clean articles in, unique ones and links out, corrected as earlier copies arrive late.

The outcome is a function of the set of articles. An article is a duplicate of the smallest by rank of the
articles before it that it copies (`Index.original`); nothing else decides, so an arrival, a new version or a
withdrawal changes only the outcomes of its neighbours, and those are said again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from pydantic import ValidationError

from schemas.article import CleanArticle, DuplicateLink, Rejection, RejectionReason
from schemas.message import Message, envelope, instant, message, tombstone
from schemas.topics import (
    ARTICLES_CLEAN,
    ARTICLES_DUPLICATE,
    ARTICLES_REJECTED,
    ARTICLES_UNIQUE,
    Topic,
)
from streams.dedup.index import Entry, Index
from streams.dedup.likeness import Portrait
from streams.dedup.prose import prose
from streams.dedup.rows import Row, decode, encode
from streams.dedup.sketch import sketch
from streams.stage import SAMPLE_CHARACTERS, Step, unreadable


class Dedup:
    """Links copies of articles published within `days` of each other to the first of them.

    The table's rows hold the articles whole. By default the stage keeps the rows in memory too; a shell with
    a table on disk calls `bind` and so saves that memory.
    """

    name = "dedup"
    source: Topic = ARTICLES_CLEAN
    table: str | None = "articles"

    def __init__(self, days: int = 7) -> None:
        self._days = days
        self._index = Index(days)
        self._withdrawn: set[str] = set()
        self._rows: dict[str, bytes] = {}
        self._fetch: Callable[[str], bytes | None] | None = None

    def bind(self, fetch: Callable[[str], bytes | None]) -> None:
        """Read rows through `fetch`, which must see the writes of every earlier step."""
        self._fetch = fetch
        self._rows = {}

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Forget everything, then remember the table's rows."""
        self._index = Index(self._days)
        self._withdrawn = set()
        self._rows = {}
        for article_id, value in items:
            entry = decode(article_id, value, with_article=False).entry
            if entry is None:
                self._withdrawn.add(article_id)
            else:
                self._index.add(entry)
            if self._fetch is None:
                self._rows[article_id] = value

    def handle(self, message: Message) -> Step:
        """Take one clean article, or its withdrawal."""
        if message.value is None:
            return self._withdraw(message.key)
        try:
            article = CleanArticle.decode(message.value)
        except ValidationError as error:
            return Step((unreadable(Dedup.name, "clean article", message, error),))
        return self._arrive(article, message.value)

    def _arrive(self, article: CleanArticle, clean: bytes) -> Step:
        """Let an article in, as a new one or as another version of one that is known."""
        article_id = article.article_id
        known = self._index.get(article_id)
        seen = known is not None or article_id in self._withdrawn
        row = self._row(article_id) if seen else Row(None)
        if known is not None and known.record_id == article.record_id:
            return self._step(article_id, row, [], write=False)
        if known is not None:
            older = min(article, row.article(), key=_version)
            row = row.refusing(_rejection(older))
            if older is article:
                return Step((_rejected(_rejection(article)),), ((article_id, self._remember(article_id, row)),))
        entry = _entry(article)
        left = self._leave(known)
        claimed = [other for other in self._join(entry) if self._is_better(entry, other)]
        for other in claimed:
            other.link = article_id
        for other in left:
            self._link(other)
        changed = [*left, *claimed]
        row = replace(row, entry=entry, clean=clean).moving(other.article_id for other in changed)
        return self._step(article_id, row, changed, corrects=seen)

    def _withdraw(self, article_id: str) -> Step:
        """Take an article out; its copies find another original or become unique."""
        known = self._index.get(article_id)
        if known is None and article_id not in self._withdrawn:
            return Step(_outcome_of_none(article_id))
        row = self._row(article_id)
        left = self._leave(known)
        for other in left:
            self._link(other)
        self._withdrawn.add(article_id)
        return self._step(article_id, row.withdrawn().moving(other.article_id for other in left), left)

    def _step(
        self, article_id: str, row: Row, changed: list[Entry], *, corrects: bool = True, write: bool = True
    ) -> Step:
        """Say the article's outcome and those of the articles that it has ever changed.

        `corrects`: something may have been said of the article before.
        """
        rows = {other.article_id: self._row(other.article_id) for other in changed}
        # Its own row comes last: without it the message counts as new when it is delivered again.
        writes = {**rows, article_id: row} if write else {}
        for moved in row.moved:
            if moved not in rows and self._index.get(moved) is not None:
                rows[moved] = self._row(moved)
        messages = list(self._outcome(row, corrects)) if row.entry else list(_outcome_of_none(article_id))
        messages += [_rejected(rejection) for rejection in row.superseded]
        messages += [tombstone(ARTICLES_REJECTED, record) for record in row.void]
        for other in rows.values():
            messages += self._outcome(other, corrects=True)
        return Step(tuple(messages), tuple((key, self._remember(key, value)) for key, value in writes.items()))

    def _leave(self, known: Entry | None) -> list[Entry]:
        """Take the entry out of the index; the articles that copied it.

        Not all need be linked to it, but a link in memory may be ahead of what was said of it before a crash.
        """
        if known is None:
            return []
        left = self._index.copies(known, self._index.neighbours(known))
        self._index.remove(known)
        return left

    def _join(self, entry: Entry) -> list[Entry]:
        """Put the entry into the index, linked to its original; the articles that copy it."""
        neighbours = self._index.neighbours(entry)
        self._link(entry, neighbours)
        self._index.add(entry)
        return self._index.copies(entry, neighbours)

    def _link(self, entry: Entry, neighbours: list[Entry] | None = None) -> None:
        if neighbours is None:
            neighbours = self._index.neighbours(entry)
        original = self._index.original(entry, neighbours)
        entry.link = original.article_id if original else None

    def _is_better(self, entry: Entry, copy: Entry) -> bool:
        """Whether `copy` is to be linked to `entry` rather than to another article that it is linked to now."""
        if copy.link == entry.article_id:
            return True
        original = self._index.get(copy.link) if copy.link is not None else None
        return original is None or entry.rank < original.rank

    def _outcome(self, row: Row, corrects: bool) -> tuple[Message, ...]:
        """What is said of an article; where it corrects something, the other topic's record is withdrawn."""
        entry = row.entry
        assert entry is not None
        time = _instant(entry)
        original = self._index.get(entry.link) if entry.link is not None else None
        like = self._index.likeness(entry, original) if original else None
        if original is None or like is None:
            headers = envelope(ARTICLES_UNIQUE, entry.article_id, row.clean, time=time)
            said = Message(ARTICLES_UNIQUE, entry.article_id, row.clean, headers)
            other = ARTICLES_DUPLICATE
        else:
            article = row.article()
            link = DuplicateLink(
                article_id=entry.article_id,
                record_id=entry.record_id,
                duplicate_of=original.article_id,
                likeness=like.kind,
                similarity=like.similarity,
                url=article.url,
                outlet=article.outlet,
                published=article.published,
            )
            said = message(ARTICLES_DUPLICATE, entry.article_id, link, time=time)
            other = ARTICLES_UNIQUE
        return (said, tombstone(other, entry.article_id)) if corrects else (said,)

    def _row(self, article_id: str) -> Row:
        """The article's row with its live entry."""
        value = self._fetch(article_id) if self._fetch else self._rows.get(article_id)
        if value is None:
            raise LookupError(f"the table has no row of article {article_id!r}, which the index holds")
        return replace(decode(article_id, value), entry=self._index.get(article_id))

    def _remember(self, article_id: str, row: Row) -> bytes:
        value = encode(row)
        if self._fetch is None:
            self._rows[article_id] = value
        return value


def _version(article: CleanArticle) -> tuple[str, str]:
    """Orders the versions of one article: the latest published is the one that counts."""
    return (article.published_at or "", article.record_id)


def _entry(article: CleanArticle) -> Entry:
    portrait = Portrait(
        sketch=sketch(article.title or "", prose(article.text, article.title_end)),
        outlet=article.outlet,
        day=article.published.toordinal() if article.published else None,
    )
    return Entry(article.article_id, article.record_id, article.rank, portrait)


def _instant(entry: Entry) -> str:
    """When the article was published in RFC 3339, which knows no bare dates; empty where it is not known."""
    if entry.portrait.day is None:
        return ""
    return instant(entry.rank[0])


def _outcome_of_none(article_id: str) -> tuple[Message, ...]:
    return (tombstone(ARTICLES_UNIQUE, article_id), tombstone(ARTICLES_DUPLICATE, article_id))


def _rejection(article: CleanArticle) -> Rejection:
    """Why an older version is no article; it names no other version, so it is the same in any order."""
    return Rejection(
        record_id=article.record_id,
        reason=RejectionReason.SUPERSEDED,
        stage=Dedup.name,
        detail="another version of the article was published later",
        size=len(article.text.encode()),
        sample=article.text[:SAMPLE_CHARACTERS],
        article_id=article.article_id,
    )


def _rejected(rejection: Rejection) -> Message:
    return message(ARTICLES_REJECTED, rejection.record_id, rejection)

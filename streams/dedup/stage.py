"""The stage: settled articles in, unique ones and links out, corrected as earlier copies arrive late.

The outcome is a function of the set of articles. An article is a duplicate of the smallest by rank of the
articles before it that it copies, else derived from the smallest that it follows up (`Index.original`); nothing
else decides, so an arrival, a new version or a withdrawal changes only the outcomes of its neighbours, and those
are said again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from pydantic import ValidationError

from schemas.article import CleanArticle, Rejection
from schemas.message import Message, envelope, instant, message, tombstone
from schemas.topics import (
    ARTICLES_DERIVED,
    ARTICLES_DUPLICATE,
    ARTICLES_REJECTED,
    ARTICLES_SETTLED,
    ARTICLES_UNIQUE,
    Topic,
)
from streams.dedup.index import Entry
from streams.dedup.likeness import Likeness, Portrait
from streams.dedup.memory import Memory
from streams.dedup.prose import prose
from streams.dedup.records import STAGE, derived_link, duplicate_link, superseded
from streams.dedup.rows import Row, day_of, decode, encode
from streams.dedup.sketch import sketch
from streams.stage import Rows, Step, unreadable


class Dedup:
    """Links copies of articles published within `days` of each other to the first of them.

    The table's rows hold the articles whole. By default the stage keeps the rows in memory too; a shell with
    a table on disk calls `bind` and so saves that memory. Of the articles' sketches about `capacity` are in memory.
    """

    name = STAGE
    source: Topic = ARTICLES_SETTLED
    table: str | None = "articles"

    def __init__(self, days: int = 7, capacity: int = 100_000) -> None:
        self._days = days
        self._capacity = capacity
        self._memory = self._empty()
        self._rows = Rows()

    def bind(self, fetch: Callable[[str], bytes | None]) -> None:
        """See `Rows.bind`."""
        self._rows.bind(fetch)

    def restore(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Forget everything, then know the table's articles; their sketches are read when they are needed."""
        self._memory = self._empty()
        self._rows.clear()
        for article_id, value in items:
            holds, day = day_of(value)
            if day is not None:
                self._memory.sleep(article_id, day)
            elif holds:
                self._memory.add(_held(decode(article_id, value, with_article=False)))
                self._memory.make_room()
            self._rows.put(article_id, value)

    def _empty(self) -> Memory:
        return Memory(self._days, self._capacity, self._load)

    def _load(self, article_id: str) -> Entry | None:
        value = self._rows.fetch(article_id)
        return None if value is None else decode(article_id, value, with_article=False).entry

    def handle(self, message: Message) -> Step:
        """Take one settled article, or its withdrawal."""
        self._memory.make_room()
        if message.value is None:
            return self._withdraw(message.key)
        try:
            article = CleanArticle.decode(message.value)
        except ValidationError as error:
            return Step((unreadable(STAGE, "clean article", message, error),))
        return self._arrive(article, message.value)

    def _arrive(self, article: CleanArticle, clean: bytes) -> Step:
        """Let an article in: a new one, another version of a known one, or the same version settled anew."""
        article_id = article.article_id
        seen = self._row(article_id)
        row = seen or Row(None)
        known = row.entry
        if known is not None:
            held = row.article()
            if held.record_id == article.record_id:
                if row.clean == clean:
                    return self._step(article_id, row, [], write=False)
            else:
                older = min(article, held, key=_version)
                row = row.refusing(superseded(older))
                if older is article:
                    return Step((_rejected(superseded(article)),), ((article_id, self._remember(article_id, row)),))
        entry = entry_of(article)
        left = self._leave(known)
        claimed = [other for other in self._join(entry) if self._is_better(entry, other)]
        for other in claimed:
            other.link = article_id
        for other in left:
            self._link(other)
        changed = [*left, *claimed]
        row = replace(row, entry=entry, clean=clean).moving(other.article_id for other in changed)
        return self._step(article_id, row, changed, corrects=seen is not None)

    def _withdraw(self, article_id: str) -> Step:
        """Take an article out; its copies find another original or become unique."""
        row = self._row(article_id)
        if row is None:
            return Step(_outcome_of_none(article_id))
        left = self._leave(row.entry)
        for other in left:
            self._link(other)
        return self._step(article_id, row.withdrawn().moving(other.article_id for other in left), left)

    def _step(
        self, article_id: str, row: Row, changed: list[Entry], *, corrects: bool = True, write: bool = True
    ) -> Step:
        """Say the article's outcome and those of the articles that it has ever changed.

        `corrects`: something may have been said of the article before.
        """
        rows = {other.article_id: self._row_of(other.article_id) for other in changed}
        # Its own row comes last: without it the message counts as new when it is delivered again.
        writes = {**rows, article_id: row} if write else {}
        for moved in row.moved:
            if moved not in rows and self._memory.get(moved) is not None:
                rows[moved] = self._row_of(moved)
        current = {**rows, article_id: row}
        messages = list(self._outcome(row, current, corrects)) if row.entry else list(_outcome_of_none(article_id))
        messages += [_rejected(rejection) for rejection in row.superseded]
        messages += [tombstone(ARTICLES_REJECTED, record) for record in row.void]
        for other in rows.values():
            messages += self._outcome(other, current, corrects=True)
        return Step(tuple(messages), tuple((key, self._remember(key, value)) for key, value in writes.items()))

    def _leave(self, known: Entry | None) -> list[Entry]:
        """Take the entry out of the memory; the articles that are like it.

        Not all need be linked to it, but a link in memory may be ahead of what was said of it before a crash.
        """
        if known is None:
            return []
        left = self._memory.index.followers(known, self._memory.neighbours(known))
        self._memory.remove(known)
        return left

    def _join(self, entry: Entry) -> list[Entry]:
        """Put the entry into the memory, linked to its original; the later articles that are like it."""
        neighbours = self._memory.neighbours(entry)
        self._link(entry, neighbours)
        self._memory.add(entry)
        return self._memory.index.followers(entry, neighbours)

    def _link(self, entry: Entry, neighbours: list[Entry] | None = None) -> None:
        if neighbours is None:
            neighbours = self._memory.neighbours(entry)
        original = self._memory.index.original(entry, neighbours)
        entry.link = original.article_id if original else None

    def _is_better(self, entry: Entry, follower: Entry) -> bool:
        """Whether `follower` is to be linked to `entry` rather than to another article that it is linked to now."""
        if follower.link == entry.article_id:
            return True
        original = self._memory.get(follower.link) if follower.link is not None else None
        return original is None or self._memory.index.prefers(follower, entry, original)

    def _outcome(self, row: Row, current: Mapping[str, Row], corrects: bool) -> tuple[Message, ...]:
        """What is said of an article; where it corrects something, the other topics' records are withdrawn.

        `current` has the rows that the table does not have yet.
        """
        entry = _held(row)
        time = _instant(entry)
        said: list[Message] = []
        source = self._source(entry)
        if source is None or not source[1].is_copy:
            headers = envelope(ARTICLES_UNIQUE, entry.article_id, row.clean, time=time)
            said.append(Message(ARTICLES_UNIQUE, entry.article_id, row.clean, headers))
        if source is not None:
            original, like = source
            held = current.get(original.article_id) or self._row_of(original.article_id)
            if like.is_copy:
                link = duplicate_link(row.article(), held.article(), like)
                said.append(message(ARTICLES_DUPLICATE, entry.article_id, link, time=time))
            else:
                derived = derived_link(row.article(), held.article(), like)
                said.append(message(ARTICLES_DERIVED, entry.article_id, derived, time=time))
        if corrects:
            topics = {sent.topic for sent in said}
            said += [tombstone(topic, entry.article_id) for topic in _OUTCOMES if topic not in topics]
        return tuple(said)

    def _source(self, entry: Entry) -> tuple[Entry, Likeness] | None:
        """The article that the entry is linked to, and how; None for one that is like no other."""
        original = self._memory.get(entry.link) if entry.link is not None else None
        like = self._memory.index.likeness(entry, original) if original else None
        return (original, like) if original and like else None

    def _row(self, article_id: str) -> Row | None:
        """The article's row with its live entry; None for one that never arrived."""
        value = self._rows.fetch(article_id)
        if value is None:
            return None
        row = decode(article_id, value)
        return row if row.entry is None else replace(row, entry=self._memory.get(article_id))

    def _row_of(self, article_id: str) -> Row:
        row = self._row(article_id)
        if row is None:
            raise LookupError(f"the table has no row of article {article_id!r}, which the index holds")
        return row

    def _remember(self, article_id: str, row: Row) -> bytes:
        value = encode(row)
        self._rows.put(article_id, value)
        return value


_OUTCOMES = (ARTICLES_UNIQUE, ARTICLES_DUPLICATE, ARTICLES_DERIVED)


def _held(row: Row) -> Entry:
    assert row.entry is not None
    return row.entry


def _version(article: CleanArticle) -> tuple[str, str]:
    """Orders the versions of one article: the latest published is the one that counts."""
    return (article.published_at or "", article.record_id)


def entry_of(article: CleanArticle) -> Entry:
    """What of the article is remembered, not linked to any other."""
    portrait = Portrait(
        sketch=sketch(article.title or "", prose(article.text, article.title_end)),
        outlet=sys.intern(article.outlet) if article.outlet else None,
        day=article.published.toordinal() if article.published else None,
    )
    return Entry(article.article_id, article.rank, portrait)


def _instant(entry: Entry) -> str:
    """When the article was published in RFC 3339, which knows no bare dates; empty where it is not known."""
    if entry.portrait.day is None:
        return ""
    return instant(entry.rank[0])


def _outcome_of_none(article_id: str) -> tuple[Message, ...]:
    return tuple(tombstone(topic, article_id) for topic in _OUTCOMES)


def _rejected(rejection: Rejection) -> Message:
    return message(ARTICLES_REJECTED, rejection.record_id, rejection)

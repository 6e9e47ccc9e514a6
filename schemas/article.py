"""An article on its way: raw, clean, linked as a duplicate, rejected, classified."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from schemas.base import Model
from schemas.slots import Codes


class RawArticle(Model):
    """What producers send to `articles.raw`. One of `text` and `html` is needed; unknown fields are kept.

    `published` is ISO 8601, a date or an instant; `lang` is BCP 47; `outlet` and `source` mean the same.
    """

    id: str | int | None = None
    url: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    published: str | None = None
    outlet: str | None = None
    source: str | None = None
    lang: str | None = None


class Dateline(Model):
    """Where and when a report says it was filed ("ASTANA, Nov 28"). `end` is its offset in the clean text."""

    place: str
    day: date | None = None
    end: int


class CleanArticle(Model):
    """An article ready to be compared and read.

    `text` starts with the title on a line of its own (`title_end` is that line's length, 0 where there is
    none) and has one paragraph a line; all evidence counts characters of it. `site` is what the page calls its
    site, `outlet` what the record says, else the site. `doubtful_lines` are lines of the text, counted from 0,
    that are page furniture if they recur under other headlines; once that is settled there are none.
    """

    article_id: str
    record_id: str
    url: str | None = None
    title: str | None = None
    text: str
    title_end: int = 0
    published: date | None = None
    published_at: str | None = None
    outlet: str | None = None
    author: str | None = None
    site: str | None = None
    lang: str
    dateline: Dateline | None = None
    dropped_lines: int = 0
    doubtful_lines: tuple[int, ...] | None = None
    extra: dict[str, Any] = Field(default_factory=dict)

    @property
    def rank(self) -> tuple[str, str]:
        """Orders copies: earliest published first, then the smallest id; the undated come last."""
        return (self.published_at or "9999", self.article_id)


class DuplicateLink(Model):
    """Says which article this one copies, how, and how much of the shorter one they share (0 to 1).

    `added` and `removed` are the first words that only this one, or only the other, has: a sample, in the order of
    the text and without regard to letter case.
    """

    article_id: str
    record_id: str
    duplicate_of: str
    likeness: Literal["exact", "near", "shortened", "extended"]
    similarity: float
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class DerivedLink(Model):
    """Says which earlier article this one follows up: it repeats much of it under a new lead.

    It is no duplicate: it tells something new, stands on `articles.unique` too, and is read. `similarity`, `added`
    and `removed` are as in `DuplicateLink`.
    """

    article_id: str
    record_id: str
    derived_from: str
    similarity: float
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class RejectionReason(StrEnum):
    """Why a record cannot become an article; bounded, so that it may label a metric."""

    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    NOT_OBJECT = "not_object"
    WRONG_TYPE = "wrong_type"
    NO_TEXT = "no_text"
    EMPTY_TEXT = "empty_text"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    SUPERSEDED = "superseded"
    INTERNAL = "internal_error"


class Rejection(Model):
    """A record that is not an article. Where it stood in the log is in the headers `origin-*`."""

    record_id: str
    reason: RejectionReason
    stage: str
    detail: str
    size: int
    sample: str
    article_id: str | None = None


class Classification(Model):
    """What an article is about: `event_types` it reports, topics, codes, and the countries it names."""

    article_id: str
    relevant: bool
    event_types: tuple[Literal["meeting", "agreement", "figure"], ...] = ()
    topics: tuple[str, ...] = ()
    codes: tuple[Codes, ...] = ()
    countries: tuple[str, ...] = ()
    lang: str
    ruleset: str

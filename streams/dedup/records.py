"""The records that the stage makes of articles."""

from __future__ import annotations

from typing import Any

from schemas.article import CleanArticle, DerivedLink, DuplicateLink, Rejection, RejectionReason
from streams.dedup.likeness import Likeness
from streams.dedup.words import difference
from streams.stage import rejected

STAGE = "dedup"


def duplicate_link(copy: CleanArticle, original: CleanArticle, like: Likeness) -> DuplicateLink:
    """Says that `copy` copies `original`."""
    assert like.kind != "derived"
    return DuplicateLink(duplicate_of=original.article_id, likeness=like.kind, **_shared(copy, original, like))


def derived_link(article: CleanArticle, source: CleanArticle, like: Likeness) -> DerivedLink:
    """Says that `article` repeats much of `source` under a new lead."""
    return DerivedLink(derived_from=source.article_id, **_shared(article, source, like))


def _shared(article: CleanArticle, other: CleanArticle, like: Likeness) -> dict[str, Any]:
    """What both kinds of link say of the article and of how it differs from the other."""
    added, removed = difference(article.text, other.text)
    return {
        "article_id": article.article_id,
        "record_id": article.record_id,
        "similarity": like.similarity,
        "url": article.url,
        "outlet": article.outlet,
        "published": article.published,
        "added": added,
        "removed": removed,
    }


def superseded(article: CleanArticle) -> Rejection:
    """Why an older version is no article; it names no other version, so it is the same in any order."""
    return rejected(
        article.text.encode(),
        RejectionReason.SUPERSEDED,
        STAGE,
        "another version of the article was published later",
        article_id=article.article_id,
        name=article.record_id,
    )

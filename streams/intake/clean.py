"""A raw article made clean: the one function that puts the parts of intake together."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from schemas.article import CleanArticle, Dateline, RejectionReason
from streams.intake.characters import scrub, unliteral
from streams.intake.dateline import Filed, find_dateline
from streams.intake.dates import Published, parse_published
from streams.intake.doubt import doubtful
from streams.intake.flattened import unflattened
from streams.intake.furniture import body_of
from streams.intake.html import Page, read_page
from streams.intake.language import language_of
from streams.intake.layout import over_captions, paragraphs, tidy
from streams.intake.parse import Parsed
from streams.intake.title import heading_of, known_title, under_title

_NO_PAGE = Page(text="")
_WORD = re.compile(r"\w")
_PLACE_LINES = 2  # below a date line, which may name the hour and the place


class NoTextError(Exception):
    """An article that has no text to read; `reason` says which kind."""

    reason: ClassVar = RejectionReason.EMPTY_TEXT


def clean(parsed: Parsed) -> CleanArticle:
    """The clean article of a raw one; raises NoTextError where nothing readable is left.

    Producers' fields beat what the page says of itself. `published` is the day at the publisher; where neither
    record nor page has it, a dateline that names the year gives it.
    """
    raw = parsed.article
    text = unliteral(scrub(raw.text)) if raw.text else ""
    page = _NO_PAGE
    if not _WORD.search(text):
        page = read_page(raw.html) if raw.html else _NO_PAGE
        text = scrub(page.text)
    if not _WORD.search(text):
        raise NoTextError("no letter or digit in text or html")
    title = known_title(raw.title or page.title, raw.outlet or raw.source or page.site)
    lines = [part for line in paragraphs(under_title(text, title), title) for part in unflattened(line, title)]
    body = body_of(lines, title)
    dropped = len(lines) - len(body)
    if title is None:
        title, body = heading_of(body)
    body = over_captions(body)
    if not body and title is None:
        raise NoTextError("nothing but page furniture")
    filed = find_dateline(body)
    published = _published(raw.published, page.published, filed)
    return CleanArticle(
        article_id=parsed.article_id,
        record_id=parsed.record_id,
        url=_line(raw.url),
        title=title,
        text="\n".join([title, *body] if title else body),
        title_end=len(title) if title else 0,
        published=published.day if published else None,
        published_at=published.at if published else None,
        outlet=_line(raw.outlet) or _line(raw.source) or _line(page.site),
        author=_author(parsed, page),
        site=_line(page.site),
        lang=language_of("\n".join(body) or text, raw.lang or page.lang),
        dateline=_dateline(filed, body, title, published.day if published else None),
        dropped_lines=dropped,
        doubtful_lines=_doubtful(body, title, filed),
        extra=parsed.extra,
    )


def _line(text: str | None) -> str | None:
    return tidy(scrub(text).replace("\n", " ")) or None if text else None


def _published(given: str | None, of_page: str | None, filed: Filed | None) -> Published | None:
    said = (parse_published(given) if given else None) or (parse_published(of_page) if of_page else None)
    if said and said.day:
        return said
    day = filed.date(None) if filed and filed.year else None
    if day and (said is None or day.isoformat().startswith(said.at)):
        return Published(day.isoformat(), day)
    return said


def _dateline(filed: Filed | None, body: list[str], title: str | None, published: date | None) -> Dateline | None:
    if filed is None or not filed.place:
        return None
    before = body[: filed.paragraph] if title is None else [title, *body[: filed.paragraph]]
    start = sum(len(line) + 1 for line in before)
    return Dateline(place=filed.place, day=filed.date(published), end=start + filed.length)


def _author(parsed: Parsed, page: Page) -> str | None:
    given = parsed.extra.get("author")
    return (_line(given) if isinstance(given, str) else None) or _line(page.author)


def _doubtful(body: list[str], title: str | None, filed: Filed | None) -> tuple[int, ...] | None:
    """Numbers of lines of the clean text; those of the dateline are in no doubt, nor is the first without a title."""
    first = filed.paragraph + 1 + _PLACE_LINES if filed else 0 if title else 1
    shift = 1 if title else 0
    return tuple(number + shift for number in doubtful(body, first)) or None

"""The doubtful lines of an article: whose they are, what they are called, and the article without some of them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from xxhash import xxh3_64_hexdigest, xxh3_128_hexdigest

from schemas.article import CleanArticle

OTHERS = 3
"""A line seen under so many other headlines of its site is furniture."""
OTHERS_OF_SENTENCE = 12
"""The same for a sentence, which a newsroom may rightly repeat under several headlines: the background of a story."""

_ENDS = (".", "!", "?", "…", "。", "！", "？")
_CLOSERS = "\"'”’»)]"
_SEPARATOR = "\x1f"


def site_of(article: CleanArticle) -> str:
    """The outlet, else the host of the URL; empty where the article names neither."""
    if article.outlet:
        return article.outlet.casefold()
    try:
        host = urlsplit(article.url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def headline_of(article: CleanArticle) -> str:
    """A digest of the title, or of the first line where there is none, without regard to case."""
    return xxh3_64_hexdigest((article.title or article.text.split("\n", 1)[0]).casefold().encode())


def needed(line: str) -> int:
    """Under how many headlines, its own among them, the line is furniture."""
    others = OTHERS_OF_SENTENCE if line.rstrip(_CLOSERS).endswith(_ENDS) else OTHERS
    return others + 1


def doubtful_lines(article: CleanArticle) -> dict[str, str]:
    """The article's doubtful lines by name: a digest of the site and the line, the same for equal lines."""
    site = site_of(article)
    if not site or not article.doubtful_lines:
        return {}
    lines = article.text.split("\n")
    doubtful = (lines[number] for number in article.doubtful_lines if number < len(lines))
    return {name(site, line): line for line in doubtful}


def name(site: str, line: str) -> str:
    """The name of a line of a site."""
    return xxh3_128_hexdigest(f"{site}{_SEPARATOR}{line.casefold()}".encode())


def without(article: CleanArticle, is_furniture: Callable[[str], bool]) -> CleanArticle:
    """The article without those of its doubtful lines whose name is that of furniture, and no more in doubt.

    Doubtful lines stand below title and dateline, so the offsets of these hold.
    """
    site = site_of(article)
    doubtful = frozenset(article.doubtful_lines or ())
    lines = article.text.split("\n")
    kept = [line for number, line in enumerate(lines) if number not in doubtful or not is_furniture(name(site, line))]
    dropped = article.dropped_lines + len(lines) - len(kept)
    return article.model_copy(update={"text": "\n".join(kept), "dropped_lines": dropped, "doubtful_lines": None})

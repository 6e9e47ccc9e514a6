"""HTML to text: title, paragraphs, author, site, publication date, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from streams.intake.page_meta import metadata_of

_LONGEST = 1_000_000  # characters of a page that are read
_CAREFUL_LONGEST = 100_000  # characters of a page that the careful extractor is given; it is slow
_DEEPEST = 200  # nesting of elements; the main-text heuristics take time square in it, the plain reader does not
_POOR = 250  # characters of text below which the fast extraction is doubted
_PLAIN: dict[str, Any] = {"preserve_formatting": True, "alt_texts": False, "list_bullets": False}
_TOO_DEEP = ">".join("*" * (_DEEPEST + 1))  # the selector of an element with so many ancestors


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: its text, one paragraph a line, and what it says of itself, as written there."""

    text: str
    title: str | None = None
    author: str | None = None
    site: str | None = None
    published: str | None = None
    lang: str | None = None


def read_page(html: str) -> Page:
    """The page that `html` holds; never raises, whatever the string is.

    The fast extractor (resiliparse, after Bevendorff et al. 2021) reads a page in a millisecond; where it finds
    next to nothing the careful one (trafilatura, Barbaresi 2021) is asked as well and the longer text taken.
    """
    tree = HTMLTree.parse(html[:_LONGEST])
    said = metadata_of(html[:_LONGEST])
    if "title" not in said and tree.title:
        said["title"] = tree.title
    return Page(text=_text_of(tree, html), **said)


def _text_of(tree: HTMLTree, html: str) -> str:
    if len(html) > _LONGEST or _is_deep(tree):
        return _all_text(tree)
    text = str(extract_plain_text(tree, main_content=True, **_PLAIN)).strip()
    if len(text) >= _POOR:
        return text
    if len(html) <= _CAREFUL_LONGEST:
        # Imported here: it takes most of a second, and few pages need it.
        import trafilatura

        careful = trafilatura.extract(html, include_comments=False, include_tables=False, deduplicate=False)
        text = max(text, careful or "", key=len)
    whole = _all_text(tree) if len(text) < _POOR else ""
    return whole if len(whole) > 2 * len(text) else text


def _all_text(tree: HTMLTree) -> str:
    return str(extract_plain_text(tree, main_content=False, **_PLAIN)).strip()


def _is_deep(tree: HTMLTree) -> bool:
    return tree.document is None or tree.document.query_selector(_TOO_DEEP) is not None

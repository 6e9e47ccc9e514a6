"""HTML to text: title, paragraphs, author, site, publication date, language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from streams.intake.forms import is_sentence
from streams.intake.furniture import body_of
from streams.intake.layout import paragraphs
from streams.intake.page_meta import metadata_of

# Bounds of the work on one page, by its size and shape, so that what is read does not depend on the machine.
_LONGEST = 1_000_000  # characters that are read, scripts and styles not counted
_MOST_TAGS = 30_000  # that are read; parsers take time square in tags that are never closed
_DEEPEST = 200  # nesting of elements; the main-text heuristics take time square in it, the plain reader does not
_CAREFUL_LONGEST = 400_000  # characters that the careful extractor is given; it is slow
_CAREFUL_TAGS = 8_000  # tags that it is given
_POOR = 250  # bytes of UTF-8 below which an extraction is doubted: a letter of Chinese says more than one of English
_CLEAN = 0.93  # share of the text that is running prose: less, and something of the page's frame is in it
_ENOUGH = 0.3  # of the fast extraction's prose that the careful one has to keep to be believed
_PLAIN: dict[str, Any] = {"preserve_formatting": True, "alt_texts": False, "list_bullets": False}
_TOO_DEEP = ">".join("*" * (_DEEPEST + 1))  # the selector of an element with so many ancestors
_MOST_ATTRIBUTES = 100  # of an element; parsers take time square in them
_UNSEEN = re.compile(r"<(?:!--|(?:script|style|svg)\b)", re.IGNORECASE)
_UNSEEN_ENDS = {
    "<!--": re.compile("-->"),
    **{f"<{name}": re.compile(f"</{name}[^<>]{{0,100}}>", re.IGNORECASE) for name in ("script", "style", "svg")},
}
# A tag as HTML's tokenizer reads it (WHATWG, 13.2.5): names may hold quotes, and a quoted value may hold ">".
_ATTRIBUTE = r"""[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+"""
_OVERLOADED = re.compile(rf"(</?[a-zA-Z][^\s/>]*+)(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES + 1}}}(?:{_ATTRIBUTE})*+")


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
    """The page that `html` holds; never raises, whatever the string is, and asks no network.

    The fast extractor (resiliparse, after Bevendorff et al. 2021) reads a page in milliseconds and loses next to
    nothing; where what it finds is not nearly all prose, the careful one (trafilatura, Barbaresi 2021) is asked.
    """
    seen = _bounded(_seen(html))
    tree = HTMLTree.parse(seen)
    said = metadata_of(html)
    if "title" not in said and tree.title:
        said["title"] = tree.title
    return Page(text=_text_of(tree, seen), **said)


def _seen(html: str) -> str:
    """The page without comments, scripts, styles and drawings, as far as these are closed."""
    kept: list[str] = []
    start = 0
    ends = dict(_UNSEEN_ENDS)
    for found in _UNSEEN.finditer(html):
        opening = found[0].lower()
        if found.start() < start or opening not in ends:
            continue
        end = ends[opening].search(html, found.end())
        if end is None:
            del ends[opening]  # no later one is closed either
            continue
        kept += (html[start : found.start()], " ")
        start = end.end()
    return "".join((*kept, html[start:]))


def _bounded(html: str) -> str:
    """As much of the page as is read, without the attributes of elements that have absurdly many."""
    parts = html[:_LONGEST].split("<", _MOST_TAGS + 1)[: _MOST_TAGS + 1]
    return _OVERLOADED.sub(r"\1", "<".join(parts))


def _text_of(tree: HTMLTree, html: str) -> str:
    if _is_deep(tree):
        return _all_text(tree)
    text = str(extract_plain_text(tree, main_content=True, **_PLAIN)).strip()
    prose, size = _prose_of(text)
    if size < _POOR or prose < _CLEAN * size:
        careful = _careful(html)
        kept, careful_size = _prose_of(careful)
        if kept >= max(_ENOUGH * prose, _POOR) if size >= _POOR else careful_size > size:
            text, size = careful, careful_size
    whole = _all_text(tree) if size < _POOR else ""
    return whole if len(whole) > 2 * len(text) else text


def _careful(html: str) -> str:
    if len(html) > _CAREFUL_LONGEST or html.count("<") > _CAREFUL_TAGS:
        return ""
    # Imported here: it takes most of a second, and few processes need it.
    import trafilatura

    text = trafilatura.extract(html, include_comments=False, include_tables=False, favor_precision=True, fast=True)
    return text or ""


def _prose_of(text: str) -> tuple[int, int]:
    """Bytes of running prose, and of all that is left of the text without known furniture."""
    sizes = [(len(line.encode("utf-8", "replace")), is_sentence(line)) for line in body_of(paragraphs(text), None)]
    return sum(size for size, is_prose in sizes if is_prose), sum(size for size, _ in sizes)


def _all_text(tree: HTMLTree) -> str:
    return str(extract_plain_text(tree, main_content=False, **_PLAIN)).strip()


def _is_deep(tree: HTMLTree) -> bool:
    return tree.document is None or tree.document.query_selector(_TOO_DEEP) is not None

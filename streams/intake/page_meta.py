"""What a page says of itself: meta elements, linked data, language.

Read from the mark-up, not from the parsed tree: its collections are live and take time square in their length.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import orjson

_LONGEST_VALUE = 500
_MOST_ELEMENTS = 300  # meta elements of a page; more are no metadata
_MOST_SCRIPTS = 20
_META = re.compile(r"<meta\s([^<>]{1,2000})>", re.IGNORECASE)
_ROOT = re.compile(r"<html\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LINKED_DATA = re.compile(r"<script[^<>]{0,200}application/ld\+json[^<>]{0,200}>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f]")
_LINKED = ("headline", "datePublished", "author", "publisher")


def metadata_of(markup: str) -> dict[str, str]:
    """Title, author, site, published and lang of a page, as far as it says them, at most 500 characters each.

    The Open Graph protocol (ogp.me) is believed first, then schema.org's linked data, then plain meta elements.
    """
    meta: dict[str, str] = {}
    for _, found in zip(range(_MOST_ELEMENTS), _META.finditer(markup), strict=False):
        element = _attributes(found[1])
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(name.lower(), element.get("content", ""))
    linked = _linked_data(markup)
    root = _ROOT.search(markup)
    said = {
        "title": meta.get("og:title") or linked.get("headline"),
        "author": linked.get("author") or meta.get("author"),
        "site": meta.get("og:site_name") or linked.get("publisher"),
        "published": meta.get("article:published_time") or linked.get("datePublished") or meta.get("datepublished"),
        "lang": (_attributes(root[1]).get("lang") if root else None) or meta.get("og:locale"),
    }
    return {name: value.strip()[:_LONGEST_VALUE] for name, value in said.items() if value and value.strip()}


def _attributes(inside: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(inside)
    }


def _linked_data(markup: str) -> dict[str, str]:
    """Headline, datePublished, and the names of author and publisher in the first object that has a date."""
    for script in _scripts(markup):
        try:
            data = orjson.loads(_CONTROL.sub(" ", script))
        except orjson.JSONDecodeError:
            continue
        for item in _objects(data):
            if isinstance(item.get("datePublished"), str):
                return {name: _name_of(item.get(name)) for name in _LINKED}
    return {}


def _scripts(markup: str) -> Iterator[str]:
    for _, found in zip(range(_MOST_SCRIPTS), _LINKED_DATA.finditer(markup), strict=False):
        end = markup.find("</", found.end())
        yield markup[found.end() : end if end >= 0 else None]


def _objects(data: Any) -> list[dict[str, Any]]:
    items = data if isinstance(data, list) else [data]
    graphs = [item["@graph"] for item in items if isinstance(item, dict) and isinstance(item.get("@graph"), list)]
    return [item for group in [items, *graphs] for item in group if isinstance(item, dict)]


def _name_of(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else ""

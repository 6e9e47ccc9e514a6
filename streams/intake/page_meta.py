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
_PUBLISHED = re.compile("datePublished", re.IGNORECASE)
_LONGEST_TAG = 400
# Names of meta elements for the day of publication besides Open Graph's, by how plainly they say it: of schema.org,
# Dublin Core, and content management systems.
_DATES = (
    "article:published_time", "og:published_time", "article:published", "datepublished", "pubdate", "publishdate",
    "publish-date", "publish_date", "published_date", "publication_date", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "article_date_original", "dcterms.issued", "dcterms.created", "dc.date.issued",
    "dc.date.created", "dc.date", "date", "article:created",
)  # fmt: skip
_LINKED = ("headline", "datePublished", "author", "publisher")


def metadata_of(markup: str) -> dict[str, str]:
    """Title, author, site, published and lang of a page, as far as it says them, at most 500 characters each.

    The Open Graph protocol (ogp.me) is believed first, then schema.org's linked data, then plain meta elements.
    """
    meta: dict[str, str] = {}
    for _, found in zip(range(_MOST_ELEMENTS), _META.finditer(markup), strict=False):
        element = _attributes(found[1])
        for name in ("property", "name", "itemprop"):
            if element.get(name) and element.get("content"):
                meta.setdefault(element[name].lower(), element["content"])
    linked = _linked_data(markup)
    root = _ROOT.search(markup)
    said = {
        "title": meta.get("og:title") or linked.get("headline"),
        "author": linked.get("author") or meta.get("author"),
        "site": meta.get("og:site_name") or linked.get("publisher"),
        "published": meta.get(_DATES[0]) or linked.get("datePublished") or _published(meta, markup),
        "lang": (_attributes(root[1]).get("lang") if root else None) or meta.get("og:locale"),
    }
    return {name: value.strip()[:_LONGEST_VALUE] for name, value in said.items() if value and value.strip()}


def _attributes(inside: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(inside)
    }


def _published(meta: dict[str, str], markup: str) -> str | None:
    """What meta elements say, else the first element of the body that is marked as the day of publication."""
    said = next((meta[name] for name in _DATES if name in meta), None)
    for _, found in zip(range(0 if said else _MOST_SCRIPTS), _PUBLISHED.finditer(markup), strict=False):
        start = markup.rfind("<", max(0, found.start() - _LONGEST_TAG), found.start())
        end = markup.find(">", found.end(), found.end() + _LONGEST_TAG)
        if 0 <= start < end:
            element = _attributes(markup[start + 1 : end])
            if element.get("itemprop", "").lower() == "datepublished":
                said = said or element.get("datetime") or element.get("content")
    return said


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

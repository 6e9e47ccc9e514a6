"""Bytes of `articles.raw` to a raw article, or the reason why they are none."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Never

import orjson

from schemas.article import RawArticle, Rejection, RejectionReason
from schemas.ids import derive, record_id
from streams.intake.characters import scrub
from streams.stage import rejected

MAX_DEPTH = 32  # nesting of unknown fields that are kept; deeper ones are an attack, not data
_ID_CHARACTERS = 200
_BOM = b"\xef\xbb\xbf"
_FIELDS = frozenset(RawArticle.model_fields)
# An escape of JSON; group 1 is a surrogate that has no partner.
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|$)|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A raw article under its ids; `extra` are the fields that we do not know, or whose type we cannot use."""

    article_id: str
    record_id: str
    article: RawArticle
    extra: dict[str, Any]


class _RejectedError(Exception):
    def __init__(self, reason: RejectionReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def parse(value: bytes, max_bytes: int) -> Parsed | Rejection:
    """The article that `value` holds, or a rejection.

    A body (`text` or `html`) is needed; other named fields of a wrong type are not worth losing an article for
    and move to `extra`. JSON that only a lenient reader takes (raw control characters and lone surrogates in
    strings) is read. `max_bytes` bounds the record.
    """
    try:
        if len(value) > max_bytes:
            _reject(RejectionReason.TOO_LARGE, f"{len(value)} bytes, at most {max_bytes} are read")
        return _parsed(_object(value), value)
    except _RejectedError as error:
        return rejected(value, error.reason, "intake", error.detail)


def _reject(reason: RejectionReason, detail: str) -> Never:
    raise _RejectedError(reason, detail)


def _object(value: bytes) -> dict[str, Any]:
    data = value.removeprefix(_BOM)
    try:
        record = orjson.loads(data)
    except orjson.JSONDecodeError:
        record = _lenient(data)
    if not isinstance(record, dict):
        _reject(RejectionReason.NOT_OBJECT, f"JSON {type(record).__name__}, not an object")
    if _depth_exceeds(record, MAX_DEPTH):
        _reject(RejectionReason.TOO_DEEP, f"nested deeper than {MAX_DEPTH}")
    return record


def _lenient(data: bytes) -> Any:
    """What a lenient reader makes of JSON that the strict one refused; decides why it is none."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        _reject(RejectionReason.NOT_UTF8, f"byte {error.start} is not UTF-8")
    # Counted beforehand, because where the recursive reader overflows depends on who called it.
    if _brackets_exceed(data, MAX_DEPTH):
        _reject(RejectionReason.TOO_DEEP, f"nested deeper than {MAX_DEPTH}")
    paired = _ESCAPE.sub(lambda found: b"" if found[1] else found[0], data)
    try:
        return json.loads(paired, strict=False, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        _reject(RejectionReason.NOT_JSON, f"{error.msg} at character {error.pos}")
    except ValueError as error:  # NaN, or an integer of thousands of digits
        _reject(RejectionReason.NOT_JSON, str(error))


def _no_constant(name: str) -> Never:
    raise ValueError(f"{name} is not JSON")


def _brackets_exceed(data: bytes, limit: int) -> bool:
    depth = 0
    for found in _BRACKET.finditer(data):
        first = found[0][:1]
        if first in b"[{":
            depth += 1
            if depth > limit:
                return True
        elif first in b"]}":
            depth -= 1
    return False


def _depth_exceeds(record: dict[str, Any], limit: int) -> bool:
    level: list[Any] = [item for item in record.values() if isinstance(item, dict | list)]
    for _ in range(limit):
        if not level:
            return False
        level = [
            item
            for holder in level
            for item in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(item, dict | list)
        ]
    return bool(level)


def _parsed(record: dict[str, Any], value: bytes) -> Parsed:
    named: dict[str, str] = {}
    extra: dict[str, Any] = {}
    for name, item in record.items():
        if name in _FIELDS and isinstance(item, str):
            named[name] = item
        elif item is not None and not (name == "id" and _usable_id(item)):
            extra[name] = item
    if not named.get("text") and not named.get("html"):
        for name in ("text", "html"):
            if name in extra:
                _reject(RejectionReason.WRONG_TYPE, f"{name} is {type(extra[name]).__name__}, not a string")
        if "text" in named or "html" in named:
            _reject(RejectionReason.EMPTY_TEXT, "text is empty")
        _reject(RejectionReason.NO_TEXT, "neither text nor html")
    given = _usable_id(record.get("id"))
    named.pop("id", None)
    article = RawArticle(**named)
    return Parsed(given or _derived_id(article), record_id(value), article, extra)


def _usable_id(given: object) -> str | None:
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    text = str(given).strip() if isinstance(given, str) else f"{given:d}" if abs(given) < 10**18 else ""
    return text if 0 < len(text) <= _ID_CHARACTERS and text.isprintable() else None


def _derived_id(article: RawArticle) -> str:
    """An id of the content, so that the same article delivered again without an id keeps its name."""
    parts = (article.url, article.title, article.text, article.html, article.published, article.outlet, article.source)
    return derive("art-", *(scrub(part or "") for part in parts))

"""Whole files as records: HTML pages and plain texts."""

from __future__ import annotations

from typing import BinaryIO

import orjson
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

from streams.inputs.record import Record, clip


def page(stream: BinaryIO, name: str, limit: int, identity: str | None) -> Record:
    """An HTML page as {"id": "page:…", "html": …}, in whichever encoding it was written."""
    content = stream.read(limit + 1)
    try:
        html = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        html = bytes_to_str(content, detect_encoding(content, html5_compatible=True) or "utf-8")
    return _record("page", identity, "html", html, name, limit)


def text(stream: BinaryIO, name: str, limit: int, identity: str | None) -> Record:
    """A text file as {"id": "text:…", "text": …}; one that is not UTF-8 as it is, for intake to reject."""
    content = stream.read(limit + 1)
    try:
        return _record("text", identity, "text", content.decode("utf-8-sig"), name, limit)
    except UnicodeDecodeError:
        return Record(content, name)


def _record(kind: str, identity: str | None, field: str, content: str, name: str, limit: int) -> Record:
    named = {"id": f"{kind}:{identity}"} if identity else {}
    return Record(clip(orjson.dumps(named | {field: content}), limit), name)

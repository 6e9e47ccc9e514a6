"""Characters that carry no text: taken out before anything is measured, compared or read."""

from __future__ import annotations

import html
import re
import unicodedata

# Control characters (Cc) but tab and line feed; soft hyphen; zero-width and joining characters; bidirectional
# controls, which can show a text in another order than it is read (CVE-2021-42574); lone surrogates, which
# UTF-8 cannot hold; interlinear annotation, non-characters and tags, which are never shown.
# Joiners stay after a letter of the scripts that spell with them (Arabic to Myanmar).
_INVISIBLE = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
_SUSPECT = re.compile(f"[{_INVISIBLE}\u200c\u200d]")  # a bare class is scanned for ten times as fast
_DROPPED = re.compile(f"[{_INVISIBLE}]|(?<![\u0600-\u109f])[\u200c\u200d]")
_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_BYTES_LITERAL = re.compile(r"(?P<head>(?:[^\n]{0,500}\n){0,2}?)b'(?P<body>.*)'\s*", re.DOTALL)
_ESCAPED_QUOTE = re.compile(r"\\(['\"])")
_ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|[nrt'\"\\])")
_NAMED_ESCAPES = {b"n": b"\n", b"r": b"\n", b"t": b" "}


def scrub(text: str) -> str:
    """The text without invisible characters, in NFC, with "\\n" for every kind of line end.

    HTML entities and escaped quotes that survived a careless extraction are resolved once. Visible characters,
    among them all quotes and dashes, stay as they are. Time is linear in the text.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPED_QUOTE.sub(r"\1", text)
    if text.replace("\n", "").isprintable():  # what is dropped or replaced below is not
        return text
    if _LINE_END.search(text):
        text = _LINE_END.sub("\n", text.replace("\r\n", "\n"))
    return _DROPPED.sub("", text) if _SUSPECT.search(text) else text


def unliteral(text: str) -> str:
    """Undo `str(bytes)`: a body that reads `b'…\\xc3\\xb3…'`, alone or under a title, becomes its UTF-8 text.

    Scrapers that forget to decode a page leave such bodies behind. Anything else is returned unchanged.
    """
    found = _BYTES_LITERAL.fullmatch(text) if "b'" in text[:1004] else None
    if found is None or "\\x" not in found["body"]:
        return text
    raw = _ESCAPE.sub(_unescaped, found["body"].encode("utf-8", "ignore"))
    return found["head"] + raw.decode("utf-8", "ignore")


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes.fromhex(code[1:].decode()) if code[:1] == b"x" else _NAMED_ESCAPES.get(code, code)

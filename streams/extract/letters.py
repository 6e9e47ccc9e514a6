"""The letters of a text for automata: in lower case, one byte each, with a space for whatever is no letter or digit.

Tables over so few different bytes are small, and bytes stand where the characters do, so none has to be counted.
"""

from __future__ import annotations

_CHARSETS = {"ru": "cp1251"}
"""One byte a character; what a language's own has not is no letter."""


class Letters:
    """Gives the letters of texts of one language."""

    def __init__(self, lang: str) -> None:
        self._charset = _CHARSETS.get(lang, "latin-1")
        self._table = b"".join(map(self._lower, range(256)))

    def _lower(self, code: int) -> bytes:
        letter = bytes([code]).decode(self._charset, "replace")
        return letter.lower().encode(self._charset, "replace") if letter.isalnum() else b" "

    def of(self, text: str) -> bytes:
        """As many bytes as the text has characters."""
        return text.encode(self._charset, "replace").translate(self._table)

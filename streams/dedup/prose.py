"""Which lines of a clean article are compared: its prose."""

from __future__ import annotations

LONG = 60  # characters: a line of this length is a paragraph whatever it ends with
SENTENCE = 30  # characters: shorter lines are headings, names and labels even with a full stop
PART = 1 / 3  # of the body's characters: with less prose than this (lists, tables) everything is compared
_ENDS = (".", "!", "?", "…", "。", "！", "？")
_CLOSERS = "\"'”’»)]"


def _is_sentence(line: str) -> bool:
    return len(line) >= SENTENCE and line.rstrip(_CLOSERS).endswith(_ENDS)


def prose(text: str, title_end: int) -> str:
    """The paragraphs of a clean text without its title.

    Outlets put their own titles over agency copy, and short lines that are left of a page's furniture are
    the same under every article of the outlet: neither says that two texts are copies.
    """
    body = text[title_end:].strip()
    kept = "\n".join(line for line in body.split("\n") if len(line) >= LONG or _is_sentence(line))
    return (kept if len(kept) >= PART * len(body) else body) or text

"""The beginning of a pattern over masked sentences, as far as it can be tried on the text itself.

It ends before the first part that a mention may stand for. Most words that a rule begins with are dismissed by it, and
their sentences need no masked form.
"""

from __future__ import annotations

import re

_PART = re.compile(
    r"(?P<around>\(\?<?[=!])|(?P<group>\(\?:)|(?P<other>\()|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|\\?.", re.DOTALL
)
_BEHIND = re.compile(r"\(\?<=(?:[^()|\\]*\])?(?P<last>[\w ,]+)\)")
"""A look behind that ends with plain characters."""
_TIMES = re.compile(r"(?:[?*+]|\{[\d,]+\})[?+]?")
_MENTION = re.compile(r"[\ue000-\uf8ff]|\\[WSD]|\[\^|\.$")
"""Found in a set or a character that may match a mention."""


def beginning(pattern: str) -> str:
    """A pattern that matches the text wherever the other one matches its masked form."""
    return _choice(pattern, 0)[0]


def _choice(pattern: str, at: int) -> tuple[str, bool, int]:
    """The beginnings of the alternatives from `at` on, whether they are whole, and where their group is closed."""
    found: list[str] = []
    all_whole = True
    while True:
        kept, whole, at = _sequence(pattern, at)
        found.append(kept)
        all_whole = all_whole and whole
        if pattern[at : at + 1] != "|":
            return "|".join(found), all_whole, at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[str, bool, int]:
    """The beginning of the parts from `at` on, whether it is all of them, and where the last of them ends."""
    kept, whole = "", True
    while at < len(pattern) and pattern[at] not in "|)":
        part, part_whole, at = _part(pattern, at)
        if times := _TIMES.match(pattern, at):
            part, at = part + times[0] if part_whole else "", times.end()
        if whole:
            kept, whole = kept + part, part_whole
    return kept, whole, at


def _part(pattern: str, at: int) -> tuple[str, bool, int]:
    """The same for one part, without how often it stands there."""
    match = _PART.match(pattern, at)
    assert match is not None  # the last branch is any character
    if match.lastgroup in ("around", "group", "other"):
        inside, whole, closed = _choice(pattern, match.end())
        if match.lastgroup == "around":
            return _around(pattern[at : closed + 1], inside), True, closed + 1
        if match.lastgroup == "group":
            return f"(?:{inside})", whole, closed + 1
        return "", False, closed + 1
    if _MENTION.search(match[0]) and match[0] != r"\.":
        return "", False, match.end()
    return match[0], True, match.end()


def _around(look: str, inside: str) -> str:
    """What of a look around is known of the text: the beginning of what is to follow, the end of what stands before."""
    if look.startswith("(?="):
        return f"(?={inside})"
    behind = _BEHIND.fullmatch(look)
    return f"(?<={behind['last']})" if behind is not None else ""

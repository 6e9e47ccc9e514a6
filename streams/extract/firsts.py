"""With what character a match of a pattern may begin: a cheap test before its alternatives are tried, one by one.

A search tries a pattern at each character of a sentence, and where case is ignored each of its alternatives. With
`(?=[aw])` in front of them, `\\b(?:agreed|will|would)` is dismissed at all other words at once.
"""

from __future__ import annotations

import re

_PART = re.compile(
    r"(?P<around>\(\?<?[=!])|(?P<open>\((?:\?(?:P<\w+>|>|[a-z]*(?:-[a-z]+)?:)|(?!\?)))|(?P<other>\(\?)"
    r"|\[(?P<any>\^)?(?P<set>\]?(?:\\.|[^\]\\])*)\]|(?P<edge>\\[bBAZ]|[$^])|(?P<class>\\[sd])|(?P<many>\\[a-zA-Z0-9]|\.)"
    r"|\\?(?P<char>.)",
    re.DOTALL,
)
_TIMES = re.compile(r"(?P<none>[?*]|\{0?,\d*\}|\{0\})[?+]?|(?:\+|\{\d+(?:,\d*)?\})[?+]?")
_WIDE = re.compile(r"\\[wWSDpP]|\[|--|&&|~~|\|\|")
"""What makes a set useless here, or means something else where it is joined to another."""

_Firsts = frozenset[str] | None
"""Contents of sets of characters, one of which a match begins with; None where nothing is known."""


def guarded(pattern: str) -> str:
    """The pattern, case ignored, with a look at the first character where it has several alternatives for it."""
    firsts, empty, end = _choice(pattern, 0)
    if firsts is None or empty or len(firsts) < 2 or end < len(pattern):
        return pattern
    several = not _is_sequence(pattern)
    at = 2 if pattern.startswith(r"\b") and not several else 0
    rest = f"(?:{pattern})" if several else pattern[at:]
    return f"{pattern[:at]}(?=[{''.join(sorted(firsts))}]){rest}"


def _is_sequence(pattern: str) -> bool:
    """Whether no alternatives stand outside of all groups."""
    return _sequence(pattern, 0)[2] == len(pattern)


def _choice(pattern: str, at: int) -> tuple[_Firsts, bool, int]:
    """The firsts of the alternatives from `at` on, whether one may match nothing, and where their group is closed."""
    found: set[str] = set()
    known, nothing = True, False
    while True:
        firsts, empty, at = _sequence(pattern, at)
        if firsts is None:
            known = False
        else:
            found |= firsts
        nothing = nothing or empty
        if pattern[at : at + 1] != "|":
            return frozenset(found) if known else None, nothing, at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[_Firsts, bool, int]:
    """The same of the parts from `at` on, and where the last of them ends."""
    found: set[str] = set()
    known, nothing = True, True
    while at < len(pattern) and pattern[at] not in "|)":
        firsts, empty, at = _part(pattern, at)
        if not nothing:
            continue
        if firsts is None:
            known = False
        else:
            found |= firsts
        nothing = empty
    return frozenset(found) if known else None, nothing, at


def _part(pattern: str, at: int) -> tuple[_Firsts, bool, int]:
    """The same of one part."""
    match = _PART.match(pattern, at)
    assert match is not None  # `char` is any character
    end, kind = match.end(), match.lastgroup
    firsts: _Firsts = None
    empty = False
    if kind in ("around", "open", "other"):
        inside, inside_empty, closed = _choice(pattern, end)
        end = closed + 1
        if kind == "around":
            return frozenset(), True, end
        firsts, empty = (inside, inside_empty) if kind == "open" else (None, False)
    elif kind == "edge":
        return frozenset(), True, end
    elif kind == "class":
        firsts = frozenset({match["class"]})
    elif kind == "set" and not match["any"]:
        firsts = _of_set(match["set"])
    elif kind == "char":
        firsts = frozenset({re.escape(match["char"].lower())})
    times = _TIMES.match(pattern, end)
    if times is None:
        return firsts, empty, end
    return firsts, empty or times["none"] is not None, times.end()


def _of_set(inside: str) -> _Firsts:
    """The content of a set, such that it may stand beside others."""
    if inside[:1] in ("]", "-") or inside.endswith("-"):
        inside = re.sub(r"^[]-]|(?<!\\)-$", r"\\\g<0>", inside)
    return None if _WIDE.search(inside) else frozenset({inside})

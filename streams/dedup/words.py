"""Which words tell a copy from its original: a sample for those who want to see what was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

SAMPLE = 12  # words of each side
LONGEST = 40  # characters of a word; texts without spaces have endless ones
REACH = 1 << 17  # characters of a text, as many as are compared
_WORD = re.compile(r"\w+")


def difference(copy: str, original: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first words of the copy that the original has nowhere, and those of the original that the copy lacks.

    Letter case does not count; each word is given once, as it is written where it comes first.
    """
    ours, theirs = _words(copy), _words(original)
    return tuple(_sample(ours, theirs)), tuple(_sample(theirs, ours))


def _words(text: str) -> dict[str, str]:
    """Each word of the text in lower case, in order, and how it is written where it comes first."""
    words: dict[str, str] = {}
    for word in _WORD.findall(text[:REACH]):
        words.setdefault(word.lower(), word)
    return words


def _sample(words: dict[str, str], known: dict[str, str]) -> Iterator[str]:
    only = (written[:LONGEST] for word, written in words.items() if word not in known)
    for _, word in zip(range(SAMPLE), only, strict=False):
        yield word

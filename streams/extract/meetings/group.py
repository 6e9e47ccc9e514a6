"""Actors that stand together in a clause."""

from __future__ import annotations

from dataclasses import dataclass

from streams.extract.document import Line
from streams.extract.mention import Mention

_NOMINATIVE = frozenset({"he", "she"})


@dataclass(slots=True)
class Group:
    """Mentions that stand together, and the masked characters they take."""

    mentions: list[Mention]
    start: int
    end: int


def codes_of(mentions: list[Mention]) -> list[str]:
    """The codes of the mentions, each once, in order."""
    return list(dict.fromkeys(code for mention in mentions for code in mention.codes))


def is_guest(mentions: list[Mention]) -> bool:
    """Whether the first of the objects, adjectives passed over, can be received: a person or a delegation."""
    first = next((mention for mention in mentions if mention.kind != "adjective"), None)
    return first is not None and first.kind in ("person", "body")


def is_nominative(line: Line, mention: Mention) -> bool:
    """Whether the mention is a "he" or "she", which begins a clause of its own."""
    return mention.referred and line.scene.text[mention.start : mention.end] in _NOMINATIVE

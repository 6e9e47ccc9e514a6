"""The sides of an agreement: codes with the characters that say them."""

from __future__ import annotations

from dataclasses import dataclass

from streams.extract.mention import Mention


@dataclass(frozen=True, slots=True)
class Side:
    """A code and the characters that say it."""

    code: str
    start: int
    end: int


def sides(mentions: list[Mention]) -> list[Side]:
    """The codes of mentions, each once, in order."""
    found: dict[str, Side] = {}
    for mention in mentions:
        for code in mention.codes:
            found.setdefault(code, Side(code, mention.start, mention.end))
    return list(found.values())


def join(one: list[Side], other: list[Side]) -> list[Side]:
    """The sides of both lists, each code once."""
    codes = {side.code for side in one}
    return [*one, *(side for side in other if side.code not in codes)]

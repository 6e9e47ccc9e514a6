"""What readers of files give, and how they fail."""

from __future__ import annotations

from dataclasses import dataclass


class InputError(Exception):
    """A file cannot be read to its end; the message names it, the place in it, and what is wrong."""

    def __init__(self, path: object, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


@dataclass(frozen=True, slots=True)
class Record:
    """The bytes of one raw record, and where they stood, for people: "wire.jsonl:12" or "page.html"."""

    value: bytes
    origin: str


def clip(value: bytes, limit: int) -> bytes:
    """The record, or its first `limit` + 1 bytes: enough for intake to reject it as too large.

    So no shell has to hold, and no broker to carry, a record of any length.
    """
    return value if len(value) <= limit else value[: limit + 1]

"""The masked form of a sentence, in which a mention is one character, with the way back to the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mask:
    """Character `at[k]` of `text` stands for clean-text characters `starts[k]` to `ends[k]`, any other for one.

    The first of each is what stands before the sentence: no character of it, and none of the clean text.
    """

    text: str
    at: list[int]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str, start: int, end: int, marks: Iterable[tuple[int, int, str]]) -> Mask:
        """The sentence text[start:end] with marks: the start, the end below zero, and the character to stand there.

        They come sorted; of overlapping ones the first stands, of those that start together the longest.
        """
        masked: list[str] = []
        at, starts, ends = [-1], [start], [start]
        position = start
        size = 0
        for first, negative_last, mark in marks:
            if first < position:
                continue
            last = -negative_last
            masked += text[position:first], mark
            size += first - position
            at.append(size)
            starts.append(first)
            ends.append(last)
            size += 1
            position = last
        masked.append(text[position:end])
        return cls("".join(masked), at, starts, ends)

    def start(self, index: int) -> int:
        """Where in the clean text the masked character starts."""
        k = bisect_right(self.at, index) - 1
        return self.starts[k] if self.at[k] == index else self.ends[k] + index - self.at[k] - 1

    def end(self, index: int) -> int:
        """Where in the clean text the masked character ends."""
        k = bisect_right(self.at, index) - 1
        return self.ends[k] if self.at[k] == index else self.ends[k] + index - self.at[k]

    def plain(self, offset: int) -> int | None:
        """The masked character that is the clean-text character at `offset` itself; None where a mention holds it."""
        k = bisect_right(self.starts, offset) - 1
        return None if offset < self.ends[k] else self.at[k] + 1 + offset - self.ends[k]

    def index(self, offset: int) -> int:
        """The masked character that stands for the clean-text character at `offset`; the nearest of the sentence."""
        k = bisect_right(self.starts, offset) - 1
        if k < 0:
            return 0
        if offset < self.ends[k]:
            return self.at[k]
        return max(0, min(self.at[k] + 1 + offset - self.ends[k], len(self.text) - 1))

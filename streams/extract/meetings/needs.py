"""Words without which the sentence of a head holds no trigger: "talks" or "summit" where it says "had"."""

from __future__ import annotations

from collections.abc import Sequence

from streams.extract.letters import Letters
from streams.extract.needles import needles


def need(pattern: str, head: str) -> frozenset[str]:
    """Pieces of words of which one, besides the head, stands in any text that the pattern matches; none if unknown."""
    best: frozenset[str] = frozenset()
    for texts in needles(pattern):
        # In the text, a mention may stand where there is a space in a needle.
        words = frozenset(max(text.split(), key=len, default="") for text in texts)
        if min(map(len, words)) > min(map(len, best), default=0) and not any(word in head for word in words):
            best = words
    return best


class Needs:
    """What the patterns of one head need; `free` are those that need nothing that is known."""

    def __init__(self, patterns: Sequence[str], head: str, letters: Letters) -> None:
        needed = {pattern: need(pattern, head.lower()) for pattern in patterns}
        words = frozenset[str]().union(*needed.values())
        least = sorted(word for word in words if not any(other in word for other in words - {word}))
        self._words = [letters.of(word) for word in least]
        self.free = [pattern for pattern in patterns if not needed[pattern]]

    def are_met(self, letters: bytes) -> bool:
        """Whether one of the words stands in the sentence of these letters, or none is needed."""
        return not self._words or any(map(letters.__contains__, self._words))

"""Where the words stand that a trigger may begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from streams.extract.letters import Letters


class Heads:
    """Finds heads of triggers, as texts write them: "visit", "Visit" and "VISIT" are three."""

    def __init__(self, heads: Sequence[str], letters: Letters) -> None:
        index = {head: number for number, head in enumerate(heads)}
        by_letters: dict[bytes, list[str]] = {}
        for head in heads:
            by_letters.setdefault(letters.of(f" {head}"), []).append(head)
        forms = sorted(by_letters)
        self._of_form = [
            # Where the longest is written otherwise, as "Spoke To", a shorter one may stand.
            {head: index[head] for end in range(len(form), 1, -1) for head in by_letters.get(form[:end], ())}
            for form in forms
        ]
        self._lengths = [sorted({len(head) for head in known}, reverse=True) for known in self._of_form]
        self._automaton = BytesAhoCorasick(forms, MatchKind.LeftmostLongest, Implementation.DFA)

    def find(self, text: str, letters: bytes) -> Iterator[tuple[int, int, int]]:
        """(number of the head, start, end) of those that begin a word, in order, none overlapping another.

        `letters` are those of a space and the text.
        """
        for form, start, _ in self._automaton.find_matches_as_indexes(letters):
            if start and text[start - 1].isalnum():  # a letter of another alphabet
                continue
            known = self._of_form[form]
            for length in self._lengths[form]:
                number = known.get(text[start : start + length])
                if number is not None:
                    yield number, start, start + length
                    break

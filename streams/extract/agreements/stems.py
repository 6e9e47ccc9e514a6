"""Where the stems of classes of words stand in a text: the cheap test before its sentences are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from streams.extract.letters import Letters


class Stems:
    """Finds the stems of several classes in one pass."""

    def __init__(self, classes: Mapping[str, Iterable[str]], lang: str) -> None:
        self._letters = Letters(lang).of
        self._names = list(classes)
        pairs = sorted({(self._letters(stem), name) for name, stems in classes.items() for stem in stems})
        self._of_form = [name for _, name in pairs]
        self._automaton = BytesAhoCorasick([form for form, _ in pairs], MatchKind.Standard, Implementation.DFA)

    def find(self, text: str) -> dict[str, list[int]]:
        """Where stems of each class start, in order, inside of words as well."""
        found: dict[str, list[int]] = {name: [] for name in self._names}
        for form, start, _ in self._automaton.find_matches_as_indexes(self._letters(text), overlapping=True):
            found[self._of_form[form]].append(start)
        for starts in found.values():
            starts.sort()
        return found

"""Which articles bear a fingerprint: sorted arrays, eight bytes a posting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from streams.dedup.sketch import Hashes

Numbers = NDArray[np.int32]

_FRESH = 1 << 16  # postings held in a dictionary before they become a sorted run
_GROWTH = 8  # a run is at least so many times longer than the next: few runs to search, each posting moved seldom


class Postings:
    """A log-structured index from 32-bit fingerprints to article numbers.

    A dictionary costs about ninety bytes a posting; sorted arrays cost eight, but cannot be inserted into. So
    the newest postings stand in a dictionary, which is emptied into runs of geometrically growing length
    (the log-structured merge of O'Neil et al. 1996).
    """

    def __init__(self) -> None:
        self._fresh: dict[int, list[int]] = {}
        self._count = 0
        self._runs: list[tuple[Hashes, Numbers]] = []

    def add(self, number: int, hashes: Hashes) -> None:
        """The article `number` bears these fingerprints."""
        fresh = self._fresh
        for value in hashes.tolist():
            bearers = fresh.get(value)
            if bearers is None:
                fresh[value] = [number]
            else:
                bearers.append(number)
        self._count += len(hashes)
        if self._count >= _FRESH:
            self._settle()

    def find(self, hashes: Hashes) -> list[int]:
        """The numbers of all articles that bear any of these fingerprints, once for each that they bear."""
        fresh = self._fresh
        found: list[int] = []
        for value in hashes.tolist():
            bearers = fresh.get(value)
            if bearers is not None:
                found += bearers
        for keys, numbers in self._runs:
            starts = np.searchsorted(keys, hashes)
            present = keys.take(starts, mode="clip") == hashes
            if present.any():
                ends = np.searchsorted(keys, hashes[present], "right")
                for start, end in zip(starts[present].tolist(), ends.tolist(), strict=True):
                    found += numbers[start:end].tolist()
        return found

    def _settle(self) -> None:
        """Move the dictionary's postings into a run, and merge runs that are no longer much longer."""
        lengths = np.fromiter(map(len, self._fresh.values()), np.int64, len(self._fresh))
        keys = np.repeat(np.fromiter(self._fresh, np.uint32, len(self._fresh)), lengths)
        numbers = np.fromiter((n for bearers in self._fresh.values() for n in bearers), np.int32, self._count)
        self._fresh, self._count = {}, 0
        while self._runs and len(self._runs[-1][0]) < _GROWTH * len(keys):
            more_keys, more_numbers = self._runs.pop()
            keys = np.concatenate((more_keys, keys))
            numbers = np.concatenate((more_numbers, numbers))
        order = np.argsort(keys, kind="stable")
        self._runs.append((keys[order], numbers[order]))

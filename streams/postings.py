"""Which articles are found under a key: sorted arrays, eight bytes a posting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]

_FRESH = 1 << 14  # postings held in a dictionary before they become a sorted run
_GROWTH = 8  # a run is at least so many times longer than the next: few runs to search, each posting moved seldom
_HALF = np.uint64(32)
_LAST = np.uint64(0xFFFFFFFF)  # the highest number of an article


class Postings:
    """A log-structured index from 32-bit fingerprints to article numbers.

    A dictionary costs about ninety bytes a posting; sorted arrays cost eight, but cannot be inserted into. So
    the newest postings stand in a dictionary, which is emptied into runs of geometrically growing length
    (the log-structured merge of O'Neil et al. 1996). A posting in a run is one number: the fingerprint in its
    upper half, the article in its lower.
    """

    def __init__(self) -> None:
        self._fresh: dict[int, int] = {}  # the first bearer of each fingerprint
        self._more: dict[int, list[int]] = {}  # its other bearers
        self._count = 0
        self._runs: list[NDArray[np.uint64]] = []

    def add(self, number: int, hashes: Hashes) -> None:
        """The article `number` bears these fingerprints, each given once."""
        values = dict.fromkeys(hashes.tolist(), number)
        for value in self._fresh.keys() & values.keys():
            self._more.setdefault(value, []).append(number)
            del values[value]
        self._fresh |= values
        self._count += len(hashes)
        if self._count >= _FRESH:
            self._settle()

    def find(self, hashes: Hashes) -> list[int]:
        """The numbers of all articles that bear any of these fingerprints, once for each that they bear."""
        found: list[int] = []
        for value in self._fresh.keys() & hashes.tolist():
            found.append(self._fresh[value])
            found += self._more.get(value, ())
        first = hashes.astype(np.uint64)
        first <<= _HALF
        for run in self._runs:
            starts = run.searchsorted(first)
            present = run.take(starts, mode="clip") >> _HALF == hashes
            if np.count_nonzero(present):
                starts = starts[present]
                counts = run.searchsorted(first[present] | _LAST, "right") - starts
                ends = counts.cumsum()
                places = np.arange(ends[-1]) + np.repeat(starts - ends + counts, counts)
                found += (run[places] & _LAST).tolist()
        return found

    def _settle(self) -> None:
        """Move the dictionary's postings into a run, and merge runs that are no longer much longer."""
        run = np.fromiter(self._fresh, np.uint64, len(self._fresh)) << _HALF
        run |= np.fromiter(self._fresh.values(), np.uint64, len(self._fresh))
        more = [value << 32 | number for value, bearers in self._more.items() for number in bearers]
        run = np.concatenate((run, np.array(more, np.uint64)))
        self._fresh, self._more, self._count = {}, {}, 0
        while self._runs and len(self._runs[-1]) < _GROWTH * len(run):
            run = np.concatenate((self._runs.pop(), run))
        run.sort()
        self._runs.append(run)

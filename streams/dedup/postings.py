"""Which articles bear a fingerprint: sorted arrays, eight bytes a posting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from streams.dedup.sketch import Hashes

Numbers = NDArray[np.int32]

_FRESH = 1 << 14  # postings held in a dictionary before they become a sorted run
_GROWTH = 8  # a run is at least so many times longer than the next: few runs to search, each posting moved seldom


class Postings:
    """A log-structured index from 32-bit fingerprints to article numbers.

    A dictionary costs about ninety bytes a posting; sorted arrays cost eight, but cannot be inserted into. So
    the newest postings stand in a dictionary, which is emptied into runs of geometrically growing length
    (the log-structured merge of O'Neil et al. 1996).
    """

    def __init__(self) -> None:
        self._fresh: dict[int, int] = {}  # the first bearer of each fingerprint
        self._more: dict[int, list[int]] = {}  # its other bearers
        self._count = 0
        self._runs: list[tuple[Hashes, Numbers]] = []

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
        lengths = np.fromiter(map(len, self._more.values()), np.int64, len(self._more))
        keys = np.repeat(np.fromiter(self._more, np.uint32, len(self._more)), lengths)
        numbers = np.fromiter((n for bearers in self._more.values() for n in bearers), np.int32, len(keys))
        keys = np.concatenate((np.fromiter(self._fresh, np.uint32, len(self._fresh)), keys))
        numbers = np.concatenate((np.fromiter(self._fresh.values(), np.int32, len(self._fresh)), numbers))
        self._fresh, self._more, self._count = {}, {}, 0
        while self._runs and len(self._runs[-1][0]) < _GROWTH * len(keys):
            more_keys, more_numbers = self._runs.pop()
            keys = np.concatenate((more_keys, keys))
            numbers = np.concatenate((more_numbers, numbers))
        order = np.argsort(keys, kind="stable")
        self._runs.append((keys[order], numbers[order]))

"""What of a text is remembered so that its copies are found: a bounded sketch of its word shingles.

Shingle overlap finds shortened and extended copies because it is measured against the shorter text
(containment: Broder 1997, "On the resemblance and containment of documents"). Fingerprints for the search
are chosen by winnowing (Schleimer, Wilkerson, Aiken 2003): two texts that share any run of
`PHRASE + WINDOW - 1` words share a fingerprint, which sampling by a modulus does not promise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from streams.dedup.tokens import hashed
from streams.postings import Hashes

SHINGLE = 3  # words: what texts are compared by
PHRASE = 2 * SHINGLE  # words: what they are searched by; runs of six words are seldom shared by chance
WINDOW = 32  # phrases; a text of n words has about n / 16 fingerprints
MARKS = 768  # hashes kept of a text, 3 KB: all of them for texts of up to 770 words, as most are
LEAD = 40  # words: the first paragraph of a news report
LEAD_NAMES = 60  # words in which a report names who, where and when
NAMES = 128  # names kept of a text, half a kilobyte
TITLE = 400  # characters of a title
ALL = 0xFFFFFFFF

_SPREAD = 0x1B873593  # odd; makes the order of words count
_ONE_ON, _TWO_ON, _THREE_ON = (np.uint32(pow(_SPREAD, words, 1 << 32)) for words in (1, 2, SHINGLE))
_PARTS = 6
_NOTHING = np.zeros(1, np.uint32)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of an article's text, in hashes of 32 bits: sorted ones, but for the two leads.

    `threshold`: all marks up to it are kept; `names_threshold`: the same of names; `size`: how many different
    shingles the text has; `digest`: 64 bits of all words in order, equal where texts differ in nothing but
    punctuation, letter case and spaces; `words`: how many there are. `packed`: the lengths of the parts that the
    properties give, then the parts: six arrays would cost half a kilobyte more in headers.
    """

    packed: Hashes
    threshold: int
    names_threshold: int
    size: int
    digest: int
    words: int

    @property
    def marks(self) -> Hashes:
        """The smallest hashes of its shingles."""
        return self._part(0)

    @property
    def fingerprints(self) -> Hashes:
        """The winnowed phrases, and one of the digest, by which equal texts of any length find each other."""
        return self._part(1)

    @property
    def lead(self) -> Hashes:
        """The shingles of the first words, in their order."""
        return self._part(2)

    @property
    def names(self) -> Hashes:
        """Its names and numbers: the smallest hashes."""
        return self._part(3)

    @property
    def lead_names(self) -> Hashes:
        """The names among the first words, in their order."""
        return self._part(4)

    @property
    def title(self) -> Hashes:
        """The words of its title."""
        return self._part(5)

    def _part(self, number: int) -> Hashes:
        *before, length = self.packed[: number + 1].tolist()
        start = _PARTS + sum(before)
        return self.packed[start : start + length]


def distinct(*hashes: Hashes) -> Hashes:
    """Each hash but 0 once, sorted (numpy.unique takes ten times as long for a thousand of them)."""
    ordered = np.concatenate((_NOTHING, *hashes))
    ordered.sort()
    rest = ordered[1:]
    once: Hashes = rest[rest != ordered[:-1]]
    return once


def _winnow(hashes: Hashes) -> Hashes:
    """The least hash of every window of `WINDOW` of them; of all, where there are fewer."""
    least, width = hashes, 1
    target = min(WINDOW, len(hashes))
    while width < target:
        step = min(width, target - width)
        least = np.minimum(least[:-step], least[step:])
        width += step
    return least


def _least(hashes: Hashes, count: int) -> tuple[Hashes, int]:
    """The `count` smallest of distinct hashes, and up to where they are complete."""
    if len(hashes) <= count:
        return hashes, ALL
    return hashes[:count], int(hashes[count - 1])


def sketch(title: str, text: str) -> Sketch:
    """The sketch of a text under a title; the cost is linear in their length."""
    title = title[:TITLE]
    every, named, starts = hashed(f"{title}\n{text}")
    split = int(starts.searchsorted(len(title)))
    words, named = every[split:], named[split:]
    shingles = words[:-2] * _TWO_ON
    shingles += words[1:-1] * _ONE_ON
    shingles += words[2:]
    phrases = shingles[:-SHINGLE] * _THREE_ON
    phrases += shingles[SHINGLE:]
    all_marks = distinct(shingles)
    marks, threshold = _least(all_marks, MARKS)
    all_names = words[named]
    names, names_threshold = _least(distinct(all_names), NAMES)
    digest = xxh3_64_intdigest(words.tobytes())
    parts = (
        marks,
        distinct(_winnow(phrases), np.array([digest & ALL], np.uint32)),
        shingles[: LEAD - SHINGLE + 1],
        names,
        all_names[: int(np.count_nonzero(named[:LEAD_NAMES]))],
        np.sort(every[:split]),
    )
    return Sketch(
        packed=np.concatenate((np.fromiter(map(len, parts), np.uint32, _PARTS), *parts)),
        threshold=threshold,
        names_threshold=names_threshold,
        size=len(all_marks),
        digest=digest,
        words=len(words),
    )


def present(hashes: Hashes, among: Hashes) -> NDArray[np.bool_]:
    """Which of the hashes are among the others."""
    if not len(among):
        return np.zeros(len(hashes), np.bool_)
    return np.equal(among.take(np.searchsorted(among, hashes), mode="clip"), hashes)


def shared(hashes: Hashes, among: Hashes) -> int:
    """How many of the hashes are among the others."""
    return int(np.count_nonzero(present(hashes, among)))


def overlap(one: Sketch, other: Sketch) -> float:
    """The share of the shorter text's shingles that stand in the longer one too (0 to 1).

    Where a text is longer than its marks can hold, it is estimated from the hashes that both have kept.
    """
    limit = min(one.threshold, other.threshold)
    short, long = sorted((one, other), key=lambda text: text.size)
    few = short.marks
    if short.threshold > limit:
        few = few[: int(np.searchsorted(few, limit, "right"))]
    return shared(few, long.marks) / len(few) if len(few) else 0.0

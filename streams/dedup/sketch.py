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

Hashes = NDArray[np.uint32]

SHINGLE = 3  # words: what texts are compared by
PHRASE = 2 * SHINGLE  # words: what they are searched by; runs of six words are seldom shared by chance
WINDOW = 32  # phrases; a text of n words has about n / 16 fingerprints
MARKS = 512  # hashes kept of a text, 2 KB: all of them for texts of up to 514 words
LEAD = 40  # words: the first paragraph of a news report
LEAD_NAMES = 60  # words in which a report names who, where and when
NAME = 4  # letters: shorter words with a capital mostly begin a sentence
NAMES = 128  # names kept of a text, half a kilobyte
TITLE = 400  # characters of a title
ALL = 0xFFFFFFFF
NUMBER = np.uint32(1)  # the bit that is set in the hashes of numbers, and of no other word
REACH = 1 << 17  # characters: what a text has beyond them is not compared, so that the work is bounded

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so it has an inverse modulo 2**64: 2**64 / golden ratio
_MIX = np.uint64(0xFF51AFD7ED558CCD)  # of the finaliser of MurmurHash3
_SPREAD = np.uint64(0xA24BAED4963EE407)  # odd; makes the order of words count
_SHIFT = np.uint64(33)
_HALF = np.uint64(32)

# Ideographs and kana are written without spaces: each counts as a word of its own.
_SINGLES = ((0x2E80, 0x2FDF), (0x3041, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
_FIRST_SINGLE = _SINGLES[0][0]
_ZERO = np.uint32(ord("0"))
_DIGITS = np.uint32(10)
_BEYOND = 0x10000  # stands for every character past the basic plane, and counts as an ideograph


def _folded() -> NDArray[np.uint32]:
    """The code of every character in lower case; 0 for what is neither a letter nor a digit."""
    characters = map(chr, range(_BEYOND))
    codes = (ord(character.lower()[0]) if character.isalnum() else 0 for character in characters)
    return np.fromiter((*codes, _BEYOND), np.uint32, _BEYOND + 1)


def _singles() -> NDArray[np.bool_]:
    """Which characters are words of their own."""
    table = np.zeros(_BEYOND + 1, np.bool_)
    for first, last in (*_SINGLES, (_BEYOND, _BEYOND)):
        table[first : last + 1] = True
    return table


_FOLDED = _folded()
_SINGLE = _singles()


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    """base ** 0 … base ** (count - 1), modulo 2**64."""
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.multiply.accumulate(factors)


_POWERS = _powers(_BASE, REACH)
_INVERSES = _powers(np.uint64(pow(int(_BASE), -1, 1 << 64)), REACH)
_SPREAD_FAR = np.uint64(pow(int(_SPREAD), SHINGLE, 1 << 64))


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
        start = _PARTS + int(self.packed[:number].sum())
        return self.packed[start : start + int(self.packed[number])]


_PARTS = 6


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The values, scrambled in place, so that their order and their bits look random."""
    values ^= values >> _SHIFT
    values *= _MIX
    values ^= values >> _SHIFT
    return values


def _bounds(codes: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where words start and end."""
    within = np.zeros(len(codes) + 2, np.bool_)
    np.not_equal(codes, 0, out=within[1:-1])
    edges = within[1:] != within[:-1]
    if not len(codes) or codes.max() < _FIRST_SINGLE:
        turns = np.flatnonzero(edges)
        return turns[::2], turns[1::2]
    single = _SINGLE.take(codes)
    edges[:-1] |= single
    edges[1:] |= single
    return np.flatnonzero(edges[:-1] & within[1:-1]), np.flatnonzero(edges[1:] & within[1:-1]) + 1


def _words(text: str) -> tuple[NDArray[np.uint64], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.intp]]:
    """The words of a text in order, without regard to case: 64-bit hashes, which are names and numbers, starts.

    Names are numbers, and words of four letters or more with a capital: in most languages and scripts that have
    capitals these tell one report from another made to the same pattern.
    """
    characters = np.frombuffer(text[:REACH].encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = _FOLDED.take(characters, mode="clip")
    starts, ends = _bounds(codes)
    if not len(starts):
        return np.zeros(0, np.uint64), np.zeros(0, np.bool_), np.zeros(0, np.bool_), starts
    # The sum of code * BASE ** position over a word, moved to position 0: equal for equal words. What stands
    # between words counts nothing, so that a sum may run on to the next word.
    sums = np.add.reduceat(codes * _POWERS[: len(codes)], starts)
    hashes = _mixed(sums * _INVERSES[starts])
    first, folded = characters[starts], codes[starts]
    numbers = folded - _ZERO < _DIGITS
    names = (first != folded) & (ends - starts >= NAME) & (folded != _BEYOND)
    return hashes, names | numbers, numbers, starts


def distinct(hashes: Hashes) -> Hashes:
    """Each hash once, sorted (numpy.unique takes ten times as long for a thousand of them)."""
    ordered = np.sort(hashes)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def _winnow(hashes: Hashes) -> Hashes:
    """The least hash of every window of `WINDOW` of them; of all, where there are fewer."""
    least, width = hashes, 1
    target = min(WINDOW, len(hashes))
    while width < target:
        step = min(width, target - width)
        least = np.minimum(least[:-step], least[step:])
        width += step
    return least


def _runs(hashes: NDArray[np.uint64], length: int, step: int, factor: np.uint64) -> NDArray[np.uint64]:
    """A polynomial in `factor` of every `length` hashes that stand `step` apart."""
    count = max(len(hashes) - (length - 1) * step, 0)
    runs = hashes[:count].copy()
    for place in range(step, length * step, step):
        runs *= factor
        runs += hashes[place : place + count]
    return runs


def _short(hashes: NDArray[np.uint64]) -> Hashes:
    """The upper halves, which are the better mixed ones."""
    return (hashes >> _HALF).astype(np.uint32)


def _marked(hashes: Hashes, numbers: NDArray[np.bool_]) -> Hashes:
    """The hashes of words with `NUMBER` set in those of numbers only."""
    return (hashes & ~NUMBER) | numbers


def _least(hashes: Hashes, count: int) -> tuple[Hashes, int]:
    """The `count` smallest of distinct hashes, and up to where they are complete."""
    if len(hashes) <= count:
        return hashes, ALL
    return hashes[:count], int(hashes[count - 1])


def sketch(title: str, text: str) -> Sketch:
    """The sketch of a text under a title; the cost is linear in their length."""
    title = title[:TITLE]
    every, named, numbers, starts = _words(f"{title}\n{text}")
    split = int(np.searchsorted(starts, len(title)))
    words, named = every[split:], named[split:]
    shingles = _runs(words, SHINGLE, 1, _SPREAD)
    phrases = _runs(shingles, PHRASE // SHINGLE, SHINGLE, _SPREAD_FAR)
    hashes = _short(shingles)
    all_marks = distinct(hashes)
    marks, threshold = _least(all_marks, MARKS)
    short = _marked(_short(every), numbers)
    body = short[split:]
    names, names_threshold = _least(distinct(body[named]), NAMES)
    digest = xxh3_64_intdigest(words.tobytes())
    parts = (
        marks,
        distinct(np.append(_winnow(_short(phrases)), np.uint32(digest & ALL))),
        hashes[: LEAD - SHINGLE + 1],
        names,
        body[:LEAD_NAMES][named[:LEAD_NAMES]],
        np.sort(short[:split]),
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

"""The words of a text as hashes, in a few passes of numpy over its characters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from streams.postings import Hashes

NAME = 4  # letters: shorter words with a capital mostly begin a sentence
NUMBER = np.uint32(1)  # the bit that is set in the hashes of numbers, and of no other word
REACH = 1 << 17  # characters: what a text has beyond them is not compared, so that the work is bounded

_BITS = 1 << 32
_BASE = 0x9E3779B1  # odd, so it has an inverse modulo 2**32: 2**32 / golden ratio
_MIX = np.uint32(0x85EBCA6B)  # the first step of the 32-bit finaliser of MurmurHash3, and below the second
_MIX_AGAIN = np.uint32(0xC2B2AE35)
_HALF = np.uint32(16)
_OTHERS = ~NUMBER  # all bits but that
_NEVER = 1 << 30  # letters: longer than any word

# Ideographs and kana are written without spaces: each counts as a word of its own.
_SINGLES = ((0x2E80, 0x2FDF), (0x3041, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
_FIRST_SINGLE = _SINGLES[0][0]
_BEYOND = 0x10000  # stands for every character past the basic plane, and counts as an ideograph


def _tables() -> tuple[Hashes, NDArray[np.intp], NDArray[np.bool_]]:
    """Three facts of every character.

    The hash of its lower case, 0 for what is neither a letter nor a digit; how many letters a word that begins with
    it must have to count as a name or number; and whether it is a word of its own.
    """
    codes = np.zeros(_BEYOND + 1, np.uint32)
    least = np.full(_BEYOND + 1, _NEVER, np.intp)
    single = np.zeros(_BEYOND + 1, np.bool_)
    for code, character in enumerate(map(chr, range(_BEYOND))):
        if character.isalnum():
            codes[code] = ord(character.lower()[0])
            if codes[code] != code:
                least[code] = NAME
    codes[_BEYOND] = _BEYOND
    least[ord("0") : ord("9") + 1] = 1
    for first, last in (*_SINGLES, (_BEYOND, _BEYOND)):
        single[first : last + 1] = True
    return _mixed(_mixed(codes, _MIX), _MIX_AGAIN), least, single


def _mixed(values: Hashes, factor: np.uint32) -> Hashes:
    """The values, scrambled in place, so that their order and their bits look random; only 0 stays 0."""
    values ^= values >> _HALF
    values *= factor
    return values


def _powers(base: int, count: int) -> Hashes:
    """base ** 0 … base ** (count - 1), modulo 2**32."""
    factors = np.full(count, base, np.uint32)
    factors[:1] = 1
    return np.multiply.accumulate(factors, dtype=np.uint32)


_HASHES, _LEAST, _SINGLE = _tables()
_POWERS = _powers(_BASE, REACH + 2)
_INVERSES = _powers(pow(_BASE, -1, _BITS), REACH + 2)


def _turns(characters: NDArray[np.uint32], within: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The positions before the first character of each word and of its last character, by turns."""
    edges = within[1:] != within[:-1]
    turns: NDArray[np.intp]
    if np.maximum.reduce(characters) < _FIRST_SINGLE:
        (turns,) = edges.nonzero()
        return turns
    single = _SINGLE.take(characters, mode="clip")
    edges |= single[1:]
    edges |= single[:-1]
    (starts,), (ends,) = (edges & within[1:]).nonzero(), (edges & within[:-1]).nonzero()
    turns = np.stack((starts, ends), axis=1).ravel()
    return turns


def hashed(text: str) -> tuple[Hashes, NDArray[np.bool_], NDArray[np.intp]]:
    """The words of a text in order: hashes without regard to case, which are names or numbers, where they start.

    Names are words of four letters or more with a capital: in most languages and scripts that have capitals these
    and the numbers tell one report from another made to the same pattern. Few and long steps: for a news report
    numpy spends more time on beginning a step than on the words.
    """
    padded = f" {text[:REACH]} "
    characters = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), np.uint32)
    sums = _HASHES.take(characters, mode="clip")
    turns = _turns(characters, sums != 0)
    # The sum of hash * BASE ** position over a word, moved to position 0: equal for equal words.
    sums *= _POWERS[: len(sums)]
    running = np.add.accumulate(sums, dtype=np.uint32).take(turns)
    starts = turns[::2]
    words = running[1::2] - running[::2]
    words *= _INVERSES.take(starts)
    _mixed(words, _MIX)
    least = _LEAST.take(characters[1:].take(starts), mode="clip")
    words &= _OTHERS
    words |= least == 1
    return words, turns[1::2] - starts >= least, starts

"""The words of a text by arithmetic over its characters: where each begins and ends, and a hash of it.

A table says what each character is folded to and whether it is part of a word; the words' hashes come from one running
sum. Hash: polynomial over a word's characters modulo 2^64 (Karp and Rabin, 1987).
"""

from __future__ import annotations

import sys
from functools import cache

import numpy as np
import numpy.typing as npt

from auditor.contacts.tokens import Hashes, Numbers

Codes = npt.NDArray[np.uint32]
LONGEST = 48  # characters of a word that has a hash; a longer one is looked at by itself
STEM = 5  # letters that words of one kind share, about
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2^64
_WRAP = 1 << 64


def codes_of(text: str) -> Codes:
    """The characters' numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def edges_of(folded: Codes) -> Numbers:
    """The first character of each word, and the first after it, by turns; a text has no word at its very ends."""
    edges: Numbers = np.flatnonzero(np.diff((folded != 0).view(np.int8))) + 1
    return edges


def hashes_of(folded: Codes, starts: Numbers, ends: Numbers) -> tuple[Hashes, Hashes]:
    """Of every word, and of its stem; 0 of a word that is too long to have one."""
    powers, inverses = _powers(1 << (len(folded) - 1).bit_length())
    running = np.zeros(len(folded) + 1, dtype=np.uint64)
    np.cumsum(folded * powers[: len(folded)], out=running[1:])
    before, inverse = running[starts], inverses[starts]
    stems: Hashes = (running[np.minimum(starts + STEM, ends)] - before) * inverse
    hashes: Hashes = (running[ends] - before) * inverse
    hashes[ends - starts > LONGEST] = 0
    return hashes, stems


def hash_of(word: str) -> int:
    """The hash of one word, as `hashes_of` gives it."""
    letters = folding()
    return sum(int(letters[ord(letter)]) * pow(_BASE, place, _WRAP) for place, letter in enumerate(word)) % _WRAP


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The first powers of the base, and of its inverse."""
    powers = [np.full(count, base, dtype=np.uint64) for base in (_BASE, pow(_BASE, -1, _WRAP))]
    for one in powers:
        one[0] = 1
        np.multiply.accumulate(one, out=one)
    return powers[0], powers[1]


@cache
def folding() -> Codes:
    """What each character is folded to; 0: it is no part of a word."""
    table = np.zeros(sys.maxunicode + 1, dtype=np.uint32)
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        if letter.isalnum():
            table[code] = ord(letter.lower()) if len(letter.lower()) == 1 else code
    table[ord("ς")] = ord("σ")  # which of the two it is folded to depends on what follows
    return table

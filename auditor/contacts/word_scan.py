"""The literals in many messages at once, by arithmetic over their characters: no message is looked at by itself.

Two tables say of every character what it is folded to and whether it is part of a word; a rolling hash names every
word; a vocabulary says which literals a word is or begins. What is found is more than the words of the normalised
text show, never less. Where normalisation could make a word that the characters do not show (an entity, a tag, an
invisible character, a ligature, a combining mark), the message is `odd` and must be read the plain way.

Hash: polynomial over a word's characters modulo 2^64 (Karp and Rabin, 1987), all words' from one running sum.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from auditor.contacts.gate import Found, Numbers
from auditor.contacts.vocabulary import Hashes, Vocabulary, Words
from auditor.contacts.words_in import WordFinder

Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]
NONE: Numbers = np.array([], dtype=np.int64)
CHARACTERS = 1 << 20  # that are looked at together, about
LONGEST = 48  # characters of a word that has a hash; a longer one is looked at by itself
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2^64
_WRAP = 1 << 64
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_TAG_MARKS = np.array([ord("/"), ord("!")], dtype=np.uint32)


@cache
def word_scan(literals: tuple[str, ...]) -> WordScan:
    """The scan for some literals, prepared once in a process."""
    return WordScan(literals)


class WordScan:
    """A scan for some literals; it learns the words that it meets."""

    def __init__(self, literals: Sequence[str]) -> None:
        finder = WordFinder(literals)
        self.vocabulary = Vocabulary(finder, _hash_of)
        self.tokens = [(number, literal) for number, literal in enumerate(literals) if literal.startswith("#")]

    def find(self, framed: pa.StringArray) -> tuple[Found, Numbers]:
        """(the literals of the messages that are not odd, the rows of the odd ones).

        `framed`: the bodies, each with a line feed before and after it, so that words at its ends have an edge.
        """
        parts = [self._part(framed.slice(first, end - first), first) for first, end in _parts(framed)]
        if not parts:
            return Found(NONE, NONE), NONE
        odd, rows, literals = (np.concatenate([NONE, *some]) for some in zip(*parts, strict=True))
        is_odd = np.zeros(len(framed), dtype=bool)
        is_odd[odd] = True
        plain = ~is_odd[rows]
        return Found(rows[plain], literals[plain]), odd

    def _part(self, messages: pa.StringArray, first: int) -> tuple[Numbers, Numbers, Numbers]:
        """(odd rows, rows, literals) of some of the messages; `first`: the row of the first."""
        text = _text(messages)
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        ends = np.cumsum(pc.utf8_length(messages).to_numpy())
        pairs = [*self._in_words(text, codes), *self._tokens(codes)]
        rows = np.searchsorted(ends, np.concatenate([NONE, *(places for places, _ in pairs)]), side="right")
        odd = np.unique(np.searchsorted(ends, _odd_places(codes), side="right"))
        return odd + first, rows + first, np.concatenate([NONE, *(literals for _, literals in pairs)])

    def _in_words(self, text: str, codes: Codes) -> Iterator[tuple[Numbers, Numbers]]:
        """(place, literal) pairs of words and runs of words."""
        folded = _folding()[codes]
        edges = np.flatnonzero(np.diff((folded != 0).view(np.int8))) + 1  # the text begins and ends with a line feed
        starts, ends = edges[0::2], edges[1::2]
        words = Words(text, starts, ends, _hashes(folded, starts, ends))
        for indices, literals in self.vocabulary.literals(words):
            yield starts[indices], literals

    def _tokens(self, codes: Codes) -> Iterator[tuple[Numbers, Numbers]]:
        """(place, literal) pairs of what is no word: #phone, #email, #lookalike."""
        for number, literal in self.tokens:
            if literal == "#phone":
                places = _phones(codes)
            elif literal == "#email":
                places = np.flatnonzero(codes == ord("@"))
            else:
                places = _inside(_folding()[codes], literal.removeprefix("#lookalike "))
            yield places, np.full(len(places), number, dtype=np.int64)


def _parts(framed: pa.StringArray) -> Iterator[tuple[int, int]]:
    """The messages in stretches of so many characters, a message at least."""
    if not len(framed):
        return
    ends = np.cumsum(pc.binary_length(framed).to_numpy())
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        end = max(int(np.searchsorted(ends, before + CHARACTERS, side="right")), first + 1)
        yield first, end
        first = end


def _text(messages: pa.StringArray) -> str:
    _, offsets, data = messages.buffers()
    places = np.frombuffer(offsets, dtype=np.int32)[messages.offset : messages.offset + len(messages) + 1]
    return bytes(memoryview(data)[places[0] : places[-1]]).decode("utf-8", "surrogatepass")


def _hashes(folded: Codes, starts: Numbers, ends: Numbers) -> Hashes:
    """Of every word; 0 of one that is too long to have one."""
    powers, inverses = _powers(1 << (len(folded) - 1).bit_length())
    running = np.zeros(len(folded) + 1, dtype=np.uint64)
    np.cumsum(folded * powers[: len(folded)], out=running[1:])
    hashes: Hashes = (running[ends] - running[starts]) * inverses[starts]
    hashes[ends - starts > LONGEST] = 0
    return hashes


def _hash_of(word: str) -> int:
    folding = _folding()
    return sum(int(folding[ord(letter)]) * pow(_BASE, place, _WRAP) for place, letter in enumerate(word)) % _WRAP


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The first powers of the base, and of its inverse."""
    powers = [np.full(count, base, dtype=np.uint64) for base in (_BASE, pow(_BASE, -1, _WRAP))]
    for one in powers:
        one[0] = 1
        np.multiply.accumulate(one, out=one)
    return powers[0], powers[1]


def _phones(codes: Codes) -> Numbers:
    """Where a seventh digit stands with no Latin letter since the first."""
    digits = np.flatnonzero((codes >= ord("0")) & (codes <= ord("9")))
    if len(digits) < 7:
        return NONE
    letters = np.cumsum(_is_latin(codes))
    near: Numbers = digits[6:][letters[digits[6:]] == letters[digits[:-6]]]
    return near


def _inside(folded: Codes, name: str) -> Numbers:
    """Where a name stands, inside a word or not."""
    letters = [int(_folding()[ord(letter)]) for letter in name]
    places = np.flatnonzero(folded[: len(folded) - len(name) + 1] == letters[0])
    for back, letter in enumerate(letters[1:], start=1):
        places = places[folded[places + back] == letter]
    return places


def _odd_places(codes: Codes) -> Numbers:
    """Where something stands of which normalisation may make other words."""
    signs = np.flatnonzero((codes == ord("&")) | (codes == ord("<")))  # the text ends with a line feed
    following = codes[signs + 1]
    opens = np.where(codes[signs] == ord("&"), following == ord("#"), np.isin(following, _TAG_MARKS))
    made = signs[opens | _is_latin(following)]
    return np.concatenate([np.flatnonzero(_odd_table()[codes]), made, _split_contractions(codes)])


def _split_contractions(codes: Codes) -> Numbers:
    """Where "ca n't" stands, which is normalised to "can't"; it begins with another word."""
    places = np.flatnonzero((codes == ord("'")) | (codes == ord("’")))
    places = places[places >= 3]
    blank, n, t = np.uint32(ord(" ")), np.uint32(ord("n")), np.uint32(ord("t"))
    before, second, third = codes[places - 1], codes[places - 2], codes[places - 3]
    close = (before | 0x20 == n) & (second == blank)
    apart = (before == blank) & (second | 0x20 == n) & (third == blank)
    found: Numbers = places[(close | apart) & (codes[places + 1] | 0x20 == t)]
    return found


def _is_latin(codes: Codes) -> Flags:
    """Which are letters from A to Z, in either case."""
    found: Flags = ((codes | 0x20) >= ord("a")) & ((codes | 0x20) <= ord("z"))
    return found


@cache
def _folding() -> Codes:
    """What each character is folded to; 0: it is no part of a word."""
    table = np.zeros(sys.maxunicode + 1, dtype=np.uint32)
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        if letter.isalnum():
            table[code] = ord(letter.lower()) if len(letter.lower()) == 1 else code
    table[ord("ς")] = ord("σ")  # which of the two it is folded to depends on what follows
    return table


@cache
def _odd_table() -> Flags:
    """The characters that normalisation may turn into letters or digits, or take out of a word, and controls."""
    table = np.zeros(sys.maxunicode + 1, dtype=bool)
    table[[code for code in range(0x20) if code not in range(0x09, 0x0E)]] = True
    table[0x300:0x370] = True
    table[[ord(letter) for letter in _INVISIBLE]] = True
    for code in range(0x80, sys.maxunicode + 1):
        letter = chr(code)
        if unicodedata.is_normalized("NFKC", letter) and len(letter.lower()) == 1:
            continue
        table[code] |= any(map(str.isalnum, unicodedata.normalize("NFKC", letter)))
    return table

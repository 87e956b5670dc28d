"""The words of many messages at once, by arithmetic over their characters: no message is looked at by itself.

A vocabulary says which literals a word is or begins, by its hash. Where normalisation could make a word that the
characters do not show (an entity, a tag, an invisible character, a ligature, a combining mark), the message is `odd`
and must be read the plain way.
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

from auditor.contacts.sentences import ABBREVIATIONS
from auditor.contacts.tokens import NONE, Flags, Hashes, Numbers, Small, Tokens, joined
from auditor.contacts.vocabulary import Vocabulary, Words
from auditor.contacts.word_hash import Codes, codes_of, edges_of, folding, hash_of, hashes_of
from auditor.contacts.words_in import WordFinder

CHARACTERS = 1 << 20  # that are looked at together, about
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_BLANK, _APOSTROPHE, _CLAUSE_END, _DIGIT = 1, 2, 4, 8
_LONGEST_MARKS = 6  # characters between two digits of a number, blanks left out
_PLUS = np.array([ord(sign) for sign in "+＋﹢"], dtype=np.uint32)
_HYPHENS = np.array([ord(sign) for sign in "-_‐‑‒–—―−"], dtype=np.uint32)
_TAG_MARKS = np.array([ord("/"), ord("!")], dtype=np.uint32)


@cache
def word_scan(literals: tuple[str, ...]) -> WordScan:
    """The scan for some literals, prepared once in a process."""
    return WordScan(literals)


class WordScan:
    """A scan for some literals; it learns the words that it meets."""

    def __init__(self, literals: Sequence[str]) -> None:
        self.vocabulary = Vocabulary(WordFinder(literals))
        self.signs = [(number, literal) for number, literal in enumerate(literals) if literal.startswith("#")]

    def find(self, framed: pa.StringArray) -> Tokens:
        """The words of the messages.

        `framed`: the bodies, each with a line feed before and after it, so that words at its ends have an edge.
        """
        return joined([self._part(framed.slice(first, end - first), first) for first, end in _parts(framed)])

    def _part(self, messages: pa.StringArray, first: int) -> Tokens:
        """The words of some of the messages; `first`: the row of the first."""
        text = _text(messages)
        codes = codes_of(text)
        row_ends = np.cumsum(pc.utf8_length(messages).to_numpy())
        folded = folding()[codes]
        edges = edges_of(folded)  # the text begins and ends with a line feed
        starts, ends = edges[0::2], edges[1::2]
        hashes, stems = hashes_of(folded, starts, ends)
        rows = np.repeat(
            np.arange(len(row_ends), dtype=np.int32), np.diff(np.searchsorted(starts, row_ends), prepend=0)
        )
        places, marks = _laid_out(codes, edges, hashes, rows)
        odd = np.unique(np.searchsorted(row_ends, _odd_places(codes), side="right"))
        signs, literals = self._signs(codes, folded)
        return Tokens(
            entries=self.vocabulary.entries_of(Words(text, starts, ends, hashes)).astype(np.int32),
            hashes=hashes,
            stems=stems,
            rows=rows + np.int32(first),
            starts=(starts - np.concatenate([[0], row_ends])[rows]).astype(np.int32) - 1,
            places=places,
            marks=marks,
            signs=(np.searchsorted(row_ends, signs, side="right") + first, literals),
            odd=odd + first,
        )

    def _signs(self, codes: Codes, folded: Codes) -> tuple[Numbers, Numbers]:
        """(place, literal) pairs of what is no word: #phone, #email, #lookalike."""
        found, literals = [NONE], [NONE]
        for number, literal in self.signs:
            if literal == "#phone":
                found.append(_phones(codes))
            elif literal == "#email":
                found.append(_emails(codes))
            else:
                found.append(_lookalikes(codes, folded, literal.removeprefix("#lookalike ")))
            literals.append(np.full(len(found[-1]), number, dtype=np.int64))
        return np.concatenate(found), np.concatenate(literals)


def _laid_out(codes: Codes, edges: Numbers, hashes: Hashes, rows: Small) -> tuple[Small, tuple[Small, Small, Small]]:
    """Of every word its place, and how many marks of each kind lie before it.

    Marks are counted only where normalisation and the finding of sentences surely keep them; places are never
    counted twice where a pattern may see one word, as in "isn't" and "I 'm".
    """
    starts, ends = edges[0::2], edges[1::2]
    if not len(starts):
        return rows, (rows, rows, rows)
    between = np.bitwise_or.reduceat(_marks()[codes], edges)[1::2][:-1]  # after every word but the last
    first, second = codes[ends[:-1]], codes[ends[:-1] + 1]
    digit = _is_digit(codes[ends[:-1] - 1])
    close = (starts[1:] - ends[:-1] == 2) & (second == ord(" "))
    stop = (first == ord(".")) & (ends[:-1] - starts[:-1] > 1) & ~np.isin(hashes[:-1], _abbreviations())
    sentence = (close & (stop | (first == ord("!")) | (first == ord("?")))) | (np.diff(rows) != 0)
    clause = sentence | (between & _CLAUSE_END != 0)
    comma = clause | ((first == ord(",")) & ~digit & _is_blank(second))
    place = (between & (_BLANK | _APOSTROPHE)) == _BLANK
    return _counted(place), (_counted(comma), _counted(clause), _counted(sentence))


def _counted(flags: Flags) -> Small:
    """Of every word how many flags lie before it."""
    return np.concatenate([np.zeros(1, dtype=np.int32), np.cumsum(flags, dtype=np.int32)])


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


@cache
def _abbreviations() -> Hashes:
    """The last words of what may end with a dot inside a sentence."""
    return np.array(sorted({hash_of(one.rpartition(".")[2]) for one in ABBREVIATIONS}), dtype=np.uint64)


def _phones(codes: Codes) -> Numbers:
    """Where a seventh digit stands since a first with a plus before it or marks between, and nothing long between."""
    digits = np.flatnonzero(_is_digit(codes))
    if len(digits) < 7:
        return NONE
    first, seventh = digits[:-6], digits[6:]
    letters, written = np.cumsum(_is_latin(codes)), np.cumsum(~_is_blank(codes))
    apart = np.concatenate([[0], np.cumsum(np.diff(written[digits]) > _LONGEST_MARKS + 1)])
    begun = (seventh - first > 6) | np.isin(codes[first - 1], _PLUS)
    near: Numbers = seventh[begun & (letters[seventh] == letters[first]) & (apart[6:] == apart[:-6])]
    return near


def _emails(codes: Codes) -> Numbers:
    """Where an "@" stands with something on either side."""
    signs = np.flatnonzero(codes == ord("@"))
    found: Numbers = signs[~_is_blank(codes[signs - 1]) & ~_is_blank(codes[signs + 1])]
    return found


def _lookalikes(codes: Codes, folded: Codes, name: str) -> Numbers:
    """Where a name stands inside something longer."""
    letters = [int(folding()[ord(letter)]) for letter in name]
    places = np.flatnonzero(folded[: len(folded) - len(name)] == letters[0])
    for back, letter in enumerate(letters[1:], start=1):
        places = places[folded[places + back] == letter]
    beside = np.stack([places - 1, places + len(name)])
    longer: Numbers = places[((folded[beside] != 0) | np.isin(codes[beside], _HYPHENS)).any(axis=0)]
    return longer


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


def _is_digit(codes: Codes) -> Flags:
    """Which are digits, of whatever writing."""
    found: Flags = _marks()[codes] & _DIGIT != 0
    return found


def _is_blank(codes: Codes) -> Flags:
    found: Flags = _marks()[codes] & _BLANK != 0
    return found


def _is_latin(codes: Codes) -> Flags:
    """Which are letters from A to Z, in either case."""
    found: Flags = ((codes | 0x20) >= ord("a")) & ((codes | 0x20) <= ord("z"))
    return found


@cache
def _marks() -> npt.NDArray[np.uint8]:
    """What each character that stands between words is."""
    table = np.zeros(sys.maxunicode + 1, dtype=np.uint8)
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        table[code] = (_BLANK if letter.isspace() else 0) | (_DIGIT if letter.isdigit() else 0)
    table[[ord(letter) for letter in ";:()?!"]] = _CLAUSE_END
    table[[ord(letter) for letter in "'’‘‚‛`´ʼ′"]] = _APOSTROPHE
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

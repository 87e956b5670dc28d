"""The literals in many messages by one Hyperscan pass over their bytes as they lie in memory, nothing normalised.

What it finds is more than the words do, never less: a word's edge is any byte that is no ASCII letter or digit.
Where normalisation could make a word that the bytes do not show (an entity, a tag, an invisible character, a
ligature, a combining mark), the message is `odd` and must be read the plain way.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import hyperscan
import numpy as np
import pyarrow as pa

from auditor.contacts.gate import Found, Numbers

_EDGE = b"[^0-9A-Za-z]"
_ODD_ASCII = (
    rb"&[#A-Za-z]",
    rb"<[/!A-Za-z]",
    rb"[\x00-\x08\x0e-\x1f]",
    rb" n ?(?:'|\xe2\x80\x99)t",  # "ca n't": normalised to "can't", which begins with another word
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


@cache
def raw_scan(literals: tuple[str, ...]) -> RawScan:
    """The scan for some literals, prepared once in a process: it takes seconds."""
    return RawScan(literals)


class RawScan:
    """A compiled scan for some literals."""

    def __init__(self, literals: Sequence[str]) -> None:
        self.count = len(literals)
        expressions = [_expression(literal) for literal in literals] + [*_ODD_ASCII, *_odd_unicode()]
        self.database = hyperscan.Database()
        self.database.compile(
            expressions=expressions,
            ids=[min(index, self.count) for index in range(len(expressions))],
            flags=hyperscan.HS_FLAG_CASELESS,
        )

    def find(self, framed: pa.StringArray) -> tuple[Found, Numbers]:
        """(the literals of the messages that are not odd, the rows of the odd ones).

        `framed`: the bodies, each with a line feed before and after it, so that words at its ends have an edge.
        """
        _, offsets, data = framed.buffers()
        places = np.frombuffer(offsets, dtype=np.int32)[framed.offset : framed.offset + len(framed) + 1]
        identifiers: list[int] = []
        ends: list[int] = []

        def keep(identifier: int, _start: int, end: int, _flags: int, _context: object) -> None:
            identifiers.append(identifier)
            ends.append(end)

        if len(framed):
            self.database.scan(data[places[0] : places[-1]], match_event_handler=keep)
        numbers = np.array(identifiers, dtype=np.int64)
        rows = np.searchsorted(places - places[0], np.array(ends, dtype=np.int64) - 1, side="right") - 1
        odd = np.unique(rows[numbers == self.count])
        plain = ~np.isin(rows, odd)
        return Found(rows[plain], numbers[plain]), odd


def _expression(literal: str) -> bytes:
    if literal == "#phone":
        return rb"[0-9](?:[^0-9A-Za-z]{0,12}[0-9]){6}"
    if literal == "#email":
        return rb"[-+.0-9A-Z_a-z\x80-\xff]@[-0-9A-Z_a-z\x80-\xff]"
    if literal.startswith("#lookalike "):
        return re.escape(literal.removeprefix("#lookalike ")).encode()
    words = [b"".join(map(_letter, word)) for word in literal.split()]
    return _EDGE + (_EDGE + b"+").join(words) + (_EDGE if literal.endswith(" ") else b"")


def _letter(letter: str) -> bytes:
    """A letter in either case; Hyperscan folds ASCII itself."""
    if letter.isascii():
        return re.escape(letter).encode()
    cases = {letter, letter.upper()} if len(letter.upper()) == 1 else {letter}
    return b"(?:" + b"|".join(_bytes(one.encode()) for one in sorted(cases)) + b")"


def _bytes(encoded: bytes) -> bytes:
    return b"".join(b"\\x%02x" % byte for byte in encoded)


@cache
def _odd_unicode() -> tuple[bytes, ...]:
    """The characters beyond ASCII that normalisation may turn into letters or digits, or take out of a word."""
    last_bytes: dict[bytes, list[int]] = {}
    for character in _odd_characters():
        encoded = character.encode()
        last_bytes.setdefault(encoded[:-1], []).append(encoded[-1])
    return tuple(
        _bytes(head) + b"[" + b"".join(b"\\x%02x" % byte for byte in lasts) + b"]" for head, lasts in last_bytes.items()
    )


def _odd_characters() -> Iterator[str]:
    for code in range(0x80, sys.maxunicode + 1):
        character = chr(code)
        if 0xD800 <= code <= 0xDFFF:
            continue
        if 0x300 <= code <= 0x36F or character in _INVISIBLE or any(map(str.isalnum, _compatible(character))):
            yield character


def _compatible(character: str) -> str:
    """What NFKC makes of it, where it makes something else."""
    return "" if unicodedata.is_normalized("NFKC", character) else unicodedata.normalize("NFKC", character)

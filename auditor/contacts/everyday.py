"""How common a word is in ordinary support messages: what a scan costs, and which words tell something.

`everyday_words.tsv`: a word and the number of ordinary messages of 10,000 that hold it, for the words that more than
a few do. It is counted by `benchmarks/everyday_words.py` over the project's own ordinary messages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from math import prod
from pathlib import Path

_COLLOCATION = 8  # words that a phrase joins meet more often than chance has it
RARE = 0.0005  # the share that stands for a word that the table does not have
_TABLE = Path(__file__).with_name("everyday_words.tsv")


def share(literal: str) -> float:
    """The share of ordinary messages that hold a literal: a word (" sue "), a word's beginning (" infring"), words."""
    if not literal.startswith(" "):
        return RARE
    *words, last = literal[1:].rstrip(" ").split(" ")
    if not words:
        return _share_of_word(last, whole=literal.endswith(" "))
    shares = [*(_share_of_word(word, True) for word in words), _share_of_word(last, literal.endswith(" "))]
    return min(*shares, _COLLOCATION * prod(shares))


def _share_of_word(word: str, whole: bool) -> float:
    words, shares = _table()
    first = bisect_left(words, word)
    if whole:
        return shares[first] if first < len(words) and words[first] == word else RARE
    total = RARE
    while first < len(words) and words[first].startswith(word):
        total += shares[first]
        first += 1
    return min(total, 1.0)


def share_of_any(literals: Iterable[str]) -> float:
    """The share of ordinary messages that hold one of them, at most."""
    return min(sum(map(share, literals)), 1.0)


@cache
def _table() -> tuple[list[str], list[float]]:
    lines = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines() if line)
    rows = sorted((word, int(count) / 10_000) for word, count in lines)
    return [word for word, _ in rows], [count for _, count in rows]

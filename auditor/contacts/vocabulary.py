"""The words that a scan has met, by their hashes, each with the literals that it is or begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auditor.contacts.tokens import Hashes, Numbers
from auditor.contacts.words_in import WordFinder

Entry = tuple[int, ...]
_SLOT_BITS = 20
_SHIFT = np.uint64(64 - _SLOT_BITS)
_KEPT = 2_000_000  # words; what is met beyond them is looked at each time


@dataclass(frozen=True)
class Words:
    """The words of a batch: where each begins and ends in `text`, and its hash; 0: it is too long to have one."""

    text: str
    starts: Numbers
    ends: Numbers
    hashes: Hashes


class Vocabulary:
    """What is known of words: of each the number of its entry; an entry is the literals that a word is or begins."""

    def __init__(self, finder: WordFinder) -> None:
        self.finder = finder
        self.entries: list[Entry] = [()]
        self._numbers: dict[Entry, int] = {(): 0}
        self._known: dict[int, int] = {}  # hash → number of its entry
        self._slot_hash = (np.arange(1 << _SLOT_BITS, dtype=np.uint64) ^ np.uint64(1)) << _SHIFT  # of no word there
        self._slot_entry = np.zeros(1 << _SLOT_BITS, dtype=np.int64)

    def entries_of(self, words: Words) -> Numbers:
        """The entry of each word; 0 of those that tell nothing."""
        slots = (words.hashes >> _SHIFT).astype(np.int64)
        entries: Numbers = self._slot_entry[slots]
        new = np.flatnonzero(self._slot_hash[slots] != words.hashes)
        for index in new[words.hashes[new] == 0].tolist():
            entries[index] = self._number(self._entry(words, index))
        new = new[words.hashes[new] != 0]
        unlike, first, which = np.unique(words.hashes[new], return_index=True, return_inverse=True)
        met = np.array([self._met(words, index) for index in new[first].tolist()], dtype=np.int64)
        entries[new] = met[which]
        slots = (unlike >> _SHIFT).astype(np.int64)
        self._slot_hash[slots], self._slot_entry[slots] = unlike, met
        return entries

    def _met(self, words: Words, index: int) -> int:
        """The entry of a word that its slot does not hold."""
        name = int(words.hashes[index])
        number = self._known.get(name)
        if number is None:
            number = self._number(self._entry(words, index))
            if len(self._known) < _KEPT:
                self._known[name] = number
        return number

    def _entry(self, words: Words, index: int) -> Entry:
        return self.finder.of_word(words.text[words.starts[index] : words.ends[index]].lower())

    def _number(self, entry: Entry) -> int:
        number = self._numbers.setdefault(entry, len(self.entries))
        if number == len(self.entries):
            self.entries.append(entry)
        return number

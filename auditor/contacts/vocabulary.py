"""The words that a scan has met, by their hashes, each with the literals that it is, begins, or ends a run of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.contacts.gate import Lists, Numbers
from auditor.contacts.words_in import WordFinder

Hashes = npt.NDArray[np.uint64]
Entry = tuple[tuple[int, ...], tuple[int, ...]]  # the literals that a word is or begins, its keys as a run's last
_SLOT_BITS = 20
_SHIFT = np.uint64(64 - _SLOT_BITS)
_WRAP = 1 << 64
_CLOSED, _OPEN = 0xD6E8FEB86659FD93, 0xA0761D6478BD642F  # of a run's last word, and of one that is only its beginning
_FACTORS = [0, *(pow(0xE7037ED1A0B428DB, back, _WRAP) for back in range(1, 64))]  # of the words before it
_KEPT = 2_000_000  # words; what is met beyond them is looked at each time


@dataclass(frozen=True)
class Words:
    """The words of a batch: where each begins and ends in `text`, and its hash; 0: it is too long to have one."""

    text: str
    starts: Numbers
    ends: Numbers
    hashes: Hashes


class Vocabulary:
    """What is known of words. `hash_of`: the hash that a batch gives a word."""

    def __init__(self, finder: WordFinder, hash_of: Callable[[str], int]) -> None:
        self.finder = finder
        self.runs = _Runs(finder, hash_of)
        self._known: dict[int, int] = {}  # hash → number of its entry
        self._entries: dict[Entry, int] = {((), ()): 0}
        self._slot_hash = (np.arange(1 << _SLOT_BITS, dtype=np.uint64) ^ np.uint64(1)) << _SHIFT  # of no word there
        self._slot_entry = np.zeros(1 << _SLOT_BITS, dtype=np.int64)
        self._laid_out: tuple[Lists, Lists, Hashes] | None = None

    def literals(self, words: Words) -> Iterator[tuple[Numbers, Numbers]]:
        """(index of the word, literal) pairs: of words, and of runs of words, at their last."""
        entries = self._entries_of(words)
        literals, keys, values = self._lists()
        telling = np.flatnonzero(entries)
        places, found = literals.of(entries[telling])
        yield telling[places], found
        places, found = keys.of(entries[telling])
        yield from self.runs.whole(words.hashes, telling[places], values[found])

    def _lists(self) -> tuple[Lists, Lists, Hashes]:
        """Of each entry its literals and its keys, and the keys' values; made anew when there are more entries."""
        if self._laid_out is None:
            values = sorted({key for _, keys in self._entries for key in keys})
            number = {key: index for index, key in enumerate(values)}
            self._laid_out = (
                Lists([literals for literals, _ in self._entries]),
                Lists([[number[key] for key in keys] for _, keys in self._entries]),
                np.array(values, dtype=np.uint64),
            )
        return self._laid_out

    def _entries_of(self, words: Words) -> Numbers:
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
        word = words.text[words.starts[index] : words.ends[index]].lower()
        return self.finder.of_word(word), self.runs.keys_of(word)

    def _number(self, entry: Entry) -> int:
        if entry not in self._entries:
            self._entries[entry] = len(self._entries)
            self._laid_out = None
        return self._entries[entry]


class _Runs:
    """The literals of several words side by side, each known at its last word by the hashes of all."""

    def __init__(self, finder: WordFinder, hash_of: Callable[[str], int]) -> None:
        self.last_keys: dict[str, int] = {}
        self.beginning_keys: dict[str, int] = {}
        keys: dict[int, list[tuple[int, int]]] = {}  # how many words stand before the last → (key, literal)
        for head, last, is_beginning, number in _every_run(finder):
            some = self.beginning_keys if is_beginning else self.last_keys
            key = some.setdefault(last, (hash_of(last) * (_OPEN if is_beginning else _CLOSED)) % _WRAP)
            for back, word in enumerate(reversed(head), start=1):
                key = (key + hash_of(word) * _FACTORS[back]) % _WRAP
            keys.setdefault(len(head), []).append((key, number))
        self.tables = {back: _Table(sorted(some)) for back, some in sorted(keys.items())}
        self.lengths = sorted({len(one) for one in self.beginning_keys})

    def keys_of(self, word: str) -> tuple[int, ...]:
        """What the word adds to the key of a run that it may end."""
        closed = self.last_keys.get(word)
        begun = (self.beginning_keys.get(word[:length]) for length in self.lengths if length <= len(word))
        return tuple(key for key in (closed, *begun) if key is not None)

    def whole(self, hashes: Hashes, last: Numbers, keys: Hashes) -> Iterator[tuple[Numbers, Numbers]]:
        """(index of the last word, literal) of the runs whose other words stand before it."""
        for back in range(1, max(self.tables, default=0) + 1):
            there = last >= back
            last, keys = last[there], keys[there] + hashes[last[there] - back] * np.uint64(_FACTORS[back])
            if back in self.tables:
                places, literals = self.tables[back].of(keys)
                yield last[places], literals


class _Table:
    """Keys with their literals; most keys that are asked for are not in it."""

    def __init__(self, pairs: Sequence[tuple[int, int]]) -> None:
        self.keys: Hashes = np.array([key for key, _ in pairs], dtype=np.uint64)
        self.literals: Numbers = np.array([literal for _, literal in pairs], dtype=np.int64)
        self.may_be = np.zeros(1 << _SLOT_BITS, dtype=bool)
        self.may_be[(self.keys >> _SHIFT).astype(np.int64)] = True

    def of(self, keys: Hashes) -> tuple[Numbers, Numbers]:
        """(index into `keys`, literal) for every literal of each."""
        some = np.flatnonzero(self.may_be[(keys >> _SHIFT).astype(np.int64)])
        first = np.searchsorted(self.keys, keys[some], side="left")
        lengths = np.searchsorted(self.keys, keys[some], side="right") - first
        places = np.repeat(some, lengths)
        within = np.arange(len(places)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return places, self.literals[np.repeat(first, lengths) + within]


def _every_run(finder: WordFinder) -> Iterator[tuple[Sequence[str], str, bool, int]]:
    """(the words before the last, the last, whether it is only a beginning, the literal)."""
    closed: Iterable[tuple[str, str, bool, int]] = (
        (*run.rpartition(" ")[::2], False, number) for run, numbers in finder.runs.items() for number in numbers
    )
    begun = ((head, last, True, number) for head, some in finder.open_runs.items() for last, number in some)
    for head, last, is_beginning, number in (*closed, *begun):
        yield head.split(), last, is_beginning, number

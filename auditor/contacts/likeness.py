"""Weak signals by likeness: a linear model of the labelled messages of a pack, for what its phrases do not find.

It only ever speaks where no phrase does, and only in the review tier. It reads words, the first letters of words and
pairs of them, in the whole message and in every stretch of some words; all its sums are of whole numbers, so that the
same text has the same score everywhere, alone or among thousands. A message that holds none of the model's anchor
words is not read at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.contacts.match import Hit, Message
from auditor.contacts.own_text import Span
from auditor.contacts.tokens import NONE, Hashes, Numbers, Small
from auditor.contacts.word_hash import codes_of, edges_of, folding, hashes_of
from auditor.contacts.words_in import WORD
from auditor.errors import PolicyError

FILE = "likeness.npz"
EVIDENCE = "likeness"
SCALE = 64  # of what is added up, to make whole numbers of it
BLOCK = 15  # words; two blocks that follow each other are a stretch
TOGETHER = 100_000  # words whose scores are made at once, about
SLOT_BITS = 21
_SHIFT = np.uint64(64 - SLOT_BITS)
_MIXED = np.array(
    [
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
        0xE7037ED1A0B428DB,
    ],
    dtype=np.uint64,
)  # of the kinds of features
Floats = npt.NDArray[np.float32]
Points = npt.NDArray[np.int16]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Likeness:
    """A trained model: per feature its key, what it adds for each type, and what it adds to a text's size."""

    types: tuple[str, ...]
    keys: Hashes  # no two in one slot
    points: Points  # one line per feature, one column per type: weight x rarity x SCALE
    sizes: Small  # (rarity x SCALE)²
    bias: Floats
    thresholds: Floats
    anchors: frozenset[str]
    learned_from: str  # the fingerprint of the messages it was trained on

    def hits(self, message: Message, without: frozenset[str]) -> list[Hit]:
        """What the message is like, without the types that its phrases show already."""
        reading = message.words_and_signature
        if self.anchors.isdisjoint(WORD.findall(reading.folded)):
            return []
        words = words_of(reading.folded)
        found = [
            index
            for index in np.flatnonzero(
                (self._stretches(words, words.together)[1] > self.thresholds).any(axis=0)
            ).tolist()
            if self.types[index] not in without
        ]
        if not found:
            return []
        sentences = list(_sentences(reading.folded))
        number = np.searchsorted([end for _, end in sentences], words.starts, side="right").astype(np.int32)
        alone = self._whole(words, number)
        best = [sentences[number[first]] for first in _firsts(number)]
        return [self._hit(message, index, best[int(alone[:, index].argmax())]) for index in found]

    def scores(self, folded: str) -> Scores:
        """The highest score of a text for each type: above its threshold it is like the type."""
        words = words_of(folded)
        if not words.starts.size:
            return self.bias.astype(np.float64)
        best: Scores = self._stretches(words, words.together)[1].max(axis=0)
        return best

    def like(self, words: Words, rows: Small) -> Numbers:
        """The rows in which some type's threshold is passed. `rows`: of every word its text, in order."""
        found = [NONE]
        for first, end in _parts(rows):
            where, scores = self._stretches(words.part(first, end), rows[first:end])
            found.append(np.unique(where[(scores > self.thresholds).any(axis=1)]).astype(np.int64))
        return np.concatenate(found)

    def numbers(self, words: Words, rows: Small) -> list[Numbers]:
        """Of every word, per kind of feature, the number of the feature that begins with it; the last: of none."""
        return [self._numbers(keys) for keys in feature_keys(words, rows)]

    def _stretches(self, words: Words, rows: Small) -> tuple[Small, Scores]:
        """(text, scores) of every whole text and of every stretch of two blocks."""
        if not rows.size:
            return rows, np.zeros((0, len(self.types)))
        firsts = _firsts(rows)
        place = np.arange(len(rows)) - np.repeat(firsts, np.diff(firsts, append=len(rows)))
        blocks = np.flatnonzero(place % BLOCK == 0)
        points, sizes = self._sums(words, rows, blocks)
        row = rows[blocks]
        follows = np.flatnonzero(row[1:] == row[:-1])
        wholes = _firsts(row)
        points = np.concatenate([np.add.reduceat(points, wholes), points[follows] + points[follows + 1]])
        sizes = np.concatenate([np.add.reduceat(sizes, wholes), sizes[follows] + sizes[follows + 1]])
        return np.concatenate([row[wholes], row[follows]]), self._scores(points, sizes)

    def _whole(self, words: Words, rows: Small) -> Scores:
        """The scores of every text as a whole."""
        return self._scores(*self._sums(words, rows, _firsts(rows)))

    def _sums(self, words: Words, rows: Small, firsts: Numbers) -> tuple[Numbers, Numbers]:
        """(points, sizes) of every stretch from one of `firsts` to the next."""
        points = np.zeros((len(firsts), len(self.types)), dtype=np.int64)
        sizes = np.zeros(len(firsts), dtype=np.int64)
        for numbers in self.numbers(words, rows):
            points += np.add.reduceat(self._padded[0][numbers], firsts, axis=0, dtype=np.int32)
            sizes += np.add.reduceat(self._padded[1][numbers], firsts, dtype=np.int64)
        return points, sizes

    def _scores(self, points: Numbers, sizes: Numbers) -> Scores:
        scores: Scores = points / np.sqrt(np.maximum(sizes, 1))[:, None] + self.bias
        return scores

    @cached_property
    def _padded(self) -> tuple[Points, Small]:
        """Points and sizes with a line for what is no feature."""
        none = np.zeros((1, len(self.types)), dtype=np.int16)
        return np.concatenate([self.points, none]), np.append(self.sizes, np.int32(0))

    @cached_property
    def _slots(self) -> Small:
        slots = np.zeros(1 << SLOT_BITS, dtype=np.int32)
        slots[slot_of(self.keys)] = np.arange(len(self.keys), dtype=np.int32)
        return slots

    def _numbers(self, keys: Hashes) -> Numbers:
        if not self.keys.size:
            return np.zeros(len(keys), dtype=np.int64)
        found = self._slots[slot_of(keys)]
        numbers: Numbers = np.where(self.keys[found] == keys, found, len(self.keys))
        return numbers

    def _hit(self, message: Message, index: int, span: Span) -> Hit:
        return message.hit(self.types[index], "review", message.words_and_signature, span, EVIDENCE)


@dataclass(frozen=True)
class Words:
    """The words of some texts: where each begins, its hash and that of its first letters."""

    starts: Numbers
    hashes: Hashes
    stems: Hashes

    def part(self, first: int, end: int) -> Words:
        """Some of them."""
        return Words(self.starts[first:end], self.hashes[first:end], self.stems[first:end])

    @property
    def together(self) -> Small:
        """All of them as one text."""
        return np.zeros(len(self.starts), dtype=np.int32)


def words_of(folded: str) -> Words:
    """The words of one text."""
    codes = folding()[codes_of(f"\n{folded}\n")]
    edges = edges_of(codes)
    return Words(edges[0::2] - 1, *hashes_of(codes, edges[0::2], edges[1::2]))


def feature_keys(words: Words, rows: Small) -> Iterator[Hashes]:
    """Of every word the features that begin with it: itself, its stem, its stem and the next, and the one after."""
    hashes, stems = words.hashes, words.stems
    yield hashes * _MIXED[0]
    yield stems * _MIXED[1]
    for back, (one, other) in enumerate((_MIXED[2:4], _MIXED[4:6]), start=1):
        keys = np.zeros(len(stems), dtype=np.uint64)
        same = rows[back:] == rows[:-back]
        keys[:-back][same] = (stems[:-back] * one + stems[back:] * other)[same]
        yield keys


def slot_of(keys: Hashes) -> Numbers:
    """Where each key lies in a model's table."""
    slots: Numbers = (keys >> _SHIFT).astype(np.int64)
    return slots


def _parts(rows: Small) -> Iterator[tuple[int, int]]:
    """Stretches of about so many words that end where a text ends."""
    first = 0
    while first < len(rows):
        last = rows[min(first + TOGETHER, len(rows)) - 1]
        end = int(np.searchsorted(rows, last, side="right"))
        yield first, end
        first = end


def _firsts(rows: Small) -> Numbers:
    """The first place of every row."""
    firsts: Numbers = np.flatnonzero(np.diff(rows, prepend=rows[:1] - 1))
    return firsts


def load_likeness(folder: Path) -> Likeness | None:
    """The model of a folder of detectors, where it has one. Raises PolicyError where it cannot be read."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            names = json.loads(bytes(stored["names"]).decode("utf-8"))
            arrays = {name: stored[name] for name in ("keys", "points", "sizes", "bias", "thresholds")}
    except (OSError, ValueError, KeyError) as error:
        raise PolicyError(f"{path}: is no model ({error}). Make it anew: auditor contacts train.") from None
    return Likeness(
        types=tuple(names["types"]),
        anchors=frozenset(names["anchors"]),
        learned_from=names["learned_from"],
        **arrays,
    )


def store(model: Likeness, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    names = {"types": model.types, "anchors": sorted(model.anchors), "learned_from": model.learned_from}
    encoded = np.frombuffer(json.dumps(names, ensure_ascii=False).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(
        path,
        names=encoded,
        keys=model.keys,
        points=model.points,
        sizes=model.sizes,
        bias=model.bias,
        thresholds=model.thresholds,
    )


def _sentences(folded: str) -> Iterator[Span]:
    """The lines that hold a word; in a marked text a line is a sentence."""
    for found in re.finditer(r"[^\n]+", folded):
        if WORD.search(found[0]):
            yield found.span()

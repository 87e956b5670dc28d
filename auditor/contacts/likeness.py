"""Weak signals by likeness: a linear model of the labelled messages of a pack, for what its phrases do not find.

It only ever speaks where no phrase does, and only in the review tier. It reads words, the first letters of words and
pairs of them, in the whole message and in every two sentences that follow each other; the same text has the same
score everywhere. A message that holds none of the model's anchor words is not read at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.contacts.match import Hit, Message, Reading
from auditor.contacts.own_text import Span
from auditor.contacts.words_in import WORD
from auditor.errors import PolicyError

FILE = "likeness.npz"
EVIDENCE = "likeness"
_STEM = 5  # letters that words of one kind share, about
_SENTENCES = 2  # of a window
_DIGITS = 4  # of a score: the order in which a machine adds must not decide
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Likeness:
    """A trained model: one line of weights per feature, one column per type."""

    types: tuple[str, ...]
    features: Mapping[str, int]
    rarity: Floats  # of each feature: its inverse document frequency
    weights: Floats
    bias: Floats
    thresholds: Floats
    anchors: frozenset[str]
    learned_from: str  # the fingerprint of the messages it was trained on

    def hits(self, message: Message, without: frozenset[str]) -> list[Hit]:
        """What the message is like, without the types that its phrases show already."""
        reading = message.words_and_signature
        if self.anchors.isdisjoint(WORD.findall(reading.folded)):
            return []
        text = self._tokens(reading.folded)
        scores = np.stack([self._score(text, *window) for window in _windows(text.sentences)])
        found = [
            index
            for index in np.flatnonzero(scores.max(axis=0) > self.thresholds).tolist()
            if self.types[index] not in without
        ]
        if not found:
            return []
        alone = np.stack([self._score(text, *window) for window in text.sentences])
        return [self._hit(message, reading, index, text.spans[int(alone[:, index].argmax())]) for index in found]

    def score(self, folded: str) -> Floats:
        """The score of a whole text for each type: above its threshold it is like the type."""
        text = self._tokens(folded)
        return self._score(text, 0, len(text.columns[0]))

    def _tokens(self, folded: str) -> _Tokens:
        """Every word with the numbers of the features that begin with it; -1: the model does not know it."""
        spans: list[Span] = []
        bounds: list[Span] = []
        words: list[str] = []
        for start, end in _sentences(folded):
            first = len(words)
            words += WORD.findall(folded, start, end)
            spans.append((start, end))
            bounds.append((first, len(words)))
        stems = [word[:_STEM] for word in words]
        names = (
            words,
            [f"~{stem}" for stem in stems],
            [f"{one} {two}" for one, two in pairwise(stems)],
            [f"{one} _ {two}" for one, two in zip(stems, stems[2:], strict=False)],
        )
        number = self.features.get
        columns = tuple(np.array([number(name, -1) for name in column], dtype=np.int64) for column in names)
        return _Tokens(columns, tuple(bounds), tuple(spans))

    def _score(self, text: _Tokens, first: int, end: int) -> Floats:
        """The score of the words from `first` to `end`."""
        word, stem, pair, skip = text.columns
        numbers = np.concatenate(
            [word[first:end], stem[first:end], pair[first : max(end - 1, first)], skip[first : max(end - 2, first)]]
        )
        rows, counts = np.unique(numbers[numbers >= 0], return_counts=True)
        if not rows.size:
            return self.bias
        values = self.rarity[rows] * (1.0 + np.log(counts))
        score = (values / sqrt(values @ values)) @ self.weights[rows] + self.bias
        rounded: Floats = np.around(score, _DIGITS).astype(np.float32)
        return rounded

    def _hit(self, message: Message, reading: Reading, index: int, span: Span) -> Hit:
        return message.hit(self.types[index], "review", reading, span, EVIDENCE)


@dataclass(frozen=True, eq=False)
class _Tokens:
    """A text as the model reads it. `columns`: per kind of feature its numbers; `sentences`: ranges of words."""

    columns: tuple[npt.NDArray[np.int64], ...]
    sentences: tuple[Span, ...]
    spans: tuple[Span, ...]  # of the sentences, in characters


def features(text: str) -> Iterator[str]:
    """Words, beginnings of words, and pairs of beginnings side by side and over one word."""
    words = WORD.findall(text)
    stems = [word[:_STEM] for word in words]
    yield from words
    yield from (f"~{stem}" for stem in stems)
    yield from (f"{first} {second}" for first, second in pairwise(stems))
    yield from (f"{first} _ {second}" for first, second in zip(stems, stems[2:], strict=False))


def windows(folded: str) -> list[str]:
    """The whole text, and every two sentences that follow each other."""
    return [folded[start:end] for start, end in _windows(tuple(_sentences(folded)))] or [folded]


def _windows(sentences: Sequence[Span]) -> list[Span]:
    """From the first to the last sentence, and from each to the next."""
    if not sentences:
        return []
    ends = sentences[_SENTENCES - 1 :] if len(sentences) > _SENTENCES else ()
    pairs = [(first[0], last[1]) for first, last in zip(sentences, ends, strict=False)]
    return [(sentences[0][0], sentences[-1][1]), *pairs]


def load_likeness(folder: Path) -> Likeness | None:
    """The model of a folder of detectors, where it has one. Raises PolicyError where it cannot be read."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            names = json.loads(bytes(stored["names"]).decode("utf-8"))
            arrays = {name: stored[name].astype(np.float32) for name in ("rarity", "weights", "bias", "thresholds")}
    except (OSError, ValueError, KeyError) as error:
        raise PolicyError(f"{path}: is no model ({error}). Make it anew: auditor contacts train.") from None
    return Likeness(
        types=tuple(names["types"]),
        features={name: index for index, name in enumerate(names["features"])},
        anchors=frozenset(names["anchors"]),
        learned_from=names["learned_from"],
        **arrays,
    )


def store(model: Likeness, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    names = {
        "types": model.types,
        "features": list(model.features),
        "anchors": sorted(model.anchors),
        "learned_from": model.learned_from,
    }
    encoded = np.frombuffer(json.dumps(names, ensure_ascii=False).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(
        path,
        names=encoded,
        rarity=model.rarity.astype(np.float16),
        weights=model.weights.astype(np.float16),
        bias=model.bias,
        thresholds=model.thresholds,
    )


def _sentences(folded: str) -> Iterator[Span]:
    for found in re.finditer(r"[^\n]+", folded):
        if WORD.search(found[0]):
            yield found.span()

"""Weak signals by likeness: a linear model of the labelled messages of a pack, for what its phrases do not find.

It only ever speaks where no phrase does, and only in the review tier. It reads words, the first letters of words and
pairs of them, in the whole message and in every two sentences that follow each other; the same text has the same
score everywhere. A message that holds none of the model's anchor words is not read at all.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.contacts.match import Hit, Message, Reading
from auditor.contacts.own_text import Span
from auditor.errors import PolicyError

FILE = "likeness.npz"
EVIDENCE = "likeness"
_WORD = re.compile(r"[^\W_]+")
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
        if self.anchors.isdisjoint(_WORD.findall(reading.folded)):
            return []
        sentences = list(_sentences(reading.folded))
        scores = self.scores(windows(reading.folded, sentences)).max(axis=0)
        found = [
            index for index in np.flatnonzero(scores > self.thresholds).tolist() if self.types[index] not in without
        ]
        if not found:
            return []
        alone = self.scores([reading.folded[start:end] for start, end in sentences])
        return [self._hit(message, reading, index, sentences[int(alone[:, index].argmax())]) for index in found]

    def scores(self, texts: Sequence[str]) -> Floats:
        """The score of each folded text for each type: above its threshold it is like the type."""
        scores = [self._score(text) for text in texts]
        return np.around(np.array(scores), _DIGITS).astype(np.float32)

    def _score(self, text: str) -> Floats:
        counts = Counter(index for name in features(text) if (index := self.features.get(name)) is not None)
        if not counts:
            return self.bias
        rows = np.fromiter(counts, dtype=np.int64)
        values = self.rarity[rows] * np.array([1.0 + log(count) for count in counts.values()], dtype=np.float32)
        length = np.float32(sqrt(values @ values))
        score: Floats = np.asarray((values / length) @ self.weights[rows] + self.bias, dtype=np.float32)
        return score

    def _hit(self, message: Message, reading: Reading, index: int, span: Span) -> Hit:
        return message.hit(self.types[index], "review", reading, span, EVIDENCE)


def features(text: str) -> Iterator[str]:
    """Words, beginnings of words, and pairs of beginnings side by side and over one word."""
    words = _WORD.findall(text)
    stems = [word[:_STEM] for word in words]
    yield from words
    yield from (f"~{stem}" for stem in stems)
    yield from (f"{first} {second}" for first, second in pairwise(stems))
    yield from (f"{first} _ {second}" for first, second in zip(stems, stems[2:], strict=False))


def windows(folded: str, sentences: Sequence[Span] | None = None) -> list[str]:
    """The whole text, and every two sentences that follow each other."""
    spans = list(_sentences(folded)) if sentences is None else sentences
    if len(spans) <= _SENTENCES:
        return [folded]
    last = len(spans) - _SENTENCES + 1
    return [folded, *(folded[spans[at][0] : spans[at + _SENTENCES - 1][1]] for at in range(last))]


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
        if _WORD.search(found[0]):
            yield found.span()

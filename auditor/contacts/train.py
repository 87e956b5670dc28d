"""Train the likeness model of a pack from its labelled messages. Needs scikit-learn, which reading never does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.contacts.labelled import Line
from auditor.contacts.likeness import SCALE, Likeness, feature_keys, slot_of, words_of
from auditor.contacts.match import Message
from auditor.contacts.tokens import Hashes, Numbers
from auditor.contacts.words_in import WORD
from auditor.errors import UsageError

_FOLDS = 5
_STRENGTH = 30.0  # the inverse of the regularisation, by cross-validation on the training messages
_LISTED = 0.05  # the share of messages without a label that all types may list; each by its part of the labelled ones
_ANY_FALSE = 0.02  # and of all messages that are not of the type
_LIGHTEST = 0.12  # features whose every weight is smaller tell nothing
_MOST = 8_000  # points of a feature: four may be added in two bytes
_ANCHOR_COVERS = 0.97  # the share of a type's messages that hold one of its anchors
_ANCHOR_SHARE = 0.03  # the share of messages without a label that may hold an anchor
_RAREST = 0.002  # what a word costs that no ordinary message holds
Booleans = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


def train(lines: Sequence[Line], company: tuple[str, ...], learned_from: str = "") -> Likeness:
    """Fit one logistic regression per type, and thresholds that hold out of sample by five-fold cross-validation."""
    texts = [Message(line.text, company).words_and_signature.folded for line in lines]
    types = tuple(sorted({name for line in lines for label in line.labels for name in label}))
    labels = np.array([[any(name in label for label in line.labels) for name in types] for line in lines], dtype=bool)
    thresholds = _thresholds(_cross_validated(texts, labels, types), labels)
    return replace(
        _fit(texts, labels, types),
        thresholds=thresholds.astype(np.float32),
        anchors=_anchors(texts, labels),
        learned_from=learned_from,
    )


def _fit(texts: Sequence[str], labels: Booleans, types: tuple[str, ...]) -> Likeness:
    """A model without thresholds and anchors."""
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise UsageError("training needs scikit-learn: pip install 'auditor[train]'.") from None
    keys, matrix, rarity = _matrix(texts)
    models = [
        LogisticRegression(C=_STRENGTH, class_weight="balanced", solver="liblinear", max_iter=500).fit(matrix, column)
        for column in labels.T
    ]
    weights = np.stack([model.coef_[0] for model in models], axis=1)
    kept = _kept(keys, np.abs(weights).max(axis=1))
    points = np.around(weights[kept] * rarity[kept, None] * SCALE).clip(-_MOST, _MOST)
    return Likeness(
        types=types,
        keys=keys[kept],
        points=points.astype(np.int16),
        sizes=np.around((rarity[kept] * SCALE) ** 2).astype(np.int32),
        bias=np.array([model.intercept_[0] for model in models], dtype=np.float32),
        thresholds=np.zeros(len(types), dtype=np.float32),
        anchors=frozenset(),
        learned_from="",
    )


def _matrix(texts: Sequence[str]) -> tuple[Hashes, Any, Scores]:
    """(keys of the features, a line of values for each text, the rarity of each feature).

    A text's value of a feature: how often it is there x rarity, over the root of what all add to the text's size.
    Rarity: smoothed inverse document frequency, as scikit-learn has it.
    """
    from scipy.sparse import csr_matrix

    every = [_keys(text) for text in texts]
    keys, numbers = np.unique(np.concatenate(every), return_inverse=True)
    rows = np.repeat(np.arange(len(texts)), [len(one) for one in every])
    counts = csr_matrix((np.ones(len(rows)), (rows, numbers)), shape=(len(texts), len(keys)))
    known = np.asarray((counts > 0).sum(axis=0)).ravel()
    told = (known > 1) & (keys != 0)
    rarity = np.log((1 + len(texts)) / (1 + known[told])) + 1
    matrix = counts[:, told].multiply(rarity).tocsr()
    sizes = np.asarray(matrix.multiply(rarity).sum(axis=1)).ravel()
    lengths = np.repeat(np.sqrt(np.maximum(sizes, 1e-12)), np.diff(matrix.indptr))
    matrix.data /= lengths
    return keys[told], matrix, rarity


def _keys(text: str) -> Hashes:
    words = words_of(text)
    return np.concatenate(list(feature_keys(words, words.together)))


def _kept(keys: Hashes, weights: Scores) -> Numbers:
    """The features that tell something; of those that would lie in one slot the weightiest."""
    order = np.argsort(-weights, kind="stable")
    order = order[weights[order] >= _LIGHTEST]
    _, first = np.unique(slot_of(keys[order]), return_index=True)
    kept: Numbers = np.sort(order[first])
    return kept


def _cross_validated(texts: Sequence[str], labels: Booleans, types: tuple[str, ...]) -> Scores:
    """The score of each message by a model that has not seen it."""
    scores = np.zeros(labels.shape)
    for fold in range(_FOLDS):
        held_out = np.arange(len(texts)) % _FOLDS == fold
        seen = [text for text, out in zip(texts, held_out, strict=True) if not out]
        fitted = _fit(seen, labels[~held_out], types)
        for index in np.flatnonzero(held_out).tolist():
            scores[index] = fitted.scores(texts[index])
    return scores


def _thresholds(scores: Scores, labels: Booleans) -> Scores:
    """Per type the lowest threshold that keeps both shares of false hits."""
    none = ~labels.any(axis=1)
    ordinary = _LISTED * labels.sum(axis=0) / max(labels.sum(), 1)  # what is said in more ways needs more of the list
    return np.array(
        [
            max(
                np.quantile(scores[none, index], 1 - ordinary[index]),
                np.quantile(scores[~labels[:, index], index], 1 - _ANY_FALSE),
            )
            for index in range(labels.shape[1])
        ]
    )


def _anchors(texts: Sequence[str], labels: Booleans) -> frozenset[str]:
    """Words that nearly every labelled message has one of, and few others: by greedy weighted set cover, per type."""
    words = [frozenset(WORD.findall(text)) for text in texts]
    ordinary = [some for some, row in zip(words, labels, strict=True) if not row.any()]
    common = Counter(word for some in ordinary for word in some)
    share = {word: count / len(ordinary) for word, count in common.items()}
    chosen: set[str] = set()
    for column in labels.T:
        chosen |= _cover([some for some, member in zip(words, column, strict=True) if member], share)
    return frozenset(chosen)


def _cover(members: Sequence[frozenset[str]], share: dict[str, float]) -> set[str]:
    chosen: set[str] = set()
    left = list(members)
    while len(left) > (1 - _ANCHOR_COVERS) * len(members):
        gains = Counter(word for some in left for word in some if share.get(word, 0.0) <= _ANCHOR_SHARE)
        if not gains:
            break
        best = max(sorted(gains), key=lambda word: gains[word] / (share.get(word, 0.0) + _RAREST))
        chosen.add(best)
        left = [some for some in left if best not in some]
    return chosen

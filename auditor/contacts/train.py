"""Train the likeness model of a pack from its labelled messages. Needs scikit-learn, which reading never does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.contacts.labelled import Line
from auditor.contacts.likeness import Likeness, features, windows
from auditor.contacts.match import Message
from auditor.contacts.words_in import WORD
from auditor.errors import UsageError

_FOLDS = 5
_STRENGTH = 30.0  # the inverse of the regularisation, by cross-validation on the training messages
_ORDINARY_FALSE = 0.004  # the share of messages without a label that one type may list
_ANY_FALSE = 0.02  # and of all messages that are not of the type
_LIGHTEST = 0.12  # features whose every weight is smaller tell nothing
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
    fitted = _fit(texts, labels)
    thresholds = _thresholds(_cross_validated(texts, labels), labels)
    kept = np.abs(fitted.weights).max(axis=1) >= _LIGHTEST
    names = [name for name, keep in zip(fitted.names, kept, strict=True) if keep]
    return Likeness(
        types=types,
        features={name: index for index, name in enumerate(names)},
        rarity=fitted.rarity[kept].astype(np.float16).astype(np.float32),
        weights=fitted.weights[kept].astype(np.float16).astype(np.float32),
        bias=fitted.bias.astype(np.float32),
        thresholds=thresholds.astype(np.float32),
        anchors=_anchors(texts, labels),
        learned_from=learned_from,
    )


class _Fitted:
    """A vectoriser and the weights of every type."""

    def __init__(self, vectoriser: Any, weights: Scores, bias: Scores) -> None:
        self.vectoriser, self.weights, self.bias = vectoriser, weights, bias
        self.names: list[str] = list(vectoriser.get_feature_names_out())
        self.rarity: Scores = vectoriser.idf_

    def best(self, text: str) -> Scores:
        """The highest score of any window."""
        scores = self.vectoriser.transform(windows(text)) @ self.weights + self.bias
        best: Scores = scores.max(axis=0)
        return best


def _fit(texts: Sequence[str], labels: Booleans) -> _Fitted:
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise UsageError("training needs scikit-learn: pip install 'auditor[train]'.") from None
    vectoriser = TfidfVectorizer(analyzer=features, sublinear_tf=True, min_df=2)
    matrix = vectoriser.fit_transform(texts)
    models = [
        LogisticRegression(C=_STRENGTH, class_weight="balanced", solver="liblinear", max_iter=500).fit(matrix, column)
        for column in labels.T
    ]
    weights = np.stack([model.coef_[0] for model in models], axis=1)
    return _Fitted(vectoriser, weights, np.array([model.intercept_[0] for model in models]))


def _cross_validated(texts: Sequence[str], labels: Booleans) -> Scores:
    """The score of each message by a model that has not seen it."""
    scores = np.zeros(labels.shape)
    for fold in range(_FOLDS):
        held_out = np.arange(len(texts)) % _FOLDS == fold
        fitted = _fit([text for text, out in zip(texts, held_out, strict=True) if not out], labels[~held_out])
        for index in np.flatnonzero(held_out).tolist():
            scores[index] = fitted.best(texts[index])
    return scores


def _thresholds(scores: Scores, labels: Booleans) -> Scores:
    """Per type the lowest threshold that keeps both shares of false hits."""
    none = ~labels.any(axis=1)
    return np.array(
        [
            max(
                np.quantile(scores[none, index], 1 - _ORDINARY_FALSE),
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

"""How well detectors read labelled texts: precision and recall per type, and every text that they read otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from auditor.contacts.labelled import Line
from auditor.contacts.loading import Detectors, explain
from auditor.contacts.match import Hit

Interval = tuple[float, float]


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson (1927), which holds for small counts and near 0 and 1."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; absent where there was nothing."""
        return self.right / self.of if self.of else None

    @property
    def interval(self) -> Interval | None:
        """Its 95 % interval; absent where there was nothing."""
        if not self.of:
            return None
        z, n, p = 1.959963984540054, self.of, self.right / self.of
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True)
class Accuracy:
    """One type on some texts. `type`: a label; "a|b" is met by either and has no precision of its own."""

    type: str
    labelled: int
    precision: Share  # of the certain hits
    recall: Share  # by certain hits
    reach: Share  # recall by certain or review hits
    review_precision: Share


@dataclass(frozen=True)
class Misread:
    """A text that is read otherwise than it is labelled."""

    line: Line
    type: str
    hit: Hit | None  # None: nothing was found


@dataclass(frozen=True)
class Evaluation:
    """Everything that a comparison with labels shows."""

    texts: int
    unlabelled: int
    unlabelled_certain: int  # texts without a label that show a certain contact
    unlabelled_review: int  # and those that show a weak signal only
    accuracies: tuple[Accuracy, ...]
    confusions: tuple[tuple[str, str, int], ...]  # (labelled, found as certain instead, texts)
    misses: tuple[Misread, ...]
    false_alarms: tuple[Misread, ...]


def evaluate(detectors: Detectors, lines: Sequence[Line]) -> Evaluation:
    """Compare what the contact detectors find in each text with its labels."""
    contacts = {name for name, side in detectors.sides.items() if side == "contact"}
    read = [(line, {hit.type: hit for hit in explain(detectors, line.text, line.at)}) for line in lines]
    read = [(line, {name: hit for name, hit in hits.items() if name in contacts}) for line, hits in read]
    named = {"|".join(sorted(label)) for line, _ in read for label in line.labels}
    plain = [hits for line, hits in read if not line.labels]
    return Evaluation(
        texts=len(read),
        unlabelled=len(plain),
        unlabelled_certain=sum(_has(hits, "certain") for hits in plain),
        unlabelled_review=sum(bool(hits) and not _has(hits, "certain") for hits in plain),
        accuracies=tuple(_accuracy(name, read) for name in sorted(contacts | named)),
        confusions=_confusions(read),
        misses=tuple(
            Misread(line, "|".join(sorted(label)), None)
            for line, hits in read
            for label in line.labels
            if not label & hits.keys()
        ),
        false_alarms=tuple(
            Misread(line, hit.type, hit)
            for line, hits in read
            for hit in hits.values()
            if not _is_meant(line, hit.type)
        ),
    )


_Read = Sequence[tuple[Line, dict[str, Hit]]]


def _accuracy(name: str, read: _Read) -> Accuracy:
    types = frozenset(name.split("|"))
    meant = [hits for line, hits in read if types in line.labels]
    found = [(line, hits[name]) for line, hits in read if name in hits]
    certain = [line for line, hit in found if hit.tier == "certain"]
    review = [line for line, hit in found if hit.tier == "review"]
    return Accuracy(
        type=name,
        labelled=len(meant),
        precision=Share(sum(_is_meant(line, name) for line in certain), len(certain)),
        recall=Share(sum(_has(hits, "certain", types) for hits in meant), len(meant)),
        reach=Share(sum(not types.isdisjoint(hits) for hits in meant), len(meant)),
        review_precision=Share(sum(_is_meant(line, name) for line in review), len(review)),
    )


def _confusions(read: _Read) -> tuple[tuple[str, str, int], ...]:
    """What a text of a missed type shows instead."""
    counts: Counter[tuple[str, str]] = Counter()
    for line, hits in read:
        others = [hit.type for hit in hits.values() if hit.tier == "certain" and not _is_meant(line, hit.type)]
        for label in line.labels:
            if label.isdisjoint(hits):
                counts.update(("|".join(sorted(label)), other) for other in others)
    return tuple((*pair, count) for pair, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _is_meant(line: Line, type_: str) -> bool:
    return any(type_ in label for label in line.labels)


def _has(hits: dict[str, Hit], tier: str, types: Iterable[str] | None = None) -> bool:
    return any(hit.tier == tier for name, hit in hits.items() if types is None or name in types)

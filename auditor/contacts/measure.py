"""How well detectors read labelled texts: precision and recall per type."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from auditor.contacts.loading import Detectors, explain


@dataclass(frozen=True)
class Accuracy:
    """Counts of one type at one reach (certain alone, or certain and review together)."""

    type: str
    reach: str  # certain | certain-or-review
    labelled: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        """Right among found; absent where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Right among labelled; absent where nothing was labelled."""
        return self.right / self.labelled if self.labelled else None


def evaluate(detectors: Detectors, texts: Sequence[str], labels: Sequence[Collection[str]]) -> list[Accuracy]:
    """Per type the accuracy of certain hits and of certain-or-review hits, against the labels of each text."""
    contacts = [one.id for one in detectors.compiled if one.side == "contact"]
    tiers = [{hit.type: hit.tier for hit in explain(detectors, text)} for text in texts]
    rows = []
    for type_ in contacts:
        for reach, accepted in (("certain", {"certain"}), ("certain-or-review", {"certain", "review"})):
            found = [hits.get(type_) in accepted for hits in tiers]
            labelled = [type_ in wanted for wanted in labels]
            right = sum(hit and meant for hit, meant in zip(found, labelled, strict=True))
            rows.append(Accuracy(type_, reach, sum(labelled), sum(found), right))
    return rows

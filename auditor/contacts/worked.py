"""The worked texts of detector files: each shows what its author means, both ways."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.contacts.loading import Detectors, WorkedDetector


@dataclass(frozen=True)
class WorkedFailure:
    """A worked text that its detector reads otherwise than its author."""

    where: str  # file:line:col
    detector: str
    expected: str  # certain | review | nothing
    got: str
    phrase: str
    text: str

    def __str__(self) -> str:
        found = f'{self.got} ("{self.phrase}")' if self.phrase else self.got
        return f'{self.where}: {self.detector}: expected {self.expected}, got {found}: "{self.text}"'


def worked_failures(detectors: Detectors) -> list[WorkedFailure]:
    """Every worked text that fails.

    `match` must hit at the detector's tier, `review.match` at the review tier; `no_match` must not hit at the
    detector's tier (review may), `review.no_match` must not hit at all.
    """
    return [failure for one in detectors.worked for failure in _failures(one, detectors)]


def _failures(one: WorkedDetector, detectors: Detectors) -> list[WorkedFailure]:
    failures = []
    for where, worked, accepted in one.texts():
        hit = one.compiled.hit(detectors.message(worked.text), None, worked.at)
        got = hit.tier if hit else "nothing"
        if got not in accepted:
            expected = "nothing" if "nothing" in accepted else min(accepted)
            failures.append(
                WorkedFailure(where, one.compiled.id, expected, got, hit.phrase if hit else "", worked.text)
            )
    return failures

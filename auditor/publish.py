"""From what the machine found to what people see: decisions, scores, the audits before, privacy; then the files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from auditor import past, privacy
from auditor.decisions import Decided, decided, read_decisions
from auditor.result import Result
from auditor.scores import USUAL, read_scorecard, scored


@dataclass(frozen=True)
class Publication:
    """How a result is published."""

    decisions: Path | None = None  # the folder of waivers.yml, dispositions.yml, enforcement.yml and so on
    environment: str | None = None
    history: Path | None = None  # the file of earlier audits
    masked: bool = True
    pseudonym_key: bytes | None = None


def published(result: Result, publication: Publication) -> Result:
    """The result as people see it. Raises UsageError with everything that is wrong with the decisions."""
    return shown(settled(result, publication), publication)


def settled(result: Result, publication: Publication) -> Result:
    """The result with decisions, scores and the audits before; nothing is masked yet. Raises UsageError."""
    decisions = _decisions(publication)
    if decisions is not None:
        card = read_scorecard(publication.decisions) if publication.decisions else USUAL
        result = scored(decided(result, decisions), card)
    return past.followed(result, publication.history) if publication.history else result


def shown(result: Result, publication: Publication) -> Result:
    """The result masked, and with pseudonyms where they are asked for. Raises UsageError."""
    if publication.masked:
        result = privacy.masked(result)
    return privacy.pseudonymised(result, publication.pseudonym_key) if publication.pseudonym_key else result


def _decisions(publication: Publication) -> Decided | None:
    if publication.decisions:
        return read_decisions(publication.decisions, publication.environment)
    return Decided(publication.environment) if publication.environment else None

"""From what the machine found to what people see: decisions, scores, the audits before, privacy; then the files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from auditor import past, privacy
from auditor.decisions import Decided, decided, read_decisions
from auditor.errors import UsageError
from auditor.result import Result
from auditor.scores import Scorecard, read_scorecard, scored


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
    if publication.history and result["manifest"]["privacy"]["pseudonymised"] and not publication.pseudonym_key:
        raise UsageError(
            "--history knows people by their ids, the saved audit by pseudonyms. Give --pseudonymise and their key."
        )
    given = decisions_of(publication)
    if given is not None:
        decisions, card = given
        result = scored(decided(result, decisions), card)
    return past.followed(result, publication.history) if publication.history else result


def shown(result: Result, publication: Publication) -> Result:
    """The result masked, and with pseudonyms where they are asked for. Raises UsageError."""
    if publication.masked:
        result = privacy.masked(result)
    return privacy.pseudonymised(result, publication.pseudonym_key) if publication.pseudonym_key else result


def decisions_of(publication: Publication) -> tuple[Decided, Scorecard] | None:
    """The decisions and the scorecard that are asked for, read and checked; None: none are. Raises UsageError."""
    if publication.decisions:
        return (
            read_decisions(publication.decisions, publication.environment),
            read_scorecard(publication.decisions),
        )
    if publication.environment:
        raise UsageError(
            f'--environment "{publication.environment}" stands alone. Name the folder whose enforcement.yml has it '
            "with --decisions."
        )
    return None

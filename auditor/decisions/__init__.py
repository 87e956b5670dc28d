"""What people decided about findings: a room, a kind of decision a file. The machine's verdict is never touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.result import SEVERITIES, Decisions, Result, Severity, Standing, VerdictRow


@dataclass(frozen=True)
class Decided:
    """The decisions of a folder, read and checked; without any, every finding stands as the machine found it."""

    environment: str | None = None


def read_decisions(folder: Path, environment: str | None = None) -> Decided:
    """The decisions in a folder. Raises UsageError with everything that is wrong, each at file:line:column."""
    raise NotImplementedError(folder, environment)


def decided(result: Result, decisions: Decided) -> Result:
    """The result with every instance's standing, evaluated at the as-of time."""
    threshold = result["manifest"]["fail_on"]
    rows = [_with_standing(row, threshold) for row in result["verdicts"]]
    return {**result, "decisions": {**nothing_decided(), "environment": decisions.environment}, "verdicts": rows}


def nothing_decided() -> Decisions:
    """The part of the document that says so."""
    return {"environment": None, "waivers": [], "baseline": None, "reviews": [], "unmatched": []}


def _with_standing(row: VerdictRow, threshold: Severity | None) -> VerdictRow:
    standing: Standing = {**row["standing"], "fails": _fails(row, threshold)}
    return {**row, "standing": standing}


def _fails(row: VerdictRow, threshold: Severity | None) -> bool:
    return row["verdict"] == "violated" and row["severity"] in at_or_above(threshold)


def at_or_above(threshold: Severity | None) -> Sequence[str]:
    """The severities that count against a threshold; none counts against null."""
    return SEVERITIES[: SEVERITIES.index(threshold) + 1] if threshold else ()

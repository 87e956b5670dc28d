"""The outcome of a run in the words that formats for pipelines share."""

from __future__ import annotations

from collections import Counter

from auditor.outputs.telling.words import VERDICT_WORDS
from auditor.passing import Passing, passing
from auditor.result import VERDICTS, Result, Severity, VerdictRow

LET_PASS: dict[Passing, str] = {"known": "in the baseline", "overridden": "let pass"}  # others are their own words


def tally(result: Result) -> str:
    """How many duties by verdict: 9 Broke, 3 Cannot tell, 4 Not yet, 70 Kept."""
    found = Counter(row["verdict"] for row in result["verdicts"])
    return ", ".join(f"{found[verdict]:,} {VERDICT_WORDS[verdict]}" for verdict in VERDICTS)


def why_not(row: VerdictRow, threshold: Severity | None) -> str:
    """Why a broken duty does not fail the run, by the first reason that holds."""
    reason = passing(row, threshold)
    if reason is None or reason == "below":
        return f"below {threshold}" if threshold else "not set to fail"
    return LET_PASS.get(reason, reason)

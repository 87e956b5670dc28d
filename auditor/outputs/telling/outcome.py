"""The first line for whoever's pipeline went red: how many findings fail it, by severity, and why others do not."""

from __future__ import annotations

from collections import Counter

from auditor.outputs.ci.gate import data_errors, verdict_line
from auditor.outputs.telling.words import VERDICT_WORDS
from auditor.result import VERDICTS, Result, VerdictRow


def outcome(result: Result) -> str:
    """FAIL: 2 new critical (7 in the baseline, 3 waived); the one line of the gate, which bad data never passes."""
    return verdict_line(result)


def off(result: Result) -> list[str]:
    """Why this result must not be taken for a pass, in sentences; none: it may."""
    return data_errors(result)


def tally(result: Result) -> str:
    """How many duties by verdict, in words: 9 Broke, 3 Cannot tell, 4 Not yet, 70 Kept."""
    found = Counter(row["verdict"] for row in result["verdicts"])
    return ", ".join(f"{found[verdict]:,} {VERDICT_WORDS[verdict]}" for verdict in VERDICTS)


def why_not(row: VerdictRow) -> str:
    """Why a broken duty does not fail the run, by the first reason that holds."""
    standing = row["standing"]
    reasons = (
        (standing["reviewed"] != "violated", "overturned"),
        (standing["waiver"] is not None, "waived"),
        (standing["baseline"] == "known", "in the baseline"),
        (standing["enforcement"] == "advisory", "advisory"),
        (standing["override"] is not None, "let pass"),
    )
    return next((reason for holds, reason in reasons if holds), "below the severity that fails")

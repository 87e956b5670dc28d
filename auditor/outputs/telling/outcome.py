"""The first line for whoever's pipeline went red: how many findings fail it, by severity, and why others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.outputs.telling.words import VERDICT_WORDS
from auditor.result import SEVERITIES, VERDICTS, Result, VerdictRow


def outcome(result: Result) -> str:
    """FAIL: 2 new critical and 1 new high (7 in the baseline, 3 waived); bad data never passes."""
    failing = [row for row in result["verdicts"] if row["standing"]["fails"]]
    beside = list(_beside(result))
    note = f" ({', '.join(beside)})" if beside else ""
    if untrusted := off(result):
        return f"DATA ERROR: {' '.join(untrusted)}"
    return f"FAIL: {_by_severity(failing, result)}{note}" if failing else f"PASS: {_passes(result)}{note}"


def off(result: Result) -> list[str]:
    """Why this result must not be taken for a pass, in sentences; none: it may."""
    rows, tickets = result["rows"], result["tickets"]
    found = []
    if 2 * rows["quarantined"] > rows["read"]:
        found.append(f"{rows['quarantined']:,} of {rows['read']:,} rows of the export could not be used.")
    if not tickets["read"]:
        found.append("The export holds no ticket in the period that was asked for.")
    return found


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


def _by_severity(failing: list[VerdictRow], result: Result) -> str:
    new = "new " if result["decisions"]["baseline"] else ""
    found = Counter(row["severity"] for row in failing)
    parts = [f"{found[severity]:,} {new}{severity}" for severity in SEVERITIES if found[severity]]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[:-1] else parts)


def _passes(result: Result) -> str:
    threshold = result["manifest"]["fail_on"]
    return f"no finding at or above {threshold} fails" if threshold else "nothing is set to fail this run"


def _beside(result: Result) -> Iterator[str]:
    """What does not fail, by its reasons, and what was fixed."""
    baseline = result["decisions"]["baseline"]
    found = Counter(
        why_not(row) for row in result["verdicts"] if row["verdict"] == "violated" and not row["standing"]["fails"]
    )
    if baseline and baseline["fixed"]:
        found["fixed"] = len(baseline["fixed"])
    yield from (f"{number:,} {reason}" for reason, number in sorted(found.items()))

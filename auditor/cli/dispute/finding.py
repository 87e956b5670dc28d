"""A finding of a saved audit, by its fingerprint."""

from __future__ import annotations

from auditor.errors import UsageError
from auditor.policy.yaml_file import did_you_mean
from auditor.result import Result, VerdictRow


def finding(result: Result, fingerprint: str) -> VerdictRow:
    """The verdict of that name. Raises UsageError if there is none."""
    rows = {row["fingerprint"]: row for row in result["verdicts"]}
    if fingerprint not in rows:
        raise UsageError(
            f'the audit has no finding "{fingerprint}".{did_you_mean(fingerprint, rows)} '
            "A fingerprint stands below each finding of a report."
        )
    return rows[fingerprint]

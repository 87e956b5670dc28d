"""Why a finding does not fail a run: the one order of reasons, for whoever decides and for whoever tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from auditor.result import SEVERITIES, Severity, VerdictRow

Passing = Literal["overturned", "waived", "known", "advisory", "overridden", "below"]


def passing(row: VerdictRow, threshold: Severity | None) -> Passing | None:
    """Why a finding does not fail the run, by the first reason that holds; None: it fails, or it is no finding."""
    if row["verdict"] != "violated":
        return None
    standing = row["standing"]
    reasons: tuple[tuple[bool, Passing], ...] = (
        (standing["reviewed"] != "violated", "overturned"),
        (standing["waiver"] is not None, "waived"),
        (standing["baseline"] == "known", "known"),
        (standing["enforcement"] == "advisory", "advisory"),
        (standing["override"] is not None, "overridden"),
        (row["severity"] not in at_or_above(threshold), "below"),
    )
    return next((reason for holds, reason in reasons if holds), None)


def at_or_above(threshold: Severity | None) -> Sequence[str]:
    """The severities that count against a threshold; none counts against null."""
    return SEVERITIES[: SEVERITIES.index(threshold) + 1] if threshold else ()

"""Scores as quality teams know them: weights, critical duties that fail the ticket, what does not apply left out."""

from __future__ import annotations

from auditor.result import Result, Score, Scores


def no_scores() -> Scores:
    """The part of a document whose tickets are not scored yet."""
    return {"goal": 1.0, "weights": {}, "critical": [], "overall": _nothing(), "policies": [], "agents": []}


def scored(result: Result) -> Result:
    """The result with its scores."""
    return result


def _nothing() -> Score:
    return {
        "tickets": 0, "passed": 0, "low": 0.0, "high": 1.0, "failed": 0, "score": None, "without_auto_fail": None
    }  # fmt: skip

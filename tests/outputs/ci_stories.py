"""Runs at the gate: the hand-made document, as people decided about it and as its data may be."""

from __future__ import annotations

from typing import Any

from tests.outputs.document import document


def decided_document(**standings: dict[str, Any]) -> dict[str, Any]:
    """The document with a baseline, fixed entries and every reason for which a finding is let pass; fails on high.

    Of the six findings at or above high one is known, one waived, one overturned, one advisory, one overridden, and
    one fails.
    """
    found = document()
    grave = [row for row in found["verdicts"] if row["standing"]["fails"]]
    approval = {"by": "Rosa Diaz", "at": "2026-11-13T10:00:00Z", "why": "the desk was closed"}
    names = {"id": "W-7", "owner": "Anna Ash", "approver": "Rosa Diaz"}
    waiver = {**names, "reason": "agreed", "expires": "2026-12-01T00:00:00Z"}
    ruling = {"ruling": "overturned", "by": "Rosa Diaz", "at": "2026-11-13T10:00:00Z", "why": "a joke", "instead": None}
    changes: list[dict[str, Any]] = [
        {},
        {"baseline": "known"},
        {"waiver": waiver},
        {"disposition": ruling, "reviewed": "complied"},
        {"enforcement": "advisory"},
        {"enforcement": "soft", "override": approval},
    ]
    for row, change in zip(sorted(grave, key=lambda row: row["severity"]), changes, strict=True):
        row["standing"] = {**row["standing"], "baseline": "new", "fails": not change, **change}
    entry = {"ticket_id": "46001", "pack": "executive_escalations", "policy": "threat", "duty": "touch-response"}
    gone = [{**entry, "fingerprint": f"fixed-{number}", "severity": "high"} for number in range(2)]
    found["decisions"]["baseline"] = {
        "as_of": "2026-11-02T08:00:00Z", "entries": 4, "known": 1, "new": 11, "fixed": gone,
        "ended": [{**entry, "fingerprint": "ended-1", "severity": "high"}],
    }  # fmt: skip
    found["decisions"]["environment"] = "production"
    found["decisions"]["waivers"] = [
        {**waiver, "scope": "threat", "effective_from": "2026-11-01T00:00:00Z", "state": "expiring", "covers": 1}
    ]
    return found


def passing_document() -> dict[str, Any]:
    """The document in which nothing fails any more."""
    found = decided_document()
    for row in found["verdicts"]:
        if row["standing"]["fails"]:
            row["standing"] |= {"baseline": "known", "fails": False}
    return found


def quarantined_document(rows: int, read: int = 1000) -> dict[str, Any]:
    """So many of the rows could not be used."""
    found = document()
    found["rows"] |= {"read": read, "used": read - rows, "duplicate": 0, "quarantined": rows}
    return found


def undecided_document(undecided: int, others: int) -> dict[str, Any]:
    """So many verdicts cannot be told, and so many are kept."""
    found = document()
    row = next(row for row in found["verdicts"] if row["verdict"] == "complied")
    found["verdicts"] = [
        {**row, "fingerprint": f"row-{place}", "verdict": verdict, "reason": reason}
        for place, (verdict, reason) in enumerate(
            [("indeterminate", "no-body: the words are not there")] * undecided + [("complied", None)] * others
        )
    ]
    return found

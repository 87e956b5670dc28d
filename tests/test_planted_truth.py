"""The audit of each sample export equals the truth that was planted with it, row by row.

The truth was written by hand from the register, without the auditor (auditor/samples). Where it claims nothing
(null), nothing is compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.audit import Call, audit_export

SAMPLES = Path(__file__).parents[1] / "sample_data"
SHAPES = ("zendesk", "fivetran", "events")
COMPARED = ("verdict", "final", "clauses", "contact_types", "responsible", "due_at", "reason")


def audited(shape: str, truth: Mapping[str, Any]) -> dict[str, dict[tuple[str, str], Mapping[str, Any]]]:
    """Ticket → (duty, trigger time) → the row."""
    call = Call(parameters=truth["parameters"], as_of=datetime.fromisoformat(truth["as_of"]))
    found: dict[str, dict[tuple[str, str], Mapping[str, Any]]] = {ticket: {} for ticket in truth["tickets"]}
    for row in audit_export([SAMPLES / shape], call)["verdicts"]:
        found[row["ticket_id"]][row["duty"], row["trigger"]["at"]] = {
            **row,
            "responsible": {"kind": row["responsible"]["kind"], "id": row["responsible"]["id"]},
            "reason": row["reason"] and row["reason"].split(":")[0],
        }
    return found


def differences(
    truth: Mapping[str, Any], found: Mapping[str, Mapping[tuple[str, str], Mapping[str, Any]]]
) -> list[str]:
    """Every row that one side has and the other has not, or that differs in what the truth claims."""
    told = []
    for ticket, planted in truth["tickets"].items():
        rows = {(row["duty"], row["trigger_at"]): row for row in planted["verdicts"]}
        assert len(rows) == len(planted["verdicts"])
        for key in sorted(rows.keys() | found[ticket].keys()):
            want, got = rows.get(key), found[ticket].get(key)
            if want is None or got is None:
                how = "not found" if want else f"not planted: {got and got['verdict']}"
                told.append(f"{ticket} {planted['scenario']}: {key}: {how}")
                continue
            claimed = [name for name in COMPARED if want.get(name) is not None]
            wrong = {name: (want[name], got[name]) for name in claimed if want[name] != got[name]}
            if wrong:
                told.append(f"{ticket} {planted['scenario']}: {key}: {wrong}")
    return told


@pytest.mark.parametrize("shape", SHAPES)
def test_the_audit_finds_what_was_planted_and_nothing_else(shape: str) -> None:
    truth = json.loads((SAMPLES / shape / "truth.json").read_text(encoding="utf-8"))
    assert differences(truth, audited(shape, truth)) == []

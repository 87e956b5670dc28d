"""The planted truth: what is expected of each ticket, and what an export shape cannot show of it.

`truth.json`: `as_of`; `parameters`, the pack's parameters under which it holds; and per ticket its scenario and rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.samples.calendar import AS_OF, iso
from auditor.samples.desk import INTEGRATION, MACRO_TEXT
from auditor.samples.draft import NOBODY
from auditor.samples.model import Expected, Ticket

MISSING = "missing-capability"


def as_shown(row: Expected, shape: str) -> Expected:
    """The row as this shape can show it. Fivetran has no macros, no rules and no mails of rules.

    - KB-3.2 is then told only by a note that carries the macro's own text (reading 8).
    - Whether anything automatic reached the requester is not told.
    - What a rule did has no recorded actor: nobody answers for it; and a solving by an unrecorded actor may have
      been the requester's own, which would not count.
    """
    if shape != "fivetran":
        return row
    if row.duty == "no-automated-contact" or (row.duty == "macro-and-note" and not row.told_by_note):
        return _untold(row, MISSING)
    if row.responsible and row.responsible.kind == "rule":
        by_nobody = replace(row, responsible=NOBODY)
        return _untold(row, None) if row.duty == "not-solved-before-ee" and row.verdict == "violated" else by_nobody
    return row


def _untold(row: Expected, reason: str | None) -> Expected:
    return replace(row, verdict="indeterminate", final=None, responsible=None, reason=reason)


def parameters() -> dict[str, Any]:
    """Two parameters that only the desk itself can know: its integration accounts and its macro's text."""
    return {"automation_users": [INTEGRATION.user_id], "macro_text": MACRO_TEXT}


def write_parameters(path: Path) -> None:
    """The same, as a file for `--parameters`."""
    lines = [f"{name}: {json.dumps(value)}" for name, value in parameters().items()]
    text = "# What only this desk can know of itself.\n" + "\n".join(lines) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def row_of(expected: Expected) -> dict[str, Any]:
    """A row as truth.json has it. What the author leaves open (null) is not claimed."""
    responsible = expected.responsible
    return {
        "duty": expected.duty,
        "verdict": expected.verdict,
        "final": expected.final,
        "clauses": list(expected.clauses),
        "contact_types": list(expected.contact_types),
        "responsible": {"kind": responsible.kind, "id": responsible.id} if responsible else None,
        "trigger_event": expected.trigger_key,
        "trigger_at": iso(expected.trigger_at),
        "due_at": iso(expected.due_at) if expected.due_at else None,
        "reason": expected.reason,
    }


def ticket_truth(ticket: Ticket, shape: str) -> dict[str, Any]:
    """One ticket's scenario, the traps it carries, the readings it exercises, and its rows."""
    return {
        "scenario": ticket.scenario,
        "traps": list(ticket.traps),
        "readings": list(ticket.readings),
        "verdicts": [row_of(as_shown(row, shape)) for row in ticket.expected],
    }


def write_truth(path: Path, shape: str, tickets: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """One ticket a line, so that it can be read and compared."""
    with path.open("w", encoding="utf-8", newline="") as file:
        head = {"shape": shape, "as_of": iso(AS_OF), "parameters": parameters()}
        file.write("{" + json.dumps(head, ensure_ascii=False)[1:-1] + ', "tickets": {\n')
        separator = ""
        for ticket_id, told in tickets:
            file.write(f"{separator}{json.dumps(ticket_id)}: {json.dumps(told, ensure_ascii=False)}")
            separator = ",\n"
        file.write("\n}}\n")

"""Why a duty has its verdict on a ticket, and why it has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditor.explanation.evidence import Asked, evidence
from auditor.explanation.openings import Document, Sight, gate_documents
from auditor.policy.model import Clause
from auditor.policy.pack import Duty, Policy
from auditor.reference import Case, Event, Instance, Reading, released
from auditor.result import VerdictRow

Judged = tuple[VerdictRow, Mapping[str, Any]]  # as the audit reports it, and as it was evaluated


def explain_duty(
    sight: Sight, policy: Policy, duty: Duty, rows: Sequence[Judged], opened: Mapping[int, Mapping[str, Any]]
) -> Document:
    """The duty with its instances, and the openings that gave it none. `opened`: position → row of `opening`."""
    with_rows = {evaluated["opening_position"] for _, evaluated in rows}
    return {
        "duty": duty.name,
        "title": duty.text.title,
        "severity": duty.text.severity,
        "file": duty.file,
        "line": duty.line,
        "word": duty.word.what,
        "clauses": [_clause(name, sight.pack.clauses) for name in duty.text.clauses],
        "instances": [_instance(sight, policy, duty, *row, opened) for row in rows],
        "no_instance": [
            _without(sight, policy, duty, position, row)
            for position, row in opened.items()
            if position not in with_rows
        ],
    }


def _clause(name: str, clauses: Mapping[str, Clause]) -> Document:
    return {"id": name, "paraphrase": clauses[name].paraphrase}


def _opening(sight: Sight, position: int) -> Event:
    """The opening event; the ticket's beginning where a policy has no trigger."""
    return sight.event(position) or Event(0, 0, 0, sight.ticket.first_clocks, {}, carrier=0)


def _instance(
    sight: Sight,
    policy: Policy,
    duty: Duty,
    row: VerdictRow,
    evaluated: Mapping[str, Any],
    opened: Mapping[int, Mapping[str, Any]],
) -> Document:
    positions = sorted(opened)
    later = [one for one in positions if one > evaluated["opening_position"]]
    closing = opened[evaluated["opening_position"]]["closing_position"]
    instance = Instance(
        opening=_opening(sight, evaluated["opening_position"]),
        trigger=_opening(sight, evaluated["trigger_position"]),
        closing=sight.event(closing),
        following=sight.event(later[0]) if policy.text.closes and later else None,
    )
    reading = Reading(as_of=sight.as_of, limits=sight.pack.limit_microseconds, values=sight.texts)
    allowed = sight.pack.limit_microseconds(duty.word.limit())
    case = Case(instance, sight.ticket.events, reading, duty.word.clock_name(), allowed)
    asked = Asked(sight, duty.word, case, frozenset(evaluated["witness"]), row["verdict"])
    clauses = [_clause(name, sight.pack.clauses) for name in row["clauses"]]
    gates = gate_documents(sight, duty.text, instance.opening)
    return {**row, "clauses": clauses, "gates": gates, "evidence": evidence(asked)}


def _without(sight: Sight, policy: Policy, duty: Duty, position: int, row: Mapping[str, Any]) -> Document:
    """Why an opening gave this duty no instance."""
    opening = _opening(sight, position)
    asked = gate_documents(sight, duty.text, opening)
    found: Document = {"opening": sight.at(position) if position in sight.facts else None}
    if any(gate["takes_away"] for gate in asked):
        return {**found, "outcome": "taken-away", "gates": asked}
    closing = row["closing_position"]
    if duty.text.opens_at == "closing" and closing is None:
        return {**found, "outcome": "not-closed", "signal": policy.text.closes}
    release = released(policy.text, Instance(opening, opening), sight.ticket.events).release
    return {
        **found,
        "outcome": "released",
        "signal": policy.text.released_by.event if policy.text.released_by else None,
        "by": sight.place(release),
    }

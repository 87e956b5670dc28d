"""Why a policy opened on a ticket, or on which event it came nearest; what an exception took away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.explanation.conditions import Part, Truths, distance, lacking, tree
from auditor.explanation.facts import Facts
from auditor.policy.model import DutyText, Gate, PolicyFile
from auditor.policy.pack import Pack, Policy
from auditor.reference import Event, Ticket, gate_truth, gates, instant, openings

Document = dict[str, Any]


@dataclass(frozen=True)
class Sight:
    """The ticket as one pack sees it: its events, the truth of every part of every signal, and what each event is."""

    pack: Pack
    ticket: Ticket
    signals: Mapping[str, Part]
    truths: Mapping[int, Truths]
    facts: Mapping[int, Facts]
    as_of: Mapping[str, int]

    def event(self, position: int | None) -> Event | None:
        """The event at a position; None for none, and for the ticket's beginning."""
        return next((one for one in self.ticket.events if one.position == position), None)

    def place(self, event: Event | None) -> Document | None:
        """Where an event is: its id and instant."""
        return self.at(event.position) if event else None

    def at(self, position: int) -> Document:
        """The event at a position as a reference to the timeline."""
        return {name: self.facts[position][name] for name in ("event_id", "at")}

    def texts(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """The texts of a list, `$parameters` resolved."""
        found = [self.pack.value(item) for item in given]
        return tuple(str(one) for value in found for one in (value if isinstance(value, tuple | list) else [value]))

    def tree(self, name: str, position: int) -> Document:
        """The signal's tree of conditions on that event."""
        return tree(self.signals[name], self.truths[position], self.facts[position])

    def nearest(self, name: str, among: Sequence[Event]) -> Document | None:
        """The event that comes nearest to the signal, the first of equals, and what it lacks."""
        if not among:
            return None
        part = self.signals[name]
        best = min(among, key=lambda one: (distance(part, self.truths[one.position]), one.position))
        truths, facts = self.truths[best.position], self.facts[best.position]
        return {
            **self.at(best.position),
            "lacks": lacking(part, truths, facts),
            "tree": tree(part, truths, facts),
        }


def triggers(sight: Sight, policy: Policy, opened: Mapping[int, Mapping[str, Any]]) -> list[Document]:
    """Every event on which the policy's `when` holds or may hold, and what became of it.

    `opened`: position → the row of the audit's own `opening` table.
    """
    when = policy.text.when
    if when is None:
        return []
    events = [one for one in sight.ticket.events if one.truth(when) is not False]
    return [
        {
            **sight.at(event.position),
            "truth": event.truth(when),
            "tree": sight.tree(when, event.position),
            **_fate(sight, policy.text, event, opened),
        }
        for event in events
    ]


def _fate(sight: Sight, policy: PolicyFile, event: Event, opened: Mapping[int, Mapping[str, Any]]) -> Document:
    if event.position in opened:
        return {"outcome": "opened", "gates": gate_documents(sight, policy, event)}
    if event.truth(policy.when) is None:
        return {"outcome": "unknown", "reason": event.unknown_reason}
    if event.mirrored:
        return {"outcome": "copy"}
    asked = gate_documents(sight, policy, event)
    if any(gate["takes_away"] for gate in asked):
        return {"outcome": "taken-away", "gates": asked}
    episodes = openings(policy, sight.ticket)
    if not policy.in_force.holds_at(instant(event)) and event in episodes:
        return {"outcome": "not-in-force"}
    before = [one for one in episodes if one.position < event.position]
    return {"outcome": "same-episode", "episode": sight.place(before[-1]) if before else None}


def gate_documents(sight: Sight, text: PolicyFile | DutyText, opening: Event) -> list[Document]:
    """The exceptions and conditions of an opening, with the event that decided each."""
    return [_gate(sight, gate, forbidden, opening) for gate, forbidden in gates(text)]


def _gate(sight: Sight, gate: Gate, forbidden: bool, opening: Event) -> Document:
    truth = gate_truth(gate, opening, sight.ticket.events)
    decided = next(iter(_deciding(sight, gate, opening)), None)
    name = gate.seen or gate.now
    shown = decided if gate.seen else opening if opening.position in sight.truths else None
    return {
        "gate": "unless" if forbidden else "given",
        "seen": gate.seen,
        "now": gate.now,
        "truth": truth,
        "takes_away": truth is forbidden,
        "by": sight.place(decided),
        "tree": sight.tree(name, shown.position) if name and shown else None,
    }


def _deciding(sight: Sight, gate: Gate, opening: Event) -> Iterator[Event]:
    """The first event up to and with the opening that was seen; where there is none, the first that may have been."""
    past = [one for one in sight.ticket.events if one.moment <= opening.moment]
    if gate.seen:
        yield from (one for one in past if one.truth(gate.seen) is True)
        yield from (one for one in past if one.truth(gate.seen) is None)
    elif opening.position in sight.facts:
        yield opening

"""Documents for the coaching page: the hand-made one with every agent's name planted, and one agent's own rows."""

from __future__ import annotations

from typing import Any

from tests.outputs.document import document
from tests.outputs.stories import AGENTS, case, contact, event, row

LONG_IDS = {short: f"36020000{short}" for short in AGENTS}
PLANTED = {LONG_IDS[short]: name for short, name in AGENTS.items() if name}
SPOKEN_OF = "\n".join(
    f"Hi {name.split()[0]}, {name.upper()} and {name.split()[1]}’s team: ask {name.lower()}. "
    f"{name.split()[0].lower()}.{name.split()[1].lower()}@desk.example, @{name.split()[1].lower()}, id {identifier}."
    for identifier, name in PLANTED.items()
)
TEXTS = ("text", "macro", "subject", "sentence", "why")


def planted_document() -> dict[str, Any]:
    """The document with long ids, and every agent's name and id in whatever a ticket or a reviewer can say."""
    found: dict[str, Any] = _planted(document())
    for number, told in enumerate(one for one in found["verdicts"] if one["verdict"] == "violated"):
        ruling = ("disputed", "overturned", "upheld", None)[number % 4]
        if ruling:
            told["standing"]["disposition"] = {
                "ruling": ruling, "by": "Jonas Lindqvist", "at": "2026-11-15T08:00:00Z", "why": SPOKEN_OF,
                "instead": {"id": "36020000206", "name": "Wei Chen"},
            }  # fmt: skip
    for told in found["tickets"]["cases"]:
        for step in told["timeline"]:
            if step["kind"] == "change" and step["field"] not in ("group", "status"):
                step.update(field="assignee", value="Jonas Lindqvist", previous_value="36020000201")
    return found


def _planted(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _planted(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_planted(inner, name) for inner in value]
    if name == "id":
        return LONG_IDS.get(value, value)
    if name in TEXTS and isinstance(value, str):
        return f"{value}\n{SPOKEN_OF}"
    return f"{value} {SPOKEN_OF}" if name in ("value", "previous_value") and value else value


def own_document(*rows: dict[str, Any], weeks: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A document of one agent, 201, with these rows; each ticket has the requester's words and a reply of theirs."""
    found = document()
    tickets = dict.fromkeys(one["ticket_id"] for one in rows)
    found["verdicts"] = list(rows)
    found["tickets"]["cases"] = [_told(ticket) for ticket in tickets]
    counts = {
        verdict: sum(one["verdict"] == verdict for one in rows)
        for verdict in ("violated", "indeterminate", "pending", "complied")
    }
    found["agents"] = [
        {
            "id": "201", "name": "Maria Keller", "kind": "agent", "in_scope": len(rows), **counts,
            "weeks": weeks if weeks is not None else [{"week": "2026-W46", **counts}],
        }
    ]  # fmt: skip
    return found


def _told(ticket: str) -> dict[str, Any]:
    words = "I will sue Upwork over this."
    timeline = [
        event(ticket, "e1", "11-10 09:00", "message", ("901", "requester"), public=True, text=words),
        event(ticket, "e2", "11-10 10:00", "message", ("201", "agent"), public=True, text="Thank you for writing."),
    ]
    threat = contact(ticket, "legal-threat", "11-10 09:00", "I will sue", words)
    return case(ticket, "Refund", "11-10 09:00", [threat], timeline=timeline)


def broke(number: int, duty: str = "threat/left-open", **more: Any) -> dict[str, Any]:
    """A finding on a ticket of its own."""
    return row(str(50_000 + number), duty, "violated", "11-10 09:00", "201", phrase="I will sue", **more)


def kept(number: int, duty: str = "threat/left-open", **more: Any) -> dict[str, Any]:
    """A duty kept, on a ticket of its own."""
    return row(str(60_000 + number), duty, "complied", "11-10 09:00", "201", **more)


def ruled(told: dict[str, Any], ruling: str) -> dict[str, Any]:
    """The row after somebody ruled on it."""
    disposition = {"ruling": ruling, "by": "Q", "at": "2026-11-15T08:00:00Z", "why": "read again", "instead": None}
    return {**told, "standing": {**told["standing"], "disposition": disposition}}

"""A small Zendesk export for tests of the command line: three tickets, written out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

AGENT, REQUESTER, OTHER = 11, 71, 72
SUPPORT, ESCALATIONS = 500, 600
USERS = [
    {"id": AGENT, "name": "Anna Ash", "role": "agent", "active": True},
    {"id": REQUESTER, "name": "Rita Reed", "role": "end-user", "active": True},
    {"id": OTHER, "name": "Otto Oak", "role": "end-user", "active": True},
]
GROUPS = [{"id": SUPPORT, "name": "Support"}, {"id": ESCALATIONS, "name": "Executive Escalations"}]


def comment(number: int, author: int, text: str, public: bool = True) -> dict[str, Any]:
    """A comment event."""
    return {
        "id": number,
        "type": "Comment",
        "author_id": author,
        "public": public,
        "body": text,
        "plain_body": text,
        "html_body": f"<p>{text}</p>",
        "attachments": [],
    }


def audit(number: int, ticket: int, at: str, author: int, *events: dict[str, Any]) -> dict[str, Any]:
    """An update of a ticket."""
    return {
        "id": number,
        "ticket_id": ticket,
        "created_at": at,
        "author_id": author,
        "via": {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}},
        "metadata": {"system": {}, "custom": {}},
        "events": list(events),
    }


def opened(number: int, ticket: int, at: str, requester: int, text: str) -> dict[str, Any]:
    """A ticket begins with its requester's words."""
    fields = (("status", "new"), ("requester_id", str(requester)), ("group_id", str(SUPPORT)))
    created = [
        {"id": number * 10 + place, "type": "Create", "field_name": name, "value": value}
        for place, (name, value) in enumerate(fields, start=2)
    ]
    return audit(number, ticket, at, requester, comment(number * 10 + 1, requester, text), *created)


AUDITS = [
    opened(1, 1, "2026-11-09T10:00:00Z", REQUESTER, "I will sue your company over this withheld payment."),
    audit(2, 1, "2026-11-10T16:00:00Z", AGENT, comment(21, AGENT, "Thank you for telling us, we are looking into it.")),
    opened(3, 2, "2026-11-10T11:00:00Z", OTHER, "How do I change the e-mail address of my account?"),
    audit(4, 2, "2026-11-10T12:00:00Z", AGENT, comment(41, AGENT, "Under Settings, then Contact info.")),
    opened(5, 3, "2026-11-12T15:00:00Z", OTHER, "If I am not refunded I will take legal action against Upwork."),
    audit(6, 2, "2026-11-12T16:00:00Z", OTHER, comment(61, OTHER, "That worked, thank you.")),
]
TICKETS = [
    {"id": ticket, "subject": subject, "requester_id": requester, "status": "open", "created_at": at}
    for ticket, subject, requester, at in (
        (1, "Withheld payment", REQUESTER, "2026-11-09T10:00:00Z"),
        (2, "E-mail address", OTHER, "2026-11-10T11:00:00Z"),
        (3, "Refund", OTHER, "2026-11-12T15:00:00Z"),
    )
]


def write_export(folder: Path) -> Path:
    """Writes the export; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users.json").write_text(json.dumps({"users": USERS, "next_page": None}))
    (folder / "groups.json").write_text(json.dumps({"groups": GROUPS, "next_page": None}))
    write_lines(folder / "tickets.jsonl", TICKETS)
    write_lines(folder / "ticket_audits.jsonl", AUDITS)
    return folder


def write_lines(file: Path, rows: list[dict[str, Any]]) -> None:
    """One object a line."""
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))

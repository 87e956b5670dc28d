"""A support desk for situations: a few lines a ticket, audited by the real thing.

desk = Desk()
ticket = desk.ticket("I will sue you over this.", at="2026-11-06 12:00")
ticket.reply("Thank you for telling us.", at="2026-11-06 13:00", by=ANNA)
verdicts = desk.audit(as_of="2026-11-10 12:00")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from auditor import history
from auditor.audit import Call, Rulebook, audit_loaded, database, rulebook
from auditor.exports.shape import CAPABILITIES, Capabilities, LoadedExport
from auditor.result import Result, VerdictRow

ANNA, BORIS, CHLOE, ROBOT = "11", "12", "13", "900"
SUPPORT, EE = "500", "600"
NAMES = {ANNA: "Anna", BORIS: "Boris", CHLOE: "Chloe", ROBOT: "Sync account"}
MACRO = "Problematic to PR"
LONG_NOTE = "The requester threatens over a withheld payment; contract 12, two earlier tickets, wants a call."
CANONICAL = (Path(history.__file__).parent / "exports" / "canonical.sql").read_text(encoding="utf-8")


class NoShape:
    """Stands where a loader's shape stands."""

    name = "desk"
    title = "a desk written in a test"


@dataclass
class Ticket:
    """One ticket's history, an update at a time."""

    desk: Desk
    ticket_id: str
    requester: str
    updates: int = 0

    def update(self, at: str, by: str | None, *events: Mapping[str, Any], channel: str = "web", **common: Any) -> str:
        """One atomic update: events share its time, actor and channel unless they say otherwise."""
        self.desk.next_update += 1
        update_id = str(self.desk.next_update)
        for position, event in enumerate(events, start=1):
            row = {
                "ticket_id": self.ticket_id, "event_id": f"{update_id}.{position}", "update_id": update_id,
                "update_order": int(update_id), "turn": 0, "phase": 0, "position": position, "occurred_at": _time(at),
                "source_type": None, "actor_id": by, "actor_kind": "person", "channel": channel, "redacted": False,
                "foreign_time": False, "source_file": "test", "source_line": 1, **common, **event,
            }  # fmt: skip
            if row["kind"] == "message":
                row.setdefault("author_id", by)
                row.setdefault("comment_id", row["event_id"])
            self.desk.events.append(row)
        return update_id

    def contact(self, text: str, at: str, by: str | None = None, **more: Any) -> str:
        """The requester (or another end user) writes."""
        return self.update(
            at, by or self.requester, message(text, public=True), channel=more.pop("channel", "email"), **more
        )

    def reply(self, text: str, at: str, by: str = ANNA, *events: Mapping[str, Any], **more: Any) -> str:
        """An agent answers publicly; further events belong to the same update."""
        return self.update(at, by, message(text, public=True), *events, **more)

    def note(self, text: str, at: str, by: str = ANNA, *events: Mapping[str, Any]) -> str:
        """An agent writes an internal note."""
        return self.update(at, by, message(text, public=False), *events)

    def move(self, group: str, at: str, by: str | None = ANNA, *events: Mapping[str, Any], **more: Any) -> str:
        """The ticket's group changes."""
        return self.update(at, by, change("group", group), *events, **more)

    def turn(self, text: str, at: str, by: str, conversation: str = "chat-1", **more: Any) -> str:
        """A turn of a chat: an update of its own."""
        return self.update(at, by, message(text, public=True), channel="chat", conversation_id=conversation, **more)

    def end_chat(self, at: str, by: str | None = ANNA, conversation: str = "chat-1", *events: Mapping[str, Any]) -> str:
        """The chat is over."""
        return self.update(
            at, by, {"kind": "conversation-end", "conversation_id": conversation}, *events, channel="chat"
        )


def message(text: str | None, public: bool, **more: Any) -> dict[str, Any]:
    """A comment."""
    return {"kind": "message", "body": text, "public": public, **more}


def change(field_name: str, value: str, **more: Any) -> dict[str, Any]:
    """A field changes."""
    return {"kind": "change", "field": field_name, "value": value, **more}


def macro(title: str = MACRO) -> dict[str, Any]:
    """A macro was applied."""
    return {"kind": "macro", "macro_id": "77", "macro_title": title}


def touched(status: str = "open") -> tuple[dict[str, Any], ...]:
    """What a touch response carries when all is well."""
    return (message(LONG_NOTE, public=False), change("status", status), macro())


@dataclass
class Desk:
    """The tickets of a situation, and what the export can show of them."""

    missing: Mapping[str, str] = field(default_factory=dict)
    tickets: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    next_update: int = 1000

    def __post_init__(self) -> None:
        for user_id, name in NAMES.items():
            self.users[user_id] = {"user_id": user_id, "name": name, "role": "agent", "active": True}

    def ticket(
        self,
        text: str | None,
        at: str,
        group: str = SUPPORT,
        assignee: str = ANNA,
        requester: str | None = None,
        status: str = "new",
        **more: Any,
    ) -> Ticket:
        """A ticket that its requester opens with this message."""
        ticket_id = str(len(self.tickets) + 1)
        requester = requester or f"7{ticket_id}"
        self.users.setdefault(
            requester, {"user_id": requester, "name": f"Requester {ticket_id}", "role": "end-user", "active": True}
        )
        self.tickets.append(
            {"ticket_id": ticket_id, "requester_id": requester, "created_at": _time(at), "subject": "Help"}
        )
        ticket = Ticket(self, ticket_id, requester)
        first = message(text, public=True, **more)
        created = [
            {"kind": "set", "field": name, "value": value}
            for name, value in (("status", status), ("group", group), ("assignee", assignee), ("requester", requester))
            if value
        ]
        ticket.update(at, requester, first, *created, channel=more.get("channel", "email"))
        return ticket

    def document(self, as_of: str, **call: Any) -> Result:
        """The whole result."""
        rules_call = Call(as_of=datetime.fromisoformat(as_of).replace(tzinfo=UTC), **call)
        with database() as connection:
            connection.execute(CANONICAL)
            self._stage(connection)
            shown = frozenset(CAPABILITIES) - set(self.missing)
            loaded = LoadedExport(NoShape(), Capabilities(shown, dict(self.missing)))
            return audit_loaded(connection, loaded, _rulebook(rules_call), rules_call, lambda _: None)

    def audit(self, as_of: str, **call: Any) -> Verdicts:
        """The verdicts."""
        return Verdicts(self.document(as_of, **call)["verdicts"])

    def _stage(self, connection: Any) -> None:
        groups = [{"group_id": SUPPORT, "name": "Support"}, {"group_id": EE, "name": "Executive Escalations"}]
        macros = [{"macro_id": "77", "title": MACRO}]
        for table, rows in (
            ("staged_ticket", self.tickets), ("staged_event", self.events), ("staged_user", list(self.users.values())),
            ("staged_group", groups), ("staged_macro", macros),
        ):  # fmt: skip
            if not rows:
                continue
            names = sorted({name for row in rows for name in row})
            staged = pa.Table.from_pylist([{name: row.get(name) for name in names} for row in rows])
            connection.register("rows", staged)
            connection.execute(f"insert into {table} by name select * from rows")
            connection.unregister("rows")


class Verdicts(list[VerdictRow]):
    """Verdict rows, asked for by duty."""

    def of(self, duty: str, ticket: str = "1") -> list[tuple[str, bool, str | None, str | None]]:
        """(verdict, final, responsible id, reason) of every instance of a duty in a ticket."""
        return [
            (row["verdict"], row["final"], row["responsible"]["id"], row["reason"])
            for row in self
            if row["duty"] == duty and row["ticket_id"] == ticket
        ]

    def words(self, ticket: str = "1") -> dict[str, list[str]]:
        """Duty → its verdicts, in a ticket."""
        found: dict[str, list[str]] = {}
        for row in self:
            if row["ticket_id"] == ticket:
                found.setdefault(row["duty"], []).append(row["verdict"])
        return found


RULEBOOKS: dict[str, Rulebook] = {}


def _rulebook(call: Call) -> Rulebook:
    """Read once per set of parameters: reading the packs takes longer than a situation."""
    key = repr((call.policies, call.parameters))
    if key not in RULEBOOKS:
        RULEBOOKS[key] = rulebook(call)
    return RULEBOOKS[key]


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)

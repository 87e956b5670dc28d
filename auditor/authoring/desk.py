"""A desk on which cases are played: histories of steps become the staged rows that any export becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from auditor import exports
from auditor.authoring.cases import NOBODY, Step, WorkedCase, utc
from auditor.exports.shape import CAPABILITIES, Capabilities

FIRST_GROUP, FIRST_ASSIGNEE = "Support", "anna"
ROLES: Mapping[str, str] = {"agent": "agent", "admin": "admin", "end-user": "end-user"}  # of an account; else unsaid
STATES = ("status", "group", "assignee")
Row = dict[str, Any]


def groups_of(cases: Iterable[WorkedCase]) -> set[str]:
    """The groups that the cases name."""
    return {FIRST_GROUP, *(step.group for case in cases for step in case.text.history if step.group)}


def stage(connection: duckdb.DuckDBPyConnection, cases: Mapping[str, WorkedCase], groups: Iterable[str]) -> None:
    """Fill the canonical tables with one ticket per case; the keys are the tickets' ids."""
    exports.create_tables(connection)
    events = [row for ticket_id, case in cases.items() for row in _events(ticket_id, case)]
    tickets = [
        {
            "ticket_id": ticket_id,
            "requester_id": person(ticket_id, "requester"),
            "created_at": utc(case.moments[0]),
            "subject": case.text.case,
        }
        for ticket_id, case in cases.items()
    ]
    users = {
        person(ticket_id, name): {
            "user_id": person(ticket_id, name),
            "name": name,
            "role": ROLES.get(role),
            "active": True,
        }
        for ticket_id, case in cases.items()
        for name, role in case.people.items()
    }
    macros = {row["macro_title"] for row in events if row["kind"] == "macro"}
    _insert(connection, "staged_ticket", tickets)
    _insert(connection, "staged_event", events)
    _insert(connection, "staged_user", list(users.values()))
    _insert(connection, "staged_group", [{"group_id": name, "name": name} for name in sorted(groups)])
    _insert(connection, "staged_macro", [{"macro_id": name, "title": name} for name in sorted(macros)])


def capabilities(lacks: Sequence[str]) -> Capabilities:
    """What such an export shows: everything but what the case takes away."""
    shown = frozenset(CAPABILITIES) - set(lacks)
    return Capabilities(shown, dict.fromkeys(lacks, "The case says that the export lacks it."))


def person(ticket_id: str, name: str) -> str:
    """The id of a person: agents work on every ticket, end users on their own."""
    return f"{name}-{ticket_id}" if name in ("requester", "guest") else name


def _events(ticket_id: str, case: WorkedCase) -> Iterator[Row]:
    last_note = None
    for number, (step, moment) in enumerate(zip(case.text.history, case.moments, strict=True), start=1):
        update_id = f"{ticket_id}.{number}"
        for position, event in enumerate(_of_step(step, ticket_id, number == 1, last_note), start=1):
            row = {
                "ticket_id": ticket_id, "event_id": f"{update_id}.{position}", "update_id": update_id,
                "update_order": number, "turn": 0, "phase": 0, "position": position, "occurred_at": utc(moment),
                "actor_id": None if step.by in NOBODY else person(ticket_id, step.by),
                "actor_kind": step.by if step.by in NOBODY else "person", "channel": _channel(step, case),
                "redacted": False, "foreign_time": False, "source_file": case.place, "source_line": number, **event,
            }  # fmt: skip
            if row["kind"] == "message":
                row |= {"author_id": row["actor_id"], "comment_id": row["event_id"]}
                last_note = row["event_id"] if row["public"] is False else last_note
            yield row


def _channel(step: Step, case: WorkedCase) -> str:
    if step.channel:
        return step.channel
    if step.chat or step.ends:
        return "chat"
    if step.call:
        return "call"
    if step.by in NOBODY:
        return "rule"
    return "email" if case.people[step.by] == "end-user" else "web"


def _of_step(step: Step, ticket_id: str, creates: bool, last_note: str | None) -> Iterator[Row]:
    """The events of one update, in the order in which a desk writes them."""
    unread = {"redacted": step.redacted, "unreadable": step.unreadable}
    without_words = step.redacted or (step.unreadable and not step.call)
    if step.says is not None or (step.note is None and without_words):
        yield {"kind": "message", "public": True, **unread, **_words(step, step.says), **_turn(step)}
    if step.note is not None:
        yield {"kind": "message", "public": False, **unread, **_words(step, step.note)}
    if step.publishes:
        yield {"kind": "publish", "comment_id": last_note}
    if step.call:
        yield {"kind": "call", "direction": step.call, "unreadable": step.unreadable}
    if step.macro:
        yield {"kind": "macro", "macro_id": step.macro, "macro_title": step.macro}
    if step.notifies:
        yield {"kind": "notification", "recipients": [person(ticket_id, name) for name in step.notifies]}
    if step.ends:
        yield {"kind": "conversation-end", "conversation_id": step.ends}
    yield from _states(step, ticket_id, creates)


def _words(step: Step, words: str | None) -> Row:
    return {"body": None if step.redacted or step.unreadable else words}


def _turn(step: Step) -> Row:
    return {"conversation_id": step.chat} if step.chat else {}


def _states(step: Step, ticket_id: str, creates: bool) -> Iterator[Row]:
    first = {"status": "new", "group": FIRST_GROUP, "assignee": FIRST_ASSIGNEE} if creates else {}
    for name in STATES:
        value = getattr(step, name) or first.get(name)
        if value:
            yield {"kind": "set" if creates else "change", "field": name, "value": value}
    if creates:
        yield {"kind": "set", "field": "requester", "value": person(ticket_id, "requester")}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    names = sorted({name for row in rows for name in row})
    staged = pa.Table.from_pylist([{name: row.get(name) for name in names} for row in rows])
    connection.register("rows", staged)
    connection.execute(f"insert into {table} by name select * from rows")
    connection.unregister("rows")

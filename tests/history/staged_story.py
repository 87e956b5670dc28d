"""A tiny builder of staged histories: who did what, when, in which update."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from auditor import history

CANONICAL = Path(history.__file__).parent / "exports" / "canonical.sql"
EVENT_DEFAULTS: dict[str, Any] = {
    "turn": 0,
    "phase": 0,
    "actor_kind": "person",
    "channel": "web",
    "redacted": False,
    "foreign_time": False,
    "source_file": "audits.jsonl",
    "source_line": 1,
}
Act = dict[str, Any]


def at(time: str) -> datetime:
    """`10:30` or `10:30:05` on Monday 2 November 2026, or a whole ISO time."""
    return datetime.fromisoformat(time if "-" in time else f"2026-11-02T{time}")


class Story:
    """Rows to stage, and the history that they make."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Act]] = {"staged_event": [], "staged_ticket": [], "staged_user": []}
        self.updates = 0
        self.histories: dict[tuple[str | None, int], duckdb.DuckDBPyConnection] = {}

    def person(self, user_id: str, role: str | None, active: bool | None = True) -> None:
        self.rows["staged_user"].append({"user_id": user_id, "role": role, "active": active})

    def ticket(self, ticket_id: str, created: str | None = None, **values: Any) -> None:
        self.rows["staged_ticket"].append(
            {"ticket_id": ticket_id, "created_at": at(created) if created else None, **values}
        )

    def update(self, ticket_id: str, time: str, actor: str | None, *acts: Act, number: int | None = None) -> None:
        """One atomic update: its acts in the order of the export."""
        self.updates += 1
        order = self.updates if number is None else number
        for position, act in enumerate(acts, 1):
            update = {"ticket_id": ticket_id, "update_id": f"u{order}", "update_order": order, "occurred_at": at(time)}
            row = {**EVENT_DEFAULTS, **update, "event_id": f"u{order}.{position}", "position": position}
            self.rows["staged_event"].append({**row, "actor_id": actor, **act})

    def staged(self, shuffled_by: int | None = None) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(config={"threads": 1})
        connection.execute(CANONICAL.read_text(encoding="utf-8"))
        for table, rows in self.rows.items():
            ordered = rows if shuffled_by is None else random.Random(shuffled_by).sample(rows, len(rows))
            for row in ordered:
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))
        return connection

    def built(self, as_of: str | None) -> duckdb.DuckDBPyConnection:
        """The history as far as it is told by now, built once."""
        key = (as_of, sum(map(len, self.rows.values())))
        if key not in self.histories:
            self.histories[key] = self.staged()
            history.build(self.histories[key], at(as_of) if as_of else None)
        return self.histories[key]

    def told(self, ticket_id: str, *columns: str, as_of: str | None = None) -> list[tuple[Any, ...]]:
        """The ticket's events, in order, as rows of the columns that matter here."""
        return rows_of(self.built(as_of), "event", columns, f"ticket_id = '{ticket_id}'", "position")

    def tickets(self, *columns: str, as_of: str | None = None) -> list[tuple[Any, ...]]:
        return rows_of(self.built(as_of), "ticket", columns, "true", "ticket_id")

    def notes(self, as_of: str | None = None) -> dict[str, int]:
        return dict(self.built(as_of).execute("select name, count from history_note").fetchall())


def rows_of(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], where: str, order: str
) -> list[tuple[Any, ...]]:
    listed = ", ".join(columns) or "*"
    return connection.execute(f"select {listed} from {table} where {where} order by {order}").fetchall()


def says(body: str = "words", public: bool = True, **values: Any) -> Act:
    return {"kind": "message", "body": body, "public": public, **values}


def sets(field: str, value: str | None) -> Act:
    return {"kind": "set", "field": field, "value": value}


def changes(field: str, value: str | None, was: str | None = None, **values: Any) -> Act:
    return {"kind": "change", "field": field, "value": value, "previous_value": was, **values}


def by_rule(act: Act) -> Act:
    return {**act, "actor_kind": "rule", "actor_id": None, "rule_id": "71", "phase": 1}


def turn(number: int, actor: str, body: str = "words", **values: Any) -> Act:
    return says(body, turn=number, actor_id=actor, author_id=actor, channel="chat", conversation_id="c1", **values)

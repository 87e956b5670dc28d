"""What every event of the ticket is: who did what, and the values that conditions ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from auditor.instants import instant
from auditor.rows import records

SQL_FILE = Path(__file__).with_name("events.sql")
Facts = dict[str, Any]


def facts_of(connection: duckdb.DuckDBPyConnection, ticket_id: str, contact_types: Sequence[str]) -> dict[int, Facts]:
    """Position → the event as a document; `values`: condition key → what the event has of it."""
    sql = SQL_FILE.read_text(encoding="utf-8")
    rows = records(connection, sql, {"ticket_id": ticket_id, "contact_types": list(contact_types)})
    return {row["position"]: _facts(row) for row in rows}


def _facts(row: Mapping[str, Any]) -> Facts:
    plain = ("event_id", "kind", "channel", "public", "text", "field", "macro", "mirrored", "redacted", "unreadable")
    actor = row["rule_id"] or row["author_id"] or row["actor_id"]
    return {
        **{name: row[name] for name in plain},
        "at": instant(row["occurred_at"]),
        "update": row["update_id"],
        "actor": {"id": actor, "name": row["person"], "role": row["author_role"] or row["actor_role"]},
        "value": row["value_named"],
        "previous_value": row["previous_named"],
        "matched": [{name: hit[name] for name in ("type", "tier", "phrase")} for hit in row["hits"]],
        "values": _values(row),
    }


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    def types(tier: str, contact: bool) -> list[str]:
        return sorted({hit["type"] for hit in row["hits"] if (hit["tier"], hit["contact"]) == (tier, contact)})

    kind, change = row["kind"], f"{row['field']}: {row['previous_named'] or 'none'} → {row['value_named'] or 'none'}"
    written = row["body"] if not row["redacted"] else None
    return {
        "kind": kind,
        "public": row["public"],
        "by": row["actor_role"] if row["actor_kind"] == "person" else row["actor_kind"],
        "words_of": row["author_role"] if kind == "message" else None,
        "channel": row["channel"],
        "direction": row["direction"],
        "spoken": row["conversation_id"] is not None,
        "contact": types("certain", True),
        "weak_contact": types("review", True),
        "phrase": types("certain", False),
        "says": None if written is None else _short(written),
        "minimum_length": len((written or "").strip()),
        "macro": row["macro"],
        "becomes": change if kind == "change" else None,
        "holds": {"status": row["status"], "group": row["group_named"], "assignee": row["assignee_named"]},
        "unreadable": row["unreadable"],
        "value": row["value_named"],
        "to_requester": row["recipients"],
    }


def _short(text: str, length: int = 100) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= length else f"{one_line[: length - 1]}…"

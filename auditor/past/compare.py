"""This audit beside those before it: older weeks, first seen, was, settled, gone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from auditor.instants import instant, moment_of
from auditor.past.file import OPEN, opened
from auditor.result import BaselineEntry, FollowedFinding, Past, PastAgent, Result, SettledFinding, WeekCounts
from auditor.rows import records

SQL_FOLDER = Path(__file__).parent
NOTHING: Past = {
    "audits": 0, "before": None, "weeks": [], "agents": [], "followed": [], "settled": [], "gone": []
}  # fmt: skip


def followed(result: Result, file: Path) -> Result:
    """The result with what the file knows of audits before its as-of time. Raises UsageError."""
    if not file.exists():
        return {**result, "past": NOTHING}
    with opened(file) as connection:
        return {**result, "past": _past(connection, result)}


def _past(connection: duckdb.DuckDBPyConnection, result: Result) -> Past:
    _select_before(connection, result)
    (found,) = records(connection, "select count(*) as audits, max(as_of) as as_of from before")
    seen = {row["fingerprint"]: row for row in records(connection, _sql("seen.sql"))}
    return {
        "audits": found["audits"],
        "before": instant(found["as_of"]) if found["as_of"] else None,
        "weeks": _weeks(connection, result),
        "agents": _agents(connection, result),
        "followed": _followed(result, seen),
        "settled": _settled(result, seen),
        "gone": _gone(connection, result),
    }


def _select_before(connection: duckdb.DuckDBPyConnection, result: Result) -> None:
    """The audits before this one: of an earlier as-of time, or of an earlier period as of the same time."""
    manifest = result["manifest"]
    as_of = moment_of(manifest["as_of"]).replace(tzinfo=None)
    until = moment_of(manifest["until"]).replace(tzinfo=None) if manifest["until"] else as_of
    connection.execute(_sql("before.sql"), {"as_of": as_of, "until": until})


def _sql(name: str) -> str:
    return (SQL_FOLDER / name).read_text(encoding="utf-8")


def _weeks(connection: duckdb.DuckDBPyConnection, result: Result) -> list[WeekCounts]:
    """The weeks that this export does not reach, as the last audit that reached them told them."""
    here = {week["week"] for week in result["tickets"]["weeks"]}
    policies: dict[str, list[Any]] = {}
    for row in records(connection, _sql("policy_weeks.sql")):
        policies.setdefault(row.pop("week"), []).append(row)
    rows = [row for row in records(connection, _sql("weeks.sql")) if row["week"] not in here]
    return [{**row, "policies": policies.get(row["week"], [])} for row in rows]  # type: ignore[typeddict-item]


def _agents(connection: duckdb.DuckDBPyConnection, result: Result) -> list[PastAgent]:
    """The same weeks, by who answered."""
    here = {week["week"] for week in result["tickets"]["weeks"]}
    found: dict[tuple[str, str], list[Any]] = {}
    for row in records(connection, _sql("agent_weeks.sql")):
        if row["week"] not in here:
            found.setdefault((row.pop("kind"), row.pop("id")), []).append(row)
    return [
        {"kind": kind, "id": id_ or None, "weeks": weeks}  # type: ignore[typeddict-item]
        for (kind, id_), weeks in sorted(found.items())
    ]


def _followed(result: Result, seen: Mapping[str, Any]) -> list[FollowedFinding]:
    return [
        {"fingerprint": name, "first_seen": instant(seen[name]["first_seen"]), "was": seen[name]["was"]}
        for row in result["verdicts"]
        if (name := row["fingerprint"]) in seen
    ]


def _settled(result: Result, seen: Mapping[str, Any]) -> list[SettledFinding]:
    """What an earlier audit left open and this one decides, inside the period or before it."""
    return [
        {
            "fingerprint": row["fingerprint"],
            "ticket_id": row["ticket_id"],
            "pack": row["pack"],
            "policy": row["policy"],
            "duty": row["duty"],
            "severity": row["severity"],
            "was": was,
            "now": row["verdict"],
        }
        for row in [*result["earlier"], *result["verdicts"]]
        if (was := seen.get(row["fingerprint"], {}).get("was")) in OPEN and row["verdict"] not in OPEN
    ]


def _gone(connection: duckdb.DuckDBPyConnection, result: Result) -> list[BaselineEntry]:
    """Broken in the audit before, triggered in this one's period, and without a verdict now."""
    here = {row["fingerprint"] for row in [*result["verdicts"], *result["earlier"]]}
    weeks = {week["week"] for week in result["tickets"]["weeks"]}
    manifest = result["manifest"]
    period = {
        name: moment_of(text).replace(tzinfo=None) if text else None
        for name, text in (("since", manifest["since"]), ("until", manifest["until"]))
    }
    rows = records(connection, _sql("gone.sql"), {**period, "zone": manifest["timezone"]})
    return [
        {name: row[name] for name in BaselineEntry.__annotations__}  # type: ignore[misc]
        for row in rows
        if row["fingerprint"] not in here and row["week"] in weeks
    ]

"""The file: opened, made where there is none, and added to, an audit at a time.

It holds counts, verdicts, and the ids of tickets and people; no name and no word of any ticket.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from auditor.errors import UsageError
from auditor.instants import moment_of
from auditor.result import Manifest, Result
from auditor.rows import first_row, records

FORMAT = 1
SQL_FOLDER = Path(__file__).parent
VERDICTS = ("violated", "indeterminate", "pending", "complied")
OPEN = ("pending", "indeterminate")  # what a later audit may settle


@contextmanager
def opened(file: Path, *, to_write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file as a database. Raises UsageError where it is none, is of another format, or is in use."""
    new = to_write and not file.exists()
    try:
        with duckdb.connect(str(file), read_only=not to_write) as connection:
            connection.execute("set timezone = 'UTC'")
            connection.execute("set enable_progress_bar = false")
            if new:
                connection.execute((SQL_FOLDER / "tables.sql").read_text(encoding="utf-8"))
            _check_format(connection, file)
            yield connection
    except duckdb.Error as error:
        first = str(error).strip().splitlines()[0]
        raise UsageError(
            f"--history {file}: cannot be used: {first} Name a file that an audit wrote, or one that is not there yet; "
            "one program at a time may add to it."
        ) from None


def _check_format(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    tables = {row["name"] for row in records(connection, "select table_name as name from duckdb_tables()")}
    version = first_row(connection, "select max(version) from history_format") if "history_format" in tables else None
    if version is None or version[0] != FORMAT:
        raise UsageError(
            f"--history {file}: is a database, but no history of audits in format {FORMAT}. Name another file."
        )


def audit_id(manifest: Manifest) -> str:
    """One name for one audit: what was asked, by which rules, of which files."""
    text = json.dumps({**manifest, "privacy": None, "options": {}}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def open_before(file: Path) -> frozenset[str]:
    """The fingerprints that any audit of the file left open. Raises UsageError."""
    if not file.exists():
        return frozenset()
    with opened(file) as connection:
        sql = "select distinct fingerprint from finding where list_contains($open, verdict)"
        return frozenset(row["fingerprint"] for row in records(connection, sql, {"open": list(OPEN)}))


def remember(result: Result, file: Path) -> None:
    """Adds this audit to the file, whole or not at all; the same audit again changes nothing. Raises UsageError."""
    name = audit_id(result["manifest"])
    with opened(file, to_write=True) as connection:
        if first_row(connection, "select 1 from audit where audit_id = $name", {"name": name}):
            return
        connection.begin()
        for table, rows in _tables(result, name).items():
            _insert(connection, table, rows)
        connection.commit()


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    connection.register("added", pa.Table.from_pylist([dict(row) for row in rows]))
    connection.execute(f"insert into {table} by name select * from added")
    connection.unregister("added")


def _tables(result: Result, name: str) -> dict[str, list[dict[str, Any]]]:
    manifest, weeks = result["manifest"], result["tickets"]["weeks"]
    return {
        "audit": [
            {
                "audit_id": name,
                "as_of": _naive(manifest["as_of"]),
                "since": _naive(manifest["since"]),
                "until": _naive(manifest["until"]),
            }
        ],
        "finding": _findings(result, name),
        "week_counts": [
            {"audit_id": name, "week": week["week"], "in_scope": week["in_scope"], **_counts(week)} for week in weeks
        ],
        "policy_week": [
            {"audit_id": name, "week": week["week"], "pack": one["pack"], "policy": one["policy"], **_counts(one)}
            for week in weeks
            for one in week["policies"]
        ],
        "agent_week": [
            {"audit_id": name, "week": week["week"], "kind": who["kind"], "id": who["id"] or "", **_counts(week)}
            for who in result["agents"]
            for week in who["weeks"]
        ],
    }


def _findings(result: Result, name: str) -> list[dict[str, Any]]:
    plain = ("fingerprint", "ticket_id", "pack", "policy", "duty", "severity", "verdict")
    return [
        {
            "audit_id": name,
            **{column: row[column] for column in plain},  # type: ignore[literal-required]
            "reviewed": row["standing"]["reviewed"],
            "triggered_at": _naive(row["trigger"]["at"]),
        }
        for row in [*result["verdicts"], *result["earlier"]]
    ]


def _counts(counts: Mapping[str, Any]) -> dict[str, int]:
    return {verdict: counts[verdict] for verdict in VERDICTS}


def _naive(text: str | None) -> datetime | None:
    return moment_of(text).replace(tzinfo=None) if text else None

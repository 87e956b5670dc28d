"""Zendesk's ticket audits, with the tickets, users, groups, macros and custom statuses beside them.

Files are read once, in batches of raw JSON text that SQL takes apart; what only the whole export can tell (turns of
chats and calls, merges, the privacy a message was sent with) is settled at the end, on the few events it concerns.

Source: Zendesk's references of ticket audits, audit events, via objects and via types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from auditor.errors import ExportError
from auditor.exports.json_files import Row, mend, read_rows
from auditor.exports.shape import Capabilities, relative_name
from auditor.exports.zendesk_files import AUDITS, COLLECTIONS, ROLES, TICKET_EVENTS, ZendeskFile, look_at

BATCH_ROWS = 60_000
BATCH_CHARACTERS = 96 * 1024 * 1024
_FOLDER = Path(__file__).parent
_RAW = pa.schema(
    [
        ("file", pa.string()),
        ("line", pa.int64()),
        ("ordinal", pa.int64()),
        ("body", pa.large_string()),
        ("problem", pa.string()),
    ]
)


@dataclass
class Reading:
    """How far the reading has come: the running number of rows, and what pages said besides their rows."""

    ordinal: int = 0
    scalars: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ZendeskShape:
    """Exports whose updates are audits (`zendesk`) or incremental ticket events (`zendesk-events`)."""

    name: str
    title: str
    update_role: str
    update_sql: tuple[str, ...]

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether any file holds the updates of this shape."""
        return any(file.holds(self.update_role) for file in look_at(files))

    def load(self, connection: duckdb.DuckDBPyConnection, files: Sequence[Path], root: Path) -> Capabilities:
        """Fills the canonical tables. Raises ExportError for broken documents, and for an export without updates."""
        found = [file for file in look_at(files) if file.role or file.head.collection]
        reading = Reading()
        _run(connection, "zendesk_tables")
        for file in found:
            self._load_file(connection, file, root, reading)
        self._demand_updates(connection, found, root)
        _keep_end_time(connection, reading.scalars)
        for step in ("zendesk_accounts", "zendesk_chats", "zendesk_calls", "zendesk_close"):
            _run(connection, step)
        capabilities = Capabilities.all_but(_missing(connection))
        _drop_own_tables(connection)
        return capabilities

    def _load_file(
        self, connection: duckdb.DuckDBPyConnection, file: ZendeskFile, root: Path, reading: Reading
    ) -> None:
        name = relative_name(file.path, root)
        rows = read_rows(file.path, file.head, COLLECTIONS, reading.scalars)
        for role, batch in _batches(file, rows):
            if role not in ROLES:
                continue
            _offer(connection, name, batch, reading)
            if role == self.update_role:
                for step in self.update_sql:
                    _run(connection, step)
                _run(connection, "zendesk_stage", {"role": role})
                if _one(connection, "select count(*) from zendesk_special_update") != (0,):
                    _run(connection, "zendesk_special")
            elif role not in (AUDITS, TICKET_EVENTS):
                _run(connection, "zendesk_snapshots", {"role": role})

    def _demand_updates(self, connection: duckdb.DuckDBPyConnection, found: Sequence[ZendeskFile], root: Path) -> None:
        used, quarantined = _one(
            connection,
            "select count(*) filter (where fate = 'used'), count(*) filter (where fate = 'quarantined') "
            f"from source_row where role = '{self.update_role}'",
        )
        if used:
            return
        names = ", ".join(sorted(relative_name(file.path, root) for file in found if file.holds(self.update_role)))
        if not quarantined:
            raise ExportError(
                f"{names or root}: the export holds no {self.update_role} at all. Export a time with tickets in it."
            )
        file, line, reason = _one(
            connection,
            "select file, line, reason from source_row "
            f"where role = '{self.update_role}' and fate = 'quarantined' order by file, line limit 1",
        )
        raise ExportError(
            f"{file}:{line}: {reason}. None of the {quarantined} rows of {self.update_role} can be read: "
            "check that the file is a Zendesk export, and export it again."
        )


SHAPE = ZendeskShape("zendesk", "Zendesk audits export", AUDITS, ("zendesk_audits",))


def _batches(file: ZendeskFile, rows: Iterator[Row]) -> Iterator[tuple[str | None, list[Row]]]:
    """Rows of one role at a time, few enough to hold."""
    batch: list[Row] = []
    role: str | None = None
    characters = 0
    for row in rows:
        row_role = COLLECTIONS[row.collection] if row.collection else file.role
        if batch and (row_role != role or len(batch) >= BATCH_ROWS or characters >= BATCH_CHARACTERS):
            yield role, batch
            batch, characters = [], 0
        role = row_role
        batch.append(row)
        characters += len(row.text or "")
    if batch:
        yield role, batch


def _offer(connection: duckdb.DuckDBPyConnection, name: str, batch: list[Row], reading: Reading) -> None:
    """Puts a batch where the SQL finds it: view zendesk_raw (file, line, ordinal, body, problem)."""
    _register(connection, name, batch, reading.ordinal)
    connection.execute("create or replace temp view zendesk_raw as select * from zendesk_rows")
    broken = connection.execute(
        "select ordinal from zendesk_rows where problem is null and not json_valid(body)"
    ).fetchall()
    if broken:
        for (ordinal,) in broken:
            place = ordinal - reading.ordinal
            batch[place] = _mended(batch[place])
        _register(connection, name, batch, reading.ordinal)
    reading.ordinal += len(batch)


def _register(connection: duckdb.DuckDBPyConnection, name: str, batch: Sequence[Row], first_ordinal: int) -> None:
    rows = pa.table(
        {
            "file": pa.repeat(name, len(batch)),
            "line": [row.line for row in batch],
            "ordinal": range(first_ordinal, first_ordinal + len(batch)),
            "body": [row.text for row in batch],
            "problem": [row.problem for row in batch],
        },
        schema=_RAW,
    )
    # small record batches, so that every core takes some of them
    connection.register("zendesk_rows", pa.Table.from_batches(rows.to_batches(max_chunksize=4096)))


def _mended(row: Row) -> Row:
    text, problem = mend(row.text or "")
    return Row(row.line, row.collection, text or row.text, problem)


def _keep_end_time(connection: duckdb.DuckDBPyConnection, scalars: Mapping[str, object]) -> None:
    """An incremental export says how far it reaches."""
    if scalars.get("end_time") is not None:
        connection.execute("insert into zendesk_taken (end_time) values (zendesk_time($1))", [str(scalars["end_time"])])


def _missing(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Capability -> why this export does not have it."""
    sql = (_FOLDER / "zendesk_missing.sql").read_text(encoding="utf-8")
    return dict(connection.execute(sql).fetchall())


def _drop_own_tables(connection: duckdb.DuckDBPyConnection) -> None:
    for view in ("zendesk_raw", "zendesk_event"):
        connection.execute(f"drop view if exists {view}")
    connection.unregister("zendesk_rows")
    own = "select table_name from duckdb_tables() where temporary and table_name like 'zendesk_%'"
    for (name,) in connection.execute(own).fetchall():
        connection.execute(f'drop table "{name}"')


def _run(connection: duckdb.DuckDBPyConnection, step: str, values: Mapping[str, str] | None = None) -> None:
    """Runs a file of statements; `$role` is the only value that any of them takes."""
    sql = (_FOLDER / f"{step}.sql").read_text(encoding="utf-8")
    for name, value in (values or {}).items():
        sql = sql.replace(f"${name}", f"'{value}'")
    connection.execute(sql)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[object, ...]:
    rows = connection.execute(sql).fetchall()  # all: an unfinished result would lock the connection
    return tuple(rows[0]) if rows else ()

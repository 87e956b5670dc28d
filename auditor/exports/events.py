"""The flat table of events: the shape for every other ticket system, and for DataFrames (docs/events-format.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from auditor.errors import ExportError
from auditor.exports.shape import Capabilities
from auditor.exports.table_files import (
    Column,
    Table,
    columns_of,
    frame_table,
    is_table_file,
    missing_columns,
    open_table,
    prepare_cells,
    stage_tables,
    table_stem,
    temporary_tables,
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "events": columns_of(
        "ticket_id occurred_at kind",
        "event_id update_id actor_id actor_name actor_role author_id public body redacted unreadable channel direction "
        "conversation_id turn position comment_id field value previous_value macro_id macro_title recipients rule_id "
        "rule_name foreign_time",
    ),
    "tickets": columns_of(
        "ticket_id/id",
        "subject requester_id submitter_id assignee_id group_id/group status channel created_at updated_at tags "
        "merged_into follow_up_of",
    ),
    "users": columns_of("user_id/id", "name role active"),
    "groups": columns_of("group_id/id", "name"),
    "macros": columns_of("macro_id/id", "title note_text"),
}
MARKS = frozenset({"ticket_id", "occurred_at", "kind"})
STEMS = {"ticket": "tickets", "user": "users", "group": "groups", "macro": "macros", "event": "events"}


class EventsShape:
    """A table of events, one row each, with tables of tickets, users, groups and macros beside it where there are."""

    name = "events"
    title = "flat table of events"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether a table says which ticket, when and what kind, or is called events."""
        return any(_role_of(path) == "events" for path in files if is_table_file(path))

    def load(self, connection: duckdb.DuckDBPyConnection, files: Sequence[Path], root: Path) -> Capabilities:
        """Fills the canonical tables from files. Raises ExportError where required columns or events are missing."""
        tables: dict[str, list[Table]] = {role: [] for role in COLUMNS}
        for path in files:
            role = _role_of(path) if is_table_file(path) else None
            if role is not None:
                tables[role].append(open_table(path, root))
        return _stage(connection, tables)


SHAPE = EventsShape()


def stage_frames(
    connection: duckdb.DuckDBPyConnection,
    events: pd.DataFrame,
    tickets: pd.DataFrame | None = None,
    users: pd.DataFrame | None = None,
    groups: pd.DataFrame | None = None,
    macros: pd.DataFrame | None = None,
) -> Capabilities:
    """Fills the canonical tables from DataFrames, by the rules of the files; a row's line is its ordinal.

    Raises ExportError naming every required column that a frame lacks.
    """
    frames = {"events": events, "tickets": tickets, "users": users, "groups": groups, "macros": macros}
    return _stage(
        connection,
        {role: [] if frame is None else [frame_table(f"{role} (DataFrame)", frame)] for role, frame in frames.items()},
    )


def _role_of(path: Path) -> str | None:
    """What a table file holds, by its columns or else by its name; None for what is no part of this shape."""
    try:
        header = open_table(path, path.parent).header
    except ExportError:
        header = ()
    if set(header) >= MARKS:
        return "events"
    stem = table_stem(path) or ""
    role = STEMS.get(stem.removesuffix("s"))
    return role if role == "events" or (role and _only_reads(header, role)) else None


def _only_reads(header: Sequence[str], role: str) -> bool:
    return any(column.required and set(column.names) & set(header) for column in COLUMNS[role])


def _stage(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Sequence[Table]]) -> Capabilities:
    problems = [sentence for role, columns in COLUMNS.items() for sentence in missing_columns(tables[role], columns)]
    if problems:
        raise ExportError(problems)
    held = temporary_tables(connection)
    prepare_cells(connection)
    for role, columns in COLUMNS.items():
        stage_tables(connection, f"raw_{role}", role, tables[role], columns)
    folder = Path(__file__).parent
    for step in ("events", "flat_updates", "events_accounts"):
        connection.execute((folder / f"{step}.sql").read_text(encoding="utf-8"))
    capabilities = _capabilities(connection, tables)
    for name in temporary_tables(connection) - held:
        connection.execute(f'drop table "{name}"')
    return capabilities


def _capabilities(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Sequence[Table]]) -> Capabilities:
    """What the columns and the kinds of rows that there are can show."""
    columns = {name for table in tables["events"] for name in table.header}
    kinds = {kind for (kind,) in connection.execute("select distinct kind from staged_event").fetchall()}
    fields = {
        field
        for (field,) in connection.execute(
            "select distinct field from staged_event where kind in ('set', 'change')"
        ).fetchall()
    }
    users = {name for table in tables["users"] for name in table.header}
    conversations = "conversation_id" in columns
    wanted = {
        "bodies": ("body" in columns, 'There is no column "body".'),
        "macros": (bool(columns & {"macro_id", "macro_title"}), 'There is no column "macro_id" or "macro_title".'),
        "via": ("channel" in columns, 'There is no column "channel".'),
        "notifications": ("notification" in kinds, 'No row is of kind "notification".'),
        "privacy-changes": (
            "comment_id" in columns,
            'There is no column "comment_id" that a "publish" row could name.',
        ),
        "turns": (conversations, 'There is no column "conversation_id".'),
        "conversation-end": (
            "conversation-end" in kinds or not _has_conversations(connection),
            'No row is of kind "conversation-end".',
        ),
        "roles": (
            "actor_role" in columns or "role" in users,
            'There is neither a column "actor_role" nor a table of users with roles.',
        ),
        "group-history": ("group" in fields, 'No row sets or changes the field "group".'),
        "status-history": ("status" in fields, 'No row sets or changes the field "status".'),
        "assignee-history": ("assignee" in fields, 'No row sets or changes the field "assignee".'),
        "previous-values": ("previous_value" in columns, 'There is no column "previous_value".'),
        "actors": (bool(columns & {"actor_id", "actor_name"}), 'There is no column "actor_id" or "actor_name".'),
    }
    return Capabilities.all_but({name: why for name, (shown, why) in wanted.items() if not shown})


def _has_conversations(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute("select count(*) from staged_event where conversation_id is not null").fetchone()
    return bool(found and found[0])

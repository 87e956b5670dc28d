"""Zendesk as a warehouse has it: the tables that Fivetran, Airbyte and Singer write, as CSV or Parquet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from auditor.errors import ExportError
from auditor.exports.shape import Capabilities
from auditor.exports.table_files import (
    Column,
    Table,
    columns_of,
    is_table_file,
    missing_columns,
    open_table,
    prepare_cells,
    stage_tables,
    table_stem,
    temporary_tables,
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "ticket": columns_of(
        "id",
        "subject requester_id submitter_id assignee_id group_id status via_channel/via__channel/via created_at/created "
        "updated_at/updated tags merged_ticket_ids via_followup_source_id/followup_source_id deleted/_fivetran_deleted",
    ),
    "ticket_comment": columns_of(
        "id ticket_id created/created_at",
        "body plain_body public user_id/author_id voice_comment facebook_comment tweet type via "
        "via_channel/via__channel audit_id",
    ),
    "ticket_field_history": columns_of("ticket_id field_name updated/updated_at", "value user_id"),
    "ticket_tag": columns_of("ticket_id tag"),
    "ticket_chat": columns_of("chat_id ticket_id", "user_id channel"),
    "ticket_chat_event": columns_of(
        "chat_id created_at/created",
        "actor_id chat_index message message_id original_message type is_history_context",
    ),
    "user": columns_of("id", "name role active updated_at deleted/_fivetran_deleted"),
    "group": columns_of("id", "name"),
    "macro": columns_of("id", "title note_text"),
}
MARKS: Mapping[str, frozenset[str]] = {
    "ticket_field_history": frozenset({"ticket_id", "field_name", "value"}),
    "ticket_comment": frozenset({"id", "ticket_id", "body", "public"}),
}
STEPS = ("fivetran", "fivetran_events", "fivetran_merges", "fivetran_stage", "flat_updates")
MISSING = {
    "macros": "These tables do not hold which macros were applied.",
    "notifications": "These tables do not hold what triggers and automations sent.",
    "privacy-changes": "These tables show a comment's publicness of today, and not whether it was changed.",
    "previous-values": "The history of fields holds the new values only.",
}


class FivetranShape:
    """The tables ticket, ticket_comment, ticket_field_history, user, group, ticket_tag, ticket_chat and its events."""

    name = "fivetran"
    title = "Zendesk tables of a warehouse (Fivetran, Airbyte, Singer)"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether there is a table of comments or of the history of fields."""
        return any(_role_of(path) in MARKS for path in files if is_table_file(path))

    def load(self, connection: duckdb.DuckDBPyConnection, files: Sequence[Path], root: Path) -> Capabilities:
        """Fills the canonical tables. Raises ExportError where required columns are missing or a file is damaged."""
        tables: dict[str, list[Table]] = {role: [] for role in COLUMNS}
        for path in files:
            role = _role_of(path) if is_table_file(path) else None
            if role is not None:
                tables[role].append(open_table(path, root))
        _refuse(tables)
        held = temporary_tables(connection)
        prepare_cells(connection)
        for role, columns in COLUMNS.items():
            stage_tables(connection, f"raw_{role}", role, tables[role], columns)
        for step in STEPS:
            connection.execute(Path(__file__).with_name(f"{step}.sql").read_text(encoding="utf-8"))
        connection.execute(
            "insert into export_watermark select greatest("
            "(select max(occurred_at) from staged_event), (select max(updated_at) from staged_ticket))"
        )
        capabilities = _capabilities(connection, tables)
        for name in temporary_tables(connection) - held:
            connection.execute(f'drop table "{name}"')
        return capabilities


SHAPE = FivetranShape()


def _role_of(path: Path) -> str | None:
    """Which table a file holds: by its name without schema, suffixes and plural, else by its columns."""
    stem = (table_stem(path) or "").rsplit(".", 1)[-1]
    stem = re.sub(r"^(stg_)?zendesk_+", "", stem)
    stem = re.sub(r"([_-]?\d+|[_-]data|[_-]tmp)+$", "", stem)
    singular = {"ticket_field_histories": "ticket_field_history"}.get(stem, stem.removesuffix("s"))
    if singular in COLUMNS:
        return singular
    try:
        header = set(open_table(path, path.parent).header)
    except ExportError:
        return None
    return next((role for role, marks in MARKS.items() if header >= marks), None)


def _refuse(tables: Mapping[str, Sequence[Table]]) -> None:
    problems = [sentence for role, columns in COLUMNS.items() for sentence in missing_columns(tables[role], columns)]
    if problems:
        raise ExportError(problems)
    if not any(tables[role] for role in MARKS):
        raise ExportError(
            "there is neither a table ticket_comment nor ticket_field_history, so there is no history to audit. "
            "Export both (.csv or .parquet)."
        )


def _capabilities(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Sequence[Table]]) -> Capabilities:
    """What these tables can show; what none of them ever shows stands in MISSING."""

    def has(role: str, *names: str) -> bool:
        return any(set(names) & set(table.header) for table in tables[role])

    def exists(condition: str) -> bool:
        found = connection.execute(f"select exists (select 1 from staged_event where {condition})").fetchone()
        return bool(found and found[0])

    chats = exists("kind = 'message' and conversation_id is not null")
    talks = bool(tables["ticket_chat"]) or exists("kind = 'call'") or exists("channel = 'chat'")
    wanted = {
        "bodies": (has("ticket_comment", "body", "plain_body"), "There is no table of comments with their texts."),
        "via": (
            has("ticket_comment", "via", "via_channel", "via__channel"),
            "The comments do not say by which channel.",
        ),
        "turns": (chats or not talks, "There are chats or calls here, and no table of their turns."),
        "conversation-end": (
            exists("kind = 'conversation-end'") or not talks,
            "Of no chat or call here is it recorded when it ended.",
        ),
        "roles": (has("user", "role"), "There is no table of users with their roles."),
        "actors": (has("ticket_comment", "user_id", "author_id"), "The comments do not say who wrote them."),
        **{
            f"{field}-history": (
                exists(f"kind in ('set', 'change') and field = '{field}'"),
                f"There is no history of the field {field}.",
            )
            for field in ("group", "status", "assignee")
        },
    }
    return Capabilities.all_but(MISSING | {name: why for name, (shown, why) in wanted.items() if not shown})

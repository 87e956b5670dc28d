"""What an export is, before any audit: its rows, its time range, what it shows, and so which duties it can decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from auditor import exports, history
from auditor.audit import Call, Progress, database, rulebook, watermark
from auditor.evaluate import Decidability, decidability
from auditor.exports.shape import LoadedExport
from auditor.findings.document import inputs_document, rows_document
from auditor.instants import instant
from auditor.policy.pack import Pack
from auditor.rows import first_row

SCHEMA = "auditor-inspection/1"


def inspect_export(paths: Sequence[Path], call: Call, progress: Progress = lambda _: None) -> dict[str, Any]:
    """The inspection of an export in files, as a document. Raises PolicyError, ExportError or UsageError."""
    packs = rulebook(call).packs
    with database() as connection:
        progress("reading the export")
        loaded = exports.load(connection, paths, call.shape)
        as_of = call.as_of or watermark(connection)
        progress("putting every ticket's history in order")
        history.build(connection, as_of)
        missing = loaded.capabilities.missing
        duties = [(pack, one) for pack in packs for one in decidability(connection, pack, missing)]
        return {
            "schema": SCHEMA,
            "shape": {"name": loaded.shape.name, "title": loaded.shape.title},
            "inputs": inputs_document(connection),
            "rows": rows_document(connection),
            "as_of": instant(as_of),
            **_extent(connection),
            "capabilities": _capabilities(loaded),
            "duties": [_duty(pack, one) for pack, one in duties],
        }


def _extent(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """How many tickets and events, from when to when; copies in the target of a merge are not counted."""
    row = first_row(
        connection,
        "select count(distinct ticket_id), count(*), min(occurred_at), max(occurred_at) from event where not mirrored",
    )
    tickets, events, first, last = row or (0, 0, None, None)
    return {
        "tickets": tickets,
        "events": events,
        "first_event_at": instant(first) if first else None,
        "last_event_at": instant(last) if last else None,
    }


def _capabilities(loaded: LoadedExport) -> dict[str, Any]:
    return {
        "shown": sorted(loaded.capabilities.shown),
        "missing": [{"capability": name, "why": why} for name, why in sorted(loaded.capabilities.missing.items())],
    }


def _duty(pack: Pack, one: Decidability) -> dict[str, Any]:
    return {
        "pack": pack.name,
        "policy": one.policy.name,
        "duty": one.duty.name,
        "title": one.duty.text.title,
        "clauses": list(one.duty.text.clauses),
        "decidable": not one.why,
        "why": list(one.why),
    }

"""What would have sufficed, in the words of the result document: events by their ids, instants as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow as pa

from auditor.counterfactual import Edit, Mend
from auditor.instants import instant
from auditor.result import Change, Counterfactual
from auditor.rows import records

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Key = tuple[str, str, str, str, int]
EventIds = dict[tuple[str, int], str]


def sufficed_documents(
    connection: duckdb.DuckDBPyConnection, found: Iterable[tuple[str, Mend]]
) -> dict[Key, Counterfactual]:
    """(pack, policy, duty, ticket, trigger position) → what would have complied, and what may still be done."""
    kept = list(found)
    ids = _event_ids(connection, [mend for _, mend in kept])
    return {
        (pack, mend.policy, mend.duty, mend.ticket_id, mend.trigger_position): {
            "would_have_complied": [_change(mend, edit, ids) for edit in mend.would_have_complied],
            "still_possible": [_change(mend, edit, ids) for edit in mend.still_possible],
        }
        for pack, mend in kept
    }


def _event_ids(connection: duckdb.DuckDBPyConnection, found: Sequence[Mend]) -> EventIds:
    wanted = {
        (mend.ticket_id, edit.position)
        for mend in found
        for edit in (*mend.would_have_complied, *mend.still_possible)
        if edit.position is not None
    }
    schema = pa.schema([("ticket_id", pa.string()), ("position", pa.int64())])
    rows = [{"ticket_id": ticket_id, "position": position} for ticket_id, position in sorted(wanted)]
    connection.register("changed", pa.Table.from_pylist(rows, schema=schema))
    sql = "select ticket_id, position, event_id from event semi join changed using (ticket_id, position)"
    ids = {(row["ticket_id"], row["position"]): row["event_id"] for row in records(connection, sql)}
    connection.unregister("changed")
    return ids


def _change(mend: Mend, edit: Edit, ids: EventIds) -> Change:
    return {
        "change": edit.change,
        "what": edit.what,
        "event_id": None if edit.position is None else ids[mend.ticket_id, edit.position],
        "until": None if edit.until is None else instant(EPOCH + timedelta(microseconds=edit.until)),
    }

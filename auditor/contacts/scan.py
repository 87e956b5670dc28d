"""Classify once: the messages of a history → the table `contact_hit`.

Every message is normalised once. One pass of a multi-pattern scan over a batch says which phrases can match
which message; only those are matched exactly, so that the result equals the exact way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from auditor.contacts.loading import Detectors
from auditor.contacts.match import CompiledDetector, Hit
from auditor.rows import first_row

BATCH_ROWS = 10_000
_FOLDER = Path(__file__).parent
_ROLES: Mapping[str, frozenset[str | None]] = {
    # None: an author of unknown role; the history keeps the hit and the judgement stays open
    "requester": frozenset({"requester", None}),
    "end-user": frozenset({"requester", "end-user", None}),
    "agent": frozenset({"agent", None}),
    "any": frozenset({"requester", "end-user", "agent", None}),
}
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("ticket_id", "event_id", "author_role", "type", "tier", "evidence", "phrase")]
    + [("span_start", pa.int32()), ("span_end", pa.int32()), ("sentence", pa.string())]
)
Row = Mapping[str, Any]


def classify(connection: duckdb.DuckDBPyConnection, detectors: Detectors, batch_rows: int = BATCH_ROWS) -> None:
    """Read the messages of `event` and fill `contact_hit`; memory is bounded by `batch_rows` events."""
    connection.execute(_sql("contact_hit.sql"))
    query = _message_query(connection, detectors)
    for first, last in _stretches(connection, batch_rows):
        batch = connection.sql(query, params={"first_row": first, "last_row": last}).to_arrow_table()
        _store(connection, list(_hits(batch.to_pylist(), detectors)))
    _store_states(connection, detectors)


def _message_query(connection: duckdb.DuckDBPyConnection, detectors: Detectors) -> str:
    first = "true"
    if any(one.first_only for one in detectors.compiled):
        connection.execute(_sql("first_message.sql"))
        first = "(ticket_id, event_id) in (select (ticket_id, event_id) from first_message)"
    return _sql("message_batch.sql").replace("{{ first }}", first)


def _stretches(connection: duckdb.DuckDBPyConnection, batch_rows: int) -> Iterator[tuple[int, int]]:
    row = first_row(connection, "select coalesce(max(rowid), -1) from event")
    last = int(row[0]) if row else -1
    return ((first, first + batch_rows - 1) for first in range(0, last + 1, batch_rows))


def _hits(rows: Sequence[Row], detectors: Detectors) -> Iterator[tuple[Row, Hit]]:
    """The hits of each row. Equal texts of one day (canned answers, thanks) are read once."""
    keys = [(row["body"], _day(row["occurred_at"])) for row in rows]
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    messages = [detectors.message(body, day) for body, day in places]
    wanted = dict(detectors.prefilter.wanted([message.words_and_signature.folded for message in messages]))
    known: dict[tuple[int, str], Hit | None] = {}
    for row, key in zip(rows, keys, strict=True):
        place = places[key]
        for detector in sorted(wanted.get(place, ()), key=lambda one: one.id):
            if not _is_for(detector, row):
                continue
            if (place, detector.id) not in known:
                known[place, detector.id] = detector.hit(messages[place], wanted[place][detector])
            hit = known[place, detector.id]
            if hit:
                yield row, hit


def _day(moment: datetime | None) -> Any:
    return moment.date() if moment else None


def _is_for(detector: CompiledDetector, row: Row) -> bool:
    """Whether the detector reads this message: its author, its publicness, its place in the ticket."""
    if detector.public is not None and row["public"] is not None and row["public"] != detector.public:
        return False
    if detector.first_only and not row["is_first"]:
        return False
    roles = _ROLES[detector.who]
    acts_for = detector.who == "agent" and row["actor_role"] == "agent"  # on behalf of somebody: the actor is judged
    return row["author_role"] in roles or acts_for


def _store(connection: duckdb.DuckDBPyConnection, hits: Sequence[tuple[Row, Hit]]) -> None:
    if not hits:
        return
    rows = [
        {
            "ticket_id": row["ticket_id"],
            "event_id": row["event_id"],
            "author_role": row["author_role"],
            "type": hit.type,
            "tier": hit.tier,
            "evidence": "text",
            "phrase": hit.phrase,
            "span_start": hit.span[0],
            "span_end": hit.span[1],
            "sentence": hit.sentence,
        }
        for row, hit in hits
    ]
    connection.register("contact_hit_batch", pa.Table.from_pylist(rows, schema=_SCHEMA))
    connection.execute("insert into contact_hit select * from contact_hit_batch")
    connection.unregister("contact_hit_batch")


def _store_states(connection: duckdb.DuckDBPyConnection, detectors: Detectors) -> None:
    listed = [
        (one.id, one.tiers[0][0], evidence, field, value.lower())
        for one in detectors.compiled
        for evidence, field, values in (("tag", "tags", one.tags), *(("field", *entry) for entry in one.fields))
        for value in values
    ]
    if listed:
        names = ("types", "tiers", "evidences", "fields", "values")
        connection.execute(_sql("state_hit.sql"), dict(zip(names, map(list, zip(*listed, strict=True)), strict=True)))


def _sql(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")

"""verdicts.parquet, cases.parquet and events.parquet: the document as typed tables, for whoever asks with SQL.

Instants are timestamps in UTC, lists are lists, words of a closed list are dictionary-encoded. Every file carries the
manifest as JSON under the key `auditor.manifest`. Rows are written in batches, so that memory stays bounded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from auditor.outputs.files import writing
from auditor.outputs.telling.moments import instant

VERDICTS, CASES, EVENTS = "verdicts.parquet", "cases.parquet", "events.parquet"
BATCH = 20_000  # rows that are in memory at once, and a row group of the file

TEXT, NUMBER, FLAG, COUNT = pa.string(), pa.float64(), pa.bool_(), pa.int32()
TERM = pa.dictionary(pa.int32(), pa.string())
TIME = pa.timestamp("us", tz="UTC")
TEXTS, SPAN = pa.list_(pa.string()), pa.list_(pa.int32())
CHANGES = pa.list_(pa.struct([("change", TEXT), ("what", TEXT), ("event_id", TEXT), ("until", TIME)]))
CONTACTS = pa.list_(
    pa.struct(
        [("type", TEXT), ("tier", TEXT), ("event_id", TEXT), ("at", TIME), ("phrase", TEXT), ("span", SPAN),
         ("sentence", TEXT)]
    )
)  # fmt: skip

_HALF = re.compile(r"[\ud800-\udfff]")
Column = tuple[str, Any, str]  # name, type, where it stands in a row of the document
OF_VERDICTS: Sequence[Column] = (
    ("fingerprint", TEXT, "fingerprint"), ("ticket_id", TEXT, "ticket_id"), ("pack", TERM, "pack"),
    ("policy", TERM, "policy"), ("duty", TERM, "duty"), ("clauses", TEXTS, "clauses"),
    ("contact_types", TEXTS, "contact_types"), ("severity", TERM, "severity"), ("verdict", TERM, "verdict"),
    ("final", FLAG, "final"), ("repaired", FLAG, "repaired"), ("reason", TEXT, "reason"),
    ("trigger_event_id", TEXT, "trigger.event_id"), ("trigger_at", TIME, "trigger.at"),
    ("trigger_phrase", TEXT, "trigger.phrase"), ("trigger_span", SPAN, "trigger.span"), ("witness", TEXTS, "witness"),
    ("due_at", TIME, "due_at"), ("elapsed_seconds", NUMBER, "elapsed_seconds"),
    ("allowed_seconds", NUMBER, "allowed_seconds"), ("clock", TERM, "clock"),
    ("responsible_kind", TERM, "responsible.kind"), ("responsible_id", TEXT, "responsible.id"),
    ("responsible_name", TEXT, "responsible.name"), ("responsible_why", TEXT, "responsible.why"),
    ("group_id", TEXT, "group.id"), ("group_name", TEXT, "group.name"),
    ("would_have_complied", CHANGES, "counterfactual.would_have_complied"),
    ("still_possible", CHANGES, "counterfactual.still_possible"),
    ("reviewed_verdict", TERM, "standing.reviewed"), ("fails", FLAG, "standing.fails"),
    ("enforcement", TERM, "standing.enforcement"), ("baseline", TERM, "standing.baseline"),
    ("waiver", TEXT, "standing.waiver.id"), ("waiver_owner", TEXT, "standing.waiver.owner"),
    ("waiver_approver", TEXT, "standing.waiver.approver"), ("waiver_reason", TEXT, "standing.waiver.reason"),
    ("waiver_expires", TIME, "standing.waiver.expires"), ("override_by", TEXT, "standing.override.by"),
    ("override_at", TIME, "standing.override.at"), ("override_why", TEXT, "standing.override.why"),
    ("disposition", TERM, "standing.disposition.ruling"), ("disposition_by", TEXT, "standing.disposition.by"),
    ("disposition_at", TIME, "standing.disposition.at"), ("disposition_why", TEXT, "standing.disposition.why"),
    ("instead_id", TEXT, "standing.disposition.instead.id"),
    ("instead_name", TEXT, "standing.disposition.instead.name"), ("weight", NUMBER, "weight"),
    ("auto_fail", FLAG, "auto_fail"),
)  # fmt: skip
OF_CASES: Sequence[Column] = (
    ("ticket_id", TEXT, "ticket_id"), ("subject", TEXT, "subject"), ("requester_id", TEXT, "requester.id"),
    ("requester_name", TEXT, "requester.name"), ("channel", TERM, "channel"), ("created_at", TIME, "created_at"),
    ("verdict", TERM, "verdict"), ("history_sha256", TEXT, "history_sha256"), ("contacts", CONTACTS, "contacts"),
)  # fmt: skip
OF_EVENTS: Sequence[Column] = (
    ("ticket_id", TEXT, "ticket_id"), ("position", COUNT, "position"), ("event_id", TEXT, "event_id"),
    ("at", TIME, "at"), ("update", TEXT, "update"), ("kind", TERM, "kind"), ("channel", TERM, "channel"),
    ("actor_id", TEXT, "actor.id"), ("actor_name", TEXT, "actor.name"), ("actor_role", TERM, "actor.role"),
    ("public", FLAG, "public"), ("text", TEXT, "text"), ("field", TERM, "field"), ("value", TEXT, "value"),
    ("previous_value", TEXT, "previous_value"), ("macro", TEXT, "macro"),
)  # fmt: skip


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes verdicts.parquet, cases.parquet and events.parquet (the timelines that the document holds)."""
    about = _about(result)
    return [
        _write(folder, VERDICTS, OF_VERDICTS, _scored(result), about),
        _write(folder, CASES, OF_CASES, result["tickets"]["cases"], about),
        _write(folder, EVENTS, OF_EVENTS, _events(result), about),
    ]


def _write(
    folder: Path, name: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], about: Mapping[str, str]
) -> Path:
    schema = pa.schema([(column, kind) for column, kind, _ in columns], metadata=about)
    with writing(folder, name) as passing, parquet.ParquetWriter(passing, schema, compression="zstd") as file:
        for batch in _batches(rows):
            arrays = [_array([_at(row, path.split(".")) for row in batch], kind) for _, kind, path in columns]
            file.write_batch(pa.record_batch(arrays, schema=schema))
    return folder / name


def _about(result: Mapping[str, Any]) -> Mapping[str, str]:
    manifest = json.dumps(result["manifest"], sort_keys=True)
    return {"auditor.schema": result["schema"], "auditor.manifest": manifest}


def _scored(result: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The verdict rows with the weight of their duty (null: the scorecard has none) and whether it fails a ticket."""
    weights, critical = result["scores"]["weights"], set(result["scores"]["critical"])
    for row in result["verdicts"]:
        duty = f"{row['pack']}/{row['policy']}/{row['duty']}"
        yield {**row, "weight": weights.get(duty, weights.get(row["severity"])), "auto_fail": duty in critical}


def _events(result: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for case in result["tickets"]["cases"]:
        for position, event in enumerate(case["timeline"], 1):
            yield {"ticket_id": case["ticket_id"], "position": position, **event}


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _at(row: Any, path: Sequence[str]) -> Any:
    """What stands at a path of a row; null where one of its parts is null."""
    for name in path:
        if row is None:
            return None
        row = row[name]
    return row


def _array(values: list[Any], kind: Any) -> Any:
    """A column. Half a character pair, which UTF-8 cannot hold, is a replacement character."""
    native = [_native(value, kind) for value in values] if kind in MADE or pa.types.is_list(kind) else values
    return pa.array(native, type=kind)


def _native(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if pa.types.is_list(kind):
        return [_native(item, kind.value_type) for item in value]
    if pa.types.is_struct(kind):
        return {field.name: _native(value[field.name], field.type) for field in kind}
    return MADE[kind](value) if kind in MADE else value


def _whole(text: str) -> str:
    return text if text.isascii() else _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


MADE: Mapping[Any, Callable[[Any], Any]] = {TIME: instant, TEXT: _whole, TERM: _whole}

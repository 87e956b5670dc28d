"""verdicts.csv: one row per verdict, in the order of the document, as RFC 4180 has it and safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from auditor.outputs.files import write_file

NAME = "verdicts.csv"
COLUMNS = (
    "fingerprint", "ticket_id", "pack", "policy", "duty", "clauses", "contact_types", "severity", "verdict", "final",
    "repaired", "reason", "trigger_event_id", "trigger_at", "trigger_phrase", "witness", "due_at", "elapsed_seconds",
    "allowed_seconds", "clock", "responsible_kind", "responsible_id", "responsible_name", "responsible_why",
    "reviewed_verdict", "waiver", "baseline", "disposition", "enforcement", "fails", "group_name",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs what begins so (OWASP: CSV injection)


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes verdicts.csv into the folder."""
    return [write_file(folder, NAME, _lines(result))]


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    yield line(COLUMNS)
    for row in result["verdicts"]:
        yield line([cell(value) for value in _values(row)])


def _values(row: Mapping[str, Any]) -> Iterator[Any]:
    trigger, responsible = row["trigger"], row["responsible"]
    yield from (row[name] for name in COLUMNS[:12])
    yield from (trigger["event_id"], trigger["at"], trigger["phrase"])
    yield from (row[name] for name in COLUMNS[15:20])
    yield from (responsible["kind"], responsible["id"], responsible["name"], responsible["why"])
    yield from _standing(row["standing"])
    yield row["group"]["name"] if row["group"] else None


def _standing(standing: Mapping[str, Any]) -> Iterator[Any]:
    """What people decided, in names: the waiver's, the ruling's."""
    waiver, disposition = standing["waiver"], standing["disposition"]
    yield from (standing["reviewed"], waiver and waiver["id"], standing["baseline"])
    yield from (disposition and disposition["ruling"], standing["enforcement"], standing["fails"])


def cell(value: Any) -> str:
    """Lists space-separated, null empty, true and false; what a spreadsheet would run gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    text = " ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def line(cells: list[str] | tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()

"""The room of export shapes: each turns its files into the canonical tables, and says what they cannot show.

A new shape is a module with a `SHAPE`, named in `SHAPES`; the order is that of recognition.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import cast

import duckdb

from auditor.errors import ExportError, UsageError
from auditor.exports.json_files import is_json_file
from auditor.exports.shape import CAPABILITIES, Capabilities, LoadedExport, Shape, relative_name
from auditor.exports.table_files import is_table_file
from auditor.exports.zendesk_files import look_at
from auditor.rows import first_row

__all__ = [
    "CAPABILITIES",
    "SHAPES",
    "Capabilities",
    "LoadedExport",
    "Shape",
    "create_tables",
    "find_files",
    "load",
    "load_frames",
    "recognise",
    "shape_named",
]

SHAPES = {
    "zendesk": "auditor.exports.zendesk",
    "zendesk-events": "auditor.exports.zendesk_events",
    "fivetran": "auditor.exports.fivetran",
    "events": "auditor.exports.events",
}
LOOKS = {
    "zendesk": "ticket_audits (or audits) as .json, .jsonl or .ndjson, plain or .gz; tickets, users, groups, macros",
    "zendesk-events": "the incremental ticket_events as .json or .jsonl",
    "fivetran": "ticket, ticket_comment, ticket_field_history, user, group as .csv or .parquet",
    "events": "one flat table of events as .csv or .parquet",
}

REPORTS = {  # what auditor itself writes, and how it begins
    "weekly.html": b"<!doctype html",
    "result.json": b'{\n"schema": "auditor-result/',
    "verdicts.csv": b"fingerprint,ticket_id,pack,policy,duty",
}


@cache
def shape_named(name: str) -> Shape:
    """The shape of that name. Raises UsageError for a name that no shape has."""
    if name not in SHAPES:
        raise UsageError(f"--shape {name}: there is no such shape. The shapes are {', '.join(SHAPES)}.")
    return cast("Shape", import_module(SHAPES[name]).SHAPE)


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files of an export: folders are walked; hidden files, planted truth and earlier reports are not part of it.

    Raises ExportError for a path that does not exist, and where there is no file at all.
    """
    absent = [path for path in paths if not path.exists()]
    if absent:
        raise ExportError(
            [f"{path}: there is no such file or folder. Check the path of the export." for path in absent]
        )
    found = {file for path in paths for file in ([path] if path.is_file() else _walk(path))}
    if not found:
        raise ExportError(f"{_list(paths)}: the folder is empty. Put the export's files there, or name another folder.")
    return sorted(found)


def recognise(paths: Sequence[Path]) -> Shape:
    """The shape that the files have. Raises ExportError where they have none."""
    files = find_files(paths)
    for shape in map(shape_named, SHAPES):
        if shape.recognises(files):
            return shape
    raise ExportError(_unrecognised(paths, files))


def load(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], shape_name: str | None = None) -> LoadedExport:
    """Reads an export into the canonical tables, which are created here.

    Raises ExportError for what cannot be read, UsageError for a shape that does not exist.
    """
    files = find_files(paths)
    if not any(is_json_file(file) or is_table_file(file) for file in files):
        raise ExportError(_unrecognised(paths, files))
    shape = shape_named(shape_name) if shape_name else recognise(paths)
    root = root_of(paths)
    create_tables(connection)
    capabilities = shape.load(connection, files, root)
    if first_row(connection, "select 1 from source_row limit 1") is None and not shape.recognises(files):
        raise ExportError(f"{_list(paths)}: no file holds what --shape {shape.name} reads: {LOOKS[shape.name]}.")
    _record_files(connection, files, root)
    return LoadedExport(shape, capabilities)


def load_frames(connection: duckdb.DuckDBPyConnection, frames: Mapping[str, object]) -> LoadedExport:
    """Reads DataFrames of the `events` shape (events, tickets, users, groups, macros) into the canonical tables."""
    create_tables(connection)
    events = import_module(SHAPES["events"])
    return LoadedExport(events.SHAPE, events.stage_frames(connection, **frames))


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The canonical tables, empty."""
    for name in ("canonical.sql", "frame.sql"):
        connection.execute((Path(__file__).parent / name).read_text(encoding="utf-8"))


def root_of(paths: Sequence[Path]) -> Path:
    """The folder against which files are named: the one that was given, or the one that holds what was given."""
    if len(paths) == 1 and paths[0].is_dir():
        return paths[0]
    parents = {path if path.is_dir() else path.parent for path in paths}
    return parents.pop() if len(parents) == 1 else Path()


def _walk(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not (path.name.startswith("truth") and ".json" in path.name)
        and path.name != "parameters.yaml"
        and not _is_report(path)
    ]


def _is_report(path: Path) -> bool:
    """Whether an earlier audit wrote this file: a report inside the export must not be audited."""
    begins = REPORTS.get(path.name)
    if begins is None:
        return False
    with path.open("rb") as stream:
        return stream.read(len(begins)).lower() == begins


def _record_files(connection: duckdb.DuckDBPyConnection, files: Sequence[Path], root: Path) -> None:
    """Every file with its digest; the role is that of its rows, or that it was not used."""
    for file in files:
        name = relative_name(file, root)
        connection.execute(
            "insert into source_file "
            "select $1, coalesce(string_agg(distinct role, ', ' order by role), 'not used'), $2, $3 "
            "from source_row where file = $1",
            [name, file.stat().st_size, _digest(file)],
        )


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unrecognised(paths: Sequence[Path], files: Sequence[Path]) -> list[str]:
    roles = sorted({file.role for file in look_at(files) if file.role})
    kinds = Counter(file.suffix.lower() or "no ending" for file in files)
    found = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    if roles:
        lacking = "without the ticket audits, which are the history. Export them too (Zendesk API: ticket_audits)."
        return [f"{_list(paths)}: this is a Zendesk export of {', '.join(roles)}, {lacking}"]
    return [
        f"{_list(paths)}: no export is recognised among {len(files)} file{'' if len(files) == 1 else 's'} ({found}).",
        *(f"  {name}: {looks}" for name, looks in LOOKS.items()),
        "Name the right folder, or name the shape with --shape.",
    ]


def _list(paths: Sequence[Path]) -> str:
    return ", ".join(str(path) for path in paths)

"""Tables as exports store them: CSV (also tab- or semicolon-separated, gzipped, zstd) and Parquet, and DataFrames.

Every cell is read as text: nothing is guessed, so that an id keeps its digits. A row whose number of cells is not that
of the header is quarantined with its file and line. Nothing here knows a ticket system.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from auditor.errors import ExportError
from auditor.exports import delimited_text
from auditor.exports.shape import relative_name

PARQUET = (".parquet", ".pq")
DELIMITED = (".csv", ".tsv")
PACKED = (".gz", ".zst")
BATCH_ROWS = 20_000


@dataclass(frozen=True)
class Column:
    """A column that a shape reads: its name here, the names it goes by, and whether a table is unreadable without."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Table:
    """A table in a file or in memory: under which name it is told, and what its columns are called, in its order."""

    name: str
    header: tuple[str, ...]
    path: Path | None = None
    frame: pd.DataFrame | None = None

    def position(self, column: Column) -> int | None:
        """Where the table has the column, if it has it: the first of the names it goes by."""
        for name in column.names:
            if name in self.header:
                return self.header.index(name)
        return None


def columns_of(required: str, optional: str = "") -> tuple[Column, ...]:
    """Columns from their names, separated by spaces; after a slash the names that a column goes by elsewhere."""
    named = [(name, True) for name in required.split()] + [(name, False) for name in optional.split()]
    return tuple(Column(name.split("/")[0], tuple(name.split("/")[1:]), needed) for name, needed in named)


def is_table_file(path: Path) -> bool:
    """Whether the name is that of a table file."""
    return table_stem(path) is not None


def table_stem(path: Path) -> str | None:
    """The lower-case name without the endings of a table file; None if it is not one."""
    name = path.name.lower()
    for packing in PACKED:
        name = name.removesuffix(packing)
    for ending in (*DELIMITED, *PARQUET):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return None


def open_table(path: Path, root: Path) -> Table:
    """Reads the header. Raises ExportError where the file cannot be read as a table."""
    name = relative_name(path, root)
    try:
        header = _parquet_header(path) if _is_parquet(path) else _folded(delimited_text.header_of(path))
    except (*delimited_text.UNREADABLE, duckdb.Error) as problem:
        raise ExportError(
            f"{name}: this file cannot be read as a table ({delimited_text.short(problem)}). Export it again."
        ) from None
    return Table(name, header, path=path)


def frame_table(name: str, frame: pd.DataFrame) -> Table:
    """A DataFrame as a table; `name` stands where a file's name would."""
    return Table(name, _folded(map(str, frame.columns)), frame=frame)


def missing_columns(tables: Sequence[Table], columns: Sequence[Column]) -> list[str]:
    """One sentence per table that lacks a required column: all that it lacks, what it has, and what may be meant."""
    sentences = []
    for table in tables:
        lacking = [column for column in columns if column.required and table.position(column) is None]
        if lacking:
            sentences.append(_missing_sentence(table, lacking))
    return sentences


def stage_tables(
    connection: duckdb.DuckDBPyConnection, raw: str, role: str, tables: Sequence[Table], columns: Sequence[Column]
) -> None:
    """Fills the temporary table `raw` with file, line, the columns as text (absent ones NULL) and their `digest`.

    Rows of equal columns have an equal digest, in this export and in every later one.

    Rows with another number of cells than the header go to `source_row` as quarantined. Raises ExportError naming
    every missing required column of all tables, and where a file ends inside a row.
    """
    problems = missing_columns(tables, columns)
    if problems:
        raise ExportError(problems)
    listed = ", ".join(f'"{column.name}" varchar' for column in columns)
    connection.execute(f"create or replace temp table {raw} (file varchar, line bigint, {listed}, digest varchar)")
    for table in tables:
        if table.frame is not None:
            _stage_frame(connection, raw, table, columns)
        elif table.path is not None and _is_parquet(table.path):
            _stage_relation(connection, raw, table, columns, _parquet_source(table.path))
        elif table.path is not None:
            _stage_delimited(connection, raw, role, table, table.path, columns)


def prepare_cells(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the macros of table_files.sql, which say what a cell means."""
    connection.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def temporary_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of the temporary tables there are, so that a loader can drop those it made."""
    rows = connection.execute("select table_name from duckdb_tables() where temporary").fetchall()
    return {name for (name,) in rows}


def _missing_sentence(table: Table, lacking: Sequence[Column]) -> str:
    parts = []
    for column in lacking:
        near = [name for wanted in column.names for name in difflib.get_close_matches(wanted, table.header, 1, 0.7)]
        hint = f' (did you mean "{near[0]}"?)' if near else ""
        parts.append(" or ".join(f'"{name}"' for name in column.names) + hint)
    there = ", ".join(table.header) or "no header at all"
    return f"{table.name}:1: there is no column {'; no column '.join(parts)}. There are: {there}."


# --- delimited text


def _stage_delimited(
    connection: duckdb.DuckDBPyConnection, raw: str, role: str, table: Table, path: Path, columns: Sequence[Column]
) -> None:
    rows: list[list[str]] = []
    lines: list[int] = []
    shifted: list[tuple[str, int, str, str, str]] = []
    for line, cells, problem in delimited_text.rows_of(path, table.name, len(table.header)):
        if problem is None:
            rows.append(cells)
            lines.append(line)
        else:
            shifted.append((table.name, line, role, "quarantined", problem))
        if len(rows) == BATCH_ROWS:
            _insert_rows(connection, raw, table, columns, lines, rows)
            rows, lines = [], []
    _insert_rows(connection, raw, table, columns, lines, rows)
    if shifted:
        names = ["file", "line", "role", "fate", "reason"]
        _insert(connection, "source_row", pa.table(list(map(pa.array, zip(*shifted, strict=True))), names), "*")


def _insert_rows(
    connection: duckdb.DuckDBPyConnection,
    raw: str,
    table: Table,
    columns: Sequence[Column],
    lines: Sequence[int],
    rows: Sequence[Sequence[str]],
) -> None:
    if not rows:
        return
    cells = list(zip(*rows, strict=True))
    places = [table.position(column) for column in columns]
    arrays = [pa.nulls(len(rows), pa.string()) if at is None else pa.array(cells[at], pa.string()) for at in places]
    names = ["file", "line", *(column.name for column in columns)]
    batch = pa.table([pa.array([table.name] * len(rows)), pa.array(lines), *arrays], names)
    _insert(connection, raw, batch, f"*, {_digest(columns)}")


def _insert(connection: duckdb.DuckDBPyConnection, into: str, batch: pa.Table, selected: str) -> None:
    connection.register("table_batch", batch)
    connection.execute(f"insert into {into} select {selected} from table_batch")
    connection.unregister("table_batch")


# --- Parquet and DataFrames


def _is_parquet(path: Path) -> bool:
    return path.name.lower().endswith(PARQUET)


def _parquet_source(path: Path) -> str:
    quoted = str(path).replace("'", "''")
    return f"read_parquet('{quoted}', file_row_number = true)"


def _parquet_header(path: Path) -> tuple[str, ...]:
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"describe select * exclude (file_row_number) from {_parquet_source(path)}"
        ).fetchall()
    return _folded(name for name, *_ in rows)


def _stage_frame(connection: duckdb.DuckDBPyConnection, raw: str, table: Table, columns: Sequence[Column]) -> None:
    if table.frame is None:
        return
    frame = table.frame.reset_index(drop=True)
    frame.columns = pd.Index([str(name) for name in frame.columns])
    connection.register("table_frame", frame)
    try:
        _stage_relation(
            connection, raw, table, columns, "(select *, row_number() over () - 1 as file_row_number from table_frame)"
        )
    finally:
        connection.unregister("table_frame")


def _stage_relation(
    connection: duckdb.DuckDBPyConnection, raw: str, table: Table, columns: Sequence[Column], source: str
) -> None:
    described = connection.execute(f"describe select * exclude (file_row_number) from {source}").fetchall()
    cells = []
    for column in columns:
        place = table.position(column)
        cells.append("null" if place is None else _as_text(described[place][0], described[place][1]))
    named = ", ".join(f'{cell} as "{column.name}"' for cell, column in zip(cells, columns, strict=True))
    connection.execute(
        f"insert into {raw} select *, {_digest(columns)} "
        f"from (select $1, file_row_number + 1, {named} from {source} order by file_row_number)",
        [table.name],
    )


def _as_text(name: str, type_name: str) -> str:
    """A typed cell as the text a CSV of it would hold: times in UTC, whole floats without their point."""
    quoted = '"' + name.replace('"', '""') + '"'
    if type_name == "TIMESTAMP WITH TIME ZONE":
        return f"make_timestamp(epoch_us({quoted}))::varchar"
    if type_name in ("DOUBLE", "FLOAT"):
        whole = f"{quoted} = trunc({quoted}) and abs({quoted}) < 9007199254740992"
        number = f"case when {whole} then {quoted}::bigint::varchar else {quoted}::varchar end"
        return f"case when not isnan({quoted}) then {number} end"
    return f"{quoted}::varchar"


def _digest(columns: Sequence[Column]) -> str:
    cells = ", ".join(f"coalesce(\"{column.name}\", '')" for column in columns)
    return f"left(md5(concat_ws(chr(31), {cells})), 24)"


def _folded(names: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip().strip('"').lower() for name in names)

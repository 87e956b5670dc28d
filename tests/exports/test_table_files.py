from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from auditor.errors import ExportError
from auditor.exports.table_files import Column, frame_table, open_table, prepare_cells, stage_tables

COLUMNS = (Column("id", required=True), Column("created_at", ("created",), required=True), Column("body"))


def staged(path: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The rows read of a file, and the rows that were not."""
    with duckdb.connect() as connection:
        connection.execute("create table source_row (file text, line int, role text, fate text, reason text)")
        stage_tables(connection, "raw", "comments", [open_table(path, path.parent)], COLUMNS)
        read = connection.execute("select line, id, created_at, body from raw order by line").fetchall()
        return read, connection.execute("select file, line, role, reason from source_row").fetchall()


def test_ids_keep_their_digits_and_texts_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "comment.csv"
    path.write_bytes('\ufeffID,Body,created\r\n007,"one\r\ntwo, ""three""",x\r\n12345678901234567890,,y\r\n'.encode())
    assert staged(path) == ([(2, "007", "x", 'one\r\ntwo, "three"'), (4, "12345678901234567890", "y", "")], [])


def test_a_shifted_row_is_set_aside_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "comment.csv"
    path.write_text('id,created,body\n1,x,"two\nlines"\n2,x\n3,x,a,b\n\n4,x,fine\n')
    read, refused = staged(path)
    assert read == [(2, "1", "x", "two\nlines"), (7, "4", "x", "fine")]
    assert refused == [
        ("comment.csv", 4, "comments", "it has 2 cells where the header has 3: a cell is missing or shifted"),
        ("comment.csv", 5, "comments", "it has 4 cells where the header has 3: a cell is missing or shifted"),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_separators_are_understood(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "comment.csv"
    path.write_text("id,created,body\n1,x,hello\n".replace(",", separator))
    assert staged(path)[0] == [(2, "1", "x", "hello")]


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_packed_files_are_read(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"comment.csv.{packing}"
    with pa.output_stream(str(path), compression={"gz": "gzip", "zst": "zstd"}[packing]) as packed:
        packed.write(b"id,created,body\n1,x,hello\n")
    assert staged(path)[0] == [(2, "1", "x", "hello")]


def test_a_file_that_is_cut_off_in_a_text_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "comment.csv"
    path.write_text('id,created,body\n1,x,fine\n2,x,"never closed\n3,x,lost\n')
    with pytest.raises(ExportError, match=r"comment\.csv:3: a quote opens in the row that begins here"):
        staged(path)


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "comment.csv.gz"
    whole = gzip.compress(b"id,created,body\n" + b"".join(b"%d,x,%d\n" % (n, n * n) for n in range(9000)))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ExportError, match=r"comment\.csv\.gz:\d+: the file is cut off or damaged here"):
        staged(path)


def test_all_missing_columns_are_named_with_what_may_be_meant(tmp_path: Path) -> None:
    path = tmp_path / "comment.csv"
    path.write_text("identity,creatd,body\n")
    with pytest.raises(ExportError) as raised:
        staged(path)
    assert raised.value.messages == (
        (
            'comment.csv:1: there is no column "id"; no column "created_at" or "created" (did you mean "creatd"?). '
            "There are: identity, creatd, body."
        ),
    )


def test_typed_cells_of_parquet_become_the_texts_of_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "comment.parquet"
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'America/New_York'")
        connection.execute(
            f"copy (select 360006965034::double as id, timestamptz '2026-11-02 10:00:00+02' as created, 'a' as body"
            f" union all select null, null, null) to '{path}'"
        )
    assert staged(path)[0] == [(1, "360006965034", "2026-11-02 08:00:00", "a"), (2, None, None, None)]


def test_a_frame_with_missing_ids_keeps_the_ids_whole() -> None:
    frame = pd.DataFrame({"id": [360006965034, None], "created": pd.to_datetime(["2026-11-02 10:00"] * 2, utc=True)})
    with duckdb.connect() as connection:
        stage_tables(connection, "raw", "comments", [frame_table("comments", frame)], COLUMNS)
        assert connection.execute("select line, id, created_at, body from raw order by line").fetchall() == [
            (1, "360006965034", "2026-11-02 10:00:00", None),
            (2, None, "2026-11-02 10:00:00", None),
        ]


TIMES = [
    ("2026-11-02T10:00:00Z", "2026-11-02 10:00:00"),
    ("2026-11-02 10:00:00", "2026-11-02 10:00:00"),
    ("2026-11-02 10:00", "2026-11-02 10:00:00"),
    ("2026-11-02 10:00:00.250", "2026-11-02 10:00:00.25"),
    ("2026-11-02 10:00:00 UTC", "2026-11-02 10:00:00"),
    ("2026-11-02T10:00:00+05:30", "2026-11-02 04:30:00"),
    ("2026-11-02 10:00:00 -0500", "2026-11-02 15:00:00"),
    ("2026-11-02", None),
    ("1762077600", None),
    ("2026-13-02T10:00:00Z", None),
    ("", None),
]


@pytest.mark.parametrize(("cell", "instant"), TIMES)
def test_a_time_is_an_instant_in_utc_whatever_the_machine_s_zone(cell: str, instant: str | None) -> None:
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'America/New_York'")
        prepare_cells(connection)
        told = connection.execute(
            "select as_instant($1)::varchar, as_instant_problem($1, 'created')", [cell]
        ).fetchone()
    assert told is not None
    assert told[0] == instant
    assert (told[1] is None) == (instant is not None)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("500", ("500", None)),
        ("500.0", ("500", None)),
        (" 3f2a-77 ", ("3f2a-77", None)),
        ("3.6E+11", ("3.6E+11", 'id "3.6E+11" was written as a number and lost digits')),
        ("500.5", ("500.5", 'id "500.5" is a decimal number')),
        ("", ("", "id is empty")),
    ],
)
def test_an_id_is_text_and_never_a_float(cell: str, told: tuple[str, str | None]) -> None:
    with duckdb.connect() as connection:
        prepare_cells(connection)
        assert connection.execute("select as_id($1), as_id_problem($1, 'id')", [cell]).fetchone() == told


@pytest.mark.parametrize("cell", ['["a", "b"]', "[a, b]", "a;b", "a b", "{a,b}"])
def test_a_list_is_read_however_it_is_written(cell: str) -> None:
    with duckdb.connect() as connection:
        prepare_cells(connection)
        assert connection.execute("select as_list($1)", [cell]).fetchone() == (["a", "b"],)

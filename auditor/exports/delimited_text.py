"""Delimited text: CSV and its kin, plain, gzipped or zstd, row by row with the line each row begins on."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pyarrow as pa

from auditor.errors import ExportError

UNREADABLE = (OSError, EOFError, zlib.error, UnicodeError, csv.Error, pa.ArrowException)


def header_of(path: Path) -> list[str]:
    """The cells of the first line. Raises one of UNREADABLE."""
    with _text(path) as text:
        first = text.readline()
    if "\0" in first:
        raise UnicodeError("it holds binary content")
    return next(csv.reader([first], delimiter=_delimiter(first)), [])


def rows_of(path: Path, name: str, width: int) -> Iterator[tuple[int, list[str], str | None]]:
    """Each row after the header: the line it begins on, its cells, and what is wrong with it.

    Raises ExportError, under the file's `name`, where the file ends inside a row or its packing is damaged.
    """
    csv.field_size_limit(2**31 - 1)  # the default refuses bodies beyond 128 KiB
    line = 2
    try:
        with _text(path) as text:
            delimiter = _delimiter(text.readline())
            rows = csv.reader(text, delimiter=delimiter, strict=True)
            while True:
                try:
                    cells = next(rows)
                except StopIteration:
                    return
                except csv.Error as problem:
                    _refuse_cut(name, line, problem)
                    yield line, [], f"its quotes do not close ({problem})"
                else:
                    if cells:
                        yield line, cells, _width_problem(cells, width)
                line = rows.line_num + 2
    except (OSError, EOFError, zlib.error, pa.ArrowException) as problem:
        raise ExportError(
            f"{name}:{line}: the file is cut off or damaged here ({short(problem)}). Export it again."
        ) from None


def short(problem: BaseException) -> str:
    """The first line of what a library says of a problem."""
    return (str(problem).splitlines() or [type(problem).__name__])[0].rstrip(".")[:200]


@contextmanager
def _text(path: Path) -> Iterator[TextIO]:
    """The text of a plain, gzipped or zstd file; a broken character is replaced, never the end of the row."""
    packing = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix.lower())
    with (
        pa.input_stream(str(path), compression=packing) as packed,
        io.TextIOWrapper(packed, encoding="utf-8-sig", errors="replace", newline="") as text,
    ):
        yield text


def _delimiter(header: str) -> str:
    return max(",\t;|", key=header.count)


def _refuse_cut(name: str, line: int, problem: csv.Error) -> None:
    if "unexpected end" in str(problem):
        raise ExportError(
            f"{name}:{line}: a quote opens in the row that begins here and never closes, so the rest of the file "
            "cannot be read. The file is cut off, or a quote in a text is not doubled. Export it again."
        ) from None


def _width_problem(cells: Sequence[str], width: int) -> str | None:
    if len(cells) == width:
        return None
    return f"it has {len(cells)} cells where the header has {width}: a cell is missing or shifted"

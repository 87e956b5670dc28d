"""A table that came back from a spreadsheet: CSV as programs of any country save it, or XLSX."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from auditor.errors import UsageError
from auditor.outputs.csv_file import FORMULA

SEPARATORS: Final = (",", ";", "\t")  # which one a spreadsheet writes depends on its country
LONGEST: Final = 1_000_000  # characters of a cell


@dataclass(frozen=True)
class Record:
    """A row below the heads: column → text, and where it stands."""

    values: Mapping[str, str]
    place: str  # file:line

    def get(self, name: str) -> str:
        """The text of a column; nothing where there is none."""
        return self.values.get(name, "")


def read_table(file: Path) -> tuple[list[str], list[Record]]:
    """The heads, in small letters, and the rows that hold anything. Raises UsageError."""
    rows = list(_xlsx(file) if file.suffix.casefold() == ".xlsx" else _csv(file))
    heads = [head.strip().casefold() for head in rows[0][1]] if rows else []
    records = [
        Record(dict(zip(heads, map(_plain, cells), strict=False)), f"{file}:{line}")
        for line, cells in rows[1:]
        if any(cell.strip() for cell in cells)
    ]
    return heads, records


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running it."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _csv(file: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """(line, cells) of each row."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}. Name a filled worklist.") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: is not UTF-8 (byte {error.start}). Save it as “CSV UTF-8”, or as XLSX.") from None
    if "\0" in text:
        raise UsageError(f"{file}: is no CSV file. Save the worklist as “CSV UTF-8”, or as XLSX.")
    head = next(iter(text.splitlines()), "")
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=head.count))
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{file}:{line}: is no CSV: {error}. Save the worklist again, or as XLSX.") from None


def _xlsx(file: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """(row, cells) of each row of the first sheet."""
    import openpyxl  # only where a workbook is given

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that it does not know
            workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
            try:
                rows = [list(row) for row in _first_sheet(workbook).iter_rows(values_only=True)]
            finally:
                workbook.close()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror or error}. Name a filled worklist.") from None
    except Exception as error:  # a damaged file fails in many ways
        raise UsageError(f"{file}: is no workbook ({error}). Save it again as XLSX, or as “CSV UTF-8”.") from None
    yield from enumerate((_texts(row) for row in rows), 1)


def _first_sheet(workbook: Any) -> Any:
    return workbook.worksheets[0]


def _texts(cells: Iterable[Any]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]

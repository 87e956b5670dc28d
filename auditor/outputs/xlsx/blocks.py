"""Sheets that are read and not filtered: blocks of a few rows one below the other, all on the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditor.outputs.xlsx.cells import text
from auditor.outputs.xlsx.sheet import LINE, Sheets, aligned, height
from auditor.outputs.xlsx.styles import Kind

Cell = tuple[Kind, Any]


@dataclass(frozen=True)
class Block:
    """A heading, the heads of its columns, its rows, and what stands there if it has none."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""


class Writer:
    """Writes blocks from the top of a sheet to its foot."""

    def __init__(self, sheets: Sheets, name: str, widths: Sequence[int]) -> None:
        self.sheets, self.sheet, self.row = sheets, sheets.add(name), 0
        self.widths = widths
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width)

    def line(self, kind: Kind, words: str, points: float = LINE, across: int | None = None) -> None:
        """A line over all columns, or the first of them, as high as its words need at that size of type."""
        last = (across or len(self.widths)) - 1
        characters = sum(self.widths[: last + 1]) * 11 / (points / 1.35)
        self.sheet.set_row(self.row, points * max(1, -(-len(words) // max(int(characters), 1))) + 3)
        self.sheet.merge_range(self.row, 0, self.row, last, "", self.sheets.styles.of(kind))
        self.sheet.write_string(self.row, 0, text(words), self.sheets.styles.of(kind))
        self.row += 1

    def block(self, block: Block) -> None:
        """A block, with an empty line before it."""
        self.row += 1
        self.sheets.put(self.sheet, self.row, 0, "section", block.title)
        self.row += 1
        if not block.rows:
            self.sheets.put(self.sheet, self.row, 0, "line", block.empty)
            self.row += 1
            return
        for place, head in enumerate(block.heads):
            kind = block.rows[0][place][0] if place < len(block.rows[0]) else "text"
            self.sheet.write_string(self.row, place, head, self.sheets.styles.of("head", aligned(kind)))
        self.row += 1
        for cells in block.rows:
            self._cells(cells)

    def _cells(self, cells: Sequence[Cell]) -> None:
        self.sheet.set_row(self.row, height(cells, self.widths))
        for place, (kind, value) in enumerate(cells):
            if kind == "link":
                self._link(place, str(value))
            else:
                self.sheets.put(self.sheet, self.row, place, kind, value)
        self.row += 1

    def _link(self, place: int, name: str) -> None:
        """To another sheet of this workbook: never to anything that a ticket names."""
        self.sheet.write_url(self.row, place, f"internal:'{name}'!A1", self.sheets.styles.of("link"), name)

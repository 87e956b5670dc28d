"""Sheets: a table that filters and sorts, or blocks of figures one below the other; each ready for paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from auditor.outputs.telling.words import VERDICT_WORDS
from auditor.outputs.xlsx.cells import DAY, EPOCH, serial, text
from auditor.outputs.xlsx.styles import Kind, Styles

ROWS: Final = 1_048_576  # of a sheet (Microsoft: Excel specifications and limits)
MEASURED: Final = 1_000  # rows by which a column's width is chosen
NARROWEST: Final = 8
READABLE: Final = 5_000  # rows with wrapped text; of more, each is one line high
A4: Final = 9
LINE: Final = 15  # points of a line of text
TALLEST: Final = 12  # lines of a row; more is there, and shows when the row is made higher
WRAPPED: Final = ("text", "code")
WIDE: Final = {"date": 24, "day": 18, "span": 12, "share": 10}  # of what is not shown as it is stored


@dataclass(frozen=True)
class Column:
    """A column: its head, what kind of cells it has, where they come from; `widest` is in characters."""

    head: str
    kind: Kind
    value: Callable[[Any], Any]
    widest: int = 44


@dataclass(frozen=True)
class Paper:
    """What stands at the head and foot of every printed page."""

    title: str
    period: str
    as_of: str


class Sheets:
    """The sheets of one workbook, written from top to bottom, so that memory stays bounded."""

    def __init__(self, workbook: Any, zone: ZoneInfo, paper: Paper) -> None:
        self.workbook, self.zone, self.paper = workbook, zone, paper
        self.styles = Styles(workbook)

    def add(self, name: str) -> Any:
        """A new sheet, landscape, as wide as a page."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.set_header(f"&L&B{_printed(self.paper.title)}: {_printed(name)}&R{_printed(self.paper.period)}")
        sheet.set_footer(f"&LAs of {_printed(self.paper.as_of)}&RPage &P of &N")
        return sheet

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Any],
        *,
        empty: str = "Nothing.",
        frozen: int = 1,
        printed: int | None = None,
        wrap: bool = True,
        grey: Callable[[Any], bool] | None = None,
    ) -> list[str]:
        """A table with a filter and frozen heads; where it has more rows than a sheet holds, on several sheets.

        `frozen` columns stay in sight; only the first `printed` go on paper; `grey` says which rows are faint.
        """
        most = ROWS - 1
        names = [name, *(f"{name} {number}" for number in range(2, -(-len(rows) // most) + 1))]
        for place, title in enumerate(names):
            part = rows[place * most : (place + 1) * most]
            self._table(self.add(title), columns, part, empty, frozen, printed, wrap, grey)
        return names

    def _table(
        self,
        sheet: Any,
        columns: Sequence[Column],
        rows: Sequence[Any],
        empty: str,
        frozen: int,
        printed: int | None,
        wrap: bool,
        grey: Callable[[Any], bool] | None,
    ) -> None:
        wrap = wrap and len(rows) <= READABLE
        widths = [self._width(column, rows[:MEASURED]) for column in columns]
        sheet.set_row(0, 2 * LINE + 2)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, widths[place])
            sheet.write_string(0, place, column.head, self.styles.of("head", aligned(column.kind)))
        for number, row in enumerate(rows, 1):
            faint = grey is not None and grey(row)
            cells = [(column.kind, column.value(row)) for column in columns]
            if wrap:
                sheet.set_row(number, height(cells, widths))
            for place, (kind, value) in enumerate(cells):
                self.put(sheet, number, place, kind, value, wrap=wrap, grey=faint)
        if not rows:
            sheet.write_string(1, 0, empty, self.styles.of("text"))
        sheet.freeze_panes(1, frozen)
        sheet.print_area(0, 0, max(len(rows), 1), min(printed or len(columns), len(columns)) - 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.repeat_rows(0)

    def put(
        self, sheet: Any, row: int, column: int, kind: Kind, value: Any, *, wrap: bool = True, grey: bool = False
    ) -> None:
        """One cell; text is always text, never a formula, a link or a number.

        Where there is no value it is empty, and on a sheet that does not wrap, because it is long, not there at all.
        """
        empty = value is None or value == ""
        if empty and not wrap:
            return
        style = self.styles.of(kind, value, wrap=wrap, grey=grey)
        if empty:
            sheet.write_blank(row, column, None, style)
            return
        shown = self._shown(kind, value)
        if isinstance(shown, str):
            sheet.write_string(row, column, shown, style)
        else:
            sheet.write_number(row, column, shown, style)

    def _shown(self, kind: Kind, value: Any) -> str | float:
        if kind == "verdict":
            return VERDICT_WORDS[value]
        if kind == "date":
            found = serial(value, self.zone)
            return text(value) if found is None else found
        if kind == "day":
            return (date.fromisoformat(value) - EPOCH.date()).days
        if kind == "span":
            return float(value) / DAY
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value if isinstance(value, int | float) else text(str(value))

    def _width(self, column: Column, rows: Iterable[Any]) -> int:
        """What the head on two lines and the first rows need, within limits."""
        longest = max(len(word) for word in column.head.split())
        head = max(longest, len(column.head) // 2 + 1) + 4  # the filter's arrow
        values = [value for value in map(column.value, rows) if value is not None]
        if column.kind in WIDE and values:
            return max(head, WIDE[column.kind])
        longest = max((len(str(self._shown(column.kind, value))) for value in values), default=0)
        return max(head, min(longest + 3, column.widest), NARROWEST)


def aligned(kind: Kind) -> str:
    """How the head of such cells stands: over numbers on the right."""
    return "number" if kind in ("count", "number", "share", "span") else "text"


def height(cells: Sequence[tuple[Kind, Any]], widths: Sequence[int]) -> float:
    """The points that a row of wrapped text needs; a row without a height is cut short by some programs."""
    texts = ((str(value), width) for (kind, value), width in zip(cells, widths, strict=False) if kind in WRAPPED)
    lines = max((sum(-(-(len(line) + 1) // max(width - 2, 1)) for line in words.split("\n")) for words, width in texts),
                default=1)  # fmt: skip
    return LINE * min(max(lines, 1), TALLEST)


def _printed(words: str) -> str:
    """Words in a page's head or foot, where an ampersand is a command and 255 characters are all there is."""
    return text(words)[:70].replace("&", "&&").replace("\n", " ")

"""The worklist of a review: a row per verdict, with room for the reviewer, as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter

from auditor.calibration.draw import Drawn
from auditor.outputs import csv_file
from auditor.outputs.files import write_file, writing
from auditor.outputs.telling.cases import duties_by_name, duty_name, holder
from auditor.outputs.telling.moments import instant, moment
from auditor.outputs.xlsx.cells import text
from auditor.result import Result

ANSWERS = ("complied", "violated", "indeterminate")  # what a reviewer may say
FILLED = ("reviewer", "verdict", "note")  # by the reviewer
COLUMNS = (
    "fingerprint", "ticket_id", "policy", "duty", "asks", "began", "words", "who", "machine", "stratum", "chance",
    "draw",
    *FILLED,
)  # fmt: skip
WIDTHS = {"asks": 48, "duty": 40, "words": 32, "note": 40, "began": 28, "who": 22, "stratum": 28}


def write_worklist(result: Result, drawn: Sequence[Drawn], file: Path, blind: bool) -> Path:
    """Writes the worklist; its ending says which kind. `blind`: without what the machine says. Raises UsageError."""
    rows = list(_rows(result, drawn, blind))
    if file.suffix == ".xlsx":
        return _workbook(rows, file, instant(result["manifest"]["as_of"]))
    return write_file(file.parent, file.name, (csv_file.line([csv_file.cell(value) for value in row]) for row in rows))


def _rows(result: Result, drawn: Sequence[Drawn], blind: bool) -> Iterator[Sequence[str]]:
    yield COLUMNS
    duties, zone = duties_by_name(result), ZoneInfo(result["manifest"]["timezone"])
    for one in drawn:
        row, duty = one.row, duties[duty_name(one.row)]
        yield (
            row["fingerprint"], row["ticket_id"], row["policy"], duty["title"], duty["kb"] or "",
            moment(row["trigger"]["at"], zone).text, row["trigger"]["phrase"] or "", holder(row["responsible"]).name,
            "" if blind else row["verdict"], "" if blind else one.stratum, f"{one.chance:.6f}", one.draw, "", "", "",
        )  # fmt: skip


def _workbook(rows: Sequence[Sequence[str]], file: Path, as_of: datetime) -> Path:
    """The same bytes for the same rows: made at the as-of time, because no clock of this machine may show."""
    with writing(file.parent, file.name) as passing:
        book = xlsxwriter.Workbook(str(passing), {"strings_to_formulas": False, "strings_to_urls": False})
        book.set_properties({"title": "Review worklist", "created": as_of.replace(tzinfo=None)})
        sheet = book.add_worksheet("Worklist")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True, "bottom": 1})
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(place, column, text(value), wrapped if place else head)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, WIDTHS.get(name, 16))
        answer = COLUMNS.index("verdict")
        sheet.data_validation(1, answer, max(len(rows) - 1, 1), answer, {"validate": "list", "source": list(ANSWERS)})
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(COLUMNS) - 1)
        book.close()
    return file

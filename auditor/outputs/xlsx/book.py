"""report.xlsx: opens the workbook, puts its sheets in order, and closes it; the same bytes for the same result."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from auditor.outputs.files import writing
from auditor.outputs.telling import summary as page
from auditor.outputs.telling.moments import instant, moment
from auditor.outputs.xlsx import decided, figures, findings, method, summary
from auditor.outputs.xlsx.cells import text
from auditor.outputs.xlsx.sheet import Paper, Sheets
from auditor.result import Result

NAME = "report.xlsx"
OPTIONS = {
    "constant_memory": True,  # a row is on disk as soon as the next one begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd hh:mm",
}


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes report.xlsx into the folder."""
    import xlsxwriter  # only where a workbook is asked for: the command line never waits for it

    told = cast(Result, result)
    with writing(folder, NAME) as passing, passing.open("wb") as stream:
        workbook = xlsxwriter.Workbook(stream, OPTIONS)
        _fill(workbook, told)
        workbook.close()
    return [folder / NAME]


def _fill(workbook: Any, result: Result) -> None:
    manifest = result["manifest"]
    zone = ZoneInfo(manifest["timezone"])
    title = ", ".join(pack["title"] for pack in manifest["packs"]) or "Support policies"
    sheets = Sheets(workbook, zone, Paper(title, page.period(result, zone), moment(manifest["as_of"], zone).text))
    workbook.set_properties(_properties(result, sheets))
    workbook.set_size(2_400, 1_400)
    summary.add(sheets, result, _rows_of(result))
    findings.add(sheets, result)
    figures.add(sheets, result)
    decided.add(sheets, result)
    method.add(sheets, result)


def _properties(result: Result, sheets: Sheets) -> Mapping[str, Any]:
    """Who made it, of what and when: the as-of time, because no clock of this machine may show."""
    manifest = result["manifest"]
    return {
        "title": text(f"{sheets.paper.title}: {sheets.paper.period}")[:255],
        "subject": "Compliance of support tickets with their policies",
        "author": f"auditor {manifest['auditor_version']}",
        "comments": text(page.sentence(result, sheets.zone).main),
        "created": instant(manifest["as_of"]).replace(tzinfo=None),
    }


def _rows_of(result: Result) -> Mapping[str, int]:
    """The sheets after the first with how many rows each has."""
    rows = result["verdicts"]
    return {
        findings.NEEDS_ACTION: len(findings.needs_action(rows)),
        findings.STILL_FIXABLE: len(findings.still_fixable(rows)),
        findings.CANNOT_TELL: sum(row["verdict"] == "indeterminate" for row in rows),
        findings.ALL: len(rows),
        figures.DUTIES: sum(len(policy["duties"]) for policy in result["policies"]),
        figures.PEOPLE: len(result["agents"]),
        figures.WEEKS: sum(1 for _ in figures.weeks(result)),
        decided.NAME: len(result["decisions"]["waivers"]),
        method.NAME: len(result["manifest"]["inputs"]),
    }

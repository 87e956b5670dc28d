"""The cases of the last weeks by verdict, drawn from the sheet that holds the figures."""

from __future__ import annotations

from typing import Any, Final

from auditor.outputs.telling.words import VERDICT_WORDS
from auditor.outputs.xlsx.figures import ALL_CASES, WEEKS, week_columns, weeks
from auditor.outputs.xlsx.sheet import Sheets
from auditor.outputs.xlsx.styles import COLOURS
from auditor.result import VERDICTS, Result

SHOWN: Final = 8  # weeks


def add(sheets: Sheets, result: Result, sheet: Any, row: int, column: int) -> None:
    """Stacked columns, a week each; nothing where the audit knows of one week alone."""
    known = sum(line.about["of"] == ALL_CASES for line in weeks(result))
    if known < 2:
        return
    first, last = max(1, known - SHOWN + 1), known
    chart = sheets.workbook.add_chart({"type": "column", "subtype": "stacked"})
    heads = [head.head for head in week_columns()]
    for verdict in VERDICTS:
        place = heads.index(VERDICT_WORDS[verdict])
        chart.add_series(
            {
                "name": VERDICT_WORDS[verdict],
                "categories": [WEEKS, first, 0, last, 0],
                "values": [WEEKS, first, place, last, place],
                "fill": {"color": COLOURS[verdict][0]},
                "gap": 60,
            }
        )
    chart.set_title({"name": "Cases by week and verdict", "name_font": {"size": 11}, "overlay": False})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#E0DDD4"}}, "line": {"none": True}})
    chart.set_size({"width": 600, "height": 300})
    description = f"Cases of the last {last - first + 1} weeks by verdict. The sheet {WEEKS} holds the same figures."
    sheet.insert_chart(row, column, chart, {"description": description, "x_offset": 12})

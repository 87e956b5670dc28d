"""gl-code-quality-report.json: GitLab's Code Quality, a subset of the Code Climate format (GitLab documentation,
"Code Quality report format"). Violated verdicts only: it knows of findings and of nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from auditor.outputs.files import write_file
from auditor.outputs.telling.cases import duty_name, worst_first
from auditor.outputs.telling.lines import Lines, lines
from auditor.result import Result, Severity, VerdictRow

NAME = "gl-code-quality-report.json"
SEVERITIES: Final[Mapping[Severity, str]] = {
    "critical": "blocker", "high": "critical", "medium": "major", "low": "minor", "info": "info"
}  # fmt: skip
LET_PASS = "info"  # of a finding that does not fail the run: it stays visible


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes gl-code-quality-report.json into the folder."""
    return [write_file(folder, NAME, _report(cast(Result, result)))]


def _report(result: Result) -> Iterator[str]:
    told = lines(result)
    violated = sorted((row for row in result["verdicts"] if row["verdict"] == "violated"), key=worst_first)
    yield "["
    for place, row in enumerate(violated):
        yield ("," if place else "") + "\n" + json.dumps(_issue(row, told), ensure_ascii=False)
    yield "\n]\n"


def _issue(row: VerdictRow, told: Lines) -> dict[str, Any]:
    place = told.place(row)
    return {
        "description": told.told(row),
        "check_name": duty_name(row),
        "fingerprint": row["fingerprint"],
        "severity": SEVERITIES[row["severity"]] if row["standing"]["fails"] else LET_PASS,
        "location": {"path": place.path, "lines": {"begin": place.line}},
    }

"""gl-code-quality-report.json: GitLab's code quality report, an issue per verdict that is not kept.

The report is a bare list without a place for counts, and knows no waiver: so the first issue counts everything, and
what people set aside, what is open and what cannot be told is `info` and says so in its first words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from auditor.outputs.ci.gate import verdict_line
from auditor.outputs.files import write_file
from auditor.outputs.telling.cases import duty_name
from auditor.outputs.telling.lines import NOWHERE, Teller, teller, worst_verdict_first
from auditor.outputs.telling.outcome import tally
from auditor.outputs.telling.places import Place
from auditor.outputs.telling.stands import disputed, set_aside
from auditor.outputs.telling.summary import period
from auditor.result import Result, VerdictRow

NAME: Final = "gl-code-quality-report.json"
SEVERITIES: Final = {"critical": "blocker", "high": "critical", "medium": "major", "low": "minor", "info": "info"}


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes gl-code-quality-report.json."""
    return [write_file(folder, NAME, _lines(cast(Result, result)))]


def _lines(result: Result) -> Iterator[str]:
    told = teller(result)
    yield "[\n" + _line(_counts(result, told))
    for row in sorted(result["verdicts"], key=worst_verdict_first):
        if row["verdict"] != "complied":
            yield ",\n" + _line(_issue(row, told))
    yield "\n]\n"


def _counts(result: Result, told: Teller) -> Mapping[str, Any]:
    when = period(result, ZoneInfo(result["manifest"]["timezone"]))
    first = next(iter(told.places.values()), NOWHERE)
    return _entry(f"{verdict_line(result)}. {tally(result)}. {when}.", "auditor", "auditor-counts", "info", first)


def _issue(row: VerdictRow, told: Teller) -> Mapping[str, Any]:
    stands = row["verdict"] == "violated" and not (set_aside(row) or disputed(row))
    severity = SEVERITIES[row["severity"]] if stands else "info"
    entry = _entry(told.line(row), duty_name(row), row["fingerprint"], severity, told.place(row))
    return {**entry, "verdict": row["verdict"]}


def _entry(description: str, check: str, fingerprint: str, severity: str, place: Place) -> Mapping[str, Any]:
    return {
        "description": description,
        "check_name": check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": place.path, "lines": {"begin": place.line}},
    }


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)

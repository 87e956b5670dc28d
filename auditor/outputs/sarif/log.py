"""results.sarif and verdicts.sarif.json: at most 25,000 results a file, more files where there are more.

GitHub's code scanning shows every result as an alert, whatever its kind and its suppressions say (PSRule issue 955;
codeql-action uploads what ends in .sarif). So results.sarif holds the findings that stand, and nothing else; the log of
all verdicts, with kinds and suppressions as the standard has them, bears the standard's other ending.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

from auditor.outputs.ci.gate import gate
from auditor.outputs.files import write_file
from auditor.outputs.sarif.results import result_of
from auditor.outputs.sarif.rules import message, notifications, rules
from auditor.outputs.telling.cases import duty_name
from auditor.outputs.telling.lines import Teller, teller, worst_verdict_first
from auditor.outputs.telling.stands import set_aside
from auditor.result import VERDICTS, Result, VerdictRow

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
STANDING, EVERY = ("results", ".sarif"), ("verdicts", ".sarif.json")
MOST: Final = 25_000  # results of a run that GitHub takes; beyond it rejects the file


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes results.sarif and verdicts.sarif.json, with results-2.sarif and so on where they are needed."""
    known = cast(Result, result)
    ordered = sorted(known["verdicts"], key=worst_verdict_first)
    standing = [row for row in ordered if row["verdict"] == "violated" and not set_aside(row)]
    every = ordered if len(ordered) <= MOST else [row for row in ordered if row["verdict"] != "complied"]
    return [*_logs(known, folder, STANDING, standing), *_logs(known, folder, EVERY, every)]


def _logs(result: Result, folder: Path, name: tuple[str, str], rows: Sequence[VerdictRow]) -> Iterator[Path]:
    """The parts, worst first; parts of an earlier audit that there are no longer go."""
    parts = max(1, -(-len(rows) // MOST))
    for part in range(1, parts + 1):
        held = rows[(part - 1) * MOST : part * MOST]
        yield write_file(folder, _name(name, part), _log(result, name[0], held, part, parts))
    while (left := folder / _name(name, parts + 1)).is_file():
        left.unlink()
        parts += 1


def _name(name: tuple[str, str], part: int) -> str:
    return f"{name[0]}{f'-{part}' if part > 1 else ''}{name[1]}"


def _log(result: Result, name: str, rows: Sequence[VerdictRow], part: int, parts: int) -> Iterator[str]:
    """The log, a result a line."""
    told = teller(result)
    yield f'{{"$schema": {_line(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
    for member, value in _run(result, told, name, rows, part, parts).items():
        yield f"{_line(member)}: {_line(value)},\n"
    yield '"results": ['
    places = {rule["id"]: place for place, rule in enumerate(rules(result, told))}
    for place, row in enumerate(rows):
        yield (",\n" if place else "\n") + _line(result_of(row, places.get(duty_name(row)), told))
    yield "\n]}]}\n"


def _run(
    result: Result, told: Teller, name: str, rows: Sequence[VerdictRow], part: int, parts: int
) -> Mapping[str, Any]:
    """What stands before the results; the id's part before the last slash keeps uploads from replacing each other."""
    driver = {"name": "auditor", "version": result["manifest"]["auditor_version"], "rules": rules(result, told)}
    more = [message(f"This is part {part} of {parts}: {len(rows):,} results.")] if parts > 1 else []
    more += [message(sentence) for sentence in gate(result).off]
    return {
        "automationDetails": {"id": f"auditor/{name}/{part}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not gate(result).off,
                "toolExecutionNotifications": [
                    {"level": "note", "message": said} for said in [*more, *notifications(result)]
                ],
            }
        ],
        "properties": {"auditor": _about(result, rows, part, parts)},
        "tool": {"driver": driver},
    }


def _about(result: Result, rows: Sequence[VerdictRow], part: int, parts: int) -> Mapping[str, Any]:
    """The counts of the whole audit beside those of this file, and what decided them."""
    manifest, counts = result["manifest"], Counter(row["verdict"] for row in result["verdicts"])
    return {
        "verdicts": {verdict: counts[verdict] for verdict in VERDICTS},
        "results_here": len(rows),
        "part": part,
        "parts": parts,
        "failing": sum(row["standing"]["fails"] for row in result["verdicts"]),
        **{member: manifest[member] for member in ("as_of", "since", "until", "timezone", "fail_on")},
        "environment": result["decisions"]["environment"],
        "packs": [{member: pack[member] for member in ("id", "version", "sha256")} for pack in manifest["packs"]],
    }


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)

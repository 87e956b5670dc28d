"""results.sarif: SARIF 2.1.0 (OASIS, 2020), for code scanning and for editors.

A duty is a rule; what broke is a result, for readers show whatever is a result as a defect. Its physical location is
the duty's line in the policy (a result without one is refused with its whole file), its logical locations are the
ticket and the events. The other verdicts are counted in the run's properties. A file holds 25,000 results at most, as
its readers take no more; the next are in results-2.sarif.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

from auditor.outputs.files import write_file
from auditor.outputs.telling.cases import duty_name, worst_first
from auditor.outputs.telling.lines import Lines, lines
from auditor.result import VERDICTS, Result, Severity, VerdictRow

NAME = "results.sarif"
MOST_RESULTS = 25_000  # of a file
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final[Mapping[Severity, str]] = {
    "critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"
}  # fmt: skip
RANKS: Final[Mapping[Severity, float]] = {"critical": 95.0, "high": 75.0, "medium": 50.0, "low": 25.0, "info": 5.0}
RULED = {"known": "unchanged", "new": "new"}


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes results.sarif, and results-2.sarif and so on where there are more results than a file may hold."""
    document = cast(Result, result)
    rows = sorted((row for row in document["verdicts"] if row["verdict"] == "violated"), key=worst_first)
    parts = [rows[start : start + MOST_RESULTS] for start in range(0, len(rows), MOST_RESULTS)] or [[]]
    return [
        write_file(folder, NAME if not place else f"results-{place + 1}.sarif", _log(document, part, place, len(parts)))
        for place, part in enumerate(parts)
    ]


def _log(result: Result, rows: Sequence[VerdictRow], part: int, parts: int) -> Iterator[str]:
    """The file, a result a line."""
    told = lines(result)
    names = list(told.duties)
    number = {name: index for index, name in enumerate(names)}
    run = {
        "tool": {"driver": _driver(result, told, names)},
        "automationDetails": {"id": f"auditor/{part + 1}-of-{parts}"},
        "columnKind": "unicodeCodePoints",
        "properties": _properties(result, part, parts),
    }
    yield f'{{"$schema": {_text(SCHEMA)}, "version": "2.1.0", "runs": [{_text(run)[:-1]}, "results": ['
    for place, row in enumerate(rows):
        yield ("," if place else "") + "\n" + _text(_result(row, told, number))
    yield "\n]}]}\n"


def _properties(result: Result, part: int, parts: int) -> dict[str, Any]:
    counts = Counter(row["verdict"] for row in result["verdicts"])
    return {
        "asOf": result["manifest"]["as_of"],
        "verdicts": {verdict: counts[verdict] for verdict in VERDICTS},
        "file": part + 1,
        "files": parts,
    }


def _driver(result: Result, told: Lines, names: Sequence[str]) -> dict[str, Any]:
    return {
        "name": "auditor",
        "semanticVersion": result["manifest"]["auditor_version"],
        "rules": [_rule(told, name) for name in names],
    }


def _rule(told: Lines, name: str) -> dict[str, Any]:
    duty = told.duties[name]
    clauses = ", ".join(duty["clauses"])
    help_text = " ".join(part for part in (duty["kb"] or "", f"Clauses: {clauses}." if clauses else "") if part)
    return {
        "id": name,
        "shortDescription": {"text": duty["title"]},
        "help": {"text": help_text or duty["title"]},
        "defaultConfiguration": {"level": LEVELS[duty["severity"]], "rank": RANKS[duty["severity"]]},
        "properties": {"tags": [duty["severity"], *duty["clauses"]], "severity": duty["severity"]},
    }


def _result(row: VerdictRow, told: Lines, number: Mapping[str, int]) -> dict[str, Any]:
    name, place = duty_name(row), told.place(row)
    found: dict[str, Any] = {
        "ruleId": name,
        "ruleIndex": number[name],
        "level": LEVELS[row["severity"]],
        "message": {"text": told.told(row)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": place.path, "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": place.line},
                },
                "logicalLocations": list(_logical(row)),
            }
        ],
        "partialFingerprints": {"auditorFinding/v1": row["fingerprint"]},
        "properties": {
            "reviewedVerdict": row["standing"]["reviewed"],
            "fails": row["standing"]["fails"],
            "contactTypes": row["contact_types"],
        },
    }
    if row["standing"]["baseline"]:
        found["baselineState"] = RULED[row["standing"]["baseline"]]
    suppressions = list(_suppressions(row))
    if suppressions:
        found["suppressions"] = suppressions
    return found


def _logical(row: VerdictRow) -> Iterator[dict[str, Any]]:
    ticket = f"ticket/{row['ticket_id']}"
    yield {"name": row["ticket_id"], "fullyQualifiedName": ticket, "kind": "resource"}
    for event in dict.fromkeys([row["trigger"]["event_id"], *row["witness"]]):  # an act may be its own trigger
        if event:
            yield {"name": event, "fullyQualifiedName": f"{ticket}/event/{event}", "kind": "resource"}


def _suppressions(row: VerdictRow) -> Iterator[dict[str, Any]]:
    """What people decided against it; the result itself stays."""
    standing = row["standing"]
    if (waiver := standing["waiver"]) is not None:
        yield _suppression("accepted", f"Waiver {waiver['id']}, approved by {waiver['approver']}: {waiver['reason']}")
    if (override := standing["override"]) is not None:
        yield _suppression("accepted", f"Let pass by {override['by']}: {override['why']}")
    ruled = standing["disposition"]
    if ruled and ruled["ruling"] == "overturned":
        yield _suppression("accepted", f"Overturned by {ruled['by']}: {ruled['why']}")
    if ruled and ruled["ruling"] == "disputed":
        yield _suppression("underReview", f"Disputed by {ruled['by']}: {ruled['why']}")


def _suppression(status: str, justification: str) -> dict[str, str]:
    return {"kind": "external", "status": status, "justification": justification}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)

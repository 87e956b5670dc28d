"""junit.xml: a test suite per policy, a test case per verdict, as test reports of build servers read them.

A finding that fails the run is a failure. One that does not (waived, known from the baseline, advisory, overturned,
below the threshold), what is not due yet and what cannot be told are skipped, each with its reason; kept is passed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from xml.sax.saxutils import escape, quoteattr

from auditor.outputs.files import write_file
from auditor.outputs.telling.lines import Lines, lines
from auditor.result import Policy, Result, VerdictRow

NAME = "junit.xml"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes junit.xml into the folder."""
    return [write_file(folder, NAME, _suites(cast(Result, result)))]


def _suites(result: Result) -> Iterator[str]:
    told, rows = lines(result), _by_policy(result)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="auditor" {_counts(result["verdicts"])}>\n'
    for policy in result["policies"]:
        yield from _suite(policy, rows[policy["pack"], policy["policy"]], told, result["manifest"]["as_of"])
    yield "</testsuites>\n"


def _by_policy(result: Result) -> Mapping[tuple[str, str], list[VerdictRow]]:
    found: dict[tuple[str, str], list[VerdictRow]] = defaultdict(list)
    for row in result["verdicts"]:
        found[row["pack"], row["policy"]].append(row)
    return found


def _suite(policy: Policy, rows: Sequence[VerdictRow], told: Lines, as_of: str) -> Iterator[str]:
    name = _attribute(f"{policy['pack']}/{policy['policy']}")
    yield f"  <testsuite name={name} {_counts(rows)} timestamp={_attribute(as_of.removesuffix('Z'))}>\n"
    for row in rows:
        yield from _case(row, told)
    yield "  </testsuite>\n"


def _counts(rows: Sequence[VerdictRow]) -> str:
    failures = sum(row["standing"]["fails"] for row in rows)
    skipped = sum(_skipped(row) for row in rows)
    return f'tests="{len(rows)}" failures="{failures}" errors="0" skipped="{skipped}" time="0"'


def _skipped(row: VerdictRow) -> bool:
    return row["verdict"] != "complied" and not row["standing"]["fails"]


def _case(row: VerdictRow, told: Lines) -> Iterator[str]:
    place = told.place(row)
    name = _attribute(f"{row['duty']} ticket {row['ticket_id']} {row['fingerprint']}")
    names = f"classname={_attribute(row['pack'] + '.' + row['policy'])} name={name}"
    where = f'file={_attribute(place.path)} line="{place.line}"'
    if row["verdict"] == "complied":
        yield f'    <testcase {names} {where} time="0"/>\n'
        return
    kind, sentence = _attribute(row["severity"]), told.told(row)
    yield f'    <testcase {names} {where} time="0">\n'
    if row["standing"]["fails"]:
        yield f"      <failure type={kind} message={_attribute(sentence)}>{_text(_detail(row, told))}</failure>\n"
    else:
        yield f"      <skipped message={_attribute(sentence)}/>\n"
    yield f"      <system-out>verdict: {row['verdict']}</system-out>\n"
    yield "    </testcase>\n"


def _detail(row: VerdictRow, told: Lines) -> str:
    place = told.place(row)
    clauses = ", ".join(row["clauses"])
    phrase = row["trigger"]["phrase"]
    return "\n".join(
        part
        for part in (
            told.told(row),
            f"The requester's words: {phrase}" if phrase else "",
            f"Clauses: {clauses}" if clauses else "",
            f"Written in {place.path}:{place.line}",
        )
        if part
    )


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))

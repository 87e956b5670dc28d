"""What an audit says on the terminal when it is done: the sentence, the counts, the files, and what to do next."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from auditor.decisions import Passing, passing
from auditor.outputs.ci.gate import verdict_line
from auditor.outputs.ci.report import NAME as GATE
from auditor.outputs.coaching.report import FOLDER as LISTED
from auditor.outputs.coaching.report import INDEX as LIST
from auditor.outputs.telling import summary as page
from auditor.outputs.telling.moments import instant, moment
from auditor.outputs.telling.words import count
from auditor.result import SEVERITIES, Result, Verdict

WEEKLY = "weekly.html"
SHOWN_DUTIES = 12
VERDICTS_TOLD: Mapping[Verdict, str] = {
    "violated": "broke",
    "complied": "kept",
    "pending": "not due yet",
    "indeterminate": "cannot be told",
}
PASSING: Mapping[Passing, str] = {
    "overturned": "overturned",
    "waived": "waived",
    "known": "known from the baseline",
    "advisory": "only advisory",
    "overridden": "overridden",
}
FILES = {
    WEEKLY: "the page",
    "result.json": "the whole result, for programs",
    LIST: "the coach's list of the pages below",
    GATE: "the gate: what fails, and how to repeat it",
    "ci.txt": "the same for a log",
    "verdicts.csv": "a row per verdict",
    "verdicts.parquet": "a row per verdict, typed, for SQL",
    "cases.parquet": "a row per ticket in scope",
    "events.parquet": "a row per event of their timelines",
    "report.xlsx": "the workbook, a sheet per view",
    "digest.md": "the digest, to be pasted",
    "results.sarif": "the findings that stand, for code scanning",
    "verdicts.sarif.json": "every verdict, for SARIF viewers; not for code scanning",
    "junit.xml": "for test reports",
    "github-annotations.txt": "for a step's annotations",
    "github-summary.md": "for a step's summary",
    "gl-code-quality-report.json": "for GitLab's merge requests",
    "digest.html": "the digest for a mailbox",
    "digest.txt": "the same as plain text",
    "digest.eml": "both as a draft; nothing was sent",
}


def counted(result: Result) -> int:
    """How many findings fail the run: at or above the severity, and neither waived, known nor advisory."""
    return sum(row["standing"]["fails"] for row in result["verdicts"])


def told(result: Result, files: Sequence[Path], paths: Sequence[Path], failing: int, off: Sequence[str]) -> str:
    """All of it, as the lines of standard output."""
    zone = ZoneInfo(result["manifest"]["timezone"])
    sentence = page.sentence(result, zone)
    parts = [
        [*_at_the_gate(result, files), f"{sentence.main} {sentence.beside}"],
        [
            f"{page.period(result, zone)}, as of {moment(result['manifest']['as_of'], zone).text}.",
            f"{page.coverage(result)}.",
            _verdicts(result),
        ],
        list(_broken(result)),
        ["Written", *(f"  {file}{_what(file)}" for file in files)],
        ["Next", *(f"  {step}" for step in _next(result, files, paths, zone))],
        [] if off else [_outcome(result, failing)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _at_the_gate(result: Result, files: Sequence[Path]) -> Iterator[str]:
    """The first line, where somebody asked for the gate."""
    if any(file.name == GATE for file in files):
        yield verdict_line(result)


def _verdicts(result: Result) -> str:
    found = Counter(row["verdict"] for row in result["verdicts"])
    counts = ", ".join(f"{found[verdict]:,} {words}" for verdict, words in VERDICTS_TOLD.items())
    return f"{count(found.total(), 'verdict')}: {counts}."


def _broken(result: Result) -> Iterator[str]:
    """A line per duty that was broken, the most severe and most frequent first."""
    broken = [
        (SEVERITIES.index(duty["severity"]), -duty["counts"]["violated"], f"{policy['policy']}/{duty['duty']}", duty)
        for policy in result["policies"]
        for duty in policy["duties"]
        if duty["counts"]["violated"]
    ]
    if broken:
        yield "Broken"
    for _, _, name, duty in sorted(broken, key=lambda one: one[:3])[:SHOWN_DUTIES]:
        counts = duty["counts"]
        of = counts["violated"] + counts["indeterminate"] + counts["pending"] + counts["complied"]
        clauses = ", ".join(duty["clauses"])
        yield f"  {duty['severity']:<9}{name:<42}{clauses:<16}{counts['violated']:,} of {of:,}"
    if len(broken) > SHOWN_DUTIES:
        yield f"  and {len(broken) - SHOWN_DUTIES} more duties, in the report"


def _what(file: Path) -> str:
    return f"   {FILES[file.name]}" if file.name in FILES else ""


def _next(result: Result, files: Sequence[Path], paths: Sequence[Path], zone: ZoneInfo) -> Iterator[str]:
    """What a person does now, the most useful first."""
    inspect = f"auditor inspect {shlex.join(str(path) for path in paths)}"
    pages = [file for file in files if file.suffix == ".html" and (file.parent.name != LISTED or file.name == LIST)]
    yield from (f"Open {file} in a browser." for file in pages)
    pending = sum(row["verdict"] == "pending" for row in result["verdicts"])
    if pending and any(file.name == WEEKLY for file in files):
        yield f"{count(pending, 'duty', 'duties')} can still be met: “Still fixable” on the page has them."
    undecidable = len(result["capabilities"]["undecidable"])
    if undecidable:
        yield f"{count(undecidable, 'duty', 'duties')} cannot be decided on this export; why: {inspect}"
    if result["rows"]["quarantined"]:
        yield f"{count(result['rows']['quarantined'], 'row')} could not be used; which and why: {inspect}"
    if not (result["manifest"]["since"] or result["manifest"]["until"]):
        yield f"For one week only: --week {_last_whole_week(result['manifest']['as_of'], zone)}"


def _last_whole_week(as_of: str, zone: ZoneInfo) -> str:
    day: datetime = instant(as_of).astimezone(zone) - timedelta(days=7)
    return f"{day:%G-W%V}"


def let_pass(result: Result) -> str:
    """Why findings that are bad enough do not fail, each by its first reason: “2 waived, 7 known”; or nothing."""
    threshold = result["manifest"]["fail_on"]
    found = Counter(passing(row, threshold) for row in result["verdicts"])
    return ", ".join(f"{found[reason]:,} {words}" for reason, words in PASSING.items() if found[reason])


def _outcome(result: Result, failing: int) -> str:
    threshold = result["manifest"]["fail_on"]
    if threshold is None:
        return "Exit code 0: --fail-on never."
    finding = count(failing, "violation")
    passed = let_pass(result)
    return (
        f"Exit code {int(bool(failing))}: {finding if failing else 'no violation'} at or above {threshold} (--fail-on)"
        f"{f'; let pass: {passed}' if passed else ''}."
    )

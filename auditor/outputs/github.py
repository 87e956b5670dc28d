"""GitHub Actions: annotations as workflow commands, and the summary of a step (its "Workflow commands").

GitHub shows ten annotations of a kind and step, and drops a summary of more than 1 MiB whole: both are kept to that,
and say what is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from auditor.outputs import markdown
from auditor.outputs.files import write_file
from auditor.outputs.telling.cases import worst_first
from auditor.outputs.telling.lines import Lines, lines
from auditor.result import Result, Severity, VerdictRow

ANNOTATIONS, SUMMARY = "github-annotations.txt", "github-summary.md"
MOST_OF_A_KIND = 10
MOST_BYTES = 1_000_000  # of a summary; GitHub takes 1,048,576
KINDS: Final[Mapping[Severity, str]] = {
    "critical": "error", "high": "error", "medium": "warning", "low": "notice", "info": "notice"
}  # fmt: skip


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes github-annotations.txt and github-summary.md into the folder."""
    document = cast(Result, result)
    return [
        write_file(folder, ANNOTATIONS, (f"{line}\n" for line in commands(document))),
        write_file(folder, SUMMARY, summary(document)),
    ]


def commands(result: Result) -> Iterator[str]:
    """An annotation for each finding that fails the run, the worst first; the last of a kind says how many are more."""
    told = lines(result)
    failing: dict[str, list[VerdictRow]] = {kind: [] for kind in ("error", "warning", "notice")}
    for row in sorted(result["verdicts"], key=worst_first):
        if row["standing"]["fails"]:
            failing[KINDS[row["severity"]]].append(row)
    for kind, rows in failing.items():
        shown = rows if len(rows) <= MOST_OF_A_KIND else rows[: MOST_OF_A_KIND - 1]
        yield from (_annotation(kind, row, told) for row in shown)
        if len(rows) > len(shown):
            yield f"::{kind} title=auditor::{len(rows) - len(shown):,} more, in {SUMMARY} and in the report"


def summary(result: Result) -> Iterator[str]:
    """The digest, cut before the section that GitHub would not take."""
    size, left_out = 0, 0
    for section in markdown.sections(result):
        size += len(section.encode()) + 2
        if size > MOST_BYTES:
            left_out += 1
            continue
        yield f"{section}\n\n"
    if left_out:
        yield f"{left_out} sections are left out here, for GitHub takes no more; they stand in {markdown.NAME}.\n"


def _annotation(kind: str, row: VerdictRow, told: Lines) -> str:
    place = told.place(row)
    title = _property(f"{row['severity']}: {told.title(row)}")
    return f"::{kind} file={_property(place.path)},line={place.line},title={title}::{_data(told.told(row))}"


def _data(text: str) -> str:
    """A command's message, escaped as the runner reads it back."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""A room: one format a file, one report a folder, each with `write(result, folder)`, told from the result alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from auditor.errors import UsageError
from auditor.outputs import csv_file, gitlab, json_file, junit, parquet_file
from auditor.outputs.ci import report as ci
from auditor.outputs.coaching import report as coaching
from auditor.outputs.email_digest import message as email_digest
from auditor.outputs.github import job as github
from auditor.outputs.markdown import digest as markdown
from auditor.outputs.sarif import log as sarif
from auditor.outputs.weekly import report as weekly
from auditor.outputs.xlsx import book as xlsx

HTML = "html"  # the format of the reports that are asked for


class Output(Protocol):
    """A format, or a report."""

    def write(self, result: Mapping[str, Any], folder: Path) -> list[Path]:
        """Writes its files into the folder and says which. Raises UsageError where that cannot be."""


REPORTS: Mapping[str, Output] = {"weekly": weekly, "ci": ci, "coaching": coaching}
FORMATS: Mapping[str, Output] = {
    "json": json_file,
    "csv": csv_file,
    "parquet": parquet_file,
    "xlsx": xlsx,
    "email": email_digest,
    "sarif": sarif,
    "junit": junit,
    "github": github,
    "gitlab": gitlab,
    "markdown": markdown,
}
NAMES = (HTML, *FORMATS)
USUAL = (HTML, "json", "csv")  # what an audit writes where nothing else is asked


def check(formats: Sequence[str], reports: Sequence[str] = ()) -> None:
    """Raises UsageError if a format or a report is unknown."""
    unknown = [f'there is no format "{name}". Formats: {", ".join(NAMES)}.' for name in formats if name not in NAMES]
    unknown += [
        f'there is no report "{name}". Reports: {", ".join(REPORTS)}.' for name in reports if name not in REPORTS
    ]
    if unknown:
        raise UsageError(unknown)


def write(
    result: Mapping[str, Any], formats: Sequence[str], folder: Path, reports: Sequence[str] = ("weekly",)
) -> list[Path]:
    """Writes the result in each format, and for `html` each of the reports; the files, in that order."""
    check(formats, reports)
    return [
        file
        for name in dict.fromkeys(formats)
        for output in ([REPORTS[report] for report in dict.fromkeys(reports)] if name == HTML else [FORMATS[name]])
        for file in output.write(result, folder)
    ]

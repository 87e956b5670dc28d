"""ci.html: the page of an engineer whose pipeline went red; ci.txt: the same for the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from auditor.outputs import csv_file, json_file
from auditor.outputs.ci.page import at_the_gate
from auditor.outputs.ci.plain import plain
from auditor.outputs.files import write_file
from auditor.outputs.page import page
from auditor.result import Result

REPORT, NAME, TEXT = "ci", "ci.html", "ci.txt"
FILES = {"csv": csv_file.NAME, "json": json_file.NAME, "text": TEXT}


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes ci.html and ci.txt into the folder."""
    return [write_file(folder, NAME, render(result)), write_file(folder, TEXT, render_text(result))]


def render(result: Mapping[str, Any]) -> Iterator[str]:
    """The page, piece by piece."""
    return page("ci_gate", {"page": at_the_gate(cast(Result, result)), "files": FILES})


def render_text(result: Mapping[str, Any]) -> Iterator[str]:
    """The plain text, line by line."""
    return (f"{line}\n" for line in plain(at_the_gate(cast(Result, result)), [NAME, csv_file.NAME, json_file.NAME]))

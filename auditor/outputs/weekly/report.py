"""weekly.html: the page of a QA manager."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from auditor.outputs import csv_file, json_file
from auditor.outputs.files import write_file
from auditor.outputs.page import page
from auditor.outputs.weekly.page import weekly
from auditor.result import Result

NAME = "weekly.html"


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes weekly.html into the folder."""
    return [write_file(folder, NAME, render(result))]


def render(result: Mapping[str, Any]) -> Iterator[str]:
    """The page, piece by piece."""
    files = {"csv": csv_file.NAME, "json": json_file.NAME}
    return page("weekly_qa", {"page": weekly(cast(Result, result)), "files": files})

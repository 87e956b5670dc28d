"""github-annotations.txt, to be printed by a step, and github-summary.md, to be appended to $GITHUB_STEP_SUMMARY."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from auditor.outputs.files import write_file
from auditor.outputs.github.commands import annotated
from auditor.outputs.github.step_summary import step_summary
from auditor.result import Result

ANNOTATIONS: Final = "github-annotations.txt"
SUMMARY: Final = "github-summary.md"


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes both files."""
    known = cast(Result, result)
    return [
        write_file(folder, ANNOTATIONS, (f"{line}\n" for line in annotated(known))),
        write_file(folder, SUMMARY, [step_summary(known)]),
    ]

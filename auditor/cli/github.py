"""Inside a GitHub step: its annotations on standard output, its summary where the runner wants it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from auditor.errors import UsageError
from auditor.outputs.github import ANNOTATIONS, SUMMARY


def tell_runner(files: Sequence[Path]) -> None:
    """Nothing, unless a runner listens and the format was written. Raises UsageError."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return
    for file in files:
        if file.name == ANNOTATIONS:
            click.echo(file.read_text(encoding="utf-8"), nl=False)
        if file.name == SUMMARY and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
            _append(Path(summary), file.read_text(encoding="utf-8"))


def _append(summary: Path, text: str) -> None:
    try:
        with summary.open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise UsageError(f"GITHUB_STEP_SUMMARY {summary}: cannot be written: {error.strerror}.") from None

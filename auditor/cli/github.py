"""Where a step of GitHub Actions calls: its annotations are printed, and its summary is appended to the step's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from auditor.outputs.github.job import ANNOTATIONS, SUMMARY

IN_ACTIONS, STEP_SUMMARY = "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"  # what a runner sets for every step
MOST = 1_048_576  # bytes of a step's summary; GitHub drops a larger one whole


def tell_runner(files: Sequence[Path]) -> None:
    """Of the files that were written, those for a step; nothing where no runner says that it is one."""
    if os.environ.get(IN_ACTIONS) != "true":
        return
    for file in files:
        if file.name == ANNOTATIONS:
            click.echo(file.read_text("utf-8"), nl=False)
        if file.name == SUMMARY and os.environ.get(STEP_SUMMARY):
            _append(file, Path(os.environ[STEP_SUMMARY]))


def _append(file: Path, to: Path) -> None:
    """A summary that cannot be shown fails no audit: standard error says where it lies."""
    text = file.read_bytes()
    try:
        if (to.stat().st_size if to.exists() else 0) + len(text) > MOST:
            click.echo(f"{file}: not appended to the step's summary, which GitHub would drop beyond 1 MiB.", err=True)
            return
        with to.open("ab") as stream:
            stream.write(text)
    except OSError as error:
        click.echo(f"{file}: not appended to the step's summary: {error.strerror or error}.", err=True)

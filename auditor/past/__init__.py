"""The audits before this one, in one DuckDB file: what was found in other weeks, and the same findings followed."""

from __future__ import annotations

from pathlib import Path

from auditor.result import Result


def followed(result: Result, file: Path) -> Result:
    """The result with what the file knows of earlier audits. Raises UsageError where it cannot be read."""
    raise NotImplementedError(result, file)


def remember(result: Result, file: Path) -> None:
    """Adds this audit to the file; the same audit again changes nothing. Raises UsageError."""
    raise NotImplementedError(result, file)

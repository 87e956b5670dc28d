"""An audit that was saved: the result.json that it wrote, or its folder."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import UsageError

SAVED = "result.json"


def saved_file(given: Path) -> Path:
    """The document of a saved audit. Raises UsageError if there is none."""
    file = given / SAVED if given.is_dir() else given
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file. AUDIT is the result.json that an audit wrote, or its folder.")
    return file

"""Messages in JSON lines: one object a line with `text`, and what is known of it besides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from auditor.errors import ExportError

_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """A message. `number`: its line; `at`: the day it was written, where that is told; `values`: the whole object."""

    number: int
    text: str
    at: date | None
    values: Mapping[str, Any]

    @property
    def labels(self) -> tuple[frozenset[str], ...]:
        """The contact types that it carries; each entry is met by any of its types ("legal-threat|social-media")."""
        return tuple(frozenset(str(label).split("|")) for label in self.values["labels"])


def read_lines(path: Path, labelled: bool = False) -> Iterator[Line]:
    """Read a file line by line. `labelled`: each line must have `labels`. Raises ExportError with what is wrong."""
    problems: list[str] = []
    try:
        with path.open(encoding="utf-8") as file:
            for number, written in enumerate(file, start=1):
                if not written.strip():
                    continue
                line = _line(written, number, labelled)
                if isinstance(line, Line):
                    yield line
                else:
                    problems.append(f"{path}:{number}: {line}")
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError(f"{path}: cannot be read ({error}). Give a UTF-8 file with one JSON object a line.") from None
    if problems:
        more = [f"{path}: and {len(problems) - _SHOWN} more lines like these."] if len(problems) > _SHOWN else []
        raise ExportError(problems[:_SHOWN] + more)


def _line(written: str, number: int, labelled: bool) -> Line | str:
    try:
        values = json.loads(written)
    except json.JSONDecodeError as error:
        return f"is no JSON ({error.msg} at column {error.colno}). Each line holds one object."
    if not isinstance(values, dict) or not isinstance(values.get("text"), str):
        return 'has no "text". Each line is an object such as {"text": "…"}.'
    if labelled and not (
        isinstance(values.get("labels"), list) and all(isinstance(one, str) for one in values["labels"])
    ):
        return 'has no "labels". Give a list of contact types, [] for none.'
    at = values.get("at")
    try:
        day = datetime.fromisoformat(at).date() if at else None
    except (TypeError, ValueError):
        return f'"at": {at!r} is no time. Write 2026-11-15 or 2026-11-15T09:00:00Z.'
    return Line(number, values["text"], day, values)

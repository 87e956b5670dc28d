"""Filled worklists, read back: who said what of which verdict. Every mistake is told at file:line, all at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from auditor.calibration.worklist import ANSWERS
from auditor.errors import UsageError
from auditor.policy.yaml_file import did_you_mean
from auditor.result import Result

NEEDED = ("fingerprint", "reviewer", "verdict")
Line = tuple[int, Mapping[str, str]]


@dataclass(frozen=True)
class Ratings:
    """fingerprint → reviewer → answer, and fingerprint → the share of its stratum that was drawn."""

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    chances: dict[str, float] = field(default_factory=dict)


def read_ratings(result: Result, files: Sequence[Path]) -> Ratings:
    """The answers of all worklists; a row without an answer is one that was not reviewed. Raises UsageError."""
    known = {row["fingerprint"] for row in result["verdicts"]}
    found, problems = Ratings(), []
    for file in files:
        for number, line in _lines(file):
            problems += [f"{file}:{number}: {sentence}" for sentence in _take(line, known, found)]
    if not problems and not found.answers:
        problems = [f"{', '.join(map(str, files))}: no row has an answer. Fill the columns reviewer and verdict."]
    if problems:
        raise UsageError(problems)
    return found


def _take(line: Mapping[str, str], known: set[str], found: Ratings) -> Iterator[str]:
    """Adds an answer, or says what is wrong with it."""
    name, reviewer, answer = (line.get(column, "").strip() for column in NEEDED)
    if not answer:
        return
    if name not in known:
        yield f'the audit has no verdict with the fingerprint "{name}". Give the audit from which the list was drawn.'
    if not reviewer:
        yield "says what, but not who: the column reviewer is empty."
    if answer not in ANSWERS:
        yield f'"{answer}" is no answer.{did_you_mean(answer, ANSWERS)} Answers: {", ".join(ANSWERS)}.'
    said = found.answers.setdefault(name, {})
    if reviewer in said:
        yield f'"{reviewer}" has answered for {name} before. Keep one of the two.'
    said[reviewer] = answer
    chance = _number(line.get("chance", ""))
    if chance:
        found.chances[name] = chance


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value <= 1 else None


def _lines(file: Path) -> Iterator[Line]:
    """The rows below the head, with their line in the file. Raises UsageError."""
    rows = list(_workbook(file) if file.suffix == ".xlsx" else _text(file))
    head = [name.strip().lower() for name in rows[0]] if rows else []
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise UsageError(
            f"{file}:1: has no column {', '.join(missing)}. A worklist is what `auditor sample-review` writes."
        )
    for number, row in enumerate(rows[1:], start=2):
        yield number, dict(zip(head, row, strict=False))


def _text(file: Path) -> Iterator[list[str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            yield from csv.reader(stream)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file}: cannot be read as CSV ({error}). Save it as UTF-8 CSV, or as .xlsx.") from None


def _workbook(file: Path) -> Iterator[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UsageError(f"{file}: cannot be read as XLSX ({error}). Save it again as .xlsx, or as CSV.") from None
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield [_cell(value) for value in row]
    book.close()


def _cell(value: Any) -> str:
    return "" if value is None else str(value)

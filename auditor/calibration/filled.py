"""Filled worklists, read back: who said what of which verdict. Every mistake is told at file:line, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.calibration.tables import Record, read_table
from auditor.calibration.worklist import ANSWERS
from auditor.errors import AuditorError, UsageError
from auditor.policy.yaml_file import did_you_mean
from auditor.result import Result

NEEDED = ("fingerprint", "reviewer", "verdict")


@dataclass(frozen=True)
class Ratings:
    """fingerprint → reviewer → answer or note; fingerprint → the share of its stratum that was drawn.

    `draws`: the samples of which the answered rows are; without a name: a list that no sample made.
    """

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    chances: dict[str, float] = field(default_factory=dict)
    draws: set[str] = field(default_factory=set)


def read_ratings(result: Result, files: Sequence[Path]) -> Ratings:
    """The answers of all worklists; a row without an answer is one that was not reviewed. Raises UsageError."""
    reader = _Reader(frozenset(row["fingerprint"] for row in result["verdicts"]))
    for file in files:
        reader.read(file)
    if not reader.problems and not reader.found.answers:
        names = ", ".join(map(str, files))
        raise UsageError(f"{names}: no row has an answer. Fill the columns reviewer and verdict.")
    if reader.problems:
        raise UsageError(reader.problems)
    return reader.found


class _Reader:
    """Reads list after list, and remembers what is wrong and how a reviewer was written first."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.found = Ratings()
        self.problems: list[str] = []
        self._reviewers: dict[str, str] = {}
        self._said: dict[tuple[str, str], str] = {}  # (fingerprint, reviewer) → where

    def read(self, file: Path) -> None:
        try:
            heads, records = read_table(file)
        except AuditorError as error:
            self.problems += error.messages
            return
        missing = [name for name in NEEDED if name not in heads]
        if missing:
            self.problems.append(
                f"{file}:1: has no column {', '.join(missing)}. A worklist is what `auditor sample-review` writes."
            )
            return
        for record in records:
            if record.get("verdict"):
                problems = list(self._problems(record))
                self.problems += [f"{record.place}: {sentence}" for sentence in problems]
                if not problems:
                    self._take(record)

    def _problems(self, record: Record) -> Iterator[str]:
        name, reviewer, answer = (record.get(column) for column in NEEDED)
        if name not in self.known:
            near = did_you_mean(name, self.known)
            yield (
                f'the audit has no verdict with the fingerprint "{name}".{near} '
                "Give the audit from which the list was drawn."
            )
        if not reviewer:
            yield "says what, but not who: the column reviewer is empty."
        if answer.casefold() not in ANSWERS:
            meant = did_you_mean(answer.casefold(), ANSWERS)
            yield f'"{answer}" is no answer.{meant} Answers: {", ".join(ANSWERS)}.'
        before = self._said.get((name, _folded(reviewer)))
        if reviewer and before:
            yield f'"{reviewer}" has answered for {name} before, at {before}. Keep one of the two.'
        self._said.setdefault((name, _folded(reviewer)), record.place)

    def _take(self, record: Record) -> None:
        name, reviewer, answer = (record.get(column) for column in NEEDED)
        written = self._reviewers.setdefault(_folded(reviewer), reviewer)
        self.found.answers.setdefault(name, {})[written] = answer.casefold()
        if note := record.get("note"):
            self.found.notes.setdefault(name, {})[written] = note
        chance = _number(record.get("chance"))
        if chance:
            self.found.chances[name] = chance
        self.found.draws.add(record.get("draw"))


def _folded(name: str) -> str:
    """A name, the same however it is spaced and capitalised."""
    return " ".join(name.casefold().split())


def _number(text: str) -> float | None:
    """A chance, also where a spreadsheet writes a decimal comma."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value <= 1 else None

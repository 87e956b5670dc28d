"""`baseline.json`: the findings that were there when it was written. What is known does not fail; what is new does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, ValidationError

from auditor.decisions.fields import Finding, Identifier, Text, When
from auditor.decisions.scope import Named, every_duty
from auditor.errors import PolicyError
from auditor.instants import instant, moment_of
from auditor.policy.yaml_file import Strict, parse, yaml_of
from auditor.result import BaselineEntry, BaselineState, Result, Severity, VerdictRow

SCHEMA: Final = "auditor-baseline/1"
Fate = Literal["known", "fixed", "ended", "not-judged"]


class Entry(Strict):
    """One finding, as it was."""

    what: ClassVar[str] = "an entry"
    fingerprint: Finding
    ticket_id: Identifier
    pack: Text
    policy: Text
    duty: Text
    severity: Severity
    trigger_at: Annotated[When, Field(description="tells whether an audit of a period reaches it")]
    history_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="of the ticket's history then")]

    @property
    def told(self) -> BaselineEntry:
        """As the result document lists it."""
        return {
            "fingerprint": self.fingerprint,
            "ticket_id": self.ticket_id,
            "pack": self.pack,
            "policy": self.policy,
            "duty": self.duty,
            "severity": self.severity,
        }


class Accepted(Strict):
    """Findings that were added to a baseline that stood already, and who answers for it."""

    what: ClassVar[str] = "accepted"
    approver: Text
    reason: Text
    as_of: When
    findings: tuple[Finding, ...]


class Baseline(Strict):
    """`baseline.json`."""

    what: ClassVar[str] = "baseline.json"
    format: Annotated[Literal["auditor-baseline/1"], Field(alias="schema")]
    as_of: Annotated[When, Field(description="of the audit that it was written from")]
    accepted: tuple[Accepted, ...] = ()
    entries: tuple[Entry, ...]


def baseline_of(as_of: datetime, accepted: Iterable[Accepted], entries: Iterable[Entry]) -> Baseline:
    """A baseline, its entries in the order of their duties and tickets."""
    ordered = tuple(sorted(entries, key=_by_duty))
    return Baseline.model_validate(
        {"schema": SCHEMA, "as_of": as_of, "accepted": tuple(accepted), "entries": ordered}
    )  # fmt: skip


def _by_duty(entry: Entry) -> tuple[str, ...]:
    return entry.pack, entry.policy, entry.duty, entry.ticket_id, entry.fingerprint


def read_baseline(path: Path) -> tuple[Baseline | None, list[str]]:
    """The baseline in a file, and what is wrong with it, located."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, [f"{path}: cannot be read ({error})."]
    try:
        read = Baseline.model_validate_json(text)
    except ValidationError:
        return None, _located(text, path)
    found = Counter(entry.fingerprint for entry in read.entries)
    twice = [one for one, times in found.items() if times > 1]
    problems = [f"{path}: the finding {one} stands in it twice. Write the baseline again." for one in twice]
    return (None if problems else read), problems


def _located(text: str, path: Path) -> list[str]:
    """What is wrong, line by line: JSON is YAML, whose reader knows the places."""
    try:
        _, problems = parse(yaml_of(text, path, str(path)), Baseline)
    except PolicyError as error:
        return [*error.messages]
    return problems or [f"{path}: is no JSON. Write the baseline again with auditor baseline write."]


@dataclass(frozen=True)
class Judged:
    """An audit as a baseline meets it: what it judged, and what lies outside of it."""

    result: Result

    @cached_property
    def rows(self) -> Mapping[str, VerdictRow]:
        """The instances by fingerprint."""
        return {row["fingerprint"]: row for row in self.result["verdicts"]}

    @cached_property
    def histories(self) -> Mapping[str, str]:
        """The digest of the history of every ticket in scope."""
        return {case["ticket_id"]: case["history_sha256"] for case in self.result["tickets"]["cases"]}

    @cached_property
    def _decided(self) -> set[Named]:
        undecidable = self.result["capabilities"]["undecidable"]
        return {*every_duty(self.result)} - {(one["pack"], one["policy"], one["duty"]) for one in undecidable}

    def _in_period(self, moment: datetime) -> bool:
        since, until = self.result["manifest"]["since"], self.result["manifest"]["until"]
        as_of = moment_of(self.result["manifest"]["as_of"])
        return (
            (since is None or moment >= moment_of(since))
            and (until is None or moment < moment_of(until))
            and moment <= as_of
        )

    def fate(self, entry: Entry) -> Fate:
        """What became of an entry. What the audit did not judge is neither fixed nor ended."""
        row = self.rows.get(entry.fingerprint)
        if row is None:
            judged = entry.ticket_id in self.histories and (entry.pack, entry.policy, entry.duty) in self._decided
            return "fixed" if judged and self._in_period(entry.trigger_at) else "not-judged"
        if row["verdict"] == "violated":
            return "known" if self.histories.get(row["ticket_id"]) == entry.history_sha256 else "ended"
        return "fixed" if row["verdict"] == "complied" else "not-judged"


@dataclass(frozen=True)
class Compared:
    """A baseline beside an audit."""

    baseline: Baseline
    fates: Mapping[str, Fate]
    violated: int

    def with_fate(self, *fates: Fate) -> list[Entry]:
        """The entries that fared so, in the order of the file."""
        return [entry for entry in self.baseline.entries if self.fates[entry.fingerprint] in fates]

    def standing(self, row: VerdictRow) -> Literal["new", "known"] | None:
        """What an instance is to the baseline; None: it is not violated."""
        if row["verdict"] != "violated":
            return None
        return "known" if self.fates.get(row["fingerprint"]) == "known" else "new"

    @property
    def state(self) -> BaselineState:
        """As the result document tells it."""
        known = len(self.with_fate("known"))
        return {
            "as_of": instant(self.baseline.as_of),
            "entries": len(self.baseline.entries),
            "known": known,
            "new": self.violated - known,
            "fixed": [entry.told for entry in self.with_fate("fixed")],
            "ended": [entry.told for entry in self.with_fate("ended")],
        }


def compared(baseline: Baseline, result: Result) -> Compared:
    """What became of every entry in this audit."""
    judged = Judged(result)
    violated = sum(row["verdict"] == "violated" for row in result["verdicts"])
    return Compared(baseline, {entry.fingerprint: judged.fate(entry) for entry in baseline.entries}, violated)


def entries_of(result: Result, rows: Sequence[VerdictRow]) -> Iterator[Entry]:
    """The entries of findings."""
    histories = Judged(result).histories
    for row in rows:
        yield Entry(
            fingerprint=row["fingerprint"],
            ticket_id=row["ticket_id"],
            pack=row["pack"],
            policy=row["policy"],
            duty=row["duty"],
            severity=row["severity"],
            trigger_at=moment_of(row["trigger"]["at"]),
            history_sha256=histories[row["ticket_id"]],
        )

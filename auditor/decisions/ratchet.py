"""Writing a baseline: the first takes what it finds; from then on entries go, and come only if somebody answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditor.decisions.baseline import SCHEMA, Accepted, Baseline, Entry, baseline_of, compared, entries_of
from auditor.errors import UsageError
from auditor.instants import instant, moment_of
from auditor.result import Result, VerdictRow


@dataclass(frozen=True)
class Approved:
    """Who takes new findings into a baseline that stands already, and why."""

    approver: str
    reason: str


@dataclass(frozen=True)
class Turned:
    """A baseline one turn further, and what the turn did."""

    baseline: Baseline
    fixed: int
    ended: int
    added: int
    new: int  # findings that are in no baseline and keep failing
    left_out: int  # waived or overturned: somebody decided about them elsewhere


def turned(result: Result, before: Baseline | None, approved: Approved | None = None) -> Turned:
    """The baseline of an audit. Raises UsageError if the audit is older than the baseline that stands."""
    as_of = moment_of(result["manifest"]["as_of"])
    if before and as_of < before.as_of:
        raise UsageError(
            f"the baseline was written from an audit as of {instant(before.as_of)}, and this one is older "
            f"({instant(as_of)}). Give the newer audit."
        )
    comparison = compared(before, result) if before else None
    kept = comparison.with_fate("known", "not-judged") if comparison else []
    known = {entry.fingerprint for entry in kept}
    rows = [row for row in result["verdicts"] if row["verdict"] == "violated" and row["fingerprint"] not in known]
    new = [row for row in rows if not _decided_elsewhere(row)]
    added = list(entries_of(result, new)) if approved or before is None else []
    return Turned(
        baseline_of(as_of, _accepted(before, approved, added, as_of), (*kept, *added)),
        fixed=len(comparison.with_fate("fixed")) if comparison else 0,
        ended=len(comparison.with_fate("ended")) if comparison else 0,
        added=len(added),
        new=len(new) - len(added),
        left_out=len(rows) - len(new),
    )


def _decided_elsewhere(row: VerdictRow) -> bool:
    """A waived finding would never fail again in a baseline, and its waiver ends; an overturned one is none."""
    return row["standing"]["waiver"] is not None or row["standing"]["reviewed"] != "violated"


def _accepted(
    before: Baseline | None, approved: Approved | None, added: list[Entry], as_of: datetime
) -> Iterator[Accepted]:
    """What was accepted so far, and what is now."""
    yield from before.accepted if before else ()
    if before and approved and added:
        yield Accepted(
            approver=approved.approver,
            reason=approved.reason,
            as_of=as_of,
            findings=tuple(sorted(entry.fingerprint for entry in added)),
        )


def baseline_text(baseline: Baseline) -> Iterator[str]:
    """The file, in pieces: an entry a line, so that a change of it reads well."""
    yield f'{{\n"schema": {json.dumps(SCHEMA)},\n"as_of": {json.dumps(instant(baseline.as_of))},\n"accepted": ['
    yield from _lines([{**one.model_dump(), "as_of": instant(one.as_of)} for one in baseline.accepted])
    yield '],\n"entries": ['
    yield from _lines([{**one.model_dump(), "trigger_at": instant(one.trigger_at)} for one in baseline.entries])
    yield "]\n}\n"


def _lines(items: list[dict[str, Any]]) -> Iterator[str]:
    for place, item in enumerate(items):
        yield ("," if place else "") + "\n" + json.dumps(item, ensure_ascii=False)
    yield "\n" if items else ""

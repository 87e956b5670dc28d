"""The page of the gate, whole, as plain values; the plain text is told from the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.outputs.ci import commands
from auditor.outputs.ci.findings import SHOWN, Aside, Group, Teller, asides, teller
from auditor.outputs.ci.gate import Gate, gate, verdict_line
from auditor.outputs.telling import summary
from auditor.outputs.telling.moments import Moment, moment
from auditor.outputs.telling.words import count, reason_parts
from auditor.passing import Passing
from auditor.result import BaselineEntry, Result, WaiverState

LISTED = 200  # entries of a list in the annex
REASONS = 10
STALE = ("expired", "expiring")
LET_PASS: dict[Passing, tuple[str, str]] = {
    "known": ("Known from the baseline", "They were there when it was written, and nothing happened on their tickets."),
    "waived": ("Waived", "Somebody agreed to bear them for a while; they fail again when the waiver ends."),
    "overturned": ("Overturned in review", "A reviewer found that the machine was wrong."),
    "advisory": ("Advisory here", "Their duties are told in this environment, and fail nothing."),
    "overridden": ("Overridden", "Their duties are enforced softly here, and somebody named let them pass."),
    "below": ("Below the threshold", "Less severe than --fail-on."),
}


@dataclass(frozen=True)
class Passed:
    """Findings that do not fail the run, for one reason; `total` of them, of which some stand here."""

    reason: str
    title: str
    about: str
    rows: tuple[Aside, ...]
    total: int


@dataclass(frozen=True)
class Entries:
    """Baseline entries that are fixed, or that ended; `total` of them, of which some stand here."""

    title: str
    about: str
    rows: tuple[BaselineEntry, ...]
    total: int


@dataclass(frozen=True)
class Waiver:
    """A waiver that somebody has to look at."""

    state: WaiverState
    expires: Moment


@dataclass(frozen=True)
class Page:
    """What the templates and the plain text read; everything else they need is in `result`."""

    line: str
    gate: Gate
    title: str
    period: str
    as_of: Moment
    since: str
    coverage: str
    fails_on: str
    environment: str | None
    run: str
    groups: tuple[Group, ...]
    shown: int
    passed: tuple[Passed, ...]
    entries: tuple[Entries, ...]
    waivers: tuple[Waiver, ...]
    reasons: tuple[tuple[str, int], ...]
    more_reasons: int
    result: Result

    @property
    def failing(self) -> int:
        return len(self.gate.failing)


def at_the_gate(result: Result) -> Page:
    """The page of a result."""
    found, asked = gate(result), teller(result)
    threshold = result["manifest"]["fail_on"]
    reasons = _reasons(result)
    return Page(
        line=verdict_line(result),
        gate=found,
        title=", ".join(pack["title"] for pack in result["manifest"]["packs"]) or "Support policies",
        period=summary.period(result, asked.zone),
        as_of=moment(result["manifest"]["as_of"], asked.zone),
        since=_since(result, asked),
        coverage=summary.coverage(result),
        fails_on=f"{threshold} or worse" if threshold not in (None, "info", "critical") else _one_level(threshold),
        environment=result["decisions"]["environment"],
        run=commands.audit(result),
        groups=asked.groups(found.failing),
        shown=min(len(found.failing), SHOWN),
        passed=tuple(_passed(found, asked)),
        entries=tuple(_entries(result)),
        waivers=tuple(
            Waiver(one, moment(one["expires"], asked.zone))
            for one in result["decisions"]["waivers"]
            if one["state"] in STALE
        ),
        reasons=reasons[:REASONS],
        more_reasons=sum(number for _, number in reasons[REASONS:]),
        result=result,
    )


def _one_level(threshold: str | None) -> str:
    return {None: "nothing", "info": "every finding"}.get(threshold, str(threshold))


def _since(result: Result, asked: Teller) -> str:
    """What “new” is measured against."""
    baseline, past = result["decisions"]["baseline"], result["past"]
    parts = []
    if baseline:
        as_of = moment(baseline["as_of"], asked.zone).text
        parts.append(f"New since the baseline as of {as_of} ({count(baseline['entries'], 'entry', 'entries')})")
    if past and past["before"]:
        there = sum(row["fingerprint"] in asked.first_seen for row in gate(result).failing)
        parts.append(
            f"the audit before this one is as of {moment(past['before'], asked.zone).text}, "
            f"and {there:,} of what fails stood in an earlier audit"
        )
    told = "; ".join(parts) or "No baseline and no history were given, so that every finding counts as of today"
    return f"{told[0].upper()}{told[1:]}."


def _passed(found: Gate, asked: Teller) -> Iterator[Passed]:
    for reason, (title, about) in LET_PASS.items():
        rows = found.let_pass[reason]
        if rows:
            yield Passed(reason, title, about, asides(asked, rows, LISTED), len(rows))


def _entries(result: Result) -> Iterator[Entries]:
    baseline = result["decisions"]["baseline"]
    if baseline is None:
        return
    told = (
        ("Fixed since the baseline", "They are kept now; auditor baseline write takes them out.", baseline["fixed"]),
        ("Ended", "Their tickets' histories went on, so that these findings are new again.", baseline["ended"]),
    )
    for title, about, entries in told:
        if entries:
            yield Entries(title, about, tuple(entries[:LISTED]), len(entries))


def _reasons(result: Result) -> tuple[tuple[str, int], ...]:
    """Why verdicts are undecided, the most frequent first."""
    found = Counter(
        ": ".join(part for part in reason_parts(row["reason"]) if part)
        for row in result["verdicts"]
        if row["verdict"] == "indeterminate"
    )
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))

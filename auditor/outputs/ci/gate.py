"""Does the run pass: one verdict, one exit code, one line that says so, for the page, the log and the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from auditor.outputs.telling import summary
from auditor.outputs.telling.cases import worst_first
from auditor.outputs.telling.words import count
from auditor.passing import Passing, passing
from auditor.rates import percent
from auditor.result import SEVERITIES, Result, VerdictRow

Outcome = Literal["PASS", "FAIL", "DATA ERROR"]
EXIT_CODES: Mapping[Outcome, int] = {"PASS": 0, "FAIL": 1, "DATA ERROR": 3}
USUAL_LIMITS = {"max_quarantined": "50%", "max_indeterminate": "50%"}
PASSING: Mapping[Passing, str] = {
    "known": "in the baseline",
    "waived": "waived",
    "overturned": "overturned",
    "advisory": "advisory",
    "overridden": "overridden",
    "below": "below",
}


@dataclass(frozen=True)
class Measured:
    """A share of what could not be used, against the largest that is allowed."""

    name: str
    hits: int
    of: int
    allowed: float
    sentence: str  # why this is no pass, if it is too much

    @property
    def too_much(self) -> bool:
        """Exactly at the limit is allowed."""
        return self.hits > self.allowed * self.of

    @property
    def share(self) -> str:
        return percent(self.hits / self.of) if self.of else "–"

    @property
    def limit(self) -> str:
        return f"{self.allowed * 100:g}\N{NO-BREAK SPACE}%"


@dataclass(frozen=True)
class Gate:
    """A run at the gate: what fails it, worst first, what is let pass and why, and what cannot be trusted."""

    failing: tuple[VerdictRow, ...]
    let_pass: Mapping[Passing, tuple[VerdictRow, ...]]
    measured: tuple[Measured, ...]
    off: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """Data that cannot be trusted is neither a pass nor a finding."""
        return "DATA ERROR" if self.off else "FAIL" if self.failing else "PASS"

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.outcome]


def gate(result: Result) -> Gate:
    """The run at the gate; everything is read from the document, so that a saved one has the same answer."""
    violated = sorted((row for row in result["verdicts"] if row["verdict"] == "violated"), key=worst_first)
    threshold = result["manifest"]["fail_on"]
    reasons = [(passing(row, threshold), row) for row in violated if not row["standing"]["fails"]]
    return Gate(
        failing=tuple(row for row in violated if row["standing"]["fails"]),
        let_pass={name: tuple(row for reason, row in reasons if reason == name) for name in PASSING},
        measured=(_quarantined(result), _indeterminate(result)),
        off=tuple(data_errors(result)),
    )


def data_errors(result: Result) -> list[str]:
    """Why this result must not be taken for a pass, if it must not."""
    found = [one.sentence for one in (_quarantined(result), _indeterminate(result)) if one.too_much]
    if not result["tickets"]["read"]:
        asked = summary.period(result, ZoneInfo(result["manifest"]["timezone"]))
        found.append(f"The export holds no ticket in the period that was asked for ({asked}). Ask for another period.")
    return found


def verdict_line(result: Result) -> str:
    """FAIL: 2 new critical (7 in the baseline, 1 fixed, 3 waived)."""
    return _line(gate(result), result)


def _line(found: Gate, result: Result) -> str:
    aside = ", ".join(_aside(found, result))
    return f"{found.outcome}: {_main(found, result)}{f' ({aside})' if aside else ''}"


def _main(found: Gate, result: Result) -> str:
    threshold, new = result["manifest"]["fail_on"], "new " if result["decisions"]["baseline"] else ""
    failing = ", ".join(f"{number:,} {new}{severity}" for severity, number in by_severity(found.failing))
    if found.off:
        return f"{', '.join(_reasons(found, result))}{f'; {failing} found all the same' if failing else ''}"
    if failing:
        return failing
    if not result["verdicts"]:
        return f"no duty arose on {count(result['tickets']['read'], 'ticket')}"
    if threshold is None:
        return "nothing fails with --fail-on never"
    return f"nothing {new}at or above {threshold} in {count(len(result['verdicts']), 'verdict')}"


def _reasons(found: Gate, result: Result) -> Iterator[str]:
    """What cannot be trusted, in few words."""
    for one in found.measured:
        if one.too_much:
            yield f"{one.share} of {one.name}, more than {one.limit}".replace("\N{NO-BREAK SPACE}", " ")
    if not result["tickets"]["read"]:
        yield "no ticket in the period"


def _aside(found: Gate, result: Result) -> Iterator[str]:
    """What became of the others; the reasons are told once each, so that they add up to all findings."""
    baseline, threshold = result["decisions"]["baseline"], result["manifest"]["fail_on"]
    for reason, words in PASSING.items():
        rows = found.let_pass[reason]
        if reason == "below":
            told = ", ".join(f"{number:,} {severity}" for severity, number in by_severity(rows))
            if rows:
                yield told if threshold is None else f"{len(rows):,} below {threshold}"
        elif rows or (reason == "known" and baseline):
            yield f"{len(rows):,} {words}"
        if reason == "known" and baseline:
            yield f"{len(baseline['fixed']):,} fixed"
    if found.failing and not baseline:
        yield "no baseline"


def by_severity(rows: Sequence[VerdictRow]) -> list[tuple[str, int]]:
    """How many of each severity, worst first."""
    found = Counter(row["severity"] for row in rows)
    return [(severity, found[severity]) for severity in SEVERITIES if found[severity]]


def _limit(result: Result, name: str) -> float:
    """The largest share that is allowed, from what the call asked for."""
    given = str(result["manifest"]["options"].get(name, USUAL_LIMITS[name]))
    return float(given.removesuffix("%")) / 100


def _quarantined(result: Result) -> Measured:
    rows, limit = result["rows"], _limit(result, "max_quarantined")
    return Measured(
        "the rows not usable", rows["quarantined"], rows["read"], limit,
        f"{rows['quarantined']:,} of {rows['read']:,} rows of the export could not be used, so the report tells "
        f"little (--max-quarantined {limit * 100:g}%). Mend the export; auditor inspect lists each row and its reason.",
    )  # fmt: skip


def _indeterminate(result: Result) -> Measured:
    verdicts, limit = result["verdicts"], _limit(result, "max_indeterminate")
    unknown = sum(row["verdict"] == "indeterminate" for row in verdicts)
    return Measured(
        "the verdicts undecided", unknown, len(verdicts), limit,
        f"{unknown:,} of {count(len(verdicts), 'verdict')} cannot be told from this export, so the report tells "
        f"little (--max-indeterminate {limit * 100:g}%). auditor inspect says what the export lacks.",
    )  # fmt: skip

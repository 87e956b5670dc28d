"""The sheets of findings: what needs action, what can still be mended, what cannot be told, and every verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.telling.cases import duties_by_name, duty_title, holder, worst_first
from auditor.outputs.telling.moments import instant
from auditor.outputs.telling.stands import set_aside, stands
from auditor.outputs.telling.sufficed import still_possible, sufficed
from auditor.outputs.telling.words import label, reason_parts
from auditor.outputs.xlsx.sheet import Column, Sheets
from auditor.result import Case, Duty, Result, VerdictRow

NEEDS_ACTION, STILL_FIXABLE, CANNOT_TELL, ALL = "Needs action", "Still fixable", "Cannot tell", "All verdicts"
FAR = "9999"


@dataclass(frozen=True)
class Teller:
    """What the cells of a verdict's row are told with."""

    duties: dict[str, Duty]
    cases: dict[str, Case]
    as_of: str
    zone: ZoneInfo

    def title(self, row: VerdictRow) -> str:
        return duty_title(row, self.duties)

    def subject(self, row: VerdictRow) -> str | None:
        case = self.cases.get(row["ticket_id"])
        return case["subject"] if case else None

    def left(self, row: VerdictRow) -> float | None:
        """Seconds until it is due; a duration of a spreadsheet is never negative."""
        due = row["due_at"]
        return max((instant(due) - instant(self.as_of)).total_seconds(), 0.0) if due else None


def teller(result: Result, zone: ZoneInfo) -> Teller:
    cases = {case["ticket_id"]: case for case in result["tickets"]["cases"]}
    return Teller(duties_by_name(result), cases, result["manifest"]["as_of"], zone)


def add(sheets: Sheets, result: Result) -> None:
    """The four sheets."""
    tell, rows = teller(result, sheets.zone), result["verdicts"]
    sheets.table(
        NEEDS_ACTION, _needs_action(tell), needs_action(rows), empty="No rule was broken.", printed=12, grey=set_aside
    )
    sheets.table(STILL_FIXABLE, _still_fixable(tell), still_fixable(rows), empty="No duty was open.", printed=9)
    undecided = [row for row in rows if row["verdict"] == "indeterminate"]
    sheets.table(CANNOT_TELL, _cannot_tell(tell), undecided, empty="Every duty that arose could be judged.", printed=9)
    sheets.table(ALL, _all(tell), rows, empty="No duty was triggered.", frozen=2, printed=13, wrap=False)


def needs_action(rows: Sequence[VerdictRow]) -> list[VerdictRow]:
    """Every violated verdict, worst first; those that people set aside come last."""
    violated = [row for row in rows if row["verdict"] == "violated"]
    return sorted(violated, key=lambda row: (set_aside(row), *worst_first(row)))


def still_fixable(rows: Sequence[VerdictRow]) -> list[VerdictRow]:
    """Every pending verdict, by time left."""
    pending = [row for row in rows if row["verdict"] == "pending"]
    return sorted(pending, key=lambda row: (instant(row["due_at"]).isoformat() if row["due_at"] else FAR,
                                            row["fingerprint"]))  # fmt: skip


def _needs_action(tell: Teller) -> list[Column]:
    return [
        Column("Severity", "severity", lambda row: row["severity"]),
        _verdict(),
        _ticket(),
        _subject(tell),
        _duty(tell),
        _who(),
        *_when(tell.zone),
        _words(),
        Column("What would have complied", "text", lambda row: sufficed(row["counterfactual"], tell.zone)),
        *_standing(tell),
        *_measures(),
        *_why_they(),
        Column("Still possible", "text", lambda row: still_possible(row["counterfactual"]), 28),
        Column("Made good later", "text", lambda row: row["repaired"]),
        Column("Clauses", "text", lambda row: ", ".join(row["clauses"]), 24),
        _fingerprint(),
    ]


def _still_fixable(tell: Teller) -> list[Column]:
    return [
        Column("Time left (h:min:s)", "span", tell.left),
        Column(f"Due ({tell.zone.key})", "date", lambda row: row["due_at"]),
        _duty(tell),
        Column("Severity", "severity", lambda row: row["severity"]),
        _ticket(),
        _subject(tell),
        _who(),
        _words(),
        _verdict(),
        Column(f"Began ({tell.zone.key})", "date", lambda row: row["trigger"]["at"]),
        *_why_they(),
        _fingerprint(),
    ]


def _cannot_tell(tell: Teller) -> list[Column]:
    return [
        Column("Reason", "text", lambda row: reason_parts(row["reason"])[0], 30),
        Column("In detail", "text", lambda row: reason_parts(row["reason"])[1], 50),
        _ticket(),
        _subject(tell),
        _duty(tell),
        Column("Severity", "severity", lambda row: row["severity"]),
        Column(f"Began ({tell.zone.key})", "date", lambda row: row["trigger"]["at"]),
        _words(),
        _verdict(),
        *_standing(tell),
        _fingerprint(),
    ]


def _all(tell: Teller) -> list[Column]:
    return [
        _ticket(),
        _verdict(),
        Column("Severity", "severity", lambda row: row["severity"]),
        _duty(tell),
        Column("Pack", "text", lambda row: row["pack"], 24),
        Column("Policy", "text", lambda row: label(row["policy"]), 28),
        Column("Duty's name", "text", lambda row: row["duty"], 28),
        Column("Clauses", "text", lambda row: ", ".join(row["clauses"]), 24),
        Column("Contact types", "text", lambda row: ", ".join(map(label, row["contact_types"])), 24),
        _subject(tell),
        _who(),
        *_when(tell.zone),
        *_measures(),
        *_why_they(),
        Column("Began (UTC)", "text", lambda row: row["trigger"]["at"], 24),
        Column("Due (UTC)", "text", lambda row: row["due_at"], 24),
        _words(),
        Column("Reason", "text", lambda row: row["reason"]),
        Column("Final", "text", lambda row: row["final"]),
        Column("Made good later", "text", lambda row: row["repaired"]),
        *_standing(tell),
        Column("Enforcement", "text", lambda row: row["standing"]["enforcement"]),
        Column("Baseline", "text", lambda row: row["standing"]["baseline"]),
        _fingerprint(),
    ]


def _verdict() -> Column:
    return Column("Verdict", "verdict", lambda row: row["verdict"])


def _ticket() -> Column:
    return Column("Ticket", "text", lambda row: row["ticket_id"], 20)


def _subject(tell: Teller) -> Column:
    return Column("Subject", "text", tell.subject, 36)


def _duty(tell: Teller) -> Column:
    return Column("Duty", "text", tell.title, 40)


def _words() -> Column:
    return Column("Words that began it", "text", lambda row: " ".join((row["trigger"]["phrase"] or "").split()), 36)


def _fingerprint() -> Column:
    return Column("Fingerprint", "code", lambda row: row["fingerprint"], 40)


def _who() -> Column:
    return Column("Who answers", "text", lambda row: holder(row["responsible"]).name, 24)


def _why_they() -> list[Column]:
    return [
        Column("Why they", "text", lambda row: row["responsible"]["why"], 30),
        Column("Team", "text", lambda row: row["group"] and (row["group"]["name"] or row["group"]["id"]), 22),
    ]


def _when(zone: ZoneInfo) -> list[Column]:
    """In the report's zone."""
    return [
        Column(f"Began ({zone.key})", "date", lambda row: row["trigger"]["at"]),
        Column(f"Due ({zone.key})", "date", lambda row: row["due_at"]),
    ]


def _measures() -> list[Column]:
    """How long it took and how long it might, on the clock that is named."""
    return [
        Column("Took (h:min:s)", "span", lambda row: row["elapsed_seconds"] if row["witness"] else None),
        Column("Allowed (h:min:s)", "span", lambda row: row["allowed_seconds"]),
        Column("Clock", "text", lambda row: row["clock"] and label(row["clock"]), 16),
    ]


def _standing(tell: Teller) -> list[Column]:
    return [
        Column("After review", "verdict", lambda row: row["standing"]["reviewed"]),
        Column("What people decided", "text", lambda row: stands(row, tell.zone), 40),
        Column("Fails the run", "text", lambda row: row["standing"]["fails"]),
    ]

"""What fails a run, duty by duty: where the duty stands, what was found, and how to see it again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.ci import commands
from auditor.outputs.telling.cases import Holder, duties_by_name, duty_name, duty_title, holder, trigger_quote
from auditor.outputs.telling.measures import measure
from auditor.outputs.telling.moments import Moment, instant, moment
from auditor.outputs.telling.places import places
from auditor.outputs.telling.stands import stands
from auditor.outputs.telling.sufficed import still_possible, sufficed
from auditor.outputs.telling.texts import Quote
from auditor.result import SEVERITIES, Case, Result, VerdictRow

SHOWN = 500  # findings that stand on the page with their evidence, worst first
Evidence = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Finding:
    """A finding that fails the run."""

    fingerprint: str
    ticket_id: str
    subject: str | None
    who: Holder
    team: str | None
    broke: Moment  # when it could not be kept any more
    measure: str
    since: str  # the first audit that showed it, where a history says so
    quote: Quote | None
    repaired: bool
    sufficed: str
    still: str
    said: str  # what people said of it: disputed, upheld
    evidence: Evidence  # the row that the SQL found: its columns and their values
    command: str


@dataclass(frozen=True)
class Group:
    """A duty with the findings that fail the run; `more` of them do not stand here."""

    name: str
    title: str
    severity: str
    clauses: tuple[str, ...]
    kb: str | None
    place: str  # file:line of the policy
    findings: tuple[Finding, ...]
    failing: int
    instances: int
    command: str  # shows its SQL

    @property
    def more(self) -> int:
        return self.failing - len(self.findings)


@dataclass(frozen=True)
class Teller:
    """A result, ready to be asked for its findings."""

    result: Result
    zone: ZoneInfo
    cases: Mapping[str, Case]
    first_seen: Mapping[str, str]
    places: Mapping[str, str]

    def groups(self, rows: Sequence[VerdictRow], shown: int = SHOWN) -> tuple[Group, ...]:
        """The failing rows, worst first, by duty: the worst and most frequent duty first."""
        told: dict[str, list[Finding]] = defaultdict(list)
        for row in rows[:shown]:
            told[duty_name(row)].append(self.finding(row))
        severities = {duty_name(row): row["severity"] for row in rows}
        found = Counter(duty_name(row) for row in rows)
        ordered = sorted(found, key=lambda name: (SEVERITIES.index(severities[name]), -found[name], name))
        first = {duty_name(row): row for row in reversed(rows)}
        return tuple(self._group(first[name], told[name], found[name]) for name in ordered)

    def _group(self, row: VerdictRow, findings: Sequence[Finding], failing: int) -> Group:
        duty = duties_by_name(self.result).get(duty_name(row))
        return Group(
            name=f"{row['policy']}/{row['duty']}",
            title=duty["title"] if duty else row["duty"],
            severity=row["severity"],
            clauses=tuple(duty["clauses"] if duty else row["clauses"]),
            kb=duty["kb"] if duty else None,
            place=self.places.get(duty_name(row), ""),
            findings=tuple(findings),
            failing=failing,
            instances=sum(duty["counts"].values()) if duty else failing,  # type: ignore[arg-type]
            command=commands.compiled(self.result, row["policy"], row["duty"]),
        )

    def finding(self, row: VerdictRow) -> Finding:
        """One row in full."""
        case = self.cases.get(row["ticket_id"])
        return Finding(
            fingerprint=row["fingerprint"],
            ticket_id=row["ticket_id"],
            subject=case["subject"] if case else None,
            who=holder(row["responsible"]),
            team=(row["group"]["name"] or row["group"]["id"]) if row["group"] else None,
            broke=moment(_broke(row, case), self.zone),
            measure=measure(row, self.zone),
            since=self._since(row),
            quote=trigger_quote(row, case),
            repaired=row["repaired"],
            sufficed=sufficed(row["counterfactual"], self.zone),
            still=still_possible(row["counterfactual"]),
            said=stands(row, self.zone),
            evidence=_evidence(row),
            command=commands.explain(self.result, row),
        )

    def _since(self, row: VerdictRow) -> str:
        if self.result["past"] is None:
            return ""
        seen = self.first_seen.get(row["fingerprint"])
        return f"the audit as of {moment(seen, self.zone).text}" if seen else "this audit; none before shows it"


def teller(result: Result) -> Teller:
    """A result, ready to be asked."""
    past = result["past"]
    return Teller(
        result=result,
        zone=ZoneInfo(result["manifest"]["timezone"]),
        cases={case["ticket_id"]: case for case in result["tickets"]["cases"]},
        first_seen={one["fingerprint"]: one["first_seen"] for one in past["followed"]} if past else {},
        places={name: place.text for name, place in places(result).items()},
    )


def _broke(row: VerdictRow, case: Case | None) -> str:
    """When it could not be kept any more: at the deadline, or with the act that broke it."""
    acts = {event["event_id"]: event["at"] for event in case["timeline"]} if case else {}
    act, due = (acts.get(row["witness"][0]) if row["witness"] else None), row["due_at"]
    if act and due:
        return min(act, due, key=instant)
    return act or due or row["trigger"]["at"]


def _evidence(row: VerdictRow) -> Evidence:
    """The row as the SQL found it; `auditor explain` shows how it came to be."""
    columns = {
        "trigger": row["trigger"]["event_id"],
        "trigger_at": row["trigger"]["at"],
        "witness": " ".join(row["witness"]) or "null",
        "due_at": row["due_at"],
        "elapsed": _seconds(row["elapsed_seconds"]),
        "allowed": _seconds(row["allowed_seconds"]),
        "clock": row["clock"],
        "final": str(row["final"]).lower(),
    }
    return tuple((name, value) for name, value in columns.items() if value is not None)


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:,.6f}".rstrip("0").rstrip(".") + " s"


@dataclass(frozen=True)
class Aside:
    """A finding that does not fail the run, in a line."""

    fingerprint: str
    ticket_id: str
    severity: str
    name: str
    title: str
    why: str


def asides(teller: Teller, rows: Sequence[VerdictRow], shown: int) -> tuple[Aside, ...]:
    """The findings that are let pass, worst first, and what people decided about them."""
    duties = duties_by_name(teller.result)
    return tuple(
        Aside(
            row["fingerprint"],
            row["ticket_id"],
            row["severity"],
            f"{row['policy']}/{row['duty']}",
            duty_title(row, duties),
            stands(row, teller.zone),
        )
        for row in rows[:shown]
    )

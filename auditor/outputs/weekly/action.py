"""What needs action: which findings are laid out with their history, which stand in the list, which are packed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.telling.cases import (
    CaseCard,
    Holder,
    by_ticket,
    card,
    duties_by_name,
    duty_title,
    holder,
    worst_first,
)  # fmt: skip
from auditor.outputs.telling.moments import Moment, moment, week_of
from auditor.outputs.telling.stands import set_aside, stands
from auditor.outputs.telling.texts import LONG
from auditor.outputs.telling.words import label
from auditor.outputs.weekly.marks import Mark, Marker, marker
from auditor.outputs.weekly.packed import packed
from auditor.result import SEVERITIES, Case, Duty, Result, VerdictRow

ALWAYS = "critical"  # every finding of this severity stands on the page itself
MOST = 10_000  # of them: a page of 10 MB is none that anybody opens, so more critical ones are packed like the others
STATIC = 500  # findings that stand on the page itself, and rows of a list
GLANCE = 10  # the worst cases: laid out however long their history is
ROOM, LEAST = 1_250_000, 60_000  # bytes of a page for its histories and what is packed; at least for histories
PACKED = 14  # bytes of a packed finding
EVENT, FINDING = 520, 1_800  # bytes that one takes on the page, without its words


@dataclass(frozen=True)
class Facts:
    """What the filters and the small print need to know of a finding."""

    policy: str
    week: str
    marks: tuple[Mark, ...]
    tokens: str
    reviewed: str | None  # the verdict after review, where somebody reviewed it
    decision: str


@dataclass(frozen=True)
class Line:
    """A finding as a line of the list."""

    fingerprint: str
    severity: str
    ticket_id: str
    subject: str | None
    title: str
    clauses: tuple[str, ...]
    holder: Holder
    begun: Moment
    facts: Facts


@dataclass(frozen=True)
class NeedsAction:
    """Every finding: in a case, in the list or packed."""

    cases: tuple[CaseCard, ...]
    facts: Mapping[str, Facts]
    lines: tuple[Line, ...]
    packed: str  # compressed columns; empty where there is nothing to pack
    total: int
    elsewhere: int  # packed, and in the files
    set_aside: int  # stand last: nobody has to act on them
    every_critical: bool  # stands on the page itself

    @property
    def shown(self) -> int:
        return self.total - self.elsewhere

    @property
    def laid_out(self) -> int:
        return self.shown - len(self.lines)


def needs_action(result: Result, zone: ZoneInfo) -> NeedsAction:
    """Every critical finding and the first 500 stand on the page; the rest is packed."""
    violated = sorted((row for row in result["verdicts"] if row["verdict"] == "violated"), key=_open_first)
    desk = _Desk(result, zone)
    laid_out = _laid_out(by_ticket(violated), desk.cases, max(LEAST, ROOM - PACKED * max(0, len(violated) - STATIC)))
    others = [row for row in violated if row["ticket_id"] not in laid_out]
    places = max(0, STATIC - (len(violated) - len(others)))
    graver = [place for place, row in enumerate(others) if place >= places and row["severity"] == ALWAYS][:MOST]
    stand = {*range(min(places, len(others))), *graver}
    static = [row for place, row in enumerate(others) if place in stand]
    rest = [row for place, row in enumerate(others) if place not in stand]
    return NeedsAction(
        cases=desk.cards(laid_out),
        facts={row["fingerprint"]: desk.facts(row) for rows in laid_out.values() for row in rows},
        lines=tuple(desk.line(row) for row in static),
        packed=packed(rest, [row["fingerprint"] for row in violated], result, desk.marker) if rest else "",
        total=len(violated),
        elsewhere=len(rest),
        set_aside=sum(map(set_aside, violated)),
        every_critical=all(row["severity"] != ALWAYS for row in rest),
    )


def _open_first(row: VerdictRow) -> tuple[bool, tuple[int, str, str]]:
    return set_aside(row), worst_first(row)


def _laid_out(
    found: Mapping[str, list[VerdictRow]], cases: Mapping[str, Case], room: int
) -> dict[str, list[VerdictRow]]:
    """The worst cases, as many as have room on the page."""
    ordered = sorted(found.items(), key=lambda item: _worst_case_first(item[1]))
    kept: dict[str, list[VerdictRow]] = {}
    for ticket_id, rows in ordered:
        cost = _size(rows, cases.get(ticket_id))
        if len(kept) < GLANCE or cost <= room:
            kept[ticket_id] = rows
            room -= cost
    return kept


def _worst_case_first(rows: Sequence[VerdictRow]) -> tuple[bool, int, int]:
    return all(map(set_aside, rows)), SEVERITIES.index(rows[0]["severity"]), -len(rows)


def _size(rows: Sequence[VerdictRow], case: Case | None) -> int:
    """About how many bytes a case takes on the page; a long text stands there twice."""
    texts = [len(event["text"] or "") for event in (case["timeline"] if case else ())]
    return FINDING * len(rows) + sum(EVENT + size + min(size, LONG) * (size > LONG) for size in texts)


class _Desk:
    """The documents that a finding is told from."""

    def __init__(self, result: Result, zone: ZoneInfo) -> None:
        self.zone = zone
        self.marker: Marker = marker(result, zone)
        self.cases = {case["ticket_id"]: case for case in result["tickets"]["cases"]}
        self.duties: Mapping[str, Duty] = duties_by_name(result)
        self.titles = policy_titles(result)
        self.verdicts: Iterable[VerdictRow] = result["verdicts"]

    def cards(self, laid_out: Mapping[str, Sequence[VerdictRow]]) -> tuple[CaseCard, ...]:
        of_ticket = by_ticket(row for row in self.verdicts if row["ticket_id"] in laid_out)
        return tuple(
            card(rows, of_ticket[ticket_id], self.cases.get(ticket_id), self.duties, self.zone)
            for ticket_id, rows in laid_out.items()
        )

    def facts(self, row: VerdictRow) -> Facts:
        return Facts(
            policy=self.titles.get((row["pack"], row["policy"]), label(row["policy"])),
            week=week_of(row["trigger"]["at"], self.zone),
            marks=self.marker.marks(row),
            tokens=self.marker.tokens(row),
            reviewed=row["standing"]["reviewed"] if row["standing"]["disposition"] else None,
            decision=stands(row, self.zone),
        )

    def line(self, row: VerdictRow) -> Line:
        case = self.cases.get(row["ticket_id"])
        return Line(
            fingerprint=row["fingerprint"],
            severity=row["severity"],
            ticket_id=row["ticket_id"],
            subject=case["subject"] if case else None,
            title=duty_title(row, self.duties),
            clauses=tuple(row["clauses"]),
            holder=holder(row["responsible"]),
            begun=moment(row["trigger"]["at"], self.zone),
            facts=self.facts(row),
        )


def policy_titles(result: Result) -> dict[tuple[str, str], str]:
    """(pack, policy) → its title."""
    return {(policy["pack"], policy["policy"]): policy["title"] for policy in result["policies"]}

"""The page of one agent, and the coach's index, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.coaching import choice
from auditor.outputs.coaching.colleagues import Desk
from auditor.outputs.coaching.own import OwnCase, own_case, own_row
from auditor.outputs.coaching.people import Agent, standing
from auditor.outputs.coaching.told import CaseTold, Strength, Teller, teller
from auditor.outputs.coaching.trend import Trend, own_score, trend
from auditor.outputs.telling.cases import duty_title
from auditor.outputs.telling.moments import Moment, instant, left, moment
from auditor.outputs.telling.summary import period
from auditor.outputs.telling.words import count, label
from auditor.rates import Rate, percent, rate
from auditor.result import Case, Result, Score, VerdictRow

OPEN = 6  # open duties that stand on the page; the rest is counted
ASIDE = {
    "disputed": "disputed, waiting for a decision",
    "overturned": "overturned: it was kept",
    "waived": "under a waiver",
    "let-pass": "let pass by who may approve that",
}


@dataclass(frozen=True)
class Pattern:
    """The one thing to work on."""

    title: str
    clauses: tuple[str, ...]
    kb: str | None
    found: int
    tickets: int
    kept: int
    cases: tuple[CaseTold, ...]


@dataclass(frozen=True)
class Aside:
    """A finding that people had their say on."""

    ticket_id: str
    title: str
    standing: str
    why: str | None
    fingerprint: str


@dataclass(frozen=True)
class OpenDuty:
    """A duty that can still be met."""

    ticket_id: str
    title: str
    due: Moment | None
    left: str


@dataclass(frozen=True)
class OwnScore:
    """The scorecard's score, with its n and interval; `score` and `without` only of enough tickets."""

    tickets: int
    passed: Rate
    score: str
    without: str
    failed: int


@dataclass(frozen=True)
class Page:
    """What the template reads."""

    name: str
    pack: str
    period: str
    timezone: str
    as_of: Moment
    kept: Rate
    broken: int
    strengths: tuple[Strength, ...]
    pattern: Pattern | None
    rest: tuple[tuple[str, int], ...]
    trend: Trend
    score: OwnScore | None
    goal: str
    aside: tuple[Aside, ...]
    open: tuple[OpenDuty, ...]
    open_total: int
    undecided: int
    disputed: int
    masked: bool


def coaching(agent: Agent, result: Result, desk: Desk, cases: Mapping[str, Case]) -> Page:
    """The page of one agent. `cases` are those of the result, by ticket."""
    zone = ZoneInfo(result["manifest"]["timezone"])
    tell, manifest = teller(result, zone), result["manifest"]
    own = _OwnCases(agent, desk, cases)
    pattern = _pattern(agent, tell, own, cases)
    return Page(
        name=agent.name,
        pack=", ".join(pack["title"] for pack in manifest["packs"]) or "Support policies",
        period=period(result, zone),
        timezone=manifest["timezone"],
        as_of=moment(manifest["as_of"], zone),
        kept=agent.kept_rate,
        broken=len(agent.broken),
        strengths=_strengths(agent, tell, own, cases),
        pattern=pattern,
        rest=_rest(agent, tell, pattern),
        trend=trend(agent, result, zone),
        score=_score(own_score(agent, result)),
        goal=percent(result["scores"]["goal"]),
        aside=tuple(_aside(row, tell, desk, agent) for row in agent.aside),
        open=_open(agent.pending, tell, manifest["as_of"]),
        open_total=len(agent.pending),
        undecided=len(agent.undecided),
        disputed=sum(standing(row) == "disputed" for row in agent.aside),
        masked=manifest["privacy"]["masked"],
    )


class _OwnCases:
    """The agent's cases as their page may show them, each made when it is asked for."""

    def __init__(self, agent: Agent, desk: Desk, cases: Mapping[str, Case]) -> None:
        self._agent, self._desk, self._cases = agent, desk, cases

    def of(self, row: VerdictRow) -> tuple[VerdictRow, OwnCase | None]:
        case = self._cases.get(row["ticket_id"])
        shown = own_case(case, self._desk, self._agent.reader) if case else None
        return own_row(row, shown, self._desk, self._agent.reader), shown

    def rows(self, ticket_id: str) -> list[VerdictRow]:
        """What the timeline may say of the agent: what stands, what was kept, what is open."""
        mine = (*self._agent.broken, *self._agent.kept, *self._agent.pending)
        return [self.of(row)[0] for row in mine if row["ticket_id"] == ticket_id]


def _strengths(agent: Agent, tell: Teller, own: _OwnCases, cases: Mapping[str, Case]) -> tuple[Strength, ...]:
    kept = Counter(row["ticket_id"] for row in agent.kept)
    return tuple(
        tell.strength(*own.of(row), kept_there=kept[row["ticket_id"]]) for row in choice.went_well(agent, cases)
    )


def _pattern(agent: Agent, tell: Teller, own: _OwnCases, cases: Mapping[str, Case]) -> Pattern | None:
    found = choice.focus(agent, cases)
    if found is None:
        return None
    first = found.rows[0]
    duty = tell.duties.get("/".join((*found.policy, found.duty or "")))
    same = [row for row in agent.kept if _is_of(row, found)]
    return Pattern(
        title=duty_title(first, tell.duties) if found.duty else label(found.policy[1]),
        clauses=tuple(first["clauses"]) if found.duty else (),
        kb=duty["kb"] if duty else None,
        found=len(found.rows),
        tickets=len({row["ticket_id"] for row in found.rows}),
        kept=len(same),
        cases=tuple(tell.case(*own.of(row), rows=own.rows(row["ticket_id"])) for row in found.cases),
    )


def _is_of(row: VerdictRow, found: choice.Focus) -> bool:
    return (row["pack"], row["policy"]) == found.policy and found.duty in (None, row["duty"])


def _rest(agent: Agent, tell: Teller, pattern: Pattern | None) -> tuple[tuple[str, int], ...]:
    """What else was found, by duty, with how often; the pattern's further findings among it."""
    told = {case.fingerprint for case in pattern.cases} if pattern else set()
    found = Counter(duty_title(row, tell.duties) for row in agent.broken if row["fingerprint"] not in told)
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _score(found: Score | None) -> OwnScore | None:
    if found is None:
        return None
    return OwnScore(
        tickets=found["tickets"],
        passed=rate(found["passed"], found["tickets"]),
        score=percent(found["score"]) if found["score"] is not None else "–",
        without=percent(found["without_auto_fail"]) if found["without_auto_fail"] is not None else "–",
        failed=found["failed"],
    )


def _aside(row: VerdictRow, tell: Teller, desk: Desk, agent: Agent) -> Aside:
    found = row["standing"]
    said = found["disposition"] or found["waiver"] or found["override"]
    reason = str(said.get("why") or said.get("reason") or "") if said else ""
    why = desk.hide(reason, agent.reader.key).text or None
    kind = standing(row)
    return Aside(row["ticket_id"], duty_title(row, tell.duties), ASIDE[kind], why, row["fingerprint"])


def _open(rows: Iterable[VerdictRow], tell: Teller, as_of: str) -> tuple[OpenDuty, ...]:
    ordered = sorted(rows, key=lambda row: (row["due_at"] is None, instant(row["due_at"] or as_of), row["fingerprint"]))
    return tuple(
        OpenDuty(
            row["ticket_id"],
            duty_title(row, tell.duties),
            moment(row["due_at"], tell.zone) if row["due_at"] else None,
            left(row["due_at"], as_of) if row["due_at"] else "no deadline",
        )
        for row in ordered[:OPEN]
    )


@dataclass(frozen=True)
class IndexRow:
    """An agent in the coach's list; `file` is empty where there is no page."""

    name: str
    id: str | None
    file: str
    decided: int
    about: str


@dataclass(frozen=True)
class Index:
    """The coach's list, by name."""

    pack: str
    period: str
    as_of: Moment
    pages: tuple[IndexRow, ...]
    without: tuple[IndexRow, ...]


def index(people: Sequence[Agent], result: Result, cases: Mapping[str, Case]) -> Index:
    """Everybody by name, with what their page is about; no rate stands beside another."""
    zone = ZoneInfo(result["manifest"]["timezone"])
    tell = teller(result, zone)
    rows = [(_index_row(agent, tell, cases), agent.decided) for agent in people]
    return Index(
        pack=", ".join(pack["title"] for pack in result["manifest"]["packs"]) or "Support policies",
        period=period(result, zone),
        as_of=moment(result["manifest"]["as_of"], zone),
        pages=tuple(row for row, decided in rows if decided),
        without=tuple(row for row, decided in rows if not decided),
    )


def _index_row(agent: Agent, tell: Teller, cases: Mapping[str, Case]) -> IndexRow:
    if not agent.decided:
        return IndexRow(agent.name, agent.reader.id, "", 0, _why_none(agent))
    found = choice.focus(agent, cases)
    title = "" if found is None else duty_title(found.rows[0], tell.duties) if found.duty else label(found.policy[1])
    nothing = "No finding: what to keep" if not agent.broken else "No pattern: what to keep"
    return IndexRow(agent.name, agent.reader.id, agent.file, agent.kept_rate.of, title or nothing)


def _why_none(agent: Agent) -> str:
    parts = [
        f"{count(len(rows), 'duty', 'duties')} {words}"
        for rows, words in ((agent.pending, "still open"), (agent.undecided, "that cannot be judged"))
        if rows
    ]
    return f"Nothing is decided: {' and '.join(parts)}." if parts else "Nothing is decided."

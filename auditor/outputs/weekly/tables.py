"""The tables: per duty and per person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from unicodedata import combining, normalize

from auditor.outputs.telling.cases import unnamed
from auditor.outputs.weekly.funnel import PLACES, Funnel, funnel, place
from auditor.rates import FEWEST, Rate, percent, rate
from auditor.result import AgentCounts, Result, Score, VerdictCounts


@dataclass(frozen=True)
class DutyRow:
    """A duty and how often it was kept; `undecidable` says why this export cannot tell."""

    title: str
    clauses: tuple[str, ...]
    severity: str
    counts: VerdictCounts
    broken: Rate
    undecidable: str | None


@dataclass(frozen=True)
class PolicyRows:
    """A policy and its duties."""

    title: str
    file: str
    duties: tuple[DutyRow, ...]


@dataclass(frozen=True)
class PersonRow:
    """The instances one person, rule or group answers for, on so many tickets."""

    name: str
    kind: str
    counts: AgentCounts
    tickets: int
    broken: Rate
    place: str  # against the limits of all; empty where nothing can be said
    score: str  # of the scorecard; empty where there is none or too few tickets
    without_auto_fail: str

    @property
    def enough(self) -> bool:
        return self.tickets >= FEWEST and self.broken.enough


@dataclass(frozen=True)
class People:
    """By name, never by rank: enough to say something, too few, and what is no person."""

    enough: tuple[PersonRow, ...]
    few: tuple[PersonRow, ...]
    others: tuple[PersonRow, ...]
    all: Rate
    funnel: Funnel | None
    score: str  # of all tickets; empty where there is no scorecard
    without_auto_fail: str
    goal: str

    @property
    def scored(self) -> bool:
        return bool(self.score)

    @property
    def outside(self) -> int:
        return sum(row.place not in ("", PLACES["inside"]) for row in self.enough)


def policies(result: Result) -> tuple[PolicyRows, ...]:
    undecidable = {
        (item["pack"], item["policy"], item["duty"]): item["reason"] for item in result["capabilities"]["undecidable"]
    }
    return tuple(
        PolicyRows(
            policy["title"],
            policy["file"],
            tuple(
                DutyRow(
                    duty["title"],
                    tuple(duty["clauses"]),
                    duty["severity"],
                    duty["counts"],
                    _broken(duty["counts"]),
                    undecidable.get((policy["pack"], policy["policy"], duty["duty"])),
                )
                for duty in policy["duties"]
            ),
        )
        for policy in result["policies"]
    )


def _broken(counts: VerdictCounts | AgentCounts) -> Rate:
    return rate(counts["violated"], counts["violated"] + counts["complied"])


def people(result: Result) -> People:
    """Who answered for how much, by name."""
    agents = [agent for agent in result["agents"] if agent["kind"] == "agent"]
    everybody = rate(sum(one["violated"] for one in agents), sum(one["violated"] + one["complied"] for one in agents))
    tickets, scores = _tickets(result), _scores(result)
    rows = sorted(
        (_person(agent, tickets.get(_key(agent), 0), scores.get(_key(agent)), everybody) for agent in result["agents"]),
        key=lambda row: (_plain(row.name), row.name, row.counts["id"] or ""),
    )
    persons = [row for row in rows if row.kind == "agent"]
    overall = result["scores"]["overall"]
    enough = tuple(row for row in persons if row.enough)
    return People(
        enough=enough,
        few=tuple(row for row in persons if not row.enough),
        others=tuple(row for row in rows if row.kind != "agent"),
        all=everybody,
        funnel=funnel([(row.name, row.broken) for row in enough], everybody),
        score=_told(overall["score"]) if overall["tickets"] else "",
        without_auto_fail=_told(overall["without_auto_fail"]),
        goal=percent(result["scores"]["goal"]),
    )


def _tickets(result: Result) -> dict[tuple[str, str, str], int]:
    """Who answers → on how many tickets."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in result["verdicts"]:
        who = row["responsible"]
        found[who["kind"], who["id"] or "", who["name"] or ""].add(row["ticket_id"])
    return {key: len(tickets) for key, tickets in found.items()}


def _scores(result: Result) -> dict[tuple[str, str, str], Score]:
    return {
        ("agent", one["id"] or "", one["name"] or ""): one["score"]
        for one in result["scores"]["agents"]
        if one["ranked"]
    }


def _key(agent: AgentCounts) -> tuple[str, str, str]:
    return agent["kind"], agent["id"] or "", agent["name"] or ""


def _plain(name: str) -> str:
    """A name for sorting: without accents and case."""
    return "".join(letter for letter in normalize("NFKD", name).casefold() if not combining(letter))


def _person(agent: AgentCounts, tickets: int, score: Score | None, everybody: Rate) -> PersonRow:
    name = "Nobody" if agent["kind"] == "nobody" else agent["name"] or unnamed(agent["kind"], agent["id"])
    broken = _broken(agent)
    compared = agent["kind"] == "agent" and tickets >= FEWEST and broken.enough
    return PersonRow(
        name=name,
        kind=agent["kind"],
        counts=agent,
        tickets=tickets,
        broken=broken,
        place=PLACES[place(broken, everybody)] if compared else "",
        score=_told(score["score"]) if score else "",
        without_auto_fail=_told(score["without_auto_fail"]) if score else "",
    )


def _told(share: float | None) -> str:
    return percent(share) if share is not None else ""

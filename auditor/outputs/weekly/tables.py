"""The tables: per duty, per policy and week, per person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from auditor.outputs.telling.cases import unnamed
from auditor.outputs.telling.moments import MONTHS, instant, monday, week_of
from auditor.rates import Rate, rate
from auditor.result import AgentCounts, Manifest, Policy, Result, VerdictCounts, WeekCounts

WEEKS = 8
Instances: TypeAlias = Counter[tuple[tuple[str, str, str], str]]
DECIDED = ("violated", "complied")


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
class WeekHead:
    """A column: the week's number, year and first day."""

    number: str
    year: str
    starts: str


@dataclass(frozen=True)
class WeekCell:
    """Broken of decided; `level` 0…4 is the shade, None where the result says nothing of that week."""

    rate: Rate | None
    level: int | None


@dataclass(frozen=True)
class WeekRow:
    """A policy, or all cases, week by week."""

    title: str
    cells: tuple[WeekCell, ...]


@dataclass(frozen=True)
class PersonRow:
    """The instances one person, rule or group answers for."""

    name: str
    kind: str
    counts: AgentCounts
    broken: Rate


@dataclass(frozen=True)
class People:
    """By name, never by rank: enough to say something, too few, and what is no person."""

    enough: tuple[PersonRow, ...]
    few: tuple[PersonRow, ...]
    others: tuple[PersonRow, ...]
    all: Rate


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


def _broken(counts: VerdictCounts | AgentCounts | WeekCounts) -> Rate:
    return rate(counts["violated"], counts["violated"] + counts["complied"])


def weeks(result: Result, zone: ZoneInfo) -> tuple[tuple[WeekHead, ...], tuple[WeekRow, ...]]:
    """Columns and rows: all cases first, then each policy, over the last eight weeks there are."""
    cases = {week["week"]: week for week in result["tickets"]["weeks"]}
    broken = _instances(result, zone)
    names = _last_weeks(sorted({*cases, *(week for _, week in broken)}))
    total = WeekRow("All cases", tuple(_cell(_broken(cases[name]) if name in cases else None) for name in names))
    rows = [
        WeekRow(
            policy["title"], tuple(_cell(_week_rate(broken, policy, name, result["manifest"], zone)) for name in names)
        )
        for policy in result["policies"]
    ]
    return tuple(_head(name) for name in names), (total, *rows)


def _instances(result: Result, zone: ZoneInfo) -> Instances:
    """(pack, policy, verdict), week → how many."""
    return Counter(
        ((row["pack"], row["policy"], row["verdict"]), week_of(row["trigger"]["at"], zone))
        for row in result["verdicts"]
        if row["verdict"] in DECIDED
    )


def _week_rate(counts: Instances, policy: Policy, week: str, manifest: Manifest, zone: ZoneInfo) -> Rate | None:
    """None for a week outside the period: the verdicts say nothing of it."""
    if not _inside(week, manifest, zone):
        return None
    hits = counts[(policy["pack"], policy["policy"], "violated"), week]
    return rate(hits, hits + counts[(policy["pack"], policy["policy"], "complied"), week])


def _inside(week: str, manifest: Manifest, zone: ZoneInfo) -> bool:
    since, until = manifest["since"], manifest["until"]
    last = instant(until) - timedelta(microseconds=1) if until else None
    after = since is None or week >= week_of(since, zone)
    return after and (last is None or week <= week_of(last.isoformat(), zone))


def _last_weeks(names: Sequence[str]) -> list[str]:
    """The last eight calendar weeks up to the newest, those without a case between them included."""
    if not names:
        return []
    newest, oldest = monday(names[-1]), monday(names[0])
    mondays = [newest - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    found = [day.isocalendar() for day in mondays if day >= oldest]
    return [f"{year}-W{week:02d}" for year, week, _ in found]


def _head(week: str) -> WeekHead:
    starts = monday(week)
    return WeekHead(f"W{week[6:]}", week[:4], f"{starts.day} {MONTHS[starts.month - 1]}")


def _cell(found: Rate | None) -> WeekCell:
    if found is None:
        return WeekCell(None, None)
    if not found.known:
        return WeekCell(found, None)
    steps = (0.0, 0.05, 0.15, 0.30)
    return WeekCell(found, sum(found.share > step for step in steps))


def people(result: Result) -> People:
    """Who answered for how much, by name."""
    rows = sorted(
        (_person(agent) for agent in result["agents"]),
        key=lambda row: (_plain(row.name), row.name, row.counts["id"] or ""),
    )
    persons = [row for row in rows if row.kind == "agent"]
    return People(
        enough=tuple(row for row in persons if row.broken.enough),
        few=tuple(row for row in persons if not row.broken.enough),
        others=tuple(row for row in rows if row.kind != "agent"),
        all=rate(sum(row.broken.hits for row in persons), sum(row.broken.of for row in persons)),
    )


def _plain(name: str) -> str:
    """A name for sorting: without accents and case."""
    return "".join(letter for letter in normalize("NFKD", name).casefold() if not combining(letter))


def _person(agent: AgentCounts) -> PersonRow:
    name = "Nobody" if agent["kind"] == "nobody" else agent["name"] or unnamed(agent["kind"], agent["id"])
    return PersonRow(name, agent["kind"], agent, _broken(agent))

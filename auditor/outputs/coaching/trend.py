"""An agent's own eight weeks against the goal, and the own score: never beside anybody else's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from auditor.outputs.coaching.people import Agent, standing
from auditor.outputs.telling.moments import MONTHS, instant, monday, week_of
from auditor.rates import FEWEST, NO_BREAK, Rate, percent, rate
from auditor.result import AgentWeek, Manifest, Past, Result, Score

WEEKS = 8
STEP = 0.25  # between the lines of the chart
WIDTH, LEFT, RIGHT, TOP, BOTTOM = 400, 48, 8, 12, 150  # of the chart, in its own units
FLOORS = (0.75, 0.5, 0.25, 0.0)  # where the axis may begin: the highest that shows every interval whole


@dataclass(frozen=True)
class Week:
    """A week: the duties that began in it, kept of decided; None: the result says nothing of it."""

    number: str  # W46
    starts: str  # 9 Nov
    rate: Rate | None
    x: float

    @property
    def drawn(self) -> bool:
        return self.rate is not None and self.rate.enough


@dataclass(frozen=True)
class Point:
    """A dot of the chart with its interval."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True)
class Trend:
    """The weeks, and where a chart puts them."""

    weeks: tuple[Week, ...]
    goal: float
    floor: float

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(self._point(week) for week in self.weeks if week.drawn)

    @property
    def lines(self) -> tuple[str, ...]:
        """Paths through weeks in a row; a week of which too little is known breaks the line."""
        runs = ([*run] for drawn, run in groupby(self.weeks, lambda week: week.drawn) if drawn)
        return tuple("M" + " L".join(self._place(week) for week in run) for run in runs if len(run) > 1)

    @property
    def ticks(self) -> tuple[tuple[str, float], ...]:
        steps = round((1 - self.floor) / STEP)
        shares = [self.floor + STEP * step for step in range(steps + 1)]
        return tuple((f"{share:.0%}".replace("%", f"{NO_BREAK}%"), self.y(share)) for share in shares)

    @property
    def summary(self) -> str:
        """What the chart shows, for who does not see it."""
        drawn = [(week, week.rate) for week in self.weeks if week.drawn and week.rate]
        if not drawn:
            return f"No week has {FEWEST} decided duties or more, which is too few to say anything."
        told = "; ".join(f"{week.number} {found.percent} of {found.of:,}" for week, found in drawn)
        return f"Duties kept of those decided, by week: {told}. The goal is {self.goal_text}."

    @property
    def goal_text(self) -> str:
        return percent(self.goal)

    def y(self, share: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (max(share, self.floor) - self.floor) / (1 - self.floor)

    def _point(self, week: Week) -> Point:
        found = week.rate or rate(0, 0)
        return Point(week.x, self.y(found.share), self.y(found.low), self.y(found.high))

    def _place(self, week: Week) -> str:
        return f"{week.x:.1f} {self.y(week.rate.share if week.rate else 0.0):.1f}"


def trend(agent: Agent, result: Result, zone: ZoneInfo) -> Trend:
    """The last eight weeks up to the end of the period, as people left the verdicts."""
    rates = _rates(agent, result["past"], zone)
    names = _last_weeks(_last_week(result["manifest"], zone))
    step = (WIDTH - LEFT - RIGHT) / WEEKS
    weeks = tuple(_week(name, rates.get(name), LEFT + step * (place + 0.5)) for place, name in enumerate(names))
    goal = result["scores"]["goal"]
    lowest = min([goal, *(week.rate.low for week in weeks if week.rate and week.rate.enough)])
    return Trend(weeks, goal, next(floor for floor in FLOORS if lowest >= floor))


def own_score(agent: Agent, result: Result) -> Score | None:
    """The score of the scorecard; None where it scored none of this agent's tickets."""
    for found in result["scores"]["agents"]:
        if agent.reader.is_me(found["id"], found["name"]) and found["score"]["tickets"]:
            return found["score"]
    return None


def _rates(agent: Agent, past: Past | None, zone: ZoneInfo) -> dict[str, Rate]:
    """By week: the machine's counts, without what was disputed, waived, let pass or somebody else's.

    Weeks that the export does not reach come from the audits before, where a history file was given.
    """
    broken: dict[str, int] = defaultdict(int)
    kept: dict[str, int] = defaultdict(int)
    for week in (*_earlier(agent, past), *agent.counts["weeks"]):
        broken[week["week"]], kept[week["week"]] = week["violated"], week["complied"]
    for row in (*agent.aside, *agent.taken_away):
        name = week_of(row["trigger"]["at"], zone)
        counts = {"violated": broken, "complied": kept}.get(row["verdict"])
        if counts and counts[name]:
            counts[name] -= 1
            kept[name] += standing(row) == "overturned"
    return {name: rate(kept[name], kept[name] + broken[name]) for name in broken}


def _earlier(agent: Agent, past: Past | None) -> Iterator[AgentWeek]:
    """The agent's weeks of earlier audits; somebody without an id cannot be followed."""
    for found in past["agents"] if past else ():
        if found["kind"] == "agent" and found["id"] and found["id"] == agent.reader.id:
            yield from found["weeks"]


def _last_week(manifest: Manifest, zone: ZoneInfo) -> str:
    ends = manifest["until"]
    if ends is None or instant(ends) > instant(manifest["as_of"]):
        return week_of(manifest["as_of"], zone)
    return week_of((instant(ends) - timedelta(microseconds=1)).isoformat(), zone)


def _last_weeks(newest: str) -> Iterator[str]:
    for back in range(WEEKS - 1, -1, -1):
        year, week, _ = (monday(newest) - timedelta(weeks=back)).isocalendar()
        yield f"{year}-W{week:02d}"


def _week(name: str, found: Rate | None, x: float) -> Week:
    starts = monday(name)
    return Week(f"W{name[6:]}", f"{starts.day} {MONTHS[starts.month - 1]}", found, round(x, 1))

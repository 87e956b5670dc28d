"""The weekly page, whole, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.telling import cases, summary
from auditor.outputs.telling.moments import Moment, moment
from auditor.outputs.telling.words import label
from auditor.outputs.weekly import action, bars, decided, open_duties, tables
from auditor.outputs.weekly.weeks import Weeks, weeks
from auditor.rates import Rate
from auditor.result import Clause, QuarantinedRow, Result

QUARANTINE = 100  # rows that stand on the page; the rest is counted
SCALES = (0.1, 0.25, 0.5, 1.0)  # where the axis of a table's intervals may end


@dataclass(frozen=True)
class Page:
    """What the templates read; everything else they need is in `result`."""

    title: str
    period: str
    as_of: Moment
    sentence: summary.Sentence
    tiles: summary.Tiles
    coverage: str
    fixable: open_duties.StillFixable
    action: action.NeedsAction
    policies: tuple[tables.PolicyRows, ...]
    weeks: Weeks
    charts: tuple[bars.Chart, ...]
    duty_scale: float
    people: tables.People
    people_scale: float
    decided: decided.Decided
    undecided: tuple[open_duties.Undecided, ...]
    undecidable: tuple[tuple[str, str], ...]
    review: tuple[open_duties.ReviewRow, ...]
    unflagged: tuple[open_duties.SampleRow, ...]
    quarantine: tuple[QuarantinedRow, ...]
    not_checkable: tuple[Clause, ...]
    result: Result


def weekly(result: Result) -> Page:
    """The page of a result."""
    zone = ZoneInfo(result["manifest"]["timezone"])
    policies, people = tables.policies(result), tables.people(result)
    return Page(
        title=", ".join(pack["title"] for pack in result["manifest"]["packs"]) or "Support policies",
        period=summary.period(result, zone),
        as_of=moment(result["manifest"]["as_of"], zone),
        sentence=summary.sentence(result, zone),
        tiles=summary.tiles(result),
        coverage=summary.coverage(result),
        fixable=open_duties.still_fixable(result, zone),
        action=action.needs_action(result, zone),
        policies=policies,
        weeks=weeks(result, zone),
        charts=bars.charts(result),
        duty_scale=_scale(duty.broken for policy in policies for duty in policy.duties),
        people=people,
        people_scale=_scale(row.broken for row in (*people.enough, *people.others)),
        decided=decided.decided(result, zone),
        undecided=open_duties.undecided(result),
        undecidable=_undecidable(result),
        review=open_duties.review(result, zone),
        unflagged=open_duties.unflagged(result, zone),
        quarantine=tuple(result["rows"]["quarantine"][:QUARANTINE]),
        not_checkable=tuple(clause for clause in result["clauses"] if clause["state"] == "not-checkable"),
        result=result,
    )


def _undecidable(result: Result) -> tuple[tuple[str, str], ...]:
    """The duties that no ticket can decide: title and reason."""
    duties = cases.duties_by_name(result)
    found = (
        (item, duties.get(f"{item['pack']}/{item['policy']}/{item['duty']}"))
        for item in result["capabilities"]["undecidable"]
    )
    return tuple((duty["title"] if duty else label(item["duty"]), item["reason"]) for item, duty in found)


def _scale(rates: Iterable[Rate]) -> float:
    """The shortest axis that holds every interval that is shown."""
    reach = max((rate.high for rate in rates if rate.enough), default=1.0)
    return next(scale for scale in SCALES if reach <= scale)

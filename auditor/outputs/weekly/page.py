"""The weekly page, whole, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.weekly import cases, open_duties, summary, tables
from auditor.outputs.weekly.moments import Moment, moment
from auditor.result import Clause, Result

QUARANTINE = 100  # rows that stand on the page; the rest is counted


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
    action: cases.NeedsAction
    policies: tuple[tables.PolicyRows, ...]
    week_heads: tuple[tables.WeekHead, ...]
    week_rows: tuple[tables.WeekRow, ...]
    people: tables.People
    undecided: tuple[open_duties.Undecided, ...]
    review: tuple[open_duties.ReviewRow, ...]
    not_checkable: tuple[Clause, ...]
    result: Result


def weekly(result: Result) -> Page:
    """The page of a result."""
    zone = ZoneInfo(result["manifest"]["timezone"])
    heads, rows = tables.weeks(result, zone)
    return Page(
        title=", ".join(pack["title"] for pack in result["manifest"]["packs"]) or "Support policies",
        period=summary.period(result, zone),
        as_of=moment(result["manifest"]["as_of"], zone),
        sentence=summary.sentence(result, zone),
        tiles=summary.tiles(result),
        coverage=summary.coverage(result),
        fixable=open_duties.still_fixable(result, zone),
        action=cases.needs_action(result, zone),
        policies=tables.policies(result),
        week_heads=heads,
        week_rows=rows,
        people=tables.people(result),
        undecided=open_duties.undecided(result),
        review=open_duties.review(result, zone),
        not_checkable=tuple(clause for clause in result["clauses"] if clause["state"] == "not-checkable"),
        result=result,
    )

"""What people decided: waivers, reviews and the baseline. The machine's verdict and the one after review stay two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.telling.cases import Holder, duties_by_name, duty_title, holder
from auditor.outputs.telling.moments import Moment, instant, moment, span, week_of
from auditor.outputs.telling.stands import stands
from auditor.outputs.telling.words import label
from auditor.outputs.weekly.action import STATIC, policy_titles
from auditor.rates import Rate, rate
from auditor.result import BaselineEntry, Duty, Past, Result, SettledFinding, VerdictRow, WaiverState

STATES = {  # in the order in which somebody should look at them
    "expiring": "expires soon",
    "expired": "expired",
    "no-longer-needed": "no longer needed",
    "unused": "covers nothing",
    "active": "in force",
    "not-yet": "not yet in force",
}
LISTED = 50  # entries of a list that stand on the page


@dataclass(frozen=True)
class DecidedRow:
    """A finding that somebody decided about."""

    fingerprint: str
    ticket_id: str
    title: str
    holder: Holder
    machine: str
    reviewed: str
    decision: str


@dataclass(frozen=True)
class WaiverRow:
    """A waiver, and how long it still holds."""

    waiver: WaiverState
    state: str
    expires: Moment
    left: str


@dataclass(frozen=True)
class ReviewsRow:
    """How often the findings of a policy were reviewed, and how often that overturned them."""

    title: str
    reviewed: int
    upheld: int
    overturned: int
    wrong_agent: int
    disputed: int
    false_alarms: Rate


@dataclass(frozen=True)
class Entries:
    """Findings that are no rows of this audit's page: the first of them, and how many."""

    total: int
    first: tuple[tuple[str, str], ...]  # ticket and duty

    @property
    def more(self) -> int:
        return self.total - len(self.first)


@dataclass(frozen=True)
class Baseline:
    """The findings that were there when the baseline was written."""

    as_of: Moment
    entries: int
    known: int
    new: int
    fixed: Entries
    ended: Entries


@dataclass(frozen=True)
class Settled:
    """An instance that an earlier audit left open."""

    ticket_id: str
    title: str
    was: str
    now: str


@dataclass(frozen=True)
class Before:
    """This audit beside the one before it."""

    audits: int
    as_of: Moment | None
    new: int
    again: int
    was_open: int
    oldest: str  # the week since when the oldest is known
    settled: tuple[Settled, ...]
    all_settled: int
    gone: Entries


@dataclass(frozen=True)
class Decided:
    """The section, whole."""

    rows: tuple[DecidedRow, ...]
    total: int
    waivers: tuple[WaiverRow, ...]
    reviews: tuple[ReviewsRow, ...]
    baseline: Baseline | None
    before: Before | None
    unmatched: tuple[str, ...]

    @property
    def anything(self) -> bool:
        return bool(self.total or self.waivers or self.reviews or self.baseline or self.unmatched)


def decided(result: Result, zone: ZoneInfo) -> Decided:
    decisions = result["decisions"]
    rows = [row for row in result["verdicts"] if _somebody_decided(row)]
    duties = duties_by_name(result)
    return Decided(
        rows=tuple(
            DecidedRow(
                row["fingerprint"], row["ticket_id"], duty_title(row, duties), holder(row["responsible"]),
                row["verdict"], row["standing"]["reviewed"], stands(row, zone),
            )
            for row in rows[:STATIC]
        ),
        total=len(rows),
        waivers=_waivers(result, zone),
        reviews=_reviews(result),
        baseline=_baseline(result, zone),
        before=_before(result, result["past"], zone) if result["past"] else None,
        unmatched=tuple(decisions["unmatched"]),
    )  # fmt: skip


def _somebody_decided(row: VerdictRow) -> bool:
    standing = row["standing"]
    return bool(standing["waiver"] or standing["override"] or standing["disposition"])


def _waivers(result: Result, zone: ZoneInfo) -> tuple[WaiverRow, ...]:
    """Those that somebody should look at first."""
    ordered = sorted(
        result["decisions"]["waivers"], key=lambda one: (list(STATES).index(one["state"]), one["expires"], one["id"])
    )
    as_of = instant(result["manifest"]["as_of"])
    return tuple(
        WaiverRow(
            one,
            STATES[one["state"]],
            moment(one["expires"], zone),
            span(seconds - seconds % 60) if (seconds := (instant(one["expires"]) - as_of).total_seconds()) > 0 else "",
        )
        for one in ordered
    )


def _reviews(result: Result) -> tuple[ReviewsRow, ...]:
    titles = policy_titles(result)
    return tuple(
        ReviewsRow(
            titles.get((one["pack"], one["policy"]), label(one["policy"])), one["reviewed"], one["upheld"],
            one["overturned"], one["wrong_agent"], one["disputed"], rate(one["overturned"], one["reviewed"]),
        )
        for one in result["decisions"]["reviews"]
        if one["reviewed"] or one["disputed"]
    )  # fmt: skip


def _baseline(result: Result, zone: ZoneInfo) -> Baseline | None:
    found = result["decisions"]["baseline"]
    if found is None:
        return None
    return Baseline(
        moment(found["as_of"], zone), found["entries"], found["known"], found["new"],
        _entries(result, found["fixed"]), _entries(result, found["ended"]),
    )  # fmt: skip


def _entries(result: Result, found: list[BaselineEntry]) -> Entries:
    duties = duties_by_name(result)
    return Entries(len(found), tuple((one["ticket_id"], _title(duties, one)) for one in found[:LISTED]))


def _title(duties: Mapping[str, Duty], entry: BaselineEntry | SettledFinding) -> str:
    duty = duties.get(f"{entry['pack']}/{entry['policy']}/{entry['duty']}")
    return duty["title"] if duty else label(entry["duty"])


def _before(result: Result, past: Past, zone: ZoneInfo) -> Before:
    """Only what is broken now is counted."""
    broken = {row["fingerprint"] for row in result["verdicts"] if row["verdict"] == "violated"}
    seen = [one for one in past["followed"] if one["fingerprint"] in broken]
    again = [one for one in seen if one["was"] not in ("pending", "indeterminate")]
    settled = past["settled"]
    duties = duties_by_name(result)
    return Before(
        audits=past["audits"],
        as_of=moment(past["before"], zone) if past["before"] else None,
        new=len(broken) - len(seen),
        again=len(again),
        was_open=len(seen) - len(again),
        oldest=week_of(min(one["first_seen"] for one in again), zone)[5:] if again else "",
        settled=tuple(
            Settled(one["ticket_id"], _title(duties, one), one["was"], one["now"]) for one in settled[:LISTED]
        ),
        all_settled=len(settled),
        gone=_entries(result, past["gone"]),
    )

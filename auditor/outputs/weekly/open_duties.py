"""What is still open: duties that can be met in time, what could not be judged, and what a person should look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.telling.cases import Holder, duties_by_name, duty_title, holder, trigger_quote
from auditor.outputs.telling.moments import Moment, instant, left, moment
from auditor.outputs.telling.texts import Quote, find, quote
from auditor.outputs.telling.words import label, reason_parts
from auditor.outputs.weekly.action import STATIC
from auditor.result import Case, Duty, Result, VerdictRow

FAR = "9999"
SOON = 4 * 3600  # seconds of wall time
NAMED = 12  # tickets named for a reason; the rest is counted

BEGINNING = 240  # characters of a message that show what it is about


@dataclass(frozen=True)
class OpenDuty:
    """A duty that can still be met."""

    fingerprint: str
    ticket_id: str
    subject: str | None
    title: str
    severity: str
    quote: Quote | None
    holder: Holder
    due: Moment | None
    left: str
    soon: bool


@dataclass(frozen=True)
class StillFixable:
    """The open duties on the page, soonest first, and how many there are."""

    duties: tuple[OpenDuty, ...]
    total: int
    tickets: int


@dataclass(frozen=True)
class Undecided:
    """A reason for which instances could not be judged."""

    reason: str
    details: tuple[str, ...]
    duties: tuple[str, ...]
    instances: int
    tickets: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        return self.tickets[:NAMED]

    @property
    def unnamed(self) -> int:
        return max(0, len(self.tickets) - NAMED)


@dataclass(frozen=True)
class ReviewRow:
    """A weak signal, with its words."""

    ticket_id: str
    type: str
    quote: Quote | None
    at: Moment


@dataclass(frozen=True)
class SampleRow:
    """A ticket that shows no contact type, with how it begins."""

    ticket_id: str
    words: str | None
    at: Moment | None


def still_fixable(result: Result, zone: ZoneInfo) -> StillFixable:
    """The pending duties, by time left."""
    rows = [row for row in result["verdicts"] if row["verdict"] == "pending"]
    rows.sort(key=lambda row: (instant(row["due_at"]).isoformat() if row["due_at"] else FAR, row["fingerprint"]))
    cases = {case["ticket_id"]: case for case in result["tickets"]["cases"]}
    duties, as_of = duties_by_name(result), result["manifest"]["as_of"]
    shown = tuple(_open_duty(row, cases.get(row["ticket_id"]), duties, as_of, zone) for row in rows[:STATIC])
    return StillFixable(shown, len(rows), len({row["ticket_id"] for row in rows}))


def _open_duty(row: VerdictRow, case: Case | None, duties: Mapping[str, Duty], as_of: str, zone: ZoneInfo) -> OpenDuty:
    due_at = row["due_at"]
    return OpenDuty(
        fingerprint=row["fingerprint"],
        ticket_id=row["ticket_id"],
        subject=case["subject"] if case else None,
        title=duty_title(row, duties),
        severity=row["severity"],
        quote=trigger_quote(row, case),
        holder=holder(row["responsible"]),
        due=moment(due_at, zone) if due_at else None,
        left=left(due_at, as_of) if due_at else "no deadline",
        soon=bool(due_at) and (instant(due_at or as_of) - instant(as_of)).total_seconds() <= SOON,
    )


def undecided(result: Result) -> tuple[Undecided, ...]:
    """The indeterminate instances by reason, the most frequent first."""
    duties = duties_by_name(result)
    groups: dict[str, list[VerdictRow]] = defaultdict(list)
    for row in result["verdicts"]:
        if row["verdict"] == "indeterminate":
            groups[reason_parts(row["reason"])[0]].append(row)
    found = [_undecided(reason, rows, duties) for reason, rows in groups.items()]
    return tuple(sorted(found, key=lambda item: (-item.instances, item.reason)))


def _undecided(reason: str, rows: list[VerdictRow], duties: Mapping[str, Duty]) -> Undecided:
    details = sorted({detail for row in rows if (detail := reason_parts(row["reason"])[1])})
    return Undecided(
        reason=reason,
        details=tuple(details[:3]) + ((f"and {len(details) - 3:,} other details",) if len(details) > 3 else ()),
        duties=tuple(sorted({duty_title(row, duties) for row in rows})),
        instances=len(rows),
        tickets=tuple(dict.fromkeys(row["ticket_id"] for row in rows)),
    )


def review(result: Result, zone: ZoneInfo) -> tuple[ReviewRow, ...]:
    """The first 500 weak signals."""
    return tuple(
        ReviewRow(
            item["ticket_id"],
            label(item["type"]),
            _review_quote(item["phrase"], item["sentence"]),
            moment(item["at"], zone),
        )
        for item in result["review"][:STATIC]
    )


def unflagged(result: Result, zone: ZoneInfo) -> tuple[SampleRow, ...]:
    """The sample of tickets that show nothing, each with how it begins."""
    return tuple(
        SampleRow(
            item["ticket_id"],
            _shortened(item["words"]),
            moment(item["at"], zone) if item["at"] else None,
        )
        for item in result["unflagged"]["sample"]
    )


def _shortened(words: str | None) -> str | None:
    """How a text begins."""
    line = " ".join((words or "").split())
    return f"{line[:BEGINNING].rstrip()}…" if len(line) > BEGINNING else line or None


def _review_quote(phrase: str | None, sentence: str | None) -> Quote | None:
    text = sentence or phrase
    if not text:
        return None
    place = find(text, phrase, None)
    return quote(text, [place] if place else [])

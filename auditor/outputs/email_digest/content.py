"""What the digest says, as plain values; both its forms tell it, so that they cannot contradict each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.email_digest.decisions import Notice, notices
from auditor.outputs.telling import summary
from auditor.outputs.telling.cases import duties_by_name, duty_title, holder, worst_first
from auditor.outputs.telling.moments import instant, left, moment
from auditor.outputs.telling.stands import set_aside
from auditor.outputs.telling.texts import short
from auditor.outputs.telling.words import count
from auditor.rates import Rate, rate
from auditor.result import VERDICTS, Case, Result, Verdict, VerdictRow, WeekCounts

MOST = 10  # items of a list; the rest is counted
WEEKS = 4
FAR = "9999"


@dataclass(frozen=True)
class Item:
    """A duty of a ticket: what to do, or what was broken."""

    ticket_id: str
    subject: str
    title: str
    severity: str
    holder: str
    when: str  # the time left, or when it began
    due: str


@dataclass(frozen=True)
class Items:
    """The items that the digest names, and how many there are."""

    shown: tuple[Item, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True)
class Week:
    """A week's cases; `broken` is of those decided."""

    name: str
    counts: WeekCounts
    broken: Rate


@dataclass(frozen=True)
class Digest:
    """Everything that the digest says."""

    title: str
    sentence: summary.Sentence
    period: str
    as_of: str
    coverage: str
    kept: Rate
    counts: tuple[tuple[Verdict, int], ...]
    aside: int  # broken duties that people waived, overturned or let pass
    fixable: Items
    criticals: Items
    compared: bool  # with an earlier audit or a baseline: the criticals are new against it
    criticals_aside: int  # critical findings that were known before, or that people set aside
    weeks: tuple[Week, ...]
    waivers: tuple[Notice, ...]
    disputes: tuple[Notice, ...]
    more_waivers: int
    more_disputes: int

    @property
    def aside_words(self) -> str:
        """Of the critical findings that are not listed: how many, and why not."""
        number = self.criticals_aside
        known = "known from before, or " if self.compared else ""
        return f"{number:,} more {'is' if number == 1 else 'are'} {known}waived, overturned or let pass."

    @property
    def criticals_head(self) -> str:
        return "New critical findings" if self.compared else "Critical findings"


def digest(result: Result, zone: ZoneInfo, most: int = MOST) -> Digest:
    """The digest with at most so many items in each list."""
    rows, cases = result["verdicts"], {case["ticket_id"]: case for case in result["tickets"]["cases"]}
    pending = sorted((row for row in rows if row["verdict"] == "pending"), key=_soonest)
    known, compared = _known(result)
    critical = [row for row in rows if row["verdict"] == "violated" and row["severity"] == "critical"]
    new = [row for row in critical if not set_aside(row) and row["fingerprint"] not in known]
    counts = Counter(row["verdict"] for row in rows)
    by_verdict = result["tickets"]["by_verdict"]
    waivers, disputes = notices(result, zone)
    return Digest(
        title=short(", ".join(pack["title"] for pack in result["manifest"]["packs"]) or "Support policies"),
        sentence=summary.sentence(result, zone),
        period=summary.period(result, zone),
        as_of=moment(result["manifest"]["as_of"], zone).text,
        coverage=summary.coverage(result),
        kept=rate(by_verdict["complied"], by_verdict["complied"] + by_verdict["violated"]),
        counts=tuple((verdict, counts[verdict]) for verdict in VERDICTS),
        aside=sum(row["verdict"] == "violated" and set_aside(row) for row in rows),
        fixable=_items(pending, result, cases, zone, most),
        criticals=_items(sorted(new, key=worst_first), result, cases, zone, most),
        criticals_aside=len(critical) - len(new),
        compared=compared,
        weeks=_weeks(result),
        waivers=waivers[:most],
        disputes=disputes[:most],
        more_waivers=max(0, len(waivers) - most),
        more_disputes=max(0, len(disputes) - most),
    )


def _soonest(row: VerdictRow) -> tuple[str, str]:
    return (instant(row["due_at"]).isoformat() if row["due_at"] else FAR), row["fingerprint"]


def _known(result: Result) -> tuple[set[str], bool]:
    """The findings that were there before, by the baseline or the audit before; and whether there is any to ask."""
    past, baseline = result["past"], result["decisions"]["baseline"]
    known = {row["fingerprint"] for row in result["verdicts"] if row["standing"]["baseline"] == "known"}
    if past:
        known |= {item["fingerprint"] for item in past["followed"] if item["was"] == "violated"}
    return known, past is not None or baseline is not None


def _items(rows: list[VerdictRow], result: Result, cases: dict[str, Case], zone: ZoneInfo, most: int) -> Items:
    duties, as_of = duties_by_name(result), result["manifest"]["as_of"]
    shown = []
    for row in rows[:most]:
        case, due = cases.get(row["ticket_id"]), row["due_at"]
        pending = row["verdict"] == "pending"
        shown.append(
            Item(
                ticket_id=short(row["ticket_id"], 40),
                subject=short(case["subject"] if case else None) or "(no subject)",
                title=short(duty_title(row, duties)),
                severity=row["severity"],
                holder=short(holder(row["responsible"]).name, 60),
                when=_when(due, as_of) if pending else _short_moment(row["trigger"]["at"], zone),
                due=_short_moment(due, zone) if pending and due else "",
            )
        )
    return Items(tuple(shown), len(rows))


def _short_moment(at: str, zone: ZoneInfo) -> str:
    found = moment(at, zone)
    return f"{found.short_day}, {found.time} {found.offset}"


def _when(due: str | None, as_of: str) -> str:
    if due is None:
        return "no deadline"
    told = left(due, as_of)
    return told if told == "due now" else f"{told} left"


def _weeks(result: Result) -> tuple[Week, ...]:
    """The last weeks, oldest first; earlier audits know those that this export does not reach."""
    past = result["past"]
    known = {week["week"]: week for week in (*(past["weeks"] if past else ()), *result["tickets"]["weeks"])}
    last = [known[name] for name in sorted(known)][-WEEKS:]
    return tuple(Week(week["week"], week, rate(week["violated"], week["violated"] + week["complied"])) for week in last)


def subject(found: Digest, result: Result) -> str:
    """The line that a mailbox lists. No word of a ticket stands in it, and no line can begin in it."""
    by_verdict = result["tickets"]["by_verdict"]
    broke = f"{by_verdict['violated']:,} of {count(result['tickets']['in_scope'], 'case')} broke a rule"
    critical = f", {summary.critical_cases(result):,} critical" if summary.critical_cases(result) else ""
    fixable = f", {found.fixable.total:,} still fixable" if found.fixable.total else ""
    return short(f"{short(found.title, 60)}: {broke}{critical}{fixable} ({found.period})", 180)

"""The first lines: the period, the one sentence, the four tiles, the coverage line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from auditor.outputs.telling.moments import DAYS, MONTHS, instant, left, moment, monday, week_before, whole_week
from auditor.outputs.telling.words import count, reason_parts
from auditor.rates import Rate, rate
from auditor.result import Result


@dataclass(frozen=True)
class Sentence:
    """The sentence of the page, and what stands beside it in smaller words."""

    main: str
    beside: str


@dataclass(frozen=True)
class Tiles:
    """The four numbers of the page."""

    kept: Rate  # cases without a violation, of those decided
    critical_cases: int
    critical_findings: int
    undecided: int
    undecided_why: str
    pending: int
    pending_next: str


def period(result: Result, zone: ZoneInfo) -> str:
    """Week 46 of 2026, Mon 9 to Sun 15 Nov 2026; or the instants; or the whole export."""
    since, until = result["manifest"]["since"], result["manifest"]["until"]
    week = whole_week(since, until, zone)
    if week:
        starts = monday(week)
        ends = starts + timedelta(days=6)
        return (
            f"Week {int(week[6:])} of {week[:4]}, {DAYS[0]} {starts.day} {MONTHS[starts.month - 1]} "
            f"to {DAYS[6]} {ends.day} {MONTHS[ends.month - 1]} {ends.year}"
        )
    if since and until:
        return f"From {moment(since, zone).text} to before {moment(until, zone).text}"
    if since:
        return f"Since {moment(since, zone).text}"
    return f"Everything before {moment(until, zone).text}" if until else "The whole export"


def sentence(result: Result, zone: ZoneInfo) -> Sentence:
    """The first line of the page: how many cases broke a rule, of how many, how many critical; and the week before."""
    tickets = result["tickets"]
    broke, in_scope = tickets["by_verdict"]["violated"], tickets["in_scope"]
    if not in_scope:
        return Sentence(
            f"None of {count(tickets['read'], 'ticket')} was in scope.", "No duty was triggered, so none was judged."
        )
    critical = critical_cases(result)
    cases = f"{in_scope:,} {'case' if in_scope == 1 else 'cases'} in scope"
    if not broke:
        main = f"None of {cases} broke a rule" if in_scope > 1 else "The one case in scope broke no rule"
    else:
        main = f"{broke:,} of {cases} broke a rule, {_how_many_critical(critical, broke)}"
    return Sentence(f"{main}{_last_week(result, zone)}.", _not_decided(result))


def _how_many_critical(critical: int, broke: int) -> str:
    if broke == 1:
        return "a critical one" if critical else "none that is critical"
    return f"{critical:,} of them critical" if critical else "none of them critical"


def _not_decided(result: Result) -> str:
    by_verdict = result["tickets"]["by_verdict"]
    parts = [
        f"{count(by_verdict['pending'], 'more case')} {'is' if by_verdict['pending'] == 1 else 'are'} still open"
        if by_verdict["pending"]
        else "",
        f"{count(by_verdict['indeterminate'], 'case')} cannot be judged from this export"
        if by_verdict["indeterminate"]
        else "",
    ]
    told = [part for part in parts if part]
    return f"{'; '.join(told)}." if told else "Every case in scope is decided."


def _last_week(result: Result, zone: ZoneInfo) -> str:
    manifest = result["manifest"]
    week = whole_week(manifest["since"], manifest["until"], zone)
    before = week_before(week) if week else None
    found = next((item for item in result["tickets"]["weeks"] if item["week"] == before), None)
    return f"; the week before, {found['violated']:,} of {found['in_scope']:,}" if found else ""


def critical_cases(result: Result) -> int:
    return len({row["ticket_id"] for row in result["verdicts"] if _is_critical(row["verdict"], row["severity"])})


def _is_critical(verdict: str, severity: str) -> bool:
    return verdict == "violated" and severity == "critical"


def tiles(result: Result) -> Tiles:
    by_verdict = result["tickets"]["by_verdict"]
    pending = [row for row in result["verdicts"] if row["verdict"] == "pending"]
    return Tiles(
        kept=rate(by_verdict["complied"], by_verdict["complied"] + by_verdict["violated"]),
        critical_cases=critical_cases(result),
        critical_findings=sum(_is_critical(row["verdict"], row["severity"]) for row in result["verdicts"]),
        undecided=sum(row["verdict"] == "indeterminate" for row in result["verdicts"]),
        undecided_why=_why(result),
        pending=len(pending),
        pending_next=_next(result),
    )


def _why(result: Result) -> str:
    """The two most frequent reasons and how many others."""
    reasons = Counter(
        reason_parts(row["reason"])[0].lower() for row in result["verdicts"] if row["verdict"] == "indeterminate"
    )
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    told = [f"{number:,} {reason}" for reason, number in ordered[:2]]
    rest = sum(number for _, number in ordered[2:])
    return ", ".join([*told, f"{rest:,} for other reasons"] if rest else told)


def _next(result: Result) -> str:
    dues = [row["due_at"] for row in result["verdicts"] if row["verdict"] == "pending" and row["due_at"]]
    if not dues:
        return ""
    time_left = left(min(dues, key=instant), result["manifest"]["as_of"])
    return f"the next is {time_left}" if time_left == "due now" else f"the next is due in {time_left}"


def coverage(result: Result) -> str:
    """1,204 tickets read, 86 in scope, 3 duties undecided, …"""
    tickets, rows = result["tickets"], result["rows"]
    missing = len(result["capabilities"]["missing"])
    parts = [
        f"{count(tickets['read'], 'ticket')} read",
        f"{tickets['in_scope']:,} in scope",
        f"{tickets['not_applicable']:,} to which no duty applied",
        f"{count(tickets['unreadable'], 'ticket')} with words that cannot be read" if tickets["unreadable"] else "",
        f"{count(rows['quarantined'], 'row')} of {rows['read']:,} not usable"
        if rows["quarantined"]
        else "every row usable",
        f"{count(missing, 'thing')} this export does not show" if missing else "",
    ]
    return ", ".join(part for part in parts if part)

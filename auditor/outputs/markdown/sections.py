"""The sections that a digest and a pipeline's summary are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from auditor.outputs.telling import summary
from auditor.outputs.telling.cases import holder, worst_first
from auditor.outputs.telling.lines import Teller
from auditor.outputs.telling.markdown import Section, escaped
from auditor.outputs.telling.moments import instant, left, moment
from auditor.outputs.telling.stands import set_aside, stands
from auditor.outputs.telling.texts import short
from auditor.outputs.telling.words import VERDICT_WORDS, count, reason_parts
from auditor.rates import rate
from auditor.result import SEVERITIES, VERDICTS, Result, VerdictRow

FAR = "9999"
OPEN, FINDINGS = ("open duty", "open duties"), ("finding", "findings")
DUTIES, REASONS = ("duty", "duties"), ("reason", "reasons")


def counts(result: Result, title: str) -> Section:
    """How many duties by verdict, and the share of cases that kept every rule."""
    found = Counter(row["verdict"] for row in result["verdicts"])
    tiles = summary.tiles(result)
    return Section(
        f"## {title}",
        (_kept(result), f"{count(tiles.critical_findings, 'critical finding')}."),
        tuple(VERDICT_WORDS[verdict] for verdict in VERDICTS),
        len(VERDICTS),
        [[f"{found[verdict]:,}" for verdict in VERDICTS]],
        1,
    )


def _kept(result: Result) -> str:
    by_verdict = result["tickets"]["by_verdict"]
    kept = rate(by_verdict["complied"], by_verdict["complied"] + by_verdict["violated"])
    if not kept.known:
        return "No case is decided."
    return f"{kept.percent} of {count(kept.of, 'decided case')} kept every rule (95 % interval {kept.interval})."


def still_fixable(result: Result, told: Teller) -> Section:
    """The open duties, the most urgent first."""
    pending = sorted((row for row in result["verdicts"] if row["verdict"] == "pending"), key=_soonest)
    if not pending:
        return Section("## Still fixable", ("No duty was open.",))
    head = ("Time left", "Due", "Ticket", "Duty", "Who holds it")
    return Section("## Still fixable", (), head, 0, (tuple(_open(row, told)) for row in pending), len(pending), OPEN)


def _soonest(row: VerdictRow) -> tuple[str, str]:
    return (instant(row["due_at"]).isoformat() if row["due_at"] else FAR), row["fingerprint"]


def _open(row: VerdictRow, told: Teller) -> Iterator[str]:
    due = row["due_at"]
    yield left(due, told.as_of) if due else "no deadline"
    yield moment(due, told.zone).text if due else ""
    yield _ticket(row)
    yield escaped(short(told.title(row)))
    yield escaped(short(holder(row["responsible"]).name, 60))


def findings(title: str, rows: Iterable[VerdictRow], told: Teller, *sentences: str) -> Section:
    """Violated verdicts, the worst first, each with what people decided."""
    ordered = sorted(rows, key=worst_first)
    beside = tuple(sentence for sentence in sentences if sentence)
    if not ordered:
        return Section(f"## {title}", ("None.", *beside))
    head = ("Severity", "Ticket", "Broken duty", "Clause", "What happened", "Who answers")
    return Section(
        f"## {title}", beside, head, 0, (tuple(_finding(row, told)) for row in ordered), len(ordered), FINDINGS
    )  # fmt: skip


def _finding(row: VerdictRow, told: Teller) -> Iterator[str]:
    began = f"since {moment(row['trigger']['at'], told.zone).text}"
    yield row["severity"]
    yield _ticket(row)
    yield escaped(short(told.title(row)))
    yield escaped(", ".join(row["clauses"]))
    yield escaped(short("; ".join(part for part in (told.why(row), began, stands(row, told.zone)) if part), 320))
    yield escaped(short(holder(row["responsible"]).name, 60)) if told.responsible(row) else "somebody else"


def _ticket(row: VerdictRow) -> str:
    return escaped(short(row["ticket_id"], 60))


def aside(result: Result) -> str:
    """How many broken duties nobody has to act on, so that the lists and the counts agree."""
    number = sum(row["verdict"] == "violated" and set_aside(row) for row in result["verdicts"])
    return f"{number:,} more {'is' if number == 1 else 'are'} waived, overturned or let pass." if number else ""


def duties(result: Result) -> Section:
    """Every duty that was triggered, those most often broken first."""
    found = [
        (policy, duty, sum(duty["counts"][verdict] for verdict in VERDICTS))
        for policy in result["policies"]
        for duty in policy["duties"]
    ]
    met = sorted(
        ((policy, duty) for policy, duty, of in found if of),
        key=lambda one: (-one[1]["counts"]["violated"], SEVERITIES.index(one[1]["severity"]), one[1]["title"]),
    )
    idle = len(found) - len(met)
    told = (f"{count(idle, 'duty was', 'duties were')} triggered nowhere.",) if idle else ()
    rows: list[Sequence[str]] = [
        [escaped(short(duty["title"])), escaped(", ".join(duty["clauses"])), duty["severity"],
         *(f"{duty['counts'][verdict]:,}" for verdict in VERDICTS)]
        for _, duty in met
    ]  # fmt: skip
    head = ("Duty", "Clause", "Severity", *(VERDICT_WORDS[verdict] for verdict in VERDICTS))
    return Section("## Duties", told, head if rows else (), len(VERDICTS), rows, len(rows), DUTIES)


def cannot_tell(result: Result) -> Section:
    """Why verdicts cannot be told, the most frequent reason first."""
    reasons = Counter(row["reason"] for row in result["verdicts"] if row["verdict"] == "indeterminate")
    told: Counter[tuple[str, str]] = Counter()
    for reason, number in reasons.items():
        told[reason_parts(reason)] += number
    if not told:
        return Section("## Cannot tell", ("Every duty could be judged.",))
    ordered = sorted(told.items(), key=lambda item: (-item[1], item[0]))
    rows = [[escaped(short(code)), escaped(short(detail, 200)), f"{number:,}"] for (code, detail), number in ordered]
    sentence = "These count neither as kept nor as broken, and are held against nobody."
    return Section("## Cannot tell", (sentence,), ("Why", "What is missing", "Duties"), 1, rows, len(rows), REASONS)


def about(result: Result) -> Section:
    """What was read, and what decides the result."""
    manifest = result["manifest"]
    packs = ", ".join(f"{pack['id']} ({pack['sha256'][:12]})" for pack in manifest["packs"])
    masked = "masked" if manifest["privacy"]["masked"] else "not masked"
    made = f"auditor {manifest['auditor_version']}, policies {packs}; addresses and numbers are {masked}."
    return Section("## What it is made of", (f"{escaped(summary.coverage(result))}.", escaped(made)))

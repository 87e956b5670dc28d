"""A case that broke a rule, with its findings and its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.telling.measures import measure
from auditor.outputs.telling.moments import Moment, moment
from auditor.outputs.telling.sufficed import still_possible, sufficed
from auditor.outputs.telling.texts import Quote, find, quote
from auditor.outputs.telling.timeline import Stretch, stretches
from auditor.outputs.telling.words import VERDICT_WORDS, label, sentence_case
from auditor.result import SEVERITIES, VERDICTS, Case, Duty, Responsible, Result, VerdictRow


@dataclass(frozen=True)
class Holder:
    """Who answers for an instance, and why it is them."""

    name: str
    kind: str
    why: str | None


@dataclass(frozen=True)
class Finding:
    """A duty that was broken, with the measure of it."""

    fingerprint: str
    policy: str
    title: str
    clauses: tuple[str, ...]
    kb: str | None
    severity: str
    repaired: bool
    holder: Holder
    phrase: str | None
    begun: Moment
    measure: str
    elapsed: float | None
    allowed: float | None
    sufficed: str  # what would have complied, in a sentence; empty where nothing was found
    still: str  # what may still be made good


@dataclass(frozen=True)
class CaseCard:
    """A ticket with everything it broke, and the evidence."""

    ticket_id: str
    subject: str | None
    requester: str | None
    channel: str | None
    opened: Moment | None
    contacts: tuple[str, ...]
    severity: str
    findings: tuple[Finding, ...]
    others: tuple[str, ...]  # what became of the ticket's other duties, in words
    timeline: tuple[Stretch, ...]


def worst_first(row: VerdictRow) -> tuple[int, str, str]:
    return SEVERITIES.index(row["severity"]), row["trigger"]["at"], row["fingerprint"]


def duties_by_name(result: Result) -> dict[str, Duty]:
    """pack/policy/duty → the duty."""
    return {
        f"{policy['pack']}/{policy['policy']}/{duty['duty']}": duty
        for policy in result["policies"]
        for duty in policy["duties"]
    }


def duty_name(row: VerdictRow) -> str:
    return f"{row['pack']}/{row['policy']}/{row['duty']}"


def duty_title(row: VerdictRow, duties: Mapping[str, Duty]) -> str:
    duty = duties.get(duty_name(row))
    return duty["title"] if duty else label(row["duty"])


def holder(responsible: Responsible) -> Holder:
    if responsible["kind"] == "nobody":
        return Holder("Nobody", "nobody", responsible["why"])
    name = responsible["name"] or unnamed(responsible["kind"], responsible["id"])
    return Holder(name, responsible["kind"], responsible["why"])


def unnamed(kind: str, identifier: str | None) -> str:
    """What to call somebody whose name the export does not say."""
    return f"{sentence_case(kind)} {identifier}" if identifier else f"{sentence_case(kind)}, not named"


def trigger_quote(row: VerdictRow, case: Case | None) -> Quote | None:
    """The requester's words that opened a duty, in the sentence around them where it is known."""
    phrase = row["trigger"]["phrase"]
    if not phrase:
        return None
    sentences = (
        contact["sentence"]
        for contact in (case["contacts"] if case else ())
        if contact["event_id"] == row["trigger"]["event_id"] and contact["phrase"] == phrase
    )
    sentence = next((text for text in sentences if text), phrase)
    place = find(sentence, phrase, None)
    return quote(sentence, [place] if place else [])


def by_ticket(rows: Iterable[VerdictRow]) -> dict[str, list[VerdictRow]]:
    """The rows by ticket, in their order."""
    found: dict[str, list[VerdictRow]] = defaultdict(list)
    for row in rows:
        found[row["ticket_id"]].append(row)
    return found


def card(
    violated: Sequence[VerdictRow],
    rows: Sequence[VerdictRow],
    case: Case | None,
    duties: Mapping[str, Duty],
    zone: ZoneInfo,
) -> CaseCard:
    """A case that broke something: `violated` worst first, `rows` all of the ticket."""
    titles = {name: duty["title"] for name, duty in duties.items()}
    requester = case["requester"] if case else None
    types = [contact["type"] for contact in case["contacts"] if contact["tier"] == "certain"] if case else []
    return CaseCard(
        ticket_id=violated[0]["ticket_id"],
        subject=case["subject"] if case else None,
        requester=(requester["name"] or requester["id"]) if requester else None,
        channel=case["channel"] if case else None,
        opened=moment(case["created_at"], zone) if case and case["created_at"] else None,
        contacts=tuple(dict.fromkeys(label(name) for name in types)),
        severity=violated[0]["severity"],
        findings=tuple(_finding(row, duties, zone) for row in violated),
        others=_others(rows, duties),
        timeline=stretches(case, rows, titles, zone) if case and case["timeline"] else (),
    )


def _finding(row: VerdictRow, duties: Mapping[str, Duty], zone: ZoneInfo) -> Finding:
    duty = duties.get(duty_name(row))
    return Finding(
        fingerprint=row["fingerprint"],
        policy=label(row["policy"]),
        title=duty_title(row, duties),
        clauses=tuple(row["clauses"]),
        kb=duty["kb"] if duty else None,
        severity=row["severity"],
        repaired=row["repaired"],
        holder=holder(row["responsible"]),
        phrase=row["trigger"]["phrase"],
        begun=moment(row["trigger"]["at"], zone),
        measure=measure(row, zone),
        elapsed=row["elapsed_seconds"] if row["witness"] else None,
        allowed=row["allowed_seconds"],
        sufficed=sufficed(row["counterfactual"], zone),
        still=still_possible(row["counterfactual"]),
    )


def _others(rows: Sequence[VerdictRow], duties: Mapping[str, Duty]) -> tuple[str, ...]:
    """What became of the ticket's other duties, worst first."""
    found = []
    for verdict in VERDICTS[1:]:
        titles = dict.fromkeys(duty_title(row, duties) for row in rows if row["verdict"] == verdict)
        if titles:
            found.append(f"{VERDICT_WORDS[verdict]}: {'; '.join(titles)}")
    return tuple(found)

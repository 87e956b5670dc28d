"""A row as a coach and an agent read it together: the words, the act, what is asked, the gap, what had sufficed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from auditor.outputs.coaching.choice import TIGHT, used
from auditor.outputs.coaching.own import YOU, OwnCase
from auditor.outputs.telling.cases import duties_by_name, duty_name, duty_title, trigger_quote
from auditor.outputs.telling.measures import measure, on_clock
from auditor.outputs.telling.moments import Moment, moment
from auditor.outputs.telling.sufficed import still_possible, sufficed_for_you
from auditor.outputs.telling.texts import Quote, quote
from auditor.outputs.telling.timeline import Stretch, stretches
from auditor.outputs.telling.words import did, label
from auditor.result import Duty, Result, TimelineEvent, VerdictRow

AS_YOU = {"holds": "hold", "held": "held", "was": "were"}
ACTS = ("wrote", "sent", "made", "set", "applied", "ended", "acted")
CALM = {"Broke": "Not as asked"}  # a coach's word for the timeline's


@dataclass(frozen=True)
class Strength:
    """A duty that was kept where it was hard."""

    ticket_id: str
    title: str
    clauses: tuple[str, ...]
    contacts: tuple[str, ...]
    at: Moment
    quote: Quote | None
    did: str
    said: Quote | None
    hard: str


@dataclass(frozen=True)
class CaseTold:
    """A finding to talk about."""

    fingerprint: str
    ticket_id: str
    subject: str | None
    channel: str | None
    contacts: tuple[str, ...]
    title: str
    clauses: tuple[str, ...]
    kb: str | None
    severity: str
    repaired: bool
    at: Moment
    quote: Quote | None
    did: str
    said: Quote | None
    why: str
    gap: str
    elapsed: float | None
    allowed: float | None
    took: str
    limit: str
    done: bool
    sufficed: tuple[str, ...]
    still: str
    first_seen: Moment | None
    timeline: tuple[Stretch, ...]
    entry: str
    command: str

    @property
    def in_part(self) -> bool:
        """A text of the history is so long that paper has an excerpt of it."""
        return any(step.quote and step.quote.whole for stretch in self.timeline for step in stretch.steps)

    @property
    def on_screen_only(self) -> int:
        """Events that paper leaves out: those in which nothing was said and nothing was proved, and the folded ones."""
        return sum(
            stretch.folded or not (step.key or step.quote) for stretch in self.timeline for step in stretch.steps
        )


@dataclass(frozen=True)
class Teller:
    """What every sentence needs: the zone, the duties, what earlier audits showed."""

    zone: ZoneInfo
    duties: Mapping[str, Duty]
    first_seen: Mapping[str, str]

    def strength(self, row: VerdictRow, case: OwnCase | None, kept_there: int) -> Strength:
        return Strength(
            ticket_id=row["ticket_id"],
            title=duty_title(row, self.duties),
            clauses=tuple(row["clauses"]),
            contacts=_contacts(row, case),
            at=moment(row["trigger"]["at"], self.zone),
            quote=_quote(row, case),
            did=self._kept(row),
            said=_said(row, case),
            hard=self._hard(row, kept_there),
        )

    def case(self, row: VerdictRow, case: OwnCase | None, rows: Sequence[VerdictRow]) -> CaseTold:
        duty = self.duties.get(duty_name(row))
        elapsed, allowed = row["elapsed_seconds"], row["allowed_seconds"]
        seen = self.first_seen.get(row["fingerprint"])
        return CaseTold(
            fingerprint=row["fingerprint"],
            ticket_id=row["ticket_id"],
            subject=case.case["subject"] if case else None,
            channel=case.case["channel"] if case else None,
            contacts=_contacts(row, case),
            title=duty_title(row, self.duties),
            clauses=tuple(row["clauses"]),
            kb=duty["kb"] if duty else None,
            severity=row["severity"],
            repaired=row["repaired"],
            at=moment(row["trigger"]["at"], self.zone),
            quote=_quote(row, case),
            did=self._did(row, case),
            said=_said(row, case),
            why=_why(row["responsible"]["why"]),
            gap=self._gap(row),
            elapsed=elapsed,
            allowed=allowed,
            took=on_clock(elapsed, row["clock"]) if elapsed is not None else "",
            limit=on_clock(allowed, row["clock"]) if allowed is not None else "",
            done=bool(row["witness"]),
            sufficed=sufficed_for_you(row["counterfactual"], self.zone),
            still=still_possible(row["counterfactual"]),
            first_seen=moment(seen, self.zone) if seen else None,
            timeline=self._timeline(case, rows),
            entry=entry(row["fingerprint"]),
            command=command(row["fingerprint"]),
        )

    def _gap(self, row: VerdictRow) -> str:
        """Elapsed against allowed; of an act that is not asked for, how long after the beginning it came."""
        told, found = measure(row, self.zone), row["counterfactual"]
        extra = found and any(change["change"] == "leave-out" for change in found["would_have_complied"])
        return f"{told}; none is asked for" if told and extra else told

    def _kept(self, row: VerdictRow) -> str:
        """You wrote the message 35 min of business time after it began; 4 h allowed."""
        if not row["witness"]:
            return "Nothing happened on this ticket that the clause rules out."
        acted, told = _why(row["responsible"]["why"]), measure(row, self.zone)
        measured = f", {told[:1].lower()}{told[1:]}" if told else ""
        return f"{acted or 'You did what is asked'}{measured}."

    def _hard(self, row: VerdictRow, kept_there: int) -> str:
        share, allowed, elapsed = used(row), row["allowed_seconds"], row["elapsed_seconds"]
        if share >= TIGHT and allowed is not None and elapsed is not None:
            return f"with {on_clock(allowed - elapsed, row['clock'])} to spare" if allowed > elapsed else "just in time"
        if kept_there > 1:
            return f"you kept all {kept_there} duties that were yours on this ticket"
        return f"a duty of {row['severity']} severity"

    def _did(self, row: VerdictRow, case: OwnCase | None) -> str:
        """The act that the finding is about, or that nothing was done."""
        if not row["witness"]:
            due = f" by {moment(row['due_at'], self.zone).text}" if row["due_at"] else ""
            return f"The history shows nothing of it{due}."
        event = _witness(row, case)
        if event is None:
            acted = _why(row["responsible"]["why"])
            return f"{acted}." if acted else "The history of this ticket is not in the result."
        actor = event["actor"]
        who = (actor["name"] if actor else None) or "Somebody not recorded"
        return f"{who} {_act(event)} on {moment(event['at'], self.zone).text}."

    def _timeline(self, case: OwnCase | None, rows: Sequence[VerdictRow]) -> tuple[Stretch, ...]:
        if case is None or not case.case["timeline"]:
            return ()
        titles = {name: duty["title"] for name, duty in self.duties.items()}
        return tuple(_calm(stretch) for stretch in stretches(case.case, rows, titles, self.zone))


def teller(result: Result, zone: ZoneInfo) -> Teller:
    """The teller of a result."""
    as_of, past = result["manifest"]["as_of"], result["past"]
    seen = {item["fingerprint"]: item["first_seen"] for item in past["followed"]} if past else {}
    return Teller(zone, duties_by_name(result), {name: at for name, at in seen.items() if at != as_of})


def entry(fingerprint: str) -> str:
    """What is put into dispositions.yml by who sees it otherwise."""
    return f"- finding: {fingerprint}\n  ruling: disputed\n  by: \n  at: \n  why: \n"


def command(fingerprint: str) -> str:
    """The same by command."""
    return f'auditor dispute add {fingerprint} --by "" --at "" --why ""'


def _quote(row: VerdictRow, case: OwnCase | None) -> Quote | None:
    """The words that opened the duty; of a duty that an act opened, the ticket's first listed words."""
    if row["trigger"]["phrase"] or case is None:
        return trigger_quote(row, case.case if case else None)
    listed = (contact for contact in case.case["contacts"] if contact["tier"] == "certain" and contact["phrase"])
    contact = next(listed, None)
    if contact is None:
        return None
    words = {**row, "trigger": {**row["trigger"], "event_id": contact["event_id"], "phrase": contact["phrase"]}}
    return trigger_quote(words, case.case)  # type: ignore[arg-type]


def _contacts(row: VerdictRow, case: OwnCase | None) -> tuple[str, ...]:
    found = row["contact_types"] or (
        [contact["type"] for contact in case.case["contacts"] if contact["tier"] == "certain"] if case else []
    )
    return tuple(dict.fromkeys(label(name) for name in found))


def _witness(row: VerdictRow, case: OwnCase | None) -> TimelineEvent | None:
    events = case.case["timeline"] if case else ()
    return next((event for event in events if event["event_id"] in row["witness"]), None)


def _said(row: VerdictRow, case: OwnCase | None) -> Quote | None:
    """Your own words, where the act was a message."""
    event = _witness(row, case)
    mine = event and event["text"] and event["actor"] and event["actor"]["name"] == YOU
    return quote(event["text"]) if mine and event and event["text"] else None


def _act(event: TimelineEvent) -> str:
    if event["kind"] == "macro":
        return f"applied the macro “{event['macro'] or 'unnamed'}”"
    if event["kind"] in ("change", "set"):
        return f"changed {label(event['field'] or 'a field')} to “{event['value'] or 'none'}”"
    role = event["actor"]["role"] if event["actor"] else None
    return did(event["kind"], event["channel"], event["public"], role)


def _why(why: str | None) -> str:
    """Why it is with this person, in the second person; empty where the result says it in other words."""
    first, _, rest = (why or "").partition(" ")
    verb = AS_YOU.get(first, first if first in ACTS else None)
    return f"You {verb} {rest}".strip() if verb else ""


def _calm(stretch: Stretch) -> Stretch:
    steps = (
        replace(step, tags=tuple(replace(tag, word=CALM.get(tag.word, tag.word)) for tag in step.tags))
        for step in stretch.steps
    )
    return replace(stretch, steps=tuple(steps))

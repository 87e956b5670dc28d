"""The explanation of a ticket as text: the timeline first, then every policy; #4 is the timeline's fourth event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from auditor.explanation.openings import Document
from auditor.explanation.tree_text import fate, gate, tree_lines, value, wanted, without
from auditor.outputs.telling.moments import moment, span
from auditor.outputs.telling.sufficed import still_possible, sufficed
from auditor.outputs.telling.words import did, label, reason_parts

QUOTED = 110  # characters of a message in the timeline
WIDTH = 12


@dataclass(frozen=True)
class Places:
    """Event id → its number in the timeline; the reader's zone."""

    numbers: Mapping[str, int]
    zone: ZoneInfo

    def name(self, event: Mapping[str, Any] | None) -> str:
        """#4 (Tue 22 Sep 2026, 10:00 UTC)."""
        return f"#{self.numbers[event['event_id']]} ({self.when(event['at'])})" if event else "the ticket's beginning"

    def when(self, at: str) -> str:
        """An instant in the reader's zone."""
        return moment(at, self.zone).text


def told(document: Document, zone: ZoneInfo) -> str:
    """The whole explanation."""
    numbers = {one["event_id"]: number for number, one in enumerate(document["timeline"], start=1)}
    places = Places(numbers, zone)
    return "\n".join([*_head(document, places), *_policies(document["policies"], places)])


def _head(document: Document, places: Places) -> Iterator[str]:
    yield f"Ticket {document['ticket_id']}: {document['subject'] or 'no subject'}"
    yield f"As of {places.when(document['as_of'])}."
    if not document["complete"]:
        yield "It began before the export does."
    if document["merged_into"]:
        yield f"It was merged into ticket {document['merged_into']}; what follows there belongs to it."
    yield ""
    yield "Timeline"
    last = None
    for number, event in enumerate(document["timeline"], start=1):
        if event["at"] != last:
            yield f"  {places.when(event['at'])}"
        last = event["at"]
        yield f"{f'#{number}':>6}  {_who(event)} {_act(event)}"
        for hit in event["matched"]:
            doubt = "" if hit["tier"] == "certain" else ", for review"
            yield f"{'':8}= {hit['type']}{doubt}, by “{hit['phrase']}”"


def _who(event: Document) -> str:
    actor = event["actor"]
    role = f" ({actor['role']})" if actor["role"] else ""
    return f"{actor['name'] or actor['id'] or 'somebody'}{role}"


def _act(event: Document) -> str:
    copied = " [copied by a merge]" if event["mirrored"] else ""
    return f"{_did(event)}{copied}"


def _did(event: Document) -> str:
    kind, field = event["kind"], label(event["field"] or "a field")
    if kind == "message":
        words = did(kind, event["channel"], event["public"], event["actor"]["role"])
        return f"{words}: {_quote(event)}"
    if kind == "change":
        return f"changed {field}: {event['previous_value'] or 'none'} → {event['value'] or 'none'}"
    if kind == "set":
        return f"created it with {field}: {event['value'] or 'none'}"
    if kind == "macro":
        return f"applied the macro “{event['macro'] or 'unnamed'}”"
    return did(kind, event["channel"], event["public"], event["actor"]["role"])


def _quote(event: Document) -> str:
    if event["redacted"] or event["text"] is None:
        return f"(no words: {'redacted' if event['redacted'] else event['unreadable'] or 'none recorded'})"
    text = " ".join(event["text"].split())
    return f"“{text if len(text) <= QUOTED else text[: QUOTED - 1] + '…'}”"


def _policies(policies: Sequence[Document], places: Places) -> Iterator[str]:
    for policy in sorted(policies, key=lambda one: not one["opened"]):
        yield ""
        yield f"{policy['policy']}: {policy['title']} ({policy['file']})"
        yield from _triggers(policy, places)
        if policy["opened"]:
            for duty in policy["duties"]:
                yield from _duty(duty, places)


def _triggers(policy: Document, places: Places) -> Iterator[str]:
    when = policy["when"]
    if when is None:
        yield "  Every ticket owes it once, from its beginning."
    for event in policy["triggers"]:
        yield f"  {fate(event, when, places.name)}"
        for one in event.get("gates", ()):
            yield from (f"    {line}" for line in gate(one, places.name))
        yield from tree_lines(event["tree"], 2)
    nearest = policy["nearest"]
    if nearest:
        yield f"  Did not open: no event is {when}. The nearest is {places.name(nearest)}, which lacks:"
        yield from _lacks(nearest, 2)
        yield from tree_lines(nearest["tree"], 2)


def _lacks(nearest: Document, depth: int) -> Iterator[str]:
    for part in nearest["lacks"]:
        should = "" if part["should_be"] else "not "
        yield f"{'  ' * depth}* {part['key']}: {should}{wanted(part)}; it is {value(part.get('actual'))}"


def _duty(duty: Document, places: Places) -> Iterator[str]:
    yield f"  {duty['duty']} ({duty['word']}, {duty['severity']}): {duty['title']} ({duty['file']}:{duty['line']})"
    for one in duty["clauses"]:
        yield f"    {one['id']}: {one['paraphrase']}"
    for instance in duty["instances"]:
        yield from (f"    {line}" for line in _instance(instance, places))
    for opening in duty["no_instance"]:
        yield f"    No instance for {places.name(opening['opening'])}: {without(opening, places.name)}"
        for one in opening.get("gates", ()):
            yield from (f"      {line}" for line in gate(one, places.name))


def _instance(row: Document, places: Places) -> Iterator[str]:
    trigger = row["trigger"] if row["trigger"]["event_id"] else None
    final = "" if row["final"] or row["verdict"] in ("pending", "indeterminate") else ", not final"
    repaired = ", repaired" if row["repaired"] else ""
    yield f"{row['verdict'].upper()}{repaired}{final}, counted from {places.name(trigger)}"
    yield f"  {'clauses':<{WIDTH}}{', '.join(one['id'] for one in row['clauses'])}"
    if row["reason"]:
        why = ": ".join(part for part in reason_parts(row["reason"]) if part)
        yield f"  {'because':<{WIDTH}}{why} [{row['reason']}]"
    for one in row["gates"]:
        yield from (f"  {line}" for line in gate(one, places.name))
    if row["due_at"]:
        yield f"  {'due':<{WIDTH}}{places.when(row['due_at'])}{_allowed(row)}"
    for one in row["evidence"]:
        yield from (f"  {line}" for line in _evidence(one, places))
    who = row["responsible"]
    yield f"  {'answers':<{WIDTH}}{who['name'] or who['id'] or 'nobody'} ({who['kind']}): {who['why']}"
    mended = sufficed(row["counterfactual"], places.zone)
    if mended:
        yield f"  {'sufficed':<{WIDTH}}{mended}"
        still = still_possible(row["counterfactual"])
        if still:
            yield f"  {'still open':<{WIDTH}}{still}"


def _allowed(row: Document) -> str:
    clock = "" if row["clock"] in (None, "wall") else f" on the {label(row['clock'])} clock"
    return f", {span(row['allowed_seconds'], row['clock'])}{clock}" if row["allowed_seconds"] is not None else ""


def _evidence(one: Document, places: Places) -> Iterator[str]:
    if one["role"] == "left":
        holds = "" if one["holds"] else f", not {value(one['wanted'])}"
        yield f"{'left':<{WIDTH}}{one['field']}: {value(one['value'])}{holds}"
        return
    yield f"{one['role']:<{WIDTH}}{one['signal']}{'' if one['events'] else ': no event is that'}"
    for event in one["events"]:
        counts = "counts" if event["counts"] else "does not count"
        yield f"{'':<{WIDTH}}{places.name(event)} {counts}: {event['why']}"
    if one.get("nearest"):
        yield f"{'':<{WIDTH}}the nearest is {places.name(one['nearest'])}, which lacks:"
        yield from (f"{'':<{WIDTH}}{line}" for line in _lacks(one["nearest"], 1))

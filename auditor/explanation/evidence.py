"""What speaks to an instance of a duty: the events that its word asks for, and why each counts or does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.explanation.openings import Document, Sight
from auditor.outputs.telling.moments import span
from auditor.outputs.telling.words import REASONS, label
from auditor.reference import Case, Event, Truth, earliest, first
from auditor.words import Immediately, Leaves, Must, MustNever, OnlyAfter, StepSequence, Word

Why = Callable[[Event], str | None]  # why an event does not count; None: nothing speaks against it


@dataclass(frozen=True)
class Asked:
    """An instance with what is needed to say why an event counts: `witness` is the audit's own."""

    sight: Sight
    word: Word
    case: Case
    witness: frozenset[int]
    verdict: str


def evidence(asked: Asked) -> list[Document]:
    """The signals that the word asks for: each with its events, or with the event that came nearest."""
    match asked.word:
        case Must():
            return [_role(asked, "asked for", name, _against_answer(asked, asked.word)) for name in asked.word.must]
        case MustNever():
            return [_role(asked, "forbidden", asked.word.must_never, _against_breach(asked, asked.word))]
        case OnlyAfter():
            return [_role(asked, "before it", asked.word.only_after, _against_ground(asked, asked.word))]
        case StepSequence():
            return list(_steps(asked, asked.word))
        case Immediately():
            return [_next(asked, asked.word)]
        case Leaves():
            return list(_left(asked, asked.word))
    raise TypeError(f"there is no explanation for the word {asked.word.what}")


def _role(asked: Asked, role: str, name: str, why: Why) -> Document:
    events = [one for one in asked.case.events if one.truth(name) is not False]
    found = [_event(asked, one, one.truth(name), why(one)) for one in events]
    document: Document = {"role": role, "signal": name, "events": found}
    if not found and role != "forbidden":
        looked_at = _in_question(asked, name)
        document["nearest"] = asked.sight.nearest(name, looked_at)
    return document


def _in_question(asked: Asked, name: str) -> Sequence[Event]:
    """Where an answer was looked for, less the events that are one."""
    case = asked.case
    before = isinstance(asked.word, OnlyAfter)
    events = [one for one in case.events if (one.moment < case.trigger.moment if before else case.after(one))]
    return [one for one in events if one.truth(name) is False]


def _event(asked: Asked, event: Event, truth: Truth, against: str | None) -> Document:
    counts = event.position in asked.witness and truth is True and against is None
    if truth is None:
        against = f"it cannot be told: {REASONS.get(event.unknown_reason, label(event.unknown_reason))}"
    elif against is None and not counts:
        against = "another one is what decides"
    return {
        **asked.sight.at(event.position),
        "counts": counts,
        "elapsed_seconds": asked.case.elapsed(event) / 1_000_000,
        "why": against if not counts else _in_favour(asked, event),
    }


def _in_favour(asked: Asked, event: Event) -> str:
    case = asked.case
    elapsed = case.elapsed(event)
    if elapsed < 0:
        return f"{_span(case, -elapsed)} before"
    if case.allowed is None:
        return f"after {_span(case, elapsed)}"
    return f"after {_plain(case, elapsed)} of {_span(case, case.allowed)}"


def _span(case: Case, microseconds: int) -> str:
    return _plain(case, microseconds) + ("" if case.clock == "wall" else f" on the {label(case.clock)} clock")


def _plain(case: Case, microseconds: int) -> str:
    return span(microseconds / 1_000_000, case.clock).replace("\N{NO-BREAK SPACE}", " ")


def _too_late(case: Case, event: Event, allowed: int | None) -> str | None:
    if allowed is None or case.elapsed(event) <= allowed:
        return None
    return f"too late by {_span(case, case.elapsed(event) - allowed)}"


def _before_trigger(case: Case, event: Event) -> str | None:
    if event is case.trigger:
        return "it is the trigger itself"
    if case.tied(event):
        return "in the trigger's own instant, where nothing says which came first"
    return None if case.after(event) else "before the trigger"


def _after_end(asked: Asked, name: str | None, event: Event, whole_update: bool = False) -> str | None:
    """Whether an event that ends the wait or the window came before."""
    case = asked.case
    end = first(one for one in case.events if one.truth(name) is True and case.after(one) and case.within(one))
    if end is None or end is event or (event.update <= end.update if whole_update else event.moment < end.moment):
        return None
    same = "with" if event.moment == end.moment else "after"
    return f"{same} {label(name or '')} at {asked.sight.at(end.position)['at']}, which ended it"


def _against_answer(asked: Asked, word: Must) -> Why:
    case = asked.case
    since = {"trigger": case.trigger.moment, "opening": case.instance.opening.moment, "start": -1}[word.since]

    def why(event: Event) -> str | None:
        if event.moment <= since:
            return _before_trigger(case, event) if word.since == "trigger" else "before the opening, or with it"
        closing = case.ticket_closing if case.allowed is None else None
        closed = "after the ticket was closed" if closing and event.update > closing.update else None
        return _too_late(case, event, case.allowed) or _after_end(asked, word.before, event) or closed

    return why


def _against_breach(asked: Asked, word: MustNever) -> Why:
    case = asked.case
    closing, following = case.instance.closing, case.instance.following

    def why(event: Event) -> str | None:
        if event.mirrored:
            return "it is a copy from a merged ticket, which is judged there"
        if word.apart_from_closing and closing and event.update == closing.carrier:
            return "it goes with the event that closed the episode, which other duties judge"
        if following and event.moment >= following.moment:
            return "a later episode had begun"
        late = case.allowed is not None and not case.within(event)
        ended = _after_end(asked, word.until, event) or _after_end(asked, word.through, event, whole_update=True)
        return _before_trigger(case, event) or ("after the window had ended" if late else None) or ended

    def why_or_tolerated(event: Event) -> str | None:
        let_pass = word.tolerate and event.position not in asked.witness and asked.verdict != "violated"
        return why(event) or (f"up to {word.tolerate.times} let pass" if word.tolerate and let_pass else None)

    return why_or_tolerated


def _against_ground(asked: Asked, word: OnlyAfter) -> Why:
    case = asked.case

    def why(event: Event) -> str | None:
        if event.moment < case.trigger.moment or (word.or_with and event.update == case.trigger.update):
            return None
        return "it came only afterwards" if case.after(event) else _before_trigger(case, event)

    return why


def _steps(asked: Asked, word: StepSequence) -> Iterator[Document]:
    case = asked.case
    surely = [[e for e in case.events if e.truth(step.event) is True and case.after(e)] for step in word.steps]
    reached = earliest(surely)
    for number, step in enumerate(word.steps):
        allowed = case.reading.limits(step.within)
        before = reached[number - 1] if 0 < number <= len(reached) else None
        yield _role(
            asked, f"step {number + 1}", step.event, _against_step(case, allowed, before, number > len(reached))
        )


def _against_step(case: Case, allowed: int | None, before: Event | None, not_reached: bool) -> Why:
    def why(event: Event) -> str | None:
        early = before is not None and event.moment <= before.moment
        out_of_turn = "the step before it had not been made" if early or not_reached else None
        return _before_trigger(case, event) or out_of_turn or _too_late(case, event, allowed)

    return why


def _next(asked: Asked, word: Immediately) -> Document:
    """The next event of the kind, and whether it is the wanted one."""
    case, sight = asked.case, asked.sight
    following = [one for one in case.events if case.after(one) and one.truth(word.among) is not False]
    decisive = next((one for one in following if one.position in asked.witness), None) or first(following)
    document: Document = {"role": "next one", "signal": word.immediately, "events": []}
    if decisive:
        truth = decisive.truth(word.immediately)
        against = None if truth else f"the next {label(word.among)} is no {label(word.immediately)}"
        document["events"] = [_event(asked, decisive, truth, against)]
        document["nearest"] = None if truth else sight.nearest(word.immediately, [decisive])
    return document


def _left(asked: Asked, word: Leaves) -> Iterator[Document]:
    trigger = asked.case.trigger
    for name, values in word.leaves.items():
        found: Any = trigger.carried.get(name)
        wanted = list(asked.case.reading.values(values))
        yield {"role": "left", "field": name, "value": found, "wanted": wanted, "holds": found in wanted}

"""What a verdict means, once more: literal quantifiers in plain Python, for tests and counterfactuals.

A ticket is a list of events that know which signals hold on them. Nothing here is shared with the SQL;
where the two differ, one of them is wrong. "After" is strict: events of one moment have no order among
them, so a verdict that depends on their order is indeterminate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

from auditor.policy.model import DutyText, Gate, PolicyFile
from auditor.words import Immediately, Leaves, Must, MustNever, OnlyAfter, StepSequence, Word

Truth = bool | None
Limits = Callable[[str | None], int | None]
Values = Callable[[tuple[str, ...]], tuple[str, ...]]
TIE = "order-ambiguous"


@dataclass(frozen=True, eq=False)
class Event:
    """One event. `clocks`: microseconds on each clock; `carried`: the state its carrying update leaves."""

    position: int
    moment: int
    update: int
    clocks: Mapping[str, int]
    signals: Mapping[str, Truth]
    carrier: int | None = None
    mirrored: bool = False
    closes_ticket: bool = False
    carried: Mapping[str, str | None] = field(default_factory=dict)
    changes: frozenset[str] = frozenset()
    foreign_time: bool = False
    unknown_reason: str = "not-recorded"

    def truth(self, signal: str | None) -> Truth:
        """Whether the signal holds here; None is "cannot tell". No signal never holds."""
        return False if signal is None else self.signals[signal]


@dataclass(frozen=True)
class Ticket:
    """A ticket's events in their order, up to the as-of time; `last_clocks`: when it was last heard of."""

    events: Sequence[Event]
    first_clocks: Mapping[str, int]
    complete: bool = True
    deleted: bool = False
    rows_unreadable: bool = False
    group_differs: bool = False
    merge_followed: bool = True
    last_clocks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """How a run reads a duty: the as-of time on every clock, the limits, and what the export lacks."""

    as_of: Mapping[str, int]
    limits: Limits
    values: Values = lambda given: given
    missing: str | None = None
    end_missing: str | None = None


@dataclass(frozen=True)
class Instance:
    """One obligation: its opening, the event that it counts from, and what ends it from outside."""

    opening: Event
    trigger: Event
    closing: Event | None = None
    following: Event | None = None
    release: Event | None = None
    possible_release: Event | None = None
    doubt: str | None = None


@dataclass(frozen=True)
class Judgement:
    """The verdict on one instance. `decided`: whether it stood already when an event came."""

    verdict: str
    final: bool
    elapsed: int | None
    reason: str | None = None
    witness: tuple[int, ...] = ()
    act_position: int | None = None
    end_position: int | None = None
    due: int | None = None
    repaired: bool = False
    opening_position: int = 0
    trigger_position: int = 0
    decided: Callable[[Event], bool] = lambda _: True


@dataclass(frozen=True)
class Case:
    """One instance before its judge."""

    instance: Instance
    events: Sequence[Event]
    reading: Reading
    clock: str
    allowed: int | None

    @property
    def trigger(self) -> Event:
        """The event that the duty counts from."""
        return self.instance.trigger

    def elapsed(self, event: Event) -> int:
        """Microseconds on the duty's clock from the trigger to the event."""
        return event.clocks[self.clock] - self.trigger.clocks[self.clock]

    @property
    def waited(self) -> int:
        """Microseconds on the duty's clock from the trigger to the as-of time."""
        return self.reading.as_of[self.clock] - self.trigger.clocks[self.clock]

    @property
    def due(self) -> int | None:
        """The reading of the clock at which the limit is used up."""
        return None if self.allowed is None else self.trigger.clocks[self.clock] + self.allowed

    def within(self, event: Event) -> bool:
        """Exactly at the limit is in time."""
        return self.allowed is None or self.elapsed(event) <= self.allowed

    @property
    def expired(self) -> bool:
        """A limit that the as-of time has just reached is still open."""
        return self.allowed is not None and self.waited > self.allowed

    def after(self, event: Event) -> bool:
        """Strictly after the trigger."""
        return event.moment > self.trigger.moment

    def tied(self, event: Event) -> bool:
        """In the trigger's own moment, where nothing says which came first."""
        return event.moment == self.trigger.moment and event is not self.trigger

    @property
    def ticket_closing(self) -> Event | None:
        """The first closing of the ticket after the trigger."""
        return first(event for event in self.events if event.closes_ticket and self.after(event))


def first(events: Iterable[Event]) -> Event | None:
    """The first of the events, if there is one."""
    return next(iter(events), None)


# -- openings ----------------------------------------------------------------------------------------


def judge(policy: PolicyFile, duty: DutyText, word: Word, ticket: Ticket, reading: Reading) -> list[Judgement]:
    """The verdicts of one duty on one ticket, one per instance, in the order of their triggers."""
    found = []
    looks_back = any(gate.seen for gate in (*policy.unless, *policy.given))
    for instance in instances(policy, duty, ticket):
        clock = word.clock_name()
        case = Case(instance, ticket.events, reading, clock, reading.limits(word.limit()))
        judgement = unless_released(judge_word(word, case), instance)
        if judgement is None:
            continue
        judgement = replace(
            doubted(judgement, word, case, ticket, looks_back),
            opening_position=instance.opening.position,
            trigger_position=instance.trigger.position,
        )
        found.append(judgement)
    return found


def instances(policy: PolicyFile, duty: DutyText, ticket: Ticket) -> list[Instance]:
    """The obligations that the duty has on this ticket."""
    found = []
    opened = openings(policy, ticket)
    for number, opening in enumerate(opened):
        if not policy.in_force.holds_at(instant(opening)):
            continue
        if not all(lets_pass(*gate, opening, ticket.events) for gate in gates(duty)):
            continue
        closing = first(e for e in ticket.events if e.truth(policy.closes) is True and e.moment > opening.moment)
        following = opened[number + 1] if policy.closes and number + 1 < len(opened) else None
        doubt = gate_doubt([*gates(policy), *gates(duty)], opening, ticket.events)
        instance = Instance(opening, opening, closing, following, doubt=doubt)
        if duty.opens_at == "opening":
            found.append(released(policy, instance, ticket.events))
        elif closing is not None:
            ended = before_closing(released(policy, instance, ticket.events), closing)
            if ended.release is None:
                found.append(replace(ended, trigger=closing))
    return found


def instant(event: Event) -> datetime:
    """When the event happened."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=event.clocks["wall"])


def openings(policy: PolicyFile, ticket: Ticket) -> list[Event]:
    """The events on which an episode opens; a policy without a trigger opens once, before everything."""
    if policy.when is None:
        return [Event(0, 0, 0, ticket.first_clocks, {}, carrier=0)]
    found: list[Event] = []
    for event in ticket.events:
        opens = event.truth(policy.when) is True and not event.mirrored
        if not opens or not all(lets_pass(*gate, event, ticket.events) for gate in gates(policy)):
            continue
        if policy.closes is None or not found or closed_between(policy.closes, found[-1], event, ticket.events):
            found.append(event)
    return found


def closed_between(closes: str, opening: Event, event: Event, events: Sequence[Event]) -> bool:
    """Whether the episode of the opening was closed after it and before the event."""
    return any(one.truth(closes) is True and opening.moment < one.moment < event.moment for one in events)


def gates(text: PolicyFile | DutyText) -> list[tuple[Gate, bool]]:
    """The conditions of an opening, each with the truth that takes the opening away."""
    return [*((gate, True) for gate in text.unless), *((gate, False) for gate in text.given)]


def lets_pass(gate: Gate, forbidden: bool, opening: Event, events: Sequence[Event]) -> bool:
    """An unknown gate lets the opening pass; the verdict then says so."""
    return gate_truth(gate, opening, events) is not forbidden


def gate_truth(gate: Gate, opening: Event, events: Sequence[Event]) -> Truth:
    """What holds now on the opening and was seen up to and with it."""
    now = opening.truth(gate.now) if gate.now else True
    past = [event.truth(gate.seen) for event in events if event.moment <= opening.moment] if gate.seen else [True]
    seen = True if any(past) else None if None in past else False
    if False in (now, seen):
        return False
    return None if None in (now, seen) else True


def gate_doubt(asked: Sequence[tuple[Gate, bool]], opening: Event, events: Sequence[Event]) -> str | None:
    """Why it is open whether the duty holds at all: the reason of the first gate that cannot be told."""
    for gate, _ in asked:
        if gate_truth(gate, opening, events) is None:
            unknown = first(
                e for e in events if gate.seen and e.moment <= opening.moment and e.truth(gate.seen) is None
            )
            seen = any(e.truth(gate.seen) is True for e in events if e.moment <= opening.moment)
            return unknown.unknown_reason if unknown and not seen else opening.unknown_reason
    return None


def released(policy: PolicyFile, instance: Instance, events: Sequence[Event]) -> Instance:
    """The instance with the event that ends it without a row, where nothing came that forbids it."""
    if policy.released_by is None:
        return instance
    later = [event for event in events if event.moment > instance.opening.moment]
    held = first(event for event in later if event.truth(policy.released_by.before) is True)
    free = [event for event in later if held is None or event.moment < held.moment]
    return replace(
        instance,
        release=first(event for event in free if event.truth(policy.released_by.event) is True),
        possible_release=first(event for event in free if event.truth(policy.released_by.event) is None),
    )


def before_closing(instance: Instance, closing: Event) -> Instance:
    """The instance with only those releases that came before what closes it; a later one releases nothing."""

    def earlier(event: Event | None) -> Event | None:
        return event if event is not None and event.moment < closing.moment else None

    return replace(instance, release=earlier(instance.release), possible_release=earlier(instance.possible_release))


def unless_released(judgement: Judgement, instance: Instance) -> Judgement | None:
    """No row where it was released while still undecided; where it may have been, nobody is accused."""
    if instance.release and not judgement.decided(instance.release):
        return None
    maybe = instance.possible_release
    if maybe and judgement.verdict == "violated" and not judgement.decided(maybe):
        return replace(judgement, verdict="indeterminate", final=False, repaired=False, reason=maybe.unknown_reason)
    return judgement


# -- what outranks a word ------------------------------------------------------------------------------


def doubted(judgement: Judgement, word: Word, case: Case, ticket: Ticket, looks_back: bool) -> Judgement:
    """What the history itself leaves open outranks what the word says."""
    instance = case.instance
    foreign = instance.opening.foreign_time or instance.trigger.foreign_time
    omitted = judgement.verdict == "violated" and judgement.act_position is None
    reasons = {
        "history-incomplete": not ticket.complete and (judgement.verdict != "complied" or looks_back),
        "foreign-timestamps": foreign and (case.allowed is not None or judgement.verdict != "complied"),
        instance.doubt: instance.doubt is not None,
        "rows-unreadable": ticket.rows_unreadable and not shown_by_what_is_there(judgement, word),
        "history-contradicts-snapshot": omitted and ticket.group_differs,
        "merged-away": not ticket.merge_followed
        and judgement.verdict in ("violated", "pending")
        and judgement.act_position is None,
        "ticket-deleted": ticket.deleted
        and (judgement.verdict == "pending" or (omitted and open_when_last_heard_of(case, ticket))),
    }
    reason = first_true(reasons)
    if reason is None:
        return judgement
    return replace(judgement, verdict="indeterminate", final=False, repaired=False, reason=reason)


def shown_by_what_is_there(judgement: Judgement, word: Word) -> bool:
    """Whether an event that is there shows the verdict, so that rows which cannot be read take nothing away."""
    if judgement.verdict == "complied":
        return isinstance(word, OnlyAfter | StepSequence) or (isinstance(word, Must) and word.before is None)
    # the end of a window may be what cannot be read
    return judgement.verdict == "violated" and isinstance(word, MustNever) and not (word.until or word.through)


def open_when_last_heard_of(case: Case, ticket: Ticket) -> bool:
    """Whether the limit was still open when the ticket was last heard of."""
    return case.due is not None and ticket.last_clocks[case.clock] <= case.due


def first_true(reasons: Mapping[str | None, bool]) -> str | None:
    """The first reason that holds."""
    return next((reason for reason, holds in reasons.items() if holds), None)


# -- the words -----------------------------------------------------------------------------------------


def judge_word(word: Word, case: Case) -> Judgement:
    """The verdict of the word on one instance."""
    match word:
        case Must():
            return must(word, case)
        case MustNever():
            return must_never(word, case)
        case OnlyAfter():
            return only_after(word, case)
        case StepSequence():
            return steps(word, case)
        case Immediately():
            return immediately(word, case)
        case Leaves():
            return leaves(word, case)
    raise TypeError(f"the reference does not know the word {word.what}")


def must(word: Must, case: Case) -> Judgement:
    """Every target has an answer in time, before the wait ends."""
    events, trigger = case.events, case.trigger
    closing = case.ticket_closing if case.allowed is None else None
    end = first(e for e in events if e.truth(word.before) is True and case.after(e) and case.within(e))
    possible_end = first(
        e
        for e in events
        if (case.after(e) and e.truth(word.before) is None) or (case.tied(e) and e.truth(word.before) is not False)
    )

    def counts(event: Event) -> bool:
        since = {"trigger": trigger.moment, "opening": case.instance.opening.moment, "start": -1}[word.since]
        return event.moment > since

    def in_time(event: Event) -> bool:
        return case.within(event) and (closing is None or event.update <= closing.update)

    def surely_before_the_end(event: Event) -> bool:
        return all(one is None or event.moment < one.moment for one in (end, possible_end))

    def maybe_before_the_end(event: Event) -> bool:
        return end is None or event.moment <= end.moment

    def answered(target: str) -> bool:
        return any(e.truth(target) is True and counts(e) and in_time(e) and surely_before_the_end(e) for e in events)

    def maybe_answers(target: str) -> list[Event]:
        return [
            e
            for e in events
            if e.truth(target) is not False
            and (counts(e) or (word.since == "trigger" and case.tied(e)))
            and in_time(e)
            and maybe_before_the_end(e)
        ]

    def why_maybe() -> str:
        open_ones = [e for target in word.must if not answered(target) for e in maybe_answers(target) if counts(e)]
        unknown = [
            e
            for target in word.must
            if not answered(target)
            for e in maybe_answers(target)
            if counts(e) and e.truth(target) is None
        ]
        if unknown:
            return min(unknown, key=lambda event: event.position).unknown_reason
        blocked = possible_end is not None and any(e.moment >= possible_end.moment for e in open_ones)
        return possible_end.unknown_reason if possible_end and blocked and case.after(possible_end) else TIE

    firsts = [first(e for e in events if e.truth(target) is True and counts(e)) for target in word.must]
    sure = [event for event in firsts if event is not None]
    met = all(answered(target) for target in word.must)
    over = end is not None or closing is not None or case.expired
    last = max(sure, key=lambda event: event.position) if len(sure) == len(firsts) else None

    def decided(before: Event) -> bool:
        return (
            (met and last is not None and last.moment < before.moment)
            or any(one is not None and one.moment < before.moment for one in (end, closing))
            or not case.within(before)
        )

    reason = None
    if met:
        verdict = "complied"
    elif case.reading.missing:
        verdict, reason = "indeterminate", case.reading.missing
    elif not over:
        verdict = "pending"
    elif all(maybe_answers(target) for target in word.must):
        verdict, reason = "indeterminate", why_maybe()
    else:
        verdict = "violated"

    witness = tuple(sorted({event.position for event in sure}))
    return Judgement(
        verdict,
        final=verdict in ("complied", "violated"),
        repaired=verdict == "violated" and last is not None,
        reason=reason,
        witness=witness or ((end.position,) if end else ()),
        act_position=last.position if met and last else None,
        end_position=None if met else end.position if end else closing.position if closing else None,
        due=case.due,
        elapsed=max(case.elapsed(last), 0) if last else case.elapsed(end) if end else case.waited,
        decided=decided,
    )


def must_never(word: MustNever, case: Case) -> Judgement:
    """No such event after the trigger while the window is open."""
    instance = case.instance
    following = instance.following

    def in_window(event: Event) -> bool:
        return case.after(event) and case.within(event) and (following is None or event.moment < following.moment)

    until = first(e for e in case.events if e.truth(word.until) is True and in_window(e))
    through = first(e for e in case.events if e.truth(word.through) is True and in_window(e))
    possible_ends = [  # (the event, whether it is the moment or the whole update that may end the window)
        (e, at_once)
        for name, at_once in ((word.until, True), (word.through, False))
        for e in case.events
        if (case.after(e) and e.truth(name) is None) or (case.tied(e) and e.truth(name) is not False)
    ]

    def open_at(event: Event) -> bool:
        """Not surely outside the window: in a tie with an edge it may be inside."""
        return (
            (case.after(event) or case.tied(event))
            and case.within(event)
            and (until is None or event.moment <= until.moment)
            and (through is None or event.update <= through.update)
            and (following is None or event.moment <= following.moment)
            and not (word.apart_from_closing and instance.closing and event.update == instance.closing.carrier)
        )

    def tied_with_an_edge(event: Event) -> bool:
        return case.tied(event) or any(edge is not None and event.moment == edge.moment for edge in (until, following))

    def perhaps_after_the_end(event: Event) -> list[Event]:
        return [e for e, at_once in possible_ends if (event.moment >= e.moment if at_once else event.update > e.update)]

    breaches = [e for e in case.events if e.truth(word.must_never) is not False and not e.mirrored and open_at(e)]
    sure_ones = [
        e
        for e in breaches
        if e.truth(word.must_never) is True and not tied_with_an_edge(e) and not perhaps_after_the_end(e)
    ]
    sure = first(untolerated(word, sure_ones, lenient=True))
    possible = first(e for e in untolerated(word, breaches, lenient=False))
    end = first(e for e in case.events if in_window(e) and (e is until or e is through))

    over = end is not None or following is not None or case.expired

    def decided(before: Event) -> bool:
        return (
            any(one is not None and one.moment < before.moment for one in (sure, until, following))
            or (through is not None and through.update < before.update)
            or not case.within(before)
        )

    reason = None
    if sure and case.reading.end_missing:
        verdict, reason = "indeterminate", case.reading.end_missing
    elif sure:
        verdict = "violated"
    elif case.reading.missing:
        verdict, reason = "indeterminate", case.reading.missing
    elif possible:
        verdict, reason = "indeterminate", why_possible(word, possible, perhaps_after_the_end(possible), breaches, case)
    else:
        verdict = "complied"

    shown = sure or possible or end
    acted = sure if verdict == "violated" else end if verdict == "complied" else None
    measured = sure or end
    return Judgement(
        verdict,
        final=verdict == "violated" or (verdict == "complied" and over),
        reason=reason,
        witness=(shown.position,) if shown else (),
        act_position=acted.position if acted else None,
        due=case.due,
        elapsed=case.elapsed(measured) if measured else case.waited,
        decided=decided,
    )


def untolerated(word: MustNever, breaches: Sequence[Event], lenient: bool) -> list[Event]:
    """The breaches less the first so many that are let pass; what may be one of them is, if lenient."""
    if word.tolerate is None:
        return list(breaches)
    name, times = word.tolerate.event, word.tolerate.times
    found = []
    for event in breaches:
        before = [e for e in breaches if e.position < event.position and e.truth(name) is not False]
        tolerable = event.truth(name) is True or (lenient and event.truth(name) is None)
        if not (tolerable and len(before) < times):
            found.append(event)
    return found


def why_possible(word: MustNever, possible: Event, ends: Sequence[Event], breaches: Sequence[Event], case: Case) -> str:
    """What keeps a possible breach from being sure: its words, an end that may have been, the count, or its order."""

    def unknown(event: Event) -> bool:
        return event.truth(word.must_never) is None or (
            word.tolerate is not None and event.truth(word.tolerate.event) is None
        )

    if unknown(possible):
        return possible.unknown_reason
    unsure = first(end for end in ends if case.after(end))
    if unsure is None and word.tolerate is not None:
        unsure = first(event for event in breaches if event.position < possible.position and unknown(event))
    return unsure.unknown_reason if unsure else TIE


def only_after(word: OnlyAfter, case: Case) -> Judgement:
    """Some earlier event is the ground; with `or_with`, an event of the trigger's own update counts too."""

    def earlier(event: Event) -> bool:
        return event.moment < case.trigger.moment or (word.or_with and event.update == case.trigger.update)

    grounds = [e for e in case.events if e.truth(word.only_after) is True and earlier(e)]
    possible = [e for e in case.events if e.truth(word.only_after) is None and earlier(e)]
    tied = [e for e in case.events if e.truth(word.only_after) is not False and case.tied(e) and not word.or_with]
    reason = None
    if grounds:
        verdict = "complied"
    elif case.reading.missing:
        verdict, reason = "indeterminate", case.reading.missing
    elif possible or tied:
        verdict, reason = "indeterminate", possible[-1].unknown_reason if possible else TIE
    else:
        verdict = "violated"
    ground = first(reversed(grounds))
    return Judgement(
        verdict,
        final=verdict != "indeterminate",
        reason=reason,
        witness=tuple(e.position for e in (grounds or possible or tied)[-1:]),
        act_position=case.trigger.position,
        due=None,
        elapsed=-case.elapsed(ground) if ground else None,
    )


def steps(word: StepSequence, case: Case) -> Judgement:
    """Some chain of events has the steps in this order, each in time."""
    limits = [case.reading.limits(step.within) for step in word.steps]
    closing = case.ticket_closing

    def in_time(number: int, event: Event) -> bool:
        limit = limits[number]
        if limit is None:
            return closing is None or event.update <= closing.update
        return case.elapsed(event) <= limit

    surely = [[e for e in case.events if e.truth(step.event) is True and case.after(e)] for step in word.steps]
    maybe = [
        [
            e
            for e in case.events
            if e.truth(step.event) is not False and (case.after(e) or case.tied(e)) and in_time(n, e)
        ]
        for n, step in enumerate(word.steps)
    ]

    def chains(found: list[list[Event]], before: Callable[[Event, Event], bool]) -> list[tuple[Event, ...]]:
        return [chain for chain in product(*found) if all(before(one, other) for one, other in pairwise(chain))]

    met = any(
        all(in_time(number, event) for number, event in enumerate(chain))
        for chain in chains(surely, lambda one, other: one.moment < other.moment)
    )

    def still_open(limit: int | None) -> bool:
        return closing is None if limit is None else case.waited <= limit

    possible = any(
        all(still_open(limit) for limit in limits[length:])
        and any(
            len(set(map(id, chain))) == length
            for chain in chains(maybe[:length], lambda one, other: one.moment <= other.moment)
        )
        for length in range(len(limits) + 1)
    )
    reached = earliest(surely)
    late = [n for n in range(len(word.steps)) if n >= len(reached) or not in_time(n, reached[n])]
    over = any(
        case.waited > limit if limit is not None else closing is not None
        for limit in (limits[number] for number in late)
    )

    def decided(before: Event) -> bool:
        if met and reached[-1].moment < before.moment:
            return True
        unmet = [n for n in range(len(limits)) if n in late or reached[n].moment >= before.moment]
        return any(
            case.elapsed(before) > limit
            if limit is not None
            else closing is not None and closing.moment < before.moment
            for limit in (limits[n] for n in unmet)
        )

    reason = None
    if met:
        verdict = "complied"
    elif case.reading.missing:
        verdict, reason = "indeterminate", case.reading.missing
    elif not over:
        verdict = "pending"
    elif possible:
        verdict, reason = "indeterminate", why_perhaps(word, case, maybe)
    else:
        verdict = "violated"
    complete = len(reached) == len(word.steps)
    allowed = [limits[n] for n in late if limits[n] is not None]
    ended = [n for n in late if limits[n] is not None and case.waited > (limits[n] or 0)]
    return Judgement(
        verdict,
        final=verdict in ("complied", "violated"),
        repaired=verdict == "violated" and complete,
        reason=reason,
        witness=tuple(event.position for event in reached),
        act_position=reached[-1].position if met else None,
        end_position=closing.position if closing and over and not met and not ended else None,
        due=case.trigger.clocks[case.clock] + min(limit for limit in allowed if limit is not None) if allowed else None,
        elapsed=case.elapsed(reached[-1]) if complete else case.waited,
        decided=decided,
    )


def earliest(found: Sequence[Sequence[Event]]) -> list[Event]:
    """The earliest chain: every step as soon as the one before it is surely past."""
    reached: list[Event] = []
    for events in found:
        event = first(e for e in events if not reached or e.moment > reached[-1].moment)
        if event is None:
            break
        reached.append(event)
    return reached


def why_perhaps(word: StepSequence, case: Case, maybe: Sequence[Sequence[Event]]) -> str:
    """The first event of a step that cannot be told; without one, their order."""
    unknown = sorted(
        (
            e
            for step, found in zip(word.steps, maybe, strict=True)
            for e in found
            if e.truth(step.event) is None and case.after(e)
        ),
        key=lambda event: event.position,
    )
    return unknown[0].unknown_reason if unknown else TIE


def immediately(word: Immediately, case: Case) -> Judgement:
    """The next event of the kind is the wanted one; undecided until there surely is a next one."""

    def among(event: Event) -> Truth:
        """A mirrored event may answer, and never breaks: it counts where it is the wanted one."""
        kind, wanted = event.truth(word.among), event.truth(word.immediately)
        if not event.mirrored:
            return kind
        return False if False in (kind, wanted) else None if None in (kind, wanted) else True

    following = first(e for e in case.events if among(e) is True and case.after(e))
    reason = None
    if case.reading.missing:
        verdict, reason = "indeterminate", case.reading.missing
    elif following is None:
        verdict = "pending"
    else:
        perhaps_next = [
            e
            for e in case.events
            if among(e) is not False and (case.after(e) or case.tied(e)) and e.moment <= following.moment
        ]
        wanted = {e.truth(word.immediately) for e in perhaps_next}
        if wanted == {True}:
            verdict = "complied"
        elif wanted == {False}:
            verdict = "violated"
        else:
            unknown = first(e for e in perhaps_next if None in (among(e), e.truth(word.immediately)))
            verdict, reason = "indeterminate", unknown.unknown_reason if unknown else TIE
    return Judgement(
        verdict,
        final=verdict in ("complied", "violated"),
        reason=reason,
        witness=(following.position,) if following else (),
        act_position=following.position if following else None,
        due=None,
        elapsed=case.elapsed(following) if following else case.waited,
        decided=lambda before: following is not None and following.moment < before.moment,
    )


def leaves(word: Leaves, case: Case) -> Judgement:
    """Every field has one of its values at the end of the update that carries the trigger."""
    trigger = case.trigger
    right = [
        None if trigger.carried[name] is None else trigger.carried[name] in case.reading.values(values)
        for name, values in word.leaves.items()
    ]
    reason = None
    if case.reading.missing:
        verdict, reason = "indeterminate", case.reading.missing
    elif trigger.carrier is None:
        verdict = "pending"
    elif False in right:
        verdict = "violated"
    elif None in right:
        verdict, reason = "indeterminate", "state-unknown"
    else:
        verdict = "complied"
    changed = [
        e.position
        for e in case.events
        if e.update == trigger.carrier and e.changes & set(word.leaves) and not e.mirrored
    ]
    return Judgement(
        verdict,
        final=verdict in ("complied", "violated"),
        reason=reason,
        witness=tuple(changed or [trigger.position]),
        act_position=(changed or [trigger.position])[-1],
        due=None,
        elapsed=0,
        decided=lambda before: trigger.carrier is not None and trigger.carrier < before.update,
    )

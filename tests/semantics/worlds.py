"""A third opinion: two-valued formulas, asked in every world that an unclear history may have been.

A world gives every unknown signal an answer and every moment an order. Where the worlds disagree, the
verdict is not sure; where they agree, it is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, permutations, product

from auditor.reference import Event, Ticket
from auditor.words import Immediately, Must, MustNever, OnlyAfter, StepSequence, Word
from tests.semantics.board import limits
from tests.semantics.traces import AS_OF


@dataclass(frozen=True, eq=False)
class Sure:
    """An event of one world: it has a place of its own, and every signal holds or does not."""

    event: Event
    place: int
    signals: frozenset[str]


World = list[Sure]


def worlds(ticket: Ticket) -> Iterator[World]:
    """Every order inside the moments, and every answer to what is unknown."""
    steps = [list(step) for _, step in groupby(ticket.events, key=lambda event: event.moment)]
    for orders in product(*(permutations(step) for step in steps)):
        events = [event for order in orders for event in order]
        unknown = [(event, name) for event in events for name, truth in event.signals.items() if truth is None]
        for answers in product((False, True), repeat=len(unknown)):
            told = {pair for pair, answer in zip(unknown, answers, strict=True) if answer}
            yield [
                Sure(
                    event,
                    place,
                    frozenset(n for n, t in event.signals.items() if t or (t is None and (event, n) in told)),
                )
                for place, event in enumerate(events)
            ]


def verdicts(word: Word, ticket: Ticket, trigger: Event) -> set[str]:
    """What the word says of the trigger in each of the worlds."""
    return {in_world(word, world, next(one for one in world if one.event is trigger)) for world in worlds(ticket)}


def in_world(word: Word, world: World, trigger: Sure) -> str:
    """The formula of the word, where nothing is unclear."""
    later = [one for one in world if one.place > trigger.place]
    limit = limits(word.limit())
    now = AS_OF - trigger.event.clocks["wall"]

    def in_time(one: Sure, within: int | None) -> bool:
        return within is None or one.event.clocks["wall"] - trigger.event.clocks["wall"] <= within

    def until(name: str | None, among: Sequence[Sure]) -> list[Sure]:
        end = next((one.place for one in among if name in one.signals), None)
        return [one for one in among if end is None or one.place < end]

    match word:
        case Must():
            window = [one for one in until(word.before, later) if in_time(one, limit)]
            if all(any(target in one.signals for one in window) for target in word.must):
                return "complied"
            ended = any(word.before in one.signals and in_time(one, limit) for one in later)
            return "violated" if ended or (limit is not None and now > limit) else "pending"
        case MustNever():
            window = [one for one in until(word.until, later) if in_time(one, limit)]
            ends = [one.event.update for one in later if word.through in one.signals]
            window = [one for one in window if not ends or one.event.update <= ends[0]]
            acts = [one for one in window if word.must_never in one.signals and not one.event.mirrored]
            passed = [one for one in acts if word.tolerate and word.tolerate.event in one.signals]
            allowed = passed[: word.tolerate.times] if word.tolerate else []
            return "violated" if any(one not in allowed for one in acts) else "complied"
        case OnlyAfter():
            return (
                "complied"
                if any(word.only_after in o.signals for o in world if o.place < trigger.place)
                else "violated"
            )
        case Immediately():
            following = next((one for one in later if word.among in one.signals), None)
            if following is None:
                return "pending"
            return "complied" if word.immediately in following.signals else "violated"
        case StepSequence():
            within = [limits(step.within) for step in word.steps]
            begun = [length for length in range(len(within) + 1) if chain(word, later, within[:length], in_time)]
            if len(within) in begun:
                return "complied"
            comes = any(all(allowed is None or now <= allowed for allowed in within[length:]) for length in begun)
            return "pending" if comes else "violated"
    raise TypeError(word)


def chain(
    word: StepSequence, later: Sequence[Sure], within: Sequence[int | None], in_time: Callable[[Sure, int | None], bool]
) -> bool:
    """Whether the first so many steps happened one after the other, each in time."""
    return any(
        all(one.place < other.place for one, other in pairwise(found))
        and all(
            step.event in one.signals and in_time(one, allowed)
            for step, one, allowed in zip(word.steps, found, within, strict=False)
        )
        for found in product(later, repeat=len(within))
    )

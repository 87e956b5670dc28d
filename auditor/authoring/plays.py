"""Bounded play: every short history of what contacts do, and on each of them many ways in which a desk can behave.

A desk's duties end when the ticket leaves it, so no behaviour goes on after the move to another group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from auditor.audit import Rulebook
from auditor.authoring.alphabet import Alphabet, Message
from auditor.authoring.cases import PEOPLE, Case, Step, WorkedCase
from auditor.authoring.trial import sit
from auditor.policy.pack import Pack
from auditor.policy.parameters import duration
from auditor.schedule import segments

CHAT = "chat"
AGENT, RULE = "anna", "rule"
MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
PAUSE = timedelta(minutes=10)  # between two messages of contacts
LATER = timedelta(days=60)  # after the last limit: so far is the as-of time
MICROSECOND = timedelta(microseconds=1)
Act = Mapping[str, Any]  # fields of a step of a case: one atomic update
Timed = tuple[datetime, Act]


@dataclass(frozen=True)
class Letter:
    """A step of a contact: a message, in writing or as a turn of a chat."""

    message: Message
    chat: bool

    @property
    def label(self) -> str:
        """`subpoena on a chat`."""
        return f"{self.message.label} {'on a chat' if self.chat else 'in writing'}"


@dataclass(frozen=True)
class Situation:
    """What contacts do on one ticket, step after step; the desk decides the rest."""

    letters: tuple[Letter, ...]

    @property
    def label(self) -> str:
        """`legal-threat in writing; then subpoena on a chat`."""
        return "; then ".join(letter.label for letter in self.letters)

    @property
    def size(self) -> tuple[int, int, int]:
        """Smaller comes first: fewer steps, then fewer contact types, then fewer turns of chats."""
        shown = sum(len(letter.message.shows) for letter in self.letters)
        return len(self.letters), shown, sum(letter.chat for letter in self.letters)


def situations(letters: Alphabet, steps: int) -> list[Situation]:
    """Every history of up to so many messages, the smallest first; in longer ones a message shows one thing."""
    chats = (False, True) if letters.spoken else (False,)
    every = [Letter(message, chat) for message in letters.messages for chat in chats]
    plain = [letter for letter in every if len(letter.message.shows) < 2 and letter.message.certain]
    found = [Situation((letter,)) for letter in every]
    for count in range(2, steps + 1):
        found += [Situation(chosen) for chosen in product(plain, repeat=count)]
    return sorted(found, key=lambda one: one.size)


class Desk:
    """What a desk can do on a situation: sequences of updates, in time and just out of it."""

    def __init__(self, pack: Pack, letters: Alphabet) -> None:
        self.letters = letters
        self.start = _start(pack)
        self.limits = sorted(
            {
                (limit if isinstance(limit, timedelta) else duration(limit), duty.word.clock_name())
                for policy in pack.policies
                for duty in policy.duties
                if duty.word.limit() and (limit := pack.value(duty.word.limit()))
            }
        )
        self.pack = pack
        self.dues = {span: self._due(*span) for span in self.limits}
        self.as_of = max([self.start, *self.dues.values()]) + LATER

    def behaviours(self, situation: Situation) -> Iterator[tuple[Step, ...]]:
        """Whole histories: the situation's messages and, between and after them, what the desk does."""
        told = self.told(situation)
        messages = [(moment, _message(letter)) for moment, letter in told]
        for acts in self._placed(situation, [moment for moment, _ in told]):
            yield tuple(_step(moment, act) for moment, act in sorted([*messages, *acts], key=lambda one: one[0]))

    def told(self, situation: Situation) -> list[tuple[datetime, Letter]]:
        """When each message of the situation comes."""
        return [(self.start + number * PAUSE, letter) for number, letter in enumerate(situation.letters)]

    def _placed(self, situation: Situation, moments: Sequence[datetime]) -> Iterator[Sequence[Timed]]:
        last, chat = moments[-1], any(letter.chat for letter in situation.letters)
        for acts in self._sequences(chat):
            yield _in_a_row(last, acts)
        yield from self._late(last, chat)
        for number, moment in enumerate(moments[:-1], start=1):
            for acts in self._between(any(letter.chat for letter in situation.letters[:number])):
                yield _in_a_row(moment, acts)
                if not any("group" in act for act in acts):
                    yield from (_in_a_row(moment, acts) + _in_a_row(last, [more]) for more in self._answers(chat))

    def _sequences(self, chat: bool) -> Iterator[Sequence[Act]]:
        """After the last message: nothing, one update, two, three."""
        says, quiet = list(self._says(chat)), list(self._quiet(chat))
        yield []
        yield from ([act] for act in (*says, *quiet, *self._oddities()))
        for said, act in product(says, quiet):
            yield [{**said, **act}]
            yield [said, act]
        plain, *others = says
        yield from ([plain, said, act] for said in (plain, *others) for act in ({}, quiet[-1]))
        yield from ([odd, act] for odd in self._oddities() for act in (quiet[-1], {**plain, **quiet[0]}))
        if "publish" in self.letters.kinds:
            yield [quiet[0], {"publishes": True}]

    def _between(self, chat: bool) -> Iterator[Sequence[Act]]:
        """Between two messages of contacts: one update."""
        says, quiet = list(self._says(chat)), list(self._quiet(chat))
        yield from ([act] for act in (*says, *quiet, {**says[0], **quiet[0]}))

    def _answers(self, chat: bool) -> list[Act]:
        """What may follow after the last message, when something was done before it."""
        says, quiet = list(self._says(chat)), list(self._quiet(chat))
        moves = [{"group": name} for name in self.letters.groups]
        return [says[0], {**says[0], **quiet[0]}, {**says[-1], **quiet[-1]}, quiet[-1], *moves]

    def _late(self, last: datetime, chat: bool) -> Iterator[Sequence[Timed]]:
        """At each limit, to the second, and a second after it."""
        said, quiet = next(self._says(chat)), list(self._quiet(chat))
        for due in self.dues.values():
            for moment in (due + (last - self.start), due + (last - self.start) + SECOND):
                yield from ([(moment, act)] for act in ({**said, **quiet[0]}, quiet[-1]))
                yield [(last + MINUTE, said), (moment + MINUTE, quiet[0])]

    def _says(self, chat: bool) -> Iterator[dict[str, Any]]:
        """Public replies: each thing that may be said, leaving the ticket as duties want it; the plain one as it is."""
        turn = {"chat": CHAT} if chat else {}
        left = {"status": self.letters.left_at[0]} if self.letters.left_at else {}
        for name, text in self.letters.replies.items():
            yield {"says": text, **turn, **left}
            if name == next(iter(self.letters.replies)) and (left or turn):
                yield {"says": text}

    def _quiet(self, chat: bool) -> Iterator[dict[str, Any]]:
        """What is done without a reply: notes with their macro, the move, the end of the chat, and all of it."""
        macro = {"macro": self.letters.macros[0]} if self.letters.macros else {}
        moves = {"group": self.letters.groups[0]} if self.letters.groups else {}
        ends = {"ends": CHAT} if chat and "conversation-end" in self.letters.kinds else {}
        written = [{"note": text, **macro} for text in self.letters.notes.values()]
        yield from written
        yield from filter(None, (moves, ends, {**moves, **ends} if moves and ends else {}))
        if moves and ends:
            yield {**ends, **written[0]}
        yield from ({**act, **moves, **ends} for act in reversed(written) if moves or ends)

    def _oddities(self) -> Iterator[dict[str, Any]]:
        """Single acts: a short note, a macro alone, every status, a call, a rule's notification."""
        yield {"note": "Seen."}
        yield from ({"macro": name} for name in self.letters.macros)
        yield from ({"status": name} for name in self.letters.statuses)
        if "call" in self.letters.kinds:
            yield {"call": "outbound"}
        if "notification" in self.letters.kinds:
            yield {"by": RULE, "notifies": ("requester",)}

    def _due(self, limit: timedelta, clock: str) -> datetime:
        """When a limit that runs from the start is used up."""
        if clock == "wall":
            return self.start + limit
        now = self.start
        for one in segments(self.pack.schedules[clock], now, now + 52 * LATER):
            opens = max(now, datetime.fromtimestamp(one.starts_at / 1e6, UTC))
            open_for = datetime.fromtimestamp(one.ends_at / 1e6, UTC) - opens
            if open_for >= limit:
                return opens + limit
            limit -= max(open_for, timedelta())
        return now


def _start(pack: Pack) -> datetime:
    """An hour after the first opening of a Monday on."""
    first = [segments(one, MONDAY, MONDAY + LATER) for one in pack.schedules.values()]
    opens = [one.starts_at for found in first for one in found if one.starts_at * MICROSECOND >= MONDAY - _EPOCH]
    return _EPOCH + min(opens) * MICROSECOND + 60 * MINUTE if opens else MONDAY + 600 * MINUTE


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _message(letter: Letter) -> Act:
    return {"by": "requester", "says": letter.message.text, **({"chat": CHAT} if letter.chat else {})}


def _in_a_row(moment: datetime, acts: Sequence[Act]) -> list[Timed]:
    """The acts a minute apart, from a minute after the moment on; empty ones are left out."""
    return [(moment + number * MINUTE, act) for number, act in enumerate(filter(None, acts), start=1)]


def _step(moment: datetime, act: Act) -> Step:
    return Step.model_construct(**{"at": moment, "by": AGENT, **act})


def played(pack: Pack, desk: Desk, chosen: Sequence[Situation]) -> Iterator[tuple[Situation, WorkedCase]]:
    """Every behaviour on every situation, as a case that a trial can play."""
    for situation in chosen:
        for history in desk.behaviours(situation):
            yield situation, _case(pack, desk, situation.label, history)


def told_apart(stack: ExitStack, rules: Rulebook, letters: Alphabet) -> Alphabet:
    """The alphabet without replies and notes that no signal tells from an earlier one."""
    replies = _distinct(stack, rules, letters, {name: {"says": text} for name, text in letters.replies.items()})
    notes = _distinct(stack, rules, letters, {name: {"note": text} for name, text in letters.notes.items()})
    return replace(
        letters,
        replies={name: letters.replies[name] for name in replies},
        notes={name: letters.notes[name] for name in notes},
    )


def _distinct(stack: ExitStack, rules: Rulebook, letters: Alphabet, acts: Mapping[str, Act]) -> list[str]:
    """The names of the acts of which the pack's signals say something new, in writing or on a chat."""
    (pack,) = rules.packs
    desk = Desk(pack, letters)
    ways: list[Act] = [{}, {"chat": CHAT}] if letters.spoken else [{}]
    probes = [(name, {**act, **way}) for name, act in acts.items() for way in ways]
    opening = _message(Letter(letters.messages[0], letters.spoken))
    cases = [
        _case(pack, desk, "a probe", (_step(desk.start, opening), _step(desk.start + MINUTE, act))) for _, act in probes
    ]
    (sitting,) = sit(stack, rules, cases)
    signs = sitting.signs(pack, rules.contact_types)
    shown: dict[str, tuple[Any, ...]] = {}
    for ticket_id, (name, _) in zip(sitting.cases, probes, strict=True):
        shown[name] = (*shown.get(name, ()), signs.get(f"{ticket_id}.2", ()))
    first: dict[tuple[Any, ...], str] = {}
    for name, told in shown.items():
        first.setdefault(told, name)
    return list(first.values())


def _case(pack: Pack, desk: Desk, name: str, history: tuple[Step, ...]) -> WorkedCase:
    """A history as a trial plays it: no file, nothing expected."""
    text = Case.model_construct(case=name, history=history, expect={})
    moments = tuple(step.at for step in history if isinstance(step.at, datetime))
    return WorkedCase(pack.policies[0], text, PEOPLE, desk.as_of, moments, "conflicts")

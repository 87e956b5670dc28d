"""Duties that cannot both be met, found by playing every bounded history with the very SQL that audits.

On a situation (what contacts do) two duties conflict where each is met by some behaviour of the desk and no behaviour
meets both. A duty is met where every row of it is complied; one that does not open is. Played twice: as the policies
are written, and bare, without the gates that say which duty gives way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from auditor.audit import Rulebook
from auditor.authoring.alphabet import Alphabet, alphabet
from auditor.authoring.gates import Precedence, file_of, gates, with_gates
from auditor.authoring.plays import Desk, Situation, played, situations, told_apart
from auditor.authoring.trial import Sitting, sit
from auditor.policy.pack import Pack

SITUATIONS_PER_PAIR = 12  # the smallest ones of a pair, on which it is asked what settles it
Progress = Callable[[str], None]
Name = tuple[str, str]  # policy, duty


@dataclass(frozen=True)
class Settled:
    """The smallest situation of a pair that these gates settle; any one of them alone, or `together`."""

    situation: Situation
    gates: tuple[Precedence, ...]
    together: bool = False


@dataclass(frozen=True)
class Conflict:
    """Two duties and the smallest situation on which no behaviour meets both; `settled` empty: nothing settles it."""

    first: Name
    second: Name
    situation: Situation
    settled: tuple[Settled, ...] = ()


@dataclass(frozen=True)
class Stuck:
    """A duty that no behaviour meets, and the smallest situation of it."""

    duty: Name
    situation: Situation


@dataclass(frozen=True)
class Findings:
    """What the search found, and how far it went."""

    conflicts: tuple[Conflict, ...]
    settled: tuple[Conflict, ...]
    never_met: tuple[Stuck, ...]
    never_triggered: tuple[Name, ...]
    never_violated: tuple[Name, ...]
    implied: tuple[tuple[Name, Name], ...]  # (this one, by that one)
    places: Mapping[Name, str]
    letters: Alphabet
    desk: Desk
    steps: int
    situations: int
    histories: int


@dataclass
class Table:
    """What every behaviour on every situation came to: bits of duties. `ways`: (opened, unmet, violated)."""

    ways: dict[Situation, set[tuple[int, int, int]]] = field(default_factory=dict)

    def conflicts(self, situation: Situation, count: int) -> Iterator[tuple[int, int]]:
        """The pairs of duties that conflict there."""
        ways = self.ways[situation]
        opened = _any(way[0] for way in ways)
        met = {~way[1] for way in ways}
        meetable = _any(met) & opened
        with_it = [_any(one for one in met if one >> bit & 1) for bit in range(count)]
        for first, second in combinations(range(count), 2):
            if meetable >> first & meetable >> second & 1 and not with_it[first] >> second & 1:
                yield first, second

    def stuck(self, situation: Situation, count: int) -> Iterator[int]:
        """The duties that open there and that no behaviour meets."""
        ways = self.ways[situation]
        never = _any(way[0] for way in ways) & ~_any(~way[1] for way in ways)
        yield from (bit for bit in range(count) if never >> bit & 1)


def _any(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


@dataclass(frozen=True)
class _Play:
    """A sitting of behaviours, and the situation of each of its tickets."""

    sitting: Sitting
    of_ticket: Mapping[str, Situation]
    rules: Rulebook
    duties: tuple[Name, ...]

    def table(self, pack: Pack) -> Table:
        """What the pack makes of them."""
        found = Table({situation: set() for situation in self.of_ticket.values()})
        tally = self.sitting.tally(pack, self.rules.contact_types, self.duties)
        for ticket_id, situation in self.of_ticket.items():
            found.ways[situation].add(tally.get(ticket_id, (0, 0, 0)))
        return found

    def masks(self, pack: Pack) -> dict[str, tuple[int, int, int]]:
        """Ticket → its bits."""
        return self.sitting.tally(pack, self.rules.contact_types, self.duties)


def find_conflicts(stack: ExitStack, rules: Rulebook, steps: int, progress: Progress) -> Findings:
    """Search the rulebook's one pack on situations of up to so many steps. Raises PolicyError."""
    (pack,) = rules.packs
    progress(f"{pack.name}: what its signals can tell apart")
    letters = told_apart(stack, rules, alphabet(rules))
    desk = Desk(pack, letters)
    chosen = situations(letters, steps)
    progress(f"{pack.name}: playing {len(chosen)} situations")
    play = _play(stack, rules, desk, chosen)
    written = play.table(pack)
    progress(f"{pack.name}: the same without precedence")
    bare = play.table(with_gates(pack, ()))
    names = play.duties
    conflicts = _smallest(written, names)
    settled = {pair: found for pair, found in _conflicting(bare, names).items() if pair not in conflicts}
    progress(f"{pack.name}: what settles {len(settled)} pairs")
    return Findings(
        conflicts=tuple(Conflict(names[a], names[b], found) for (a, b), found in conflicts.items()),
        settled=tuple(_settled(stack, rules, desk, settled, names)),
        never_met=tuple(_never_met(written, names)),
        **_dull(written, names),
        places=_places(pack),
        letters=letters,
        desk=desk,
        steps=steps,
        situations=len(chosen),
        histories=len(play.of_ticket),
    )


def _play(stack: ExitStack, rules: Rulebook, desk: Desk, chosen: Sequence[Situation]) -> _Play:
    (pack,) = rules.packs
    both = list(played(pack, desk, chosen))
    (sitting,) = sit(stack, rules, [case for _, case in both])
    of_ticket = {ticket_id: situation for ticket_id, (situation, _) in zip(sitting.cases, both, strict=True)}
    duties = tuple((policy.name, duty.name) for policy in pack.policies for duty in policy.duties)
    return _Play(sitting, of_ticket, rules, duties)


def _conflicting(table: Table, names: Sequence[Name]) -> dict[tuple[int, int], list[Situation]]:
    """Pair → the situations on which it conflicts, the smallest first."""
    found: dict[tuple[int, int], list[Situation]] = {}
    for situation in table.ways:
        for pair in table.conflicts(situation, len(names)):
            found.setdefault(pair, []).append(situation)
    return found


def _smallest(table: Table, names: Sequence[Name]) -> dict[tuple[int, int], Situation]:
    return {pair: found[0] for pair, found in _conflicting(table, names).items()}


def _never_met(table: Table, names: Sequence[Name]) -> Iterator[Stuck]:
    found: dict[int, Situation] = {}
    for situation in table.ways:
        for bit in table.stuck(situation, len(names)):
            found.setdefault(bit, situation)
    yield from (Stuck(names[bit], situation) for bit, situation in sorted(found.items()))


# -- what settles a pair -----------------------------------------------------------------------------


def _settled(
    stack: ExitStack,
    rules: Rulebook,
    desk: Desk,
    pairs: Mapping[tuple[int, int], Sequence[Situation]],
    names: Sequence[Name],
) -> Iterator[Conflict]:
    """Put the gates back one at a time, on the smallest situations of each pair."""
    if not pairs:
        return
    (pack,) = rules.packs
    wanted = {one: None for found in pairs.values() for one in found[:SITUATIONS_PER_PAIR]}
    play = _play(stack, rules, desk, list(wanted))
    without = play.masks(with_gates(pack, ()))
    concerned = {names[bit][0] for pair in pairs for bit in pair}
    every = [gate for gate in gates(pack) if gate.policy in concerned]
    tables = {gate: _table_with(play, pack, gate, without) for gate in every}
    for (first, second), found in pairs.items():
        settled: dict[tuple[Precedence, ...], Settled] = {}
        near = tuple(gate for gate in every if gate.policy in (names[first][0], names[second][0]))
        for situation in found[:SITUATIONS_PER_PAIR]:
            alone = tuple(gate for gate in near if (first, second) not in tables[gate].conflicts(situation, len(names)))
            one = Settled(situation, alone) if alone else Settled(situation, near, together=True)
            if not any(set(known) <= set(one.gates) for known in settled):  # else it says nothing new
                settled[one.gates] = one
        yield Conflict(names[first], names[second], found[0], tuple(settled.values()))


def _table_with(play: _Play, pack: Pack, gate: Precedence, without: Mapping[str, tuple[int, int, int]]) -> Table:
    """The bare pack with one gate: its policy is judged anew, of the others the verdicts are known."""
    gated = with_gates(pack, (gate,))
    alone = replace(gated, policies=tuple(policy for policy in gated.policies if policy.name == gate.policy))
    mine = sum(1 << bit for bit, (policy, _) in enumerate(play.duties) if policy == gate.policy)
    fresh = play.masks(alone)
    table = Table({situation: set() for situation in play.of_ticket.values()})
    for ticket_id, situation in play.of_ticket.items():
        old, new = without.get(ticket_id, (0, 0, 0)), fresh.get(ticket_id, (0, 0, 0))
        table.ways[situation].add((old[0] & ~mine | new[0], old[1] & ~mine | new[1], old[2] & ~mine | new[2]))
    return table


# -- duties that say nothing new -----------------------------------------------------------------------


def _dull(table: Table, names: Sequence[Name]) -> dict[str, tuple[Any, ...]]:
    """Duties that never open, that nothing violates, and that another one implies."""
    ways = {way for found in table.ways.values() for way in found}
    opened, violated = _any(way[0] for way in ways), _any(way[2] for way in ways)
    bits = range(len(names))
    return {
        "never_triggered": tuple(names[bit] for bit in bits if not opened >> bit & 1),
        "never_violated": tuple(names[bit] for bit in bits if opened >> bit & 1 and not violated >> bit & 1),
        "implied": tuple(
            (names[this], names[that])
            for this in bits
            for that in bits
            if this != that and violated >> this & 1 and _implied(this, that, ways)
        ),
    }


def _implied(this: int, that: int, ways: Iterable[tuple[int, int, int]]) -> bool:
    """Whether it opens only with that one, is met where that one is (somewhere it is), and violated only with it."""
    both_met = False
    for opened, unmet, violated in ways:
        if not opened >> this & 1:
            continue
        if not opened >> that & 1 or (violated >> this & 1 and not violated >> that & 1):
            return False
        if not unmet >> that & 1:
            if unmet >> this & 1:
                return False
            both_met = True
    return both_met


def _places(pack: Pack) -> dict[Name, str]:
    """Duty → file:line:col."""
    files = {policy.name: file_of(pack, policy) for policy in pack.policies}
    return {
        (policy.name, duty.name): files[policy.name].at(("duties", duty.name))
        for policy in pack.policies
        for duty in policy.duties
    }

"""Every small trace: symbols and the gaps between them, as tickets that the reference can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from auditor.reference import Event, Ticket, Truth

LIMIT = 100
AS_OF = 1_800_000_000_000_000
PERIOD, OPEN = 100, 60  # the desk is open 60 of every 100 microseconds, so 60 open ones last exactly 100
BASE = AS_OF - 1000 * PERIOD - 37
SAME_MOMENT, NEXT_PHASE, SAME_TIME = "same moment", "next phase", "same time"
Gap = str | int
GAPS: tuple[Gap, ...] = (SAME_MOMENT, NEXT_PHASE, SAME_TIME, LIMIT // 2, LIMIT - 1, LIMIT, LIMIT + 1)
FEW_GAPS: tuple[Gap, ...] = (SAME_MOMENT, NEXT_PHASE, SAME_TIME, LIMIT // 2, LIMIT + 1)


@dataclass(frozen=True)
class Symbol:
    """A letter of the traces: what holds on such an event."""

    holds: Mapping[str, Truth] = field(default_factory=dict)
    mirrored: bool = False
    closes_ticket: bool = False
    sets: Mapping[str, str | None] = field(default_factory=dict)
    turn: bool = False
    ends_conversation: bool = False
    foreign_time: bool = False


@dataclass(frozen=True)
class Trace:
    """A word over the alphabet, with the gap before each letter but the first, and how far as-of lies past the end."""

    letters: str
    gaps: tuple[Gap, ...]
    rest: int = 0

    def offsets(self) -> list[int]:
        """Microseconds from the first event to each."""
        found = [0]
        for gap in self.gaps:
            found.append(found[-1] + (gap if isinstance(gap, int) else 0))
        return found

    @property
    def starts_at(self) -> int:
        """The instant of the first event: every trace ends at one common as-of time."""
        return AS_OF - self.offsets()[-1] - self.rest

    def __str__(self) -> str:
        told = [self.letters[:1]]
        for gap, letter in zip(self.gaps, self.letters[1:], strict=True):
            told.append(f"-[{gap}]- {letter}")
        return " ".join(told) + f" | as of +{self.rest}"


def desk(instant: int) -> int:
    """Open microseconds of the test's schedule before an instant."""
    whole, rest = divmod(instant - BASE, PERIOD)
    return whole * OPEN + min(rest, OPEN)


def desk_due(reading: int) -> int:
    """The last instant at which the schedule's clock does not exceed a reading."""
    whole, rest = divmod(reading, OPEN)
    return BASE + whole * PERIOD + rest


def clocks(instant: int) -> dict[str, int]:
    """Every clock's reading at an instant."""
    return {"wall": instant, "desk": desk(instant)}


AS_OF_CLOCKS = clocks(AS_OF)


def every_trace(alphabet: Iterable[str], length: int, gaps: Sequence[Gap], needed: str = "T") -> Iterator[Trace]:
    """Every trace of that length that holds one of the needed letters."""
    for letters in product(sorted(alphabet), repeat=length):
        if any(letter in needed for letter in letters):
            for between in product(gaps, repeat=length - 1):
                yield Trace("".join(letters), between)


def cuts(trace: Trace, limits: Sequence[int], starts: str) -> Iterator[Trace]:
    """The trace as of its last event, and as of just before, at and just after every limit still ahead.

    `starts`: the letters from which a limit may run.
    """
    offsets = trace.offsets()
    running = [at for at, letter in zip(offsets, trace.letters, strict=True) if letter in starts]
    ahead = {at + limit + around - offsets[-1] for at in running for limit in limits for around in (-1, 0, 1)}
    for rest in sorted({0, *(() if limits else (1,))} | {rest for rest in ahead if rest > 0}):
        yield replace(trace, rest=rest)


@dataclass(frozen=True)
class Bound:
    """How far the traces go: to which length with every gap, to which with a few, and which limits lie ahead."""

    every_gap: int = 2
    few_gaps: int = 3
    limits: tuple[int, ...] = (LIMIT,)
    gaps: tuple[Gap, ...] = FEW_GAPS


def bounded(alphabet: Iterable[str], bound: Bound, needed: str = "T") -> list[Trace]:
    """All traces inside the bound, each at every cut."""
    lengths = [(n, GAPS if n <= bound.every_gap else bound.gaps) for n in range(1, bound.few_gaps + 1)]
    return [
        cut
        for n, between in lengths
        for trace in every_trace(alphabet, n, between, needed)
        for cut in cuts(trace, bound.limits, needed + "KL")
    ]


def one_longer(alphabet: Iterable[str], bound: Bound, needed: str = "T") -> Iterator[Trace]:
    """The traces of one event more than the bound, each at every cut, with two gaps: none at all, and half a limit."""
    apart: Gap = LIMIT // 2 + 1 if bound.limits else SAME_TIME
    for trace in every_trace(alphabet, bound.few_gaps + 1, (SAME_MOMENT, apart), needed):
        yield from cuts(trace, bound.limits, needed + "KL")


def as_ticket(trace: Trace, alphabet: Mapping[str, Symbol], names: Sequence[str]) -> Ticket:
    """The trace as the reference reads it."""
    symbols = [alphabet[letter] for letter in trace.letters]
    instants = [trace.starts_at + offset for offset in trace.offsets()]
    moments = counted(trace.gaps, same=(SAME_MOMENT,))
    updates = counted(trace.gaps, same=(SAME_MOMENT, NEXT_PHASE))
    carriers = [carrier(index, symbols, updates) for index in range(len(symbols))]
    events = [
        Event(
            position=index + 1,
            moment=moments[index],
            update=updates[index],
            clocks=clocks(instants[index]),
            signals={name: symbol.holds.get(name, False) for name in names},
            carrier=carriers[index],
            mirrored=symbol.mirrored,
            closes_ticket=symbol.closes_ticket,
            carried=left_by(carriers[index], symbols, updates),
            changes=frozenset(symbol.sets),
            foreign_time=symbol.foreign_time,
            unknown_reason=f"unknown-{index + 1}",
        )
        for index, symbol in enumerate(symbols)
    ]
    return Ticket(events, first_clocks=clocks(instants[0]), last_clocks=clocks(instants[-1]))


def counted(gaps: Sequence[Gap], same: tuple[Gap, ...]) -> list[int]:
    """The number of the moment or update of each event: one more at every gap that is not the same."""
    found = [1]
    for gap in gaps:
        found.append(found[-1] + (gap not in same))
    return found


def carrier(index: int, symbols: Sequence[Symbol], updates: Sequence[int]) -> int | None:
    """The update that carries an event: its own; for a turn, the one that ends its conversation."""
    if not symbols[index].turn:
        return updates[index]
    return next((update for symbol, update in zip(symbols, updates, strict=True) if symbol.ends_conversation), None)


def left_by(update: int | None, symbols: Sequence[Symbol], updates: Sequence[int]) -> dict[str, str | None]:
    """The state at the end of an update; unknown while nothing has set it."""
    state: dict[str, str | None] = dict.fromkeys(("status", "group", "assignee"))
    for symbol, own in zip(symbols, updates, strict=True):
        if update is not None and own <= update:
            state.update(symbol.sets)
    return state

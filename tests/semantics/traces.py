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
FEW_GAPS: tuple[Gap, ...] = (SAME_MOMENT, SAME_TIME, LIMIT // 2, LIMIT, LIMIT + 1)


@dataclass(frozen=True)
class Symbol:
    """A letter of the traces: what holds on such an event."""

    holds: Mapping[str, Truth] = field(default_factory=dict)
    mirrored: bool = False
    closes_ticket: bool = False
    changes: frozenset[str] = frozenset()


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


def cuts(trace: Trace, limit: int = LIMIT) -> Iterator[Trace]:
    """The trace as of its last event, and as of just before, at and just after every limit still ahead."""
    offsets = trace.offsets()
    ahead = {at + limit + around - offsets[-1] for at in offsets for around in (-1, 0, 1)}
    for rest in sorted({0} | {rest for rest in ahead if rest > 0}):
        yield replace(trace, rest=rest)


def bounded(
    alphabet: Iterable[str], full: int, most: int, needed: str = "T", gaps: Sequence[Gap] = FEW_GAPS
) -> list[Trace]:
    """All traces up to `full` events over every gap and up to `most` over a few, each at every cut."""
    lengths = [(length, GAPS if length <= full else gaps) for length in range(1, most + 1)]
    return [cut for n, between in lengths for trace in every_trace(alphabet, n, between, needed) for cut in cuts(trace)]


def as_ticket(trace: Trace, alphabet: Mapping[str, Symbol], names: Sequence[str]) -> Ticket:
    """The trace as the reference reads it."""
    instant = trace.starts_at
    events: list[Event] = []
    moment, update = 1, 1
    for index, letter in enumerate(trace.letters):
        if index:
            gap = trace.gaps[index - 1]
            instant += gap if isinstance(gap, int) else 0
            moment += gap != SAME_MOMENT
            update += gap not in (SAME_MOMENT, NEXT_PHASE)
        symbol = alphabet[letter]
        events.append(
            Event(
                position=index + 1,
                moment=moment,
                update=update,
                clocks=clocks(instant),
                signals={name: symbol.holds.get(name, False) for name in names},
                carrier=update,
                mirrored=symbol.mirrored,
                closes_ticket=symbol.closes_ticket,
                changes=symbol.changes,
                unknown_reason=f"unknown-{index + 1}",
            )
        )
    return Ticket(events, first_clocks=clocks(trace.starts_at), last_clocks=AS_OF_CLOCKS)

"""What would have sufficed: for every violated verdict the smallest change of the history that would have complied.

The search asks the reference; what it finds is run through the compiled SQL, and what the SQL does not confirm is
not told. A change is made to the signals of a ticket's events: an event is added, left out or done earlier, or it
leaves the ticket in another state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

import duckdb

from auditor.compile import CompiledPolicy, compile_policy, used_signals
from auditor.evaluate import prepare, run_policy
from auditor.laid_out import lay_out, read_tickets
from auditor.policy.pack import Duty, Pack, Policy
from auditor.reference import Event, Judgement, Reading, Ticket, judge
from auditor.rows import records
from auditor.signals import SignalCompiler, known_groups
from auditor.words import Immediately, Leaves, Must, MustNever, OnlyAfter, StepSequence

Change = Literal["add", "leave-out", "earlier", "set"]
STRIDE = 16  # room between two events for what is put there
BATCH = 4_000
LARGEST = 3  # changes at most; beyond that a history is another history


@dataclass(frozen=True)
class Edit:
    """One change of a history. `position`: the event concerned; `until`: microseconds of UTC by which."""

    change: Change
    what: str
    position: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class Mend:
    """The changes that together would have complied, and what may still be made good although it cannot comply."""

    ticket_id: str
    policy: str
    duty: str
    trigger_position: int
    opening_position: int
    would_have_complied: tuple[Edit, ...]
    still_possible: tuple[Edit, ...]


@dataclass(frozen=True)
class Broken:
    """A violated row with what is needed to ask the reference about it."""

    policy: Policy
    duty: Duty
    ticket_id: str
    ticket: Ticket
    opening: int
    trigger: int
    due: int | None
    ended_by: int | None
    witness: tuple[int, ...]


def mends(
    connection: duckdb.DuckDBPyConnection,
    pack: Pack,
    missing: Mapping[str, str],
    as_of: Mapping[str, int],
) -> Iterator[Mend]:
    """The confirmed mends of the pack's violated rows, from `every_signal` and `verdict_row` as they stand."""
    compiler = SignalCompiler(pack, missing, known_groups(connection), ())
    signals = {name: compiler.signal(name) for name in sorted(set(used_signals(pack)))}
    reading = Reading(as_of=as_of, limits=pack.limit_microseconds, values=lambda given: _values(pack, given))
    for policy in pack.policies:
        compiled = compile_policy(pack, policy, signals)
        rows = records(connection, VIOLATED, {"pack": pack.name, "policy": policy.name})
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            found = list(_found(connection, pack, policy, batch, reading))
            yield from _confirmed(connection, pack, compiled, missing, as_of, found)


VIOLATED = """
    select ticket_id, duty, opening_position, trigger_position, witness, epoch_us(due_at) as due_at,
        (select epoch_us(min(occurred_at)) from event
         where event.ticket_id = verdict_row.ticket_id and event.position = verdict_row.end_position) as ended_by
    from verdict_row where pack = $pack and policy = $policy and verdict = 'violated' order by all"""


def _values(pack: Pack, given: tuple[str, ...]) -> tuple[str, ...]:
    found = [pack.value(item) for item in given]
    return tuple(str(one) for value in found for one in (value if isinstance(value, tuple | list) else [value]))


def _found(
    connection: duckdb.DuckDBPyConnection,
    pack: Pack,
    policy: Policy,
    rows: Sequence[Mapping[str, Any]],
    reading: Reading,
) -> Iterator[tuple[Broken, Mend, Ticket]]:
    """The smallest change of each row, as the reference sees it."""
    names = sorted(set(used_signals(replace(pack, policies=(policy,)))))
    wanted = sorted({row["ticket_id"] for row in rows})
    tickets = read_tickets(connection, wanted, names, sorted(pack.schedules))
    duties = {duty.name: duty for duty in policy.duties}
    for row in rows:
        broken = Broken(
            policy,
            duties[row["duty"]],
            row["ticket_id"],
            spread(tickets[row["ticket_id"]]),
            row["opening_position"] * STRIDE,
            row["trigger_position"] * STRIDE,
            row["due_at"],
            row["ended_by"],
            tuple(position * STRIDE for position in row["witness"]),
        )
        smallest = _smallest(broken, reading)
        if smallest:
            edits, changed = smallest
            still = tuple(_still(broken))
            yield broken, _mend(broken, edits, still), changed


def _mend(broken: Broken, edits: tuple[Edit, ...], still: tuple[Edit, ...]) -> Mend:
    def original(edit: Edit) -> Edit:
        return edit if edit.position is None else replace(edit, position=edit.position // STRIDE)

    return Mend(
        broken.ticket_id,
        broken.policy.name,
        broken.duty.name,
        broken.trigger // STRIDE,
        broken.opening // STRIDE,
        tuple(map(original, edits)),
        tuple(map(original, still)),
    )


def _smallest(broken: Broken, reading: Reading) -> tuple[tuple[Edit, ...], Ticket] | None:
    """The fewest changes after which the reference sees the duty complied, or no more owed."""
    candidates = list(_candidates(broken))
    for size in range(1, min(LARGEST, len(candidates)) + 1):
        for edits in combinations(candidates, size):
            changed = apply(broken.ticket, edits, broken)
            if _kept(broken, changed, reading):
                return edits, changed
    return None


def _kept(broken: Broken, changed: Ticket, reading: Reading) -> bool:
    judged = judge(broken.policy.text, broken.duty.text, broken.duty.word, changed, reading)
    at_trigger = [one for one in judged if _same(one, broken)]
    if at_trigger:
        return all(one.verdict == "complied" for one in at_trigger)
    return all(event.position != broken.trigger for event in changed.events)


def _same(one: Judgement, broken: Broken) -> bool:
    return (one.opening_position, one.trigger_position) == (broken.opening, broken.trigger)


def _confirmed(
    connection: duckdb.DuckDBPyConnection,
    pack: Pack,
    compiled: CompiledPolicy,
    missing: Mapping[str, str],
    as_of: Mapping[str, int],
    found: Sequence[tuple[Broken, Mend, Ticket]],
) -> Iterator[Mend]:
    """The mends that the compiled SQL sees complied as well, on the changed histories."""
    if not found:
        return
    names = sorted(set(used_signals(replace(pack, policies=(compiled.policy,)))))
    segments = connection.sql("select * from schedule_segment").to_arrow_table()
    with duckdb.connect(":memory:") as bench:
        bench.execute("set timezone = 'UTC'")
        prepare(bench)
        bench.register("segments", segments)
        bench.execute("insert into schedule_segment select * from segments")
        lay_out(bench, {str(n): ticket for n, (_, _, ticket) in enumerate(found)}, names, sorted(pack.schedules))
        run_policy(bench, pack, compiled, missing, as_of)
        rows = records(bench, "select ticket_id, duty, opening_position, trigger_position, verdict from verdict_row")
    verdicts = {
        (int(row["ticket_id"]), row["duty"], row["opening_position"], row["trigger_position"]): row["verdict"]
        for row in rows
    }
    for number, (broken, mend, changed) in enumerate(found):
        gone = all(event.position != broken.trigger for event in changed.events) and broken.trigger != 0
        verdict = verdicts.get((number, broken.duty.name, broken.opening, broken.trigger))
        if verdict == "complied" or (gone and verdict is None):
            yield mend


# -- what could be changed ---------------------------------------------------------------------------


def _candidates(broken: Broken) -> Iterator[Edit]:
    """The changes that may mend the row, the likelier first."""
    word = broken.duty.word
    match word:
        case Must():
            yield from (_done(broken, target) for target in word.must)
        case StepSequence():
            yield from (_done(broken, step.event) for step in word.steps)
        case MustNever():
            yield from _undone(broken, word)
        case OnlyAfter():
            yield Edit("leave-out", _trigger_name(broken), broken.trigger)
        case Immediately():
            yield from _next(broken, word)
        case Leaves():
            yield from (Edit("set", f"{name}={values[0]}", broken.trigger) for name, values in word.leaves.items())


def _trigger_name(broken: Broken) -> str:
    return broken.policy.text.when or "ticket"


def _done(broken: Broken, target: str) -> Edit:
    """The act that was owed: done at all, or done earlier."""
    late = next((one for one in _after(broken) if one.truth(target) is True), None)
    until = broken.due if broken.due is not None else broken.ended_by
    return Edit("earlier", target, late.position, until) if late else Edit("add", target, None, until)


def _undone(broken: Broken, word: MustNever) -> Iterator[Edit]:
    """What was forbidden left out; or the end of the window reached before it."""
    breaches = [one for one in _after(broken) if one.truth(word.must_never) is not False and not one.mirrored]
    yield from (Edit("leave-out", word.must_never, one.position) for one in breaches)
    end = word.through or word.until
    if end and broken.witness:
        witness = next((one for one in _after(broken) if one.position == broken.witness[0]), None)
        late = next((one for one in _after(broken) if one.truth(end) is True), None)
        until = witness.clocks["wall"] if witness else None
        yield Edit("earlier" if late else "add", end, late.position if late else None, until)


def _next(broken: Broken, word: Immediately) -> Iterator[Edit]:
    following = next((one for one in _after(broken) if one.truth(word.among) is True), None)
    until = following.clocks["wall"] if following else None
    late = next((one for one in _after(broken) if one.truth(word.immediately) is True), None)
    yield Edit("earlier" if late else "add", word.immediately, late.position if late else None, until)
    if following:
        yield Edit("leave-out", word.among, following.position)


def _still(broken: Broken) -> Iterator[Edit]:
    """What is owed and was never done may still be done; the verdict stays, and says that it was made good."""
    word = broken.duty.word
    owed: Iterable[str] = ()
    if isinstance(word, Must):
        owed = word.must
    elif isinstance(word, StepSequence):
        owed = (step.event for step in word.steps)
    done = {name for one in _counted(broken) for name in one.signals if one.truth(name) is True}
    yield from (Edit("add", target) for target in owed if target not in done)


def _counted(broken: Broken) -> list[Event]:
    """The events among which an answer counts."""
    since = broken.duty.word.since if isinstance(broken.duty.word, Must) else "trigger"
    if since == "trigger":
        return _after(broken)
    opening = broken.opening if since == "opening" else -1
    return [one for one in broken.ticket.events if one.position > opening]


def _after(broken: Broken) -> list[Event]:
    trigger = next((one for one in broken.ticket.events if one.position == broken.trigger), None)
    since = trigger.moment if trigger else -1
    return [one for one in broken.ticket.events if one.moment > since]


# -- changed histories -------------------------------------------------------------------------------


def spread(ticket: Ticket) -> Ticket:
    """The same ticket with room between its events."""
    return replace(
        ticket,
        events=[
            replace(
                one,
                position=one.position * STRIDE,
                moment=one.moment * STRIDE,
                update=one.update * STRIDE,
                carrier=None if one.carrier is None else one.carrier * STRIDE,
            )
            for one in ticket.events
        ],
    )


def apply(ticket: Ticket, edits: Sequence[Edit], broken: Broken) -> Ticket:
    """The ticket with the changes made: what is added or earlier comes right after the trigger, in the order given."""
    events = list(ticket.events)
    for number, edit in enumerate(edits):
        events = _edited(events, edit, number, broken)
    return replace(ticket, events=sorted(events, key=lambda one: one.position))


def _edited(events: list[Event], edit: Edit, number: int, broken: Broken) -> list[Event]:
    rest = [one for one in events if one.position != edit.position]
    if edit.change == "leave-out":
        return rest
    if edit.change == "set":
        name, _, value = edit.what.partition("=")
        return [
            replace(one, carried={**one.carried, name: value}) if one.position == edit.position else one
            for one in events
        ]
    moved = next((one for one in events if one.position == edit.position), None)
    return [*rest, _placed(events, moved, edit.what, number, broken)]


def _placed(events: Sequence[Event], moved: Event | None, what: str, number: int, broken: Broken) -> Event:
    """An event of its own update right after the trigger's update."""
    trigger = next((one for one in events if one.position == broken.trigger), None)
    together = [one for one in events if trigger and one.update == trigger.update] or list(events[:1])
    last = together[-1]
    room = number + 1
    clocks = trigger.clocks if trigger else dict(broken.ticket.first_clocks)
    names = events[0].signals if events else {}
    word = broken.duty.word
    holds = {what, word.among} if isinstance(word, Immediately) else {what}
    base = moved or Event(0, 0, 0, clocks, {name: name in holds for name in names}, carried=last.carried)
    return replace(
        base,
        position=last.position + room,
        moment=last.moment + room,
        update=last.update + room,
        carrier=last.update + room,
        clocks=clocks,
    )

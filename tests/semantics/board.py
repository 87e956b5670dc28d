"""Traces as rows, the compiled SQL over them, and the comparison with the reference, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from auditor.compile import CompiledPolicy, compile_policy
from auditor.evaluate import prepare, run_policy
from auditor.laid_out import lay_out
from auditor.policy.model import DutyText, KnowledgeBase, PolicyFile
from auditor.policy.pack import Duty, Pack, Policy
from auditor.policy.parameters import duration
from auditor.reference import Judgement, Reading, Ticket, judge
from auditor.schedule import parse_schedule
from auditor.signals import Signal
from auditor.words import Word
from tests.semantics.traces import (
    AS_OF_CLOCKS,
    BASE,
    LIMIT,
    OPEN,
    PERIOD,
    Bound,
    Symbol,
    Trace,
    as_ticket,
    bounded,
    desk_due,
)

VALUES = {
    "limit": timedelta(microseconds=LIMIT),
    "half": timedelta(microseconds=LIMIT // 2),
    "wider": timedelta(microseconds=LIMIT + 1),
    "desk_limit": timedelta(microseconds=OPEN),
}
UP_TO_THREE = Bound()
Row = tuple[Any, ...]
COLUMNS = (
    "opening", "trigger", "verdict", "final", "repaired", "reason", "witness", "act", "end", "due", "elapsed",
)  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """One duty of one policy, and the letters of the traces it is asked on."""

    name: str
    word: Word
    policy: Mapping[str, Any]
    alphabet: Mapping[str, Symbol]
    duty: Mapping[str, Any] = field(default_factory=dict)
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    bound: Bound = UP_TO_THREE
    needed: str = "T"
    flagged: bool = False

    @property
    def names(self) -> list[str]:
        """The signals that the letters speak of."""
        return sorted({name for symbol in self.alphabet.values() for name in symbol.holds})

    @property
    def policy_file(self) -> PolicyFile:
        """The policy as its author writes it."""
        return PolicyFile(policy="p", title="p", duties={}, **self.policy)

    @property
    def duty_text(self) -> DutyText:
        """The duty as its author writes it."""
        return DutyText(title="d", clauses=(), severity="high", **self.duty)


def pack_of(situation: Situation) -> Pack:
    """A pack that holds this one duty."""
    duty = Duty("d", situation.duty_text, situation.word, "d.yaml", 1)
    return Pack(
        name="pack",
        title="",
        version=1,
        folder=Path(),
        sha256="",
        knowledge_base=KnowledgeBase(title=""),
        clauses={},
        signals={},
        policies=(Policy("p", situation.policy_file, (duty,), "p.yaml"),),
        values=VALUES,
        automation_users=(),
        schedules={"desk": parse_schedule("mon-sun 00:00-24:00")},
    )


def compiled(situation: Situation) -> CompiledPolicy:
    """The situation's policy as SQL."""
    pack = pack_of(situation)
    signals = {name: Signal(name, "", situation.needs.get(name, frozenset())) for name in situation.names}
    return compile_policy(pack, pack.policies[0], signals)


def tickets_of(situation: Situation, traces: Sequence[Trace]) -> list[Ticket]:
    """The traces as the reference reads them; flagged: some lack their beginning, some are deleted."""
    tickets = [as_ticket(trace, situation.alphabet, situation.names) for trace in traces]
    if not situation.flagged:
        return tickets
    return [
        replace(
            one,
            complete=n % 3 > 0,
            deleted=n % 4 > 1,
            rows_unreadable=n % 5 == 0,
            group_differs=n % 7 == 0,
            merge_followed=n % 11 > 0,
        )
        for n, one in enumerate(tickets)
    ]


@dataclass(frozen=True)
class Board:
    """The traces of one situation, as the reference reads them and as tables."""

    traces: list[Trace]
    tickets: list[Ticket]
    connection: duckdb.DuckDBPyConnection


@cache
def board(name: str) -> Board:
    """The board of a situation, laid out once."""
    from tests.semantics.situations import SITUATIONS

    situation = SITUATIONS[name]
    traces = bounded(situation.alphabet, situation.bound, situation.needed)
    tickets = tickets_of(situation, traces)
    return Board(traces, tickets, board_of(situation, tickets))


def board_of(situation: Situation, tickets: Sequence[Ticket]) -> duckdb.DuckDBPyConnection:
    """The tickets as the tables that the compiled SQL reads."""
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    prepare(connection)
    first = (min(ticket.first_clocks["wall"] for ticket in tickets) - BASE) // PERIOD - 1
    connection.execute(
        f"insert into schedule_segment select 'desk', {BASE} + k * {PERIOD}, {BASE} + k * {PERIOD} + {OPEN}, k * {OPEN}"
        f" from range({first}, 1200) as numbers(k)"
    )
    lay_out(connection, {str(n): ticket for n, ticket in enumerate(tickets)}, situation.names, ["desk"])
    return connection


def by_sql(
    situation: Situation,
    connection: duckdb.DuckDBPyConnection,
    policy: CompiledPolicy | None = None,
    as_of: Mapping[str, int] = AS_OF_CLOCKS,
) -> list[list[Row]]:
    """Per ticket, the rows of the compiled SQL."""
    connection.execute("delete from verdict_row")
    run_policy(connection, pack_of(situation), policy or compiled(situation), situation.missing, as_of)
    rows = connection.execute(
        "select ticket_id::bigint, opening_position, trigger_position, verdict, final, repaired, reason, witness,"
        " act_position, end_position, epoch_us(due_at), elapsed from verdict_row order by all"
    ).fetchall()
    (count,) = connection.execute("select count(*) from ticket").fetchone() or (0,)
    found: list[list[Row]] = [[] for _ in range(count)]
    for ticket, *row in rows:
        found[ticket].append(tuple(tuple(value) if isinstance(value, list) else value for value in row))
    return found


def limits(given: str | None) -> int | None:
    """A limit in microseconds, read without the pack's code."""
    if given is None:
        return None
    value = VALUES[given[1:]] if given.startswith("$") else duration(given)
    return round(value.total_seconds() * 1_000_000)


def by_reference(
    situation: Situation, tickets: Sequence[Ticket], as_of: Mapping[str, int] = AS_OF_CLOCKS
) -> list[list[Row]]:
    """Per ticket, the rows of the reference."""
    blocked = lacking(situation, [situation.policy.get("when")])
    reading = Reading(
        as_of=as_of,
        limits=limits,
        missing=blocked or lacking(situation, situation.word.signals() or ["(state)"]),
        end_missing=lacking(situation, [getattr(situation.word, end, None) for end in ("until", "through")]) or blocked,
    )
    policy, duty = situation.policy_file, situation.duty_text
    clock = situation.word.clock_name()
    due = {"wall": lambda reading: reading, "desk": desk_due}[clock]
    return [[as_row(one, due) for one in judge(policy, duty, situation.word, ticket, reading)] for ticket in tickets]


def lacking(situation: Situation, names: Sequence[str | None]) -> str | None:
    """Why the export cannot show the signals, if it cannot."""
    needs = {need for name in names if name for need in situation.needs.get(name, ())}
    found = sorted(needs & set(situation.missing))
    return f"missing-capability: {', '.join(found)}" if found else None


def as_row(one: Judgement, due: Callable[[int], int]) -> Row:
    """A judgement of the reference in the columns that are compared."""
    return (
        one.opening_position,
        one.trigger_position,
        one.verdict,
        one.final,
        one.repaired,
        one.reason,
        one.witness,
        one.act_position,
        one.end_position,
        None if one.due is None else due(one.due),
        one.elapsed,
    )


def disagreements(traces: Sequence[Trace], sql: Sequence[list[Row]], reference: Sequence[list[Row]]) -> list[str]:
    """The traces on which the two differ, told with both rows."""
    return [
        f"{trace}\n      sql       {shown(ours)}\n      reference {shown(theirs)}"
        for trace, ours, theirs in zip(traces, sql, reference, strict=True)
        if ours != theirs
    ]


def shown(rows: Sequence[Row]) -> str:
    """Rows with the names of their columns, short."""
    return (
        " / ".join(
            ", ".join(f"{name}={value}" for name, value in zip(COLUMNS, row, strict=True) if name != "due")
            for row in rows
        )
        or "no row"
    )

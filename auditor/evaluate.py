"""Runs the compiled pack: signals once, then one small query per duty into `verdict_row`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from auditor.compile import CompiledDuty, CompiledPolicy, compile_policy, used_signals
from auditor.policy.pack import Duty, Pack, Policy
from auditor.rows import first_row
from auditor.schedule import segments
from auditor.signals import Signal, SignalCompiler, build, known_groups

ALWAYS = {
    "_closed": "(kind in ('set', 'change') and field = 'status' and coalesce(value = 'closed', false))",
    "_conversation_end": "(kind = 'conversation-end')",
}
SQL_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Undecidable:
    """A duty that this export cannot decide, whatever its tickets hold."""

    policy: str
    duty: str
    reason: str


@dataclass(frozen=True)
class Decidability:
    """A duty, and the sentences that say why an export cannot decide it; none: it can."""

    policy: Policy
    duty: Duty
    why: tuple[str, ...]


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables that every pack adds its rows to."""
    connection.execute((SQL_FOLDER / "evaluate.sql").read_text(encoding="utf-8"))


def evaluate(
    connection: duckdb.DuckDBPyConnection,
    pack: Pack,
    missing: Mapping[str, str],
    contact_types: tuple[str, ...],
    as_of: datetime,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Undecidable]:
    """Add the pack's rows to `verdict_row`. `missing`: capability → why the export lacks it."""
    _write_segments(connection, pack, as_of)
    compiler = SignalCompiler(pack, missing, known_groups(connection), contact_types)
    signals = build(connection, compiler, list(used_signals(pack)), ALWAYS)
    lacking = {**missing, **_unnamed_groups(pack, signals)}
    clocks = clocks_at(connection, pack, as_of)
    undecidable: list[Undecidable] = []
    for policy in pack.policies:
        progress(f"{pack.name}: {policy.name}")
        compiled = compile_policy(pack, policy, signals)
        connection.execute(compiled.scope)
        undecidable += run_policy(connection, pack, compiled, lacking, clocks)
    return undecidable


def decidability(connection: duckdb.DuckDBPyConnection, pack: Pack, missing: Mapping[str, str]) -> list[Decidability]:
    """Every duty of the pack: can this export decide it. Nothing is judged; the history must stand."""
    compiler = SignalCompiler(pack, missing, known_groups(connection), ())
    signals = {name: compiler.signal(name) for name in sorted(set(used_signals(pack)))}
    lacking = {**missing, **_unnamed_groups(pack, signals)}
    return [
        Decidability(policy, duty.duty, tuple(lacking[name] for name in sorted(needs)))
        for policy in pack.policies
        for duty, needs in _unmet_needs(compile_policy(pack, policy, signals), lacking)
    ]


def _unmet_needs(policy: CompiledPolicy, missing: Mapping[str, str]) -> Iterator[tuple[CompiledDuty, frozenset[str]]]:
    """The policy's duties, each with what it needs and the export lacks."""
    blocked = policy.opening_needs & missing.keys()
    for duty in policy.duties:
        yield duty, blocked or duty.needs & missing.keys()


def _unnamed_groups(pack: Pack, signals: Mapping[str, Signal]) -> dict[str, str]:
    if not any("group-names" in signal.needs for signal in signals.values()):
        return {}
    states = (state for one in pack.signals.values() for state in (one.becomes, one.holds) if state)
    named = sorted({name for state in states for name in state.get("group", ()) if name.startswith("$")})
    ids = " ".join(f"--set {name[1:]}=ID" for name in named)
    return {
        "group-names": "No group of this export has a name that the pack gives; name it by its id"
        + (f": {ids}." if ids else ".")
    }


def run_policy(
    connection: duckdb.DuckDBPyConnection,
    pack: Pack,
    policy: CompiledPolicy,
    missing: Mapping[str, str],
    clocks: Mapping[str, int],
) -> list[Undecidable]:
    """Add one policy's rows to `verdict_row`, from `signal`, `ticket` and `event` as they stand.

    `clocks`: clock → its reading at the as-of time, in microseconds.
    """
    blocked = _reason(policy.opening_needs, missing)
    undecidable = []
    connection.execute(policy.openings, used(policy.bound, policy.openings))
    for duty, needs in _unmet_needs(policy, missing):
        reason = _reason(needs, missing)
        if reason:
            undecidable.append(Undecidable(policy.policy.name, duty.duty.name, reason))
        connection.execute(duty.instances)
        connection.execute(
            *verdict_statement(pack, policy, duty, reason, _reason(duty.end_needs, missing) or blocked, clocks)
        )
    return undecidable


def verdict_statement(
    pack: Pack,
    policy: CompiledPolicy,
    duty: CompiledDuty,
    missing: str | None,
    end_missing: str | None,
    clocks: Mapping[str, int],
) -> tuple[str, dict[str, Any]]:
    """The statement that adds one duty's rows to `verdict_row`, and its values."""
    sql = (SQL_FOLDER / "insert_verdicts.sql").read_text(encoding="utf-8").replace("-- {{ verdicts }}", duty.verdicts)
    values = {
        **policy.bound,
        "pack": pack.name,
        "policy": policy.policy.name,
        "duty": duty.duty.name,
        "clock": duty.clock,
        "allowed": duty.allowed,
        "looks_back": policy.looks_back,
        "complied_by_presence": duty.duty.word.complied_by_presence(),
        "violated_by_presence": duty.duty.word.violated_by_presence(),
        "missing": missing,
        "end_missing": end_missing,
        "as_of_clock": clocks[duty.duty.word.clock_name()],
    }
    return sql, used(values, sql)


def used(values: Mapping[str, Any], sql: str) -> dict[str, Any]:
    """The values that the statement names: DuckDB refuses a surplus."""
    return {name: value for name, value in values.items() if f"${name}" in sql}


def _reason(needs: frozenset[str], missing: Mapping[str, str]) -> str | None:
    lacking = sorted(needs & set(missing))
    return f"missing-capability: {', '.join(lacking)}" if lacking else None


def _write_segments(connection: duckdb.DuckDBPyConnection, pack: Pack, as_of: datetime) -> None:
    connection.execute("delete from schedule_segment")
    (first,) = first_row(connection, "select min(occurred_at) from event") or (None,)
    start = (first or as_of.replace(tzinfo=None)).replace(tzinfo=UTC)
    for clock, schedule in pack.schedules.items():
        rows = [[clock, one.starts_at, one.ends_at, one.open_before] for one in segments(schedule, start, as_of)]
        connection.executemany("insert into schedule_segment values (?, ?, ?, ?)", rows)


def clocks_at(connection: duckdb.DuckDBPyConnection, pack: Pack, as_of: datetime) -> dict[str, int]:
    """Every clock of the pack and its reading at the instant, in microseconds; `schedule_segment` must stand."""
    wall = int((as_of - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)
    readings = {"wall": wall}
    for clock in pack.schedules:
        row = first_row(
            connection,
            "select open_before + least($wall, ends_at) - starts_at from schedule_segment"
            " where schedule = $clock and starts_at <= $wall order by starts_at desc limit 1",
            {"wall": wall, "clock": clock},
        )
        readings[clock] = int(row[0]) if row else 0
    return readings

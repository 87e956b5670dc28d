"""A trial: cases played on a desk and judged as an audit judges an export, as often as the pack is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from auditor import history
from auditor.audit import Rulebook, database
from auditor.authoring.cases import WorkedCase
from auditor.authoring.desk import capabilities, groups_of, stage
from auditor.contacts import classify
from auditor.evaluate import evaluate, prepare
from auditor.findings.collect import collect
from auditor.policy.pack import Pack
from auditor.result import VerdictRow
from auditor.rows import records


@dataclass(frozen=True)
class Sitting:
    """The cases that share an as-of time, parameters and capabilities, read as far as their contact types."""

    connection: duckdb.DuckDBPyConnection
    cases: Mapping[str, WorkedCase]
    as_of: datetime
    parameters: Mapping[str, Any]
    lacks: tuple[str, ...]

    def judge(self, pack: Pack, contact_types: tuple[str, ...]) -> dict[str, list[VerdictRow]]:
        """Ticket id → its rows under a pack, which may differ from the one that the texts were read with."""
        prepare(self.connection)
        missing = capabilities(self.lacks).missing
        evaluate(self.connection, pack, missing, contact_types, self.as_of)
        found: dict[str, list[VerdictRow]] = {ticket_id: [] for ticket_id in self.cases}
        for row in collect(self.connection, [pack]):
            found[row["ticket_id"]].append(row)
        return found

    def judge_shortly(
        self, pack: Pack, contact_types: tuple[str, ...]
    ) -> dict[str, dict[tuple[str, str], list[Mapping[str, Any]]]]:
        """Ticket id → (policy, duty) → its rows as evaluated: no evidence, nobody responsible, many times faster."""
        prepare(self.connection)
        evaluate(self.connection, pack, capabilities(self.lacks).missing, contact_types, self.as_of)
        sql = "select * from verdict_row order by ticket_id, trigger_position, opening_position"
        return _rows_of(records(self.connection, sql))

    def tally(
        self, pack: Pack, contact_types: tuple[str, ...], duties: Sequence[tuple[str, str]]
    ) -> dict[str, tuple[int, int, int]]:
        """Ticket id → which duties have a row, one that is not complied, one that is violated: bits, as they stand."""
        prepare(self.connection)
        evaluate(self.connection, pack, capabilities(self.lacks).missing, contact_types, self.as_of)
        names = {"duties": [f"{policy}.{duty}" for policy, duty in duties]}
        rows = self.connection.execute(TALLY, names).fetchall()
        return {ticket_id: (opened, unmet, violated) for ticket_id, opened, unmet, violated in rows}

    def signs(self, pack: Pack, contact_types: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:
        """Update id → what the pack's signals say of its events; an update on which none holds is left out."""
        prepare(self.connection)
        evaluate(self.connection, pack, capabilities(self.lacks).missing, contact_types, self.as_of)
        rows = self.connection.execute(
            "select regexp_replace(event_id, '[.][0-9]+$', ''), columns('^s_') from every_signal order by position"
        ).fetchall()
        found: dict[str, tuple[Any, ...]] = {}
        for update_id, *signals in rows:
            found[update_id] = (*found.get(update_id, ()), *signals)
        return found


TALLY = """
with row as (
    select ticket_id, 1::bigint << (list_position($duties, policy || '.' || duty) - 1) as bit, verdict
    from verdict_row
)
select
    ticket_id,
    bit_or(bit),
    coalesce(bit_or(bit) filter (where verdict <> 'complied'), 0),
    coalesce(bit_or(bit) filter (where verdict = 'violated'), 0)
from row
where bit is not null
group by ticket_id
"""


def _rows_of(
    rows: Sequence[Mapping[str, Any]],
) -> dict[str, dict[tuple[str, str], list[Mapping[str, Any]]]]:
    found: dict[str, dict[tuple[str, str], list[Mapping[str, Any]]]] = {}
    for row in rows:
        found.setdefault(row["ticket_id"], {}).setdefault((row["policy"], row["duty"]), []).append(row)
    return found


def sit(stack: ExitStack, rules: Rulebook, cases: Sequence[WorkedCase], groups: Iterable[str] = ()) -> list[Sitting]:
    """Lay the cases out and read their messages: once for all that is asked afterwards.

    `groups`: those that the desk has beside the ones that the cases name.
    """
    groups = groups_of(cases) | set(groups)
    return [_sitting(stack, rules, group, groups) for group in _together(cases)]


def _together(cases: Sequence[WorkedCase]) -> Iterator[list[WorkedCase]]:
    groups: dict[str, list[WorkedCase]] = {}
    for case in cases:
        key = repr((case.as_of, sorted(case.text.parameters.items()), sorted(case.text.lacks)))
        groups.setdefault(key, []).append(case)
    yield from groups.values()


def _sitting(stack: ExitStack, rules: Rulebook, cases: Sequence[WorkedCase], groups: Iterable[str]) -> Sitting:
    connection = stack.enter_context(database())
    played = {str(number): case for number, case in enumerate(cases, start=1)}
    stage(connection, played, groups)
    history.build(connection, cases[0].as_of)
    classify(connection, rules.detectors)
    return Sitting(connection, played, cases[0].as_of, cases[0].text.parameters, cases[0].text.lacks)

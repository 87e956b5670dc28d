"""One ticket asked of the audit: judged alone, by the same steps, and then taken apart."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from auditor import exports
from auditor.audit import Call, Progress, Rulebook, database, in_order, judge_pack, read_messages, rulebook
from auditor.compile import compile_policy, used_signals
from auditor.errors import ExportError, UsageError
from auditor.evaluate import clocks_at, prepare, used
from auditor.explanation.conditions import Dissection, build_parts
from auditor.explanation.duties import Judged, explain_duty
from auditor.explanation.facts import facts_of
from auditor.explanation.openings import Document, Sight, triggers
from auditor.findings.collect import collect, each_duty
from auditor.findings.sufficed import sufficed_documents
from auditor.instants import instant
from auditor.laid_out import read_tickets
from auditor.policy.pack import Pack, Policy
from auditor.rows import first_row, records
from auditor.signals import Signal

NEAR = 5  # ids that are offered for one that is not there


def explain_ticket(
    paths: Sequence[Path], call: Call, ticket_id: str, duty: str | None = None, progress: Progress = lambda _: None
) -> Document:
    """Why the ticket has its verdicts, or has none: its timeline, and every policy and duty.

    `duty`: only duties of that name, or that policy/duty. Raises PolicyError, ExportError (there is no such ticket)
    or UsageError (there is no such duty).
    """
    rules = rulebook(call)
    check_duty(rules, duty)
    with database() as connection:
        progress("reading the export")
        loaded = exports.load(connection, paths, call.shape)
        as_of = in_order(connection, call, progress)
        keep_alone(connection, ticket_id, as_of)
        read_messages(connection, rules, replace(call, workers=1), progress)
        return explain_loaded(connection, rules, loaded.capabilities.missing, as_of, ticket_id, duty)


def explain_loaded(
    connection: duckdb.DuckDBPyConnection,
    rules: Rulebook,
    missing: Mapping[str, str],
    as_of: datetime,
    ticket_id: str,
    duty: str | None = None,
) -> Document:
    """The same of a history that holds this ticket alone and whose messages are read."""
    prepare(connection)
    facts = facts_of(connection, ticket_id, rules.contact_types)
    policies = [
        document
        for pack in rules.packs
        for document in _explain_pack(connection, rules, pack, missing, as_of, ticket_id, facts, duty)
    ]
    (about,) = records(connection, "select ticket_id, subject, status, complete, merged_into from ticket")
    return {
        **about,
        "as_of": instant(as_of),
        "timeline": [{name: value for name, value in one.items() if name != "values"} for one in facts.values()],
        "policies": policies,
    }


def check_duty(rules: Rulebook, duty: str | None) -> None:
    """Whether there is such a duty. Raises UsageError that names the duties."""
    names = [f"{policy.name}/{one.name}" for _, policy, one in each_duty(rules.packs)]
    if duty is None or any(_is_asked(name, duty) for name in names):
        return
    short = [name.partition("/")[2] for name in names]
    close = difflib.get_close_matches(duty, [*names, *short], n=1)
    meant = f' Did you mean "{close[0]}"?' if close else ""
    raise UsageError(f"--duty {duty}: there is no such duty.{meant} There are: {', '.join(names)}.")


def _is_asked(name: str, duty: str) -> bool:
    return duty in (name, name.partition("/")[2])


def keep_alone(connection: duckdb.DuckDBPyConnection, ticket_id: str, as_of: datetime) -> None:
    """Leave nothing but this ticket in the history; what a merge copied into it is there already.

    What the whole export says of groups stays known. Raises ExportError where there is no such ticket.
    """
    if first_row(connection, "select 1 from ticket where ticket_id = $id", {"id": ticket_id}) is None:
        raise ExportError(_no_ticket(connection, ticket_id, as_of))
    connection.execute(
        "insert into user_group select distinct group_id, null from event"
        " where group_id <> '' and group_id not in (select group_id from user_group)"
    )
    for table, order in (("event", "position"), ("ticket", "ticket_id")):
        connection.execute(
            f"create or replace table {table} as select * from {table} where ticket_id = $id order by {order}",
            {"id": ticket_id},
        )


def _no_ticket(connection: duckdb.DuckDBPyConnection, ticket_id: str, as_of: datetime) -> str:
    staged = [
        row["ticket_id"] for row in records(connection, "select distinct ticket_id from staged_event order by all")
    ]
    if ticket_id in staged:
        return f"Ticket {ticket_id} begins after {instant(as_of)}, where this audit's time ends. Give a later --as-of."
    close = difflib.get_close_matches(ticket_id, staged, n=NEAR, cutoff=0.5) or staged[:NEAR]
    return f"The export holds no ticket {ticket_id}. It holds {len(staged):,}, near it: {', '.join(close)}."


def _explain_pack(
    connection: duckdb.DuckDBPyConnection,
    rules: Rulebook,
    pack: Pack,
    missing: Mapping[str, str],
    as_of: datetime,
    ticket_id: str,
    facts: Mapping[int, Document],
    duty: str | None,
) -> Iterator[Document]:
    asked = {name: policy for name in _asked_policies(pack, duty) for policy in pack.policies if policy.name == name}
    rows = _judged(connection, rules, pack, missing, as_of)
    dissection = Dissection(pack)
    names = sorted(set(used_signals(pack)))
    parts = {name: dissection.signal(name) for name in names}
    signals, truths = build_parts(connection, dissection, missing, rules.contact_types)
    clocks = sorted(pack.schedules)
    ticket = read_tickets(connection, [ticket_id], names, clocks)[ticket_id]
    sight = Sight(pack, ticket, parts, truths, facts, clocks_at(connection, pack, as_of))
    for policy in asked.values():
        yield _explain_policy(connection, sight, policy, rows, signals, duty)


def _asked_policies(pack: Pack, duty: str | None) -> list[str]:
    return [
        policy.name
        for policy in pack.policies
        if duty is None or any(_is_asked(f"{policy.name}/{one.name}", duty) for one in policy.duties)
    ]


def _judged(
    connection: duckdb.DuckDBPyConnection, rules: Rulebook, pack: Pack, missing: Mapping[str, str], as_of: datetime
) -> list[Judged]:
    """The pack's rows as the audit makes them: each as reported and as evaluated."""
    prepare(connection)
    _, mended = judge_pack(connection, rules, pack, missing, as_of)
    sufficed = sufficed_documents(connection, [(pack.name, mend) for mend in mended])
    evaluated = {
        (row["policy"], row["duty"], row["trigger_event_id"]): row
        for row in records(connection, "select * from verdict_row")
    }
    return [
        (row, evaluated[row["policy"], row["duty"], row["trigger"]["event_id"]])
        for row in collect(connection, [pack], sufficed)
    ]


def _explain_policy(
    connection: duckdb.DuckDBPyConnection,
    sight: Sight,
    policy: Policy,
    rows: Sequence[Judged],
    signals: Mapping[str, Signal],
    duty: str | None,
) -> Document:
    opened = _opened(connection, sight.pack, policy, signals)
    found = triggers(sight, policy, opened)
    when = policy.text.when
    return {
        "pack": sight.pack.name,
        "policy": policy.name,
        "title": policy.text.title,
        "file": policy.file,
        "when": when,
        "opened": bool(opened),
        "triggers": found,
        "nearest": sight.nearest(when, sight.ticket.events) if when and not found else None,
        "duties": [
            explain_duty(
                sight,
                policy,
                one,
                [row for row in rows if (row[0]["policy"], row[0]["duty"]) == (policy.name, one.name)],
                opened,
            )
            for one in policy.duties
            if duty is None or _is_asked(f"{policy.name}/{one.name}", duty)
        ],
    }


def _opened(
    connection: duckdb.DuckDBPyConnection, pack: Pack, policy: Policy, signals: Mapping[str, Signal]
) -> dict[int, dict[str, Any]]:
    """Position → the row of the audit's `opening` table, made by the audit's own SQL."""
    compiled = compile_policy(pack, policy, signals)
    connection.execute(compiled.scope)
    connection.execute(compiled.openings, used(compiled.bound, compiled.openings))
    return {row["position"]: row for row in records(connection, "select * from opening order by position")}

"""Verdict rows → findings: evidence, clauses, who answers for it, and a name that lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from auditor.instants import instant, moment_of, seconds
from auditor.policy.pack import Duty, Pack, Policy
from auditor.result import Counterfactual, Standing, Verdict, VerdictRow
from auditor.rows import records

SQL_FOLDER = Path(__file__).parent
DUTY_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("pack", "policy", "duty")]
    + [("contacts", pa.list_(pa.string())), ("ordinal", pa.int64())]
)
AUTOMATION_SCHEMA = pa.schema([("pack", pa.string()), ("users", pa.list_(pa.string()))])


def each_duty(packs: Sequence[Pack]) -> Iterator[tuple[Pack, Policy, Duty]]:
    """Every duty of the packs, in their order."""
    for pack in packs:
        for policy in pack.policies:
            for duty in policy.duties:
                yield pack, policy, duty


Sufficed = Mapping[tuple[str, str, str, str, int], Counterfactual]


def collect(
    connection: duckdb.DuckDBPyConnection, packs: Sequence[Pack], sufficed: Sufficed | None = None
) -> list[VerdictRow]:
    """Every finding of the export, in the order of ticket and trigger; `sufficed`: what would have complied."""
    duties = pa.Table.from_pylist(
        [
            {
                "pack": pack.name,
                "policy": policy.name,
                "duty": duty.name,
                "contacts": list(policy.text.contacts),
                "ordinal": ordinal,
            }
            for ordinal, (pack, policy, duty) in enumerate(each_duty(packs))
        ],
        schema=DUTY_SCHEMA,
    )
    automation = pa.Table.from_pylist(
        [{"pack": pack.name, "users": list(pack.automation_users)} for pack in packs], schema=AUTOMATION_SCHEMA
    )
    connection.register("duty", duties)
    connection.register("automation", automation)
    connection.execute((SQL_FOLDER / "findings.sql").read_text(encoding="utf-8"))
    rows = records(connection, "select * from finding")
    about = {(pack.name, policy.name, duty.name): (policy, duty) for pack, policy, duty in each_duty(packs)}
    order = {clause: place for pack in packs for place, clause in enumerate(pack.clauses)}
    return [
        _row(row, *about[row["pack"], row["policy"], row["duty"]], order, (sufficed or {}).get(_key(row)))
        for row in rows
    ]


def _key(row: Mapping[str, Any]) -> tuple[str, str, str, str, int]:
    return row["pack"], row["policy"], row["duty"], row["ticket_id"], row["trigger_position"]


def within(rows: Sequence[VerdictRow], since: datetime | None, until: datetime | None) -> list[VerdictRow]:
    """The findings whose trigger lies in [since, until): a finding belongs to the period of its trigger."""
    return [
        row
        for row in rows
        if (since is None or moment_of(row["trigger"]["at"]) >= since)
        and (until is None or moment_of(row["trigger"]["at"]) < until)
    ]


def _row(
    row: Mapping[str, Any],
    policy: Policy,
    duty: Duty,
    order: Mapping[str, int],
    sufficed: Counterfactual | None,
) -> VerdictRow:
    return {
        "fingerprint": row["fingerprint"],
        "ticket_id": row["ticket_id"],
        "pack": row["pack"],
        "policy": row["policy"],
        "duty": row["duty"],
        "clauses": _clauses(policy, duty, row["contact_types"], order),
        "contact_types": row["contact_types"],
        "verdict": row["verdict"],
        "final": row["final"],
        "repaired": row["repaired"],
        "reason": row["reason"],
        "trigger": {
            "event_id": row["trigger_event_id"],
            "at": instant(row["trigger_at"]),
            "phrase": row["phrase"],
            "span": row["span"],
        },
        "witness": row["witness"],
        "due_at": instant(row["due_at"]) if row["due_at"] else None,
        "elapsed_seconds": seconds(row["elapsed"]),
        "allowed_seconds": seconds(row["allowed"]),
        "clock": row["clock"],
        "responsible": {
            "id": row["responsible_id"],
            "name": row["responsible_name"],
            "kind": row["responsible_kind"],
            "why": row["responsible_why"],
        },
        "group": {"id": row["group_id"], "name": row["group_name"]} if row["group_id"] else None,
        "severity": duty.text.severity,
        "counterfactual": sufficed,
        "standing": undecided(row["verdict"]),
    }


def undecided(verdict: Verdict) -> Standing:
    """The standing of an instance about which nobody decided anything."""
    return {
        "enforcement": "hard",
        "waiver": None,
        "override": None,
        "baseline": None,
        "disposition": None,
        "reviewed": verdict,
        "fails": False,
    }


def _clauses(policy: Policy, duty: Duty, contact_types: Sequence[str], order: Mapping[str, int]) -> list[str]:
    cited = list(duty.text.clauses)
    if duty.text.cite_contacts:
        cited += (clause for name in contact_types for clause in policy.text.contact_clauses.get(name, ()))
    return sorted(set(cited), key=lambda clause: order[clause])

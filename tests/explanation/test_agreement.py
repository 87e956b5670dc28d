"""The explanation cannot disagree with the audit: its rows are the audit's, and its reasons lead to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from auditor import exports, shipped
from auditor.audit import Call, Rulebook, audit_loaded, database, rulebook
from auditor.authoring.cases import read_cases
from auditor.authoring.desk import capabilities
from auditor.authoring.trial import sit
from auditor.explanation.text import told
from auditor.explanation.ticket import explain_loaded, keep_alone
from auditor.result import VerdictRow
from auditor.schedule import zone
from auditor.times import instant_of

EXPORT = Path(__file__).parent.parent.parent / "sample_data" / "events"
OF_THE_SAMPLE, OF_THE_CASES = 60, 17  # every so many; each takes one to two seconds


@dataclass
class Desk:
    """Tickets that were judged together; each can be asked about alone."""

    connection: duckdb.DuckDBPyConnection
    rules: Rulebook
    missing: Mapping[str, str]
    as_of: datetime

    def __post_init__(self) -> None:
        for table in ("event", "ticket"):
            self.connection.execute(f"create table whole_{table} as select * from {table}")

    def explain(self, ticket_id: str) -> dict[str, Any]:
        for table in ("event", "ticket"):
            self.connection.execute(f"create or replace table {table} as select * from whole_{table}")
        keep_alone(self.connection, ticket_id, self.as_of)
        return explain_loaded(self.connection, self.rules, self.missing, self.as_of, ticket_id)


def test_tickets_of_the_sample_are_explained_with_the_rows_of_the_audit() -> None:
    call = Call(policies=shipped.folder("policies") / "service_basics")
    rules = rulebook(call)
    with database() as connection:
        loaded = exports.load(connection, [EXPORT])
        result = audit_loaded(connection, loaded, rules, call, lambda _: None)
        as_of = instant_of(result["manifest"]["as_of"], "UTC", "--as-of")
        assert as_of
        desk = Desk(connection, rules, loaded.capabilities.missing, as_of)
        ids = [row[0] for row in connection.execute("select ticket_id from ticket order by ticket_id").fetchall()]
        for ticket_id in ids[::OF_THE_SAMPLE]:
            rows = [row for row in result["verdicts"] if row["ticket_id"] == ticket_id]
            agrees(desk, ticket_id, rows, but=("standing",))  # what people decided is no part of an explanation


@pytest.fixture(scope="module")
def cases() -> Iterator[list[tuple[Desk, str, list[VerdictRow]]]]:
    rules = rulebook(Call(policies=shipped.folder("policies") / "executive_escalations"))
    (pack,) = rules.packs
    every = [case for policy in read_cases(pack) for case in policy.cases if not case.text.parameters]
    with ExitStack() as stack:
        found = []
        for sitting in sit(stack, rules, every[::OF_THE_CASES]):
            rows = sitting.judge(pack, rules.contact_types)
            missing = capabilities(sitting.lacks).missing
            desk = Desk(sitting.connection, rules, missing, sitting.as_of)
            found += [(desk, ticket_id, rows[ticket_id]) for ticket_id in sitting.cases]
        yield found


def test_worked_cases_are_explained_with_their_rows(cases: list[tuple[Desk, str, list[VerdictRow]]]) -> None:
    assert len(cases) > 5
    for desk, ticket_id, rows in cases:
        agrees(desk, ticket_id, rows, but=("counterfactual",))


def agrees(desk: Desk, ticket_id: str, rows: list[Any], but: tuple[str, ...] = ()) -> None:
    explained = desk.explain(ticket_id)
    assert rows_of(explained, but) == sorted_rows([without(row, *but) for row in rows]), ticket_id
    for policy in explained["policies"]:
        reasons_lead_to_rows(policy)
    assert told(explained, zone("UTC")).startswith(f"Ticket {ticket_id}: ")


def without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def sorted_rows(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row["policy"], row["duty"], row["fingerprint"]))


def rows_of(explained: dict[str, Any], but: tuple[str, ...]) -> list[Any]:
    every = [row for policy in explained["policies"] for duty in policy["duties"] for row in duty["instances"]]
    return sorted_rows(
        [
            {**without(row, "evidence", "gates", *but), "clauses": [clause["id"] for clause in row["clauses"]]}
            for row in every
        ]
    )


def reasons_lead_to_rows(policy: dict[str, Any]) -> None:
    """What the explanation says of triggers and events fits the verdicts beside it."""
    outcomes = [one["outcome"] for one in policy["triggers"]]
    assert policy["opened"] == ("opened" in outcomes)
    for one in policy["triggers"]:
        taken = [gate for gate in one.get("gates", ()) if gate["takes_away"]]
        assert (one["outcome"] == "taken-away") == bool(taken)
        assert one["tree"]["truth"] == one["truth"]
        assert one["outcome"] != "same-episode" or one["episode"]
    for duty in policy["duties"]:
        assert len(duty["instances"]) + len(duty["no_instance"]) == outcomes.count("opened")
        for row in duty["instances"]:
            evidence_leads_to(duty["word"], row)
        assert all(one["outcome"] != "released" or one["by"] for one in duty["no_instance"])


def evidence_leads_to(word: str, row: dict[str, Any]) -> None:
    """An event that counts met a duty that was kept, and broke one that forbids it."""
    if row["verdict"] == "indeterminate":
        assert row["reason"]
        return
    counts = [any(event["counts"] for event in one["events"]) for one in row["evidence"] if "events" in one]
    place = (row["ticket_id"], row["duty"], row["verdict"], row["evidence"])
    if word == "must_never":
        assert any(counts) == (row["verdict"] == "violated"), place
    elif word == "leaves":
        assert all(one["holds"] for one in row["evidence"]) == (row["verdict"] == "complied"), place
    else:
        assert all(counts) == (row["verdict"] == "complied"), place

"""The explanation cannot disagree with the audit: its rows are the audit's, and its reasons lead to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from auditor import exports
from auditor.audit import Call, Rulebook, audit_loaded, database, rulebook
from auditor.explanation.text import told
from auditor.explanation.ticket import explain_loaded, keep_alone
from auditor.policy.parameters import read_overrides
from auditor.result import VerdictRow
from auditor.schedule import zone
from auditor.times import instant_of

EXPORT = Path(__file__).parent.parent.parent / "sample_data" / "events"
STRIDE = 40  # every so many of the planted scenarios; 1 takes ten minutes


@dataclass
class Desk:
    """The sample audited whole; any of its tickets can be asked about."""

    connection: duckdb.DuckDBPyConnection
    rules: Rulebook
    missing: dict[str, str]
    as_of: Any
    rows: dict[str, list[VerdictRow]] = field(default_factory=dict)

    def explain(self, ticket_id: str) -> dict[str, Any]:
        for table in ("event", "ticket"):
            self.connection.execute(f"create or replace table {table} as select * from whole_{table}")
        keep_alone(self.connection, ticket_id, self.as_of)
        return explain_loaded(self.connection, self.rules, self.missing, self.as_of, ticket_id)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    call = Call(parameters=read_overrides([], [EXPORT / "parameters.yaml"]))
    rules = rulebook(call)
    with database() as connection:
        loaded = exports.load(connection, [EXPORT])
        result = audit_loaded(connection, loaded, rules, call, lambda _: None)
        for table in ("event", "ticket"):
            connection.execute(f"create table whole_{table} as select * from {table}")
        as_of = instant_of(result["manifest"]["as_of"], "UTC", "--as-of")
        found = Desk(connection, rules, dict(loaded.capabilities.missing), as_of)
        for row in result["verdicts"]:
            found.rows.setdefault(row["ticket_id"], []).append(row)
        yield found


def tickets(stride: int = STRIDE) -> list[str]:
    """One ticket of every so many of the scenarios that the sample plants."""
    truth = json.loads((EXPORT / "truth.json").read_text(encoding="utf-8"))["tickets"]
    by_scenario = {story["scenario"]: ticket_id for ticket_id, story in reversed(truth.items())}
    return sorted(by_scenario.values())[::stride]


def test_planted_scenarios_are_explained_with_the_rows_of_the_audit(desk: Desk) -> None:
    for ticket_id in tickets():
        explained = desk.explain(ticket_id)
        assert rows_of(explained) == sorted_rows(desk.rows.get(ticket_id, [])), ticket_id
        for policy in explained["policies"]:
            reasons_lead_to_rows(policy)
        assert told(explained, zone("UTC")).startswith(f"Ticket {ticket_id}: ")


def sorted_rows(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row["policy"], row["duty"], row["fingerprint"]))


def rows_of(explained: dict[str, Any]) -> list[Any]:
    found = []
    for policy in explained["policies"]:
        for duty in policy["duties"]:
            for row in duty["instances"]:
                plain = {name: value for name, value in row.items() if name != "evidence"}
                found.append({**plain, "clauses": [clause["id"] for clause in row["clauses"]]})
    return sorted_rows(found)


def reasons_lead_to_rows(policy: dict[str, Any]) -> None:
    """What the explanation says of triggers and events fits the verdicts beside it."""
    outcomes = [one["outcome"] for one in policy["triggers"]]
    assert policy["opened"] == ("opened" in outcomes) or policy["when"] is None
    for one in policy["triggers"]:
        taken = [gate for gate in one.get("gates", ()) if gate["takes_away"]]
        assert (one["outcome"] == "taken-away") == bool(taken)
        assert one["tree"]["truth"] == one["truth"]
        if one["outcome"] == "same-episode":
            assert one["episode"]
    for duty in policy["duties"]:
        assert len(duty["instances"]) + len(duty["no_instance"]) == outcomes.count("opened")
        for row in duty["instances"]:
            counted(duty["word"], row)
        assert all(one["outcome"] != "released" or one["by"] for one in duty["no_instance"])


def counted(word: str, row: dict[str, Any]) -> None:
    counts = [any(event["counts"] for event in one["events"]) for one in row["evidence"] if "events" in one]
    place = (row["ticket_id"], row["duty"], row["verdict"], row["evidence"])
    if word in ("must", "steps", "only_after", "immediately"):
        assert (all(counts)) == (row["verdict"] == "complied") or row["verdict"] == "indeterminate", place
    if word == "must_never":
        assert any(counts) == (row["verdict"] == "violated") or row["verdict"] == "indeterminate", place
    if word == "leaves" and row["verdict"] != "indeterminate":
        assert all(one["holds"] for one in row["evidence"]) == (row["verdict"] == "complied"), place

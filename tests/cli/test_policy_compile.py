"""`auditor policy compile` shows the statements that run, and each leads back to a line of the policies."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from auditor import evaluate, shipped
from auditor.audit import Call, Rulebook, database, rulebook
from auditor.authoring import desk
from auditor.authoring.cases import read_cases
from auditor.authoring.compiled import compiled_sql
from auditor.contacts import classify
from auditor.history import build
from tests.cli.conftest import Auditor

SMALL = shipped.folder("policies") / "service_basics"
PLACE = re.compile(r"service_basics/([\w./-]+):(\d+):(\d+)")


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebook(Call(policies=SMALL))


class Listener:
    """A connection that notes the statements that are executed on it."""

    def __init__(self, connection: Any) -> None:
        self.connection, self.heard = connection, []

    def execute(self, sql: str, *values: Any) -> Any:
        self.heard.append(sql)
        return self.connection.execute(sql, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


def bare(sql: str) -> str:
    """Without comments and white space."""
    return " ".join(" ".join(line.partition("--")[0] for line in sql.splitlines()).split()).rstrip("; ")


def test_what_is_shown_is_what_runs(rules: Rulebook) -> None:
    (pack,) = rules.packs
    (case,) = (worked.cases[0] for worked in read_cases(pack) if worked.policy.name == "refund")
    with ExitStack() as stack:
        connection = stack.enter_context(database())
        desk.stage(connection, {"1": case}, desk.groups_of([case]))
        build(connection, case.as_of)
        classify(connection, rules.detectors)
        evaluate.prepare(connection)
        listener: Any = Listener(connection)
        evaluate.evaluate(listener, pack, {}, rules.contact_types, case.as_of)
    shown = {bare(one) for one in compiled_sql(rules).split("\n;\n")} - {""}
    heard = {bare(sql) for sql in listener.heard}
    assert shown <= heard
    kept = (
        "create or replace temp table every_signal",
        "insert into verdict_row",
        "create or replace temp table opening",
    )
    assert {sql for sql in heard if sql.startswith(kept)} <= shown


def test_every_place_is_the_line_of_what_it_names(rules: Rulebook) -> None:
    sql = compiled_sql(rules, "refund")
    for key, place in re.findall(r"--   (\w+): (\S+)$", sql, re.MULTILINE):
        file, line, column = PLACE.fullmatch(place).groups()  # type: ignore[union-attr]
        written = (SMALL / file).read_text().splitlines()[int(line) - 1][int(column) - 1 :]
        assert key.startswith("gate_") or written.startswith(f"{key}:")
    named = re.findall(r"-- (\S+signals.yaml:\S+)\n.* as s_(\w+)", sql)
    assert len(named) == len(rules.packs[0].signals)
    for place, column_name in named:
        file, line, _ = PLACE.fullmatch(place).groups()  # type: ignore[union-attr]
        written = (SMALL / file).read_text().splitlines()[int(line) - 1]
        assert re.sub(r"\W", "_", written.strip().partition(":")[0]) == column_name


def test_the_exceptions_and_conditions_have_their_lines(rules: Rulebook) -> None:
    sql = compiled_sql(rules, "first-reply")
    (line,) = re.findall(r"gate_0: service_basics/duties/first-reply.yaml:(\d+):", sql)
    assert "now: written" in (SMALL / "duties/first-reply.yaml").read_text().splitlines()[int(line) - 1]


def test_it_is_the_same_text_every_time(rules: Rulebook) -> None:
    assert compiled_sql(rules) == compiled_sql(rulebook(Call(policies=SMALL)))


def test_one_duty_alone(auditor: Auditor) -> None:
    answer = auditor("policy", "compile", SMALL, "--duty", "manager-agrees")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("insert into verdict_row") == 1
    assert "$p" in answer.out
    assert "first-reply.yaml" not in answer.out


def test_a_name_that_is_none_is_told_with_those_there_are(auditor: Auditor) -> None:
    answer = auditor("policy", "compile", SMALL, "--policy", "refnd")
    assert answer.code == 2
    assert 'no such policy. Did you mean "refund"? There are: first-reply, refund, solve.' in answer.err
    assert auditor("policy", "compile", SMALL, "--policy", "refund", "--duty", "reply-in-time").code == 2


def test_nothing_but_the_words_of_the_author_is_asked_for(auditor: Auditor, pack: Path) -> None:
    answer = auditor("policy", "compile", pack)
    assert answer.out.count("insert into verdict_row") == 3

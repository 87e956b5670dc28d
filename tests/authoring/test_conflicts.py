"""Duties that cannot both be met: found by playing, whatever the policies look like."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from auditor import shipped
from auditor.audit import Call, rulebook
from auditor.authoring.conflicts import Conflict, Findings, find_conflicts
from auditor.cli import run

SIGNALS = """
signals:
  question: {kind: message, words_of: requester}
  reply: {kind: message, public: true, by: agent}
  note: {kind: message, public: false, by: agent}
  macro: {macro: Thanks}
  impossible: {kind: message, not: {kind: message}}
"""
PACK = "pack: tiny\ntitle: Tiny\nversion: 1\nknowledge_base: {title: Tiny}\n"
CLAUSES = "clauses:\n  T-1: {paraphrase: Everything.}\n"
DUTY = "    title: A duty\n    clauses: [T-1]\n    severity: low\n"


def searched(folder: Path, steps: int = 1, **duties: str) -> Findings:
    """The findings of a pack of one policy per duty; each opens at the requester's message."""
    write(folder, **duties)
    return found_in(folder / "tiny", steps)


def write(folder: Path, **duties: str) -> None:
    pack = folder / "tiny"
    (pack / "kb").mkdir(parents=True)
    (pack / "duties").mkdir()
    (pack / "pack.yaml").write_text(PACK)
    (pack / "signals.yaml").write_text(SIGNALS)
    (pack / "kb" / "clauses.yaml").write_text(CLAUSES)
    for name, words in duties.items():
        when, _, word = words.rpartition(" | ")
        head = f"policy: {name}\ntitle: A policy\nwhen: question\n{when}\nduties:\n  duty:\n"
        lines = "".join(f"    {line.strip()}\n" for line in word.split(";"))
        (pack / "duties" / f"{name}.yaml").write_text(head + DUTY + lines)


def found_in(pack: Path, steps: int) -> Findings:
    with ExitStack() as stack:
        return find_conflicts(stack, rulebook(Call(policies=pack)), steps, lambda _: None)


def pair(one: Conflict) -> tuple[str, str]:
    return one.first[0], one.second[0]


def test_a_reply_that_is_owed_and_forbidden_is_a_conflict_on_the_first_message(tmp_path: Path) -> None:
    found = searched(tmp_path, 2, owed="must: reply; within: 4h", silent="must_never: reply")
    (one,) = found.conflicts
    assert pair(one) == ("owed", "silent")
    assert len(one.situation.letters) == 1, "the smallest history is one message"


def test_a_reply_that_is_owed_later_than_it_is_forbidden_is_none(tmp_path: Path) -> None:
    found = searched(tmp_path, owed="must: reply; within: 4h", silent="must_never: reply; within: 1h")
    assert not found.conflicts, "whoever answers after an hour meets both"


def test_a_reply_that_is_owed_while_it_is_forbidden_is_one(tmp_path: Path) -> None:
    found = searched(tmp_path, owed="must: reply; within: 1h", silent="must_never: reply; within: 4h")
    assert [pair(one) for one in found.conflicts] == [("owed", "silent")]


def test_a_duty_that_has_no_way_out_alone_is_no_half_of_a_pair(tmp_path: Path) -> None:
    found = searched(tmp_path, first="immediately: note; among: reply", owed="must: reply; within: 4h")
    assert [one.duty[0] for one in found.never_met] == ["first"], "no reply is a note"
    assert not found.conflicts


def test_the_gate_that_settles_it_is_named_with_its_line(tmp_path: Path) -> None:
    found = searched(tmp_path, owed="unless: [{now: question}] | must: reply; within: 4h", silent="must_never: reply")
    assert not found.conflicts
    (one,) = found.settled
    (settled,) = one.settled
    (gate,) = settled.gates
    assert (gate.policy, gate.key, gate.place) == ("owed", "unless", "tiny/duties/owed.yaml:4:10")


def test_the_end_of_a_prohibition_settles_it(tmp_path: Path) -> None:
    found = searched(tmp_path, owed="must: reply; within: 4h", silent="must_never: reply; until: note")
    assert not found.conflicts, "whoever writes a note first meets both"
    assert [gate.key for gate in found.settled[0].settled[0].gates] == ["until"]


def test_what_nothing_triggers_violates_or_meets_is_told(tmp_path: Path) -> None:
    found = searched(
        tmp_path,
        unmet="must: impossible; within: 1h",
        unbroken="must_never: impossible",
        shut="given: [{now: impossible}] | must: reply; within: 1h",
    )
    assert [one.duty[0] for one in found.never_met] == ["unmet"]
    assert [name for name, _ in found.never_violated] == ["unbroken"]
    assert [name for name, _ in found.never_triggered] == ["shut"]


def test_a_longer_limit_is_implied_by_a_shorter_one_and_not_the_reverse(tmp_path: Path) -> None:
    found = searched(tmp_path, short="must: reply; within: 1h", long="must: reply; within: 4h")
    assert [(this[0], that[0]) for this, that in found.implied] == [("long", "short")]


def test_a_conflict_as_written_is_an_error_and_one_that_is_settled_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "open", owed="must: reply; within: 4h", silent="must_never: reply")
    write(tmp_path / "shut", owed="must: reply; within: 4h", silent="unless: [{now: question}] | must_never: reply")
    assert run(["policy", "conflicts", "--steps", "1", str(tmp_path / "open" / "tiny")]) == 1
    told = capsys.readouterr().out
    assert "CONFLICT" in told
    assert "tiny/duties/owed.yaml:6:3" in told
    assert "Mon 10:00 the requester, an ordinary message in writing" in told
    assert run(["policy", "conflicts", "--steps", "1", str(tmp_path / "shut" / "tiny")]) == 0
    assert "settled by:\n      silent: unless now: question (tiny/duties/silent.yaml:4:10)" in capsys.readouterr().out


def test_the_registers_pairs_are_found_and_settled() -> None:
    found = found_in(shipped.folder("policies") / "executive_escalations", 1)
    assert (found.conflicts, found.never_met) == ((), ())
    assert (found.never_triggered, found.never_violated, found.implied) == ((), (), ())
    pairs = {frozenset((".".join(one.first), ".".join(one.second))): one for one in found.settled}
    threat = pairs[frozenset({"silent-contact.silence", "threat.touch-response"})]
    assert "threat: unless seen: any-listed-contact" in str(threat.settled[0].gates[0])
    attorney = pairs[frozenset({"silent-contact.silence", "attorney-conversation.advice"})]
    assert attorney.situation.label == "attorney on a chat"
    assert any("seen: attorney-in-conversation" in str(gate) for gate in attorney.settled[0].gates)

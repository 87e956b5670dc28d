"""What would have sufficed: the smallest change, by when, and what may still be made good."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.audit import Call, audit_export
from auditor.policy.parameters import read_overrides
from tests.desk import BORIS, EE, LONG_NOTE, Desk, Verdicts, change, macro, message, touched
from tests.packs.words import ADVICE, ATTORNEY, ORDINARY, SUBPOENA, THREAT, TOUCH

SAMPLES = Path(__file__).parents[1] / "sample_data"
NOON = "2026-11-06 12:00:00"
LATER = "2026-11-20 12:00"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def sufficed(verdicts: Verdicts, duty: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """(change, what, event, until) of the first row of the duty, and what is still possible."""
    found = next(row for row in verdicts if row["duty"] == duty)["counterfactual"]
    assert found is not None
    would = [tuple(str(value) for value in change.values() if value) for change in found["would_have_complied"]]
    return would, [change["what"] for change in found["still_possible"]]


def test_an_answer_that_never_came_was_due_by_its_limit_and_may_still_be_given(desk: Desk) -> None:
    desk.ticket(THREAT, at=NOON)
    would, still = sufficed(desk.audit(LATER), "touch-response")
    assert would == [("add", "agent-message", "2026-11-06T16:00:00Z")]
    assert still == ["agent-message"]


def test_a_late_answer_should_have_come_earlier_and_nothing_is_left_to_do(desk: Desk) -> None:
    ticket = desk.ticket(THREAT, at=NOON)
    ticket.reply(TOUCH, "2026-11-06 17:30", BORIS, *touched())
    would, still = sufficed(desk.audit(LATER), "touch-response")
    assert would == [("earlier", "agent-message", "1002.1", "2026-11-06T16:00:00Z")]
    assert still == []


def test_a_reply_that_broke_the_silence_should_have_been_left_out(desk: Desk) -> None:
    ticket = desk.ticket(SUBPOENA, at=NOON)
    ticket.reply(TOUCH, "2026-11-06 12:30", BORIS)
    ticket.move(EE, "2026-11-06 12:40")
    would, still = sufficed(desk.audit(LATER), "silence")
    assert would == [("leave-out", "response", "1002.1")]
    assert still == []


def test_many_replies_are_fewer_changes_when_the_move_comes_first(desk: Desk) -> None:
    ticket = desk.ticket(SUBPOENA, at=NOON)
    for minute in (10, 20, 30):
        ticket.reply(TOUCH, f"2026-11-06 12:{minute}", BORIS)
    ticket.move(EE, "2026-11-06 12:40")
    would, _ = sufficed(desk.audit(LATER), "silence")
    assert would == [("earlier", "moved-to-ee", "1005.1", "2026-11-06T12:10:00Z")]


def test_of_macro_and_note_only_the_one_that_is_missing_is_named(desk: Desk) -> None:
    ticket = desk.ticket(THREAT, at=NOON)
    ticket.note(LONG_NOTE, "2026-11-06 12:10", BORIS)
    ticket.reply(TOUCH, "2026-11-06 13:00", BORIS, change("status", "open"))
    would, still = sufficed(desk.audit(LATER), "macro-and-note")
    assert would == [("add", "pr-macro", "2026-11-06T13:30:00Z")]
    assert still == ["pr-macro"]


def test_the_status_should_have_been_another(desk: Desk) -> None:
    ticket = desk.ticket(THREAT, at=NOON)
    ticket.reply(TOUCH, "2026-11-06 13:00", BORIS, message(LONG_NOTE, public=False), macro(), change("status", "hold"))
    would, _ = sufficed(desk.audit(LATER), "left-open")
    assert would == [("set", "status=open", "1002.1")]


def test_a_move_without_a_ground_should_not_have_been_made(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at=NOON)
    ticket.move(EE, "2026-11-06 12:30", BORIS)
    would, _ = sufficed(desk.audit(LATER), "listed-contact")
    assert would == [("leave-out", "moved-to-ee", "1002.1")]


def test_advice_should_have_come_before_the_turn_that_came_instead(desk: Desk) -> None:
    ticket = desk.ticket("Conversation with a visitor", at=NOON, assignee=BORIS)
    ticket.turn(ATTORNEY, "2026-11-06 12:01", ticket.requester)
    ticket.turn(TOUCH, "2026-11-06 12:02", BORIS)
    ticket.turn(ADVICE, "2026-11-06 12:03", BORIS)
    would, _ = sufficed(desk.audit(LATER), "advice")
    assert would == [("earlier", "legal-advice-refused", "1004.1", "2026-11-06T12:02:00Z")]


def test_what_is_kept_or_open_has_none(desk: Desk) -> None:
    desk.ticket(THREAT, at=NOON)
    assert [row["counterfactual"] for row in desk.audit("2026-11-06 13:00")] == [None, None, None]


@pytest.mark.parametrize("shape", ["zendesk", "fivetran", "events"])
def test_every_violated_verdict_of_the_samples_has_one_that_the_audit_confirmed(shape: str) -> None:
    parameters = read_overrides([], [SAMPLES / shape / "parameters.yaml"])
    found = audit_export([SAMPLES / shape], Call(parameters=parameters))["verdicts"]
    violated = [row for row in found if row["verdict"] == "violated"]
    assert len(violated) > 90
    assert [row["fingerprint"] for row in violated if row["counterfactual"] is None] == []

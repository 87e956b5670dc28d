"""The second pack: another desk's promises, by the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor import shipped
from tests.desk import ANNA, BORIS, Desk, Verdicts, change, message

LATER = "2026-11-20 12:00"
HELP = "My export button does nothing. What can I do?"
ANSWER = "Please reload the page, that brings it back."
PROMISE = "We will refund your payment in full."
PACK = shipped.folder("policies") / "service_basics"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def audited(desk: Desk, as_of: str = LATER, **call: Any) -> Verdicts:
    return desk.audit(as_of, policies=Path(PACK), **call)


@pytest.mark.parametrize(("at", "verdict"), [("2026-11-04 13:00:00", "complied"), ("2026-11-04 13:00:01", "violated")])
def test_both_sides_of_the_first_reply(desk: Desk, at: str, verdict: str) -> None:
    desk.ticket(HELP, at="2026-11-04 09:00").reply(ANSWER, at, BORIS)
    assert audited(desk).words()["reply-in-time"] == [verdict]


def test_an_unanswered_message_is_open_until_its_time_is_up(desk: Desk) -> None:
    desk.ticket(HELP, at="2026-11-04 09:00")
    assert audited(desk, "2026-11-04 12:00").of("reply-in-time") == [("pending", False, ANNA, None)]
    assert audited(desk).of("reply-in-time") == [("violated", True, ANNA, None)]


def test_every_question_after_an_answer_wants_one_of_its_own(desk: Desk) -> None:
    ticket = desk.ticket(HELP, at="2026-11-04 09:00")
    ticket.reply(ANSWER, "2026-11-04 09:30")
    ticket.contact("It still does nothing.", "2026-11-04 10:00")
    assert audited(desk).words()["reply-in-time"] == ["complied", "violated"]


@pytest.mark.parametrize(("with_reply", "verdict"), [(True, "complied"), (False, "violated")])
def test_nothing_is_solved_in_silence(desk: Desk, with_reply: bool, verdict: str) -> None:
    ticket = desk.ticket(HELP, at="2026-11-04 09:00")
    ticket.update("2026-11-04 10:00", BORIS, message(ANSWER, public=with_reply), change("status", "solved"))
    assert audited(desk).of("replied-before-solving") == [(verdict, True, BORIS, None)]


@pytest.mark.parametrize(
    ("note", "verdict"), [("Refund approved by my manager.", "complied"), ("Refund it is.", "violated")]
)
def test_a_promised_refund_has_a_managers_word(desk: Desk, note: str, verdict: str) -> None:
    ticket = desk.ticket(HELP, at="2026-11-04 09:00")
    ticket.note(note, "2026-11-04 09:30")
    ticket.reply(PROMISE, "2026-11-04 10:00", BORIS)
    assert audited(desk).words()["manager-agrees"] == [verdict]


def test_both_packs_run_side_by_side(desk: Desk) -> None:
    desk.ticket(HELP, at="2026-11-04 09:00").reply(ANSWER, "2026-11-04 09:30")
    both = desk.audit(LATER, policies=shipped.folder("policies"))
    assert {(row["pack"], row["duty"]) for row in both} == {("service-basics", "reply-in-time")}

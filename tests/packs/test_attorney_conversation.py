"""KB-6.2: an attorney on a call or chat; each step is judged alone."""

from __future__ import annotations

import pytest

from tests.desk import BORIS, EE, LONG_NOTE, Desk, Ticket, message
from tests.packs.words import ADVICE, ADVICE_AND_REACHING, ATTORNEY, ORDINARY, REACHING, SUBPOENA, TOUCH

LATER = "2026-11-20 12:00"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def chat(desk: Desk, *turns: tuple[str, str], ends: str | None = "2026-11-06 12:30") -> Ticket:
    """A chat on Friday from 12:01 on, a turn a minute, by the caller or by Boris."""
    ticket = desk.ticket("Conversation with a visitor", at="2026-11-06 12:00", assignee=BORIS)
    for minute, (who, text) in enumerate(turns, start=1):
        by = {"caller": ticket.requester, "agent": BORIS}.get(who)
        ticket.turn(text, f"2026-11-06 12:{minute:02}", by, **({} if by else {"actor_kind": "bot"}))
    if ends:
        ticket.end_chat(ends, BORIS)
    return ticket


def forward(ticket: Ticket, at: str = "2026-11-06 12:31") -> None:
    """Moved with an internal note."""
    ticket.move(EE, at, BORIS, message(LONG_NOTE, public=False))


def test_advised_asked_ended_and_forwarded(desk: Desk) -> None:
    forward(chat(desk, ("caller", ATTORNEY), ("agent", ADVICE), ("caller", "Hm."), ("agent", REACHING)))
    verdicts = desk.audit(LATER)
    assert verdicts.words() == {
        "advice": ["complied"],
        "contact-details": ["complied"],
        "forward": ["complied"],
        "listed-contact": ["complied"],
    }
    assert {tuple(row["clauses"]) for row in verdicts} == {("KB-6.2a",), ("KB-6.2b",), ("KB-6.2c",), ("KB-2",)}


def test_advice_and_request_in_one_turn_keep_both(desk: Desk) -> None:
    forward(chat(desk, ("caller", ATTORNEY), ("agent", ADVICE_AND_REACHING)))
    words = desk.audit(LATER).words()
    assert (words["advice"], words["contact-details"]) == (["complied"], ["complied"])


def test_advice_in_the_second_turn_is_not_immediate(desk: Desk) -> None:
    forward(chat(desk, ("caller", ATTORNEY), ("agent", TOUCH), ("agent", ADVICE_AND_REACHING)))
    assert desk.audit(LATER).of("advice") == [("violated", True, BORIS, None)]


def test_a_bots_turn_is_not_the_agents_answer(desk: Desk) -> None:
    forward(chat(desk, ("caller", ATTORNEY), ("bot", "One moment please."), ("agent", ADVICE_AND_REACHING)))
    assert desk.audit(LATER).words()["advice"] == ["complied"]


def test_nobody_asked_how_to_reach_the_attorney(desk: Desk) -> None:
    forward(chat(desk, ("caller", ATTORNEY), ("agent", ADVICE)))
    assert desk.audit(LATER).of("contact-details") == [("violated", True, BORIS, None)]


def test_details_given_unasked_will_do(desk: Desk) -> None:
    forward(chat(desk, ("caller", f"{ATTORNEY} You can reach me at +1 415 555 0100."), ("agent", ADVICE)))
    assert desk.audit(LATER).words()["contact-details"] == ["complied"]


def test_a_chat_that_no_agent_answered_is_not_applicable(desk: Desk) -> None:
    chat(desk, ("caller", ATTORNEY), ("bot", "Nobody is here."))
    assert desk.audit(LATER) == []


def test_a_redacted_turn_cannot_show_the_advice(desk: Desk) -> None:
    ticket = chat(desk, ("caller", ATTORNEY), ends=None)
    ticket.turn("▇▇▇", "2026-11-06 12:05", BORIS, redacted=True)
    assert desk.audit(LATER).of("advice")[0][0::3] == ("indeterminate", "redacted")


def test_no_answer_yet_is_not_yet_decided(desk: Desk) -> None:
    chat(desk, ("caller", ATTORNEY), ends=None)
    assert desk.audit("2026-11-06 12:02").words() == {
        "advice": ["pending"],
        "contact-details": ["pending"],
        "forward": ["pending"],
    }


@pytest.mark.parametrize(("at", "verdict"), [("2026-11-09 12:01:00", "complied"), ("2026-11-09 12:01:01", "violated")])
def test_both_sides_of_the_eight_business_hours(desk: Desk, at: str, verdict: str) -> None:
    forward(chat(desk, ("caller", ATTORNEY), ("agent", ADVICE_AND_REACHING)), at)
    assert desk.audit(LATER).words()["forward"] == [verdict]


def test_forwarded_without_a_note_is_not_enough(desk: Desk) -> None:
    chat(desk, ("caller", ATTORNEY), ("agent", ADVICE_AND_REACHING)).move(EE, "2026-11-06 12:31", BORIS)
    assert desk.audit(LATER).of("forward") == [("violated", True, BORIS, None)]


def test_an_attorney_outranks_another_listed_contact_on_the_same_chat(desk: Desk) -> None:
    forward(chat(desk, ("caller", f"{ATTORNEY} {SUBPOENA}"), ("agent", ADVICE), ("agent", REACHING)))
    assert set(desk.audit(LATER).words()) == {"advice", "contact-details", "forward", "listed-contact"}


def test_voicemail_is_a_ticket(desk: Desk) -> None:
    desk.ticket(ATTORNEY, at="2026-11-06 12:00", channel="voicemail")
    assert set(desk.audit(LATER).words()) == {"transfer", "silence", "no-automated-contact"}


def test_held_by_ee_already_there_is_nothing_to_forward(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at="2026-11-06 12:00", group=EE)
    ticket.turn(ATTORNEY, "2026-11-06 12:01", ticket.requester)
    ticket.turn(TOUCH, "2026-11-06 12:02", BORIS)
    assert desk.audit(LATER) == []

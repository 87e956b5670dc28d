"""KB-2, KB-2a, KB-5: a move into Executive Escalations has a ground."""

from __future__ import annotations

import pytest

from tests.desk import ANNA, BORIS, EE, SUPPORT, Desk, change, message
from tests.packs.words import CONSULTED, ORDINARY, SUBPOENA, THREAT

NOON = "2026-11-06 12:00:00"
LATER = "2026-11-20 12:00"
WEAK = "I am thinking about what my lawyer would say to this."


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("text", [SUBPOENA, THREAT])
def test_a_listed_contact_is_a_ground(desk: Desk, text: str) -> None:
    desk.ticket(text, at=NOON).move(EE, "2026-11-06 12:30", BORIS)
    assert desk.audit(LATER).of("listed-contact") == [("complied", True, BORIS, None)]


def test_an_ordinary_contact_is_over_escalated_by_whoever_moved_it(desk: Desk) -> None:
    desk.ticket(ORDINARY, at=NOON).move(EE, "2026-11-06 12:30", BORIS)
    assert desk.audit(LATER).of("listed-contact") == [("violated", True, BORIS, None)]


def test_every_move_has_a_row(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at=NOON)
    ticket.move(EE, "2026-11-06 12:30", BORIS)
    ticket.move(SUPPORT, "2026-11-06 12:40", BORIS)
    ticket.contact(SUBPOENA, "2026-11-06 12:50")
    ticket.move(EE, "2026-11-06 13:30", ANNA)
    assert desk.audit(LATER).words()["listed-contact"] == ["violated", "complied"]


def test_a_contact_that_comes_after_the_move_is_no_ground(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at=NOON)
    ticket.move(EE, "2026-11-06 12:30", BORIS)
    ticket.contact(SUBPOENA, "2026-11-06 12:50")
    assert desk.audit(LATER).words() == {"listed-contact": ["violated"]}


def test_a_contact_in_the_same_update_is_a_ground(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at=NOON)
    ticket.update(
        "2026-11-06 12:30", BORIS, change("group", EE), message(SUBPOENA, public=True, author_id=ticket.requester)
    )
    assert desk.audit(LATER).words()["listed-contact"] == ["complied"]


def test_created_there_is_not_moved_there(desk: Desk) -> None:
    desk.ticket(ORDINARY, at=NOON, group=EE)
    assert desk.audit(LATER) == []


def test_redacted_words_cannot_show_the_ground_and_open_nothing_else(desk: Desk) -> None:
    desk.ticket("▇▇▇▇", at=NOON, redacted=True).move(EE, "2026-11-06 12:30", BORIS)
    verdicts = desk.audit(LATER)
    assert verdicts.words() == {"listed-contact": ["indeterminate"]}
    assert verdicts[0]["reason"] == "redacted"


def test_a_missing_first_update_cannot_show_the_ground(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at="2026-11-01 12:00")
    desk.events.clear()
    ticket.note("Moving this.", NOON)
    ticket.move(EE, "2026-11-06 12:30", BORIS, previous_value=SUPPORT)
    assert desk.audit(LATER).of("listed-contact")[0][0::3] == ("indeterminate", "history-incomplete")


def test_a_call_without_words_cannot_show_the_ground(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at=NOON)
    ticket.update(
        "2026-11-06 12:10",
        BORIS,
        {"kind": "call", "direction": "inbound", "unreadable": "no-transcript"},
        channel="call",
    )
    ticket.move(EE, "2026-11-06 12:30", BORIS)
    assert desk.audit(LATER).of("listed-contact")[0][0::3] == ("indeterminate", "no-transcript")


def test_a_weak_signal_accuses_nobody_and_asks_for_a_consultation(desk: Desk) -> None:
    desk.ticket(WEAK, at=NOON).move(EE, "2026-11-06 12:30", BORIS)
    consulted = desk.ticket(WEAK, at=NOON)
    consulted.move(EE, "2026-11-06 12:30", BORIS, message(CONSULTED, public=False))
    verdicts = desk.audit(LATER)
    assert verdicts.words("1") == {"listed-contact": ["indeterminate"], "consultation": ["violated"]}
    assert verdicts.words("2") == {"listed-contact": ["indeterminate"], "consultation": ["complied"]}
    row = next(row for row in verdicts if row["duty"] == "consultation")
    assert (row["clauses"], row["severity"]) == (["KB-2a", "KB-5"], "info")


def test_a_rules_move_is_the_rules(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at=NOON)
    ticket.move(EE, "2026-11-06 12:30", None, actor_kind="rule", rule_id="9", rule_name="Route", channel="rule")
    row = desk.audit(LATER)[0]
    assert (row["verdict"], row["responsible"]["kind"], row["responsible"]["id"]) == ("violated", "rule", "9")

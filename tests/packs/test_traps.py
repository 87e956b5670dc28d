"""Traps of ticket histories that only a whole audit shows; docs/traps.md lists every trap and its tests."""

from __future__ import annotations

import pytest

from tests.desk import ANNA, BORIS, EE, LONG_NOTE, Desk, change, macro, message, touched
from tests.packs.words import ORDINARY, SUBPOENA, THREAT, TOUCH

NOON = "2026-11-06 12:00:00"
LATER = "2026-11-20 12:00"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_agents_mail_that_is_private_reached_nobody(desk: Desk) -> None:
    ticket = desk.ticket(THREAT, at=NOON)
    ticket.update("2026-11-06 12:30", ANNA, message(TOUCH, public=False), channel="email")
    assert desk.audit(LATER).words()["touch-response"] == ["violated"]


def test_the_time_runs_from_the_message_and_not_from_the_tickets_creation(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at="2026-11-02 12:00")
    ticket.contact(THREAT, "2026-11-05 12:00")
    row = next(row for row in desk.audit(LATER) if row["duty"] == "touch-response")
    assert (row["trigger"]["at"], row["due_at"]) == ("2026-11-05T12:00:00Z", "2026-11-05T16:00:00Z")


def test_many_macros_in_one_update_are_usual(desk: Desk) -> None:
    ticket = desk.ticket(THREAT, at=NOON)
    others = [{"kind": "macro", "macro_id": str(number), "macro_title": f"Step {number}"} for number in (1, 2, 3)]
    touch = (*others, macro(), message(LONG_NOTE, public=False), change("status", "open"))
    ticket.reply(TOUCH, "2026-11-06 12:30", ANNA, *touch)
    assert desk.audit(LATER).words()["macro-and-note"] == ["complied"]


def test_a_public_comment_that_mailed_nobody_is_a_reply_all_the_same(desk: Desk) -> None:
    ticket = desk.ticket(SUBPOENA, at=NOON)
    ticket.reply(TOUCH, "2026-11-06 12:30", BORIS)
    assert not any(event["kind"] == "notification" for event in desk.events)
    assert desk.audit(LATER).of("silence") == [("violated", True, BORIS, None)]


@pytest.mark.parametrize("tags", ["legal lawsuit subpoena", ""])
def test_tags_that_were_inherited_set_or_taken_off_open_nothing(desk: Desk, tags: str) -> None:
    ticket = desk.ticket(ORDINARY, at=NOON)
    desk.tickets[0] |= {"tags": ["legal", "subpoena"], "follow_up_of": "77"}
    ticket.update("2026-11-06 12:30", ANNA, change("tags", tags))
    assert desk.audit(LATER) == []


def test_a_side_conversation_with_legal_is_no_response(desk: Desk) -> None:
    ticket = desk.ticket(SUBPOENA, at=NOON)
    ticket.update("2026-11-06 12:30", BORIS, {"kind": "other", "source_type": "SideConversationCreated"})
    ticket.move(EE, "2026-11-06 12:40", BORIS)
    assert desk.audit(LATER).words()["silence"] == ["complied"]


@pytest.mark.parametrize("characters", [1_500, 5_000, 200_000])
def test_a_threat_late_in_a_long_text_is_found(desk: Desk, characters: int) -> None:
    story = "I wrote about my contract and waited for an answer. "
    text = (story * (characters // len(story) + 1))[:characters] + f"\n{THREAT}"
    desk.ticket(text, at=NOON)
    row = next(row for row in desk.audit(LATER) if row["duty"] == "touch-response")
    start, end = row["trigger"]["span"] or [0, 0]
    assert start > characters
    assert text[start:end] == row["trigger"]["phrase"]


@pytest.mark.parametrize(
    "text",
    ["I will&nbsp;sue&nbsp;you over this &amp; more.", "I will sue you over this.", "I  will\nsue   you over this."],
)
def test_entities_and_odd_spaces_hide_no_threat(desk: Desk, text: str) -> None:
    desk.ticket(text, at=NOON)
    assert desk.audit(LATER).words()["touch-response"] == ["violated"]


def test_a_week_is_local(desk: Desk) -> None:
    desk.ticket(THREAT, at="2026-11-08 23:30")
    told = {zone: desk.document(LATER, timezone=zone)["tickets"]["weeks"] for zone in ("UTC", "Europe/Berlin")}
    weeks = {zone: [week["week"] for week in rows] for zone, rows in told.items()}
    assert weeks == {"UTC": ["2026-W45"], "Europe/Berlin": ["2026-W46"]}


def test_a_comment_in_two_tickets_is_counted_once_in_each(desk: Desk) -> None:
    problem = desk.ticket(SUBPOENA, at=NOON)
    incident = desk.ticket(SUBPOENA, at=NOON)
    problem.reply(TOUCH, "2026-11-06 12:30", BORIS)
    incident.update("2026-11-06 12:30", BORIS, message(TOUCH, public=True), channel="linked-problem")
    verdicts = desk.audit(LATER)
    assert [verdicts.of("silence", ticket) for ticket in ("1", "2")] == [[("violated", True, BORIS, None)]] * 2


def test_a_deleted_ticket_owes_nothing_after_its_end(desk: Desk) -> None:
    ticket = desk.ticket(THREAT, at=NOON)
    ticket.update("2026-11-06 12:30", ANNA, change("status", "deleted"))
    assert desk.audit(LATER).of("touch-response")[0][0::3] == ("indeterminate", "ticket-deleted")


def test_a_touch_in_the_ticket_that_took_this_one_in_counts_here(desk: Desk) -> None:
    ticket = desk.ticket(THREAT, at=NOON)
    target = desk.ticket(ORDINARY, at="2026-11-06 11:00", requester=ticket.requester)
    merged = ({"kind": "merge", "value": target.ticket_id}, change("status", "closed"))
    ticket.update("2026-11-06 12:10", BORIS, *merged, channel="merge")
    target.reply(TOUCH, "2026-11-06 13:00", BORIS, *touched())
    assert desk.audit(LATER).words()["touch-response"] == ["complied"]

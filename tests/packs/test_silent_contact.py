"""KB-4: a listed contact goes to Executive Escalations without a word."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk import ANNA, BORIS, CHLOE, EE, ROBOT, SUPPORT, Desk, change, message
from tests.packs.words import ATTORNEY, IR35, ORDINARY, SUBPOENA, THREAT, TOUCH

FRIDAY_NOON = "2026-11-06 12:00:00"
LATER = "2026-11-20 12:00"
NOTIFIED: dict[str, Any] = {
    "kind": "notification",
    "actor_kind": "rule",
    "actor_id": None,
    "rule_id": "41",
    "rule_name": "Acknowledge",
}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_moved_in_silence_keeps_every_duty(desk: Desk) -> None:
    ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
    ticket.move(EE, "2026-11-06 12:30", BORIS)
    verdicts = desk.audit(LATER)
    assert verdicts.of("transfer") == [("complied", True, BORIS, None)]
    assert verdicts.of("silence") == [("complied", True, BORIS, None)]
    assert verdicts.of("no-automated-contact") == [("complied", True, BORIS, None)]
    assert verdicts.of("listed-contact") == [("complied", True, BORIS, None)]


def test_the_clauses_name_the_type_of_contact(desk: Desk) -> None:
    desk.ticket(SUBPOENA, at=FRIDAY_NOON)
    desk.ticket(ATTORNEY, at=FRIDAY_NOON)
    desk.ticket(IR35, at=FRIDAY_NOON)
    cited = {row["ticket_id"]: row["clauses"] for row in desk.audit(LATER) if row["duty"] == "silence"}
    assert cited == {"1": ["KB-4", "KB-4.8"], "2": ["KB-4", "KB-4.5", "KB-6.1"], "3": ["KB-4", "KB-4.13"]}


class TestSilence:
    def test_a_reply_breaks_it_and_the_writer_answers(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 12:30", BORIS)
        ticket.move(EE, "2026-11-06 12:40", ANNA)
        assert desk.audit(LATER).of("silence") == [("violated", True, BORIS, None)]

    def test_a_reply_in_the_very_update_that_moves_the_ticket_is_a_response(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 12:30", BORIS, change("group", EE))
        verdicts = desk.audit(LATER)
        assert verdicts.of("silence") == [("violated", True, BORIS, None)]
        assert verdicts.words()["transfer"] == ["complied"]

    def test_a_reply_after_the_move_is_ees_own(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.move(EE, "2026-11-06 12:30", BORIS)
        ticket.reply(TOUCH, "2026-11-06 12:31", CHLOE)
        assert desk.audit(LATER).of("silence") == [("complied", True, BORIS, None)]

    def test_it_ended_when_ee_first_held_the_ticket_though_it_was_moved_back(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.move(EE, "2026-11-06 12:30", BORIS)
        ticket.move(SUPPORT, "2026-11-06 13:00", CHLOE)
        ticket.contact(SUBPOENA, "2026-11-06 13:30")
        ticket.reply(TOUCH, "2026-11-06 14:00", ANNA)
        verdicts = desk.audit(LATER)
        assert verdicts.words()["silence"] == ["complied"]
        assert verdicts.words()["transfer"] == ["complied", "violated"]

    def test_a_reply_before_the_contact_is_no_breach(self, desk: Desk) -> None:
        ticket = desk.ticket(ORDINARY, at=FRIDAY_NOON)
        ticket.reply("Here is how.", "2026-11-06 12:10")
        ticket.contact(SUBPOENA, "2026-11-06 12:20")
        ticket.move(EE, "2026-11-06 12:30")
        assert desk.audit(LATER).words()["silence"] == ["complied"]

    def test_an_outbound_call_is_a_contact(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.update(
            "2026-11-06 12:30",
            BORIS,
            {"kind": "call", "direction": "outbound", "unreadable": "no-transcript"},
            channel="call",
        )
        ticket.move(EE, "2026-11-06 12:40")
        assert desk.audit(LATER).of("silence") == [("violated", True, BORIS, None)]

    def test_a_note_made_public_is_a_response_by_whoever_made_it_public(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.note("Somebody look at this please.", "2026-11-06 12:10", ANNA)
        ticket.update("2026-11-06 12:20", BORIS, {"kind": "publish", "comment_id": "1002.1"})
        ticket.move(EE, "2026-11-06 12:40")
        assert desk.audit(LATER).of("silence") == [("violated", True, BORIS, None)]

    def test_made_private_afterwards_it_was_sent_all_the_same(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 12:10", BORIS)
        ticket.update("2026-11-06 12:11", BORIS, {"kind": "conceal", "comment_id": "1002.1"})
        assert desk.audit(LATER).of("silence") == [("violated", True, BORIS, None)]

    def test_a_merge_comment_is_no_reply(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.update(
            "2026-11-06 12:10", BORIS, message("Request 2 was merged into this one.", public=True), channel="merge"
        )
        assert desk.audit(LATER).of("silence") == [("complied", False, ANNA, None)]

    def test_an_author_of_unknown_role_leaves_it_open(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.update("2026-11-06 12:10", "404", message("Hello, thank you.", public=True))
        ticket.move(EE, "2026-11-06 12:40")
        assert desk.audit(LATER).of("silence")[0][0::3] == ("indeterminate", "author-role-unknown")

    def test_an_agent_who_filed_the_ticket_does_not_answer_himself(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON, requester=CHLOE)
        ticket.update("2026-11-06 12:10", CHLOE, message("One more thing.", public=True))
        ticket.move(EE, "2026-11-06 12:40")
        assert desk.audit(LATER).words()["silence"] == ["complied"]

    def test_an_open_silence_is_kept_so_far_and_not_final(self, desk: Desk) -> None:
        desk.ticket(SUBPOENA, at=FRIDAY_NOON, assignee=BORIS)
        assert desk.audit("2026-11-06 13:00").of("silence") == [("complied", False, BORIS, None)]


class TestWhoIsTheContact:
    def test_an_end_user_in_copy_counts(self, desk: Desk) -> None:
        desk.users["88"] = {"user_id": "88", "name": "Counsel", "role": "end-user", "active": True}
        ticket = desk.ticket(ORDINARY, at=FRIDAY_NOON)
        ticket.update("2026-11-06 12:10", "88", message(ATTORNEY, public=False), channel="email")
        assert desk.audit(LATER).words() == {
            "transfer": ["violated"],
            "silence": ["complied"],
            "no-automated-contact": ["complied"],
        }

    def test_an_agent_who_forwards_is_not_the_contact_but_the_author_is(self, desk: Desk) -> None:
        desk.users["88"] = {"user_id": "88", "name": "Counsel", "role": "end-user", "active": True}
        ticket = desk.ticket(ORDINARY, at=FRIDAY_NOON)
        ticket.update("2026-11-06 12:10", ANNA, message(ATTORNEY, public=True, author_id="88"), channel="email")
        assert desk.audit(LATER).words()["silence"] == ["complied"]

    def test_an_agents_words_are_no_contact(self, desk: Desk) -> None:
        ticket = desk.ticket(ORDINARY, at=FRIDAY_NOON)
        ticket.note(SUBPOENA, "2026-11-06 12:10")
        assert desk.audit(LATER) == []


class TestTransfer:
    def test_held_by_ee_already_there_is_nothing_to_move(self, desk: Desk) -> None:
        desk.ticket(SUBPOENA, at=FRIDAY_NOON, group=EE)
        assert desk.audit(LATER) == []

    def test_an_assignee_alone_is_no_transfer(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.update("2026-11-06 12:10", BORIS, change("assignee", BORIS))
        assert desk.audit(LATER).of("transfer") == [("violated", True, BORIS, None)]

    def test_the_one_who_held_it_at_the_deadline_answers_not_the_one_who_holds_it_now(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON, assignee=BORIS)
        ticket.update("2026-11-12 12:10", CHLOE, change("assignee", CHLOE))
        assert desk.audit(LATER).of("transfer") == [("violated", True, BORIS, None)]

    def test_without_an_assignee_the_last_agent_who_touched_it_answers(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON, assignee="")
        ticket.note("Looking into it.", "2026-11-06 13:00", BORIS)
        ticket.update("2026-11-06 14:00", ROBOT, change("priority", "high"))
        verdicts = desk.audit(LATER, parameters={"automation_users": ROBOT})
        assert verdicts.of("transfer") == [("violated", True, BORIS, None)]

    def test_without_anybody_the_group_answers_by_its_id(self, desk: Desk) -> None:
        desk.ticket(SUBPOENA, at=FRIDAY_NOON, assignee="")
        row = next(row for row in desk.audit(LATER) if row["duty"] == "transfer")
        assert (row["responsible"]["kind"], row["responsible"]["id"], row["responsible"]["name"]) == (
            "group",
            SUPPORT,
            "Support",
        )

    def test_without_a_group_nobody_does(self, desk: Desk) -> None:
        desk.ticket(SUBPOENA, at=FRIDAY_NOON, assignee="", group="")
        row = next(row for row in desk.audit(LATER) if row["duty"] == "transfer")
        assert (row["responsible"]["kind"], row["responsible"]["id"]) == ("nobody", None)

    def test_where_ee_is_unknown_by_name_it_cannot_be_told(self, desk: Desk) -> None:
        desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        verdicts = desk.audit(LATER, parameters={"ee_groups": "Another name"})
        assert verdicts.of("transfer")[0][0] == "indeterminate"

    def test_ee_is_known_by_id_too(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.move(EE, "2026-11-06 12:30")
        assert desk.audit(LATER, parameters={"ee_groups": EE}).words()["transfer"] == ["complied"]

    def test_merged_away_the_targets_transfer_counts(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        target = desk.ticket(ORDINARY, at="2026-11-06 11:00", requester=ticket.requester)
        ticket.update(
            "2026-11-06 12:10",
            BORIS,
            {"kind": "merge", "value": target.ticket_id},
            change("status", "closed"),
            channel="merge",
        )
        target.move(EE, "2026-11-06 13:00", CHLOE)
        assert desk.audit(LATER).of("transfer") == [("complied", True, CHLOE, None)]

    def test_a_history_without_its_first_update_cannot_be_judged(self, desk: Desk) -> None:
        ticket = desk.ticket(ORDINARY, at="2026-11-01 12:00")
        desk.events.clear()
        ticket.contact(SUBPOENA, FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 12:30", BORIS)
        assert {row["reason"] for row in desk.audit(LATER)} == {"history-incomplete"}

    def test_imported_times_are_not_this_desks(self, desk: Desk) -> None:
        desk.ticket(ORDINARY, at=FRIDAY_NOON).contact(SUBPOENA, "2026-11-06 12:10", foreign_time=True)
        assert desk.audit(LATER).of("transfer")[0][0::3] == ("indeterminate", "foreign-timestamps")


class TestAutomaticContact:
    def test_a_rules_mail_to_the_requester_is_held_against_the_rule_alone(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.update("2026-11-06 12:05", None, {**NOTIFIED, "recipients": [ticket.requester]}, channel="rule")
        verdicts = desk.audit(LATER)
        row = next(row for row in verdicts if row["duty"] == "no-automated-contact")
        assert (row["verdict"], row["clauses"], row["severity"]) == ("violated", ["KB-4"], "low")
        assert (row["responsible"]["kind"], row["responsible"]["id"], row["responsible"]["name"]) == (
            "rule",
            "41",
            "Acknowledge",
        )
        assert verdicts.words()["silence"] == ["complied"]

    def test_the_acknowledgement_of_the_first_message_comes_after_it(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        first = desk.events[0]
        desk.events.append(
            {
                **first,
                **NOTIFIED,
                "event_id": "n",
                "position": 9,
                "phase": 1,
                "recipients": [ticket.requester],
                "body": None,
                "public": None,
            }
        )
        assert desk.audit(LATER).words()["no-automated-contact"] == ["violated"]

    def test_a_notification_to_agents_is_none(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.update("2026-11-06 12:05", None, {**NOTIFIED, "recipients": [ANNA, BORIS]}, channel="rule")
        assert desk.audit(LATER).words()["no-automated-contact"] == ["complied"]

    def test_a_rules_public_comment_is_one(self, desk: Desk) -> None:
        ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        ticket.update(
            "2026-11-06 12:05",
            None,
            message("We got your mail.", public=True),
            actor_kind="rule",
            rule_id="42",
            rule_name="Reply",
            channel="rule",
        )
        verdicts = desk.audit(LATER)
        assert verdicts.words()["silence"] == ["complied"]
        assert verdicts.of("no-automated-contact") == [("violated", True, "42", None)]

    def test_an_export_without_notifications_cannot_tell(self) -> None:
        desk = Desk(missing={"notifications": "This export carries no notifications."})
        desk.ticket(SUBPOENA, at=FRIDAY_NOON)
        assert desk.audit(LATER).of("no-automated-contact")[0][0::3] == (
            "indeterminate",
            "missing-capability: notifications",
        )


class TestInConversation:
    def chat(self, desk: Desk, *turns: tuple[str, str]) -> None:
        ticket = desk.ticket("Conversation with a visitor", at=FRIDAY_NOON, assignee=BORIS)
        for minute, (who, text) in enumerate(turns, start=1):
            ticket.turn(text, f"2026-11-06 12:{minute:02}", ticket.requester if who == "caller" else BORIS)
        ticket.end_chat("2026-11-06 12:30", BORIS)
        ticket.move(EE, "2026-11-06 12:31", BORIS)

    def test_one_agent_turn_may_end_the_conversation(self, desk: Desk) -> None:
        self.chat(desk, ("caller", SUBPOENA), ("agent", "Thank you, goodbye."))
        assert desk.audit(LATER).words()["silence-in-conversation"] == ["complied"]

    def test_the_second_one_breaks_the_silence(self, desk: Desk) -> None:
        self.chat(desk, ("caller", SUBPOENA), ("agent", "Thank you."), ("caller", "And?"), ("agent", "Goodbye."))
        verdicts = desk.audit(LATER)
        assert verdicts.of("silence-in-conversation") == [("violated", True, BORIS, None)]
        assert "silence" not in verdicts.words()

    def test_a_listed_contact_on_a_chat_is_moved_too(self, desk: Desk) -> None:
        self.chat(desk, ("caller", SUBPOENA), ("agent", "Thank you, goodbye."))
        assert desk.audit(LATER).words()["transfer"] == ["complied"]


def test_attorney_tickets_can_be_read_the_other_way(desk: Desk) -> None:
    ticket = desk.ticket(ATTORNEY, at=FRIDAY_NOON)
    ticket.reply(TOUCH, "2026-11-06 12:30", BORIS)
    verdicts = desk.audit(LATER, parameters={"attorney_tickets": "touch-response"})
    assert "silence" not in verdicts.words()
    row = next(row for row in verdicts if row["duty"] == "touch-response")
    assert (row["verdict"], row["clauses"]) == ("complied", ["KB-3.1", "KB-6.1"])


def test_a_threat_with_a_listed_contact_earlier_in_the_ticket_owes_no_touch(desk: Desk) -> None:
    ticket = desk.ticket(SUBPOENA, at=FRIDAY_NOON)
    ticket.contact(THREAT, "2026-11-06 12:30")
    assert "touch-response" not in desk.audit(LATER).words()

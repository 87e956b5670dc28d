"""KB-3: a requester threatens to sue or to go public."""

from __future__ import annotations

import pytest

from tests.desk import ANNA, BORIS, EE, LONG_NOTE, ROBOT, Desk, change, macro, message, touched
from tests.packs.words import ASKING, ORDINARY, PUBLIC_THREAT, REACHING, SUBPOENA, THREAT, TOUCH

FRIDAY_NOON = "2026-11-06 12:00:00"
LATER = "2026-11-20 12:00"


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("text", [THREAT, PUBLIC_THREAT])
def test_a_touch_response_with_macro_note_and_open_status_keeps_every_duty(desk: Desk, text: str) -> None:
    ticket = desk.ticket(text, at=FRIDAY_NOON)
    ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, *touched())
    ticket.move(EE, "2026-11-06 13:10", ANNA)
    assert desk.audit(LATER).words() == {
        "touch-response": ["complied"],
        "macro-and-note": ["complied"],
        "no-detail-questions": ["complied"],
        "left-open": ["complied"],
        "not-solved-before-ee": ["complied"],
        "listed-contact": ["complied"],
    }


def test_without_a_touch_response_only_the_touch_is_held_against_the_holder(desk: Desk) -> None:
    desk.ticket(THREAT, at=FRIDAY_NOON, assignee=BORIS)
    verdicts = desk.audit(LATER)
    assert verdicts.of("touch-response") == [("violated", True, BORIS, None)]
    assert verdicts.of("macro-and-note") == []
    assert verdicts.of("left-open") == []


def test_a_late_touch_is_violated_and_repaired(desk: Desk) -> None:
    ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
    ticket.reply(TOUCH, "2026-11-10 10:00", BORIS, *touched())
    row = next(row for row in desk.audit(LATER) if row["duty"] == "touch-response")
    assert (row["verdict"], row["repaired"], row["responsible"]["id"]) == ("violated", True, ANNA)
    assert row["witness"] == ["1002.1"]


def test_a_threat_on_the_last_day_is_not_yet_decided(desk: Desk) -> None:
    desk.ticket(THREAT, at=FRIDAY_NOON)
    row = next(row for row in desk.audit("2026-11-06 14:00") if row["duty"] == "touch-response")
    assert (row["verdict"], row["final"], row["due_at"]) == ("pending", False, "2026-11-06T16:00:00Z")
    assert row["responsible"]["id"] == ANNA


def test_quoted_or_agents_words_threaten_nobody(desk: Desk) -> None:
    ticket = desk.ticket(ORDINARY, at=FRIDAY_NOON)
    ticket.note("The requester says: I will sue you.", "2026-11-06 12:30")
    ticket.contact("Thank you.\n\nOn Fri, Nov 6, 2026 at 9:00 AM Boris wrote:\n> I will sue you.", "2026-11-06 12:40")
    assert desk.audit(LATER) == []


def test_only_the_requester_can_threaten(desk: Desk) -> None:
    desk.users["88"] = {"user_id": "88", "name": "Somebody in copy", "role": "end-user", "active": True}
    ticket = desk.ticket(ORDINARY, at=FRIDAY_NOON)
    ticket.contact(THREAT, "2026-11-06 12:30", by="88")
    assert desk.audit(LATER) == []


class TestTheTouch:
    def test_a_reply_before_the_threat_is_no_touch(self, desk: Desk) -> None:
        ticket = desk.ticket(ORDINARY, at=FRIDAY_NOON)
        ticket.reply("Here is how.", "2026-11-06 12:10")
        ticket.contact(THREAT, "2026-11-06 12:20")
        assert desk.audit(LATER).of("touch-response") == [("violated", True, ANNA, None)]

    @pytest.mark.parametrize(
        ("how", "public"),
        [
            ({"actor_kind": "rule", "rule_id": "5", "rule_name": "Acknowledge"}, True),
            ({}, False),
            ({"channel": "merge"}, True),
        ],
        ids=["a rule's comment", "a private note", "a merge comment"],
    )
    def test_what_is_no_public_message_of_a_person_is_no_touch(
        self, desk: Desk, how: dict[str, str], public: bool
    ) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.update(
            "2026-11-06 12:30",
            None if how.get("actor_kind") else ANNA,
            message(TOUCH, public=public),
            **{"channel": "web", **how},
        )
        assert desk.audit(LATER).words()["touch-response"] == ["violated"]

    def test_an_automation_user_looks_like_an_agent_and_is_none(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 12:30", ROBOT)
        assert desk.audit(LATER).words()["touch-response"] == ["complied"]
        assert desk.audit(LATER, parameters={"automation_users": ROBOT}).words()["touch-response"] == ["violated"]

    def test_a_message_made_private_later_was_public_when_it_was_sent(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 12:30", ANNA, *touched())
        ticket.update("2026-11-06 14:00", ANNA, {"kind": "conceal", "comment_id": "1002.1"})
        assert desk.audit(LATER).words()["touch-response"] == ["complied"]

    def test_a_threat_moved_to_ee_untouched_still_owes_a_touch(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.move(EE, "2026-11-06 12:30", ANNA, change("assignee", ""))
        assert desk.audit(LATER).of("touch-response") == [("violated", True, ANNA, None)]

    def test_an_author_of_unknown_role_leaves_it_open(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.update("2026-11-06 12:30", "404", message(TOUCH, public=True))
        assert desk.audit(LATER).of("touch-response") == [("indeterminate", False, ANNA, "author-role-unknown")]

    def test_a_deleted_author_who_wrote_a_note_there_was_inside(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.update(
            "2026-11-06 12:30",
            "404",
            message(TOUCH, public=True),
            message(LONG_NOTE, public=False),
            macro(),
            change("status", "open"),
        )
        assert desk.audit(LATER).of("touch-response") == [("complied", True, "404", None)]


class TestEpisodes:
    def test_a_second_threat_before_the_touch_opens_nothing(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.contact(THREAT, "2026-11-06 13:00")
        ticket.reply(TOUCH, "2026-11-06 13:30", ANNA, *touched())
        assert desk.audit(LATER).words()["touch-response"] == ["complied"]

    def test_a_threat_after_the_touch_opens_a_new_one(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:30", ANNA, *touched())
        ticket.contact(THREAT, "2026-11-09 10:00")
        assert desk.audit(LATER).words()["touch-response"] == ["complied", "violated"]


class TestAgainstListedContacts:
    def test_a_listed_contact_that_threatens_gets_no_touch(self, desk: Desk) -> None:
        desk.ticket(f"{SUBPOENA} {THREAT}", at=FRIDAY_NOON)
        assert set(desk.audit(LATER).words()) == {"transfer", "silence", "no-automated-contact"}

    def test_a_listed_contact_before_the_touch_ends_the_touch_duties_without_a_row(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.contact(SUBPOENA, "2026-11-06 13:00")
        assert "touch-response" not in desk.audit(LATER).words()
        assert "no-detail-questions" not in desk.audit(LATER).words()

    def test_after_the_deadline_it_comes_too_late_to_undo_the_breach(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.contact(SUBPOENA, "2026-11-06 16:00:01")
        assert desk.audit(LATER).words()["touch-response"] == ["violated"]


class TestMacroAndNote:
    @pytest.mark.parametrize(
        ("at", "verdict"), [("2026-11-06 13:30:00", "complied"), ("2026-11-06 13:30:01", "violated")]
    )
    def test_both_sides_of_thirty_minutes_after_the_touch(self, desk: Desk, at: str, verdict: str) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, change("status", "open"), macro())
        ticket.note(LONG_NOTE, at, BORIS)
        assert desk.audit(LATER).words()["macro-and-note"] == [verdict]

    def test_macro_and_note_may_come_before_the_touch(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.note(LONG_NOTE, "2026-11-06 12:10", ANNA, macro())
        ticket.reply(TOUCH, "2026-11-06 15:00", ANNA, change("status", "open"))
        assert desk.audit(LATER).words()["macro-and-note"] == ["complied"]

    @pytest.mark.parametrize(("characters", "verdict"), [(40, "complied"), (39, "violated")])
    def test_a_note_needs_real_content(self, desk: Desk, characters: int, verdict: str) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(
            TOUCH, "2026-11-06 13:00", ANNA, message("x" * characters, public=False), change("status", "open"), macro()
        )
        assert desk.audit(LATER).words()["macro-and-note"] == [verdict]

    @pytest.mark.parametrize("title", ["problematic  to pr", "Escalations::Problematic to PR", "Renamed since"])
    def test_the_macro_is_known_by_id_or_by_title(self, desk: Desk, title: str) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(
            TOUCH, "2026-11-06 13:00", ANNA, message(LONG_NOTE, public=False), change("status", "open"), macro(title)
        )
        assert desk.audit(LATER).words()["macro-and-note"] == ["complied"]

    def test_another_macro_is_not_the_pr_macro(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        other = {"kind": "macro", "macro_id": "78", "macro_title": "Close politely"}
        ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, message(LONG_NOTE, public=False), change("status", "open"), other)
        assert desk.audit(LATER).words()["macro-and-note"] == ["violated"]

    def test_where_macros_are_not_recorded_it_cannot_be_told(self) -> None:
        desk = Desk(missing={"macros": "This export carries no macros."})
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, message(LONG_NOTE, public=False), change("status", "open"))
        assert desk.audit(LATER).of("macro-and-note") == [("indeterminate", False, ANNA, "missing-capability: macros")]

    def test_unless_the_note_carries_the_macros_known_text(self) -> None:
        desk = Desk(missing={"macros": "This export carries no macros."})
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        note = "Threat against us:\n withheld payment\nWhat was promised:\n a call back on Monday"
        ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, message(note, public=False), change("status", "open"))
        known = {"macro_text": "Threat against us:\nWhat was promised:"}
        assert desk.audit(LATER, parameters=known).words()["macro-and-note"] == ["complied"]


class TestQuestions:
    def test_a_question_for_details_breaks_that_duty_alone(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(ASKING, "2026-11-06 13:00", BORIS, *touched())
        verdicts = desk.audit(LATER)
        assert verdicts.of("no-detail-questions") == [("violated", True, BORIS, None)]
        assert verdicts.words()["touch-response"] == ["complied"]

    def test_asking_how_to_reach_the_person_is_no_breach(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(REACHING, "2026-11-06 13:00", BORIS, *touched())
        assert desk.audit(LATER).words()["no-detail-questions"] == ["complied"]

    def test_the_duty_ends_when_ee_holds_the_ticket(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, *touched())
        ticket.move(EE, "2026-11-06 13:10")
        ticket.reply(ASKING, "2026-11-06 14:00", BORIS)
        assert desk.audit(LATER).of("no-detail-questions") == [("complied", True, ANNA, None)]

    def test_a_redacted_reply_cannot_show_whether_it_asked(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.update("2026-11-06 13:00", ANNA, message("▇▇▇▇", public=True, redacted=True), *touched())
        assert desk.audit(LATER).of("no-detail-questions") == [("indeterminate", False, ANNA, "redacted")]


class TestStatus:
    @pytest.mark.parametrize(
        ("status", "verdict"),
        [("open", "complied"), ("pending", "violated"), ("hold", "violated"), ("solved", "violated")],
    )
    def test_the_touch_leaves_the_ticket_open(self, desk: Desk, status: str, verdict: str) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", BORIS, *touched(status))
        assert desk.audit(LATER).of("left-open") == [(verdict, True, BORIS, None)]

    def test_left_new_is_not_left_open(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", BORIS, message(LONG_NOTE, public=False), macro())
        assert desk.audit(LATER).words()["left-open"] == ["violated"]

    def test_a_ticket_that_was_open_already_emits_no_change(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON, status="open")
        ticket.reply(TOUCH, "2026-11-06 13:00", BORIS, message(LONG_NOTE, public=False), macro())
        assert desk.audit(LATER).words()["left-open"] == ["complied"]

    def test_open_at_the_snapshot_proves_nothing(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", BORIS, *touched("pending"))
        ticket.update(
            "2026-11-06 14:00",
            ticket.requester,
            message("Thanks.", public=True),
            change("status", "open"),
            channel="email",
        )
        assert desk.audit(LATER).words()["left-open"] == ["violated"]

    def test_solved_in_the_touch_itself_breaks_one_duty(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", BORIS, *touched("solved"))
        words = desk.audit(LATER).words()
        assert (words["left-open"], words["not-solved-before-ee"]) == (["violated"], ["complied"])

    def test_solved_later_by_somebody_else_is_theirs(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, *touched())
        ticket.update("2026-11-07 13:00", BORIS, change("status", "solved"))
        verdicts = desk.audit(LATER)
        assert verdicts.of("left-open") == [("complied", True, ANNA, None)]
        assert verdicts.of("not-solved-before-ee") == [("violated", True, BORIS, None)]

    def test_solved_by_an_automation_is_the_rules(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, *touched())
        ticket.update(
            "2026-11-10 13:00",
            None,
            change("status", "solved"),
            actor_kind="rule",
            rule_id="31",
            rule_name="Solve after 4 days",
            channel="rule",
        )
        row = next(row for row in desk.audit(LATER) if row["duty"] == "not-solved-before-ee")
        assert row["responsible"] == {
            "id": "31",
            "name": "Solve after 4 days",
            "kind": "rule",
            "why": "made the change",
        }

    def test_solved_by_the_requester_is_nobodys_breach(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, *touched())
        ticket.update("2026-11-06 15:00", ticket.requester, change("status", "solved"))
        assert desk.audit(LATER).of("not-solved-before-ee") == [("complied", False, ANNA, None)]

    def test_solved_by_nobody_knows_whom_may_have_been_the_requester(self, desk: Desk) -> None:
        ticket = desk.ticket(THREAT, at=FRIDAY_NOON)
        ticket.reply(TOUCH, "2026-11-06 13:00", ANNA, *touched())
        ticket.update("2026-11-06 15:00", None, change("status", "solved"))
        assert desk.audit(LATER).words()["not-solved-before-ee"] == ["indeterminate"]

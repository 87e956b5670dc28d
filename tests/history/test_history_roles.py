from __future__ import annotations

import pytest
from staged_story import Act, Story, by_rule, changes, says, sets


def test_the_requester_is_the_requester_even_with_an_agent_s_account(story: Story) -> None:
    story.person("500", "agent")
    story.ticket("1", requester_id="500")
    story.update("1", "10:00", "500", says(author_id="500"))
    assert story.told("1", "actor_role", "author_role") == [("requester", "requester")]


def test_whose_words_and_whose_act_are_told_apart(story: Story) -> None:
    story.person("500", "admin")
    story.person("9", "end-user")
    story.person("8", "end-user")
    story.ticket("1", requester_id="9")
    story.update("1", "10:00", "500", says(author_id="9"))
    story.update("1", "10:10", "8", says(author_id="8"))
    story.update("1", "10:20", "500", says(author_id="777"))
    story.update("1", "10:30", "500", changes("status", "open"))
    assert story.told("1", "actor_role", "author_role") == [
        ("agent", "requester"),
        ("end-user", "end-user"),
        ("agent", None),
        ("agent", None),
    ]


def test_rules_bots_and_the_system_are_not_people(story: Story) -> None:
    story.person("500", "agent")
    story.update("1", "10:00", None, by_rule(says(author_id="500")), by_rule(says(author_id="-1")))
    story.update("1", "10:10", "66", says(actor_kind="bot", author_id="66"))
    story.update("1", "10:20", "-1", says(actor_kind="system"))
    assert story.told("1", "actor_role", "author_role") == [
        ("rule", "agent"),
        ("rule", "rule"),
        ("bot", "bot"),
        ("system", "system"),
    ]


def test_an_act_by_nobody_is_of_unknown_role_and_is_kept(story: Story) -> None:
    story.person("9", "end-user")
    story.update("1", "10:00", None, says(author_id="9"))
    assert story.told("1", "actor_role", "author_role") == [(None, "requester")]


GONE = [("absent", None, True), ("deleted", "agent", False), ("demoted", "end-user", True), ("unsaid", None, None)]


@pytest.mark.parametrize(("case", "role", "active"), GONE)
def test_who_left_since_was_an_agent_where_they_held_the_ticket(
    story: Story, case: str, role: str | None, active: bool | None
) -> None:
    story.person("1", "agent")
    if case != "absent":
        story.person("555", role, active)
    story.ticket("1", requester_id="9")
    story.update("1", "10:00", "555", says())
    story.update("1", "10:10", "1", changes("assignee", None, "555"))
    assert story.told("1", "actor_role") == [("agent",), ("agent",)]


@pytest.mark.parametrize(("case", "role", "active"), GONE)
def test_who_left_since_was_an_agent_where_they_wrote_a_private_note(
    story: Story, case: str, role: str | None, active: bool | None
) -> None:
    story.person("1", "agent")
    if case != "absent":
        story.person("555", role, active)
    story.ticket("1", requester_id="9")
    story.update("1", "10:00", "555", says())
    story.update("1", "10:10", "555", says(public=False, author_id="555"))
    story.ticket("2", requester_id="9")
    story.update("2", "10:00", "555", says())
    elsewhere = "end-user" if case == "demoted" else None
    assert story.told("1", "actor_role") == [("agent",), ("agent",)]
    assert story.told("2", "actor_role") == [(elsewhere,)]


def test_the_assignee_of_the_tickets_table_was_an_agent_there(story: Story) -> None:
    story.person("1", "agent")
    story.ticket("1", requester_id="9", assignee_id="555")
    story.update("1", "10:00", "555", says())
    assert story.told("1", "actor_role") == [("agent",)]


@pytest.mark.parametrize("channel", ["email", "voicemail", "call", "chat", "sms", "api", "other"])
def test_a_lawyer_in_copy_whose_mail_was_kept_private_is_still_an_end_user(story: Story, channel: str) -> None:
    story.person("1", "agent")
    story.person("8", "end-user")
    story.ticket("1", requester_id="9")
    story.update("1", "10:00", "8", says(public=False, author_id="8", channel=channel))
    assert story.told("1", "actor_role", "author_role") == [("end-user", "end-user")]


@pytest.mark.parametrize("evidence", [changes("assignee", "555"), {"kind": "macro", "macro_id": "5"}])
def test_a_note_on_an_unnamed_channel_shows_a_demoted_agent_by_their_work_elsewhere(
    story: Story, evidence: Act
) -> None:
    story.person("555", "end-user")
    story.ticket("1", requester_id="9")
    story.ticket("2", requester_id="9")
    story.update("1", "10:00", "555", says(public=False, author_id="555", channel="other"))
    story.update("2", "10:00", "555", evidence)
    assert story.told("1", "actor_role") == [("agent",)]


def test_a_customer_s_words_that_an_agent_notes_down_do_not_make_the_customer_an_agent(story: Story) -> None:
    story.person("500", "agent")
    story.person("8", "end-user")
    story.ticket("1", requester_id="9")
    story.update("1", "10:00", "500", says(public=False, author_id="8"))
    story.update("1", "10:10", "8", says(author_id="8"))
    assert story.told("1", "actor_role", "author_role") == [("agent", "end-user"), ("end-user", "end-user")]


def test_without_any_account_the_work_in_all_tickets_tells_who_is_an_agent(story: Story) -> None:
    for ticket, person, evidence in [
        ("1", "501", changes("assignee", "501")),
        ("2", "502", says(public=False, author_id="502")),
        ("3", "503", {"kind": "macro", "macro_id": "5"}),
    ]:
        story.ticket(ticket, requester_id="9")
        story.update(ticket, "10:00", person, evidence)
        story.update("4", f"10:0{ticket}", person, says())
    story.ticket("4", requester_id="9")
    story.update("4", "11:00", "9", says())
    story.update("4", "11:10", "8", says())
    assert story.told("4", "actor_id", "actor_role") == [
        ("501", "agent"),
        ("502", "agent"),
        ("503", "agent"),
        ("9", "requester"),
        ("8", None),
    ]


def test_without_any_account_the_requester_s_private_message_proves_nothing(story: Story) -> None:
    story.ticket("1", requester_id="9")
    story.update("1", "10:00", "9", says(public=False, author_id="9"))
    story.ticket("2", requester_id="7")
    story.update("2", "10:00", "9", says())
    assert story.told("2", "actor_role") == [(None,)]


def test_a_new_requester_does_not_make_the_old_one_a_bystander(story: Story) -> None:
    story.person("9", "end-user")
    story.person("8", "end-user")
    story.person("500", "agent")
    story.ticket("1", requester_id="8")
    story.update("1", "10:00", "9", says(), sets("requester", "9"))
    story.update("1", "10:10", "500", changes("requester", "8", "9"))
    story.update("1", "10:20", "9", says())
    story.update("1", "10:30", "8", says())
    assert story.told("1", "actor_id", "actor_role") == [
        ("9", "requester"),
        ("9", "requester"),
        ("500", "agent"),
        ("9", "end-user"),
        ("8", "requester"),
    ]
    assert story.tickets("requester_id") == [("8",)]


def test_where_nothing_names_the_requester_it_is_the_first_author_who_is_no_agent(story: Story) -> None:
    story.person("500", "agent")
    story.update("1", "10:00", "500", says(author_id="500"))
    story.update("1", "10:10", "9", says(author_id="9"))
    assert story.told("1", "actor_role") == [("agent",), ("requester",)]
    assert story.tickets("requester_id") == [("9",)]


def test_an_account_told_twice_is_one_account(story: Story) -> None:
    story.person("500", "agent")
    story.person("500", "agent")
    story.ticket("1", requester_id="9")
    story.update("1", "10:00", "500", says())
    assert story.told("1", "actor_role") == [("agent",)]

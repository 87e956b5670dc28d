from __future__ import annotations

from staged_story import Story, by_rule, changes, says, sets, turn

GROUPS = ("group_before", "group_id", "group_left")
STATUS = ("status_before", "status", "status_left")


def test_a_ticket_that_was_open_already_is_open_at_the_end_of_a_reply_that_changes_nothing(story: Story) -> None:
    story.update("1", "10:00", "9", says(), sets("status", "new"))
    story.update("1", "10:10", "500", says(), changes("status", "open", "new"))
    story.update("1", "10:20", "500", says())
    assert story.told("1", *STATUS) == [
        ("", "new", "new"),
        ("", "new", "new"),
        ("new", "open", "open"),
        ("new", "open", "open"),
        ("open", "open", "open"),
    ]


def test_the_last_of_several_changes_in_one_moment_holds(story: Story) -> None:
    story.update("1", "10:00", "9", says(), sets("group", "60"))
    story.update("1", "10:10", "500", changes("group", "61", "60"), changes("group", "62", "61"), says())
    assert story.told("1", *GROUPS)[2:] == [("60", "62", "62")] * 3


def test_without_its_first_update_a_ticket_begins_with_what_the_first_change_came_from(story: Story) -> None:
    story.update("1", "10:00", "9", says())
    story.update("1", "10:10", "500", changes("group", "70", "60"), changes("status", "solved", "open"))
    assert story.told("1", *GROUPS, *STATUS) == [
        ("60", "60", "60", "open", "open", "open"),
        ("60", "70", "70", "open", "solved", "solved"),
        ("60", "70", "70", "open", "solved", "solved"),
    ]


def test_a_change_that_does_not_say_from_what_leaves_the_beginning_unknown(story: Story) -> None:
    story.update("1", "10:00", "9", says())
    story.update("1", "10:10", "500", changes("group", "70"), changes("status", "solved"))
    assert story.told("1", "group_id", "status") == [(None, None), ("70", "solved"), ("70", "solved")]


def test_a_group_that_was_never_set_on_a_complete_ticket_was_none(story: Story) -> None:
    story.update("1", "10:00", "9", says(), sets("status", "new"))
    story.update("1", "10:10", "500", changes("group", "70"))
    assert story.told("1", *GROUPS) == [("", "", ""), ("", "", ""), ("", "70", "70")]


def test_a_field_that_never_changes_is_what_the_tickets_table_shows(story: Story) -> None:
    story.ticket("1", group_id="60", assignee_id="500", status="open")
    story.update("1", "10:00", "9", says())
    story.update("2", "10:00", "9", sets("group", "60"), sets("assignee", "500"), sets("status", "open"))
    assert story.told("1", "group_id", "assignee_id", "status") == [("60", "500", "open")]


def test_where_no_ticket_records_a_field_the_tickets_table_says_nothing_of_the_past(story: Story) -> None:
    story.ticket("1", created="10:00", group_id="70", assignee_id="500", status="open")
    story.update("1", "10:00", "9", says())
    assert story.told("1", "group_id", "assignee_id", "status") == [(None, None, None)]
    assert story.tickets("complete") == [(True,)]


def test_a_ticket_closed_without_a_recorded_change_did_not_begin_closed(story: Story) -> None:
    story.ticket("1", status="closed")
    story.update("1", "10:00", "9", says())
    story.update("2", "10:00", "9", sets("status", "open"))
    assert story.told("1", "status") == [(None,)]


def test_a_change_after_the_as_of_time_still_tells_what_was_before_it(story: Story) -> None:
    story.ticket("1", group_id="70", status="solved")
    story.update("1", "10:00", "9", says())
    story.update("1", "12:00", "500", changes("group", "70", "60"), changes("status", "solved"))
    assert story.told("1", "group_id", "status", as_of="11:00") == [("60", None)]


def test_an_assignee_taken_off_is_none_and_not_unknown(story: Story) -> None:
    story.update("1", "10:00", "9", says(), sets("assignee", "500"))
    story.update("1", "10:10", "501", changes("assignee", None, "500"))
    assert story.told("1", "assignee_before", "assignee_id", "assignee_left")[2:] == [("500", "", "")]


def test_a_chat_before_the_ticket_was_made_has_no_status_yet(story: Story) -> None:
    story.update("1", "10:00", None, turn(1, "9", update_id="u7#1"), number=7)
    story.update("1", "10:05", "9", sets("status", "open"), sets("group", "60"), number=8)
    assert story.told("1", "status_before", "status", "group_before", "group_id") == [
        (None, None, "", ""),
        (None, "open", "", "60"),
        (None, "open", "", "60"),
    ]
    assert story.tickets("complete") == [(True,)]


def test_a_rule_s_change_counts_at_the_end_of_the_update(story: Story) -> None:
    story.update("1", "10:00", "9", says(), sets("status", "new"), by_rule(changes("status", "open", "new")))
    assert story.told("1", *STATUS) == [("", "new", "open"), ("", "new", "open"), ("new", "open", "open")]


def test_a_page_that_is_missing_leaves_the_group_unknown_from_the_last_known_change_on(story: Story) -> None:
    story.update("1", "10:00", "9", says(), sets("group", "60"))
    story.update("1", "10:10", "500", says())
    story.update("1", "10:20", "500", changes("group", "61", "70"))
    assert story.told("1", *GROUPS) == [
        ("", "60", "60"),
        ("", "60", "60"),
        ("60", None, None),
        (None, "61", "61"),
    ]
    assert story.tickets("holes") == [(1,)]
    assert story.notes() == {
        "acts by persons of unknown role": 4,
        "tickets without a row in the tickets table": 1,
        "tickets whose recorded changes contradict each other": 1,
    }


def test_changes_upon_changes_in_one_update_are_no_contradiction(story: Story) -> None:
    story.update("1", "10:00", "9", says(), sets("status", "new"))
    story.update(
        "1", "10:10", "500", changes("status", "pending", "new"), by_rule(changes("status", "open", "pending"))
    )
    story.update("1", "10:20", "500", changes("status", "solved", "open"))
    assert story.tickets("holes") == [(0,)]


def test_a_tickets_row_that_shows_another_group_than_the_last_change_is_told(story: Story) -> None:
    story.ticket("1", created="10:00", group_id="70", status="closed")
    story.update("1", "10:00", "9", says(), sets("group", "60"), sets("status", "new"))
    story.update("1", "10:10", "500", changes("status", "solved", "new"))
    assert story.tickets("snapshot_differs") == [(["group"],)]


def test_a_message_within_a_second_of_the_creation_is_the_first_one(story: Story) -> None:
    story.ticket("1", created="10:00:00")
    story.ticket("2", created="10:00:00")
    story.ticket("4", created="10:00:00")
    story.update("1", "10:00:01", "9", says())
    story.update("2", "10:00:02", "9", says())
    story.update("3", "10:00:00", "9", says())
    story.update("4", "10:00:00", "9", changes("priority", "high"))
    assert story.tickets("ticket_id", "complete") == [("1", True), ("2", False), ("3", False), ("4", False)]


def test_a_ticket_of_the_table_with_no_event_is_listed_as_incomplete(story: Story) -> None:
    story.ticket("1", created="10:00", status="deleted", subject="gone")
    assert story.tickets("subject", "complete", "deleted", "first_at") == [("gone", False, True, None)]


def test_a_ticket_exported_twice_is_taken_as_it_was_last(story: Story) -> None:
    story.ticket("1", subject="old", updated_at="2026-11-02 10:00:00")
    story.ticket("1", subject="new", updated_at="2026-11-02 11:00:00")
    assert story.tickets("ticket_id", "subject") == [("1", "new")]

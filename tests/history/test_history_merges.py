from __future__ import annotations

from staged_story import Story, at, by_rule, changes, says, sets

MERGE = {"kind": "merge", "channel": "merge"}


def merged(story: Story) -> Story:
    """Ticket 1 is merged into ticket 2 at 10:30."""
    story.person("500", "agent")
    for ticket in ("1", "2"):
        story.ticket(ticket, created="10:00", requester_id="9")
        story.update(ticket, "10:00", "9", says(f"first of {ticket}"), sets("status", "open"), sets("group", "60"))
    story.update("1", "10:30", "500", {**MERGE, "value": "2"}, changes("status", "closed", "open"))
    return story


def test_the_target_s_transfer_counts_for_the_ticket_merged_into_it(story: Story) -> None:
    merged(story)
    story.update("2", "11:00", "500", changes("group", "70", "60"), number=40)
    assert story.told("1", "event_id", "kind", "mirrored", "group_before", "group_left", "actor_role")[3:] == [
        ("u3.1", "merge", False, "60", "60", "agent"),
        ("u3.2", "change", False, "60", "60", "agent"),
        ("u40.1@1", "change", True, "60", "70", "agent"),
    ]


def test_only_what_people_do_after_the_merge_is_copied(story: Story) -> None:
    merged(story)
    story.update("2", "10:30", "500", says("the merge's own comment", channel="merge"), number=50)
    story.update("2", "10:29:59", "500", says("before"), number=51)
    story.update("2", "10:31", "500", says("reply"), {"kind": "macro", "macro_id": "5"}, changes("priority", "high"))
    story.update("2", "10:32", None, by_rule(says("automatic")), by_rule(changes("group", "70", "60")))
    assert story.told("1", "kind", "body", "mirrored")[5:] == [
        ("message", "reply", True),
        ("macro", None, True),
        ("change", None, True),
    ]


def test_a_merge_into_a_ticket_of_another_group_moves_the_contact_there(story: Story) -> None:
    merged(story)
    story.update("2", "10:20", "500", changes("group", "70", "60"))
    assert story.told("1", "kind", "field", "value", "previous_value", "group_left", "update_position", "mirrored")[
        3:
    ] == [
        ("merge", None, "2", None, "70", 2, False),
        ("change", "status", "closed", "open", "70", 2, False),
        ("change", "group", "70", "60", "70", 2, True),
    ]
    assert story.tickets("ticket_id", "merged_into", "merge_followed") == [("1", "2", True), ("2", None, None)]


def test_a_copied_reply_shows_the_status_and_the_holder_of_the_ticket_it_was_written_in(story: Story) -> None:
    merged(story)
    story.update(
        "2", "11:00", "500", says("reply"), changes("assignee", "500", ""), changes("status", "pending", "open")
    )
    story.update("2", "11:10", "9", says("thanks"))
    columns = ("body", "status_before", "status_left", "assignee_left", "actor_role")
    assert story.told("1", *columns)[-2:] == [
        ("reply", "open", "pending", "500", "agent"),
        ("thanks", "pending", "pending", "500", "requester"),
    ]


def test_a_chain_of_merges_is_followed_to_its_end(story: Story) -> None:
    merged(story)
    story.ticket("3", created="10:00", requester_id="9")
    story.update("3", "10:00", "9", says("first of 3"), sets("status", "open"), sets("group", "61"))
    story.update("2", "11:00", "500", {**MERGE, "value": "3"})
    story.update("3", "12:00", "500", says("the end"), changes("group", "70", "61"))
    assert story.told("1", "kind", "value", "group_left", "mirrored")[5:] == [
        ("change", "61", "61", True),
        ("message", None, "70", True),
        ("change", "70", "70", True),
    ]


def test_the_words_of_a_ticket_that_was_merged_in_are_known_from_the_merge_on(story: Story) -> None:
    merged(story)
    story.update("1", "10:10", "500", says("an answer, there"))
    story.update("2", "10:20", "500", says("before the merge"))
    story.update("2", "11:00", "500", changes("status", "pending", "open"))
    assert story.told("2", "event_id", "occurred_at", "body", "actor_role", "status_left", "mirrored")[3:] == [
        ("u5.1", at("10:20"), "before the merge", "agent", "open", False),
        ("u1.1@2", at("10:30"), "first of 1", "requester", "open", True),
        ("u6.1", at("11:00"), None, "agent", "pending", False),
    ]


def test_two_tickets_merged_into_each_other_come_to_an_end(story: Story) -> None:
    merged(story)
    story.update("2", "11:00", "500", {**MERGE, "value": "1"})
    story.update("1", "12:00", "500", says("last"))
    assert story.told("2", "body", "mirrored")[-1] == ("last", True)
    assert story.told("1", "body", "mirrored")[-2:] == [("first of 2", True), ("last", False)]


def test_a_target_that_is_not_in_the_export_leaves_the_group_unknown(story: Story) -> None:
    story.ticket("1", created="10:00", requester_id="9")
    story.update("1", "10:00", "9", says(), sets("group", "60"))
    story.update("1", "10:30", "500", {**MERGE, "value": "404"})
    story.update("1", "10:40", "500", says("too late"))
    assert story.told("1", "kind", "value", "group_left")[2:] == [
        ("merge", "404", None),
        ("change", None, None),
        ("message", None, None),
    ]
    assert story.tickets("merged_into", "merge_followed") == [("404", False)]
    assert story.notes()["tickets merged into one whose history is not here"] == 1


def test_a_merge_after_the_as_of_time_has_not_happened(story: Story) -> None:
    merged(story)
    assert story.tickets("merged_into", "merge_followed", as_of="10:29:59")[0] == (None, None)
    assert story.tickets("merged_into", "merge_followed", as_of="10:30:00")[0] == ("2", True)


def test_a_merge_whose_moment_is_not_recorded_cannot_be_followed(story: Story) -> None:
    merged(story)
    story.ticket("4", created="10:00", requester_id="9", merged_into="2")
    story.update("4", "10:00", "9", says())
    assert story.tickets("merged_into", "merge_followed")[-1] == ("2", False)

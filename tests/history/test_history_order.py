from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from staged_story import Story, at, by_rule, changes, says, sets, turn

from auditor import history


def test_two_updates_of_the_same_second_stand_in_the_order_of_their_ids(story: Story) -> None:
    story.update("1", "10:00", "9", says("second"), number=10)
    story.update("1", "10:00", "9", says("first"), number=9)
    story.update("1", "09:59:59", "9", says("earlier"), number=11)
    assert story.told("1", "body", "position", "moment", "update_position") == [
        ("earlier", 1, 1, 1),
        ("first", 2, 2, 2),
        ("second", 3, 3, 3),
    ]


def test_what_a_rule_does_upon_an_update_is_a_later_moment_of_the_same_update(story: Story) -> None:
    story.update(
        "1", "10:00", "9", by_rule(changes("group", "70", "60")), says("hello"), changes("status", "open", "new")
    )
    assert story.told("1", "kind", "actor_role", "position", "moment", "update_position", "group_id", "group_left") == [
        ("message", None, 1, 1, 1, "60", "70"),
        ("change", None, 2, 1, 1, "60", "70"),
        ("change", "rule", 3, 2, 1, "70", "70"),
    ]


def test_the_tenth_turn_of_a_chat_comes_after_the_second_of_the_same_second(story: Story) -> None:
    for number in (10, 2):
        story.update("1", "10:00", None, turn(number, "9", f"turn {number}", update_id=f"u5#{number}"), number=5)
    assert story.told("1", "body", "update_position") == [("turn 2", 1), ("turn 10", 2)]


def test_events_of_one_update_at_two_times_are_two_updates(story: Story) -> None:
    call = {"kind": "call", "channel": "call", "occurred_at": at("09:00")}
    story.update("1", "10:00", "9", says("written after the call"), call)
    assert story.told("1", "kind", "update_position") == [("call", 1), ("message", 2)]


def test_an_event_exactly_at_the_as_of_time_is_in_and_the_next_second_is_out(story: Story) -> None:
    story.update("1", "10:00:00", "9", says("in"))
    story.update("1", "10:00:01", "9", says("out"))
    assert story.told("1", "body", as_of="10:00:00") == [("in",)]
    assert story.notes(as_of="10:00:00")["events after the as-of time"] == 1


def test_an_as_of_time_in_another_zone_is_the_same_instant(story: Story) -> None:
    story.update("1", "10:00:00", "9", says("in"))
    story.update("1", "10:00:01", "9", says("out"))
    berlin = timezone(timedelta(hours=1))
    for as_of in (datetime(2026, 11, 2, 11, tzinfo=berlin), datetime(2026, 11, 2, 10, tzinfo=UTC)):
        with story.staged() as connection:
            history.build(connection, as_of)
            assert connection.execute("select body from event").fetchall() == [("in",)]


def test_a_ticket_that_begins_after_the_as_of_time_is_not_audited(story: Story) -> None:
    story.ticket("1", created="10:00")
    story.ticket("2", created="12:00")
    story.ticket("3", created="12:00")
    story.update("1", "10:00", "9", says())
    story.update("2", "12:00", "9", says())
    assert story.tickets("ticket_id", "first_at", "last_at", as_of="11:00") == [("1", at("10:00"), at("10:00"))]


def long_story() -> Story:
    story = Story()
    story.person("500", "agent")
    story.person("9", "end-user")
    for ticket in ("1", "2"):
        story.ticket(ticket, created="09:00", requester_id="9", status="solved", group_id="60")
        story.update(ticket, "09:00", "9", says("help"), sets("status", "new"), by_rule(changes("group", "60", "")))
        story.update(ticket, "09:30", "500", says("hello"), changes("status", "open", "new"))
        story.update(ticket, "09:30", "500", says("note", public=False), changes("assignee", "500", ""))
        story.update(ticket, "10:00", "500", changes("status", "solved", "open"))
    story.update("2", "10:30", "500", {"kind": "merge", "value": "1", "channel": "merge"})
    story.update("1", "11:00", "500", says("to both"), changes("group", "70", "60"))
    return story


def test_the_order_of_the_rows_in_the_files_does_not_matter() -> None:
    story, tables = long_story(), ("event", "ticket", "history_note")
    built = []
    for seed in (None, 1, 2):
        with story.staged(shuffled_by=seed) as connection:
            history.build(connection, None)
            built.append([connection.execute(f"select * from {table}").fetchall() for table in tables])
    assert built[0] == built[1] == built[2]
    assert len(built[0][0]) == 22


def test_foreign_tickets_change_nothing() -> None:
    alone, crowded = long_story(), long_story()
    crowded.person("501", "agent")
    crowded.ticket("3", created="08:00", requester_id="9")
    crowded.update("3", "08:00", "9", says(), sets("status", "new"), sets("group", "61"))
    crowded.update("3", "09:30", "501", says("note", public=False), changes("assignee", "501"))
    for ticket in ("1", "2"):
        assert crowded.told(ticket) == alone.told(ticket)


def test_a_cut_history_is_the_beginning_of_the_whole_one() -> None:
    story = long_story()
    for ticket in ("1", "2"):
        whole = story.told(ticket)
        for as_of in ("09:00", "09:30", "10:00", "10:30", "11:00"):
            cut = story.told(ticket, as_of=as_of)
            assert cut == whole[: len(cut)]
    assert len(story.told("2", as_of="09:30")) < len(story.told("2", as_of="10:30")) < len(story.told("2"))


def test_the_staged_rows_stay_as_they_are_and_no_table_of_the_way_is_left(story: Story) -> None:
    story.update("1", "10:00", "9", says())
    with story.staged() as connection:
        before = connection.execute("select * from staged_event").fetchall()
        history.build(connection, None)
        assert connection.execute("select * from staged_event").fetchall() == before
        assert connection.execute("select count(*) from duckdb_tables() where temporary").fetchall() == [(0,)]

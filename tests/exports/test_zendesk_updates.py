"""Who did what, by which channel, and in what order: the traps that a loader of Zendesk audits decides."""

from __future__ import annotations

from datetime import datetime

import pytest
from zendesk_account import AUTOMATION, RULE, Account, Loaded, Stories, change, comment

story = Stories()
ACTED = "kind, actor_id, actor_kind, rule_id, rule_name, phase"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return story.read(tmp_path_factory.mktemp("updates"))


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, second)


@story
def a_mail_by_a_trigger(account: Account) -> None:
    account.opening(ticket=1)
    account.audit(
        comment("I look into it"),
        {
            "type": "Notification",
            "subject": "Re",
            "body": "Your request was updated",
            "recipients": [500, "9"],
            "via": RULE,
        },
        {"type": "NotificationWithCcs", "subject": "Re", "body": "Copy", "recipients": [500]},
        ticket=1,
        by=9,
        at="2026-03-02T11:00:00Z",
    )


def test_a_mail_sent_by_a_trigger_is_the_rules_act_and_comes_after_what_was_submitted(desk: Loaded) -> None:
    assert desk.events(ACTED + ", recipients", "ticket_id = '1' and occurred_at = '2026-03-02 11:00:00'") == [
        ("message", "9", "person", None, None, 0, None),
        ("notification", None, "rule", "77", "Notify requester", 1, ["500", "9"]),
        ("notification", None, "rule", None, None, 1, ["500"]),
    ]


@story
def comments_that_nobody_wrote(account: Account) -> None:
    account.opening(ticket=2)
    account.audit(
        comment("Closing soon", author_id=9), change("status", "pending", "open"), ticket=2, by=-1, via=AUTOMATION
    )
    account.audit(comment("We got it", author_id=9, via=RULE), ticket=2, by=500)
    account.audit(comment("Moved", author_id=-1), ticket=2, by=-1)
    account.audit(comment("Out of office"), ticket=2, by=9, metadata={"flags": [2, 4]}, via={"channel": "mail"})
    account.audit(comment("Delivery report", metadata={"flags": [4]}), ticket=2, by=9)
    account.audit(comment("Try this article"), ticket=2, by=9, via={"channel": "answer_bot"})
    account.audit(comment("For the author", author_id=500), ticket=2, by=9, metadata={"flags": [11, 2]})


def test_a_comment_by_a_rule_the_system_or_a_robot_is_no_persons_though_an_agent_is_named(desk: Loaded) -> None:
    assert desk.events(
        f"body, {ACTED}, author_id", "ticket_id = '2' and kind in ('message', 'change') and body <> 'hello'"
    ) == [
        ("Closing soon", "message", None, "rule", "88", "Close after four days", 0, "9"),
        ("We got it", "message", None, "rule", "77", "Notify requester", 1, "9"),
        ("Moved", "message", "-1", "system", None, None, 0, "-1"),
        ("Out of office", "message", "9", "bot", None, None, 0, "9"),
        ("Delivery report", "message", "9", "bot", None, None, 0, "9"),
        ("Try this article", "message", "9", "bot", None, None, 0, "9"),
        ("For the author", "message", "9", "person", None, None, 0, "500"),
    ]


def test_all_that_an_automation_does_in_its_own_update_is_one_moment(desk: Loaded) -> None:
    assert desk.events("kind, phase, rule_id", "ticket_id = '2' and rule_id = '88'") == [
        ("message", 0, "88"),
        ("change", 0, "88"),
    ]


@story
def a_rule_moves_the_ticket_upon_a_mail(account: Account) -> None:
    account.opening(ticket=3)
    account.audit(
        comment("Again"),
        change("group_id", "31", "30", via=RULE),
        change("status", "open", "new"),
        ticket=3,
        by=500,
        at="2026-03-02T11:00:00Z",
        via={"channel": "mail"},
    )


def test_a_rules_change_in_a_customers_update_is_the_rules(desk: Loaded) -> None:
    assert desk.events(f"field, value, previous_value, {ACTED}, channel", "ticket_id = '3' and kind = 'change'") == [
        ("status", "open", "new", "change", "500", "person", None, None, 0, "email"),
        ("group", "31", "30", "change", None, "rule", "77", "Notify requester", 1, "rule"),
    ]


@story
def someone_writes_for_another(account: Account) -> None:
    account.opening(ticket=4)
    account.audit(comment("He called me: he will sue", author_id=500), ticket=4, by=9, at="2026-03-02T11:00:00Z")
    account.audit(comment("I forward this", author_id=None), ticket=4, by=10, at="2026-03-02T12:00:00Z")
    account.audit(
        comment("Nobody knows", author_id=None),
        change("status", None, None),
        ticket=4,
        by=None,
        at="2026-03-02T13:00:00Z",
        via=None,
    )


def test_the_actor_is_who_submitted_and_the_author_whose_words_they_are(desk: Loaded) -> None:
    assert desk.events("body, actor_id, author_id", "ticket_id = '4' and kind = 'message' and body <> 'hello'") == [
        ("He called me: he will sue", "9", "500"),
        ("I forward this", "10", "10"),
        ("Nobody knows", None, None),
    ]


def test_a_missing_author_or_channel_drops_nothing(desk: Loaded) -> None:
    assert desk.events(
        "kind, actor_id, actor_kind, channel, value", "ticket_id = '4' and occurred_at >= '2026-03-02 13:00:00'"
    ) == [
        ("message", None, "person", "other", None),
        ("change", None, "person", "other", None),
    ]


@story
def privacy_is_changed_later(account: Account) -> None:
    account.opening(ticket=5)
    account.audit(
        comment("Sent to all", public=False, id=51),
        comment("A note", public=True, id=52),
        comment("As it was", id=53),
        ticket=5,
        by=9,
    )
    account.audit(
        {"type": "CommentPrivacyChange", "comment_id": 51, "public": False}, ticket=5, by=10, at="2026-03-02T12:00:00Z"
    )
    account.audit(
        {"type": "CommentPrivacyChange", "comment_id": "52", "public": True}, ticket=5, by=10, at="2026-03-02T13:00:00Z"
    )
    account.audit(
        {"type": "CommentPrivacyChange", "comment_id": 52, "public": False}, ticket=5, by=9, at="2026-03-02T14:00:00Z"
    )


def test_a_message_is_as_public_as_it_was_when_it_was_sent(desk: Loaded) -> None:
    assert desk.events("body, public", "ticket_id = '5' and kind = 'message' and body <> 'hello'") == [
        ("Sent to all", True),
        ("A note", False),
        ("As it was", True),
    ]


def test_a_change_of_privacy_is_an_act_of_its_own_on_that_message(desk: Loaded) -> None:
    assert desk.events("kind, comment_id, actor_id, public", "ticket_id = '5' and kind in ('publish', 'conceal')") == [
        ("conceal", "51", "10", False),
        ("publish", "52", "10", True),
        ("conceal", "52", "9", False),
    ]


@story
def words_are_taken_out(account: Account) -> None:
    account.opening(ticket=6)
    account.audit(
        comment("My card is ▇▇▇▇ 1111", id=61), comment("Mine", id=62), comment("Yours", id=63), ticket=6, by=500
    )
    account.audit({"type": "CommentRedactionEvent", "comment_id": 62}, ticket=6, by=9, at="2026-03-02T12:00:00Z")
    account.audit(
        {"type": "AttachmentRedactionEvent", "comment_id": 63, "attachment_id": 5},
        ticket=6,
        by=9,
        at="2026-03-02T12:00:00Z",
    )


def test_a_message_of_which_words_were_taken_out_says_so(desk: Loaded) -> None:
    assert desk.events("comment_id, redacted", "ticket_id = '6' and kind = 'message' and body <> 'hello'") == [
        ("61", True),
        ("62", True),
        ("63", False),
    ]
    assert desk.events("kind, source_type", "ticket_id = '6' and occurred_at = '2026-03-02 12:00:00'") == [
        ("redaction", "CommentRedactionEvent"),
        ("other", "AttachmentRedactionEvent"),
    ]


@story
def texts_in_every_dress(account: Account) -> None:
    long = "x" * 70_000 + " I will sue"
    account.audit(
        comment("**hi**", plain_body="hi", html_body="<p>hi</p>"),
        comment("&amp; as exported", html_body="<b>no</b>"),
        {
            "type": "Comment",
            "html_body": "<style>p {}</style><div>One<br>two</div><p>three &amp; four</p>",
            "public": True,
        },
        comment("", attachments=[{"id": 1}]),
        comment(None),
        comment(long),
        ticket=7,
        by=500,
    )


def test_the_plain_text_is_taken_and_lines_are_kept_where_there_is_only_html(desk: Loaded) -> None:
    texts = desk.events("body, unreadable", "ticket_id = '7'")
    assert texts[:5] == [
        ("hi", None),
        ("&amp; as exported", None),
        ("One\ntwo\nthree &amp; four", None),
        (None, "attachment-only"),
        (None, "no-body"),
    ]


def test_a_long_text_is_never_cut(desk: Loaded) -> None:
    assert desk.events("length(body), right(body, 10)", "ticket_id = '7' and position = 6") == [(70_011, "I will sue")]


@story
def times_in_every_dress(account: Account) -> None:
    written = (
        "2026-03-02T10:00:00Z",
        "2026-03-02T10:00:01",
        "2026-03-02T10:00:02.500Z",
        "2026-03-02T12:00:03+02:00",
        "2026/03/02 03:00:04 -0700",
        "2026-03-02 10:00:05 UTC",
        "2026-03-02T05:00:06-05:00",
        1772445607,
        "1772445608000",
        "2026-03-02T12:00:09.25+0200",
    )
    for index, time in enumerate(written):
        account.audit(comment(str(index)), ticket=8, at=time)


def test_times_with_a_zone_without_one_and_with_fractions_are_one_utc_time(desk: Loaded) -> None:
    assert desk.events("body, occurred_at", "ticket_id = '8'") == [
        ("0", at(10)),
        ("1", at(10, 0, 1)),
        ("2", at(10, 0, 2).replace(microsecond=500_000)),
        ("3", at(10, 0, 3)),
        ("4", at(10, 0, 4)),
        ("5", at(10, 0, 5)),
        ("6", at(10, 0, 6)),
        ("7", at(10, 0, 7)),
        ("8", at(10, 0, 8)),
        ("9", at(10, 0, 9).replace(microsecond=250_000)),
    ]


@story
def ids_in_every_dress(account: Account) -> None:
    account.audit(
        {"type": "Create", "field_name": "assignee_id", "value": "360919616038"},
        {"type": "Create", "field_name": "group_id", "value": 360919616039.0},
        {"type": "Create", "field_name": "24472982", "value": "349797442"},
        change("assignee_id", "", "360919616038"),
        change("group_id", None, 31.0),
        change("tags", ["a", "b"], []),
        change("tags", "b c", "a b"),
        change("first_reply_time", {"minutes": 60}, None),
        {"type": "Change", "field_name": "priority", "value": "high"},
        {"type": "AgentMacroReference", "macro_id": 77.0, "macro_title": "Public::Problem", "macro_deleted": True},
        {"type": "AgentMacroReference", "macro_id": "78", "macro_title": "Second"},
        ticket=9.0,
        by="9.0",
    )


def test_ids_are_text_whatever_they_were_written_as(desk: Loaded) -> None:
    assert desk.events("kind, field, value, previous_value, macro_id, macro_title, actor_id", "ticket_id = '9'") == [
        ("set", "assignee", "360919616038", None, None, None, "9"),
        ("set", "group", "360919616039", None, None, None, "9"),
        ("set", "24472982", "349797442", None, None, None, "9"),
        ("change", "assignee", "", "360919616038", None, None, "9"),
        ("change", "group", "", "31", None, None, "9"),
        ("change", "tags", "a b", "", None, None, "9"),
        ("change", "tags", "b c", "a b", None, None, "9"),
        ("change", "first_reply_time", '{"minutes":60}', None, None, None, "9"),
        ("change", "priority", "high", None, None, None, "9"),
        ("macro", None, None, None, "77", "Public::Problem", "9"),
        ("macro", None, None, None, "78", "Second", "9"),
    ]


@story
def statuses_in_every_dress(account: Account) -> None:
    account.opening(ticket=10)
    account.audit(
        change("status", "hold", "new"),
        change("status", "On-hold", "hold"),
        change("status", "on_hold", "hold"),
        change("status", "deleted", "hold"),
        ticket=10,
        by=9,
        at="2026-03-02T11:00:00Z",
    )


def test_on_hold_has_one_name_and_deleted_is_a_status(desk: Loaded) -> None:
    assert desk.events("value, previous_value", "ticket_id = '10' and kind = 'change'") == [
        ("hold", "new"),
        ("hold", "hold"),
        ("hold", "hold"),
        ("deleted", "hold"),
    ]


@story
def own_statuses(account: Account) -> None:
    account.others["custom_statuses"] = [
        {"id": 1, "status_category": "open", "agent_label": "Open"},
        {"id": 2, "status_category": "pending", "agent_label": "Waiting"},
        {"id": 3, "status_category": "pending", "agent_label": "Waiting long"},
        {"id": 4, "status_category": "hold", "agent_label": "Parked"},
    ]
    account.opening(ticket=11)
    account.audit(change("custom_status_id", "2", "1"), ticket=11, by=9, at="2026-03-02T11:00:00Z")
    account.audit(change("custom_status_id", "3", "2"), ticket=11, by=9, at="2026-03-02T12:00:00Z")
    account.audit(
        change("custom_status_id", "4", "3"),
        change("status", "hold", "pending"),
        ticket=11,
        by=9,
        at="2026-03-02T13:00:00Z",
    )
    account.audit(change("custom_status_id", "999", "4"), ticket=11, by=9, at="2026-03-02T14:00:00Z")


def test_a_status_of_ones_own_counts_as_its_category_where_the_status_itself_is_not_told(desk: Loaded) -> None:
    assert desk.events("field, value, previous_value", "ticket_id = '11' and kind = 'change'") == [
        ("status", "pending", "open"),
        ("custom_status_id", "3", "2"),
        ("custom_status_id", "4", "3"),
        ("status", "hold", "pending"),
        ("custom_status_id", "999", "4"),
    ]


@story
def channels_by_number_and_by_name(account: Account) -> None:
    for channel in (
        0,
        "4",
        5,
        9,
        17,
        26,
        29,
        31,
        "39",
        41,
        "web",
        "mail",
        "api",
        "whatsapp",
        "native_messaging",
        "sms",
        "any_channel",
        "mobile",
        "web_widget",
        "helpcenter",
        "side_conversation",
        "recovered_from_suspended_tickets",
        "linked_problem",
        "never heard of",
    ):
        account.audit(comment(str(channel)), ticket=12, via={"channel": channel})


def test_a_channel_is_the_same_by_its_number_and_by_its_name(desk: Loaded) -> None:
    assert desk.events("body, channel, foreign_time", "ticket_id = '12'") == [
        ("0", "web", False),
        ("4", "email", False),
        ("5", "api", False),
        ("9", "linked-problem", False),
        ("17", "web", False),
        ("26", "social", False),
        ("29", "chat", False),
        ("31", "sharing", True),
        ("39", "import", True),
        ("41", "social", False),
        ("web", "web", False),
        ("mail", "email", False),
        ("api", "api", False),
        ("whatsapp", "chat", False),
        ("native_messaging", "chat", False),
        ("sms", "sms", False),
        ("any_channel", "social", False),
        ("mobile", "web", False),
        ("web_widget", "web", False),
        ("helpcenter", "web", False),
        ("side_conversation", "other", False),
        ("recovered_from_suspended_tickets", "email", False),
        ("linked_problem", "linked-problem", False),
        ("never heard of", "other", False),
    ]


@story
def the_desk_moves_tickets_by_itself(account: Account) -> None:
    account.opening(ticket=13)
    for hour, channel in ((11, 10), (12, "user_deletion"), (13, "group_change"), (14, "batch")):
        account.audit(
            change("assignee_id", "10", "9"), ticket=13, by=10, at=f"2026-03-02T{hour}:00:00Z", via={"channel": channel}
        )


def test_a_reassignment_by_a_deleted_group_or_person_is_the_systems(desk: Loaded) -> None:
    assert desk.events("actor_kind, actor_id", "ticket_id = '13' and kind = 'change'") == [
        ("system", "10"),
        ("system", "10"),
        ("system", "10"),
        ("person", "10"),
    ]


@story
def what_nobody_has_heard_of(account: Account) -> None:
    account.opening(ticket=14)
    account.audit(
        {"type": "BrandNewEvent", "value": {"a": 1}},
        {"type": None},
        "not even an object",
        {"type": "SatisfactionRating", "score": "bad"},
        {"type": "Push", "value": "x"},
        {"type": "Cc", "recipients": [5]},
        {"type": "External", "body": "5"},
        {"type": "FollowerNotificationEvent"},
        {"type": "OrganizationActivity"},
        {"type": "TicketSharingEvent"},
        {"type": "Error", "message": "x"},
        ticket=14,
        by=9,
        at="2026-03-02T11:00:00Z",
    )


def test_an_event_of_an_unknown_type_is_kept_and_counted(desk: Loaded) -> None:
    assert desk.events("kind, source_type", "ticket_id = '14' and occurred_at = '2026-03-02 11:00:00'") == [
        ("other", kind)
        for kind in (
            "BrandNewEvent",
            None,
            None,
            "SatisfactionRating",
            "Push",
            "Cc",
            "External",
            "FollowerNotificationEvent",
            "OrganizationActivity",
            "TicketSharingEvent",
            "Error",
        )
    ]


@story
def updates_of_one_second(account: Account) -> None:
    for number, text in ((99, "third"), (9, "first"), (10, "second")):
        account.audit(comment(text), ticket=15, id=number)


def test_updates_of_one_instant_follow_their_numbers_not_their_text(desk: Loaded) -> None:
    assert desk.events("body", "ticket_id = '15'") == [("first",), ("second",), ("third",)]


@story
def follow_ups_and_recoveries(account: Account) -> None:
    account.opening(
        ticket=16,
        via={"channel": "web", "source": {"from": {"ticket_id": 7, "subject": "old"}, "to": {}, "rel": "follow_up"}},
    )
    account.opening(ticket=17, via={"channel": "closed_ticket", "source": {"from": {"ticket_id": "8"}}})
    account.opening(ticket=18, via={"channel": 21}, at="2026-03-02T15:00:00Z")


def test_a_follow_up_names_the_ticket_that_it_follows(desk: Loaded) -> None:
    assert desk.rows("select ticket_id, follow_up_of from staged_ticket where follow_up_of is not null order by 1") == [
        ("16", "7"),
        ("17", "8"),
    ]


def test_a_suspended_ticket_begins_when_it_was_recovered(desk: Loaded) -> None:
    assert desk.events(
        "min(occurred_at), min(channel)",
        "ticket_id = '18' group by ticket_id, occurred_at, update_order, update_id, phase, turn, position",
    )[:1] == [(at(15), "email")]


@story
def repeated_event_ids(account: Account) -> None:
    account.audit(comment("one", id=123), ticket=19, id=900_001)
    account.audit(comment("two", id=123), ticket=20, id=900_002)
    account.audit(comment("same", id=124), comment("same", id=124), ticket=21, id=900_003)


def test_two_events_of_one_id_in_different_updates_are_both_kept_and_told_apart(desk: Loaded) -> None:
    assert desk.events("ticket_id, event_id, body", "ticket_id in ('19', '20', '21')") == [
        ("19", "123", "one"),
        ("20", "900002:123", "two"),
        ("21", "124", "same"),
    ]


def test_a_requester_is_told_by_the_creation_where_there_is_no_tickets_file(desk: Loaded) -> None:
    assert desk.rows("select distinct requester_id from staged_ticket where ticket_id in ('1', '2', '3')") == [("500",)]


def test_everything_is_shown_by_audits_with_users(desk: Loaded) -> None:
    assert dict(desk.capabilities.missing) == {
        "turns": "There are chats or calls here, and no transcript of any of them.",
        "conversation-end": "There are chats here, and of none is it recorded when it ended.",
    }

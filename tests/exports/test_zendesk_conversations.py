"""Chats and calls: who said what, when, once; and where a conversation begins and ends."""

from __future__ import annotations

from datetime import datetime

import pytest
from zendesk_account import Account, Json, Loaded, Stories, change, comment, said

story = Stories()
TURNS = "kind, body, actor_id, actor_kind, author_id, occurred_at"
SECOND = 1_772_445_600_000  # 2026-03-02 10:00:00 UTC, in milliseconds


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return story.read(tmp_path_factory.mktemp("conversations"))


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, second)


def started(*history: Json, chat: str | None = "c", **more: object) -> Json:
    return {"type": "ChatStartedEvent", "value": {"chat_id": chat, "visitor_id": "v", "history": list(history)}, **more}


def ended(*history: Json, chat: str | None = "c", **more: object) -> Json:
    return {
        "type": "ChatEndedEvent",
        "value": {"chat_id": chat, **({"history": list(history)} if history else {})},
        **more,
    }


def created(ticket_group: int = 30) -> tuple[Json, ...]:
    return (
        {"type": "Create", "field_name": "requester_id", "value": "500"},
        {"type": "Create", "field_name": "status", "value": "new"},
        {"type": "Create", "field_name": "group_id", "value": str(ticket_group)},
    )


@story
def a_chat_from_beginning_to_end(account: Account) -> None:
    turns = (
        {"chat_index": 0, "type": "ChatJoin", "actor_type": "end-user", "actor_id": "", "timestamp": SECOND},
        said(1, "end-user", "", "my lawyer will call you", SECOND + 5_000),
        said(2, "bot", None, "One moment", SECOND + 6_000),
        said(3, "agent", "agent:9", "I cannot help with that", (SECOND + 60_000) // 1000),
        {
            "chat_index": 4,
            "type": "ChatFileAttachment",
            "actor_type": "agent",
            "actor_id": 9,
            "filename": "a.pdf",
            "timestamp": SECOND + 70_000,
        },
        {
            "chat_index": 5,
            "type": "ChatMessageStatus",
            "status": "READ",
            "actor_type": "agent",
            "actor_id": 9,
            "timestamp": SECOND + 71_000,
        },
        {
            "chat_index": 6,
            "type": "ChatMessage",
            "actor_type": "trigger",
            "message": "Still there?",
            "timestamp": SECOND + 72_000,
        },
        said(10, "end-user", None, "yes", "2026-03-02T10:02:00Z"),
    )
    account.audit(started(*turns, id=11), *created(), ticket=1, by=500, via={"channel": "chat"}, id=10)
    account.audit(
        ended(*turns, id=13), change("status", "open", "new"), ticket=1, by=9, at="2026-03-02T10:05:00Z", id=12
    )
    account.audit(
        comment(
            "(10:00) Visitor: my lawyer will call you\n(10:01) Ana: I cannot help with that\n"
            "(10:01) One moment\n Still there?\n yes"
        ),
        ticket=1,
        by=-1,
        at="2026-03-02T10:06:00Z",
    )
    account.audit(comment("my lawyer will call you"), ticket=1, by=500, at="2026-03-02T10:07:00Z")


def test_each_turn_of_a_chat_is_a_message_of_its_own_at_its_own_time_though_it_is_told_three_times(
    desk: Loaded,
) -> None:
    assert desk.events(
        f"update_id, {TURNS}", "ticket_id = '1' and conversation_id is not null and kind <> 'other'"
    ) == [
        ("10", "conversation-start", None, "500", "person", None, at(10)),
        ("10#1", "message", "my lawyer will call you", "500", "person", "500", at(10, 0, 5)),
        ("10#2", "message", "One moment", None, "bot", None, at(10, 0, 6)),
        ("10#3", "message", "I cannot help with that", "9", "person", "9", at(10, 1)),
        ("10#4", "message", None, "9", "person", "9", at(10, 1, 10)),
        ("10#6", "message", "Still there?", None, "rule", None, at(10, 1, 12)),
        ("10#10", "message", "yes", "500", "person", "500", at(10, 2)),
        ("12", "conversation-end", None, "9", "person", None, at(10, 5)),
    ]


def test_a_chat_ends_in_the_update_that_says_so(desk: Loaded) -> None:
    assert desk.events("kind, update_id, actor_id, conversation_id, value", "ticket_id = '1' and update_id = '12'") == [
        ("conversation-end", "12", "9", "chat:c", None),
        ("change", "12", "9", None, "open"),
    ]


def test_a_transcript_stored_as_a_comment_is_not_counted_again_but_a_later_word_is(desk: Loaded) -> None:
    assert desk.events("kind, body", "ticket_id = '1' and source_type = 'Comment'") == [
        ("other", None),
        ("message", "my lawyer will call you"),
    ]


def test_joins_and_read_marks_are_no_messages(desk: Loaded) -> None:
    assert desk.events("kind, source_type", "ticket_id = '1' and kind = 'other' and conversation_id is not null") == [
        ("other", "ChatJoin"),
        ("other", "ChatMessageStatus"),
    ]


def test_a_file_sent_in_a_chat_has_no_words(desk: Loaded) -> None:
    assert desk.events("unreadable, public", "event_id = '11#4'") == [("attachment-only", True)]


@story
def messaging(account: Account) -> None:
    history = [
        {
            "type": "text",
            "author": {"type": "user", "id": "65f0c1"},
            "content": {"type": "text", "text": "hi"},
            "received": "2026-03-02T10:00:01.250Z",
        },
        {
            "type": "text",
            "author": {"type": "bot", "displayName": "Zed"},
            "content": {"text": "I am a robot"},
            "received": "2026-03-02T10:00:02Z",
        },
        {
            "type": "text",
            "author": {"type": "agent", "displayName": "Ana Agent", "id": "65f0c2"},
            "content": {"text": "I am Ana"},
            "received": "2026-03-02T10:00:03Z",
        },
        {
            "type": "text",
            "author": {"type": "agent", "displayName": "Gone", "user_id": 77},
            "content": {"text": "I left"},
            "received": "2026-03-02T10:00:04Z",
        },
        {
            "type": "text",
            "author": {"type": "business", "id": "x1"},
            "content": {"text": "who knows"},
            "received": "2026-03-02T10:00:05Z",
        },
    ]
    account.audit(
        *created(), started(*history, chat=None, id=21), ticket=2, by=500, via={"channel": "native_messaging"}, id=20
    )


def test_messaging_turns_know_their_speakers_by_type_and_agents_by_id_or_name(desk: Loaded) -> None:
    assert desk.events("body, actor_id, actor_kind, conversation_id", "ticket_id = '2' and kind = 'message'") == [
        ("hi", "500", "person", "chat:21"),
        ("I am a robot", None, "bot", "chat:21"),
        ("I am Ana", "9", "person", "chat:21"),
        ("I left", "77", "person", "chat:21"),
        ("who knows", "x1", "person", "chat:21"),
    ]


def test_an_agent_whom_only_a_chat_knows_is_an_agent(desk: Loaded) -> None:
    assert desk.rows("select name, role from staged_user where user_id = '77'") == [("Gone", "agent")]
    assert desk.rows("select name, role from staged_user where user_id = 'x1'") == []


@story
def a_chat_told_after_it_was_held(account: Account) -> None:
    account.audit(
        *created(31),
        started(said(0, "end-user", None, "late ticket", SECOND), said(1, "agent", 9, "ok", SECOND + 1000), id=31),
        {"type": "Comment", "body": "Conversation with Rika", "public": False},
        ticket=3,
        by=500,
        at="2026-03-02T10:30:00Z",
        via={"channel": "chat"},
        id=30,
    )


def test_a_ticket_written_after_the_chat_begins_with_the_chat(desk: Loaded) -> None:
    assert desk.events("occurred_at, update_id, kind, value, body", "ticket_id = '3'") == [
        (at(10), "30#created", "set", "500", None),
        (at(10), "30#created", "set", "new", None),
        (at(10), "30#created", "set", "31", None),
        (at(10), "30#start", "conversation-start", None, None),
        (at(10), "30#0", "message", None, "late ticket"),
        (at(10, 0, 1), "30#1", "message", None, "ok"),
        (at(10, 30), "30", "message", None, "Conversation with Rika"),
    ]


@story
def a_chat_whose_requester_changes(account: Account) -> None:
    account.audit(
        {"type": "Create", "field_name": "requester_id", "value": "501"},
        started(
            said(0, "end-user", None, "first", SECOND + 1_000),
            said(1, "end-user", None, "second", SECOND + 120_000),
            chat="r",
        ),
        ticket=4,
        by=501,
        via={"channel": "chat"},
    )
    account.audit(change("requester_id", "502", "501"), ticket=4, by=9, at="2026-03-02T10:01:00Z")


def test_a_visitor_is_the_requester_of_that_moment(desk: Loaded) -> None:
    assert desk.events("body, actor_id", "ticket_id = '4' and kind = 'message'") == [
        ("first", "501"),
        ("second", "502"),
    ]


@story
def redacted_turns(account: Account) -> None:
    account.audit(
        *created(),
        started(
            said(0, "end-user", None, "▇▇▇▇▇ you", SECOND),
            said(1, "end-user", None, "fine", SECOND + 1),
            said(2, "end-user", None, "gone", SECOND + 2, redacted=True),
            said(3, "end-user", None, "taken", SECOND + 3),
            chat="red",
            id=51,
        ),
        ticket=5,
        by=500,
        via={"channel": "chat"},
    )
    account.audit(
        {"type": "ChatMessageRedactionEvent", "chat_id": "red", "chat_index": 3},
        ticket=5,
        by=9,
        at="2026-03-02T11:00:00Z",
    )


def test_a_turn_of_which_words_were_taken_out_says_so(desk: Loaded) -> None:
    assert desk.events("body, redacted", "ticket_id = '5' and kind = 'message'") == [
        ("▇▇▇▇▇ you", True),
        ("fine", False),
        ("gone", True),
        ("taken", True),
    ]


@story
def two_chats(account: Account) -> None:
    account.audit(
        *created(),
        started(said(0, "end-user", None, "one", SECOND), chat="x"),
        ticket=6,
        by=500,
        via={"channel": "chat"},
    )
    account.audit(ended(chat=None), ticket=6, by=-1, at="2026-03-02T10:10:00Z")
    account.audit(
        started(said(0, "end-user", None, "two", SECOND + 3_600_000), chat="y"),
        ticket=6,
        by=500,
        at="2026-03-02T11:00:00Z",
        via={"channel": 29},
    )
    account.audit(ended(chat="y"), ticket=6, by=-1, at="2026-03-02T11:10:00Z")


def test_each_of_two_chats_has_its_own_end(desk: Loaded) -> None:
    assert desk.events("kind, conversation_id, body", "ticket_id = '6' and conversation_id is not null") == [
        ("conversation-start", "chat:x", None),
        ("message", "chat:x", "one"),
        ("conversation-end", "chat:x", None),
        ("conversation-start", "chat:y", None),
        ("message", "chat:y", "two"),
        ("conversation-end", "chat:y", None),
    ]


def call(transcript: str | None, channel: object = "phone_call_inbound", **data: object) -> tuple[Json, Json]:
    voice = {
        "type": "VoiceComment",
        "public": True,
        "body": "Call from +1",
        "id": data.pop("id", 7000),
        "data": {
            "call_id": 5,
            "started_at": "2026-03-02T09:50:00Z",
            "call_duration": 90,
            "answered_by_id": 9,
            "transcription_text": transcript,
            **data,
        },
    }
    return voice, {"channel": channel}


@story
def an_answered_call(account: Account) -> None:
    account.opening(ticket=11, at="2026-03-02T09:00:00Z")
    voice, via = call(
        "Agent: Support, good day\nCaller: I am an attorney\nfor Mr X.\n\nNote: he shouted\n"
        "Ana: I cannot help\nRika: why",
        id=701,
    )
    account.audit(voice, ticket=11, by=9, via=via, id=700)


def test_an_answered_call_is_a_conversation_at_the_time_of_the_call_and_not_of_its_comment(desk: Loaded) -> None:
    assert desk.events(f"{TURNS}, conversation_id", "ticket_id = '11' and channel = 'call'") == [
        ("call", None, "500", "person", None, at(9, 50), "call:5"),
        ("message", "Support, good day", "9", "person", "9", at(9, 50), "call:5"),
        ("message", "I am an attorney\nfor Mr X.\n\nNote: he shouted", "500", "person", "500", at(9, 50), "call:5"),
        ("message", "I cannot help", "9", "person", "9", at(9, 50), "call:5"),
        ("message", "why", "500", "person", "500", at(9, 50), "call:5"),
        ("conversation-end", None, None, "system", None, at(9, 51, 30), "call:5"),
    ]
    assert desk.events("direction, unreadable, turn", "ticket_id = '11' and kind = 'call'") == [("inbound", None, 0)]


@story
def transcripts_in_every_dress(account: Account) -> None:
    for ticket, text in (
        (12, "[00:01] Customer: I will sue [00:02] Agent: sorry"),
        (13, "User 1: hello\nRepresentative: yes\nIVR: press 1"),
        (14, "Mr. Smith: hello\nAgent: yes\nMr. Smith: I will sue"),
        (15, "no labels at all"),
    ):
        account.opening(ticket=ticket, at="2026-03-02T09:00:00Z")
        voice, via = call(text, id=7100 + ticket, call_id=ticket)
        account.audit(voice, ticket=ticket, by=9, via=via)


def test_a_transcript_is_read_whatever_its_speakers_are_called(desk: Loaded) -> None:
    spoken = "kind = 'message' and conversation_id is not null and ticket_id = "
    assert desk.events("body, actor_id", spoken + "'12'") == [("I will sue", "500"), ("sorry", "9")]
    assert desk.events("body, actor_id, actor_kind", spoken + "'13'") == [
        ("hello", "500", "person"),
        ("yes", "9", "person"),
        ("press 1", None, "bot"),
    ]
    assert desk.events("body, actor_id", spoken + "'14'") == [("hello", "500"), ("yes", "9"), ("I will sue", "500")]


def test_words_of_which_nobody_knows_the_speaker_are_no_transcript(desk: Loaded) -> None:
    assert desk.events("kind, unreadable", "ticket_id = '15' and channel = 'call'") == [
        ("call", "no-transcript"),
        ("conversation-end", None),
    ]


@story
def calls_without_words(account: Account) -> None:
    account.opening(ticket=16, at="2026-03-02T09:00:00Z")
    for number, (channel, data) in enumerate(
        {
            "phone_call_inbound": {},
            35: {"answered_by_id": None},
            "phone_call_outbound": {"answered_by_id": None, "call_duration": 0},
            34: {"answered_by_id": None},
            33: {"answered_by_id": None, "transcription_text": "My lawyer will write"},
        }.items()
    ):
        voice, via = call(None, channel, id=7200 + number, call_id=100 + number, **data)  # type: ignore[arg-type]
        account.audit(
            voice, ticket=16, by=500 if channel in (33, 34) else 9, via=via, at=f"2026-03-02T1{number}:00:00Z"
        )


def test_a_call_without_a_transcript_is_a_call_whose_words_are_missing(desk: Loaded) -> None:
    assert desk.events("kind, direction, actor_id, unreadable", "ticket_id = '16' and event_id = '7200'") == [
        ("call", "inbound", "500", "no-transcript")
    ]


def test_an_outbound_call_is_the_agents_act(desk: Loaded) -> None:
    assert desk.events("kind, direction, actor_id", "ticket_id = '16' and event_id = '7201'") == [
        ("call", "outbound", "9")
    ]


def test_a_call_that_reached_nobody_is_no_contact(desk: Loaded) -> None:
    assert desk.events("kind, conversation_id, body", "ticket_id = '16' and event_id = '7202'") == [
        ("other", None, None)
    ]


def test_a_missed_call_and_a_voicemail_are_tickets_and_not_conversations(desk: Loaded) -> None:
    assert desk.events(
        "kind, channel, body, unreadable, author_id, conversation_id, occurred_at", "event_id in ('7203', '7204')"
    ) == [
        ("message", "voicemail", None, "no-transcript", "500", None, at(13)),
        ("message", "voicemail", "My lawyer will write", None, "500", None, at(14)),
    ]


def test_a_conversation_shown_is_told_as_a_capability(desk: Loaded) -> None:
    assert {"turns", "conversation-end", "roles"} <= desk.capabilities.shown


def test_chats_of_which_no_end_is_recorded_are_told_as_a_missing_capability(account: Account) -> None:
    account.audit(started(said(0, "end-user", None, "one", SECOND)), ticket=1, by=500, via={"channel": "chat"})
    loaded = account.read()
    assert set(loaded.capabilities.missing) == {"conversation-end", "roles"}


@story
def mails_that_speak_of_a_chat(account: Account) -> None:
    turns = (said(0, "end-user", "", "Hi", SECOND), said(1, "agent", 9, "Hello", SECOND + 5_000))
    account.audit(started(*turns), ended(), *created(), ticket=61, by=500, via={"channel": "chat"})
    mail = "Hi,\nHello?? Is anybody there? You left the chat. I will sue if my money is not here by Friday."
    account.audit(comment(mail), ticket=61, by=500, at="2026-03-02T15:00:00Z", via={"channel": "email"})
    quote = 'You said "Hello" when I said "Hi" at 10:00, and that was all. I want an answer to what I asked last week.'
    account.audit(comment(quote), ticket=61, by=500, at="2026-03-02T16:00:00Z", via={"channel": "web"})


def test_a_mail_that_quotes_the_chat_is_a_message_of_its_own(desk: Loaded) -> None:
    kinds = desk.events("kind", "ticket_id = '61' and source_type = 'Comment'")
    assert kinds == [("message",), ("message",)]

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from table_export import Loaded, write

from auditor.errors import ExportError

USERS = """id,name,role,active,_fivetran_deleted
500,Ann,agent,true,false
9,Bo,end-user,true,false
555,Old,end-user,true,false
"""
TICKETS = "id,created_at,updated_at,requester_id,group_id,status,via_channel,merged_ticket_ids\n"
COMMENTS = "id,_fivetran_synced,body,created,public,ticket_id,user_id,voice_comment\n"
FIELDS = "field_name,ticket_id,updated,_fivetran_synced,user_id,value\n"
CHATS = "chat_id,ticket_id,user_id\n"
TURNS = "chat_id,created_at,actor_id,chat_index,message,original_message,type\n"


def loaded(folder: Path, **tables: str) -> Loaded:
    beside = {"user": USERS, **tables}
    return Loaded(write(folder, {f"{name}.csv": text for name, text in beside.items()}))


def one_ticket(created: str = "10:00:00", via: str = "email") -> str:
    return TICKETS + f"1,2026-11-02 {created},2026-11-02 18:00:00,9,60,open,{via},[]\n"


def comment(number: int, time: str, user: str, body: str = "words", public: str = "true", voice: str = "false") -> str:
    return f'{number},2026-11-03 00:00:00,"{body}",2026-11-02 {time},{public},1,{user},{voice}\n'


def field(name: str, value: str, time: str, user: str = "", ticket: str = "1") -> str:
    return f"{name},{ticket},2026-11-02 {time},2026-11-03 00:00:00,{user},{value}\n"


def test_comment_and_fields_of_one_instant_and_person_are_one_update_again(tmp_path: Path) -> None:
    export = loaded(
        tmp_path,
        ticket=one_ticket(),
        ticket_comment=COMMENTS + comment(71, "10:00:00", "9") + comment(72, "11:00:00", "500"),
        ticket_field_history=FIELDS
        + field("status", "new", "10:00:00", "9")
        + field("group_id", "60", "10:00:00")
        + field("status", "On-hold", "11:00:00")
        + field("status", "solved", "11:00:01", "500"),
    )
    assert export.history("update_position, kind, actor_id, actor_role, status_before, status_left, group_left") == [
        (1, "message", "9", "requester", "", "new", "60"),
        (1, "set", "9", "requester", "", "new", "60"),
        (1, "set", None, None, "", "new", "60"),
        (2, "message", "500", "agent", "new", "hold", "60"),
        (2, "change", None, None, "new", "hold", "60"),
        (3, "change", "500", "agent", "hold", "solved", "60"),
    ]
    assert export.rows("select complete, requester_id from ticket") == [(True, "9")]


def test_two_people_at_one_instant_are_two_updates_in_the_order_of_their_comments(tmp_path: Path) -> None:
    export = loaded(
        tmp_path,
        ticket_comment=COMMENTS + comment(90, "10:00:00", "500") + comment(89, "10:00:00", "9"),
        ticket_field_history=FIELDS + field("status", "open", "10:00:00"),
    )
    assert export.history("update_position, event_id, actor_id") == [
        (1, "89", "9"),
        (2, "90", "500"),
        (3, "field:1:status:1793613600000", None),
    ]


def test_rows_that_repeat_are_duplicates_whenever_they_were_synced(tmp_path: Path) -> None:
    again = field("status", "open", "10:00:00").replace("11-03", "11-04")
    export = loaded(
        tmp_path,
        ticket_comment=COMMENTS + comment(71, "10:00:00", "9") * 2 + comment(71, "10:00:00", "9", "other words"),
        ticket_field_history=FIELDS + field("status", "open", "10:00:00") + again,
    )
    assert export.refused == [("ticket_comment.csv", 4, "comment 71 stands with other content at ticket_comment.csv:2")]
    assert export.fates == {"used": 5, "duplicate": 2, "quarantined": 1}
    assert export.rows("select kind, body from staged_event order by kind") == [("change", None), ("message", "words")]
    assert export.rows("select ticket_id from source_gap") == [("1",)]


def test_a_shifted_row_is_set_aside_and_its_ticket_is_known_to_lack_it(tmp_path: Path) -> None:
    shifted = "72,2026-11-03 00:00:00,2026-11-02 10:00:00,words,true,1,9,false\n"
    export = loaded(tmp_path, ticket_comment=COMMENTS + comment(71, "10:00:00", "9") + shifted)
    assert export.refused == [("ticket_comment.csv", 3, 'created "words" is no time (expected ISO 8601)')]
    export.history("1")
    assert export.rows("select gaps from ticket") == [(1,)]


def test_a_ticket_without_a_row_is_made_from_its_comments_and_is_incomplete(tmp_path: Path) -> None:
    export = loaded(tmp_path, ticket_comment=COMMENTS + comment(71, "10:00:00", "9"))
    assert export.history("actor_role") == [("requester",)]
    assert export.rows("select ticket_id, complete, created_at from ticket") == [("1", False, None)]


def test_a_comment_that_was_lost_before_the_first_one_leaves_the_ticket_incomplete(tmp_path: Path) -> None:
    export = loaded(tmp_path, ticket=one_ticket("09:00:00"), ticket_comment=COMMENTS + comment(71, "10:00:00", "9"))
    export.history("1")
    assert export.rows("select complete from ticket") == [(False,)]


def test_a_field_by_nobody_is_of_unknown_actor_and_kept(tmp_path: Path) -> None:
    export = loaded(tmp_path, ticket_field_history=FIELDS + field("group_id", "70", "10:00:00"))
    assert export.history("actor_id, actor_kind, actor_role, group_before, group_left") == [
        (None, "person", None, None, "70")
    ]


def test_a_private_mail_in_copy_is_inbound_and_a_former_agent_s_note_is_not(tmp_path: Path) -> None:
    lawyer = USERS + "8,Law Office,end-user,true,false\n"
    export = loaded(
        tmp_path,
        user=lawyer,
        ticket=one_ticket(),
        ticket_comment=COMMENTS
        + comment(71, "10:00:00", "9")
        + comment(72, "11:00:00", "8", public="false")
        + comment(73, "12:00:00", "555", public="false"),
        ticket_field_history=FIELDS + field("assignee_id", "555", "13:00:00", "500", ticket="2"),
    )
    assert export.history("actor_id, actor_role, channel", "kind = 'message'") == [
        ("9", "requester", "email"),
        ("8", "end-user", "other"),
        ("555", "agent", "other"),
    ]


def test_calls_and_voicemail_are_told_apart(tmp_path: Path) -> None:
    export = loaded(
        tmp_path,
        ticket=one_ticket(),
        ticket_comment=COMMENTS
        + comment(71, "10:00:00", "9", "Voicemail from: +1 555", voice="true")
        + comment(72, "11:00:00", "500", "Outbound call to +1 555", voice="true")
        + comment(73, "12:00:00", "500", "Answered", voice="true"),
    )
    assert export.history("kind, channel, direction, unreadable") == [
        ("message", "voicemail", None, "no-transcript"),
        ("call", "call", "outbound", "no-transcript"),
        ("call", "call", None, "no-transcript"),
    ]
    missing = export.export.capabilities.missing
    assert missing["turns"] == "There are chats or calls here, and no table of their turns."


def test_a_chat_is_turns_and_its_transcript_is_not_counted_again(tmp_path: Path) -> None:
    bot = '"{""source"":{""type"":""zd:answerBot""}}"'
    export = loaded(
        tmp_path,
        ticket=one_ticket("10:05:00", via="chat"),
        ticket_comment=COMMENTS
        + comment(
            71, "10:05:00", "9", "(09:59) Bot: Hi there (10:00) Bo: my lawyer is here (10:00) Old: One moment please"
        ),
        ticket_field_history=FIELDS + field("status", "open", "10:05:00") + field("group_id", "60", "10:05:00"),
        ticket_chat=CHATS + "c.7,1,9\nc.7,1,9\n",
        ticket_chat_event=TURNS
        + f"c.7,2026-11-02 09:59:58,agent:1,0,Hi there,{bot},ChatMessage\n"
        + "c.7,2026-11-02 10:00:00,9,2,my lawyer is here,,ChatMessage\n"
        + "c.7,2026-11-02 10:00:00,agent:555,10,One moment please,,ChatMessage\n"
        + "c.7,2026-11-02 10:00:00,__trigger,3,,,ChatMessageStatus\n"
        + "c.7,2026-11-02 10:04:00,agent:555,11,,,ChatLeave\n"
        + "c.9,2026-11-02 10:04:00,9,0,lost,,ChatMessage\n",
    )
    columns = "kind, actor_role, public, body, status_left, group_left, conversation_id"
    chat = "chat:c.7"
    assert export.history(columns, "kind <> 'set'") == [
        ("message", "bot", True, "Hi there", "open", "60", chat),
        ("message", "requester", True, "my lawyer is here", "open", "60", chat),
        ("message", "agent", True, "One moment please", "open", "60", chat),
        ("other", "rule", None, None, "open", "60", chat),
        ("conversation-end", "agent", None, None, "open", "60", chat),
        ("other", "requester", None, None, "open", "60", None),
    ]
    assert export.refused == [
        ("ticket_chat_event.csv", 7, 'chat "c.9" is not in ticket_chat, so its ticket is not known')
    ]
    assert {"turns", "conversation-end"} <= export.export.capabilities.shown


def test_a_merged_ticket_goes_on_in_the_one_that_took_it_in(tmp_path: Path) -> None:
    tickets = (
        TICKETS
        + "1,2026-11-02 10:00:00,2026-11-02 12:00:00,9,60,closed,email,[]\n"
        + '2,2026-11-02 10:30:00,2026-11-02 13:00:00,9,60,open,email,"[1]"\n'
    )
    export = loaded(
        tmp_path,
        ticket=tickets,
        ticket_comment=COMMENTS
        + comment(71, "10:00:00", "9", "first")
        + comment(72, "12:00:00", "500", "This request was closed and merged into request #2 about it.")
        + comment(73, "12:00:00", "500", "Request #1 about it was closed and merged into this request.").replace(
            ",1,500", ",2,500"
        )
        + comment(74, "13:00:00", "500", "a reply").replace(",1,500", ",2,500"),
        ticket_field_history=FIELDS
        + field("status", "open", "10:00:00")
        + field("group_id", "60", "10:00:00")
        + field("status", "closed", "12:00:00", "500")
        + field("group_id", "60", "10:30:00", ticket="2")
        + field("group_id", "70", "13:00:00", "500", ticket="2"),
    )
    assert export.history("kind, channel, value, body, group_left, mirrored", "ticket_id = '1'")[3:] == [
        ("message", "merge", None, "This request was closed and merged into request #2 about it.", "60", False),
        ("change", "merge", "closed", None, "60", False),
        ("merge", "merge", "2", None, "60", False),
        ("message", "web", None, "a reply", "70", True),
        ("change", "other", "70", None, "70", True),
    ]
    assert export.rows("select ticket_id, merged_into, merge_followed from ticket") == [
        ("1", "2", True),
        ("2", None, None),
    ]
    assert export.rows("select channel from event where event_id = '73'") == [("merge",)]


def test_airbyte_and_singer_name_the_same_things_their_way(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select 71::double as id, 1 as ticket_id, 9 as author_id, "
            "timestamptz '2026-11-02 10:00:00+00' as created_at, 'hello' as body, true as public, "
            '8001 as audit_id, \'{"channel": "email"}\' as via '
            f"union all select 72, 1, null, '2026-11-02 11:00:00+00', 'auto', true, 8002, '{{\"channel\": \"rule\"}}') "
            f"to '{tmp_path / 'zendesk.ticket_comments_0001.parquet'}'"
        )
    tables = {
        "public.tickets.csv": "id,created_at,requester_id,status,via\n"
        "1,2026-11-02T10:00:00Z,9,open,\"{'channel': 'email'}\"\n",
        "users.csv": "id,role,active\n500,agent,true\n",
    }
    export = Loaded(write(tmp_path, tables))
    assert export.history("event_id, update_id, kind, channel, actor_kind, actor_role, status_left") == [
        ("71", "8001", "message", "email", "person", "requester", None),
        ("72", "8002", "message", "rule", "rule", "rule", None),
    ]
    assert export.rows("select complete from ticket") == [(True,)]
    assert {"via", "bodies", "actors", "roles"} <= export.export.capabilities.shown
    assert {"group-history", "status-history", "macros"} <= export.export.capabilities.missing.keys()


@pytest.mark.parametrize(
    "name", ["ticket_comment_data", "zendesk.ticket_comment", "ticket_comments-2", "TICKET_COMMENT", "export7"]
)
def test_the_table_is_known_by_its_name_or_by_its_columns(tmp_path: Path, name: str) -> None:
    export = Loaded(write(tmp_path, {f"{name}.csv": COMMENTS + comment(71, "10:00:00", "9")}))
    assert export.export.shape.name == "fivetran"
    assert export.rows("select event_id from staged_event") == [("71",)]


def test_tags_names_and_deleted_tickets_are_taken_over(tmp_path: Path) -> None:
    export = loaded(
        tmp_path,
        ticket="id,status,_fivetran_deleted\n1,open,true\n",
        ticket_comment=COMMENTS + comment(71, "10:00:00", "9"),
        ticket_tag="tag,ticket_id\nvip,1\nvip,1\nlegal,1\n,1\n",
        group="id,name\n60,Payments\n",
    )
    assert export.rows("select status, tags from staged_ticket") == [("deleted", ["legal", "vip"])]
    assert export.rows("select group_id, name from staged_group") == [("60", "Payments")]
    assert export.refused == [("ticket_tag.csv", 5, "tag is empty")]
    assert export.rows(
        "select fate, count(*) from source_row where role = 'ticket_tag' group by fate order by fate"
    ) == [
        ("duplicate", 1),
        ("quarantined", 1),
        ("used", 2),
    ]


def test_comments_without_a_needed_column_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as raised:
        loaded(tmp_path, ticket_comment="id,body\n1,x\n", ticket_field_history="ticket,value\n1,x\n")
    assert raised.value.messages == (
        (
            'ticket_comment.csv:1: there is no column "ticket_id"; no column "created" or "created_at". '
            "There are: id, body."
        ),
        (
            'ticket_field_history.csv:1: there is no column "ticket_id" (did you mean "ticket"?); '
            'no column "field_name"; no column "updated" or "updated_at". There are: ticket, value.'
        ),
    )


def test_the_tables_of_another_project_are_read_with_a_word_on_what_they_cannot_show() -> None:
    folder = Path(__file__).parents[3] / "shared" / "data" / "zendesk" / "fivetran"
    if not folder.is_dir():
        pytest.skip("../shared/data is not beside the project")
    export = Loaded(folder)
    assert export.export.shape.name == "fivetran"
    assert export.fates == {"used": 110, "duplicate": 6, "quarantined": 2}
    assert len(export.history("1")) == 65
    assert {"macros", "notifications", "group-history"} <= export.export.capabilities.missing.keys()

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from table_export import Loaded, write

from auditor import history
from auditor.errors import ExportError
from auditor.exports import CAPABILITIES, events

CANONICAL = Path(events.__file__).with_name("canonical.sql")
COLUMNS = "ticket_id occurred_at kind actor_id actor_name actor_role public body field value previous_value"
HEADER = ",".join([*COLUMNS.split(), "macro_id", "macro_title"])


def loaded(folder: Path, *rows: str, header: str = HEADER, **beside: str) -> Loaded:
    tables = {"events.csv": "\n".join([header, *rows]) + "\n"}
    return Loaded(write(folder, tables | {f"{name}.csv": text for name, text in beside.items()}))


def documented() -> list[str]:
    text = (Path(__file__).parents[2] / "docs" / "events-format.md").read_text(encoding="utf-8")
    found = re.search(r"```csv\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1].splitlines()


def test_the_documented_example_is_the_history_that_the_page_tells(tmp_path: Path) -> None:
    header, *rows = documented()
    export = loaded(tmp_path, *rows, header=header)
    columns = "update_position, kind, actor_role, public, status_left, group_left, rule_name, channel"
    assert export.history(columns) == [
        (1, "set", "requester", None, "new", "Payments", None, "other"),
        (1, "message", "requester", True, "new", "Payments", None, "other"),
        (1, "change", "rule", None, "new", "Payments", "Routing", "other"),
        (2, "message", "agent", True, "open", "Payments", None, "other"),
        (2, "change", "agent", None, "open", "Payments", None, "other"),
        (2, "macro", "agent", None, "open", "Payments", None, "other"),
        (3, "message", "agent", False, "open", "Payments", None, "web"),
    ]
    assert export.fates == {"used": 7}
    assert export.rows("select ticket_id, requester_id, complete from ticket") == [("4711", "9001", True)]


def test_the_page_names_every_column_that_is_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "events-format.md").read_text(encoding="utf-8")
    columns = {name for columns in events.COLUMNS.values() for column in columns for name in column.names}
    assert [name for name in sorted(columns) if f"`{name}`" not in page] == []


def test_every_row_read_is_used_a_duplicate_or_quarantined_with_its_line(tmp_path: Path) -> None:
    export = loaded(
        tmp_path,
        "1,2026-11-02T10:00:00Z,message,9,Bo,customer,true,hello,,,,,",
        "1,2026-11-02T10:00:00Z,message,9,Bo,customer,true,hello,,,,,",
        "1,2026-11-02,message,9,Bo,customer,true,hello,,,,,",
        "1,2026-11-02T10:00:00Z,message,9,Bo,customer,perhaps,hello,,,,,",
        "1,2026-11-02T10:00:00Z,change,9,Bo,customer,,,,open,,,",
        "1,2026-11-02T10:00:00Z,message,9,Bo,customer,true,hello,,,,",
        ",2026-11-02T10:00:00Z,message,9,Bo,customer,true,hello,,,,,",
        "1,2026-11-02T10:00:00Z,sang,9,Bo,customer,,,,,,,",
    )
    assert export.fates == {"used": 2, "duplicate": 1, "quarantined": 5}
    assert export.refused == [
        ("events.csv", 4, 'occurred_at "2026-11-02" is no time (expected ISO 8601)'),
        ("events.csv", 5, 'public "perhaps" is neither true nor false'),
        ("events.csv", 6, "field is empty"),
        ("events.csv", 7, "it has 12 cells where the header has 13: a cell is missing or shifted"),
        ("events.csv", 8, "ticket_id is empty"),
    ]
    assert export.rows("select kind, source_type from staged_event order by source_line") == [
        ("message", "message"),
        ("other", "sang"),
    ]
    assert export.history("1")
    assert export.rows("select gaps from ticket") == [(3,)]


def test_one_event_id_with_two_contents_is_an_error_of_the_data(tmp_path: Path) -> None:
    header = "event_id,ticket_id,occurred_at,kind,body"
    rows = ["5,1,2026-11-02T10:00:00Z,note,first", "5,1,2026-11-02T10:00:00Z,note,second"]
    export = loaded(tmp_path, *rows, header=header)
    assert export.refused == [("events.csv", 3, "event_id 5 stands with other content at events.csv:2")]
    assert export.rows("select event_id, body from staged_event") == [("5", "first")]


def test_acts_of_one_person_at_one_instant_are_one_update(tmp_path: Path) -> None:
    export = loaded(
        tmp_path,
        "1,2026-11-02T10:00:00Z,message,9,,customer,true,hello,,,,,",
        "1,2026-11-02T11:00:00Z,reply,500,,agent,,hello,,,,,",
        "1,2026-11-02T11:00:00Z,change,,,,,,status,solved,open,,",
        "1,2026-11-02T11:00:00Z,change,T1,,trigger,,,group,70,60,,",
        "1,2026-11-02T12:00:00Z,note,500,,agent,,a,,,,,",
        "1,2026-11-02T12:00:00Z,note,501,,agent,,b,,,,,",
        "1,2026-11-02T12:00:00Z,change,,,,,,status,open,solved,,",
    )
    assert export.history("update_position, moment, kind, actor_id, actor_role, rule_id")[1:] == [
        (2, 2, "message", "500", "agent", None),
        (2, 2, "change", None, None, None),
        (2, 3, "change", None, "rule", "T1"),
        (3, 4, "message", "500", "agent", None),
        (4, 5, "message", "501", "agent", None),
        (5, 6, "change", None, None, None),
    ]


def test_turns_of_one_second_are_updates_of_their_own_in_the_order_of_the_rows(tmp_path: Path) -> None:
    said = [f"1,2026-11-02T10:00:00Z,message,{actor},c1,turn {n}" for n, actor in enumerate(["9"] + ["500"] * 10)]
    end = "1,2026-11-02T10:00:00Z,conversation-end,500,c1,"
    export = loaded(tmp_path, *said, end, header="ticket_id,occurred_at,kind,actor_id,conversation_id,body")
    told = export.history("update_position, kind, body, channel, public")
    assert told[:11] == [(n + 1, "message", f"turn {n}", "chat", True) for n in range(11)]
    assert told[11] == (12, "conversation-end", None, "chat", None)


def test_a_message_of_unsaid_publicness_is_neither_public_nor_private(tmp_path: Path) -> None:
    export = loaded(tmp_path, "1,2026-11-02T10:00:00Z,message,500,,agent,,hello,,,,,")
    assert export.rows("select public from staged_event") == [(None,)]


def test_a_call_whose_turns_are_here_is_not_without_its_words(tmp_path: Path) -> None:
    rows = ["1,2026-11-02T10:00:00Z,call,500,k1,", "1,2026-11-02T10:00:01Z,message,9,k1,hello"]
    alone = "1,2026-11-02T11:00:00Z,call,500,,"
    export = loaded(tmp_path, *rows, alone, header="ticket_id,occurred_at,kind,actor_id,conversation_id,body")
    assert export.history("kind, unreadable") == [("call", None), ("message", None), ("call", "no-transcript")]


def test_a_redaction_later_marks_the_message_whose_words_are_gone(tmp_path: Path) -> None:
    header = "event_id,ticket_id,occurred_at,kind,comment_id,body"
    rows = ["5,1,2026-11-02T10:00:00Z,message,,XX", "6,1,2026-11-02T11:00:00Z,redaction,5,"]
    export = loaded(tmp_path, *rows, header=header)
    assert export.rows("select kind, comment_id, redacted from staged_event order by event_id") == [
        ("message", "5", True),
        ("redaction", "5", False),
    ]


def test_a_ticket_created_before_its_first_row_is_incomplete(tmp_path: Path) -> None:
    rows = [f"{ticket},2026-11-02T10:00:00Z,message,9,,customer,true,hello,,,,," for ticket in (1, 2)]
    tickets = "id,created_at,requester_id,group,tags\n1,2026-10-01T10:00:00Z,9,Payments,[vip]\n"
    export = loaded(tmp_path, *rows, tickets=tickets)
    export.history("1")
    assert export.rows("select ticket_id, complete, group_id, tags from ticket") == [
        ("1", False, "Payments", ["vip"]),
        ("2", True, None, None),
    ]


def test_who_was_an_agent_in_an_event_is_one_though_the_users_table_says_otherwise_today(tmp_path: Path) -> None:
    export = loaded(
        tmp_path,
        "1,2026-11-02T10:00:00Z,message,9,,requester,true,hello,,,,,",
        "1,2026-11-02T11:00:00Z,reply,500,Sam,agent,,hello,,,,,",
        users="id,name,role,active\n500,Sam Old,end-user,false\n9,Bo,,\n",
    )
    assert export.history("actor_id, actor_role") == [("9", "requester"), ("500", "agent")]
    assert export.rows("select user_id, name, role, active from staged_user order by 1") == [
        ("500", "Sam Old", "agent", True),
        ("9", "Bo", "end-user", True),
    ]


def test_what_the_columns_cannot_show_is_named(tmp_path: Path) -> None:
    export = loaded(tmp_path, "1,2026-11-02T10:00:00Z,message", header="ticket_id,occurred_at,kind")
    assert sorted(export.export.capabilities.missing) == sorted(set(CAPABILITIES) - {"conversation-end"})
    assert export.export.capabilities.missing["macros"] == 'There is no column "macro_id" or "macro_title".'


def test_an_events_table_without_its_columns_is_refused_in_one_message(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as raised:
        loaded(tmp_path, "1,x", header="ticket,kind", users="nickname,identity\nBo,9\n")
    assert raised.value.messages == (
        (
            'events.csv:1: there is no column "ticket_id" (did you mean "ticket"?); no column "occurred_at". '
            "There are: ticket, kind."
        ),
    )


def test_frames_follow_the_rules_of_the_files() -> None:
    header, *rows = documented()
    table = pd.DataFrame([row.replace('"Thanks, I', '"Thanks I').split(",") for row in rows], columns=header.split(","))
    table["occurred_at"] = pd.to_datetime(table["occurred_at"])
    table["ticket_id"] = table["ticket_id"].astype(int)
    users = pd.DataFrame({"user_id": [501.0, None], "name": ["Sam", "Nobody"], "role": ["agent", "agent"]})
    with duckdb.connect() as connection:
        connection.execute(CANONICAL.read_text(encoding="utf-8"))
        connection.execute(CANONICAL.with_name("frame.sql").read_text(encoding="utf-8"))
        capabilities = events.stage_frames(connection, table, users=users)
        history.build(connection, None)
        told = connection.execute("select ticket_id, kind, status_left from event where kind = 'macro'").fetchall()
        fates = connection.execute("select file, line, fate from source_row where role = 'users'").fetchall()
        taken_at = connection.execute("select taken_at from export_watermark").fetchall()
    assert told == [("4711", "macro", "open")]
    assert sorted(fates) == [("users (DataFrame)", 1, "used"), ("users (DataFrame)", 2, "quarantined")]
    assert taken_at == [(datetime(2026, 11, 2, 11, 34, 10),)]
    assert "macros" in capabilities.shown

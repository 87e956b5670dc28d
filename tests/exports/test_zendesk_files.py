"""The files of a Zendesk export: every form it comes in, every row's fate, and what is said of what cannot be read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from zendesk_account import Account, Loaded, change, comment, read

from auditor import exports
from auditor.errors import ExportError, UsageError

FIXTURES = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "zendesk" / "audits_api"
FORMS: dict[str, Callable[[list[dict[str, object]]], str]] = {
    "lines": lambda rows: "\n".join(map(json.dumps, rows)) + "\n",
    "lines of windows": lambda rows: "\ufeff" + "\r\n".join(map(json.dumps, rows)) + "\r\n\r\n",
    "one array": json.dumps,
    "a printed array": lambda rows: json.dumps(rows, indent=2),
    "printed objects one after another": lambda rows: "\n".join(json.dumps(row, indent=4) for row in rows),
    "one page": lambda rows: json.dumps({"ticket_audits": rows, "next_page": None, "count": len(rows)}),
    "a printed page": lambda rows: json.dumps({"count": 2, "next_page": None, "audits": rows}, indent=1),
    "pages one after another": lambda rows: "\n".join(
        json.dumps({"audits": [row], "next_page": "x"}, indent=1) for row in rows
    ),
    "a page a line": lambda rows: "\n".join(json.dumps({"next_page": "x", "audits": [row]}) for row in rows),
    "a wrapped audit a line": lambda rows: "\n".join(json.dumps({"audit": row}) for row in rows),
    "an array a line": lambda rows: "\n".join(json.dumps([row]) for row in rows),
}


def two_audits(account: Account) -> Account:
    account.opening("first 😀")
    account.audit(comment("second"), by=9, at="2026-03-02T11:00:00Z")
    return account


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def texts(loaded: Loaded) -> list[str]:
    return [body for (body,) in loaded.events("body", "kind = 'message'")]


NAMES = (
    "ticket_audits.jsonl",
    "ticket_audits-2.json.gz",
    "acme_ticket_audits_0001.ndjson",
    "sub/audits.json",
    "Ticket-Audits.page3.jsonl.gz",
    "x.json",
    "audit.json",
    "audits_00.jsonl",
    "2026-03-02.ticket_audits.json",
    "deep/er/ticket_audit.json.gz",
    "export.json",
)


def test_audits_are_read_in_every_form_they_come_in_and_under_every_name(account: Account) -> None:
    for ticket, (name, form) in enumerate(zip(NAMES, FORMS, strict=True), start=1):
        account.audits = []
        account.opening(f"first {form} 😀", ticket=ticket)
        account.audit(comment("second"), ticket=ticket, by=9, at="2026-03-02T11:00:00Z")
        path = account.folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        data = FORMS[form](account.audits).encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    loaded = read([account.folder], 2 * len(FORMS))
    assert loaded.fates() == {"used": 2 * len(FORMS)}
    assert loaded.rows(
        "select source_file, list(body order by occurred_at) from staged_event where kind = 'message' "
        "group by all order by 1"
    ) == sorted((name, [f"first {form} 😀", "second"]) for name, form in zip(NAMES, FORMS, strict=True))


def test_single_files_may_be_named_instead_of_a_folder(account: Account) -> None:
    two_audits(account).write()
    (account.folder / "other_audits.jsonl").write_text("{broken")
    loaded = read([account.folder / "ticket_audits.jsonl"], 2)
    assert loaded.rows("select file, role from source_file") == [("ticket_audits.jsonl", "ticket_audits")]


def test_the_rows_decide_what_a_file_is_and_not_its_name(account: Account) -> None:
    two_audits(account)
    account.users()
    (account.folder / "users.jsonl").write_text(lines(*account.audits))
    (account.folder / "tickets.jsonl").write_text(lines(*account.others["users"]))
    loaded = read([account.folder], 5)
    assert texts(loaded) == ["first 😀", "second"]
    assert loaded.rows("select file, role from source_file order by file") == [
        ("tickets.jsonl", "users"),
        ("users.jsonl", "ticket_audits"),
    ]


def test_everything_may_stand_in_one_page(account: Account) -> None:
    two_audits(account)
    account.users()
    page = {
        "audits": account.audits,
        "users": account.others["users"],
        "groups": [{"id": 30, "name": "Support"}],
        "tickets": [{"id": 1, "status": "open", "requester_id": 500}],
        "brands": [{"id": 1}],
        "end_time": 1772456400,
    }
    (account.folder / "all.json").write_text(json.dumps(page))
    loaded = read([account.folder], 7)
    assert loaded.rows("select role, count(*) from source_row group by role order by role") == [
        ("groups", 1),
        ("ticket_audits", 2),
        ("tickets", 1),
        ("users", 3),
    ]
    assert loaded.rows("select taken_at::varchar from export_watermark") == [("2026-03-02 13:00:00",)]


def test_people_groups_macros_and_tickets_are_read_as_they_are_today(account: Account) -> None:
    two_audits(account)
    account.others = {
        "users": [
            {"id": 1, "name": "A", "role": "admin", "active": True},
            {"id": "2", "name": "B", "role": "agent", "active": False, "custom_role_id": 5},
            {"id": 3.0, "name": None, "role": "end-user"},
            {"id": 4, "name": "D", "role": "end-user", "permanently_deleted": True},
        ],
        "groups": [{"id": 30, "name": "Support", "deleted": False}, {"id": 31, "name": None, "deleted": True}],
        "macros": [
            {
                "id": 7,
                "title": "Public::Problem",
                "active": False,
                "actions": [
                    {"field": "status", "value": "open"},
                    {"field": "comment_value", "value": ["channel:all", "What happened"]},
                ],
            },
            {"id": 8, "title": "Html", "actions": [{"field": "comment_value_html", "value": "<p>Dear</p><p>you</p>"}]},
            {"id": 9, "title": "Silent", "actions": []},
        ],
        "tickets": [
            {
                "id": 1,
                "subject": "Help",
                "requester_id": 500,
                "submitter_id": 9,
                "assignee_id": 9,
                "group_id": 30,
                "status": "On-hold",
                "created_at": "2026-03-02T10:00:00Z",
                "updated_at": "2026-03-02T12:00:00Z",
                "tags": ["x", "y"],
                "via": {"channel": "email"},
            },
            {
                "id": 99,
                "subject": None,
                "raw_subject": "raw",
                "requester_id": 501,
                "status": "deleted",
                "via": {"channel": "voice", "source": {"rel": "voicemail"}},
            },
        ],
    }
    loaded = account.read()
    assert loaded.rows("select * from staged_user order by user_id") == [
        ("1", "A", "admin", True),
        ("2", "B", "agent", False),
        ("3", None, "end-user", True),
        ("4", "D", "end-user", False),
    ]
    assert loaded.rows("select * from staged_group order by group_id") == [("30", "Support"), ("31", None)]
    assert loaded.rows("select * from staged_macro order by macro_id") == [
        ("7", "Public::Problem", "What happened"),
        ("8", "Html", "Dear\nyou"),
        ("9", "Silent", None),
    ]
    assert loaded.rows(
        "select ticket_id, subject, requester_id, assignee_id, group_id, status, channel, created_at::varchar, tags "
        "from staged_ticket order by 1"
    ) == [
        ("1", "Help", "500", "9", "30", "hold", "email", "2026-03-02 10:00:00", ["x", "y"]),
        ("99", "raw", "501", None, None, "deleted", "voicemail", None, None),
    ]
    assert loaded.rows("select taken_at::varchar from export_watermark") == [("2026-03-02 12:00:00",)]


def test_the_newest_state_of_a_ticket_that_is_exported_again_counts(account: Account) -> None:
    two_audits(account)
    old = {"id": 1, "status": "open", "requester_id": 500, "updated_at": "2026-03-02T10:00:00Z"}
    new = {**old, "status": "solved", "updated_at": "2026-03-02T12:00:00Z"}
    account.others["tickets"] = [old, new, new, {**new, "status": "closed"}]
    loaded = account.read()
    assert loaded.rows("select status from staged_ticket") == [("solved",)]
    assert loaded.reasons() == [
        ("tickets.jsonl", 1, "duplicate", "an older state of ticket 1; the newest is used"),
        ("tickets.jsonl", 3, "duplicate", None),
        ("tickets.jsonl", 4, "quarantined", "ticket 1 was read before with other content; the first is kept"),
    ]


def test_an_audit_that_is_exported_again_is_a_duplicate_and_with_other_content_an_error_in_the_data(
    account: Account,
) -> None:
    two_audits(account)
    again, other = dict(account.audits[1]), dict(account.audits[1])
    other["events"] = [{**other["events"][0], "body": "changed"}]
    (account.folder / "audits_2.json").write_text(json.dumps({"audits": [again, other]}, indent=2))
    loaded = account.read_beside(2)
    assert texts(loaded) == ["first 😀", "second"]
    assert sorted(loaded.fates().items()) == [("duplicate", 1), ("quarantined", 1), ("used", 2)]


def test_a_page_read_again_in_the_same_file_is_a_duplicate(account: Account) -> None:
    two_audits(account)
    account.audits += [dict(account.audits[0])]
    loaded = account.read()
    assert loaded.reasons() == [("ticket_audits.jsonl", 3, "duplicate", None)]


def test_a_bad_line_is_quarantined_with_its_place_and_the_rest_is_read(account: Account) -> None:
    two_audits(account)
    good = lines(*account.audits).splitlines()
    bad = [
        good[0],
        "{oops",
        "",
        '{"id": 5, "ticket_id": 77, "created_at": "soon", "events": []}',
        '{"id": 6, "ticket_id": 7, "created_at": null, "events": []}',
        '{"id": 7, "ticket_id": null, "created_at": "2026-03-02T10:00:00Z", "events": []}',
        '{"ticket_id": 1}',
        '{"id": 8, "ticket_id": 78, "created_at": "2026-03-02T10:00:00Z", "events": {"a": 1}}',
        "[1, 2]",
        good[1],
        good[1][:60],
    ]
    (account.folder / "ticket_audits.jsonl").write_bytes("\n".join(bad).encode() + b"\n\xff\xfe{}")
    loaded = read([account.folder], 11)
    assert texts(loaded) == ["first 😀", "second"]
    assert [(line, reason) for _, line, _, reason in loaded.reasons()] == [
        (2, "not JSON: Expecting property name enclosed in double quotes at character 2"),
        (4, 'update 5: created_at "soon" is not a time'),
        (5, "update 6 has no created_at"),
        (6, "update 7 has no ticket_id"),
        (7, "not an update: it has no id"),
        (8, "update 8 has no list of events"),
        (9, "not an update: it has no id"),
        (11, "the line ends in the middle of its JSON: it was cut, and lines after it may be missing"),
        (12, "not UTF-8 text (byte 1 of the line)"),
    ]
    assert loaded.rows("select distinct ticket_id from source_gap order by 1") == [("1",), ("7",), ("77",), ("78",)]


def test_a_damaged_first_line_does_not_hide_what_the_file_is(account: Account) -> None:
    two_audits(account)
    (account.folder / "data.jsonl").write_text('{"id": 1, "ticket\n' + lines(*account.audits))
    assert read([account.folder], 3).fates() == {"quarantined": 1, "used": 2}


def test_half_an_emoji_left_by_a_pipeline_does_not_lose_the_update(account: Account) -> None:
    (account.folder / "audits.jsonl").write_text(
        r'{"id": 1, "ticket_id": 1, "created_at": "2026-03-02T10:00:00Z", "author_id": 5, '
        r'"events": [{"id": 2, "type": "Comment", "body": "I will sue \ud83d", "public": true}]}'
    )
    assert texts(read([account.folder], 1)) == ["I will sue \ufffd"]


def test_a_document_that_was_cut_is_refused_with_file_and_place(account: Account) -> None:
    two_audits(account)
    text = json.dumps(account.audits, indent=1)
    (account.folder / "ticket_audits.json").write_text(text[: len(text) - 40])
    with pytest.raises(
        ExportError,
        match=r"ticket_audits.json:\d+:\d+: the JSON ends before it is complete \(1 complete row before it\)",
    ):
        read([account.folder])


def test_a_document_that_is_no_json_is_refused_with_file_and_place(account: Account) -> None:
    (account.folder / "ticket_audits.json").write_text('[\n  {"id": 1}\n  {"id": 2}\n]')
    with pytest.raises(
        ExportError, match=r"ticket_audits.json:3:3: not JSON: Expecting ',' or '\]' \(1 complete row before it\)"
    ):
        read([account.folder])


def test_a_cut_gzip_file_is_refused(account: Account) -> None:
    two_audits(account)
    data = gzip.compress(lines(*account.audits * 200).encode())
    (account.folder / "ticket_audits.jsonl.gz").write_bytes(data[: len(data) - 30])
    with pytest.raises(ExportError, match=r"ticket_audits.jsonl.gz: the gzip file is cut short or damaged"):
        read([account.folder])


def test_an_export_without_any_audit_is_refused(account: Account) -> None:
    account.users()
    account.write()
    with pytest.raises(ExportError, match="the export holds no ticket_audits at all"):
        read([account.folder])


def test_an_export_whose_audits_are_all_broken_names_the_first(account: Account) -> None:
    (account.folder / "ticket_audits.jsonl").write_text('{"id": 1}\n{"id": 2}\n')
    with pytest.raises(ExportError, match=r"ticket_audits.jsonl:1: update 1 has no ticket_id. None of the 2 rows"):
        read([account.folder])


def test_tickets_without_audits_are_refused_by_what_is_lacking(account: Account) -> None:
    (account.folder / "tickets.json").write_text(json.dumps([{"id": 1, "status": "new", "requester_id": 5}]))
    with pytest.raises(ExportError, match="a Zendesk export of tickets, without the ticket audits"):
        read([account.folder])


def test_a_folder_of_pictures_is_refused_by_what_was_found_and_what_is_known(account: Account) -> None:
    for name in ("a.png", "b.png", "c.JPG"):
        (account.folder / name).write_bytes(b"\x89PNG")
    with pytest.raises(ExportError) as error:
        exports.recognise([account.folder])
    assert "no export is recognised among 3 files (1 .jpg, 2 .png)." in error.value.messages[0]
    assert "--shape" in error.value.messages[-1]


def test_an_empty_folder_and_a_missing_path_are_refused(account: Account) -> None:
    with pytest.raises(ExportError, match="the folder is empty"):
        exports.find_files([account.folder])
    with pytest.raises(ExportError, match=r"nowhere: there is no such file or folder"):
        exports.find_files([account.folder / "nowhere"])


def test_a_shape_that_does_not_exist_is_the_callers_error(account: Account) -> None:
    two_audits(account).write()
    with pytest.raises(
        UsageError,
        match=r"--shape zendisk: there is no such shape\. The shapes are zendesk, zendesk-events, fivetran, events\.",
    ):
        read([account.folder], shape="zendisk")


def test_hidden_files_planted_truth_and_other_files_are_no_part_of_the_export(account: Account) -> None:
    two_audits(account).write()
    (account.folder / ".hidden").mkdir()
    for name in (".ticket_audits.json", ".hidden/audits.json", "truth.json", "truth_2.jsonl.gz"):
        (account.folder / name).write_text("broken {")
    (account.folder / "organizations.json").write_text(json.dumps([{"id": 1, "name": "Acme", "domain_names": []}]))
    (account.folder / "group_memberships.jsonl").write_text(lines({"id": 1, "user_id": 2, "group_id": 3}))
    loaded = read([account.folder], 2)
    assert loaded.rows("select file, role from source_file order by file") == [
        ("group_memberships.jsonl", "not used"),
        ("organizations.json", "not used"),
        ("ticket_audits.jsonl", "ticket_audits"),
    ]


def test_the_order_of_files_and_rows_changes_nothing(account: Account, tmp_path: Path) -> None:
    two_audits(account)
    account.users()
    account.others["custom_statuses"] = [{"id": 2, "status_category": "pending"}]
    account.audit(change("custom_status_id", "2", None), by=9, at="2026-03-02T12:00:00Z")
    forwards = account.read()
    (tmp_path / "backwards").mkdir()
    backwards = Account(tmp_path / "backwards")
    backwards.audits = account.audits[::-1]
    backwards.others = {name: rows[::-1] for name, rows in account.others.items()}
    columns = "* exclude (source_file, source_line)"
    assert forwards.events(columns) == backwards.read().events(columns)


def test_what_audits_cannot_show_is_said(account: Account) -> None:
    account.audit(
        {"type": "Comment", "public": True},
        {"type": "Change", "field_name": "status", "value": "open"},
        via=None,
        by=None,
    )
    assert set(account.read().capabilities.missing) == {"bodies", "via", "actors", "previous-values", "roles"}


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared responses of the audits API are not here")
def test_real_responses_of_the_api_are_read() -> None:
    loaded = read([FIXTURES], 5)
    assert loaded.fates() == {"duplicate": 1, "quarantined": 1, "used": 3}
    assert loaded.events("ticket_id, author_id, actor_id, body", "kind = 'message'") == [
        ("1588899", "456", "489650852", "TEST COMMENT BODY")
    ]
    assert [ticket for (ticket,) in loaded.rows("select ticket_id from staged_ticket order by 1")] == [
        "1588880",
        "1588899",
        "18076817",
    ]

"""Incremental ticket events: changed fields are keys of the children, and texts come only when asked for."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from zendesk_account import Json, Loaded, read

OPENED = 1_772_445_600  # 2026-03-02 10:00:00 UTC


def update(number: int, *children: Json, by: int | None = 500, minutes: int = 0, **more: object) -> Json:
    return {
        "id": number,
        "ticket_id": 1,
        "timestamp": OPENED + 60 * minutes,
        "updater_id": by,
        "via": "Web form",
        "system": {"location": "x"},
        "event_type": "Audit",
        "child_events": list(children),
        **more,
    }


def exported(folder: Path, *updates: Json, **page: object) -> Loaded:
    (folder / "incremental.json").write_text(
        json.dumps({"ticket_events": list(updates), "count": len(updates), **page})
    )
    return read([folder], len(updates))


def created(text: str | None = "I will sue") -> tuple[Json, ...]:
    words = (
        {"body": text, "public": True, "author_id": 500, "type": "Comment"}
        if text
        else {"comment_present": True, "comment_public": True}
    )
    return (
        {"id": 11, "via": "Mail", "via_reference_id": None, "event_type": "Comment", **words},
        {"id": 12, "via": "Mail", "via_reference_id": None, "event_type": "Create", "status": "new"},
        {"id": 13, "via": "Mail", "via_reference_id": None, "event_type": "Create", "requester_id": 500},
        {"id": 14, "via": "Mail", "via_reference_id": None, "event_type": "Create", "group_id": 30, "type": "incident"},
    )


def test_the_key_of_a_child_names_the_field_that_changed(tmp_path: Path) -> None:
    loaded = exported(
        tmp_path,
        update(1, *created(), created_at="2026-03-02T10:00:00Z"),
        update(
            2,
            {"id": 21, "via": "Web form", "group_id": 31, "previous_value": 30, "event_type": "Change"},
            by=9,
            minutes=5,
        ),
        update(
            3,
            {"id": 31, "assignee_id": None, "previous_value": "9", "event_type": "Change", "via": "Group change"},
            by=9,
            minutes=6,
        ),
        update(
            4,
            {
                "id": 41,
                "tags": ["a", "b"],
                "added_tags": ["b"],
                "removed_tags": [],
                "previous_value": ["a"],
                "event_type": "Change",
            },
            minutes=7,
        ),
        update(
            5,
            {"id": 51, "custom_ticket_fields": {"360": "x"}, "event_type": "Change", "previous_value": None},
            minutes=8,
        ),
    )
    assert loaded.shape == "zendesk-events"
    assert loaded.events(
        "event_id, kind, field, value, previous_value, body, channel, actor_id, actor_kind, occurred_at"
    ) == [
        ("11", "message", None, None, None, "I will sue", "email", "500", "person", datetime(2026, 3, 2, 10)),
        ("12", "set", "status", "new", None, None, "email", "500", "person", datetime(2026, 3, 2, 10)),
        ("13", "set", "requester", "500", None, None, "email", "500", "person", datetime(2026, 3, 2, 10)),
        ("14:group_id", "set", "group", "30", None, None, "email", "500", "person", datetime(2026, 3, 2, 10)),
        ("14:type", "set", "type", "incident", None, None, "email", "500", "person", datetime(2026, 3, 2, 10)),
        ("21", "change", "group", "31", "30", None, "web", "9", "person", datetime(2026, 3, 2, 10, 5)),
        ("31", "change", "assignee", "", "9", None, "other", "9", "system", datetime(2026, 3, 2, 10, 6)),
        ("41", "change", "tags", "a b", "a", None, "web", "500", "person", datetime(2026, 3, 2, 10, 7)),
        ("51:360", "change", "360", "x", None, None, "web", "500", "person", datetime(2026, 3, 2, 10, 8)),
    ]


def test_a_rule_is_known_by_its_reference(tmp_path: Path) -> None:
    loaded = exported(
        tmp_path,
        update(1, *created()),
        update(
            2,
            {
                "id": 21,
                "status": "closed",
                "previous_value": "solved",
                "event_type": "Change",
                "via": "Rule",
                "via_reference_id": 88,
            },
            by=-1,
            via="Rule",
            via_reference_id=88,
            minutes=1,
        ),
        update(
            3,
            {"id": 31, "event_type": "Notification", "via": "Rule", "via_reference_id": 77, "recipients": [500]},
            {"id": 32, "event_type": "AgentMacroReference", "via": "Web form", "macro_id": 5, "macro_title": "M"},
            by=9,
            minutes=2,
        ),
    )
    assert loaded.events(
        "kind, actor_id, actor_kind, rule_id, phase, macro_id, recipients", "update_id in ('2', '3')"
    ) == [
        ("change", None, "rule", "88", 0, None, None),
        ("macro", "9", "person", None, 0, "5", None),
        ("notification", None, "rule", "77", 1, None, ["500"]),
    ]


def test_comments_without_their_texts_are_a_missing_capability(tmp_path: Path) -> None:
    loaded = exported(tmp_path, update(1, *created(None)), end_time=OPENED + 3600)
    assert loaded.events("kind, public, body, unreadable", "kind = 'message'") == [("message", True, None, "no-body")]
    assert set(loaded.capabilities.missing) == {"bodies", "roles"}
    assert loaded.rows("select taken_at from export_watermark") == [(datetime(2026, 3, 2, 11),)]


def test_a_comment_that_is_told_as_present_and_in_words_is_one(tmp_path: Path) -> None:
    present = {"id": 10, "comment_present": True, "comment_public": True, "event_type": "Comment", "via": "Mail"}
    assert exported(tmp_path, update(1, present, *created())).events("event_id, body", "kind = 'message'") == [
        ("11", "I will sue")
    ]


def test_events_that_are_exported_again_are_duplicates_and_rows_of_another_kind_are_quarantined(tmp_path: Path) -> None:
    loaded = exported(
        tmp_path,
        update(1, *created()),
        update(1, *created()),
        update(1, *created("I will not")),
        {"id": 9, "ticket_id": 1, "metric": "agent_work_time", "time": "2026-03-02T12:00:00Z", "type": "measure"},
    )
    assert [(line, fate, reason) for _, line, fate, reason in loaded.reasons()] == [
        (2, "duplicate", None),
        (3, "quarantined", "update 1 was read before with other content; the first is kept"),
        (4, "quarantined", "update 9 has no created_at"),
    ]


def test_lines_of_ticket_events_with_users_beside_them_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "ticket_events.jsonl").write_text(
        "".join(json.dumps(row) + "\n" for row in (update(1, *created()), update(2, by=None, minutes=9)))
    )
    (tmp_path / "users.json").write_text(json.dumps({"users": [{"id": 500, "name": "R", "role": "end-user"}]}))
    loaded = read([tmp_path], 3)
    assert loaded.fates() == {"used": 3}
    assert loaded.capabilities.missing == {}

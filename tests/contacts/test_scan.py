"""Classifying a history: the fast way finds what the exact way finds, for the right authors, in the right messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from auditor.contacts import Detectors, classify, load_detectors
from auditor.contacts.loading import explain_exactly

DAY = datetime(2026, 3, 2, 9, 0)
COLUMNS: dict[str, pa.DataType] = {
    "ticket_id": pa.string(), "event_id": pa.string(), "kind": pa.string(), "position": pa.int64(),
    "author_role": pa.string(), "actor_role": pa.string(), "public": pa.bool_(), "occurred_at": pa.timestamp("us"),
    "body": pa.string(), "field": pa.string(), "value": pa.string(), "previous_value": pa.string(),
}  # fmt: skip


def event(number: int, body: str | None = None, role: str | None = "requester", **changes: Any) -> dict[str, Any]:
    row = dict.fromkeys(COLUMNS)
    row |= {"ticket_id": "1", "event_id": f"e{number}", "kind": "message", "position": number, "body": body}
    return row | {"author_role": role, "actor_role": role, "public": True, "occurred_at": DAY} | changes


def history(rows: Sequence[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.register("rows", pa.Table.from_pylist(list(rows), schema=pa.schema(list(COLUMNS.items()))))
    connection.execute("create table event as select * from rows").fetchall()
    return connection


def classified(
    detectors: Detectors, rows: Sequence[dict[str, Any]], batch_rows: int = 50_000, fast_from: int = 0
) -> list[tuple[Any, ...]]:
    connection = history(rows)
    classify(connection, detectors, batch_rows=batch_rows, fast_from=fast_from)
    return connection.execute("select * from contact_hit order by event_id, type").fetchall()


def test_a_hit_carries_its_words_its_place_and_its_sentence(detectors: Detectors) -> None:
    assert classified(detectors, [event(1, "Hello. I&#39;ll see you  in court!")]) == [
        (
            "1",
            "e1",
            "requester",
            "legal-threat",
            "certain",
            "text",
            "see you  in court",
            16,
            33,
            "I&#39;ll see you  in court!",
        )
    ]


@pytest.mark.parametrize("batch_rows", [1, 2, 50_000])
def test_batches_change_nothing(detectors: Detectors, batch_rows: int) -> None:
    rows = [event(1, "I will sue you"), event(2, "hello"), event(3, "What is your DUNS number?"), event(4, None)]
    found = [(row[1], row[3]) for row in classified(detectors, rows, batch_rows)]
    assert found == [("e1", "legal-threat"), ("e3", "dun-bradstreet")]


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("requester", ["dun-bradstreet", "legal-threat"]),
        ("end-user", ["dun-bradstreet"]),
        (None, ["dun-bradstreet", "legal-threat"]),
        ("agent", []),
        ("bot", []),
    ],
)
def test_only_the_requester_threatens_and_any_end_user_is_a_contact(
    detectors: Detectors, role: str | None, found: list[str]
) -> None:
    rows = classified(detectors, [event(1, "I will sue you. What is your DUNS number?", role)])
    assert [(row[2], row[3]) for row in rows] == [(role, name) for name in found]


def test_the_desks_phrases_are_read_where_they_matter(detectors: Detectors) -> None:
    rows = [
        event(1, "Could you explain what happened?", "agent"),
        event(2, "Could you explain what happened?", "agent", public=False),
        event(3, "Could you explain what happened?", "requester"),
        event(4, "Checked with my TL, fine.", "agent", public=False),
        event(5, "Checked with my TL, fine.", "agent"),
    ]
    assert [(row[1], row[3]) for row in classified(detectors, rows)] == [
        ("e1", "asks-for-details"),
        ("e4", "consultation-note"),
    ]


def test_words_on_behalf_of_another_are_held_by_who_acted(detectors: Detectors) -> None:
    rows = classified(detectors, [event(1, "Could you explain what happened?", "end-user", actor_role="agent")])
    assert [row[3] for row in rows] == ["asks-for-details"]


def test_a_detector_for_first_messages_reads_no_later_one(tmp_path: Path) -> None:
    write(tmp_path, "id: spam\ntitle: Spam\nmessages: first\nwho: end-user\nany: [buy]\nmatch: [buy]\nno_match: [x]\n")
    detectors = load_detectors([tmp_path / "contacts"], {"company": "Acme"})
    rows = [event(2, "buy"), event(1, "buy"), event(3, "buy"), event(9, "buy", ticket_id="2", event_id="f")]
    assert [(row[0], row[1]) for row in classified(detectors, rows)] == [("1", "e1"), ("2", "f")]


def test_a_tag_or_a_field_can_be_the_evidence(tmp_path: Path) -> None:
    write(tmp_path, "id: spam\ntitle: Spam\ntags: [spam]\nfields: {'360': [yes_spam]}\nmatch: [x]\nno_match: [x]\n")
    detectors = load_detectors([tmp_path / "contacts"], {"company": "Acme"})
    change = {"kind": "change", "body": None}
    rows = [
        event(1, field="tags", value="a Spam b", previous_value="a", **change),
        event(2, field="tags", value="a spam b c", previous_value="a spam b", **change),
        event(3, field="360", value="yes_spam", **change),
        event(4, field="360", value="no", **change),
    ]
    assert [(row[1], row[4], row[5], row[6]) for row in classified(detectors, rows)] == [
        ("e1", "certain", "tag", "Spam"),
        ("e3", "certain", "field", "yes_spam"),
    ]


def test_the_day_of_the_message_decides_whether_a_certificate_is_custom(detectors: Detectors) -> None:
    rows = [
        event(1, "I need a certificate of earnings for March 2025 to February 2026."),
        event(2, "I need a certificate of earnings for March 2024 to February 2025."),
    ]
    found = [row for row in classified(detectors, rows) if row[3] == "certificate-of-earnings-custom"]
    assert [(row[1], row[4]) for row in found] == [("e2", "certain")]


def test_the_fast_way_equals_the_exact_way(detectors: Detectors) -> None:
    assert_ways_agree(detectors, [text.text for one in detectors.worked for _, text, _ in one.texts()])


def test_the_fast_way_equals_the_exact_way_on_texts_of_others(
    detectors: Detectors, labelled: dict[str, list[dict[str, Any]]]
) -> None:
    texts = [row["text"] for rows in labelled.values() for row in rows if len(row["text"]) < 1500]
    assert_ways_agree(detectors, texts[::15])


def assert_ways_agree(detectors: Detectors, texts: Sequence[str]) -> None:
    rows = [event(number, text, "requester", event_id=str(number)) for number, text in enumerate(texts)]
    fast = {(int(row[1]), row[3], row[4], row[6], row[7], row[8]) for row in classified(detectors, rows)}
    ends = {one.id for one in detectors.compiled if one.who != "agent"}
    exact = {
        (number, hit.type, hit.tier, hit.phrase, *hit.span)
        for number, text in enumerate(texts)
        for hit in explain_exactly(detectors, text, date(2026, 3, 2))
        if hit.type in ends
    }
    assert fast == exact
    assert fast


def write(folder: Path, text: str) -> None:
    (folder / "contacts").mkdir()
    (folder / "contacts" / "spam.yaml").write_text(text, encoding="utf-8")

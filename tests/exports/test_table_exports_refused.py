"""Table exports that cannot be read: one clear message, whichever shape the files were meant for."""

from __future__ import annotations

from pathlib import Path

import pytest
from table_export import Loaded

from auditor.errors import ExportError


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("events.csv", b"", "events.csv:1: there is no column"),
        ("events.csv", "ticket_id,kind".encode("utf-16"), "events.csv: this file cannot be read as a table"),
        ("events.parquet", b"PAR1 and no more", "events.parquet: this file cannot be read as a table"),
        ("ticket_comment.csv.gz", b"not packed at all", "ticket_comment.csv.gz: this file cannot be read as a table"),
        ("ticket_comment.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "ticket_comment.csv:1: there is no column"),
        ("ticket.csv", b"id,subject\n1,hello\n", "no export is recognised"),
    ],
)
def test_a_table_that_is_none_is_refused_by_name(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExportError) as raised:
        Loaded(tmp_path)
    assert message in raised.value.messages[0]


def test_a_table_with_a_header_and_no_rows_holds_no_events(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("ticket_id,occurred_at,kind\n")
    export = Loaded(tmp_path)
    assert export.rows("select count(*) from staged_event") == [(0,)]
    assert export.history("1") == []

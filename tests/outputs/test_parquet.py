"""The Parquet files hold the document: typed, whole, the same bytes each time, and every reader sees the same."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from auditor.outputs import parquet_file
from tests.outputs.document import document, empty_document
from tests.outputs.people import decided_document


def nested(flat: dict[str, Any], columns: Any) -> dict[str, Any]:
    """A row of the file as the document has it: instants as text, parts that are all null as null."""
    found: dict[str, Any] = {}
    for name, _, path in columns:
        *parents, leaf = path.split(".")
        inner = found
        for parent in parents:
            inner = inner.setdefault(parent, {})
        inner[leaf] = told(flat[name])
    return found


def told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, list):
        return [told(item) for item in value]
    return {name: told(item) for name, item in value.items()} if isinstance(value, dict) else value


def collapsed(value: Any) -> Any:
    """A part of which nothing is known is null, as it is in the document."""
    if not isinstance(value, dict):
        return value
    inner = {name: collapsed(item) for name, item in value.items()}
    return inner if any(item is not None for item in inner.values()) else None


def of_document(row: dict[str, Any], **without: Any) -> dict[str, Any]:
    return {name: collapsed(item) for name, item in row.items() if name not in without}


@pytest.mark.parametrize("made", [document, empty_document, decided_document])
def test_the_rows_are_the_rows_of_the_document(tmp_path: Path, made: Any) -> None:
    result = made()
    parquet_file.write(result, tmp_path)
    rows = parquet.read_table(tmp_path / "verdicts.parquet").to_pylist()
    back = [nested(row, parquet_file.OF_VERDICTS) for row in rows]
    for row in back:
        del row["weight"], row["auto_fail"]
    assert [of_document(row) for row in back] == [of_document(row) for row in result["verdicts"]]

    cases = parquet.read_table(tmp_path / "cases.parquet").to_pylist()
    back = [of_document(nested(row, parquet_file.OF_CASES)) for row in cases]
    assert back == [of_document(case, timeline=...) for case in result["tickets"]["cases"]]

    events = parquet.read_table(tmp_path / "events.parquet").to_pylist()
    back = [of_document(nested(row, parquet_file.OF_EVENTS)) for row in events]
    assert back == [
        {"ticket_id": case["ticket_id"], "position": place, **of_document(event)}
        for case in result["tickets"]["cases"]
        for place, event in enumerate(case["timeline"], 1)
    ]


def test_duckdb_and_pandas_see_the_same(tmp_path: Path) -> None:
    result = decided_document()
    parquet_file.write(result, tmp_path)
    verdicts = tmp_path / "verdicts.parquet"
    counts = Counter((row["verdict"], row["standing"]["reviewed"]) for row in result["verdicts"])

    asked = "SELECT verdict, reviewed_verdict, count(*) FROM read_parquet(?) GROUP BY ALL"
    assert {(a, b): n for a, b, n in duckdb.execute(asked, [str(verdicts)]).fetchall()} == counts
    frame = pd.read_parquet(verdicts)
    assert Counter(zip(frame["verdict"], frame["reviewed_verdict"], strict=True)) == counts
    assert str(frame["due_at"].dtype) == "datetime64[us, UTC]"
    assert str(frame["verdict"].dtype) == "category"

    late = duckdb.execute(
        "SELECT epoch(due_at), list_contains(clauses, 'KB-4') FROM read_parquet(?) "
        "WHERE fingerprint = '48211-transfer-11-10t1420'",
        [str(verdicts)],
    ).fetchall()
    assert late == [(datetime(2026, 11, 11, 14, 20, tzinfo=UTC).timestamp(), True)]
    (contacts,) = duckdb.execute(
        "SELECT sum(len(contacts)) FROM read_parquet(?)", [str(tmp_path / "cases.parquet")]
    ).fetchall()
    assert contacts == (sum(len(case["contacts"]) for case in result["tickets"]["cases"]),)


def test_the_questions_of_the_paper_are_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = (Path(__file__).parents[2] / "docs" / "formats-for-people.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    parquet_file.write(document(), Path("audit-report"))
    (block,) = re.findall(r"```sql\n(.*?)```", paper, re.DOTALL)
    counts, pending, manifest = (duckdb.sql(question).fetchall() for question in block.split(";") if question.strip())
    assert sum(number for *_, number in counts) == len(document()["verdicts"])
    assert len(pending) == 5
    assert json.loads(manifest[0][0]) == document()["manifest"]


def test_every_file_says_what_it_was_made_of(tmp_path: Path) -> None:
    result = document()
    for file in parquet_file.write(result, tmp_path):
        metadata = parquet.read_schema(file).metadata
        assert json.loads(metadata[b"auditor.manifest"]) == result["manifest"], file
        assert metadata[b"auditor.schema"] == b"auditor-result/1"


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (parquet_file.write(document(), tmp_path / name) for name in ("one", "two"))
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]


def test_rows_are_written_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_file, "BATCH", 10)
    result = document()
    parquet_file.write(result, tmp_path)
    file = parquet.ParquetFile(tmp_path / "verdicts.parquet")
    assert file.num_row_groups == -(-len(result["verdicts"]) // 10)
    assert file.read().column("fingerprint").to_pylist() == [row["fingerprint"] for row in result["verdicts"]]


def test_the_weight_of_a_duty_goes_before_that_of_its_severity(tmp_path: Path) -> None:
    result = document()
    silence = "executive_escalations/silent-contact/silence"
    result["scores"] = {**result["scores"], "weights": {silence: 9.0, "high": 2.0}, "critical": [silence]}
    parquet_file.write(result, tmp_path)
    rows = parquet.read_table(tmp_path / "verdicts.parquet").to_pylist()
    assert {row["weight"] for row in rows if row["duty"] == "silence"} == {9.0}
    assert {row["weight"] for row in rows if row["severity"] == "high"} == {2.0}
    assert {row["weight"] for row in rows if row["severity"] == "low"} == {None}
    assert {row["duty"] for row in rows if row["auto_fail"]} == {"silence"}


def test_half_a_character_pair_breaks_no_file(tmp_path: Path) -> None:
    result = document()
    result["verdicts"][0]["trigger"]["phrase"] = "a \ud83d subpoena"
    parquet_file.write(result, tmp_path)
    table = parquet.read_table(tmp_path / "verdicts.parquet")
    assert table.column("trigger_phrase")[0].as_py() == "a � subpoena"
    assert table.schema.field("trigger_at").type == pa.timestamp("us", tz="UTC")

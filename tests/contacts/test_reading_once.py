"""A text is read once: however often it was written in an export, and in however many audits it comes again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from auditor.contacts import Cache, Detectors, classify, load_detectors
from tests.contacts.test_scan import event, history


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    said = ["I will sue you", "I will sue you", "hello", "What is your DUNS number? 😀 I will sue you"]
    rows = [event(number, body, ticket_id=str(number)) for number, body in enumerate(said)]
    return [*rows, event(9, "Could you explain what happened?", "agent", ticket_id="9")]


def read(connection: duckdb.DuckDBPyConnection) -> int:
    [(count,)] = connection.execute("select count(*) from text_to_read").fetchall()
    return int(count)


def hits(connection: duckdb.DuckDBPyConnection) -> list[Any]:
    return connection.execute("from contact_hit order by all").fetchall()


def test_a_text_that_is_written_twice_is_read_once(detectors: Detectors, rows: list[dict[str, Any]]) -> None:
    connection = history(rows)
    classify(connection, detectors)
    assert read(connection) == 4
    assert len([hit for hit in hits(connection) if hit[3] == "legal-threat"]) == 3


def test_a_second_audit_reads_only_what_is_new_and_finds_the_same(
    detectors: Detectors, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    first, second = history(rows), history([*rows, event(10, "What about IR35?", ticket_id="10")])
    plain = history([*rows, event(10, "What about IR35?", ticket_id="10")])
    classify(first, detectors, cache=Cache(tmp_path, detectors))
    classify(second, detectors, cache=Cache(tmp_path, detectors))
    classify(plain, detectors)
    assert (read(first), read(second)) == (4, 1)
    assert hits(second) == hits(plain)


def test_nothing_is_written_where_nothing_was_read(
    detectors: Detectors, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    for _ in range(3):
        classify(history(rows), detectors, cache=Cache(tmp_path, detectors))
    assert len(list(tmp_path.glob("*/*.parquet"))) == 2


def test_no_word_of_a_text_is_kept(detectors: Detectors, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    classify(history(rows), detectors, cache=Cache(tmp_path, detectors))
    for file in tmp_path.glob("*/*.parquet"):
        for column in duckdb.sql(f"from '{file}'").fetchall():
            assert not any(isinstance(value, str) and ("sue" in value or "hello" in value) for value in column)


def test_other_detectors_read_anew(detectors: Detectors, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    classify(history(rows), detectors, cache=Cache(tmp_path / "cache", detectors))
    folder = tmp_path / "contacts"
    folder.mkdir()
    (folder / "spam.yaml").write_text(
        "id: spam\ntitle: Spam\nany: [hello]\nmatch: [hello]\nno_match: [x]\n", encoding="utf-8"
    )
    others = load_detectors([folder], {"company": "Upwork"})
    connection = history(rows)
    classify(connection, others, cache=Cache(tmp_path / "cache", others))
    assert (read(connection), [hit[3] for hit in hits(connection)]) == (4, ["spam"])


def test_words_that_the_desk_writes_too_are_read_for_its_phrases(detectors: Detectors, tmp_path: Path) -> None:
    said = "Could you explain what happened?"
    classify(history([event(1, said)]), detectors, cache=Cache(tmp_path, detectors))
    connection = history([event(1, said), event(2, said, "agent")])
    classify(connection, detectors, cache=Cache(tmp_path, detectors))
    assert [(hit[1], hit[3]) for hit in hits(connection)] == [("e2", "asks-for-details")]


def test_a_cache_that_cannot_be_read_is_as_none(
    detectors: Detectors, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    cache = Cache(tmp_path, detectors)
    cache.folder.mkdir(parents=True)
    (cache.folder / "text_hit-1.parquet").write_text("broken", encoding="utf-8")
    connection = history(rows)
    classify(connection, detectors, cache=cache)
    assert read(connection) == 4
    again = history(rows)
    classify(again, detectors, cache=cache)
    assert read(again) == 0
    assert hits(again) == hits(connection)


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_that_read_side_by_side_find_the_same(
    detectors: Detectors, rows: list[dict[str, Any]], workers: int
) -> None:
    connection, plain = history(rows), history(rows)
    classify(connection, detectors, workers=workers, batch_rows=1, fast_from=0)
    classify(plain, detectors)
    assert hits(connection) == hits(plain)

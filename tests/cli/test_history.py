"""Audits week after week with one history file, and reports from what was saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Auditor


def document(folder: Path) -> Any:
    return json.loads((folder / "result.json").read_text())


def test_a_duty_that_was_open_last_time_is_followed_to_its_end(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    every = (export, "--history", tmp_path / "history.duckdb", "--fail-on", "never", "--format", "json")
    first = auditor("audit", *every, "--as-of", "2026-11-09T11:00:00Z", "--out", tmp_path / "monday")
    assert first.code == 0, first.err
    auditor("audit", *every, "--since", "2026-11-10", "--out", tmp_path / "tuesday")
    past = document(tmp_path / "tuesday")["past"]
    assert past["before"] == "2026-11-09T11:00:00Z"
    (settled,) = (one for one in past["settled"] if one["duty"] == "touch-response")
    assert (settled["ticket_id"], settled["was"], settled["now"]) == ("1", "pending", "violated")
    rows = document(tmp_path / "tuesday")["verdicts"]
    assert settled["fingerprint"] not in {row["fingerprint"] for row in rows}, "it counts to the week of its trigger"


def test_the_same_audit_twice_is_one_audit_and_the_same_bytes(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        auditor("audit", export, "--history", tmp_path / "history.duckdb", "--out", tmp_path / name)
    for file in ("result.json", "weekly.html", "verdicts.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_a_history_that_is_none_is_told_before_the_audit(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    (tmp_path / "history.txt").write_text("monday: fine")
    answer = auditor("audit", export, "--history", tmp_path / "history.txt", "--out", tmp_path / "report")
    assert answer.code == 2
    assert "cannot be used" in answer.err
    assert not (tmp_path / "report" / "result.json").exists()


def test_a_report_from_a_saved_audit_is_the_page_that_the_audit_wrote(
    auditor: Auditor, export: Path, tmp_path: Path
) -> None:
    auditor("audit", export, "--out", tmp_path / "saved")
    answer = auditor("report", "weekly", tmp_path / "saved", "--out", tmp_path / "again")
    assert answer.code == 0, answer.err
    assert (tmp_path / "again" / "weekly.html").read_bytes() == (tmp_path / "saved" / "weekly.html").read_bytes()


def test_a_report_of_what_is_no_audit_says_what_an_audit_is(auditor: Auditor, tmp_path: Path) -> None:
    answer = auditor("report", "weekly", tmp_path)
    assert answer.code == 2
    assert "result.json" in answer.err

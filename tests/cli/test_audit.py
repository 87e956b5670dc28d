"""`auditor audit` as a team lead meets it: what it writes, what it says, how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Auditor

CLEAN, VIOLATIONS, DATA = 0, 1, 3


def document(folder: Path) -> Any:
    return json.loads((folder / "result.json").read_text(encoding="utf-8"))


def test_a_late_touch_response_is_told_in_one_sentence_and_ends_with_1(auditor: Auditor, export: Path) -> None:
    answer = auditor("audit", export)
    assert (answer.code, answer.err) == (VIOLATIONS, "")
    lines = answer.out.splitlines()
    assert lines[0] == "1 of 2 cases in scope broke a rule, none that is critical. 1 more case is still open."
    assert "The whole export, as of Thu 12 Nov 2026, 16:00 UTC." in lines
    assert [line.split() for line in lines if "touch-response" in line] == [
        ["high", "threat/touch-response", "KB-3.1", "1", "of", "2"]
    ]


def test_the_report_lies_where_it_says(auditor: Auditor, export: Path) -> None:
    answer = auditor("audit", export)
    for name in ("weekly.html", "result.json", "verdicts.csv"):
        assert f"  audit-report/{name}" in answer.out
        assert Path("audit-report", name).stat().st_size > 0


def test_the_last_lines_name_what_to_do_next(auditor: Auditor, export: Path) -> None:
    told = auditor("audit", export, "--out", "report").out
    steps = told.split("Next\n")[1].splitlines()
    assert steps[0] == "  Open report/weekly.html in a browser."
    assert "can still be met" in steps[1]
    assert "  For one week only: --week 2026-W45" in steps


def test_a_pipe_hears_nothing_of_the_progress(auditor: Auditor, export: Path) -> None:
    assert auditor("audit", export).err == ""


@pytest.mark.parametrize(("threshold", "code"), [("never", 0), ("critical", 0), ("high", 1), ("low", 1), ("info", 1)])
def test_only_a_violation_at_or_above_the_threshold_fails(
    auditor: Auditor, export: Path, threshold: str, code: int
) -> None:
    answer = auditor("audit", export, "--fail-on", threshold)
    assert answer.code == code
    assert answer.out.splitlines()[-1].startswith(f"Exit code {code}")


def test_a_clean_export_ends_with_0(auditor: Auditor, export: Path) -> None:
    answer = auditor("audit", export, "--since", "2026-11-12")
    assert answer.code == CLEAN
    assert answer.out.splitlines()[-1] == "Exit code 0: no violation at or above low (--fail-on)."


def test_a_week_is_the_period_from_monday_to_monday_in_the_zone(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    answer = auditor("audit", export, "--week", "2026-W46", "--tz", "America/New_York", "--out", tmp_path / "report")
    manifest = document(tmp_path / "report")["manifest"]
    assert (manifest["since"], manifest["until"]) == ("2026-11-09T05:00:00Z", "2026-11-16T05:00:00Z")
    assert manifest["timezone"] == "America/New_York"
    assert "Week 46 of 2026" in answer.out
    assert "For one week only" not in answer.out


def test_a_trigger_counts_to_the_week_in_which_it_fell(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    auditor("audit", export, "--since", "2026-11-09T10:00:01Z", "--out", tmp_path / "after")
    auditor("audit", export, "--since", "2026-11-09T10:00:00Z", "--out", tmp_path / "at")
    counted = [
        sorted({row["duty"] for row in document(tmp_path / name)["verdicts"] if row["ticket_id"] == "1"})
        for name in ("at", "after")
    ]
    of_the_threat = ["no-detail-questions", "not-solved-before-ee", "touch-response"]
    of_the_touch = ["left-open", "macro-and-note"]
    assert counted == [sorted(of_the_threat + of_the_touch), of_the_touch]


def test_a_time_without_a_zone_is_one_of_the_report_s_zone(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    auditor("audit", export, "--as-of", "2026-11-12T18:00", "--tz", "Europe/Berlin", "--out", tmp_path / "report")
    assert document(tmp_path / "report")["manifest"]["as_of"] == "2026-11-12T17:00:00Z"


def test_a_parameter_is_set_for_one_run(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("touch_deadline: 1h\nautomation_users: [900, 901]\n")
    auditor("audit", export, "--parameters", file, "--set", "touch_deadline=3d", "--out", tmp_path / "report")
    parameters = document(tmp_path / "report")["manifest"]["parameters"]["executive-escalations"]
    assert parameters["touch_deadline"] == "72h"
    assert parameters["automation_users"] == ["900", "901"]


def test_only_the_formats_that_were_asked_for_are_written(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    auditor("audit", export, "--format", "json, csv", "--format", "json", "--out", tmp_path / "report")
    assert sorted(path.name for path in (tmp_path / "report").iterdir()) == ["result.json", "verdicts.csv"]


def test_two_runs_write_the_same_bytes(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        auditor("audit", export, "--out", tmp_path / name)
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_an_earlier_report_inside_the_export_is_not_audited(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    auditor("audit", export, "--out", export / "report")
    auditor("audit", export, "--out", tmp_path / "second")
    assert document(tmp_path / "second") == document(export / "report")


def test_files_may_be_named_one_by_one(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    auditor("audit", export, "--out", tmp_path / "folder")
    auditor("audit", *sorted(export.iterdir()), "--out", tmp_path / "files")
    assert document(tmp_path / "files")["verdicts"] == document(tmp_path / "folder")["verdicts"]


def test_a_pack_of_another_kind_runs_by_its_folder(auditor: Auditor, export: Path, pack: Path, tmp_path: Path) -> None:
    answer = auditor("audit", export, "--policies", pack, "--out", tmp_path / "report")
    assert answer.code == VIOLATIONS
    assert {row["pack"] for row in document(tmp_path / "report")["verdicts"]} == {"service-basics"}

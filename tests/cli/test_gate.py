"""The gate on the command line: the first line, and an exit code for each way in which a run ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor import outputs
from tests.cli.conftest import Auditor
from tests.cli.small_export import AUDITS, write_lines
from tests.outputs.ci_stories import undecided_document

PASS, FAIL, USAGE, DATA = 0, 1, 2, 3
LINE = "FAIL: 1 high, 2 medium (no baseline)"


def gate(auditor: Auditor, export: Path, *more: str | Path) -> tuple[int, str]:
    answer = auditor("audit", export, "--report", "ci", *more)
    return answer.code, answer.out.splitlines()[0] if answer.out else ""


def spoilt(export: Path, rows: int) -> Path:
    """The export with so many lines that are no update."""
    write_lines(export / "ticket_audits.jsonl", AUDITS)
    with (export / "ticket_audits.jsonl").open("a") as stream:
        stream.write('{"no": "update"}\n' * rows)
    return export


def rows_read(folder: Path) -> dict[str, int]:
    rows: dict[str, int] = json.loads((folder / "result.json").read_text("utf-8"))["rows"]
    return rows


def test_the_first_line_is_the_verdict_where_the_gate_was_asked_for(auditor: Auditor, export: Path) -> None:
    assert gate(auditor, export) == (FAIL, LINE)
    assert Path("audit-report/ci.txt").read_text("utf-8").splitlines()[0] == LINE
    assert not auditor("audit", export).out.startswith("FAIL")


def test_the_command_of_a_finding_explains_it(auditor: Auditor, export: Path) -> None:
    auditor("audit", export, "--report", "ci", "--set", "touch_deadline=3h", "--tz", "Europe/Berlin")
    log = Path("audit-report/ci.txt").read_text("utf-8")
    assert (
        "      $ auditor explain export 1 --duty threat/touch-response --set touch_deadline=3h --tz Europe/Berlin\n"
        in log
    )
    assert str(export) not in log


def test_paths_are_told_from_here(auditor: Auditor, export: Path) -> None:
    auditor("audit", "../export", "--report", "ci")
    assert "auditor audit ../export --fail-on low --report ci" in Path("audit-report/ci.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["--since", "2026-11-12"], PASS, "PASS: nothing at or above low in 3 verdicts"),
        (["--fail-on", "critical"], PASS, "PASS: nothing at or above critical in 6 verdicts (1 below critical)"),
        (["--fail-on", "never"], PASS, "PASS: nothing fails with --fail-on never (1 high, 2 medium)"),
        (["--fail-on", "high"], FAIL, "FAIL: 1 high (2 below high, no baseline)"),
        (["--since", "2027-01-01"], DATA, "DATA ERROR: no ticket in the period"),
    ],
)
def test_each_way_in_which_a_run_ends(
    auditor: Auditor, export: Path, arguments: list[str], code: int, line: str
) -> None:
    found = gate(auditor, export, *arguments)
    assert found[0] == code
    assert found[1].split(" in ")[0] == line.split(" in ", maxsplit=1)[0]
    assert auditor("report", "ci", "audit-report").code == code
    assert auditor("report", "weekly", "audit-report").code == 0


def test_a_policy_that_is_not_there_is_an_error_and_no_pass(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    (tmp_path / "hollow").mkdir()
    answer = auditor("audit", export, "--policies", tmp_path / "hollow", "--report", "ci")
    assert (answer.code, answer.out) == (USAGE, "")
    assert "no policy found" in answer.err


def test_an_export_without_a_ticket_is_an_error_and_no_pass(auditor: Auditor, export: Path) -> None:
    write_lines(export / "ticket_audits.jsonl", [])
    write_lines(export / "tickets.jsonl", [])
    assert gate(auditor, export)[0] == DATA


def test_a_crash_is_never_a_finding(auditor: Auditor, export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("auditor.outputs.write", broken)
    answer = auditor("audit", export, "--report", "ci")
    assert (answer.code, answer.out) == (USAGE, "")
    assert "a fault of ours" in answer.err


def test_unusable_rows_are_allowed_up_to_the_share_that_was_asked_for(auditor: Auditor, export: Path) -> None:
    spoilt(export, 2)
    assert gate(auditor, export)[0] == FAIL
    rows = rows_read(Path("audit-report"))
    share = 100 * rows["quarantined"] / rows["read"]
    assert rows["quarantined"] == 2
    assert gate(auditor, export, "--max-quarantined", f"{share + 0.1:.1f}%")[0] == FAIL
    code, line = gate(auditor, export, "--max-quarantined", f"{share - 0.1:.1f}%")
    assert (code, line.split(" of ")[0]) == (DATA, f"DATA ERROR: {share:.1f} %")
    assert auditor("report", "ci", "audit-report").code == DATA


def test_an_audit_keeps_the_limits_that_it_was_asked_for(auditor: Auditor, export: Path) -> None:
    auditor("audit", export, "--max-indeterminate", "20.0 %", "--format", "json")
    options = json.loads(Path("audit-report/result.json").read_text("utf-8"))["manifest"]["options"]
    assert options == {"export": ["export"], "max_indeterminate": "20%", "max_quarantined": "50%"}


@pytest.mark.parametrize(("undecided", "code"), [(1, PASS), (2, DATA)])
def test_undecided_verdicts_are_allowed_up_to_the_share_that_was_asked_for(
    auditor: Auditor, undecided: int, code: int
) -> None:
    result = undecided_document(undecided, 5 - undecided)
    result["manifest"]["options"]["max_indeterminate"] = "20%"
    outputs.write(result, ["json"], Path("saved"))
    answer = auditor("report", "ci", "saved")
    assert answer.code == code
    assert ("cannot be told from this export" in answer.err) is (code == DATA)


@pytest.mark.parametrize("given", ["20", "0.2", "101%", "-1%", "many"])
def test_a_share_is_a_percentage(auditor: Auditor, export: Path, given: str) -> None:
    answer = auditor("audit", export, "--max-indeterminate", given)
    assert (answer.code, answer.out) == (USAGE, "")
    assert "Write a percentage from 0% to 100%" in answer.err


def test_a_baseline_lets_known_findings_pass_in_a_saved_audit_too(auditor: Auditor, export: Path) -> None:
    auditor("audit", export)
    auditor("baseline", "write", "audit-report")
    answer = auditor("report", "ci", "audit-report", "--decisions", "decisions")
    assert answer.code == PASS
    assert "(3 in the baseline, 0 fixed)" in answer.out.splitlines()[0]
    assert "--decisions decisions" in Path("audit-report/ci.txt").read_text("utf-8")
    code, line = gate(auditor, export, "--decisions", "decisions")
    assert (code, line) == (PASS, answer.out.splitlines()[0])

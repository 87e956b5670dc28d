"""`auditor baseline`, `auditor decisions` and `--decisions`, as somebody meets them whose pipeline is red."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Auditor
from tests.cli.small_export import AGENT, AUDITS, audit, comment, write_lines
from tests.decisions.situation import waiver, waivers


def audited(auditor: Auditor, export: Path, pack: Path, *more: str) -> Any:
    return auditor("audit", export, "--policies", pack, "--format", "json", *more)


def verdicts(folder: str = "audit-report") -> list[dict[str, Any]]:
    return [dict(row) for row in json.loads(Path(folder, "result.json").read_text())["verdicts"]]


def test_from_a_red_pipeline_to_one_that_fails_on_new_findings_only(auditor: Auditor, export: Path, pack: Path) -> None:
    assert audited(auditor, export, pack).code == 1
    broken = [row for row in verdicts() if row["verdict"] == "violated"]
    written = auditor("baseline", "write", "audit-report")
    assert (written.code, written.out) == (
        0, f"decisions/baseline.json: {len(broken)} findings are known.\n".replace("1 findings are", "1 finding is"),
    )  # fmt: skip
    green = audited(auditor, export, pack, "--decisions", "decisions")
    assert (green.code, green.err) == (0, "")
    told = f"Exit code 0: no violation at or above low (--fail-on); let pass: {len(broken)} known from the baseline."
    assert told in green.out
    assert [row["verdict"] for row in verdicts()].count("violated") == len(broken)

    late = audit(9, 1, "2026-11-12T16:30:00Z", AGENT, comment(91, AGENT, "A word in private.", public=False))
    write_lines(export / "ticket_audits.jsonl", [*AUDITS, late])
    red = audited(auditor, export, pack, "--decisions", "decisions")
    assert red.code == 1
    (ended,) = json.loads(Path("audit-report/result.json").read_text())["decisions"]["baseline"]["ended"]
    assert (ended["ticket_id"], ended["policy"]) == ("1", "first-reply")


def test_new_findings_come_into_a_baseline_only_with_a_name_and_a_reason(
    auditor: Auditor, export: Path, pack: Path
) -> None:
    audited(auditor, export, pack)
    baseline = Path("decisions/baseline.json")
    auditor("baseline", "write", "audit-report")
    full = baseline.read_text()
    none = [line for line in full.splitlines() if '"fingerprint"' not in line]
    baseline.write_text("\n".join(none) + "\n")
    kept_out = auditor("baseline", "write", "audit-report")
    assert "not in it, and will fail: mend them, or take them in with --accept-new." in kept_out.out
    assert '"fingerprint"' not in baseline.read_text()
    assert auditor("baseline", "write", "audit-report", "--accept-new").code == 2
    assert auditor("baseline", "write", "audit-report", "--approver", "Rosa Diaz").code == 2
    named = ("--accept-new", "--approver", "Rosa Diaz", "--reason", "The old desk moved in.")
    assert auditor("baseline", "write", "audit-report", *named).code == 0
    accepted = json.loads(baseline.read_text())["accepted"]
    assert [(one["approver"], one["reason"]) for one in accepted] == [("Rosa Diaz", "The old desk moved in.")]
    once = baseline.read_bytes()
    auditor("baseline", "write", "audit-report")
    assert baseline.read_bytes() == once


@pytest.mark.parametrize(
    ("scope", "expires", "state", "advice", "code"),
    [
        ("{ticket: 1}", "2027-06-01T00:00:00Z", "active", "Nothing to do.", 0),
        ("{ticket: 1}", "2026-11-20T00:00:00Z", "expiring", "It ends in 7 d 8 h: Anna Ash mends what it covers", 0),
        (
            "{ticket: 1}",
            "2026-11-10T00:00:00Z",
            "expired",
            "It holds no more, and 1 finding lies in its scope",
            1,
        ),
        ("{ticket: 2}", "2026-11-10T00:00:00Z", "expired", "and nothing in its scope is broken: remove it.", 1),
        ("{ticket: 99}", "2027-06-01T00:00:00Z", "unused", "mend its scope, or remove it.", 1),
        ("{ticket: 2}", "2027-06-01T00:00:00Z", "no-longer-needed", "All that it covers is kept: remove it.", 1),
    ],
)
def test_the_check_says_of_every_waiver_what_to_do(
    auditor: Auditor, export: Path, pack: Path, scope: str, expires: str, state: str, advice: str, code: int
) -> None:
    audited(auditor, export, pack, "--as-of", "2026-11-12T15:30")  # before ticket 2 goes on
    Path("decisions").mkdir()
    Path("decisions/waivers.yml").write_text(waivers(waiver(scope, expires=expires)))
    answer = auditor("decisions", "check", "audit-report")
    out = answer.out.replace("\N{NO-BREAK SPACE}", " ")
    assert (answer.code, answer.err) == (code, "")
    assert f"Waivers: 1 {state}." in out
    assert advice in out


def test_of_a_week_nobody_is_told_to_remove_a_waiver_at_once(auditor: Auditor, export: Path, pack: Path) -> None:
    audited(auditor, export, pack, "--since", "2026-11-12")
    Path("decisions").mkdir()
    Path("decisions/waivers.yml").write_text(waivers(waiver("{ticket: 1}")))
    answer = auditor("decisions", "check", "audit-report")
    assert answer.code == 0
    assert "unused" in answer.out
    assert "This audit is of a period: look at the whole export before." in answer.out


def test_what_is_wrong_with_the_decisions_is_told_before_the_audit(auditor: Auditor, export: Path, pack: Path) -> None:
    Path("decisions").mkdir()
    Path("decisions/waivers.yml").write_text("waivers:\n  - {id: W-1}\n")
    answer = audited(auditor, export, pack, "--decisions", "decisions")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("decisions/waivers.yml:2:5: waivers.0.scope: is missing here")
    assert not Path("audit-report", "result.json").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--environment", "pilot"), '--environment "pilot" stands alone. Name the folder'),
        (("--decisions", "nowhere"), "--decisions nowhere: there is no such folder"),
        (("--decisions", ".", "--environment", "pilot"), "has no such environment. It has: none."),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(
    auditor: Auditor, export: Path, pack: Path, options: tuple[str, ...], told: str
) -> None:
    answer = audited(auditor, export, pack, *options)
    assert answer.code == 2
    assert told in answer.err


def test_an_advisory_environment_tells_and_does_not_fail(auditor: Auditor, export: Path, pack: Path) -> None:
    Path("decisions").mkdir()
    Path("decisions/enforcement.yml").write_text("environments: {pilot: {default: advisory}}\n")
    answer = audited(auditor, export, pack, "--decisions", "decisions", "--environment", "pilot")
    assert answer.code == 0
    assert "only advisory" in answer.out
    checked = auditor("decisions", "check", "audit-report", "--environment", "pilot")
    assert "Enforcement: environment pilot." in checked.out


def test_a_saved_audit_that_is_not_there_is_told(auditor: Auditor) -> None:
    for question in (("baseline", "write"), ("decisions", "check")):
        answer = auditor(*question, "nowhere")
        assert answer.code == 2
        assert answer.err.startswith("nowhere: there is no such file. AUDIT is the result.json that an audit wrote")

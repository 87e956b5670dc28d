"""A finding is contradicted, decided about, and becomes a case of its policy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from auditor import shipped
from tests.cli.conftest import Auditor

AT = "2026-11-16T09:00:00+01:00"


@pytest.fixture
def late(auditor: Auditor, export: Path) -> Any:
    """The touch response that came too late."""
    auditor("audit", export, "--out", "audit-report", "--format", "json", "--fail-on", "never")
    rows = json.loads(Path("audit-report/result.json").read_text())["verdicts"]
    return next(row for row in rows if row["duty"] == "touch-response" and row["verdict"] == "violated")


def test_a_dispute_is_appended_and_what_stands_there_stays(auditor: Auditor, late: Any) -> None:
    name = late["fingerprint"]
    first = auditor("dispute", "add", name, "--by", "Ines: C", "--at", AT, "--why", 'she said "wait" # really')
    assert first.code == 0, first.err
    file = Path("decisions/dispositions.yml")
    before = "# ours\n" + file.read_text()
    file.write_text(before)
    second = auditor(
        "dispute", "add", name, "--ruling", "overturned", "--by", "Rosa", "--at", "2026-11-17T09:00Z", "--why", "heard"
    )  # fmt: skip
    assert second.code == 0, second.err
    assert file.read_text().startswith(before)
    listed = auditor("dispute", "list")
    assert listed.code == 0, listed.err
    assert listed.out.startswith(f"overturned  {name}  ticket 1  threat/touch-response: Rosa")


def test_an_overturned_finding_fails_no_run(auditor: Auditor, late: Any, export: Path) -> None:
    auditor(
        "dispute", "add", late["fingerprint"], "--ruling", "overturned", "--by", "Rosa", "--at", "2026-11-10T12:00:00Z",
        "--why", "they had agreed on Tuesday",
    )  # fmt: skip
    again = auditor("audit", export, "--out", "again", "--format", "json", "--decisions", "decisions")
    assert "let pass: 1 overturned" in again.out
    rows = json.loads(Path("again/result.json").read_text())["verdicts"]
    row = next(row for row in rows if row["fingerprint"] == late["fingerprint"])
    assert not row["standing"]["fails"]
    assert (row["verdict"], row["standing"]["reviewed"]) == ("violated", "complied")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody", "--by", "A", "--at", AT, "--why", "b"), 'the audit has no finding "nobody"'),
        (("{late}", "--by", " ", "--at", AT, "--why", "b"), "--by is empty"),
        (("{late}", "--by", "A", "--at", "2026-11-16T09:00", "--why", "b"), "has no zone"),
        (("{late}", "--by", "A", "--at", AT, "--why", "b", "--instead", "12"), "instead goes with wrong-agent"),
    ],
)
def test_what_is_off_is_said_and_nothing_is_written(auditor: Auditor, late: Any, arguments: Any, said: str) -> None:
    given = [late["fingerprint"] if one == "{late}" else one for one in arguments]
    answer = auditor("dispute", "add", *given)
    assert answer.code == 2
    assert said in answer.err
    assert not Path("decisions/dispositions.yml").exists()


def test_the_file_of_a_starter_folder_takes_entries(auditor: Auditor, late: Any) -> None:
    auditor("init", "ours")
    answer = auditor(
        "dispute",
        "add",
        late["fingerprint"],
        "--decisions",
        "ours/decisions",
        "--by",
        "Ines",
        "--at",
        AT,
        "--why",
        "so",
    )
    assert answer.code == 0, answer.err
    assert "disputed" in auditor("dispute", "list", "--decisions", "ours/decisions").out


def test_an_entry_before_the_last_one_is_refused(auditor: Auditor, late: Any) -> None:
    auditor("dispute", "add", late["fingerprint"], "--by", "Ines", "--at", AT, "--why", "we spoke")
    before = Path("decisions/dispositions.yml").read_text()
    answer = auditor("dispute", "add", late["fingerprint"], "--by", "B", "--at", "2026-11-01T09:00:00Z", "--why", "c")
    assert answer.code == 2
    assert "append-only" in answer.err
    assert Path("decisions/dispositions.yml").read_text() == before


def played(auditor: Auditor, late: Any, *options: str) -> str:
    """What the policy's test says of the finding as its only case."""
    case = auditor("dispute", "to-case", late["fingerprint"], "audit-report", "--name", "as it was", *options)
    assert case.code == 0, case.err
    assert "Anna Ash" not in case.out
    assert "Rita Reed" not in case.out
    pack = Path("policies/executive_escalations")
    shutil.rmtree(pack, ignore_errors=True)
    shutil.copytree(shipped.folder("policies") / "executive_escalations", pack)
    (pack / "duties" / "threat.cases.yaml").write_text(f"policy: threat\ncases:\n{case.out}")
    return auditor("policy", "test", pack).out


def test_a_finding_as_a_case_has_the_verdict_that_the_audit_gave(auditor: Auditor, late: Any) -> None:
    assert "ok     as it was" in played(auditor, late)


def test_an_overturned_finding_as_a_case_fails_until_the_policy_is_mended(auditor: Auditor, late: Any) -> None:
    auditor(
        "dispute", "add", late["fingerprint"], "--ruling", "overturned", "--by", "Rosa", "--at", "2026-11-10T12:00:00Z",
        "--why", "they had agreed on Tuesday",
    )  # fmt: skip
    told = played(auditor, late, "--decisions", "decisions")
    assert "FAILED as it was" in told
    assert 'touch-response: expected verdict "complied", judged "violated"' in told


def test_reviewers_are_compared_with_the_auditor(auditor: Auditor, late: Any) -> None:
    drawn = auditor("sample-review", "audit-report", "--n", "3", "--out", "list.csv")
    assert drawn.code == 0, drawn.err
    lines = Path("list.csv").read_text().splitlines()
    Path("list.csv").write_text("\n".join([lines[0], *(line[: -len(",,")] + "Maria,complied," for line in lines[1:])]))
    answer = auditor("calibrate", "audit-report", "list.csv")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("all: 3 verdicts reviewed")
    assert "too few to say more" in answer.out
    assert f"{late['fingerprint']}  ticket 1  threat/touch-response: broke; Maria: kept" in answer.out

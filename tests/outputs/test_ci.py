"""The gate: one line, one exit code, the same in the page and the log; what a build server must not be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor import outputs
from auditor.outputs.ci import commands
from auditor.outputs.ci.findings import teller
from auditor.outputs.ci.gate import gate, verdict_line
from auditor.outputs.ci.plain import WIDTH
from tests.outputs.ci_stories import decided_document, passing_document, quarantined_document, undecided_document
from tests.outputs.document import crowded_document, document, empty_document
from tests.outputs.page_reader import read


def at_gate(result: Any) -> tuple[str, int]:
    return verdict_line(result), gate(result).exit_code


def texts(result: dict[str, Any], folder: Path) -> tuple[str, str]:
    page, log = outputs.write(result, ["html"], folder, ["ci"])
    return page.read_text("utf-8"), log.read_text("utf-8")


def test_without_a_baseline_every_finding_counts():
    assert at_gate(document()) == ("FAIL: 1 critical, 5 high (6 below high, no baseline)", 1)


def test_with_a_baseline_only_new_ones_fail_and_the_rest_adds_up():
    result = decided_document()
    aside = "1 in the baseline, 2 fixed, 1 waived, 1 overturned, 1 advisory, 1 overridden, 6 below high"
    assert at_gate(result) == (f"FAIL: 1 new critical ({aside})", 1)
    found = gate(result)
    violated = sum(row["verdict"] == "violated" for row in result["verdicts"])
    assert len(found.failing) + sum(map(len, found.let_pass.values())) == violated


def test_nothing_new_is_a_pass():
    line, code = at_gate(passing_document())
    assert line.startswith("PASS: nothing new at or above high in 208 verdicts (2 in the baseline, 2 fixed, 1 waived")
    assert code == 0


def test_no_duty_is_a_pass_that_says_so():
    assert at_gate(empty_document()) == ("PASS: no duty arose on 1,204 tickets", 0)


def test_a_gate_that_nothing_fails_says_that_it_is_open():
    result = document()
    result["manifest"]["fail_on"] = None
    for row in result["verdicts"]:
        row["standing"]["fails"] = False
    assert at_gate(result) == (
        "PASS: nothing fails with --fail-on never (1 critical, 5 high, 5 medium, 1 low)",
        0,
    )


@pytest.mark.parametrize(("rows", "code"), [(500, 1), (501, 3)])
def test_more_than_half_of_the_rows_unusable_is_no_finding_and_no_pass(rows: int, code: int):
    line, found = at_gate(quarantined_document(rows))
    assert found == code
    assert line.startswith("DATA ERROR: 50.1 % of the rows not usable, more than 50 %") is (code == 3)


@pytest.mark.parametrize(("undecided", "code"), [(5, 0), (6, 3)])
def test_more_than_half_of_the_verdicts_undecided_is_no_pass(undecided: int, code: int):
    line, found = at_gate(undecided_document(undecided, 5))
    assert found == code
    assert line.startswith("PASS" if code == 0 else "DATA ERROR: 54.5 % of the verdicts undecided, more than 50 %")


@pytest.mark.parametrize(("undecided", "code"), [(1, 0), (2, 3)])
def test_the_limit_is_the_one_that_the_audit_was_asked_for(undecided: int, code: int):
    result = undecided_document(undecided, 5 - undecided)
    result["manifest"]["options"]["max_indeterminate"] = "20%"
    assert at_gate(result)[1] == code


def test_an_audit_of_no_ticket_is_a_data_error():
    result = empty_document()
    result["tickets"]["read"] = 0
    assert at_gate(result) == ("DATA ERROR: no ticket in the period", 3)


def test_a_data_error_still_tells_what_was_found():
    line, _ = at_gate(quarantined_document(600))
    assert "more than 50 %; 1 critical, 5 high found all the same" in line


@pytest.mark.parametrize("story", [document, decided_document, passing_document, empty_document])
def test_the_page_and_the_log_begin_with_the_same_line(tmp_path: Path, story: Any):
    page, log = texts(story(), tmp_path)
    line = verdict_line(story())
    assert log.splitlines()[0] == line
    assert read(page).one("h1").text == line
    assert f"<title>{line}</title>" in page


def test_every_failing_finding_stands_in_page_and_log_with_its_policy_line_and_its_command(tmp_path: Path):
    result = document()
    page, log = texts(result, tmp_path)
    failing = {row["fingerprint"] for row in result["verdicts"] if row["standing"]["fails"]}
    assert {one.attributes["id"] for one in read(page).all("article", "finding")} == failing
    assert all(name in log for name in failing)
    assert "\npolicies/executive_escalations/duties/silent_contact.yaml:7: critical: silent-contact/silence\n" in log
    command = "auditor explain EXPORT 48211 --duty silent-contact/silence --tz Europe/Berlin"
    assert f"      $ {command}\n" in log
    assert command in page


def test_a_finding_broke_at_its_deadline_or_with_the_act():
    found = teller(document())
    rows = {row["fingerprint"]: row for row in document()["verdicts"]}
    broke = {
        name: found.finding(rows[name]).broke.utc
        for name in ("48211-silence-11-10t1420", "48211-transfer-11-10t1420", "48190-touch-response-11-09t1012")
    }
    assert broke == {
        "48211-silence-11-10t1420": "2026-11-10T15:41:00Z",  # the reply
        "48211-transfer-11-10t1420": "2026-11-11T14:20:00Z",  # moved the day after: the deadline
        "48190-touch-response-11-09t1012": "2026-11-09T14:12:00Z",  # never: the deadline
    }


def test_a_history_says_since_when(tmp_path: Path):
    result = document()
    followed = [
        {"fingerprint": "48211-silence-11-10t1420", "first_seen": "2026-11-11T08:00:00Z", "was": "violated"},
        {"fingerprint": "48433-transfer-11-13t1640", "first_seen": "2026-11-11T08:00:00Z", "was": "pending"},
    ]
    result["past"] = {"audits": 3, "before": "2026-11-15T08:00:00Z", "weeks": [], "agents": [], "followed": followed,
                      "settled": [], "gone": []}  # fmt: skip
    _, log = texts(result, tmp_path)
    assert "1 of what fails stood in an earlier audit" in " ".join(log.replace("|", " ").split())
    assert log.count("      since     the audit as of Wed 11 Nov 2026, 09:00 UTC+01:00") == 1
    assert log.count("      since     this audit; none before shows it") == 5


def test_the_options_of_the_run_stand_in_its_commands():
    result = document()
    row = next(row for row in result["verdicts"] if row["standing"]["fails"])
    result["manifest"]["options"] = {
        "export": ["my export", "more.json"], "policies": "packs/ours", "parameter_files": ["a.yaml", "b.yaml"],
        "settings": ["company=A & B"], "shape": "zendesk", "as_of": "2026-11-16T09:00", "decisions": "decisions",
        "max_indeterminate": "20%", "max_quarantined": "50%",
    }  # fmt: skip
    shared = (
        "--policies packs/ours --parameters a.yaml --parameters b.yaml --set 'company=A & B' --shape zendesk "
        "--as-of 2026-11-16T09:00 --tz Europe/Berlin"
    )
    assert commands.explain(result, row) == (  # type: ignore[arg-type]
        f"auditor explain 'my export' more.json 48211 --duty silent-contact/silence {shared}"
    )
    assert commands.audit(result) == (  # type: ignore[arg-type]
        f"auditor audit 'my export' more.json {shared} --since 2026-11-08T23:00:00Z --until 2026-11-15T23:00:00Z "
        "--decisions decisions --max-indeterminate 20% --fail-on high --report ci"
    )
    assert commands.compiled(result, "threat", "left-open") == (  # type: ignore[arg-type]
        "auditor policy compile packs/ours --policy threat --duty left-open"
    )


@pytest.mark.parametrize(
    ("ticket", "words"),
    [
        ("7; rm -rf ~", "EXPORT '7; rm -rf ~' --duty"),
        ("$(id)", "EXPORT '$(id)' --duty"),
        ("-x", "-- EXPORT -x"),
        ("7\n::error::owned", "EXPORT '7 ::error::owned' --duty"),
    ],
)
def test_a_ticket_id_cannot_become_a_command(ticket: str, words: str):
    result = document()
    row = next(row for row in result["verdicts"] if row["standing"]["fails"])
    command = commands.explain(result, {**row, "ticket_id": ticket})  # type: ignore[arg-type,typeddict-item]
    assert words in command
    assert "\n" not in command


def test_words_of_tickets_give_a_build_server_no_orders(tmp_path: Path):
    result = document()
    hostile = "::error file=a::owned\n::set-output name=x::y\r##[error]x ##vso[task.complete] \x1b[31mred\u2028next"
    for row in result["verdicts"]:
        row["trigger"]["phrase"] = hostile
        row["responsible"]["name"] = row["responsible"]["why"] = hostile
        row["group"] = {"id": "1", "name": hostile}
        row["trigger"]["event_id"] = hostile
    for case in result["tickets"]["cases"]:
        case["contacts"] = []
        case["subject"] = hostile
    _, log = texts(result, tmp_path)
    assert "\x1b" not in log
    assert "##" not in log
    assert not any(line.lstrip().startswith("::") for line in log.splitlines())


def test_a_line_of_the_log_is_no_longer_than_100_columns_except_what_is_copied(tmp_path: Path):
    for story in (document, decided_document, passing_document):
        _, log = texts(story(), tmp_path)
        copied = ("  run it ", "      $ auditor", "policies/")
        assert [line for line in log.splitlines()[1:] if len(line) > WIDTH and not line.startswith(copied)] == []


def test_what_does_not_stand_on_the_page_is_counted(tmp_path: Path):
    result = crowded_document(low=10, high=700)
    page, log = texts(result, tmp_path)
    assert len(list(read(page).all("article", "finding"))) == 500
    assert "500 of 706 findings stand here, the worst first; the other 206 are in verdicts.csv" in read(page).text
    assert "  and 601 more findings of this duty, in the files below" in log


def test_page_and_log_do_not_grow_with_the_findings(tmp_path: Path):
    texts(crowded_document(low=9_000, high=1_000), tmp_path)
    assert (tmp_path / "ci.html").stat().st_size < 2_000_000
    assert (tmp_path / "ci.txt").stat().st_size < 100_000


def test_hostile_words_are_words_on_the_page(tmp_path: Path):
    page, _ = texts(document(), tmp_path)
    assert "<img src" not in page.split("</style>")[1].split("<script>")[0]
    assert "<script>document.title" not in page


def test_the_same_result_gives_the_same_bytes(tmp_path: Path):
    assert texts(decided_document(), tmp_path / "one") == texts(decided_document(), tmp_path / "two")

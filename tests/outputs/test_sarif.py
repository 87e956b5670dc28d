"""results.sarif holds what stands, verdicts.sarif.json everything; both as the standard has them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sarif import loader

from auditor.outputs.sarif import log
from tests.outputs.document import crowded_document, document, empty_document
from tests.outputs.hostile import hostile_document
from tests.outputs.people import decided_document
from tests.outputs.readers_pipeline import sarif_run


def runs(result: dict[str, Any], folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stands, and everything."""
    standing, every = log.write(result, folder)
    return sarif_run(standing), sarif_run(every)


def of(run: dict[str, Any], fingerprint: str) -> dict[str, Any]:
    (found,) = (one for one in run["results"] if one["fingerprints"]["auditor/v1"] == fingerprint)
    return dict(found)


def test_code_scanning_gets_no_alert_for_what_is_kept_open_unknown_waived_overturned_or_let_pass(tmp_path: Path):
    standing, every = runs(decided_document(), tmp_path)
    assert {result["kind"] for result in standing["results"]} == {"fail"}
    accepted = [result for result in every["results"] if any(s["status"] == "accepted" for s in result["suppressions"])]
    assert len(accepted) == 3
    fails = [result for result in every["results"] if result["kind"] == "fail"]
    assert standing["results"] == [result for result in fails if result not in accepted]


def test_every_verdict_has_its_kind_and_only_what_fails_has_a_level(tmp_path: Path):
    _, every = runs(document(), tmp_path)
    assert Counter(result["kind"] for result in every["results"]) == {"fail": 12, "review": 3, "open": 5, "pass": 188}
    assert all((result["kind"] == "fail") == (result["level"] != "none") for result in every["results"])
    levels = {(result["properties"]["severity"], result["level"]) for result in every["results"][:12]}
    assert levels == {("critical", "error"), ("high", "error"), ("medium", "warning"), ("low", "note")}


def test_a_result_says_which_duty_at_which_line_and_which_ticket_and_event(tmp_path: Path):
    standing, _ = runs(document(), tmp_path)
    result = of(standing, "48211-silence-11-10t1420")
    rule = standing["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert result["ruleId"] == rule["id"] == "executive_escalations/silent-contact/silence"
    assert "KB-4: Listed contacts move" in rule["help"]["text"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {
            "uri": "policies/executive_escalations/duties/silent_contact.yaml",
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": 7},
    }
    named = [(one["kind"], one["fullyQualifiedName"]) for one in location["logicalLocations"]]
    events = [("event", f"ticket/48211/event/48211-{name}") for name in ("e1", "e8")]
    assert named == [("ticket", "ticket/48211"), *events]


def test_an_event_that_is_trigger_and_witness_is_named_once(tmp_path: Path):
    result = document()
    act = next(row for row in result["verdicts"] if row["verdict"] == "violated")
    act["witness"] = [act["trigger"]["event_id"]]
    (location,) = of(runs(result, tmp_path)[0], act["fingerprint"])["locations"]
    assert [one["name"] for one in location["logicalLocations"]] == ["48211", "48211-e1"]


def test_a_file_holds_no_more_results_than_github_takes():
    assert log.MOST == 25_000


def test_findings_of_one_duty_share_a_line_and_are_alerts_of_their_own(tmp_path: Path):
    standing, _ = runs(document(), tmp_path)
    lasting = [result["partialFingerprints"]["primaryLocationLineHash"] for result in standing["results"]]
    assert len(set(lasting)) == len(lasting) == 12


def test_what_people_decided_is_a_suppression_and_the_first_word(tmp_path: Path):
    _, every = runs(decided_document(), tmp_path)
    waived = of(every, "48211-silence-11-10t1420")
    assert waived["message"]["text"].startswith("Waived: Nobody answers the contact before the move, ticket 48211.")
    assert waived["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "Waiver W-1 until 2026-11-18T23:00:00Z, approved by Head of Support: "
            "the courier was on strike",
        }
    ]
    assert waived["baselineState"] == "unchanged"
    overturned = of(every, "48211-transfer-11-10t1420")
    assert overturned["message"]["text"].startswith("Overturned in review: ")
    assert overturned["properties"]["reviewed"] == "complied"
    disputed = of(every, "48211-no-automated-contact-11-10t1420")
    assert disputed["suppressions"][0]["status"] == "underReview"
    assert disputed["baselineState"] == "new"


def test_whoever_a_reviewer_cleared_is_not_named_as_answering(tmp_path: Path):
    result = decided_document()
    ruled = [row for row in result["verdicts"] if row["standing"]["disposition"]]
    (row,) = (row for row in ruled if row["standing"]["disposition"]["ruling"] == "wrong-agent")
    standing, _ = runs(result, tmp_path)
    text = of(standing, row["fingerprint"])["message"]["text"]
    assert "somebody else answers for it, Wei Chen" in text
    assert row["responsible"]["name"] not in text


@pytest.mark.parametrize("most", [720, 719])
def test_more_results_than_a_file_holds_go_on_in_another_and_nothing_is_lost(tmp_path: Path, monkeypatch, most: int):
    result = crowded_document(low=700, high=8)  # 720 broken ones
    monkeypatch.setattr(log, "MOST", most)
    parts = [file for file in log.write(result, tmp_path) if file.name.startswith("results")]
    assert [file.name for file in parts] == (["results.sarif"] if most == 720 else ["results.sarif", "results-2.sarif"])
    told = [sarif_run(file) for file in parts]
    held = [one["fingerprints"]["auditor/v1"] for run in told for one in run["results"]]
    assert sorted(held) == sorted(row["fingerprint"] for row in result["verdicts"] if row["verdict"] == "violated")
    assert len({run["automationDetails"]["id"].rpartition("/")[0] for run in told}) == len(parts)
    assert told[0]["results"][0]["properties"]["severity"] == "critical"
    if len(parts) > 1:
        notes = told[1]["invocations"][0]["toolExecutionNotifications"]
        assert notes[0]["message"]["text"] == "This is part 2 of 2: 1 results."


def test_parts_of_an_earlier_audit_do_not_stay_to_be_uploaded(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(log, "MOST", 5)
    log.write(document(), tmp_path)
    assert (tmp_path / "results-3.sarif").is_file()
    monkeypatch.setattr(log, "MOST", 25_000)
    log.write(document(), tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["results.sarif", "verdicts.sarif.json"]


@pytest.mark.parametrize("kept", [0, 1])
def test_kept_duties_are_results_only_while_all_fit_one_file_and_always_counted(tmp_path: Path, monkeypatch, kept: int):
    result = document()
    monkeypatch.setattr(log, "MOST", len(result["verdicts"]) - 1 + kept)
    every = sarif_run(log.write(result, tmp_path)[-1])
    assert any(one["kind"] == "pass" for one in every["results"]) == bool(kept)
    assert every["properties"]["auditor"]["verdicts"]["complied"] == 188


def test_no_word_of_a_ticket_becomes_a_link_or_a_placeholder(tmp_path: Path):
    for run in runs(hostile_document(), tmp_path):
        rules = run["tool"]["driver"]["rules"]
        texts = [one["message"]["text"] for one in run["results"]]
        texts += [rule[name]["text"] for rule in rules for name in ("shortDescription", "fullDescription", "help")]
        assert not [text for text in texts if "](" in text]
        left = [text.replace("{{", "").replace("}}", "") for text in texts]
        assert not [text for text in left if "{" in text or "}" in text]


def test_an_export_that_cannot_be_trusted_is_no_success(tmp_path: Path):
    result = empty_document()
    result["rows"].update(read=10, used=4, duplicate=0, quarantined=6)
    for run in runs(result, tmp_path):
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is False
        told = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
        assert any(one.startswith("6 of 10 rows of the export could not be used") for one in told)


def test_sarif_tools_reads_the_same_findings(tmp_path: Path):
    standing, _ = log.write(document(), tmp_path)
    read = loader.load_sarif_file(str(standing))
    assert Counter(record["Severity"] for record in read.get_records()) == {"error": 6, "warning": 5, "note": 1}
    assert {record["Location"] for record in read.get_records()} >= {
        "policies/executive_escalations/duties/silent_contact.yaml"
    }
    assert read.get_distinct_tool_names() == ["auditor"]


def test_a_finding_without_a_rule_is_told_all_the_same(tmp_path: Path):
    result = document()
    row = next(row for row in result["verdicts"] if row["verdict"] == "violated")
    row["duty"] = "gone"
    found = of(runs(result, tmp_path)[0], row["fingerprint"])
    assert "ruleIndex" not in found
    assert found["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}

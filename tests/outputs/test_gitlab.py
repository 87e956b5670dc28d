"""gl-code-quality-report.json: the severity says what stands, the first words what people decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from auditor.outputs import gitlab
from tests.outputs.hostile import hostile_document
from tests.outputs.people import decided_document
from tests.outputs.readers_pipeline import issues


def told(result: dict[str, Any], folder: Path) -> dict[str, dict[str, Any]]:
    gitlab.write(result, folder)
    return {issue["fingerprint"]: issue for issue in issues(folder)}


def test_a_finding_that_stands_has_its_severity_at_its_line(tmp_path: Path):
    issue = told(decided_document(), tmp_path)["48190-touch-response-11-09t1012"]
    assert issue["severity"] == "critical"
    assert issue["check_name"] == "executive_escalations/threat/touch-response"
    assert issue["location"] == {"path": "policies/executive_escalations/duties/threat.yaml", "lines": {"begin": 7}}
    assert issue["description"].startswith("Broke: A touch response goes out within 4 business hours, ticket 48190. ")


def test_what_is_set_aside_disputed_open_or_unknown_is_no_more_than_told(tmp_path: Path):
    result = decided_document()
    found = told(result, tmp_path)
    leads = ("Waived: ", "Overturned in review: ", "Let pass: ", "Broke, disputed: ", "Not yet: ", "Cannot tell: ")
    for row in result["verdicts"]:
        if row["verdict"] == "complied":
            assert row["fingerprint"] not in found
            continue
        issue = found[row["fingerprint"]]
        assert (issue["severity"] == "info") == issue["description"].startswith(leads)


def test_the_counts_come_first_and_never_look_like_a_new_issue(tmp_path: Path):
    first, *_ = told(decided_document(), tmp_path).values()
    assert (first["check_name"], first["fingerprint"], first["severity"]) == ("auditor", "auditor-counts", "info")
    assert first["description"].startswith("FAIL: 4 new high (")


def test_hostile_words_leave_the_list_as_it_is(tmp_path: Path):
    result = hostile_document()
    assert len(told(result, tmp_path)) == 1 + sum(row["verdict"] != "complied" for row in result["verdicts"])

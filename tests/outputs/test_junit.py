"""junit.xml: red is what fails the run, and nothing else; nothing that is not kept looks kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase

from auditor.outputs import junit
from tests.outputs.document import document, empty_document
from tests.outputs.hostile import hostile_document
from tests.outputs.people import decided_document
from tests.outputs.readers_pipeline import junit_cases


def cases(result: dict[str, Any], folder: Path) -> dict[str, TestCase]:
    """By fingerprint, which stands at the end of each name."""
    junit.write(result, folder)
    return {case.name.rpartition("[")[2].rstrip("]"): case for case in junit_cases(folder)}


def test_a_suite_is_a_policy_and_a_testcase_a_verdict(tmp_path: Path):
    result = document()
    assert set(cases(result, tmp_path)) == {row["fingerprint"] for row in result["verdicts"]}
    suites = [suite.name for suite in JUnitXml.fromfile(str(tmp_path / "junit.xml"))]
    assert suites == [f"executive_escalations/{policy['policy']}" for policy in result["policies"]]


def test_what_fails_the_run_is_a_failure_at_its_line_and_all_else_is_not(tmp_path: Path):
    result = decided_document()
    found = cases(result, tmp_path)
    for row in result["verdicts"]:
        failed = [type(outcome) for outcome in found[row["fingerprint"]].result] == [Failure]
        assert failed == row["standing"]["fails"]
    case = found["48190-touch-response-11-09t1012"]
    (failure,) = case.result
    assert (case.classname, failure.type) == ("executive_escalations.threat.touch-response", "high")
    assert failure.message == "Broke: A touch response goes out within 4 business hours, ticket 48190 (high)"
    assert failure.text.endswith("policies/executive_escalations/duties/threat.yaml:7")
    assert "Jonas Lindqvist answers for it" in failure.text


def test_a_skipped_one_says_why(tmp_path: Path):
    found = cases(decided_document(), tmp_path)
    told = {
        case.result[0].type + ": " + case.result[0].message
        for case in found.values()
        if case.result and isinstance(case.result[0], Skipped)
    }
    waived = "violated: Waived: Nobody answers the contact before the move, ticket 48211 (fails nothing: waived)"
    assert waived in told
    assert [text for text in told if text.startswith("pending: Not yet: ")]
    assert [text for text in told if text.startswith("indeterminate: Cannot tell: ")]


def test_an_export_that_cannot_be_trusted_is_an_error_and_never_green(tmp_path: Path):
    result = empty_document()
    result["tickets"]["read"] = 0
    junit.write(result, tmp_path)
    (case,) = junit_cases(tmp_path)
    assert [type(outcome) for outcome in case.result] == [Error]
    assert case.name.startswith("The export holds no ticket in the period that was asked for")


def test_no_word_of_a_ticket_breaks_the_xml(tmp_path: Path):
    result = hostile_document()
    junit.write(result, tmp_path)
    root = ElementTree.fromstring((tmp_path / "junit.xml").read_bytes())
    tags = {element.tag for element in root.iter()}
    assert tags == {"testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"}
    assert len(list(root.iter("testcase"))) == len(result["verdicts"])

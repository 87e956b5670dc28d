"""The formats for pipelines: within the limits of their readers, true to decisions, and safe with hostile words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from auditor import outputs
from auditor.cli.github import tell_runner
from auditor.outputs import github, markdown, sarif
from tests.outputs.document import crowded_document, document
from tests.outputs.people import decided_document
from tests.outputs.readers_pipeline import sarif_files
from tests.outputs.stories import row

HOSTILE = (
    "</script><script>alert(1)</script> ![x](https://evil.example/a.png) [click](javascript:alert(1)) | `code` "
    "**bold** @everyone #1 www.evil.example <img src=x onerror=alert(1)>\n# head\r\n::error::forged ]]> %0A \x00 \ud83d"
)


def hostile_document() -> dict[str, Any]:
    """Hostile words wherever a ticket or a person may have put them."""
    result = decided_document()
    for verdict in result["verdicts"]:
        verdict["ticket_id"] = HOSTILE
        verdict["responsible"] = {**verdict["responsible"], "name": HOSTILE}
        verdict["trigger"] = {**verdict["trigger"], "phrase": HOSTILE}
        verdict["reason"] = f"redacted: {HOSTILE}" if verdict["reason"] else None
    return result


def violated(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in result["verdicts"] if one["verdict"] == "violated"]


def runs(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(file.read_bytes())["runs"][0] for file in sarif_files(folder)]


def test_a_sarif_result_stands_at_its_duty_in_the_policy_and_names_ticket_and_event(tmp_path: Path) -> None:
    result = document()
    outputs.write(result, ["sarif"], tmp_path)
    (run,) = runs(tmp_path)
    by_fingerprint = {one["partialFingerprints"]["auditorFinding/v1"]: one for one in run["results"]}
    assert set(by_fingerprint) == {one["fingerprint"] for one in violated(result)}
    for one in violated(result):
        found = by_fingerprint[one["fingerprint"]]
        (place,) = found["locations"]
        physical = place["physicalLocation"]
        assert physical["artifactLocation"]["uri"].endswith(f"duties/{one['policy'].replace('-', '_')}.yaml")
        assert physical["region"]["startLine"] == 7
        assert place["logicalLocations"][0]["name"] == one["ticket_id"]
        assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == found["ruleId"]


def test_an_event_that_is_trigger_and_witness_is_named_once(tmp_path: Path) -> None:
    result = document()
    act = row("7", "transfer-to-ee/listed-contact", "violated", "11-10 09:00", trigger="move", witness=("move",))
    act["witness"] = [act["trigger"]["event_id"]]
    outputs.write({**result, "verdicts": [act]}, ["sarif"], tmp_path)
    (run,) = runs(tmp_path)
    names = [one["name"] for one in run["results"][0]["locations"][0]["logicalLocations"]]
    assert names == ["7", act["trigger"]["event_id"]]


def test_a_decision_suppresses_a_sarif_result_and_leaves_it_in_the_file(tmp_path: Path) -> None:
    result = decided_document()
    outputs.write(result, ["sarif"], tmp_path)
    (run,) = runs(tmp_path)
    told = {one["partialFingerprints"]["auditorFinding/v1"]: one for one in run["results"]}
    waived, overturned, disputed, elsewhere, approved = (told[one["fingerprint"]] for one in violated(result)[:5])
    assert [one["suppressions"][0]["status"] for one in (waived, overturned, approved)] == ["accepted"] * 3
    assert disputed["suppressions"][0]["status"] == "underReview"
    assert "suppressions" not in elsewhere
    assert (waived["baselineState"], disputed["baselineState"]) == ("unchanged", "new")


@pytest.mark.parametrize(("findings", "files"), [(25_000, 1), (25_001, 2)])
def test_a_sarif_file_holds_as_many_results_as_its_readers_take(tmp_path: Path, findings: int, files: int) -> None:
    result = document()
    one = row("7", "threat/touch-response", "violated", "11-10 09:00")
    result["verdicts"] = [{**one, "fingerprint": f"f{number}"} for number in range(findings)]
    written = sarif.write(result, tmp_path)
    assert [file.name for file in written] == ["results.sarif", "results-2.sarif"][:files]
    found = runs(tmp_path)
    assert sum(len(run["results"]) for run in found) == findings
    assert {run["properties"]["files"] for run in found} == {files}


def test_a_junit_failure_is_what_fails_the_run_and_a_waived_breach_is_skipped_with_its_reason(tmp_path: Path) -> None:
    result = decided_document()
    outputs.write(result, ["junit"], tmp_path)
    found = JUnitXml.fromfile(str(tmp_path / "junit.xml"))
    assert found.failures == sum(one["standing"]["fails"] for one in result["verdicts"]) > 0
    waived = violated(result)[0]["fingerprint"]
    (case,) = (case for suite in found for case in suite if waived in case.name)
    assert "Waived until" in case.result[0].message
    assert case.result[0].message.startswith("Broke: ")


def test_a_gitlab_issue_has_the_fields_that_gitlab_reads(tmp_path: Path) -> None:
    result = decided_document()
    outputs.write(result, ["gitlab"], tmp_path)
    issues = json.loads((tmp_path / "gl-code-quality-report.json").read_text())
    assert {issue["fingerprint"] for issue in issues} == {one["fingerprint"] for one in violated(result)}
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
        assert not issue["location"]["path"].startswith("/")
    waived = violated(result)[0]["fingerprint"]
    assert next(issue["severity"] for issue in issues if issue["fingerprint"] == waived) == "info"


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as the runner reads them: kind, properties, message."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        assert match, line
        pairs = (pair.partition("=") for pair in match[2].split(","))
        found.append((match[1], {name: unescaped(value) for name, _, value in pairs}, unescaped(match[3])))
    return found


def unescaped(text: str) -> str:
    for code, letter in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def test_annotations_are_read_back_as_they_were_meant(tmp_path: Path) -> None:
    result = document()
    outputs.write(result, ["github"], tmp_path)
    found = commands((tmp_path / github.ANNOTATIONS).read_text("utf-8"))
    failing = [one for one in result["verdicts"] if one["standing"]["fails"]]
    assert len(found) == len(failing) > 0
    for kind, properties, message in found:
        assert kind == "error"
        assert properties["file"].startswith("policies/")
        assert properties["title"].partition(": ")[0] in ("critical", "high")
        assert message.startswith("Broke: ")


def test_annotations_beyond_what_github_shows_are_counted() -> None:
    result = crowded_document()
    failing = sum(one["standing"]["fails"] for one in result["verdicts"])
    told = list(github.commands(result))
    assert len(told) == github.MOST_OF_A_KIND
    assert f"{failing - 9:,} more" in told[-1]


def test_a_summary_that_would_be_dropped_whole_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = "".join(github.summary(document()))
    monkeypatch.setattr(github, "MOST_BYTES", 1_000)
    cut = "".join(github.summary(document()))
    assert len(cut) < len(whole)
    assert re.search(r"\d sections are left out here", cut)
    assert "left out" not in whole


def test_a_runner_hears_the_annotations_and_gets_the_summary_appended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = outputs.write(document(), ["github"], tmp_path / "report")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    tell_runner(files)
    assert capsys.readouterr().out == ""
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    tell_runner(files)
    assert capsys.readouterr().out == files[0].read_text("utf-8")
    assert summary.read_text("utf-8") == "before\n" + files[1].read_text("utf-8")


@pytest.mark.parametrize("name", ["digest.md", "github-summary.md"])
def test_hostile_words_are_no_markup_in_a_digest(tmp_path: Path, name: str) -> None:
    result = hostile_document()
    outputs.write(result, ["markdown", "github"], tmp_path)
    text = (tmp_path / name).read_text("utf-8")
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(text)
    every = [one for token in tokens for one in (token, *(token.children or []))]
    kinds = {token.type for token in every}
    assert not kinds & {"html_block", "html_inline", "image", "link_open", "code_inline", "fence", "em_open"}
    heads = [token for token in tokens if token.type == "heading_open"]
    assert len(heads) == text.count("\n## ") + 1
    for mention in ("@everyone", "#1 ", "://evil", "www.evil"):
        assert mention not in text


def test_a_table_of_the_digest_says_how_many_are_elsewhere() -> None:
    (needs,) = (one for one in markdown.sections(crowded_document()) if one.startswith("## Needs action"))
    (more,) = (one for one in markdown.sections(crowded_document()) if "more findings" in one)
    broke = len(violated(crowded_document()))
    assert needs.count("\n| ") == markdown.SHOWN + 2, "the head, the rule and the rows"
    assert more == f"and {broke - markdown.SHOWN:,} more findings in result.json."


def test_hostile_words_end_no_command_and_no_element(tmp_path: Path) -> None:
    result = hostile_document()
    outputs.write(result, ["junit", "github", "sarif", "gitlab"], tmp_path)
    lines = (tmp_path / github.ANNOTATIONS).read_text("utf-8").splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    tree = ElementTree.parse(tmp_path / "junit.xml")
    assert len(list(tree.iter("testcase"))) == len(result["verdicts"])
    for name in ("results.sarif", "gl-code-quality-report.json"):
        json.loads((tmp_path / name).read_text("utf-8"))

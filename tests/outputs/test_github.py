"""Annotations are commands that no ticket can forge, ten of a kind; the summary stays below 1 MiB."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from auditor.outputs.github import job, step_summary
from auditor.outputs.github.commands import annotated, command
from auditor.outputs.telling.outcome import outcome
from tests.outputs.document import crowded_document, document, empty_document
from tests.outputs.hostile import ATTACKS, hostile_document
from tests.outputs.people import decided_document
from tests.outputs.readers_pipeline import Command, commands, tables, tokens


def written(result: dict[str, Any], folder: Path) -> tuple[list[Command], str]:
    annotations, summary = job.write(result, folder)
    return commands(annotations.read_bytes().decode()), summary.read_text("utf-8")


def kinds(found: list[Command], kind: str) -> list[Command]:
    return [one for one in found if one.kind == kind]


def test_what_fails_is_an_error_what_does_not_a_warning_and_what_is_open_a_notice(tmp_path: Path):
    found, _ = written(decided_document(), tmp_path)
    assert [len(kinds(found, kind)) for kind in ("error", "warning", "notice")] == [4, 5, 6]
    first = kinds(found, "error")[0]
    assert first.properties == {
        "file": "policies/executive_escalations/duties/threat.yaml",
        "line": "7",
        "title": "Broke: A touch response goes out within 4 business hours, ticket 48190",
    }
    assert first.message.startswith("Not done by Mon 9 Nov 2026, 15:12 UTC+01:00; 4 h of business time allowed")
    assert not [one for one in found if "Waived" in one.properties["title"] or "Overturned" in one.properties["title"]]


@pytest.mark.parametrize(("low", "high", "left"), [(0, 3, 0), (0, 4, 0), (0, 5, 1)])
def test_github_shows_ten_of_a_kind_and_the_first_notice_counts_the_others(low: int, high: int, left: int):
    result = crowded_document(low, high)  # the document itself has 6 that fail, 6 that do not, 5 open
    found = commands("\n".join(annotated(result)))
    assert len(kinds(found, "error")) == min(6 + high, 10)
    more = re.search(r"(\d+) more that could be annotated", found[0].message)
    assert int(more[1] if more else 0) == left


def test_no_kind_has_more_than_ten_however_much_there_is():
    found = commands("\n".join(annotated(crowded_document())))
    assert [len(kinds(found, kind)) for kind in ("error", "warning", "notice")] == [10, 10, 6]


@pytest.mark.parametrize("text", [*ATTACKS[:7], "a,b:c%d", "%0A", "%2525", "50 %, or: so"])
def test_a_command_gives_back_the_very_words(text: str):
    (found,) = commands(command("error", text, file=text, title=text))
    assert found == Command("error", {"file": text, "title": text}, text)


def test_a_ticket_forges_no_command_of_its_own(tmp_path: Path):
    result = hostile_document()
    found, _ = written(result, tmp_path)
    assert len(found) == len(list(annotated(result)))
    assert not re.search(r"^\s*(##\[|::(?!error|warning|notice))", (tmp_path / job.ANNOTATIONS).read_text(), re.M)


@pytest.mark.parametrize(
    ("made", "first"),
    [
        (document, "FAIL: 1 critical, 5 high (6 below high, no baseline)"),
        (empty_document, "PASS: no duty arose on 1,204 tickets"),
        (
            decided_document,
            "FAIL: 4 new high (0 in the baseline, 0 fixed, 1 waived, 1 overturned, 1 overridden, 5 below high)",
        ),
    ],
)
def test_the_first_line_says_what_fails_and_why_the_rest_does_not(made: Any, first: str):
    assert outcome(made()) == first


def test_an_export_that_cannot_be_trusted_never_looks_like_a_pass():
    result = empty_document()
    result["rows"].update(read=4, used=2, duplicate=0, quarantined=2)
    assert outcome(result).startswith("PASS")  # exactly half is still told
    result["rows"].update(used=1, quarantined=3)
    assert outcome(result) .startswith("DATA ERROR: 75.0 % of the rows not usable, more than 50 %")


def test_the_summary_lists_what_fails_with_its_ticket_and_duty(tmp_path: Path):
    _, summary = written(decided_document(), tmp_path)
    failing = next(table for table in tables(summary) if table[0][2] == "Broken duty")
    assert [row[:2] for row in failing[1:]] == [["high", number] for number in ("48190", "48355", "48350", "48402")]


@pytest.mark.parametrize("most_bytes", [900_000, 20_000])
def test_the_summary_stays_below_its_limit_and_says_how_much_is_elsewhere(tmp_path: Path, monkeypatch, most_bytes: int):
    monkeypatch.setattr(step_summary, "MOST_BYTES", most_bytes)
    result = crowded_document()
    _, summary = written(result, tmp_path)
    assert len(summary.encode()) <= most_bytes
    told = [table for table in tables(summary) if table[0][2] == "Broken duty"]
    left = [int(number) for number in re.findall(r"^\*(\d+) more findings? in `verdicts\.csv`", summary, re.M)]
    assert left
    violated = sum(row["verdict"] == "violated" for row in result["verdicts"])
    assert sum(len(table) - 1 for table in told) + sum(left) == violated


def test_the_summary_holds_no_html_link_or_picture_of_a_ticket(tmp_path: Path):
    _, summary = written(hostile_document(), tmp_path)
    assert not {token.type for token in tokens(summary)} & {"html_inline", "html_block", "link_open", "image"}

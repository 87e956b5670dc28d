"""Every format tells the same, the same way each time, and none can be made to do harm."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from auditor import outputs
from auditor.errors import UsageError
from auditor.outputs import csv_file, json_file
from auditor.outputs.files import heavy
from auditor.outputs.weekly import report as html
from auditor.result_file import load
from tests.outputs.document import crowded_document, document, empty_document
from tests.outputs.page_reader import read
from tests.outputs.people import decided_document

VERDICTS = ("violated", "indeterminate", "pending", "complied")


def written(result, name: str, folder: Path) -> str:
    (file,) = outputs.write(result, [name], folder)
    return file.read_text("utf-8")


@pytest.mark.parametrize("made", [document, empty_document])
def test_page_json_and_csv_tell_the_same_counts(tmp_path: Path, made):
    result = made()
    page = read(written(result, "html", tmp_path))
    told = json.loads(written(result, "json", tmp_path))
    rows = list(csv.DictReader(io.StringIO(written(result, "csv", tmp_path))))
    counts = Counter(row["verdict"] for row in told["verdicts"])

    assert Counter(row["verdict"] for row in rows) == counts
    assert {row["fingerprint"] for row in rows} == {row["fingerprint"] for row in told["verdicts"]}
    figures = [tile.one("p", "figure").text for tile in page.all("li", "tile")]
    assert figures[2:] == [str(counts["indeterminate"]), str(counts["pending"])]
    anchors = {finding.attributes["id"] for finding in page.all("article", "finding")}
    assert anchors == {row["fingerprint"] for row in told["verdicts"] if row["verdict"] == "violated"}

    per_duty = [
        [cell.text for cell in line.all("td")][1:5]
        for line in page.with_id("duties").all("tr")
        if len(list(line.all("td"))) > 4
    ]
    summed = [sum(int(cell) for cell in column) for column in zip(*per_duty, strict=True)]
    assert summed == [counts[verdict] for verdict in VERDICTS]


def test_the_json_is_the_document(tmp_path: Path):
    result = document()
    outputs.write(result, ["json"], tmp_path)
    found = load(tmp_path / "result.json")
    assert found == result


def test_the_same_result_gives_the_same_bytes_whatever_the_order_of_its_keys(tmp_path: Path):
    result = document()
    shuffled = {name: result[name] for name in reversed(result)}
    shuffled["manifest"] = {name: result["manifest"][name] for name in reversed(result["manifest"])}
    shuffled["verdicts"] = [{name: row[name] for name in reversed(row)} for row in result["verdicts"]]
    for name in outputs.USUAL:
        assert written(result, name, tmp_path / "one") == written(shuffled, name, tmp_path / "two"), name


def test_a_verdict_stands_on_a_line_of_its_own(tmp_path: Path):
    result = document()
    lines = written(result, "json", tmp_path).splitlines()
    verdicts = [json.loads(line.rstrip(",")) for line in lines if '"fingerprint"' in line]
    assert len(verdicts) == len(result["verdicts"])


@pytest.mark.parametrize("name", ["json", "csv", "html"])
def test_half_a_character_pair_from_an_export_breaks_no_format(tmp_path: Path, name: str):
    result = document()
    result["verdicts"][0]["trigger"]["phrase"] = "a \ud83d subpoena"
    written(result, name, tmp_path)


def test_the_json_keeps_half_a_character_pair_as_it_was(tmp_path: Path):
    result = document()
    result["tickets"]["cases"][0]["subject"] = "\ud83d"
    told = json.loads(written(result, "json", tmp_path))
    assert told["tickets"]["cases"][0]["subject"] == "\ud83d"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_is_not_made_to_run_what_a_ticket_says(tmp_path: Path, begins: str):
    result = document()
    result["verdicts"][0]["trigger"]["phrase"] = f"{begins}cmd|' /C calc'!A0"
    result["verdicts"][0]["responsible"]["name"] = f"{begins}SUM(A1)"
    outputs.write(result, ["csv"], tmp_path)
    rows = csv.DictReader(io.StringIO((tmp_path / "verdicts.csv").read_bytes().decode("utf-8"), newline=""))
    row = next(row for row in rows if row["fingerprint"] == result["verdicts"][0]["fingerprint"])
    assert (row["trigger_phrase"], row["responsible_name"]) == (f"'{begins}cmd|' /C calc'!A0", f"'{begins}SUM(A1)")


def test_a_row_of_the_csv_tells_the_whole_verdict(tmp_path: Path):
    rows = csv.DictReader(io.StringIO(written(document(), "csv", tmp_path)))
    row = next(row for row in rows if row["fingerprint"] == "48211-transfer-11-10t1420")
    assert row == {
        "fingerprint": "48211-transfer-11-10t1420",
        "ticket_id": "48211",
        "pack": "executive_escalations",
        "policy": "silent-contact",
        "duty": "transfer",
        "clauses": "KB-4",
        "contact_types": "subpoena",
        "severity": "high",
        "verdict": "violated",
        "final": "true",
        "repaired": "true",
        "reason": "",
        "trigger_event_id": "48211-e1",
        "trigger_at": "2026-11-10T14:20:00Z",
        "trigger_phrase": "a subpoena",
        "witness": "48211-e10",
        "due_at": "2026-11-11T14:20:00Z",
        "elapsed_seconds": "43800",
        "allowed_seconds": "28800",
        "clock": "business",
        "responsible_kind": "agent",
        "responsible_id": "204",
        "responsible_name": "Tom O’Hara",
        "responsible_why": "assignee when the deadline passed",
        "reviewed_verdict": "violated",
        "waiver": "",
        "baseline": "",
        "disposition": "",
        "enforcement": "hard",
        "fails": "true",
        "group_name": "Tier 1",
    }


def test_the_csv_says_what_people_decided(tmp_path: Path):
    rows = list(csv.DictReader(io.StringIO(written(decided_document(), "csv", tmp_path))))
    stands = [name for name in rows[0] if name in ("verdict", *list(rows[0])[-7:-1])]
    decided = {tuple(row[name] for name in stands) for row in rows if row["verdict"] == "violated"}
    assert stands == ["verdict", "reviewed_verdict", "waiver", "baseline", "disposition", "enforcement", "fails"]
    assert ("violated", "violated", "W-1", "known", "", "hard", "false") in decided
    assert ("violated", "complied", "", "", "overturned", "hard", "false") in decided
    assert ("violated", "violated", "", "", "", "soft", "false") in decided


def on_the_page(page: Any) -> set[str]:
    """The findings with their history and those of the list."""
    lines = [row for table in page.all("table", "lines") for row in table.one("tbody").all("tr")]
    return {one.attributes["id"] for one in [*page.all("article", "finding"), *lines]}


def test_what_is_not_on_the_page_is_packed_into_it_and_counted(tmp_path: Path):
    result = crowded_document(low=1_200, high=20)
    page = read(written(result, "html", tmp_path))
    violated = [row for row in result["verdicts"] if row["verdict"] == "violated"]
    laid_out = len(list(page.all("article", "finding")))
    told = page.with_id("needs-action").text
    shown = len(on_the_page(page))
    assert shown >= 500
    assert (
        f"{shown} of {len(violated):,} findings stand here, every critical one among them: {laid_out} with their "
        f"history, {shown - laid_out} as lines of a list. The other {len(violated) - shown} are packed into this page"
    ) in told
    assert page.with_id("packed-told").text.startswith(f"{len(violated) - shown} more findings are packed")


def test_every_critical_finding_stands_on_the_page_however_many_there_are(tmp_path: Path):
    result = crowded_document(low=10, high=1_500)
    page = read(written(result, "html", tmp_path))
    critical = {row["fingerprint"] for row in result["verdicts"] if row["severity"] == "critical"}
    broken = {row["fingerprint"] for row in result["verdicts"] if row["verdict"] == "violated"}
    assert critical & broken <= on_the_page(page)


def test_an_unknown_format_names_those_there_are(tmp_path: Path):
    with pytest.raises(UsageError, match=r'no format "pdf". Formats: html, json, csv'):
        outputs.write(document(), ["html", "pdf"], tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("output", [html, json_file, csv_file])
def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path, output):
    (tmp_path / "taken").write_text("a file, no folder", "utf-8")
    with pytest.raises(UsageError, match="Name another folder with --out"):
        output.write(document(), tmp_path / "taken" / "report")


@pytest.mark.parametrize(("size", "warned"), [(5_000_000, False), (5_000_001, True)])
def test_a_page_above_five_megabytes_is_said_to_be_slow(tmp_path: Path, size: int, warned: bool):
    page = tmp_path / "weekly.html"
    page.write_bytes(b"x" * size)
    assert [f"{page}: 5.0 MB" in sentence for sentence in heavy([page])] == [True] * warned

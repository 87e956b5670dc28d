"""`auditor contacts`: what a person meets who reads texts, measures detectors and asks why."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from auditor import shipped
from tests.cli.conftest import Auditor

SAMPLE = Path(__file__).parents[2] / "sample_data" / "zendesk"


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    lines: list[dict[str, Any]] = [
        {"text": "I will sue you, Upwork.", "labels": ["legal-threat"], "id": 7},
        {"text": "What is your DUNS number?", "labels": ["dun-bradstreet", "legal-threat|social-media-threat"]},
        {"text": "I need an IR35 answer.", "labels": []},
        {"text": "How do I change my password?", "labels": []},
    ]
    file = tmp_path / "messages.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def test_classify_keeps_every_line_and_adds_what_it_shows(auditor: Auditor, messages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert auditor("contacts", "classify", messages, "--out", out).code == 0
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    given = [json.loads(line) for line in messages.read_text("utf-8").splitlines()]
    assert [{name: line[name] for name in line if name != "contacts"} for line in lines] == given
    assert lines[0]["id"] == 7
    [contact] = lines[0]["contacts"]
    assert (contact["type"], contact["tier"], contact["evidence"]) == ("legal-threat", "certain", "text")
    assert lines[0]["text"][slice(*contact["span"])] == contact["phrase"]
    assert contact["sentence"] == "I will sue you, Upwork."
    assert [[one["type"] for one in line["contacts"]] for line in lines[1:]] == [["dun-bradstreet"], ["ir35"], []]


def test_evaluate_tells_figures_and_every_text_that_is_read_otherwise(auditor: Auditor, messages: Path) -> None:
    told = auditor("contacts", "evaluate", messages)
    assert told.code == 0
    assert "messages.jsonl: 4 texts, 2 of them without a label" in told.out
    assert "flagged as certain 0.500 [0.09, 0.91]" in told.out
    assert "missed: line 2: legal-threat|social-media-threat: What is your DUNS number?" in told.out
    assert 'false alarm: line 3: ir35 (certain) by "IR35": I need an IR35 answer.' in told.out
    figures = auditor("contacts", "evaluate", messages, "--figures-only")
    assert "DUNS" not in figures.out


def test_evaluate_as_json_has_the_same_figures(auditor: Auditor, messages: Path) -> None:
    document = json.loads(auditor("contacts", "evaluate", messages, "--format", "json").out)
    types = {one["type"]: one for one in document["types"]}
    assert types["legal-threat"]["recall_certain"] == {
        "value": 1.0, "right": 1, "of": 1, "interval": pytest.approx([0.2065, 1.0], abs=1e-4),
    }  # fmt: skip
    assert types["legal-threat|social-media-threat"]["recall_certain_or_review"]["value"] == 0.0
    assert types["ir35"]["precision_certain"]["value"] == 0.0
    assert [(one["line"], one["type"]) for one in document["misses"]] == [(2, "legal-threat|social-media-threat")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", ":1: is no JSON"),
        ('{"body": "x"}', ':1: has no "text"'),
        ('{"text": "x"}', ':1: has no "labels"'),
        ('{"text": "x", "labels": [], "at": "yesterday"}', ":1: \"at\": 'yesterday' is no time"),
    ],
)
def test_a_line_that_is_off_is_told_by_its_number(auditor: Auditor, tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "off.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    answer = auditor("contacts", "evaluate", file)
    assert answer.code == 3
    assert said in answer.err


def test_explain_says_what_matched_and_what_was_taken_away(auditor: Auditor) -> None:
    told = auditor("contacts", "explain", "I am not going to sue you, but what is your DUNS number?")
    assert told.code == 0
    assert told.out.startswith("Shows: dun-bradstreet (certain)\n")
    assert 'dun-bradstreet (certain): "DUNS' in told.out
    assert "What an exclusion took away" in told.out
    assert "contacts/legal-threat.yaml:" in told.out


def test_explain_of_an_unknown_type_names_the_types(auditor: Auditor) -> None:
    answer = auditor("contacts", "explain", "hello", "--type", "legal")
    assert answer.code == 2
    assert "legal-threat" in answer.err


def test_lint_tells_unexercised_subsumed_and_hot_phrases_with_their_place(auditor: Auditor, tmp_path: Path) -> None:
    shutil.copytree(shipped.folder("policies") / "service_basics", tmp_path / "pack")
    contacts = tmp_path / "pack" / "contacts"
    contacts.mkdir(exist_ok=True)
    (contacts / "spam.yaml").write_text(
        "id: spam\ntitle: Spam\nany:\n  - cheap watches\n  - watches\n  - lottery\n  - you have\n"
        "match: [Cheap watches for you. Do you have luck?]\nno_match: [hello]\n",
        encoding="utf-8",
    )
    answer = auditor("contacts", "lint", "--policies", tmp_path / "pack", "--type", "spam", "--phrases")
    assert answer.code == 1, answer.err
    assert 'unexercised: spam: "lottery"' in answer.out
    assert 'hot: spam: "you have"' in answer.out
    assert 'subsumed: spam: "cheap watches"' in answer.out
    assert "4 phrases" in answer.out


def test_a_sample_of_unflagged_tickets_becomes_an_estimate_of_recall(auditor: Auditor, tmp_path: Path) -> None:
    file = tmp_path / "sample.csv"
    assert auditor("contacts", "sample", SAMPLE, "--n", "20", "--seed", "3", "--out", file).code == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 20
    assert auditor("contacts", "recall", file).code == 2, "nobody has read the tickets yet"
    for number, row in enumerate(rows):
        row["contact_types"] = "attorney" if number == 0 else "none"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    told = auditor("contacts", "recall", file)
    assert "1 of 20 tickets that were read show a contact type that was not found." in told.out
    assert "the recall is between" in told.out


def test_the_same_seed_draws_the_same_tickets_and_another_seed_others(auditor: Auditor, tmp_path: Path) -> None:
    drawn = []
    for seed in ("1", "1", "2"):
        file = tmp_path / f"{len(drawn)}.csv"
        auditor("contacts", "sample", SAMPLE, "--n", "10", "--seed", seed, "--out", file)
        drawn.append(file.read_text("utf-8-sig"))
    assert drawn[0] == drawn[1] != drawn[2]

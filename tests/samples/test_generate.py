"""The generator: the same bytes every time, as many tickets as asked for, and mostly ordinary traffic."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import UsageError
from auditor.samples import ALL_STORIES, MINIMUM_TICKETS, SHAPES, Planted, generate
from auditor.samples.desk import ESCALATIONS

PROJECT = Path(__file__).parents[2]
SEED = 46


def fingerprints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def truth_of(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return generate("zendesk", 6_000, SEED, tmp_path_factory.mktemp("large"))


@pytest.mark.parametrize("shape", SHAPES)
def test_another_process_with_another_hash_seed_writes_the_same_bytes(shape: str, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    generate(shape, ALL_STORIES + 50, SEED, here)
    code = (
        "import sys; from pathlib import Path; from auditor.samples import generate; "
        f"generate(sys.argv[1], {ALL_STORIES + 50}, {SEED}, Path(sys.argv[2]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code, shape, str(there)], check=True, env=environment, cwd=PROJECT)
    assert fingerprints(here) == fingerprints(there)


def test_another_seed_writes_other_traffic_and_the_same_stories(tmp_path: Path) -> None:
    generate("events", ALL_STORIES + 50, 1, tmp_path / "one")
    generate("events", ALL_STORIES + 50, 2, tmp_path / "two")
    one, two = truth_of(tmp_path / "one")["tickets"], truth_of(tmp_path / "two")["tickets"]
    assert Counter(told["scenario"] for told in one.values()) == Counter(told["scenario"] for told in two.values())
    assert fingerprints(tmp_path / "one") != fingerprints(tmp_path / "two")


@pytest.mark.parametrize("shape", SHAPES)
def test_the_committed_sample_is_what_the_generator_writes(shape: str, tmp_path: Path) -> None:
    generate(shape, 600, SEED, tmp_path)
    assert fingerprints(tmp_path) == fingerprints(PROJECT / "sample_data" / shape)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("tickets", [MINIMUM_TICKETS, 100, ALL_STORIES, ALL_STORIES + 1])
def test_there_are_as_many_tickets_as_asked_for(shape: str, tickets: int, tmp_path: Path) -> None:
    planted = generate(shape, tickets, SEED, tmp_path)
    told = truth_of(tmp_path)["tickets"]
    assert (planted.tickets, len(told)) == (tickets, tickets)
    assert planted.verdicts == sum(len(ticket["verdicts"]) for ticket in told.values())


def test_a_large_sample_is_ordinary_for_nineteen_tickets_of_twenty(large: Planted) -> None:
    told = truth_of(large.folder)["tickets"].values()
    ordinary = sum(ticket["scenario"] == "ordinary" for ticket in told)
    assert 0.94 <= ordinary / len(told) <= 0.96


def test_an_ordinary_ticket_is_never_moved_to_executive_escalations(large: Planted) -> None:
    told = truth_of(large.folder)["tickets"]
    moved = set()
    with (large.folder / "ticket_audits.jsonl").open(encoding="utf-8") as audits:
        for line in audits:
            if f'"value":"{ESCALATIONS.group_id}"' in line:
                moved.add(str(json.loads(line)["ticket_id"]))
    assert moved
    assert not [ticket for ticket in moved if told[ticket]["scenario"] == "ordinary"]


def test_the_newest_instant_of_the_export_is_its_as_of_time(tmp_path: Path) -> None:
    generate("zendesk", ALL_STORIES, SEED, tmp_path)
    with gzip.open(tmp_path / "ticket_audits.jsonl.gz", "rt", encoding="utf-8") as audits:
        newest = max(json.loads(line)["created_at"] for line in audits)
    assert newest == truth_of(tmp_path)["as_of"]


def test_ids_are_too_long_for_a_float(tmp_path: Path) -> None:
    generate("zendesk", ALL_STORIES, SEED, tmp_path)
    with gzip.open(tmp_path / "ticket_audits.jsonl.gz", "rt", encoding="utf-8") as audits:
        ids = {int(json.loads(line)["id"]) for line in audits}
    assert any(int(float(number)) != number for number in ids)


def test_several_agents_work_at_different_speeds(large: Planted) -> None:
    answers: Counter[int] = Counter()
    with (large.folder / "ticket_audits.jsonl").open(encoding="utf-8") as audits:
        for line in audits:
            audit = json.loads(line)
            if any(
                event["type"] == "Comment" and event["author_id"] == audit["author_id"] for event in audit["events"]
            ):
                answers[audit["author_id"]] += 1
    agents = [count for person, count in answers.items() if str(person).startswith("3600120")]
    assert len(agents) >= 14


@pytest.mark.parametrize(
    ("shape", "tickets", "words"),
    [("zendisk", 600, "zendesk, fivetran, events"), ("zendesk", MINIMUM_TICKETS - 1, str(MINIMUM_TICKETS))],
)
def test_a_call_that_cannot_be_met_says_what_is_allowed(shape: str, tickets: int, words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words):
        generate(shape, tickets, SEED, tmp_path)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        generate("events", ALL_STORIES, SEED, tmp_path / "taken")

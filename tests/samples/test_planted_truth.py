"""The planted truth agrees with itself, and covers every clause in every verdict that it can have."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from auditor.samples import SHAPES, generate
from auditor.samples.agent_texts import NOTE, NOTE_OF_39, NOTE_OF_40
from auditor.samples.contact_texts import CONTACT_TEXTS, STORY
from auditor.samples.register import SILENT_TYPES, THREAT_TYPES
from auditor.samples.stories import STORIES

VERDICTS = ("complied", "violated", "pending", "indeterminate")
Row = dict[str, Any]

# Which verdicts a clause can have: a prohibition is never pending (it is kept for now), and what was submitted as
# open was so at once. KB-2's doubt is told or not at the move.
EVERY = set(VERDICTS)
AT_ONCE = {"complied", "violated"}
COVERED: dict[str, set[str]] = {
    "KB-2": {*AT_ONCE, "indeterminate"},
    "KB-2a": AT_ONCE,
    "KB-5": AT_ONCE,
    "KB-3.1": EVERY,
    "KB-3.2": EVERY,
    "KB-3.3": {*AT_ONCE, "indeterminate"},
    "KB-3.4": AT_ONCE,
    "KB-4": EVERY,
    **{f"KB-4.{number}": EVERY for number in range(1, 17)},
    "KB-6.1": EVERY,
    "KB-6.2a": EVERY,
    "KB-6.2b": EVERY,
    "KB-6.2c": {*AT_ONCE, "pending"},
}
# What Fivetran loses and gains: no macro is seen, so KB-3.2 is told by a note with the macro's text or not at all;
# and a solving by an actor that was not recorded cannot be told.
SHOWN = {
    "zendesk": COVERED,
    "events": COVERED | {"KB-3.4": {*AT_ONCE, "indeterminate"}},
    "fivetran": COVERED | {"KB-3.2": {"complied", "indeterminate"}, "KB-3.4": {*AT_ONCE, "indeterminate"}},
}


@pytest.fixture(scope="module", params=SHAPES)
def truth(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    generate(request.param, 600, 46, folder)
    told: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return told


def rows_of(truth: dict[str, Any]) -> list[Row]:
    return [{**row, "scenario": told["scenario"]} for told in truth["tickets"].values() for row in told["verdicts"]]


def test_every_clause_has_every_verdict_it_can_have(truth: dict[str, Any]) -> None:
    found: dict[str, set[str]] = {}
    for row in rows_of(truth):
        for clause in row["clauses"]:
            found.setdefault(clause, set()).add(row["verdict"])
    assert found == SHOWN[truth["shape"]]


def test_every_contact_type_stands_in_at_least_two_tickets(truth: dict[str, Any]) -> None:
    met = Counter(
        kind
        for told in truth["tickets"].values()
        for kind in {kind for row in told["verdicts"] for kind in row["contact_types"]}
    )
    assert set(met) == {*SILENT_TYPES, *THREAT_TYPES}
    assert min(met.values()) >= 2


def test_an_ordinary_ticket_has_no_rows(truth: dict[str, Any]) -> None:
    assert not [told for told in truth["tickets"].values() if told["scenario"] == "ordinary" and told["verdicts"]]


def test_whoever_is_not_told_is_nobody_and_only_the_indeterminate_name_none(truth: dict[str, Any]) -> None:
    for row in rows_of(truth):
        assert (row["responsible"] is None) == (row["verdict"] == "indeterminate"), row
        if row["responsible"]:
            assert (row["responsible"]["kind"] == "nobody") == (row["responsible"]["id"] is None), row


def test_violated_is_final_and_pending_is_not(truth: dict[str, Any]) -> None:
    finals = {(row["verdict"], row["final"]) for row in rows_of(truth)}
    assert finals <= {
        ("complied", True), ("complied", False), ("complied", None), ("violated", True), ("pending", False),
        ("indeterminate", None),
    }  # fmt: skip


def test_a_pending_deadline_lies_ahead_and_a_missed_one_behind(truth: dict[str, Any]) -> None:
    as_of = truth["as_of"]
    for row in rows_of(truth):
        assert row["trigger_at"] <= as_of, row
        if row["due_at"] and row["verdict"] == "pending":
            assert row["due_at"] >= as_of, row
        if row["due_at"] and row["verdict"] == "violated":
            assert row["due_at"] < as_of, row


def open_seconds(start: datetime, end: datetime) -> float:
    """Seconds of Monday to Friday, 09:00 to 17:00, between two instants, counted day by day."""
    total, day = 0.0, start.replace(hour=0, minute=0, second=0)
    while day <= end:
        if day.weekday() < 5:
            opens, closes = day + timedelta(hours=9), day + timedelta(hours=17)
            total += max(0.0, (min(end, closes) - max(start, opens)).total_seconds())
        day += timedelta(days=1)
    return total


def test_the_authors_counted_their_deadlines_rightly(truth: dict[str, Any]) -> None:
    allowed = {"touch-response": 4, "transfer": 8, "forward": 8}
    for row in rows_of(truth):
        if not row["due_at"]:
            continue
        start, due = (datetime.fromisoformat(row[name]).astimezone(UTC) for name in ("trigger_at", "due_at"))
        if row["duty"] == "macro-and-note":
            assert due - start == timedelta(minutes=30), row
        else:
            assert open_seconds(start, due) == allowed[row["duty"]] * 3600, row


@pytest.mark.parametrize("reading", range(1, 27))
def test_every_settled_reading_has_a_story(reading: int) -> None:
    assert [story.name for story in STORIES if reading in story.readings]


# 7: `is_public` is true on every ticket; 27 and 37 do not exist; 36: most answers here mailed nobody;
# 43 and 44 are about the schedule and the report's zone, not about an export.
NOT_A_STORY = {7, 27, 36, 37, 43, 44}


@pytest.mark.parametrize("trap", sorted(set(range(1, 51)) - NOT_A_STORY))
def test_every_trap_that_an_export_can_carry_has_a_story(trap: int) -> None:
    assert [story.name for story in STORIES if trap in story.traps]


def test_no_two_stories_have_the_same_name_unless_they_are_about_different_duties() -> None:
    names = Counter(story.name for story in STORIES)
    assert [name for name, count in names.items() if count > 1] == [
        "closed for good without ever reaching EE",
    ]


def test_deadlines_are_planted_in_pairs_one_second_apart(truth: dict[str, Any]) -> None:
    scenarios = {told["scenario"] for told in truth["tickets"].values()}
    pairs = [
        ("touch response exactly at the limit, ", "touch response one second late, "),
        ("moved exactly at the limit, ", "moved one second late, "),
    ]
    for in_time, late in pairs:
        ends = {name.removeprefix(in_time) for name in scenarios if name.startswith(in_time)}
        assert len(ends) >= 4
        assert ends == {name.removeprefix(late) for name in scenarios if name.startswith(late)}


def test_the_texts_are_what_their_stories_say() -> None:
    assert (len(NOTE_OF_40), len(NOTE_OF_39)) == (40, 39)
    assert min(len(text) for text in NOTE) > 40
    assert len(STORY) > 1_500
    assert all(len(set(texts)) >= 5 for texts in CONTACT_TEXTS.values())
    every = sorted(text for texts in CONTACT_TEXTS.values() for text in texts)
    assert all(one != other for one, other in pairwise(every))

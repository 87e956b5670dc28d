"""The baseline: what is known does not fail, what is new does, and known things only become fewer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor import shipped
from auditor.decisions.baseline import Baseline, read_baseline
from auditor.decisions.ratchet import Approved, baseline_text, turned
from auditor.errors import UsageError
from auditor.result import Result
from tests.decisions.situation import (
    LEFT_OPEN,
    SILENCE,
    TOUCH,
    audit_of,
    decide,
    dispositions,
    folder_with,
    instance,
    ruling,
    waiver,
    waivers,
)
from tests.desk import ANNA, Desk

A, B, C = instance("47001", SILENCE), instance("47002", TOUCH), instance("47003", LEFT_OPEN)
ROSA = Approved("Rosa Diaz", "The old desk moved in.")


def text_of(baseline: Baseline) -> str:
    return "".join(baseline_text(baseline))


def written(result: Result, folder: Path) -> Path:
    """A folder with the baseline of an audit."""
    return folder_with(folder, baseline=text_of(turned(result, None).baseline))


def names(baseline: Baseline) -> list[str]:
    return [entry.ticket_id for entry in baseline.entries]


def ended(row: dict[str, Any], result: Result) -> Result:
    """The same audit, after something else happened on the row's ticket."""
    for case in result["tickets"]["cases"]:
        if case["ticket_id"] == row["ticket_id"]:
            case["history_sha256"] = "e" * 64
    return result


def test_only_new_findings_fail(tmp_path: Path) -> None:
    found = decide(audit_of(A, B, C), written(audit_of(A, B), tmp_path))
    assert [(row["standing"]["baseline"], row["standing"]["fails"]) for row in found["verdicts"]] == [
        ("known", False),
        ("known", False),
        ("new", True),
    ]
    state = found["decisions"]["baseline"]
    assert state == {
        "as_of": "2026-11-16T08:00:00Z", "entries": 2, "known": 2, "new": 1, "fixed": [], "ended": [],
    }  # fmt: skip


def test_a_finding_of_a_ticket_whose_history_went_on_is_new_again(tmp_path: Path) -> None:
    found = decide(ended(A, audit_of(A, B)), written(audit_of(A, B), tmp_path))
    assert [row["standing"]["baseline"] for row in found["verdicts"]] == ["new", "known"]
    state = found["decisions"]["baseline"]
    assert state
    assert [one["fingerprint"] for one in state["ended"]] == [A["fingerprint"]]
    assert (state["known"], state["new"], state["fixed"]) == (1, 1, [])


@pytest.mark.parametrize(("verdict", "fixed"), [("complied", 1), ("indeterminate", 0), ("pending", 0)])
def test_what_is_kept_now_is_fixed_and_what_cannot_be_told_is_not(tmp_path: Path, verdict: str, fixed: int) -> None:
    found = decide(audit_of(instance("47001", SILENCE, verdict)), written(audit_of(A), tmp_path))
    state = found["decisions"]["baseline"]
    assert state
    assert (len(state["fixed"]), len(state["ended"]), state["known"]) == (fixed, 0, 0)
    assert found["verdicts"][0]["standing"]["baseline"] is None


OTHER_ROW = instance("47001", TOUCH, "complied", "11-11 09:00")


@pytest.mark.parametrize(
    ("period", "fixed"),
    [
        ({}, 1),
        ({"since": "2026-11-10T09:00:00Z"}, 1),
        ({"since": "2026-11-10T09:00:01Z"}, 0),
        ({"until": "2026-11-10T09:00:01Z"}, 1),
        ({"until": "2026-11-10T09:00:00Z"}, 0),
    ],
)
def test_a_row_that_is_gone_was_fixed_only_if_the_period_reaches_it(
    tmp_path: Path, period: dict[str, str], fixed: int
) -> None:
    state = decide(audit_of(OTHER_ROW, **period), written(audit_of(A), tmp_path))["decisions"]["baseline"]
    assert state
    assert len(state["fixed"]) == fixed


def test_a_row_that_is_gone_with_its_ticket_or_its_policy_is_not_fixed(tmp_path: Path) -> None:
    folder = written(audit_of(A), tmp_path)
    elsewhere, without_policy = audit_of(B), audit_of(OTHER_ROW)
    without_policy["policies"] = [one for one in without_policy["policies"] if one["policy"] != "silent-contact"]
    undecided = audit_of(OTHER_ROW)
    undecided["capabilities"]["undecidable"] = [
        {"pack": A["pack"], "policy": A["policy"], "duty": A["duty"], "reason": "not shown"}
    ]
    for result in (elsewhere, without_policy, undecided):
        state = decide(result, folder)["decisions"]["baseline"]
        assert state
        assert (state["entries"], state["known"], state["fixed"], state["ended"]) == (1, 0, [], [])


def test_the_file_is_the_same_in_whatever_order_the_rows_come(tmp_path: Path) -> None:
    text = text_of(turned(audit_of(A, B, C), None).baseline)
    assert text == text_of(turned(audit_of(C, A, B), None).baseline)
    entries = [line for line in text.splitlines() if '"fingerprint"' in line]
    assert [json.loads(line.rstrip(","))["ticket_id"] for line in entries] == ["47001", "47003", "47002"]
    assert set(json.loads(entries[0].rstrip(","))) == {
        "fingerprint", "ticket_id", "pack", "policy", "duty", "severity", "trigger_at", "history_sha256",
    }  # fmt: skip
    folder_with(tmp_path, baseline=text)
    assert text_of(read_baseline(tmp_path / "baseline.json")[0] or pytest.fail("unread")) == text


def test_a_baseline_that_stands_only_loses_entries() -> None:
    before = turned(audit_of(A, B), None).baseline
    done = turned(ended(B, audit_of(instance("47001", SILENCE, "complied"), B, C)), before)
    assert (names(done.baseline), done.fixed, done.ended, done.added, done.new) == ([], 1, 1, 0, 2)


def test_what_the_audit_does_not_reach_stays() -> None:
    before = turned(audit_of(A, B), None).baseline
    assert names(turned(audit_of(B), before).baseline) == ["47001", "47002"]


def test_new_findings_come_in_only_if_somebody_answers_for_it_and_the_file_says_who() -> None:
    before = turned(audit_of(A), None).baseline
    done = turned(audit_of(A, B), before, ROSA)
    assert (names(done.baseline), done.added, done.new) == (["47001", "47002"], 1, 0)
    (accepted,) = done.baseline.accepted
    assert (accepted.approver, accepted.reason, accepted.findings) == (
        "Rosa Diaz",
        "The old desk moved in.",
        (B["fingerprint"],),
    )
    again = turned(audit_of(A, B), done.baseline, ROSA)
    assert text_of(again.baseline) == text_of(done.baseline)


def test_what_is_waived_or_overturned_stays_out_or_it_would_never_fail_again(tmp_path: Path) -> None:
    folder_with(tmp_path, waivers=waivers(waiver("{ticket: 47001}")))
    folder_with(tmp_path, dispositions=dispositions(ruling(B["fingerprint"], "overturned")))
    done = turned(decide(audit_of(A, B, C), tmp_path), None)
    assert (names(done.baseline), done.left_out) == (["47003"], 2)


@pytest.mark.parametrize(("as_of", "is_older"), [("2026-11-16T08:00:00Z", False), ("2026-11-16T07:59:59Z", True)])
def test_a_baseline_does_not_go_back_in_time(as_of: str, is_older: bool) -> None:
    before = turned(audit_of(A), None).baseline
    if is_older:
        with pytest.raises(UsageError, match="this one is older"):
            turned(audit_of(A, as_of=as_of), before)
    else:
        assert names(turned(audit_of(A, as_of=as_of), before).baseline) == ["47001"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"critical"', '"awful"'), "baseline.json:6:"),
        (('"entries"', '"entrys"'), 'Did you mean "entries"?'),
        (("{", "{{"), "baseline.json"),
        (('"auditor-baseline/1"', '"auditor-baseline/2"'), "auditor-baseline/1"),
    ],
)
def test_a_spoilt_baseline_is_told_where_it_is_spoilt(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    folder = folder_with(tmp_path, baseline=text_of(turned(audit_of(A), None).baseline).replace(*change))
    with pytest.raises(UsageError) as error:
        decide(audit_of(A), folder)
    assert told in str(error.value)


def desk_with(*more: str, others_first: int = 0) -> Result:
    """One ticket with a broken duty among `others_first` other ones; and what happened on it later."""
    desk = Desk()
    first = desk.ticket("I will sue you over this.", at="2026-11-06 12:00")
    first.reply("Thank you for telling us.", at="2026-11-07 13:00", by=ANNA)
    for hour in range(others_first):
        desk.ticket("I will sue you over that.", at=f"2026-11-05 {10 + hour}:00")
    for text in more:
        first.note(text, at="2026-11-08 09:00")
    desk.events.reverse()
    desk.tickets.reverse()
    return desk.document(as_of="2026-11-10 12:00", policies=shipped.folder("policies") / "service_basics")


def test_entries_last_when_the_export_grows_and_end_with_a_new_event_on_their_ticket(tmp_path: Path) -> None:
    before = desk_with()
    broken = {row["fingerprint"] for row in before["verdicts"] if row["verdict"] == "violated"}
    assert broken
    folder = written(before, tmp_path)
    grown = decide(desk_with(others_first=3), folder)
    standing = {row["fingerprint"]: row["standing"]["baseline"] for row in grown["verdicts"] if row["ticket_id"] == "1"}
    assert {name for name, known in standing.items() if known == "known"} == broken
    went_on = decide(desk_with("A late note."), folder)["decisions"]["baseline"]
    assert went_on
    assert {one["fingerprint"] for one in went_on["ended"]} == broken
    assert (went_on["known"], went_on["new"]) == (0, len(broken))

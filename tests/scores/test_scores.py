"""Scores as a quality team knows them, over small results whose every row is written here."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from auditor.errors import AuditorError
from auditor.rates import rate
from auditor.result import Result
from auditor.scores import USUAL, read_scorecard, scored
from tests.outputs.document import document
from tests.outputs.stories import row

TOUCH, QUESTIONS, SILENCE = "threat/touch-response", "threat/no-detail-questions", "silent-contact/silence"
LISTED = "transfer-to-ee/consultation"  # of severity info: it weighs nothing


def result_of(*rows: dict[str, Any]) -> Result:
    return cast(Result, {**document(), "verdicts": list(rows)})


def a(ticket: str, duty: str, verdict: str, who: str = "201", **standing: Any) -> dict[str, Any]:
    made = row(ticket, duty, verdict, "11-10 09:00", who)
    made["standing"] = {**made["standing"], **standing}
    return made


def waiver() -> dict[str, str]:
    said = {"owner": "Maria", "approver": "Jonas", "reason": "a drill", "expires": "2026-12-01T00:00:00Z"}
    return {"id": "W-1", **said}


def ruling(name: str, instead: dict[str, str] | None = None) -> dict[str, Any]:
    return {"ruling": name, "by": "Lea", "at": "2026-11-15T09:00:00Z", "why": "heard the call", "instead": instead}


def overall(*rows: dict[str, Any]) -> dict[str, Any]:
    return dict(scored(result_of(*rows))["scores"]["overall"])


def test_a_ticket_earns_the_weights_of_what_it_kept() -> None:
    found = overall(a("1", TOUCH, "complied"), a("1", QUESTIONS, "violated"))
    assert found["score"] == pytest.approx(4 / (4 + 2), abs=1e-6)
    assert (found["tickets"], found["passed"], found["failed"]) == (1, 0, 0)


def test_a_critical_duty_fails_the_ticket_and_without_auto_fail_it_is_a_duty_like_any_other() -> None:
    found = overall(a("1", TOUCH, "complied"), a("1", SILENCE, "violated"))
    assert found["score"] == 0
    assert found["without_auto_fail"] == pytest.approx(4 / 12, abs=1e-6)
    assert found["failed"] == 1


@pytest.mark.parametrize("verdict", ["pending", "indeterminate"])
def test_what_is_not_decided_is_in_no_denominator(verdict: str) -> None:
    with_it = overall(a("1", TOUCH, "complied"), a("1", SILENCE, verdict), a("2", SILENCE, verdict))
    assert with_it == overall(a("1", TOUCH, "complied"))


def test_a_waived_breach_is_in_no_denominator_and_a_waived_duty_that_was_kept_counts() -> None:
    breach = overall(a("1", TOUCH, "complied"), a("1", SILENCE, "violated", waiver=waiver()))
    assert breach == overall(a("1", TOUCH, "complied"))
    assert overall(a("1", TOUCH, "complied", waiver=waiver()))["tickets"] == 1


def test_an_overturned_finding_was_kept() -> None:
    found = overall(a("1", SILENCE, "violated", reviewed="complied", disposition=ruling("overturned")))
    assert (found["score"], found["failed"]) == (1, 0)


def test_a_duty_without_weight_scores_no_ticket() -> None:
    assert overall(a("1", LISTED, "violated"))["tickets"] == 0
    assert overall()["score"] is None


def test_the_mean_is_over_tickets_and_the_interval_is_wilsons() -> None:
    rows = [a(str(n), TOUCH, "complied" if n < 7 else "violated") for n in range(10)]
    found = overall(*rows)
    expected = rate(7, 10)
    assert found["score"] == pytest.approx(0.7)
    assert (found["low"], found["high"]) == (
        pytest.approx(expected.low, abs=1e-6),
        pytest.approx(expected.high, abs=1e-6),
    )


def test_who_is_ranked_has_five_scored_tickets_and_four_are_too_few() -> None:
    rows = [a(f"4{n}", TOUCH, "complied", "201") for n in range(4)] + [
        a(f"5{n}", TOUCH, "complied", "202") for n in range(5)
    ]
    ranked = {agent["id"]: agent["ranked"] for agent in scored(result_of(*rows))["scores"]["agents"]}
    assert ranked == {"201": False, "202": True}


def test_a_finding_of_the_wrong_agent_leaves_that_persons_score_and_enters_the_other_ones() -> None:
    moved = ruling("wrong-agent", {"id": "202", "name": "Jonas Lindqvist"})
    rows = [a("1", TOUCH, "violated", "201", disposition=moved), a("2", TOUCH, "complied", "201")]
    scores = {agent["id"]: agent["score"]["score"] for agent in scored(result_of(*rows))["scores"]["agents"]}
    assert scores == {"201": 1, "202": 0}


def test_a_finding_of_the_wrong_agent_whose_right_one_is_unknown_is_nobodys_and_still_the_teams() -> None:
    scores = scored(result_of(a("1", TOUCH, "violated", "201", disposition=ruling("wrong-agent"))))["scores"]
    assert scores["agents"] == []
    assert scores["overall"]["score"] == 0


def test_each_policy_has_its_own_score() -> None:
    found = scored(result_of(a("1", TOUCH, "complied"), a("1", SILENCE, "violated")))["scores"]["policies"]
    told = {one["policy"]: one["score"]["score"] for one in found}
    assert told == {"threat": 1, "silent-contact": 0, "attorney-conversation": None, "transfer-to-ee": None}


def test_a_scorecard_weighs_by_severity_by_duty_and_names_what_fails(tmp_path: Path) -> None:
    (tmp_path / "scorecard.yml").write_text(
        "goal: 0.9\nweights: {medium: 3}\nduties: {threat/touch-response: 1}\ncritical: [threat/no-detail-questions]\n"
    )
    card = read_scorecard(tmp_path)
    scores = scored(result_of(a("1", TOUCH, "complied"), a("1", QUESTIONS, "violated")), card)["scores"]
    assert scores["goal"] == 0.9
    assert scores["critical"] == ["executive_escalations/threat/no-detail-questions"]
    assert scores["overall"]["without_auto_fail"] == pytest.approx(1 / 4)
    assert scores["overall"]["score"] == 0
    silent = scored(result_of(a("1", SILENCE, "violated"), a("1", TOUCH, "complied")), card)["scores"]["overall"]
    assert silent["score"] == pytest.approx(1 / 9, abs=1e-6), "a list of critical duties replaces the usual one"


def test_without_a_scorecard_the_usual_one_holds(tmp_path: Path) -> None:
    assert read_scorecard(tmp_path) is USUAL


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gaol: 0.9", 'scorecard.yml:1:1: gaol: unknown key "gaol". Did you mean "goal"?'),
        ("weights: {high: -1}", "scorecard.yml:1:11: weights.high: Input should be greater than or equal to 0"),
        ("goal: 95", "scorecard.yml:1:1: goal: Input should be less than or equal to 1"),
        ("weights: {grave: 3}", "scorecard.yml:1:11: weights.grave"),
    ],
)
def test_what_is_off_in_a_scorecard_is_told_where_it_stands(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "scorecard.yml").write_text(text)
    with pytest.raises(AuditorError) as error:
        read_scorecard(tmp_path)
    assert said in "\n".join(error.value.messages)
    assert error.value.exit_code == 2


def test_a_duty_that_no_policy_has_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "scorecard.yml").write_text("duties:\n  threat/touch-respons: 2\ncritical:\n  - threat/silense\n")
    with pytest.raises(AuditorError) as error:
        scored(result_of(), read_scorecard(tmp_path))
    assert len(error.value.messages) == 2
    assert 'Did you mean "threat/touch-response"?' in error.value.messages[0]
    assert "scorecard.yml:4:5:" in error.value.messages[1]

"""Mistakes that an author can make: the cases notice them, and what changes nothing survives."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack

import pytest

from auditor import shipped
from auditor.audit import Call, Rulebook, rulebook
from auditor.authoring.cases import read_cases
from auditor.authoring.mutation import Trialled, run_mutants
from auditor.authoring.phrase_mutants import dropped_phrases


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebook(Call(policies=shipped.folder("policies") / "service_basics"))


@pytest.fixture(scope="module")
def trialled(rules: Rulebook) -> list[Trialled]:
    with ExitStack() as stack:
        return run_mutants(stack, rules, read_cases(rules.packs[0]), lambda _: None)


def test_every_mutant_that_a_history_can_tell_is_killed(trialled: list[Trialled]) -> None:
    fates = Counter(one.fate for one in trialled if not one.mutant.control)
    assert (fates["survived"], fates["did not apply"]) == (0, 0)
    assert fates["killed"] > 30


def test_what_changes_no_meaning_survives(trialled: list[Trialled]) -> None:
    assert {one.fate for one in trialled if one.mutant.control} == {"survived"}


def test_each_kind_of_mistake_is_made(trialled: list[Trialled]) -> None:
    made = {one.mutant.operator for one in trialled}
    assert made >= {
        "drop a condition",
        "flip order",
        "widen a deadline",
        "narrow a deadline",
        "swap public and private",
    }


def test_a_killed_mutant_names_the_case_that_killed_it(trialled: list[Trialled]) -> None:
    late = next(one for one in trialled if one.mutant.operator == "widen a deadline" and "reply" in one.mutant.place)
    assert late.why == '"A second later it is late": reply-in-time: violated expected, complied judged'


def test_no_dropped_phrase_goes_unnoticed(rules: Rulebook) -> None:
    assert [one.phrase for one in dropped_phrases(rules.detectors) if one.fate == "survived"] == []

"""Agreement beyond chance: the published example, another implementation, and where it is not defined."""

from __future__ import annotations

import random

import pytest
from sklearn.metrics import cohen_kappa_score

from auditor.calibration.agreement import alpha, kappa

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units, some missing
OBSERVERS = {"A": "123321412...", "B": "1233224125.3", "C": ".3332342251.", "D": "1233244125" + "1."}


def units(rows: dict[str, str]) -> list[dict[str, str]]:
    return [
        {name: row[place] for name, row in rows.items() if row[place] != "."}
        for place in range(len(next(iter(rows.values()))))
    ]


def test_alpha_of_the_published_example() -> None:
    assert alpha(units(OBSERVERS)) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_full_agreement_is_one_and_of_one_answer_alone_undefined() -> None:
    assert alpha([{"a": "x", "b": "x"}, {"a": "y", "b": "y"}]) == 1
    assert alpha([{"a": "x", "b": "x"}, {"a": "x", "b": "x"}]) is None
    assert alpha([{"a": "x"}, {"b": "y"}]) is None, "nobody answered twice"


def test_kappa_is_that_of_another_implementation() -> None:
    chance = random.Random(5)
    for _ in range(50):
        pairs = [(chance.choice("xyz"), chance.choice("xyyz")) for _ in range(chance.randrange(8, 60))]
        one, other = zip(*pairs, strict=True)
        assert kappa(pairs) == pytest.approx(cohen_kappa_score(one, other))


def test_kappa_of_one_answer_alone_is_undefined_and_said_so() -> None:
    assert kappa([("x", "x")] * 9) is None
    assert kappa([]) is None
    assert kappa([("x", "x")] * 8 + [("y", "x")]) == 0

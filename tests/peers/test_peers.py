"""What `make peers` rests on: our verdicts on a log, and a comparison that sees every difference."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.peers import compare, ours

LOG = """CaseID,ActivityID,CompleteTimestamp
one,A,2020-01-01 00:00:00
one,B,2020-01-02 00:00:00
two,A,2020-01-01 00:00:00
two,B,2020-01-02 00:00:01
two,A,2020-01-03 00:00:00
three,B,2020-01-01 00:00:00
"""
VIOLATED_BY = {
    ("existence", "A", "A"): {"three"},
    ("absence", "A", "A"): {"one", "two"},
    ("absence of two", "A", "A"): {"two"},
    ("exactly one", "A", "A"): {"two", "three"},
    ("init", "A", "A"): {"three"},
    ("end", "A", "A"): {"one", "three"},
    ("response", "A", "B"): {"two"},
    ("response in time", "A", "B"): {"two"},
    ("responded existence", "B", "A"): {"three"},
    ("precedence", "A", "B"): {"three"},
    ("alternate precedence", "B", "A"): {"one", "two"},
    ("succession", "A", "B"): {"two", "three"},
    ("chain response", "A", "B"): {"two"},
    ("chain precedence", "A", "B"): {"three"},
    ("not response", "A", "B"): {"one", "two"},
    ("not response in time", "A", "B"): {"one"},
    ("not chain response", "B", "A"): {"two"},
    ("not co-existence", "A", "B"): {"one", "two"},
    ("choice", "A", "B"): set(),
    ("exclusive choice", "A", "B"): {"one", "two"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("peers")
    log, out = folder / "log.csv.gz", folder / "ours.json"
    log.write_bytes(gzip.compress(LOG.encode()))
    ours.main(log, "1d", out, None)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


@pytest.mark.parametrize("key", VIOLATED_BY, ids=str)
def test_a_template_is_violated_by_the_cases_that_a_reader_would_name(
    told: dict[str, Any], key: tuple[str, str, str]
) -> None:
    (mask,) = [int(mask, 16) for *asked, mask in told["verdicts"] if tuple(asked) == key]

    assert {case for number, case in enumerate(told["cases"]) if mask >> number & 1} == VIOLATED_BY[key]


def beside(told: dict[str, Any], rows: list[list[Any]]) -> dict[str, Any]:
    return {**told, "peers": {"pm4py": rows}, "broken": {}}


def test_a_peer_that_says_the_same_disagrees_nowhere(told: dict[str, Any]) -> None:
    rows = [[*row, None] for row in told["verdicts"] if not row[0].startswith("not ")]

    lines, unexplained = compare.lines_of(told, beside(told, rows))

    assert unexplained == []
    assert lines["pm4py", "response"] == compare.Line(pairs=2, compared=6, violated=3)


def test_one_case_seen_otherwise_is_told_and_fails(told: dict[str, Any], tmp_path: Path) -> None:
    rows = [["response", "A", "B", "0", None]]
    (tmp_path / "log-ours.json").write_text(json.dumps(told))
    (tmp_path / "log-theirs.json").write_text(json.dumps(beside(told, rows)))

    assert compare.lines_of(told, beside(told, rows))[1] == ["pm4py, response(A, B), case two: we say violated"]
    assert compare.main(tmp_path) == 1


def test_a_case_that_the_peer_was_not_asked_is_not_compared(told: dict[str, Any]) -> None:
    one = 1 << told["cases"].index("one")

    lines, unexplained = compare.lines_of(told, beside(told, [["response", "A", "B", "0", f"{one:x}"]]))

    assert (lines["pm4py", "response"].compared, unexplained) == (1, [])


@pytest.mark.parametrize(("violated", "unexplained"), [({"one"}, 0), ({"one", "two"}, 1), (set(), 1)])
def test_a_defect_explains_exactly_what_it_predicts(told: dict[str, Any], violated: set[str], unexplained: int) -> None:
    mask = sum(1 << told["cases"].index(case) for case in violated)

    lines, _ = compare.lines_of(told, beside(told, [["not succession", "A", "B", f"{mask:x}", None]]))

    assert lines["pm4py", "not succession"].unexplained == unexplained


def test_sides_that_read_different_limits_are_not_compared(told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="different cases, activities or limits"):
        compare.lines_of(told, {**beside(told, []), "limit": "2d"})

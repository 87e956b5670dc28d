"""Every small trace of every word: the SQL and the reference say the same, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import pytest

from tests.semantics.board import Situation, board, board_of, by_reference, by_sql, disagreements, tickets_of
from tests.semantics.situations import SITUATIONS
from tests.semantics.traces import Trace, bounded, one_longer

AT_A_TIME = 8_000
LONGER = [name for name, one in SITUATIONS.items() if one.bound.few_gaps == 3 or len(one.alphabet) <= 4]


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_sql_says_what_the_reference_says(name: str) -> None:
    laid = board(name)
    found = disagreements(
        laid.traces, by_sql(SITUATIONS[name], laid.connection), by_reference(SITUATIONS[name], laid.tickets)
    )
    assert not found, f"{len(found)} of {len(laid.traces)} traces differ:\n" + "\n".join(found[:8])


@pytest.mark.parametrize("name", LONGER)
def test_with_one_event_more_it_says_the_same(name: str) -> None:
    situation = SITUATIONS[name]
    found: list[str] = []
    ahead = one_longer(situation.alphabet, situation.bound, situation.needed)
    while traces := list(islice(ahead, AT_A_TIME)):
        found += _differing(situation, traces)
    assert not found, f"{len(found)} traces differ:\n" + "\n".join(found[:8])


def _differing(situation: Situation, traces: Sequence[Trace]) -> list[str]:
    tickets = tickets_of(situation, traces)
    with board_of(situation, tickets) as connection:
        return disagreements(traces, by_sql(situation, connection), by_reference(situation, tickets))


def test_more_than_a_million_traces_are_judged() -> None:
    small = sum(len(bounded(one.alphabet, one.bound, one.needed)) for one in SITUATIONS.values())
    longer = sum(
        1 for name in LONGER for one in [SITUATIONS[name]] for _ in one_longer(one.alphabet, one.bound, one.needed)
    )
    assert small + longer > 1_000_000

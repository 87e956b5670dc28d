"""Every small trace of every word: the SQL and the reference say the same, row by row."""

from __future__ import annotations

import pytest

from tests.semantics.board import board, by_reference, by_sql, disagreements
from tests.semantics.situations import SITUATIONS
from tests.semantics.traces import bounded


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_sql_says_what_the_reference_says(name: str) -> None:
    laid = board(name)
    found = disagreements(
        laid.traces, by_sql(SITUATIONS[name], laid.connection), by_reference(SITUATIONS[name], laid.tickets)
    )
    assert not found, f"{len(found)} of {len(laid.traces)} traces differ:\n" + "\n".join(found[:8])


def test_more_than_a_hundred_thousand_traces_are_judged() -> None:
    assert sum(len(bounded(one.alphabet, one.bound, one.needed)) for one in SITUATIONS.values()) > 100_000

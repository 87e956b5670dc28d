"""What must not change a verdict: a longer history, other rows, another order of rows, another time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

from tests.semantics.board import Row, board, board_of, by_sql
from tests.semantics.situations import SITUATIONS, WIDER
from tests.semantics.traces import AS_OF_CLOCKS, OPEN, PERIOD, Trace, bounded

CUTTABLE = [  # every trace ends at one as-of time, so a cut moves its events: which a date would notice
    name
    for name, one in SITUATIONS.items()
    if one.word.clock_name() == "wall" and not one.flagged and "in_force" not in one.policy
]
VERDICT, FINAL = 2, 3


def final_rows(rows: list[Row]) -> Mapping[tuple[int, int], str]:
    """The verdicts that nothing may change any more, by opening and trigger."""
    return {(row[0], row[1]): row[VERDICT] for row in rows if row[FINAL]}


def shorter(trace: Trace) -> Trace | None:
    """The same history cut just before its last step in time."""
    for index in range(len(trace.gaps) - 1, -1, -1):
        gap = trace.gaps[index]
        if isinstance(gap, int):
            return Trace(trace.letters[: index + 1], trace.gaps[:index], gap)
    return None


def cut_pairs(traces: Sequence[Trace]) -> Iterator[tuple[int, int]]:
    """Every trace with every cut of it that is among the traces, by their places."""
    places: dict[tuple[str, tuple[object, ...]], dict[int, int]] = {}
    for place, trace in enumerate(traces):
        places.setdefault((trace.letters, trace.gaps), {})[trace.rest] = place
    for place, trace in enumerate(traces):
        before = shorter(trace)
        cuts = places.get((before.letters, before.gaps), {}) if before else {}
        yield from ((place, one) for rest, one in cuts.items() if before and rest < before.rest)
        yield from ((place, one) for rest, one in places[trace.letters, trace.gaps].items() if rest < trace.rest)


@pytest.mark.parametrize("name", CUTTABLE)
def test_a_final_verdict_never_changes_as_the_history_grows(name: str) -> None:
    laid = board(name)
    final = [final_rows(judged) for judged in by_sql(SITUATIONS[name], laid.connection)]
    flips, compared = [], 0
    for grown, cut in cut_pairs(laid.traces):
        compared += len(final[cut])
        flips += [
            f"{laid.traces[grown]}: {key} was {verdict}"
            for key, verdict in final[cut].items()
            if final[grown].get(key) != verdict
        ]
    assert not flips, "\n".join(flips[:8])
    assert compared or not any(final[: len(final) // 2])


def test_more_than_a_hundred_thousand_histories_are_cut() -> None:
    situations = (SITUATIONS[name] for name in CUTTABLE)
    assert sum(1 for one in situations for _ in cut_pairs(bounded(one.alphabet, one.bound, one.needed))) > 100_000


@pytest.mark.parametrize("name", ["an answer unless released", "none in the episode", "none but one", "step by step"])
def test_the_order_of_the_rows_is_no_evidence(name: str) -> None:
    laid = board(name)
    ordered = by_sql(SITUATIONS[name], laid.connection)
    shuffled = board_of(SITUATIONS[name], laid.tickets)
    for table in ("signal", "ticket", "event"):
        shuffled.execute(f"create or replace temp table {table} as select * from {table} order by hash(rowid)")
    assert by_sql(SITUATIONS[name], shuffled) == ordered


@pytest.mark.parametrize("name", ["an answer unless released", "none in the episode", "none but one", "step by step"])
def test_foreign_tickets_change_nothing(name: str) -> None:
    laid = board(name)
    alone = by_sql(SITUATIONS[name], board_of(SITUATIONS[name], laid.tickets[::7]))
    assert by_sql(SITUATIONS[name], laid.connection)[::7] == alone


@pytest.mark.parametrize("name", ["an answer in time", "an answer in open time", "none in open time"])
def test_a_shifted_time_shifts_what_is_due_and_nothing_else(name: str) -> None:
    laid = board(name)
    shifted = board_of(SITUATIONS[name], laid.tickets)
    periods = 12
    wall, desk = periods * PERIOD, periods * OPEN
    shifted.execute(f"update signal set clock_wall = clock_wall + {wall}, clock_desk = clock_desk + {desk}")
    as_of = {"wall": AS_OF_CLOCKS["wall"] + wall, "desk": AS_OF_CLOCKS["desk"] + desk}
    expected = [
        [(*row[:9], row[9] + wall, *row[10:]) for row in rows] for rows in by_sql(SITUATIONS[name], laid.connection)
    ]
    assert by_sql(SITUATIONS[name], shifted, as_of=as_of) == expected


@pytest.mark.parametrize("name", WIDER)
def test_a_wider_limit_never_breaks_more_duties_and_a_wider_window_never_fewer(name: str) -> None:
    laid = board(name)
    narrow, wide = by_sql(SITUATIONS[name], laid.connection), by_sql(WIDER[name], laid.connection)
    broken = [
        {(n, *row[:2]) for n, rows in enumerate(judged) for row in rows if row[VERDICT] == "violated"}
        for judged in (narrow, wide)
    ]
    if name == "none in the window":
        broken.reverse()
    assert broken[1] < broken[0]

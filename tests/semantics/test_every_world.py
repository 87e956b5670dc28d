"""The reference is sure exactly where every world that the history may have been says the same."""

from __future__ import annotations

import pytest

from auditor.reference import Reading, judge
from tests.semantics.board import board, limits
from tests.semantics.situations import SITUATIONS
from tests.semantics.traces import AS_OF_CLOCKS
from tests.semantics.worlds import verdicts

CLEAR = [
    "an answer in time",
    "an answer before the end",
    "two answers in time",
    "none while it lasts",
    "none until the end",
    "none through the end",
    "none in the window",
    "none but one",
    "the next one",
    "a ground before",
    "step by step",
]
CAUTIOUS = {  # here the reference leaves open what the worlds decide, and never accuses
    "an answer before the end",  # while the limit is open, an answer that may have come too late is pending
    "step by step",  # two events of one moment that are both either step
}
MOST = 3000


def agrees(verdict: str, worlds: set[str], cautious: bool) -> bool:
    """One answer in all worlds is the verdict; where they differ, it is open or cannot be told."""
    if cautious and verdict in ("pending", "indeterminate"):
        return worlds != {"violated"}
    if len(worlds) == 1:
        return worlds == {verdict}
    return verdict == "indeterminate" or (verdict == "pending" and "pending" in worlds)


@pytest.mark.parametrize("name", CLEAR)
def test_a_verdict_is_sure_where_every_world_agrees(name: str) -> None:
    situation, laid = SITUATIONS[name], board(name)
    reading = Reading(as_of=AS_OF_CLOCKS, limits=limits)
    stride = len(laid.traces) // MOST + 1
    wrong, compared = [], 0
    for trace, ticket in zip(laid.traces[::stride], laid.tickets[::stride], strict=True):
        for one in judge(situation.policy_file, situation.duty_text, situation.word, ticket, reading):
            said = verdicts(situation.word, ticket, ticket.events[one.trigger_position - 1])
            compared += 1
            if not agrees(one.verdict, said, name in CAUTIOUS):
                wrong.append(f"{trace}, trigger {one.trigger_position}: {one.verdict}, the worlds say {sorted(said)}")
    assert not wrong, f"{len(wrong)} of {compared}:\n" + "\n".join(wrong[:8])
    assert compared > 1000

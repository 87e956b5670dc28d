"""Random policies on random histories: whole verdict rows of SQL and reference, with who answers for it."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.policy.model import Steps, Tolerance
from auditor.words import Immediately, Leaves, Must, MustNever, OnlyAfter, StepSequence, Word
from tests.semantics.board import Situation, board_of, by_reference, by_sql, disagreements, tickets_of
from tests.semantics.situations import LETTERS, MIDDLE
from tests.semantics.traces import GAPS, LIMIT, Trace

SIGNALS = st.sampled_from(["act", "other", "end", "close", "trigger"])
PERHAPS = st.none() | SIGNALS
LIMITS = st.sampled_from([None, "$limit", "$half", "$wider"])
GATES = st.lists(
    st.fixed_dictionaries({}, optional={"seen": SIGNALS, "now": st.sampled_from(["gate", "act"])}).filter(bool),
    max_size=2,
)
WORDS: st.SearchStrategy[Word] = st.one_of(
    st.builds(
        Must,
        must=st.lists(SIGNALS, min_size=1, max_size=2, unique=True).map(tuple),
        within=LIMITS,
        before=PERHAPS,
        since=st.sampled_from(["trigger", "opening", "start"]),
    ),
    st.builds(
        MustNever,
        must_never=SIGNALS,
        within=LIMITS,
        until=PERHAPS,
        through=PERHAPS,
        tolerate=st.none() | st.builds(Tolerance, event=SIGNALS, times=st.integers(1, 2)),
    ),
    st.builds(OnlyAfter, only_after=SIGNALS, or_with=st.booleans()),
    st.builds(Immediately, immediately=SIGNALS, among=SIGNALS),
    st.builds(Leaves, leaves=st.just({"status": ("open",)})),
    st.builds(StepSequence, steps=st.lists(st.builds(Steps, event=SIGNALS, within=LIMITS), min_size=1, max_size=3)),
)
POLICIES = st.fixed_dictionaries(
    {"when": st.just("trigger"), "unless": GATES, "given": GATES},
    optional={
        "closes": st.sampled_from(["close", "act"]),
        "released_by": st.just({"event": "release", "before": "close"}),
        "in_force": st.sampled_from([{"from": MIDDLE}, {"until": MIDDLE}]),
    },
)
TRACES = st.integers(1, 7).flatmap(
    lambda length: st.builds(
        lambda letters, gaps, rest: Trace("".join(letters), tuple(gaps), rest),
        st.lists(st.sampled_from(sorted(LETTERS)), min_size=length, max_size=length),
        st.lists(st.sampled_from(GAPS), min_size=length - 1, max_size=length - 1),
        st.sampled_from([0, 1, LIMIT // 2, LIMIT, LIMIT + 1]),
    )
)


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(WORDS, POLICIES, st.booleans(), st.lists(TRACES, min_size=20, max_size=40))
def test_a_random_policy_says_in_sql_what_it_says_in_the_reference(
    word: Word, policy: dict[str, Any], at_closing: bool, traces: list[Trace]
) -> None:
    duty = {"opens_at": "closing"} if at_closing and "closes" in policy else {}
    situation = Situation("random", word, policy, LETTERS, duty=duty, flagged=len(traces) % 2 == 0)
    tickets = tickets_of(situation, traces)
    with board_of(situation, tickets) as connection:
        found = disagreements(traces, by_sql(situation, connection), by_reference(situation, tickets))
    assert not found, f"{policy} {word}\n" + "\n".join(found[:3])

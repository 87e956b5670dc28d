"""Faults planted into the compiled SQL: the small traces find every one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from auditor.compile import CompiledPolicy
from tests.semantics.board import board, by_reference, by_sql, compiled
from tests.semantics.situations import SITUATIONS


@dataclass(frozen=True)
class Fault:
    """A text of the compiled SQL and the wrong one that takes its place."""

    name: str
    situation: str
    part: str
    right: str
    wrong: str


FAULTS = [
    Fault(
        "a policy is not yet in force at its first instant",
        "an answer in a dated episode",
        "openings",
        "opened.occurred_at >= ",
        "opened.occurred_at > ",
    ),
    Fault(
        "a policy is in force at the instant of its end",
        "an answer until the policy ends",
        "openings",
        "opened.occurred_at < ",
        "opened.occurred_at <= ",
    ),
    Fault(
        "what was released opens at its closing",
        "answers since the opening, due after a closing that nothing released",
        "instances",
        "(opening.release_moment >= closing.moment or opening.release_moment is null)",
        "true",
    ),
    Fault(
        "what may have been released before its closing accuses",
        "none after a closing that nothing released",
        "instances",
        "opening.possible_release_moment < closing.moment then opening.possible_release_moment end",
        "false then opening.possible_release_moment end",
    ),
    Fault(
        "exactly at the limit is late",
        "an answer in time",
        "verdicts",
        "sure_elapsed <= $allowed",
        "sure_elapsed < $allowed",
    ),
    Fault(
        "the deadline at the as-of time is over",
        "an answer in time",
        "verdicts",
        "$as_of_clock - trigger_clock > $allowed",
        "$as_of_clock - trigger_clock >= $allowed",
    ),
    Fault(
        "the as-of time is read one too late",
        "an answer in time",
        "verdicts",
        "$as_of_clock - trigger_clock > $allowed",
        "$as_of_clock + 1 - trigger_clock > $allowed",
    ),
    Fault(
        "a tie answers",
        "an answer in time",
        "verdicts",
        "signal.moment > instance.trigger_moment) as sure",
        "signal.moment >= instance.trigger_moment) as sure",
    ),
    Fault(
        "a tie is lost",
        "an answer in time",
        "verdicts",
        "sure_in_time or possible_in_time or tied",
        "sure_in_time or possible_in_time",
    ),
    Fault(
        "the last answer for the first",
        "an answer in time",
        "verdicts",
        "min(signal.position) filter (where signal.s_act and",
        "max(signal.position) filter (where signal.s_act and",
    ),
    Fault(
        "an unknown answer is none",
        "an answer in time",
        "verdicts",
        "min(signal.position) filter (where signal.s_act is null and",
        "min(signal.position) filter (where false and",
    ),
    Fault(
        "another ticket's answer",
        "an answer in the merged ticket",
        "verdicts",
        "left join signal on signal.ticket_id = instance.ticket_id\n    group by",
        "left join signal on true\n    group by",
    ),
    Fault(
        "a late answer is no repair",
        "an answer in time",
        "verdicts",
        "verdict = 'violated' and all_sure as repaired",
        "false as repaired",
    ),
    Fault(
        "one of two answers is enough",
        "two answers in time",
        "verdicts",
        "bool_and(answered) as met",
        "bool_or(answered) as met",
    ),
    Fault(
        "an answer with the end is in time",
        "an answer before the end",
        "verdicts",
        "sure.moment < coalesce(ending_moment, sure.moment + 1)",
        "sure.moment <= coalesce(ending_moment, sure.moment)",
    ),
    Fault(
        "an unknown end is none",
        "an answer before the end",
        "verdicts",
        "possible_ending_moment <= sure.moment",
        "false",
    ),
    Fault(
        "the closing ends nothing",
        "an answer before the ticket closes",
        "verdicts",
        "closed_position is not null as over",
        "false as over",
    ),
    Fault(
        "a release is ignored",
        "an answer unless released",
        "verdicts",
        "where release_moment is null or",
        "where true or",
    ),
    Fault(
        "a release undoes a verdict",
        "an answer unless released",
        "verdicts",
        "coalesce(release_elapsed > $allowed, false)",
        "false",
    ),
    Fault(
        "a held duty is released",
        "an answer unless released",
        "openings",
        "where moment < coalesce(held_moment, moment + 1)",
        "where true",
    ),
    Fault(
        "a release in the holding step counts",
        "an answer unless released",
        "openings",
        "where moment < coalesce(held_moment, moment + 1)",
        "where moment <= coalesce(held_moment, moment)",
    ),
    Fault(
        "an unknown release is none",
        "an answer unless released",
        "verdicts",
        "found_verdict = 'violated' and possible_release_moment is not null",
        "false",
    ),
    Fault(
        "an episode closes in its own moment",
        "an answer that closes the episode",
        "openings",
        "where odd = opens_first",
        "where odd or opens_first",
    ),
    Fault(
        "every trigger opens", "an answer that closes the episode", "openings", "where odd = opens_first", "where true"
    ),
    Fault(
        "a mirrored trigger opens",
        "an answer in the merged ticket",
        "openings",
        "where signal.s_trigger and not mirrored\n),\nopened",
        "where signal.s_trigger\n),\nopened",
    ),
    Fault(
        "an unknown exception takes the opening away",
        "an answer after an exception",
        "openings",
        "is not true",
        "is false",
    ),
    Fault(
        "an exception is looked for in the future",
        "an answer after an exception",
        "openings",
        "between unbounded preceding and current row",
        "between unbounded preceding and unbounded following",
    ),
    Fault(
        "through ends at once",
        "none through the end",
        "verdicts",
        "update_position <= coalesce(through_update, update_position)",
        "update_position < coalesce(through_update, update_position + 1)",
    ),
    Fault(
        "through never ends",
        "none through the end",
        "verdicts",
        "update_position <= coalesce(through_update, update_position)",
        "true",
    ),
    Fault(
        "a breach with the end is sure",
        "none until the end",
        "verdicts",
        "and moment is distinct from until_moment",
        "",
    ),
    Fault(
        "a breach in the trigger's step is sure",
        "none until the end",
        "verdicts",
        "and not tied\n            and moment is",
        "and moment is",
    ),
    Fault(
        "an open window is final",
        "none until the end",
        "verdicts",
        "verdict = 'complied' and over",
        "verdict = 'complied'",
    ),
    Fault(
        "the window ends before its limit",
        "none in the window",
        "verdicts",
        "signal.clock_wall - instance.trigger_clock <= $allowed",
        "signal.clock_wall - instance.trigger_clock < $allowed",
    ),
    Fault(
        "a mirrored act breaks",
        "none in the merged ticket",
        "verdicts",
        "and not mirrored\n        and in_time",
        "and in_time",
    ),
    Fault(
        "the next episode does not end the window",
        "none in the episode, four events",
        "verdicts",
        "and moment <= coalesce(next_moment, moment)",
        "",
    ),
    Fault(
        "the closing update is judged",
        "none apart from the closing update",
        "verdicts",
        "and update_position is distinct from closing_carrier",
        "",
    ),
    Fault(
        "one more is tolerated", "none but one", "verdicts", ">= 1\n        ) as breaks", ">= 2\n        ) as breaks"
    ),
    Fault(
        "an unknown one uses the tolerance up",
        "none but one",
        "verdicts",
        "count(*) filter (where sure and tolerable is not false)",
        "count(*) filter (where tolerable is not false)",
    ),
    Fault(
        "an end that the export cannot show is none",
        "none until what the export cannot show",
        "verdicts",
        "sure is not null and $end_missing::varchar is not null",
        "false",
    ),
    Fault("any later one is the next", "the next one", "verdicts", "moment <= next_one.next_moment", "true"),
    Fault("a ground afterwards", "a ground before", "verdicts", "signal.moment < instance.trigger_moment", "true"),
    Fault(
        "the steps in any order",
        "step by step",
        "verdicts",
        "later.moment > before.moment\n    qualify row_number()",
        "true\n    qualify row_number()",
    ),
    Fault(
        "a running conversation is judged",
        "left open at the end of the conversation",
        "verdicts",
        "when running then 'pending'",
        "",
    ),
    Fault(
        "the closing is the first of the ticket",
        "answers since the opening, due after its closing",
        "openings",
        "signal.moment > opened.moment and signal.s_close",
        "signal.s_close",
    ),
]


def planted(fault: Fault, policy: CompiledPolicy) -> CompiledPolicy:
    """The policy with the fault in every place of the text; a fault that does not apply proves nothing."""
    if fault.part == "openings":
        assert fault.right in policy.openings, f"{fault.name}: the compiled SQL no longer holds {fault.right!r}"
        return replace(policy, openings=policy.openings.replace(fault.right, fault.wrong))
    (duty,) = policy.duties
    text = duty.instances if fault.part == "instances" else duty.verdicts
    assert fault.right in text, f"{fault.name}: the compiled SQL no longer holds {fault.right!r}"
    wrong = text.replace(fault.right, fault.wrong)
    changed = replace(duty, **{fault.part: wrong})
    return replace(policy, duties=(changed,))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_small_traces_find_the_fault(fault: Fault) -> None:
    situation, laid = SITUATIONS[fault.situation], board(fault.situation)
    wrong = by_sql(situation, laid.connection, planted(fault, compiled(situation)))
    assert wrong != by_reference(situation, laid.tickets)

"""Lints: a room, one mistake a file. A lint that misses a case is worth more than one that is wrong once.

Each has a page docs/policy/lints/<name>.md that says why, and how to mend it.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.authoring.lints.clause_cited_twice import clause_cited_twice
from auditor.authoring.lints.clock_never_used import clock_never_used
from auditor.authoring.lints.contact_not_in_trigger import contact_not_in_trigger
from auditor.authoring.lints.contact_type_never_used import contact_type_never_used
from auditor.authoring.lints.days_on_a_business_clock import days_on_a_business_clock
from auditor.authoring.lints.gate_repeated import gate_repeated
from auditor.authoring.lints.limit_is_zero import limit_is_zero
from auditor.authoring.lints.limit_without_clock import limit_without_clock
from auditor.authoring.lints.lint import Lint, Remark, Subject
from auditor.authoring.lints.never_in_force import never_in_force
from auditor.authoring.lints.parameter_never_used import parameter_never_used
from auditor.authoring.lints.signal_never_used import signal_never_used
from auditor.authoring.lints.status_unknown import status_unknown
from auditor.authoring.lints.step_limits_fall import step_limits_fall
from auditor.authoring.lints.title_repeated import title_repeated
from auditor.authoring.lints.word_answers_itself import word_answers_itself

LINTS: Mapping[str, Lint] = {
    "clause-cited-twice": clause_cited_twice,
    "clock-never-used": clock_never_used,
    "contact-not-in-trigger": contact_not_in_trigger,
    "contact-type-never-used": contact_type_never_used,
    "days-on-a-business-clock": days_on_a_business_clock,
    "gate-repeated": gate_repeated,
    "limit-is-zero": limit_is_zero,
    "limit-without-clock": limit_without_clock,
    "never-in-force": never_in_force,
    "parameter-never-used": parameter_never_used,
    "signal-never-used": signal_never_used,
    "status-unknown": status_unknown,
    "step-limits-fall": step_limits_fall,
    "title-repeated": title_repeated,
    "word-answers-itself": word_answers_itself,
}

__all__ = ["LINTS", "Lint", "Remark", "Subject"]

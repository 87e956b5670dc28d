"""The one evaluator: what people decided about every instance at the as-of time, and whether it fails the run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from auditor.decisions.baseline import Compared, compared
from auditor.decisions.dispositions import last_rulings, reviewed, reviews
from auditor.decisions.enforcement import problems_with_result
from auditor.decisions.reading import Decided
from auditor.decisions.scope import every_duty
from auditor.decisions.waivers import Waivers, unknown_names_of_waivers
from auditor.errors import UsageError
from auditor.instants import moment_of
from auditor.passing import passing
from auditor.result import Approval, Decisions, Enforcement, Result, Standing, VerdictRow


def decided(result: Result, decisions: Decided) -> Result:
    """The result with every instance's standing. Raises UsageError where a decision does not fit the audit."""
    as_of = moment_of(result["manifest"]["as_of"])
    problems = _misfits(result, decisions, as_of)
    if problems:
        raise UsageError(problems)
    evaluator = _Evaluator(result, decisions, as_of)
    rows: list[VerdictRow] = [{**row, "standing": evaluator.standing(row)} for row in result["verdicts"]]
    return {**result, "decisions": evaluator.told(rows), "verdicts": rows}


def nothing_decided() -> Decisions:
    """The part of the document that says so."""
    return {"environment": None, "waivers": [], "baseline": None, "reviews": [], "unmatched": []}


def _misfits(result: Result, decisions: Decided, as_of: datetime) -> list[str]:
    problems = list(problems_with_result(decisions.enforced, result, as_of))
    if decisions.waivers_file:
        file, duties = decisions.waivers_file, every_duty(result)
        problems += unknown_names_of_waivers(decisions.waivers, file, duties, as_of)
    return problems


class _Evaluator:
    """The decisions at one instant, asked for row by row."""

    def __init__(self, result: Result, decisions: Decided, as_of: datetime) -> None:
        self.threshold = result["manifest"]["fail_on"]
        self.enforced = decisions.enforced
        self.overrides = decisions.enforced.overriding(as_of)
        self.waivers = Waivers(decisions.waivers, as_of)
        self.rulings = last_rulings(decisions.dispositions)
        self.baseline: Compared | None = compared(decisions.baseline, result) if decisions.baseline else None

    def standing(self, row: VerdictRow) -> Standing:
        ruled = self.rulings.get(row["fingerprint"])
        verdict = reviewed(row["verdict"], ruled)
        level = self.enforced.level(row)
        standing: Standing = {
            "enforcement": level,
            "waiver": self.waivers.over(row, verdict),
            "override": self._override(row, level) if verdict == "violated" else None,
            "baseline": self.baseline.standing(row) if self.baseline else None,
            "disposition": ruled.told if ruled else None,
            "reviewed": verdict,
            "fails": False,
        }
        fails = row["verdict"] == "violated" and passing({**row, "standing": standing}, self.threshold) is None
        return {**standing, "fails": fails}

    def _override(self, row: VerdictRow, level: Enforcement) -> Approval | None:
        if level != "soft":
            return None
        return next((one.told for one in self.overrides if one.covers(row)), None)

    def told(self, rows: Sequence[VerdictRow]) -> Decisions:
        """After every row was asked for."""
        held = {row["fingerprint"] for row in rows}
        return {
            "environment": self.enforced.name,
            "waivers": self.waivers.states(),
            "baseline": self.baseline.state if self.baseline else None,
            "reviews": reviews(rows),
            "unmatched": sorted(set(self.rulings) - held),
        }

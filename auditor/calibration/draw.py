"""A stratified random sample of verdicts. The same seed draws the same rows, and a larger sample only adds to it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.errors import UsageError
from auditor.outputs.telling.moments import week_of
from auditor.policy.yaml_file import did_you_mean
from auditor.result import Result, VerdictRow


@dataclass(frozen=True)
class Drawn:
    """A row of the sample. `chance`: the share of its stratum that was drawn; `draw`: the name of the sample."""

    row: VerdictRow
    stratum: str
    chance: float
    draw: str


AXES = ("policy", "duty", "agent", "group", "verdict", "severity", "channel", "week")


def draw(result: Result, axes: Sequence[str], size: int, seed: int) -> list[Drawn]:
    """So many decided or undecidable rows over the strata of the axes, in the order of the document.

    Every stratum has one where the size allows, the rest goes by Sainte-Laguë's divisors (1910), so that a larger
    size never takes one away. Raises UsageError for an axis that there is not.
    """
    unknown = [name for name in axes if name not in AXES]
    if unknown:
        raise UsageError(
            [
                f'--stratify: there is no axis "{name}".{did_you_mean(name, AXES)} Axes: {", ".join(AXES)}.'
                for name in unknown
            ]
        )
    strata: dict[str, list[VerdictRow]] = defaultdict(list)
    of = _values(result)
    for row in result["verdicts"]:
        if row["verdict"] != "pending":
            strata[" / ".join(of[name](row) for name in axes) or "all"].append(row)
    shares = _shares({name: len(rows) for name, rows in strata.items()}, size, seed)
    drawn_as = _name_of(result, axes, size, seed)
    chosen = {
        row["fingerprint"]: Drawn(row, name, shares[name] / len(rows), drawn_as)
        for name, rows in strata.items()
        for row in sorted(rows, key=lambda row: _order(seed, row["fingerprint"]))[: shares[name]]
    }
    return [chosen[row["fingerprint"]] for row in result["verdicts"] if row["fingerprint"] in chosen]


def _shares(sizes: Mapping[str, int], size: int, seed: int) -> dict[str, int]:
    """How many of each stratum: first one each, the largest first, then whoever has the highest quotient."""
    shares = dict.fromkeys(sizes, 0)
    for _ in range(min(size, sum(sizes.values()))):
        open_ones = [name for name, most in sizes.items() if shares[name] < most]
        empty = [name for name in open_ones if not shares[name]]
        best = max(empty or open_ones, key=lambda name: (sizes[name] / (2 * shares[name] + 1), _order(seed, name)))
        shares[best] += 1
    return shares


def _order(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}|{name}".encode()).hexdigest()


def _name_of(result: Result, axes: Sequence[str], size: int, seed: int) -> str:
    """The same for copies of one sample, and for no other: chances of two samples do not go together."""
    verdicts = sorted(f"{row['fingerprint']} {row['verdict']}" for row in result["verdicts"])
    return _order(seed, "|".join((str(size), *axes, *verdicts)))[:12]


def _values(result: Result) -> Mapping[str, Callable[[VerdictRow], str]]:
    zone = ZoneInfo(result["manifest"]["timezone"])
    channels = {case["ticket_id"]: case["channel"] or "unknown" for case in result["tickets"]["cases"]}

    def agent(row: VerdictRow) -> str:
        who = row["responsible"]
        return who["name"] or who["id"] or who["kind"]

    def group(row: VerdictRow) -> str:
        return (row["group"]["name"] or row["group"]["id"] or "unknown") if row["group"] else "none"

    return {
        "policy": lambda row: row["policy"],
        "duty": lambda row: f"{row['policy']}/{row['duty']}",
        "agent": agent,
        "group": group,
        "verdict": lambda row: row["verdict"],
        "severity": lambda row: row["severity"],
        "channel": lambda row: channels.get(row["ticket_id"], "unknown"),
        "week": lambda row: week_of(row["trigger"]["at"], zone),
    }

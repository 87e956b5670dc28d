"""Verdicts after review → scores, per ticket and then over tickets.

A ticket earns the weights of its kept duties and may earn those of its decided ones. What is pending, cannot be
told, or is broken under a waiver is in neither. A broken critical duty makes it 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.rates import FEWEST, rate
from auditor.result import AgentScore, PolicyScore, Result, Score, Scores, VerdictRow
from auditor.scores.scorecard import USUAL, Scorecard, duties_of

Person = tuple[str, str]  # id and name, empty where there is none


@dataclass
class Ticket:
    """What a ticket earned of what it could; `broke` and `failed`: a duty of weight, a critical one."""

    earned: float = 0.0
    possible: float = 0.0
    broke: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Worth:
    """What the duties of an audit are worth, as pack/policy/duty."""

    weights: Mapping[str, float]
    critical: frozenset[str]


def no_scores() -> Scores:
    """The part of a document whose tickets are not scored yet."""
    return {"goal": USUAL.goal, "weights": {}, "critical": [], "overall": _score({}), "policies": [], "agents": []}


def scored(result: Result, card: Scorecard = USUAL) -> Result:
    """The result with its scores. Raises UsageError where the scorecard names what the policies do not have."""
    worth = Worth(*duties_of(card, result))
    rows = [row for row in result["verdicts"] if _counts(row)]
    scores: Scores = {
        "goal": card.goal,
        "weights": {**{str(name): weight for name, weight in card.weights.items()}, **worth.weights},
        "critical": sorted(worth.critical),
        "overall": _score(_tickets(rows, worth)),
        "policies": _policies(result, rows, worth),
        "agents": _agents(rows, worth),
    }
    return {**result, "scores": scores}


def _counts(row: VerdictRow) -> bool:
    """It is decided, and nobody waived it."""
    standing = row["standing"]
    if standing["reviewed"] == "violated":
        return standing["waiver"] is None
    return standing["reviewed"] == "complied"


def _tickets(rows: Iterable[VerdictRow], worth: Worth) -> dict[str, Ticket]:
    found: dict[str, Ticket] = defaultdict(Ticket)
    for row in rows:
        name = f"{row['pack']}/{row['policy']}/{row['duty']}"
        weight, fails = worth.weights.get(name, 0.0), name in worth.critical
        if not weight and not fails:
            continue
        ticket = found[row["ticket_id"]]
        kept = row["standing"]["reviewed"] == "complied"
        ticket.possible += weight
        ticket.earned += weight * kept
        ticket.broke |= not kept
        ticket.failed |= fails and not kept
    return found


def _score(tickets: Mapping[str, Ticket]) -> Score:
    passed = rate(sum(not one.broke for one in tickets.values()), len(tickets))
    shares = [1.0 if not one.possible else one.earned / one.possible for one in tickets.values()]
    failing = [0.0 if one.failed else share for one, share in zip(tickets.values(), shares, strict=True)]
    return {
        "tickets": passed.of,
        "passed": passed.hits,
        "low": round(passed.low, 6),
        "high": round(passed.high, 6),
        "failed": sum(one.failed for one in tickets.values()),
        "score": _mean(failing),
        "without_auto_fail": _mean(shares),
    }


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 6) if values else None


def _policies(result: Result, rows: Iterable[VerdictRow], worth: Worth) -> list[PolicyScore]:
    found: dict[tuple[str, str], list[VerdictRow]] = defaultdict(list)
    for row in rows:
        found[row["pack"], row["policy"]].append(row)
    names = [(policy["pack"], policy["policy"]) for policy in result["policies"]]
    return [
        {"pack": pack, "policy": policy, "score": _score(_tickets(found[pack, policy], worth))}
        for pack, policy in names
    ]


def _agents(rows: Iterable[VerdictRow], worth: Worth) -> list[AgentScore]:
    """By name, never by rank; whoever has fewer than five scored tickets is not to be ranked by others either."""
    found: dict[Person, list[VerdictRow]] = defaultdict(list)
    for row in rows:
        person = _person(row)
        if person:
            found[person].append(row)
    scores = {person: _score(_tickets(own, worth)) for person, own in found.items()}
    return [
        {"id": id_ or None, "name": name or None, "ranked": score["tickets"] >= FEWEST, "score": score}
        for (id_, name), score in sorted(scores.items(), key=lambda item: (item[0][1], item[0][0]))
        if score["tickets"]
    ]


def _person(row: VerdictRow) -> Person | None:
    """Who answers for it after review; None where that is no person, or not known."""
    disposition = row["standing"]["disposition"]
    if disposition and disposition["ruling"] == "wrong-agent":
        instead = disposition["instead"]
        return (instead["id"] or "", instead["name"] or "") if instead else None
    who = row["responsible"]
    return (who["id"] or "", who["name"] or "") if who["kind"] == "agent" else None

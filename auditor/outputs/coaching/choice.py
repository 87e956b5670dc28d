"""What to talk about: first what went well, then one pattern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.outputs.coaching.own import Reader
from auditor.outputs.coaching.people import Agent, standing
from auditor.result import SEVERITIES, Case, VerdictRow

CASES = 3  # of the pattern, and of what went well
WEIGHT = {"critical": 8.0, "high": 4.0, "medium": 2.0, "low": 1.0, "info": 0.5}
GRAVE = ("critical", "high")
TIGHT = 0.75  # so much of the time was used, and the duty was met


@dataclass(frozen=True)
class Focus:
    """One pattern: a duty, or a policy where no duty recurs; its findings in the order to talk about them."""

    policy: tuple[str, str]
    duty: str | None
    rows: tuple[VerdictRow, ...]

    @property
    def cases(self) -> tuple[VerdictRow, ...]:
        """Up to three, each of another ticket as far as there are so many."""
        first = {row["ticket_id"]: row for row in reversed(self.rows)}
        told = [row for row in self.rows if first[row["ticket_id"]] is row]
        return tuple(told[:CASES])


def focus(agent: Agent, cases: Mapping[str, Case]) -> Focus | None:
    """The pattern that weighs most; None where nothing recurs and nothing grave happened."""
    weights = {row["fingerprint"]: _weight(row, cases.get(row["ticket_id"]), agent.reader) for row in agent.broken}
    by_duty = _grouped(agent.broken, lambda row: (row["pack"], row["policy"], row["duty"]))
    by_policy = _grouped(agent.broken, lambda row: (row["pack"], row["policy"]))
    for groups in (by_duty, by_policy):
        patterns = [(key, rows) for key, rows in groups.items() if _is_pattern(rows)]
        if patterns:
            key, rows = min(patterns, key=lambda item: (-_sum(item[1], weights), -len(item[1]), item[0]))
            ordered = sorted(_latest_first(rows), key=lambda row: -weights[row["fingerprint"]])
            return Focus((key[0], key[1]), key[2] if len(key) > 2 else None, tuple(ordered))
    return None


def _is_pattern(rows: Sequence[VerdictRow]) -> bool:
    """What came twice, or what is grave when it comes once: never a single weak finding."""
    return len(rows) > 1 or rows[0]["severity"] in GRAVE


def _weight(row: VerdictRow, case: Case | None, me: Reader) -> float:
    return WEIGHT[row["severity"]] * avoidable(row, case, me)


def avoidable(row: VerdictRow, case: Case | None, me: Reader) -> float:
    """How near another course was, 0…1: one change that would have sufficed, on a ticket that was in their hands."""
    found = row["counterfactual"]
    changes = len(found["would_have_complied"]) if found else 0
    near = 1 / changes if changes else 0.5
    timeline = case["timeline"] if case else []
    acted = any(event["actor"] and me.is_me(event["actor"]["id"], event["actor"]["name"]) for event in timeline)
    return near if acted else near / 2


def went_well(agent: Agent, cases: Mapping[str, Case]) -> tuple[VerdictRow, ...]:
    """Up to three duties kept where it was hard: each of another ticket and, while there are, of another duty."""
    off = {row["ticket_id"] for row in (*agent.broken, *agent.aside)}
    kept_there: dict[str, int] = defaultdict(int)
    for row in agent.kept:
        kept_there[row["ticket_id"]] += 1
    hard = [
        row
        for row in agent.kept
        if row["ticket_id"] not in off and standing(row) == "stands" and _is_hard(row, cases.get(row["ticket_id"]))
    ]
    hard = sorted(_latest_first(hard), key=lambda row: _ease(row, kept_there[row["ticket_id"]]))
    return tuple(_varied(hard)[:CASES])


def _is_hard(row: VerdictRow, case: Case | None) -> bool:
    """Grave and opened by the words of a listed contact, or met when little time was left."""
    listed = any(contact["tier"] == "certain" and contact["phrase"] for contact in case["contacts"]) if case else False
    return (row["severity"] in GRAVE and bool(row["trigger"]["phrase"] or listed)) or used(row) >= TIGHT


def used(row: VerdictRow) -> float:
    """The share of the allowed time that was used, of a duty that was met by an act; 0 where nothing was measured."""
    elapsed, allowed = row["elapsed_seconds"], row["allowed_seconds"]
    return elapsed / allowed if row["witness"] and elapsed is not None and allowed else 0.0


def _ease(row: VerdictRow, kept_there: int) -> tuple[bool, bool, int, bool, int]:
    """The hardest first: an act with little time left, then the gravest, with words, on the fullest ticket."""
    return (
        not row["witness"],
        used(row) < TIGHT,
        SEVERITIES.index(row["severity"]),
        not row["trigger"]["phrase"],
        -kept_there,
    )


def _varied(rows: Sequence[VerdictRow]) -> list[VerdictRow]:
    """One row a ticket; of each duty one before a second of any."""
    tickets: set[str] = set()
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    turns: list[tuple[int, int, VerdictRow]] = []
    for place, row in enumerate(rows):
        if row["ticket_id"] in tickets:
            continue
        tickets.add(row["ticket_id"])
        duty = (row["pack"], row["policy"], row["duty"])
        turns.append((seen[duty], place, row))
        seen[duty] += 1
    return [row for _, _, row in sorted(turns, key=lambda turn: turn[:2])]


def _latest_first(rows: Iterable[VerdictRow]) -> list[VerdictRow]:
    return sorted(sorted(rows, key=lambda row: row["fingerprint"]), key=lambda row: row["trigger"]["at"], reverse=True)


def _grouped(
    rows: Iterable[VerdictRow], key: Callable[[VerdictRow], tuple[str, ...]]
) -> dict[tuple[str, ...], list[VerdictRow]]:
    found: dict[tuple[str, ...], list[VerdictRow]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _sum(rows: Iterable[VerdictRow], weights: Mapping[str, float]) -> float:
    return sum(weights[row["fingerprint"]] for row in rows)

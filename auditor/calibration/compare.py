"""Reviewers beside the auditor and beside each other, for every policy and over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from auditor.calibration.agreement import alpha, kappa
from auditor.calibration.filled import Ratings
from auditor.rates import FEWEST, Rate, rate
from auditor.result import Result, VerdictRow

MACHINE = "auditor"


@dataclass(frozen=True)
class Agreement:
    """Two raters on the items that both answered. `kappa`: None where it is not defined."""

    raters: tuple[str, str]
    same: Rate
    kappa: float | None

    @property
    def enough(self) -> bool:
        """Fewer items say nothing."""
        return self.same.of >= FEWEST


@dataclass(frozen=True)
class Estimate:
    """A share weighted by how each row was drawn, with its interval at the effective number of rows (Kish 1965)."""

    share: float
    rows: int
    interval: Rate

    @property
    def enough(self) -> bool:
        """Fewer rows say nothing."""
        return self.rows >= FEWEST


@dataclass(frozen=True)
class Compared:
    """One policy, or all. `confusion`: (auditor, people) → answers."""

    name: str
    items: int
    pairs: tuple[Agreement, ...]
    alpha_of_all: float | None
    alpha_of_people: float | None
    shared: int  # items that two people or more answered
    confusion: Mapping[tuple[str, str], int]
    precision: Estimate | None  # of what the auditor calls violated, by what people say
    missed: Estimate | None  # of what the auditor calls complied: what people call violated


@dataclass(frozen=True)
class Disagreement:
    """A verdict that somebody contradicts."""

    row: VerdictRow
    answers: Mapping[str, str]
    notes: Mapping[str, str]


def compared(result: Result, ratings: Ratings) -> list[Compared]:
    """All policies together first, then each that was reviewed."""
    rows = [row for row in result["verdicts"] if row["fingerprint"] in ratings.answers]
    policies = dict.fromkeys((row["pack"], row["policy"]) for row in rows)
    return [
        _compared("all", rows, ratings),
        *(
            _compared(policy, [row for row in rows if (row["pack"], row["policy"]) == (pack, policy)], ratings)
            for pack, policy in policies
        ),
    ]


def disagreements(result: Result, ratings: Ratings) -> list[Disagreement]:
    """False accusations first, then what was missed, then the others."""
    found = [
        Disagreement(row, answers, ratings.notes.get(row["fingerprint"], {}))
        for row in result["verdicts"]
        if (answers := ratings.answers.get(row["fingerprint"]))
        and any(answer != row["verdict"] for answer in answers.values())
    ]
    return sorted(found, key=lambda one: (_gravity(one), one.row["fingerprint"]))


def _gravity(one: Disagreement) -> int:
    said = set(one.answers.values())
    if one.row["verdict"] == "violated" and "complied" in said:
        return 0
    return 1 if one.row["verdict"] == "complied" and "violated" in said else 2


def _compared(name: str, rows: Sequence[VerdictRow], ratings: Ratings) -> Compared:
    people = [ratings.answers[row["fingerprint"]] for row in rows]
    everybody = [{MACHINE: row["verdict"], **said} for row, said in zip(rows, people, strict=True)]
    reviewers = sorted({reviewer for said in people for reviewer in said})
    return Compared(
        name=name,
        items=len(rows),
        pairs=tuple(_agreement(pair, everybody) for pair in combinations([MACHINE, *reviewers], 2)),
        alpha_of_all=alpha(everybody),
        alpha_of_people=alpha(people),
        shared=sum(len(said) > 1 for said in people),
        confusion=Counter(
            (str(one[MACHINE]), said) for one in everybody for who, said in one.items() if who != MACHINE
        ),
        precision=_estimate(rows, ratings, "violated"),
        missed=_estimate(rows, ratings, "complied"),
    )


def _agreement(raters: tuple[str, str], units: Iterable[Mapping[str, str]]) -> Agreement:
    one, other = raters
    pairs = [(unit[one], unit[other]) for unit in units if one in unit and other in unit]
    return Agreement(raters, rate(sum(first == second for first, second in pairs), len(pairs)), kappa(pairs))


def _estimate(rows: Sequence[VerdictRow], ratings: Ratings, verdict: str) -> Estimate | None:
    """How often people say violated of what the auditor calls so.

    None where the lists carry no chance of drawing, or are of several samples, whose chances do not go together.
    """
    if len(ratings.draws) > 1:
        return None
    weighed = list(_weighed([row for row in rows if row["verdict"] == verdict], ratings))
    total = sum(weight for weight, _ in weighed)
    if not total:
        return None
    share = sum(weight * violated for weight, violated in weighed) / total
    effective = round(total * total / sum(weight * weight for weight, _ in weighed))
    return Estimate(share, len(weighed), rate(round(share * effective), effective))


def _weighed(rows: Iterable[VerdictRow], ratings: Ratings) -> Iterator[tuple[float, float]]:
    """(weight, share of the people who say violated) of each row that somebody decided."""
    for row in rows:
        said = [answer for answer in ratings.answers[row["fingerprint"]].values() if answer != "indeterminate"]
        chance = ratings.chances.get(row["fingerprint"])
        if said and chance:
            yield 1 / chance, said.count("violated") / len(said)

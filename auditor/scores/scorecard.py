"""scorecard.yml: what a kept duty is worth, which broken ones fail the ticket, and what the team wants to reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, ClassVar, Final

from pydantic import Field

from auditor.errors import UsageError
from auditor.policy.yaml_file import Strict, YamlFile, did_you_mean, parse, read_yaml
from auditor.result import Result, Severity

NAME = "scorecard.yml"
WEIGHTS: Final[Mapping[Severity, float]] = {"critical": 8, "high": 4, "medium": 2, "low": 1, "info": 0}
GOAL = 0.95
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class ScorecardFile(Strict):
    """The file. A duty is named as policy/duty, or pack/policy/duty where two packs have one of that name."""

    what: ClassVar[str] = "A scorecard"

    goal: Annotated[float, Field(ge=0, le=1)] = GOAL
    weights: Mapping[Severity, Weight] = Field(default_factory=dict)
    duties: Mapping[str, Weight] = Field(default_factory=dict)
    critical: list[str] | None = None


@dataclass(frozen=True)
class Scorecard:
    """What duties are worth. `critical` are the duties that fail a ticket; None: those of severity critical."""

    goal: float = GOAL
    weights: Mapping[Severity, float] = field(default_factory=lambda: dict(WEIGHTS))
    duties: Mapping[str, float] = field(default_factory=dict)
    critical: tuple[str, ...] | None = None
    file: YamlFile | None = field(default=None, repr=False)


USUAL = Scorecard()


def read_scorecard(folder: Path) -> Scorecard:
    """The scorecard of a folder, or the usual one. Raises PolicyError with everything that is off, located."""
    path = folder / NAME
    if not path.is_file():
        return USUAL
    file = read_yaml(path)
    found, problems = parse(file, ScorecardFile, file.content or {})
    if found is None:
        raise UsageError(problems)
    critical = None if found.critical is None else tuple(found.critical)
    return Scorecard(found.goal, {**WEIGHTS, **found.weights}, dict(found.duties), critical, file)


def duties_of(card: Scorecard, result: Result) -> tuple[dict[str, float], frozenset[str]]:
    """pack/policy/duty → its weight, and the duties that fail a ticket. Raises UsageError for names nobody has."""
    severities = {
        f"{policy['pack']}/{policy['policy']}/{duty['duty']}": duty["severity"]
        for policy in result["policies"]
        for duty in policy["duties"]
    }
    problems: list[str] = []
    weights = {name: card.weights[severity] for name, severity in severities.items()}
    for given, weight in card.duties.items():
        weights |= dict.fromkeys(_meant(given, severities, card, ("duties", given), problems), weight)
    critical = {name for name, severity in severities.items() if severity == "critical"}
    if card.critical is not None:
        named = (_meant(name, severities, card, ("critical", at), problems) for at, name in enumerate(card.critical))
        critical = {name for names in named for name in names}
    if problems:
        raise UsageError(problems)
    return weights, frozenset(critical)


def _meant(
    given: str, known: Iterable[str], card: Scorecard, at: tuple[str | int, ...], problems: list[str]
) -> tuple[str, ...]:
    """The duties of a name; two packs may each have one. None is a problem."""
    found = tuple(name for name in known if name == given or name.partition("/")[2] == given)
    if not found:
        short = [name.partition("/")[2] for name in known]
        sentence = f'no policy of this audit has the duty "{given}".{did_you_mean(given, short)} Write policy/duty.'
        problems.append(card.file.problem(at, sentence) if card.file else sentence)
    return found

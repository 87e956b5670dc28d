"""`enforcement.yml`: what a broken duty means for a run, by environment. It stands outside of the policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from auditor.decisions.fields import Finding, Text, When, Zoned
from auditor.decisions.scope import Named, Scope, every_duty, named, problems_of, unknown_names
from auditor.errors import UsageError
from auditor.instants import instant
from auditor.policy.yaml_file import Location, Strict, YamlFile, did_you_mean
from auditor.result import Approval, Enforcement, Result, VerdictRow

DEFAULT = "default"  # the environment that holds where none is asked for
DUTY = "policy, policy/duty or pack/policy/duty"


class Environment(Strict):
    """How strictly duties are enforced somewhere."""

    what: ClassVar[str] = "an environment"
    default: Annotated[Enforcement, Field(description="of duties that are not named")] = "hard"
    duties: Annotated[dict[str, Enforcement], Field(description=f"by {DUTY}; the longest name counts")] = Field({})
    approvers: Annotated[tuple[Text, ...], Field(description="who may override; none given: whoever is named")] = ()

    def level(self, duty: Named) -> Enforcement:
        """How strictly a duty is enforced."""
        pack, policy, name = duty
        keys = (f"{pack}/{policy}/{name}", f"{policy}/{name}", policy)
        return next((self.duties[key] for key in keys if key in self.duties), self.default)


class Override(Zoned):
    """A softly enforced finding that a named person lets pass."""

    what: ClassVar[str] = "an override"
    environment: Text
    finding: Finding | None = None
    scope: Scope | None = None
    by: Text
    at: When
    why: Text
    expires: When | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Until its end. It may be given after the as-of time: whoever approves has seen the finding."""
        return self.expires is None or moment < self.expires

    def covers(self, row: VerdictRow) -> bool:
        """Whether an instance is meant."""
        return self.finding == row["fingerprint"] if self.scope is None else self.scope.covers(row)

    @property
    def told(self) -> Approval:
        """As a finding that passes shows it."""
        return {"by": self.by, "at": instant(self.at), "why": self.why}


class EnforcementFile(Strict):
    """`enforcement.yml`."""

    what: ClassVar[str] = "enforcement.yml"
    environments: dict[str, Environment] = Field({})
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True)
class Enforced:
    """The environments, and the one that holds; without a file every duty is enforced hard."""

    name: str | None = None
    environments: Mapping[str, Environment] = field(default_factory=dict)
    overrides: Sequence[Override] = ()
    file: YamlFile | None = None

    def level(self, row: VerdictRow) -> Enforcement:
        """How strictly an instance's duty is enforced here."""
        return self.environments[self.name].level(named(row)) if self.name else "hard"

    def overriding(self, as_of: datetime) -> list[Override]:
        """The overrides that hold here, the last one given first."""
        holding = [one for one in self.overrides if one.environment == self.name and one.holds_at(as_of)]
        return sorted(holding, key=lambda one: one.at, reverse=True)


def enforced(parsed: EnforcementFile, file: YamlFile | None, environment: str | None) -> Enforced:
    """The enforcement of an environment. Raises UsageError if the file does not have it."""
    if environment is None:
        environment = DEFAULT if DEFAULT in parsed.environments else None
    elif environment not in parsed.environments:
        where = file.name if file else "enforcement.yml"
        there = ", ".join(sorted(parsed.environments)) or "none"
        meant = did_you_mean(environment, parsed.environments)
        raise UsageError(f'--environment "{environment}": {where} has no such environment.{meant} It has: {there}.')
    return Enforced(environment, parsed.environments, parsed.overrides, file)


def problems_of_enforcement(parsed: EnforcementFile, file: YamlFile) -> Iterator[str]:
    """Names that are no duties, overrides of nothing or of everything, by nobody who may."""
    for name, environment in parsed.environments.items():
        for key in environment.duties:
            if not 1 <= len(key.split("/")) <= 3 or not all(key.split("/")):
                yield file.problem(("environments", name, "duties", key), f'"{key}" names no duty. Write {DUTY}.')
    for place, override in enumerate(parsed.overrides):
        for key, sentence in _override_problems(override, parsed.environments):
            yield file.problem(("overrides", place, key) if key else ("overrides", place), sentence)


def _override_problems(override: Override, environments: Mapping[str, Environment]) -> Iterator[tuple[str, str]]:
    if (override.finding is None) == (override.scope is None):
        yield "", "an override takes either `finding:` (a fingerprint) or `scope:`, one of the two."
    if override.expires and override.expires <= override.at:
        yield "expires", "the override expires before it was given. Mend one of the two."
    if override.environment not in environments:
        meant = did_you_mean(override.environment, environments)
        there = ", ".join(environments) or "none"
        yield "environment", f'there is no environment "{override.environment}".{meant} There are: {there}.'
        return
    approvers = environments[override.environment].approvers
    if approvers and override.by not in approvers:
        yield "by", f"{override.by} is no approver of {override.environment}. They are: {', '.join(approvers)}."


def problems_with_result(enforced: Enforced, result: Result, as_of: datetime) -> Iterator[str]:
    """What only the audit shows: names of no duty, and overrides of what is enforced hard."""
    if enforced.file is None:
        return
    duties = every_duty(result)
    for name, environment in enforced.environments.items():
        for key in environment.duties:
            at = ("environments", name, "duties", key)
            for sentence in _unknown(key, duties):
                yield enforced.file.problem(at, sentence)
    rows = {row["fingerprint"]: row for row in result["verdicts"]}
    for place, override in enumerate(enforced.overrides):
        if override.holds_at(as_of):
            yield from _hard(override, ("overrides", place), enforced, duties, rows)


def _unknown(key: str, duties: Sequence[Named]) -> Iterator[str]:
    parts = key.split("/")
    pack = parts.pop(0) if len(parts) == 3 else None
    scope = Scope(pack=pack, policy=parts[0], duty=parts[1] if len(parts) == 2 else None)
    yield from (sentence for _, sentence in unknown_names(scope, duties))


def _hard(
    override: Override, at: Location, enforced: Enforced, duties: Sequence[Named], rows: Mapping[str, VerdictRow]
) -> Iterator[str]:
    """An override, in force, of a duty that nobody may override."""
    assert enforced.file is not None
    if override.scope:
        yield from problems_of(override.scope, duties, enforced.file, (*at, "scope"))
    environment = enforced.environments[override.environment]
    hard = sorted({"/".join(duty) for duty in _meant(override, duties, rows) if environment.level(duty) == "hard"})
    if hard:
        sentence = (
            f"{', '.join(hard)}: enforced hard in {override.environment}, where nothing is overridden. "
            "Mend what was found, have it waived (waivers.yml), or narrow the override."
        )
        yield enforced.file.problem((*at, "scope" if override.scope else "finding"), sentence)


def _meant(override: Override, duties: Sequence[Named], rows: Mapping[str, VerdictRow]) -> Iterable[Named]:
    """The duties that an override is about: those that it names, else those of the rows that it covers."""
    if override.scope and override.scope.policy:
        return (duty for duty in duties if override.scope.names_duty(duty))
    if override.scope:
        return {named(row) for row in rows.values() if row["verdict"] == "violated" and override.scope.covers(row)}
    row = rows.get(override.finding or "")
    return [named(row)] if row else []

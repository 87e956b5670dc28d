"""Which instances a waiver or an override is about: narrowed down by every name that it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from pydantic import model_validator

from auditor.decisions.fields import Identifier, Text, problem
from auditor.policy.yaml_file import Strict, YamlFile, did_you_mean
from auditor.result import Result, VerdictRow

Named = tuple[str, str, str]  # (pack, policy, duty)


class Scope(Strict):
    """What every instance that is meant has in common; at least one name, a duty only with its policy."""

    what: ClassVar[str] = "a scope"
    pack: Text | None = None
    policy: Text | None = None
    duty: Text | None = None
    ticket: Identifier | None = None
    agent: Identifier | None = None
    group: Identifier | None = None

    @model_validator(mode="after")
    def says_what(self) -> Scope:
        """Nothing is covered by accident."""
        if not self.names:
            raise problem(f"says nothing. Give at least one of: {', '.join(Scope.model_fields)}.")
        if self.duty and not self.policy:
            raise problem(f"the duty {self.duty} stands without its policy. Add `policy:`.")
        return self

    @property
    def names(self) -> Mapping[str, str]:
        """The names that are given."""
        return {name: value for name in Scope.model_fields if (value := getattr(self, name))}

    @property
    def told(self) -> str:
        """In words: threat/touch-response, ticket 47011."""
        duty = "/".join(name for name in (self.pack, self.policy, self.duty) if name)
        others = (f"{name} {value}" for name, value in self.names.items() if name in ("ticket", "agent", "group"))
        return ", ".join((*((duty,) if duty else ()), *others))

    def names_duty(self, named: Named) -> bool:
        """Whether a duty lies inside of the scope, whatever its ticket is."""
        wanted = (self.pack, self.policy, self.duty)
        return all(want is None or want == has for want, has in zip(wanted, named, strict=True))

    def covers(self, row: VerdictRow) -> bool:
        """Whether an instance lies inside of the scope."""
        return (
            self.ticket in (None, row["ticket_id"])
            and self.names_duty(named(row))
            and (self.agent is None or (row["responsible"]["kind"], row["responsible"]["id"]) == ("agent", self.agent))
            and (self.group is None or (row["group"] is not None and row["group"]["id"] == self.group))
        )


def named(row: VerdictRow) -> Named:
    """The duty of an instance."""
    return row["pack"], row["policy"], row["duty"]


def every_duty(result: Result) -> list[Named]:
    """The duties that took part in an audit."""
    return [(one["pack"], one["policy"], duty["duty"]) for one in result["policies"] for duty in one["duties"]]


def unknown_names(scope: Scope, duties: Sequence[Named]) -> Iterator[tuple[str, str]]:
    """(key, sentence) of a policy or duty that there is not; of a pack that took no part nothing is known."""
    there = [one for one in duties if scope.pack in (None, one[0])]
    if scope.policy is None or (scope.pack and not there):
        return
    policies = sorted({policy for _, policy, _ in there})
    own = sorted({duty for _, policy, duty in there if policy == scope.policy})
    if not own:
        yield "policy", unknown("policy", scope.policy, policies)
    elif scope.duty and scope.duty not in own:
        yield "duty", unknown(f"duty of {scope.policy}", scope.duty, own)


def unknown(kind: str, name: str, known: Sequence[str]) -> str:
    """The sentence about a name that nothing bears."""
    return f'there is no {kind} "{name}".{did_you_mean(name, known)} There are: {", ".join(known)}.'


def problems_of(scope: Scope, duties: Sequence[Named], file: YamlFile, at: Sequence[str | int]) -> Iterator[str]:
    """The unknown names of a scope, each at its place."""
    for key, sentence in unknown_names(scope, duties):
        yield file.problem((*at, key), f"{'.'.join(map(str, (*at, key)))}: {sentence}")

"""What every lint has: the pack that it reads, and what it says of a place in one of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from auditor.policy.pack import Duty, Pack, Policy
from auditor.policy.yaml_file import Location, YamlFile

Part = Policy | Duty


@dataclass(frozen=True)
class Subject:
    """A pack as a lint sees it. `sides`: every contact type and phrase that its detectors find → contact or phrase."""

    pack: Pack
    sides: Mapping[str, str]

    def file(self, policy: Policy) -> YamlFile:
        """The file of a policy, as its author wrote it."""
        return self.pack.files[f"duties/{Path(policy.file).name}"]

    def duties(self) -> Iterator[tuple[YamlFile, Location, Duty]]:
        """Every duty with its file and its place in it."""
        for policy in self.pack.policies:
            for duty in policy.duties:
                yield self.file(policy), ("duties", duty.name), duty

    def parts(self) -> Iterator[tuple[YamlFile, Location, Policy, Part]]:
        """Every policy and each of its duties: what has exceptions and conditions."""
        for policy in self.pack.policies:
            yield self.file(policy), (), policy, policy
            for duty in policy.duties:
                yield self.file(policy), ("duties", duty.name), policy, duty


@dataclass(frozen=True)
class Remark:
    """What a lint says of a place."""

    file: YamlFile
    location: Location
    sentence: str


Lint = Callable[[Subject], Iterator[Remark]]

"""`dispositions.yml`: what reviewers said of findings, one after the other. Nothing in it is changed later."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from auditor.decisions.fields import Finding, Identifier, Text, When, Zoned
from auditor.instants import instant
from auditor.policy.yaml_file import Strict, YamlFile
from auditor.result import Disposition, PolicyReviews, Ruling, Verdict, VerdictRow


class Instead(Strict):
    """Who answers for a finding that named the wrong one."""

    what: ClassVar[str] = "instead"
    id: Identifier | None = None
    name: Text | None = None


class Ruled(Zoned):
    """One thing that somebody said of a finding."""

    what: ClassVar[str] = "a disposition"
    finding: Finding
    ruling: Ruling
    by: Text
    at: When
    why: Text
    instead: Annotated[Instead | None, Field(description="of wrong-agent: who answers instead, if known")] = None

    @property
    def told(self) -> Disposition:
        """As the finding shows it."""
        who = self.instead
        return {
            "ruling": self.ruling,
            "by": self.by,
            "at": instant(self.at),
            "why": self.why,
            "instead": {"id": who.id, "name": who.name} if who else None,
        }


class DispositionsFile(Strict):
    """`dispositions.yml`; its entries stand in the order of time."""

    what: ClassVar[str] = "dispositions.yml"
    dispositions: tuple[Ruled, ...] = ()


def problems_of_dispositions(parsed: DispositionsFile, file: YamlFile) -> Iterator[str]:
    """Entries are appended, never put in between; `instead` belongs to one ruling."""
    latest: datetime | None = None
    for place, ruled in enumerate(parsed.dispositions):
        at = ("dispositions", place)
        if latest and ruled.at < latest:
            yield file.problem(
                (*at, "at"),
                f"{instant(ruled.at)} lies before the entry above it ({instant(latest)}). The file is append-only: "
                "leave what stands there, and add what is new at its end.",
            )
        latest = max(latest or ruled.at, ruled.at)
        if ruled.instead and ruled.ruling != "wrong-agent":
            yield file.problem(
                (*at, "instead"), f"instead goes with wrong-agent, and this one is {ruled.ruling}. Take it out."
            )


def last_rulings(dispositions: Iterable[Ruled]) -> Mapping[str, Ruled]:
    """The last ruling on each finding; of one instant the later line.

    People speak of a finding after the as-of time of its audit, so that no ruling is too late for it.
    """
    return {ruled.finding: ruled for ruled in sorted(dispositions, key=lambda one: one.at)}


def reviewed(verdict: Verdict, ruled: Ruled | None) -> Verdict:
    """The verdict after review: a finding that was overturned is none; all else stays as the machine has it."""
    overturned = ruled is not None and ruled.ruling == "overturned"
    return "complied" if overturned and verdict == "violated" else verdict


def reviews(rows: Iterable[VerdictRow]) -> list[PolicyReviews]:
    """How often the findings of each policy were reviewed, of those with any review, by their last ruling."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        said = row["standing"]["disposition"]
        if said and row["verdict"] == "violated":
            found[row["pack"], row["policy"]][said["ruling"]] += 1
    return [
        {
            "pack": pack,
            "policy": policy,
            "reviewed": said["upheld"] + said["overturned"] + said["wrong-agent"],
            "upheld": said["upheld"],
            "overturned": said["overturned"],
            "wrong_agent": said["wrong-agent"],
            "disputed": said["disputed"],
        }
        for (pack, policy), said in sorted(found.items())
    ]

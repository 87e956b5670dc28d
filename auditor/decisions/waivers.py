"""`waivers.yml`: breaches that somebody agreed to bear for a while. The verdict under a waiver stays visible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from auditor.decisions.fields import Identifier, Text, When, Zoned
from auditor.decisions.scope import Named, Scope, problems_of
from auditor.instants import instant
from auditor.policy.yaml_file import Strict, YamlFile
from auditor.result import Verdict, VerdictRow, Waived, WaiverState

Shelf = tuple[str, str]
ANY: Shelf = ("", "")
EXPIRING = timedelta(days=14)
State = Literal["not-yet", "active", "expiring", "expired", "unused", "no-longer-needed"]


class Waiver(Zoned):
    """One waiver; it holds in [effective_from, expires)."""

    what: ClassVar[str] = "a waiver"
    id: Identifier
    scope: Annotated[Scope, Field(description="what it covers; every name narrows it")]
    owner: Annotated[Text, Field(description="who answers for mending what is waived")]
    approver: Annotated[Text, Field(description="who agreed; somebody else")]
    reason: Text
    effective_from: When
    expires: When

    def holds_at(self, moment: datetime) -> bool:
        """From its first instant on, and at its last no more."""
        return self.effective_from <= moment < self.expires

    @property
    def told(self) -> Waived:
        """As a finding under it shows it."""
        return {
            "id": self.id,
            "owner": self.owner,
            "approver": self.approver,
            "reason": self.reason,
            "expires": instant(self.expires),
        }


class WaiversFile(Strict):
    """`waivers.yml`."""

    what: ClassVar[str] = "waivers.yml"
    waivers: tuple[Waiver, ...] = ()


def problems_of_waivers(parsed: WaiversFile, file: YamlFile) -> Iterator[str]:
    """What no single field shows: an id twice, who approves himself, an end before the beginning."""
    first: dict[str, int] = {}
    for place, waiver in enumerate(parsed.waivers):
        at = ("waivers", place)
        if waiver.id in first:
            yield file.problem((*at, "id"), f"the waiver {waiver.id} stands in {file.at(first_at(first, waiver))} too.")
        first.setdefault(waiver.id, place)
        if _same_person(waiver.owner, waiver.approver):
            yield file.problem(
                (*at, "approver"), f"{waiver.approver} owns this waiver and cannot approve it. Name somebody else."
            )
        if waiver.effective_from >= waiver.expires:
            yield file.problem((*at, "expires"), "the waiver expires before it takes effect. Exchange or mend the two.")


def first_at(first: Mapping[str, int], waiver: Waiver) -> tuple[str | int, ...]:
    """Where a waiver of this id stands first."""
    return ("waivers", first[waiver.id], "id")


def _same_person(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def unknown_names_of_waivers(
    waivers: Sequence[Waiver], file: YamlFile, duties: Sequence[Named], as_of: datetime
) -> Iterator[str]:
    """The names of no policy or duty; an expired waiver is history and may name what is gone."""
    for place, waiver in enumerate(waivers):
        if as_of < waiver.expires:
            yield from problems_of(waiver.scope, duties, file, ("waivers", place, "scope"))


class Waivers:
    """The waivers at an as-of time: asked for row by row, they remember what they covered."""

    def __init__(self, waivers: Iterable[Waiver], as_of: datetime) -> None:
        self.as_of = as_of
        self.listed = tuple(waivers)
        self._shelves: dict[Shelf, list[Waiver]] = defaultdict(list)
        for waiver in self.listed:
            self._shelves[_shelf(waiver.scope)].append(waiver)
        self._seen: dict[str, set[Verdict]] = defaultdict(set)
        self._under: dict[str, int] = defaultdict(int)

    def over(self, row: VerdictRow, reviewed: Verdict) -> Waived | None:
        """The waiver under which a finding stands: of several the narrowest, then the one that lasts longest."""
        near = (waiver for shelf in _shelves(row) for waiver in self._shelves.get(shelf, ()))
        covering = [waiver for waiver in near if waiver.scope.covers(row)]
        for waiver in covering:
            self._seen[waiver.id].add(reviewed)
        holding = [waiver for waiver in covering if waiver.holds_at(self.as_of)]
        if reviewed != "violated" or not holding:
            return None
        chosen = min(holding, key=_narrowest_first)
        self._under[chosen.id] += 1
        return chosen.told

    def states(self) -> list[WaiverState]:
        """What became of every waiver, in the order of the file; after all rows were asked for."""
        return [
            {
                **waiver.told,
                "scope": waiver.scope.told,
                "effective_from": instant(waiver.effective_from),
                "state": self._state(waiver),
                "covers": self._under[waiver.id],
            }
            for waiver in self.listed
        ]

    def _state(self, waiver: Waiver) -> State:
        """One word each; that a waiver can go now is more to the point than that it goes soon."""
        if self.as_of < waiver.effective_from:
            return "not-yet"
        if self.as_of >= waiver.expires:
            return "expired"
        if not self._seen[waiver.id]:
            return "unused"
        if self._seen[waiver.id] == {"complied"}:
            return "no-longer-needed"
        return "expiring" if waiver.expires - self.as_of <= EXPIRING else "active"


def _shelf(scope: Scope) -> Shelf:
    """Where a waiver waits for its rows, so that not every row has to meet every waiver."""
    return next(((name, scope.names[name]) for name in ("ticket", "agent", "policy") if name in scope.names), ANY)


def _shelves(row: VerdictRow) -> tuple[Shelf, ...]:
    return ("ticket", row["ticket_id"]), ("agent", row["responsible"]["id"] or ""), ("policy", row["policy"]), ANY


def _narrowest_first(waiver: Waiver) -> tuple[int, float, str]:
    return -len(waiver.scope.names), -waiver.expires.timestamp(), waiver.id

"""What stands beside a finding in a word or two: what people decided about it, and since when it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.telling.moments import week_of
from auditor.result import FollowedFinding, Result, VerdictRow

NOTHING = "undecided"  # what the filter calls a finding about which nobody decided anything
FILTERS = {
    "waived": "waived",
    "approved": "let pass",
    "disputed": "disputed",
    "upheld": "upheld",
    "overturned": "overturned",
    "wrong-agent": "of somebody else",
    "known": "in the baseline",
    "new": "not in the baseline",
    "first": "first seen now",
    "again": "seen before",
    "was-open": "was open, now broken",
    NOTHING: "nothing decided",
}


@dataclass(frozen=True)
class Mark:
    """A word for the filter, and the words on the page."""

    token: str
    text: str


@dataclass(frozen=True)
class Marker:
    """Knows what to put beside a row."""

    followed: Mapping[str, FollowedFinding]
    compared: bool  # an earlier audit is known
    zone: ZoneInfo

    def marks(self, row: VerdictRow) -> tuple[Mark, ...]:
        """What people decided first, then what earlier audits showed."""
        decided = tuple(Mark(token, FILTERS[token]) for token in _judged(row))
        return decided + self._since(row)

    def tokens(self, row: VerdictRow) -> str:
        """The words for the filter, separated by spaces."""
        seen = [self._seen(row).token] if self.compared else []
        baseline = [row["standing"]["baseline"]] if row["standing"]["baseline"] else []
        return " ".join([*(list(_judged(row)) or [NOTHING]), *baseline, *seen])

    def _since(self, row: VerdictRow) -> tuple[Mark, ...]:
        """One mark or none: with a baseline, new is what is not in it; else what no earlier audit showed."""
        seen = self._seen(row) if self.compared else None
        if seen and seen.token != "first":
            return (seen,)
        baseline = row["standing"]["baseline"]
        if baseline:
            return (Mark("known", FILTERS["known"]),) if baseline == "known" else (Mark("new", "new"),)
        return (seen,) if seen else ()

    def _seen(self, row: VerdictRow) -> Mark:
        before = self.followed.get(row["fingerprint"])
        if before is None:
            return Mark("first", "new")
        if before["was"] in ("pending", "indeterminate"):
            return Mark("was-open", FILTERS["was-open"])
        return Mark("again", f"since {week_of(before['first_seen'], self.zone)[5:]}")


def marker(result: Result, zone: ZoneInfo) -> Marker:
    past = result["past"]
    followed = {one["fingerprint"]: one for one in past["followed"]} if past else {}
    return Marker(followed, bool(past and past["audits"]), zone)


def _judged(row: VerdictRow) -> Iterator[str]:
    standing = row["standing"]
    if standing["disposition"]:
        yield standing["disposition"]["ruling"]
    if standing["waiver"]:
        yield "waived"
    if standing["override"]:
        yield "approved"

"""By channel, team and contact type: broken of decided, as bars with their intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from auditor.outputs.telling.words import label, sentence_case
from auditor.rates import Rate, rate
from auditor.result import Result, VerdictRow

DRAWN = 8  # bars of a chart; the table has them all
LISTED = 200  # lines of the table
LETTERS = 30  # of a name in the chart
DECIDED = ("violated", "complied")
SCALES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)  # where an axis may end

Naming: TypeAlias = Callable[[VerdictRow], Sequence[str]]


@dataclass(frozen=True)
class Bar:
    """A channel, a team or a contact type."""

    name: str
    rate: Rate

    @property
    def short(self) -> str:
        return self.name if len(self.name) <= LETTERS else f"{self.name[: LETTERS - 1].rstrip()}…"


@dataclass(frozen=True)
class Chart:
    """The bars of one view, those that say something first."""

    id: str
    title: str
    about: str
    bars: tuple[Bar, ...]
    scale: float

    @property
    def drawn(self) -> tuple[Bar, ...]:
        return self.bars[:DRAWN]

    @property
    def listed(self) -> tuple[Bar, ...]:
        return self.bars[:LISTED]


def charts(result: Result) -> tuple[Chart, ...]:
    """Three views of the decided duties, on one scale."""
    channels = {case["ticket_id"]: case["channel"] for case in result["tickets"]["cases"]}
    views: tuple[tuple[str, str, str, Naming], ...] = (
        ("by-channel", "By channel", "how the ticket came in",
         lambda row: [sentence_case(label(channels.get(row["ticket_id"]) or "not recorded"))]),
        ("by-team", "By team", "the group that held the ticket then", lambda row: [_team(row)]),
        ("by-contact-type", "By contact type", "a ticket with two types counts in both",
         lambda row: [sentence_case(label(name)) for name in row["contact_types"]] or ["No listed contact"]),
    )  # fmt: skip
    rows = [row for row in result["verdicts"] if row["verdict"] in DECIDED]
    found = [(id_, title, about, _bars(rows, names)) for id_, title, about, names in views]
    scale = _scale(bar.rate for *_, bars in found for bar in bars)
    return tuple(Chart(id_, title, about, bars, scale) for id_, title, about, bars in found)


def _team(row: VerdictRow) -> str:
    group = row["group"]
    return (group["name"] or f"Group {group['id']}") if group else "No team"


def _bars(rows: Iterable[VerdictRow], names: Naming) -> tuple[Bar, ...]:
    found = Counter((name, str(row["verdict"])) for row in rows for name in names(row))
    return _ordered(found)


def _ordered(found: Mapping[tuple[str, str], int]) -> tuple[Bar, ...]:
    """Those with five decided first; the most broken first, by how many, because that is where the work is."""
    bars = [
        Bar(name, rate(found.get((name, "violated"), 0), sum(found.get((name, verdict), 0) for verdict in DECIDED)))
        for name in sorted({name for name, _ in found})
    ]
    return tuple(sorted(bars, key=lambda bar: (not bar.rate.enough, -bar.rate.hits, -bar.rate.of)))


def _scale(rates: Iterable[Rate]) -> float:
    """The shortest axis that holds every interval that is shown."""
    reach = max((one.high for one in rates if one.enough), default=1.0)
    return next(scale for scale in SCALES if reach <= scale)

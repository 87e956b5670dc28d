"""Week by week: all cases and every policy over eight weeks, with a line and the change against the week before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from zoneinfo import ZoneInfo

from auditor.outputs.telling.moments import MONTHS, instant, monday, week_of
from auditor.rates import NO_BREAK, Rate, rate
from auditor.result import Manifest, PolicyWeek, Result, WeekCounts

WEEKS = 8
SHADES = (0.0, 0.05, 0.15, 0.30)  # shares above which the shade deepens
LEFT, RIGHT, TOP, BOTTOM = 4.0, 92.0, 4.0, 22.0  # the ends of a sparkline


@dataclass(frozen=True)
class WeekHead:
    """A column: the week's number, year and first day, and whether the period holds it."""

    number: str
    year: str
    starts: str
    inside: bool


@dataclass(frozen=True)
class WeekCell:
    """Broken of decided; `level` 0…4 is the shade, None where the result says nothing of that week."""

    rate: Rate | None
    level: int | None


@dataclass(frozen=True)
class Change:
    """The share against that of the week before; `chance`: the interval of the difference holds none at all."""

    arrow: str
    text: str
    chance: bool


@dataclass(frozen=True)
class Spark:
    """The shares as a line, broken where a week has too few."""

    path: str
    dots: tuple[tuple[float, float], ...]
    description: str


@dataclass(frozen=True)
class WeekRow:
    """A policy, or all cases, week by week."""

    title: str
    cells: tuple[WeekCell, ...]
    spark: Spark
    change: Change | None


@dataclass(frozen=True)
class Weeks:
    """The heat table, and the policies that nothing was decided of in all of these weeks."""

    heads: tuple[WeekHead, ...]
    rows: tuple[WeekRow, ...]
    silent: tuple[str, ...]
    highest: Rate | None  # where the axis of the lines ends


def weeks(result: Result, zone: ZoneInfo) -> Weeks:
    """All cases first, then each policy, over the eight weeks that end with the period."""
    known = _known(result)
    names = _last_weeks(sorted(known), _newest(result["manifest"], zone))
    inside = [_inside(name, result["manifest"], zone) for name in names]
    rates = {"All cases": [_broken(known[name]) if name in known else None for name in names]}
    titles = {(policy["pack"], policy["policy"]): policy["title"] for policy in result["policies"]}
    of_policy = {key: [_policy_rate(known.get(name), key) for name in names] for key in titles}
    told = {key: found for key, found in of_policy.items() if any(one and one.known for one in found)}
    known_rates = [one for found in (*rates.values(), *told.values()) for one in found if one and one.enough]
    highest = max(known_rates, key=lambda one: one.share, default=None)
    scale = highest.share if highest else 0.0
    rows = [_row("All cases", rates["All cases"], names, scale)]
    rows += [_row(titles[key], found, names, scale) for key, found in told.items()]
    return Weeks(
        heads=tuple(_head(name, here) for name, here in zip(names, inside, strict=True)),
        rows=tuple(rows) if names else (),
        silent=tuple(title for key, title in titles.items() if key not in told),
        highest=highest,
    )


def _known(result: Result) -> dict[str, WeekCounts]:
    """The weeks of this export, and those before it that the history file remembers."""
    past = result["past"]["weeks"] if result["past"] else []
    return {week["week"]: week for week in (*past, *result["tickets"]["weeks"])}


def _newest(manifest: Manifest, zone: ZoneInfo) -> str | None:
    """The last week of the period; None where it has no end."""
    if manifest["until"] is None:
        return None
    return week_of((instant(manifest["until"]) - timedelta(microseconds=1)).isoformat(), zone)


def _inside(week: str, manifest: Manifest, zone: ZoneInfo) -> bool:
    newest = _newest(manifest, zone)
    after = manifest["since"] is None or week >= week_of(manifest["since"], zone)
    return after and (newest is None or week <= newest)


def _last_weeks(names: Sequence[str], newest: str | None) -> list[str]:
    """Eight calendar weeks up to the newest, not before the oldest; those without a case between them included."""
    known = [name for name in names if newest is None or name <= newest]
    if not known:
        return []
    last, oldest = monday(newest or known[-1]), monday(known[0])
    mondays = [last - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    found = [day.isocalendar() for day in mondays if day >= oldest]
    return [f"{year}-W{week:02d}" for year, week, _ in found]


def _broken(counts: WeekCounts | PolicyWeek) -> Rate:
    return rate(counts["violated"], counts["violated"] + counts["complied"])


def _policy_rate(week: WeekCounts | None, key: tuple[str, str]) -> Rate | None:
    if week is None:
        return None
    found = next((one for one in week["policies"] if (one["pack"], one["policy"]) == key), None)
    return _broken(found) if found else rate(0, 0)


def _head(week: str, inside: bool) -> WeekHead:
    starts = monday(week)
    return WeekHead(f"W{week[6:]}", week[:4], f"{starts.day} {MONTHS[starts.month - 1]}", inside)


def _row(title: str, rates: Sequence[Rate | None], names: Sequence[str], scale: float) -> WeekRow:
    weeks_ago = dict(zip(names, rates, strict=True))
    return WeekRow(title, tuple(map(_cell, rates)), _spark(weeks_ago, scale), _change(rates))


def _cell(found: Rate | None) -> WeekCell:
    if found is None or not found.known:
        return WeekCell(found, None)
    return WeekCell(found, sum(found.share > step for step in SHADES))


def _spark(rates: Mapping[str, Rate | None], scale: float) -> Spark:
    """The weeks that say something, on one scale for all rows; the last of eight stands at the right end."""
    step, first = (RIGHT - LEFT) / (WEEKS - 1), WEEKS - len(rates)
    path, dots, drawn = [], [], False
    for place, found in enumerate(rates.values(), first):
        if found is None or not found.enough:
            drawn = False
            continue
        x, y = round(LEFT + place * step, 1), round(BOTTOM - (BOTTOM - TOP) * found.share / (scale or 1), 1)
        path.append(f"{'L' if drawn else 'M'}{x} {y}")
        dots.append((x, y))
        drawn = True
    told = [f"{name[5:]}: {found.percent}" for name, found in rates.items() if found is not None and found.enough]
    return Spark(" ".join(path), tuple(dots), ", ".join(told) or "No week has five that are decided.")


def _change(rates: Sequence[Rate | None]) -> Change | None:
    """Newcombe's hybrid score interval (1998) of the difference, made of the two Wilson intervals."""
    before, now = (None, None, *rates)[-2:]
    if before is None or now is None or not before.enough or not now.enough:
        return None
    change = now.share - before.share
    low = change - sqrt((now.share - now.low) ** 2 + (before.high - before.share) ** 2)
    high = change + sqrt((now.high - now.share) ** 2 + (before.share - before.low) ** 2)
    points = f"{abs(change) * 100:.1f}{NO_BREAK}points"
    if points.startswith("0.0"):
        return Change("→", "the same", True)
    return Change("↑" if change > 0 else "↓", f"{points} {'more' if change > 0 else 'fewer'}", low <= 0 <= high)

"""Business schedules: open time as segments of the UTC line.

A clock is a number that grows only while the desk is open, so that "4 business hours later" is a
subtraction. The weekly hours are local wall time in a named zone; a day with a change of clocks is as
long as it really was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Hours = tuple[tuple[timedelta, timedelta], ...]


@dataclass(frozen=True)
class Schedule:
    """Weekly opening hours in a zone, less the holidays."""

    zone: str
    hours: tuple[Hours, ...]
    holidays: tuple[date, ...]
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Segment:
    """An opening, in microseconds of UTC since 1970, with the open time that came before it."""

    starts_at: int
    ends_at: int
    open_before: int


def zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name. Raises ValueError with what is allowed."""
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f'there is no time zone "{name}". Use an IANA name such as UTC, Europe/Berlin or America/New_York'
        ) from None


def parse_schedule(given: Any) -> Schedule:
    """`{zone: UTC, hours: {mon-fri: 09:00-17:00}, holidays: [2026-12-25]}`. Raises ValueError."""
    if isinstance(given, str):
        given = _one_line(given)
    if not isinstance(given, Mapping) or not isinstance(given.get("hours"), Mapping):
        raise ValueError(
            "a schedule has zone, hours and holidays, for example {zone: UTC, hours: {mon-fri: 09:00-17:00}}"
        )
    unknown = set(given) - {"zone", "hours", "holidays"}
    if unknown:
        raise ValueError(f"a schedule takes zone, hours, holidays; not {', '.join(sorted(map(str, unknown)))}")
    week: list[list[tuple[timedelta, timedelta]]] = [[] for _ in DAYS]
    for days, intervals in given["hours"].items():
        for day in _days(str(days)):
            for interval in intervals if isinstance(intervals, list) else str(intervals).split(","):
                week[day].append(_interval(str(interval)))
    holidays = tuple(sorted(_date(day) for day in given.get("holidays") or ()))
    name = zone(str(given.get("zone", "UTC"))).key
    hours = tuple(tuple(sorted(day)) for day in week)
    if not any(hours):
        raise ValueError("a schedule is open at least once a week")
    _refuse_overlaps(hours)
    return Schedule(name, hours, holidays, _text(name, given["hours"], holidays))


def _one_line(text: str) -> dict[str, Any]:
    match = re.fullmatch(r"\s*(\S+)\s+(\S+)\s*(?:in\s+)?(\S+)?\s*", text)
    if not match:
        raise ValueError(f'"{text}" is not a schedule. Write for example "mon-fri 09:00-17:00 Europe/Berlin"')
    return {"zone": match[3] or "UTC", "hours": {match[1]: match[2]}}


def _days(text: str) -> Iterator[int]:
    first, _, last = text.lower().partition("-")
    if first[:3] not in DAYS or (last and last[:3] not in DAYS):
        raise ValueError(f'"{text}" is not a day. Use {", ".join(DAYS)} or a range such as mon-fri')
    start, end = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
    yield from range(start, end + 1) if start <= end else (*range(start, 7), *range(end + 1))


def _interval(text: str) -> tuple[timedelta, timedelta]:
    match = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*", text)
    if not match:
        raise ValueError(f'"{text}" are not opening hours. Write for example 09:00-17:00')
    start = timedelta(hours=int(match[1]), minutes=int(match[2]))
    end = timedelta(hours=int(match[3]), minutes=int(match[4]))
    if not timedelta(0) <= start < end <= timedelta(days=1):
        raise ValueError(f'"{text}": opening hours start before they end, inside one day (00:00-24:00)')
    return start, end


def _date(day: Any) -> date:
    try:
        return day if isinstance(day, date) and not isinstance(day, datetime) else date.fromisoformat(str(day))
    except ValueError:
        raise ValueError(f'holiday "{day}" is not a date. Write for example 2026-12-25') from None


def _refuse_overlaps(hours: tuple[Hours, ...]) -> None:
    for day, intervals in zip(DAYS, hours, strict=True):
        for (_, end), (start, _) in pairwise(intervals):
            if start < end:
                raise ValueError(f"the opening hours of {day} overlap")


def _text(zone_name: str, hours: Mapping[Any, Any], holidays: tuple[date, ...]) -> str:
    days = "; ".join(f"{day} {', '.join(value) if isinstance(value, list) else value}" for day, value in hours.items())
    closed = f", closed on {', '.join(map(str, holidays))}" if holidays else ""
    return f"{days} {zone_name}{closed}"


def segments(schedule: Schedule, first: datetime, last: datetime) -> list[Segment]:
    """Every opening from a week before `first` to ten weeks after `last`, with the open time before it."""
    local = zone(schedule.zone)
    day = (first - timedelta(days=8)).date()
    end = (last + timedelta(days=70)).date()
    found: list[Segment] = []
    open_before = 0
    while day <= end:
        for opens, closes in () if day in schedule.holidays else schedule.hours[day.weekday()]:
            starts_at, ends_at = _instant(day, opens, local), _instant(day, closes, local)
            if ends_at > starts_at:
                found.append(Segment(starts_at, ends_at, open_before))
                open_before += ends_at - starts_at
        day += timedelta(days=1)
    return found


def _instant(day: date, since_midnight: timedelta, local: ZoneInfo) -> int:
    midnight = datetime.combine(day, time(0))
    return (((midnight + since_midnight).replace(tzinfo=local)) - EPOCH) // timedelta(microseconds=1)

"""Instants in the report's zone, and spans of time in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Moment:
    """An instant as a reader sees it; `utc` is for machines."""

    utc: str
    day: str  # Mon 9 Nov 2026
    short_day: str  # Mon 9 Nov
    time: str  # 09:00, or 09:00:05 where there are seconds
    exact_time: str  # 09:00:05
    offset: str  # UTC+01:00

    @property
    def text(self) -> str:
        return f"{self.day}, {self.time} {self.offset}"


def instant(text: str) -> datetime:
    """An instant of the document, which is in UTC."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


def moment(text: str, zone: ZoneInfo) -> Moment:
    local = instant(text).astimezone(zone)
    short_day = f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"
    seconds = f"{local:%H:%M:%S}" + (f".{local.microsecond:06d}".rstrip("0") if local.microsecond else "")
    time = f"{local:%H:%M}" if seconds.endswith(":00") else seconds
    return Moment(text, f"{short_day} {local.year}", short_day, time, seconds, offset(local))


def offset(local: datetime) -> str:
    """UTC, UTC+01:00, UTC-03:30."""
    seconds = int((local.utcoffset() or timedelta()).total_seconds())
    if not seconds:
        return "UTC"
    minutes = abs(seconds) // 60
    return f"UTC{'+' if seconds > 0 else '−'}{minutes // 60:02d}:{minutes % 60:02d}"


def week_of(text: str, zone: ZoneInfo) -> str:
    """The ISO week, in the zone, in which an instant falls: 2026-W46."""
    year, week, _ = instant(text).astimezone(zone).isocalendar()
    return f"{year}-W{week:02d}"


def monday(week: str) -> date:
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def week_before(week: str) -> str:
    year, number, _ = (monday(week) - timedelta(days=7)).isocalendar()
    return f"{year}-W{number:02d}"


def whole_week(since: str | None, until: str | None, zone: ZoneInfo) -> str | None:
    """The ISO week that [since, until) is, exactly; None if it is anything else."""
    if since is None or until is None:
        return None
    starts, ends = instant(since).astimezone(zone), instant(until).astimezone(zone)
    midnight = starts.time() == ends.time() == datetime.min.time()
    is_week = midnight and starts.weekday() == 0 and ends.date() - starts.date() == timedelta(days=7)
    return week_of(since, zone) if is_week else None


def span(seconds: float, clock: str | None = "wall") -> str:
    """6 h 12 min; wall time beyond two days in days, open time always in hours."""
    whole = int(abs(seconds))
    if clock in (None, "wall") and whole >= 172_800:
        days, hours = divmod(whole // 3600, 24)
        return _joined((days, "d"), (hours, "h"))
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    return _joined((hours, "h"), (minutes, "min"), (rest, "s")) or "0\N{NO-BREAK SPACE}s"


def _joined(*parts: tuple[int, str]) -> str:
    return " ".join(f"{number:,}\N{NO-BREAK SPACE}{unit}" for number, unit in parts if number)


def left(due_at: str, as_of: str) -> str:
    """Time left at the as-of time, without seconds unless that is all there is."""
    seconds = (instant(due_at) - instant(as_of)).total_seconds()
    if seconds <= 0:
        return "due now"
    return span(seconds if seconds < 60 else seconds - seconds % 60)

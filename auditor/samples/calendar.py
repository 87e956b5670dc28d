"""The eight weeks that a sample covers, and a story's way to name an instant in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FIRST_MONDAY = datetime(2026, 9, 21, tzinfo=UTC)
LAST_WEEK = 7
AS_OF = datetime(2026, 11, 15, 18, 0, 0, tzinfo=UTC)  # a Sunday evening: deadlines stand still over it
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def instant(week: int, told: str) -> datetime:
    """`Tue 14:00:00` in the week of that number (0 to 7); `next Mon 09:00:00` in the one after it."""
    words = told.split()
    if words[0] == "next":
        week, words = week + 1, words[1:]
    day, clock = words
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    monday = FIRST_MONDAY + timedelta(weeks=week)
    return monday + timedelta(days=DAYS.index(day), hours=hours, minutes=minutes, seconds=seconds)


def iso(at: datetime) -> str:
    """UTC with a Z, whole seconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")

"""Times and periods as people give them: ISO 8601 or a day, in a named zone; ISO weeks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from auditor.errors import UsageError
from auditor.schedule import zone


def instant_of(given: str | datetime | None, timezone: str, name: str) -> datetime | None:
    """The instant that is meant; one without a zone is in `timezone`, a day is its first instant."""
    if given is None:
        return None
    local = zone_of(timezone)
    try:
        moment = given if isinstance(given, datetime) else datetime.fromisoformat(given.strip())
    except ValueError:
        raise UsageError(
            f'{name} "{given}" is not a time. Write 2026-11-15, 2026-11-15T17:00 or 2026-11-15T17:00:00Z.'
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=local)


def week_of(given: str, timezone: str) -> tuple[datetime, datetime]:
    """The first instant of an ISO week (`2026-W46`) and that of the next, in the zone."""
    match = re.fullmatch(r"(\d{4})-?W(\d{1,2})", given.strip())
    try:
        if not match:
            raise ValueError
        monday = datetime.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise UsageError(f'--week "{given}" is not an ISO week. Write for example 2026-W46.') from None
    local = zone_of(timezone)
    return monday.replace(tzinfo=local), (monday + timedelta(days=7)).replace(tzinfo=local)


def zone_of(timezone: str) -> ZoneInfo:
    """The zone of that name. Raises UsageError."""
    try:
        return zone(timezone)
    except ValueError as error:
        raise UsageError(f"--tz: {error}.") from None

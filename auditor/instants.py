"""Instants and durations as the result writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def instant(moment: datetime) -> str:
    """UTC, ISO 8601 with Z; fractions of a second only where there are any."""
    utc = moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='microseconds' if utc.microsecond else 'seconds')}Z"


def moment_of(text: str) -> datetime:
    """The instant that `instant` wrote."""
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)


def seconds(microseconds: int | None) -> float | int | None:
    """Microseconds as seconds, whole where they are."""
    if microseconds is None:
        return None
    whole, rest = divmod(max(microseconds, 0), 1_000_000)
    return whole if rest == 0 else (whole * 1_000_000 + rest) / 1_000_000

"""Elapsed against allowed, in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from auditor.outputs.telling.moments import moment, span
from auditor.outputs.telling.words import label
from auditor.result import VerdictRow


def measure(row: VerdictRow, zone: ZoneInfo) -> str:
    """5 h of business time after it began; 4 h of business time allowed. Empty where nothing was measured."""
    elapsed, allowed = row["elapsed_seconds"], row["allowed_seconds"]
    took = "" if elapsed is None else on_clock(elapsed, row["clock"])
    if allowed is None:
        return _after(took, elapsed) if took and row["witness"] else ""
    limit = on_clock(allowed, row["clock"])
    if row["witness"]:
        return f"{_after(took, elapsed)}; {limit} allowed" if took else f"{limit} allowed"
    due = f"Not done by {moment(row['due_at'], zone).text}" if row["due_at"] else "Not done in time"
    return f"{due}; {limit} allowed"


def on_clock(seconds: float, clock: str | None) -> str:
    """4 h; 4 h of business time; the clock is wall time or the open time of a named schedule."""
    return span(seconds, clock) + (f" of {label(clock)} time" if clock and clock != "wall" else "")


def _after(took: str, elapsed: float | None) -> str:
    return f"{took} after it began" if elapsed else "At the moment it began"

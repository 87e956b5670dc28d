"""What a cell can hold: text that no spreadsheet runs or chokes on, and instants as its dates."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from auditor.outputs.telling.moments import instant
from auditor.outputs.telling.texts import clean

MOST: Final = 32_767  # UTF-16 units of a cell (Microsoft: Excel specifications and limits)
DAY: Final = 86_400  # a spreadsheet counts in days
EPOCH: Final = datetime(1899, 12, 30)
FIRST_DATE: Final = datetime(1900, 3, 1)  # before it, spreadsheets disagree about the calendar


@lru_cache(maxsize=4_096)  # the same duties, names and reasons stand in most rows
def text(value: str) -> str:
    """The text without what XML forbids or what turns letters round, cut where a cell ends, and marked where it is."""
    whole = clean(value.replace("\r\n", "\n").replace("\r", "\n"))
    if len(whole) > MOST // 2 and _units(whole) > MOST:
        whole = _cut(whole)
    return f"{whole} " if whole.startswith("<r>") else whole  # the writer would take <r>…</r> for its own markup


def serial(value: str, zone: ZoneInfo) -> float | None:
    """An instant as the number of its date and time in the zone; None where a spreadsheet has no such date."""
    local = instant(value).astimezone(zone).replace(tzinfo=None)
    return (local - EPOCH).total_seconds() / DAY if local >= FIRST_DATE else None


def _cut(whole: str) -> str:
    """The beginning, and how many characters are missing."""
    mark = f" […cut here; {len(whole):,} characters in all, whole in result.json]"
    kept = whole.encode("utf-16-le")[: 2 * (MOST - len(mark))]
    return kept.decode("utf-16-le", "ignore") + mark


def _units(whole: str) -> int:
    return len(whole.encode("utf-16-le")) // 2

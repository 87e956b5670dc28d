"""The periods that a text names, and whether one of them leaves the last months before the day it was written."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Judgement = Literal["leaves", "within", "unknown", "none"]
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january ene enero janvier januar", "feb february febrero fevrier februar", "mar march marzo mars marz",
         "apr april abril avril", "may mayo mai", "jun june junio juin juni", "jul july julio juillet juli",
         "aug august agosto aout", "sep sept september septiembre septembre", "oct october octubre octobre oktober okt",
         "nov november noviembre novembre", "dec december diciembre decembre dezember dez"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_DATE = re.compile(
    rf"(?<![\w$€£.,])(?:(?P<iso>{_YEAR})[-/.](?P<isomonth>\d\d?)(?:[-/.]\d\d?)?"
    rf"|(?:\d\d?(?:st|nd|rd|th)?[ .]+(?:of |de )?)?(?P<name>{_MONTH})[.,]?[ ]+(?:\d\d?(?:st|nd|rd"
    rf"|th)?,?[ ]+)?(?:of |de )?(?P<nameyear>{_YEAR})"
    rf"|(?:(?P<first>\d\d?)[-/.])?(?P<second>\d\d?)[-/.](?P<numyear>{_YEAR})"
    rf"|(?:(?:fy|ay|cy)[ -]?)?(?P<year>{_YEAR})(?:[-/](?P<short>\d\d)(?![\d/-]))?)(?![\w%]|[.,]\d)"
)
_COUNTS = (
    "two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|twenty-four|thirty-six|"
    "several|few|couple of"
)
_NUMBERS = dict(
    zip(
        _COUNTS.split("|"),
        (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 20, 24, 36, 2, 2, 2),
        strict=True,
    )
)
_SPAN = re.compile(
    rf"(?<!\w)(\d{{1,3}}|{_COUNTS})(?: \((?:\d+|[a-z]+)\))?(?: |-)(?:full |whole |calendar |tax |fiscal "
    rf"|financial |consecutive )*(year|yr|month|quarter)s?(?!\w)"
)
_AGE = re.compile(rf"(?<!\w)(?:\d{{1,3}}|{_COUNTS})[ -](?:years?|yrs?|months?)[ -](?:ago|old|of age)(?!\w)")


def judge_period(folded: str, at: date | None, months: int) -> Judgement:
    """Whether a period named in the text begins before the last `months` before the day `at`."""
    if any(length > months for length in lengths(folded)):
        return "leaves"
    begins = dates(folded)
    if not begins:
        return "within" if lengths(folded) else "none"
    if at is None:
        long = (max(begins) - min(begins)).days > months * 31 or _years_apart(begins)
        return "leaves" if long else "unknown"
    return "leaves" if min(begins) < _latest_begin(at, months) else "within"


def turning_day(folded: str, months: int) -> date | None:
    """The first day from which a period named in the text leaves the last `months`; none where no day decides it."""
    begins = dates(folded)
    if not begins or any(length > months for length in lengths(folded)):
        return None
    day = min(begins) + timedelta(days=28 * months)  # surely too early, and never more than weeks
    while not min(begins) < _latest_begin(day, months):
        day += timedelta(days=1)
    return day


def dates(folded: str) -> list[date]:
    """The first days of the dates, months and years in the text."""
    return sorted(day for found in _DATE.finditer(folded) if (day := _first_day(found)) is not None)


def lengths(folded: str) -> list[int]:
    """The lengths of time in the text, in months ("the last three years": 36)."""
    months = {"year": 12, "yr": 12, "quarter": 3, "month": 1}
    without_ages = _AGE.sub(" ", folded)
    return [
        (int(count) if count.isdigit() else _NUMBERS[count]) * months[unit]
        for count, unit in _SPAN.findall(without_ages)
    ]


def _first_day(found: re.Match[str]) -> date | None:
    year = next(int(found[name]) for name in ("iso", "nameyear", "numyear", "year") if found[name])
    if found["name"]:
        return date(year, _MONTHS[found["name"]], 1)
    numbers = [int(found[name]) for name in ("isomonth", "second", "first") if found[name]]
    month = next((number for number in numbers if 1 <= number <= 12), None)
    if numbers and month is None:
        return None
    return date(year, month or 1, 1)


def _latest_begin(at: date, months: int) -> date:
    return _months_before(at, months) - timedelta(days=31)


def _years_apart(begins: list[date]) -> bool:
    return max(begins).year - min(begins).year >= 2


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

"""Both sides of every deadline, one second apart: by day, over nights, weekends, holidays and changes of clocks."""

from __future__ import annotations

import pytest

from tests.desk import ANNA, EE, Desk, touched
from tests.packs.words import SUBPOENA, THREAT, TOUCH

LATER = "2026-12-20 12:00"

# threat at, the last instant in time, one second later
TOUCH_LIMITS = [
    ("by day", "2026-11-04 09:00:00", "2026-11-04 13:00:00", "2026-11-04 13:00:01"),
    ("over night", "2026-11-04 15:00:00", "2026-11-05 11:00:00", "2026-11-05 11:00:01"),
    ("over the weekend", "2026-11-06 16:30:00", "2026-11-09 12:30:00", "2026-11-09 12:30:01"),
    ("used up at closing time on Friday", "2026-11-06 13:00:00", "2026-11-09 09:00:00", "2026-11-09 09:00:01"),
    ("written at night", "2026-11-04 23:10:00", "2026-11-05 13:00:00", "2026-11-05 13:00:01"),
    ("written on Sunday", "2026-11-08 10:00:00", "2026-11-09 13:00:00", "2026-11-09 13:00:01"),
    ("written at the very opening", "2026-11-09 09:00:00", "2026-11-09 13:00:00", "2026-11-09 13:00:01"),
    ("written at the very closing", "2026-11-04 17:00:00", "2026-11-05 13:00:00", "2026-11-05 13:00:01"),
]


def touch(threat: str, touched_at: str, **parameters: object) -> str:
    desk = Desk()
    ticket = desk.ticket(THREAT, at=threat)
    ticket.reply(TOUCH, touched_at, ANNA, *touched())
    return desk.audit(LATER, parameters=parameters).words()["touch-response"][0]


@pytest.mark.parametrize(
    ("threat", "in_time", "late"), [row[1:] for row in TOUCH_LIMITS], ids=[row[0] for row in TOUCH_LIMITS]
)
def test_four_business_hours_for_the_touch(threat: str, in_time: str, late: str) -> None:
    assert (touch(threat, in_time), touch(threat, late)) == ("complied", "violated")


@pytest.mark.parametrize(
    ("threat", "in_time", "late"), [row[1:] for row in TOUCH_LIMITS], ids=[row[0] for row in TOUCH_LIMITS]
)
def test_at_the_limit_it_is_pending_and_a_second_later_violated(threat: str, in_time: str, late: str) -> None:
    desk = Desk()
    desk.ticket(THREAT, at=threat)
    row = next(row for row in desk.audit(in_time) if row["duty"] == "touch-response")
    assert (row["verdict"], row["due_at"]) == ("pending", in_time.replace(" ", "T") + "Z")
    assert desk.audit(late).words()["touch-response"] == ["violated"]


@pytest.mark.parametrize(("at", "verdict"), [("2026-11-09 12:00:00", "complied"), ("2026-11-09 12:00:01", "violated")])
def test_eight_business_hours_for_the_transfer_over_a_weekend(at: str, verdict: str) -> None:
    desk = Desk()
    desk.ticket(SUBPOENA, at="2026-11-06 12:00:00").move(EE, at)
    assert desk.audit(LATER).words()["transfer"] == [verdict]


BERLIN = {"business_schedule": {"zone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}}
NEW_YORK = {"business_schedule": {"zone": "America/New_York", "hours": {"mon-sun": "00:00-24:00"}}}


@pytest.mark.parametrize(("at", "verdict"), [("2026-03-30 10:00:00", "complied"), ("2026-03-30 10:00:01", "violated")])
def test_summer_time_begins_over_the_weekend(at: str, verdict: str) -> None:
    # Friday 16:00 in Berlin is 15:00 UTC; three more hours on Monday from 07:00 UTC, as clocks went forward
    assert touch("2026-03-27 15:00:00", at, **BERLIN) == verdict


@pytest.mark.parametrize(("at", "verdict"), [("2026-10-26 11:00:00", "complied"), ("2026-10-26 11:00:01", "violated")])
def test_summer_time_ends_over_the_weekend(at: str, verdict: str) -> None:
    # Friday 16:00 in Berlin is 14:00 UTC; three more hours on Monday from 08:00 UTC
    assert touch("2026-10-23 14:00:00", at, **BERLIN) == verdict


@pytest.mark.parametrize(("at", "verdict"), [("2026-11-01 08:00:00", "complied"), ("2026-11-01 08:00:01", "violated")])
def test_a_night_with_a_repeated_hour_is_as_long_as_it_was(at: str, verdict: str) -> None:
    # open day and night in New York: four hours are four hours, though the clock shows 00:00 to 03:00
    assert touch("2026-11-01 04:00:00", at, **NEW_YORK) == verdict


@pytest.mark.parametrize(("at", "verdict"), [("2026-11-09 11:00:00", "complied"), ("2026-11-09 11:00:01", "violated")])
def test_a_holiday_is_closed(at: str, verdict: str) -> None:
    holiday = {"business_schedule": {"zone": "UTC", "hours": {"mon-fri": "09:00-17:00"}, "holidays": ["2026-11-06"]}}
    assert touch("2026-11-05 15:00:00", at, **holiday) == verdict


@pytest.mark.parametrize(("at", "verdict"), [("2026-11-04 11:00:00", "complied"), ("2026-11-04 11:00:01", "violated")])
def test_the_deadline_is_a_parameter(at: str, verdict: str) -> None:
    assert touch("2026-11-04 09:00:00", at, touch_deadline="2h") == verdict


@pytest.mark.parametrize(
    ("at", "verdict"), [("2026-11-04 13:00:00.000000", "complied"), ("2026-11-04 13:00:00.000001", "violated")]
)
def test_fractions_of_a_second_count(at: str, verdict: str) -> None:
    assert touch("2026-11-04 09:00:00", at) == verdict

"""Times, shares and marks of the weekly page, each at its edges."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from auditor.outputs.telling.moments import left, moment, span, week_before, week_of
from auditor.outputs.telling.texts import find, quote
from auditor.outputs.telling.words import reason_parts, told
from auditor.rates import rate

NB = "\N{NO-BREAK SPACE}"
BERLIN, KOLKATA, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("utc", "zone", "text"),
    [
        ("2026-10-25T00:59:59Z", BERLIN, "Sun 25 Oct 2026, 02:59:59 UTC+02:00"),
        ("2026-10-25T01:00:00Z", BERLIN, "Sun 25 Oct 2026, 02:00 UTC+01:00"),
        ("2026-11-09T20:00:00Z", KOLKATA, "Tue 10 Nov 2026, 01:30 UTC+05:30"),
        ("2026-11-09T03:00:00Z", NEW_YORK, "Sun 8 Nov 2026, 22:00 UTC−05:00"),
        ("2026-11-09T03:00:00.250000Z", ZoneInfo("UTC"), "Mon 9 Nov 2026, 03:00:00.25 UTC"),
    ],
)
def test_an_instant_is_told_in_the_zone_with_its_offset(utc: str, zone: ZoneInfo, text: str):
    assert moment(utc, zone).text == text


@pytest.mark.parametrize(
    ("seconds", "clock", "text"),
    [
        (0, "wall", "0 s"),
        (59, "wall", "59 s"),
        (60, "wall", "1 min"),
        (14_400, "business", "4 h"),
        (14_401, "business", "4 h 1 s"),
        (172_799, "wall", "47 h 59 min 59 s"),
        (172_800, "wall", "2 d"),
        (172_800, "business", "48 h"),
        (180_000, "wall", "2 d 2 h"),
    ],
)
def test_business_time_is_told_in_hours_and_wall_time_in_days(seconds: int, clock: str, text: str):
    assert span(seconds, clock).replace(NB, " ") == text


@pytest.mark.parametrize(
    ("due_at", "text"),
    [
        ("2026-11-16T08:00:00Z", "due now"),
        ("2026-11-16T08:00:01Z", "1 s"),
        ("2026-11-16T08:01:59Z", "1 min"),
        ("2026-11-19T08:00:00Z", "3 d"),
    ],
)
def test_time_left_at_the_as_of_time(due_at: str, text: str):
    assert left(due_at, "2026-11-16T08:00:00Z").replace(NB, " ") == text


def test_a_week_begins_on_monday_in_the_reports_zone():
    assert week_of("2026-11-08T22:59:59Z", BERLIN) == "2026-W45"
    assert week_of("2026-11-08T23:00:00Z", BERLIN) == "2026-W46"
    assert (week_before("2027-W01"), week_before("2026-W46")) == ("2026-W53", "2026-W45")


@pytest.mark.parametrize(
    ("hits", "of", "percent", "interval"),
    [
        (0, 10, "0 %", "0 % to 27.8 %"),  # the textbook value of Wilson's interval: 3.8416 / 13.8416
        (5, 10, "50.0 %", "23.7 % to 76.3 %"),
        (10, 10, "100 %", "72.2 % to 100 %"),
        (9_999, 10_000, "99.9 %", "99.9 % to 99.9 %"),
        (0, 0, "–", "–"),
    ],
)
def test_a_share_comes_with_its_interval(hits: int, of: int, percent: str, interval: str):
    found = rate(hits, of)
    assert (found.percent.replace(NB, " "), found.interval.replace(NB, " ")) == (percent, interval)


def test_five_are_enough_for_a_share_and_four_are_not():
    assert (rate(1, 5).enough, rate(1, 4).enough) == (True, False)


@pytest.mark.parametrize(
    ("phrase", "span_given", "found"),
    [
        ("sue you", [2, 9], (2, 9)),  # the span fits
        ("SUE YOU", [2, 9], (2, 9)),  # but for its case
        ("sue you", [40, 47], (2, 9)),  # the span is outside: the words themselves
        ("sue you", None, (2, 9)),
        ("I’ll sue", [0, 9], (0, 9)),  # the phrase was normalised: the span
        ("attorney", None, None),  # neither is there: no mark, rather than a wrong one
        ("attorney", [9, 2], None),
    ],
)
def test_matched_words_are_found_in_the_text_or_not_marked(phrase: str, span_given: list[int] | None, found):
    assert find("I sue you.", phrase, span_given) == found


def test_marks_that_overlap_are_one():
    pieces = quote("I sue you now.", [(2, 5), (4, 9)]).pieces
    assert [(piece.text, piece.marked) for piece in pieces] == [("I ", False), ("sue you", True), (" now.", False)]


def test_a_text_of_600_characters_is_whole_and_one_more_is_folded():
    assert quote("x" * 600).whole == ()
    folded = quote("x" * 601)
    assert (len(folded.pieces[0].text), folded.pieces[-1].text, folded.whole[0].text) == (360, " …", "x" * 601)


def test_a_reason_tells_its_own_detail_or_the_one_of_its_code():
    assert reason_parts("redacted: the first message") == ("Redacted", "the first message")
    assert reason_parts("order-ambiguous")[1] == "two updates bear the same instant, and their order would decide"
    assert reason_parts(None) == ("No reason given", "")


def test_parameters_are_told_in_words():
    assert [told(value) for value in ([], True, ["a", "b"], {"zone": "UTC", "days": [1]}, 4)] == [
        "none", "yes", "a, b", "zone: UTC; days: 1", "4",
    ]  # fmt: skip

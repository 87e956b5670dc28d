"""The coaching page: what it talks about, and with which numbers."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.outputs.coaching import report
from tests.outputs.coaching_stories import broke, kept, own_document, ruled
from tests.outputs.page_reader import Element, read
from tests.outputs.stories import row


def page_of(result: dict[str, Any], agent: str = "201") -> Element:
    return read(report.render(result, agent))


PAST: dict[str, Any] = {
    "audits": 1, "before": "2026-11-12T08:00:00Z", "weeks": [], "agents": [], "followed": [], "settled": [], "gone": []
}  # fmt: skip


# What it talks about


def focus_of(*rows: dict[str, Any]) -> str:
    page = page_of(own_document(*rows))
    return " / ".join(one.text for one in page.with_id("focus").all("div", "pattern") for one in one.all("h3"))


def test_the_focus_is_the_duty_that_weighs_most_not_the_one_that_came_most_often():
    weak = [broke(number, "threat/left-open") for number in range(1, 4)]
    grave = [broke(number, "silent-contact/silence") for number in (7, 8)]
    assert focus_of(*weak, *grave) == "Nobody answers the contact before the move"


def test_among_equally_grave_duties_the_more_frequent_is_the_focus():
    rows = [broke(1, "threat/left-open"), broke(2, "threat/left-open"), broke(3, "threat/macro-and-note")]
    assert focus_of(*rows) == "The ticket is left open after the touch response"


def test_what_could_not_be_helped_weighs_less_than_what_one_change_had_mended():
    hard = [broke(number, "threat/left-open") for number in (1, 2)]
    for told in hard:
        told["counterfactual"]["would_have_complied"] *= 3
    easy = [broke(number, "threat/macro-and-note") for number in (3, 4)]
    assert focus_of(*hard, *easy) == "The macro and an internal note follow the touch response"


def test_a_single_weak_finding_is_no_focus_and_a_single_grave_one_is():
    page = page_of(own_document(broke(1, "threat/left-open"), kept(1)))
    assert "There is no pattern to work on: 1 finding of lesser weight" in page.with_id("focus").text
    assert page.with_id("focus-title").text == "What to keep"
    assert focus_of(broke(1, "silent-contact/silence")) == "Nobody answers the contact before the move"


def test_weak_findings_of_one_policy_are_a_pattern_together():
    assert focus_of(broke(1, "threat/left-open"), broke(2, "threat/macro-and-note")) == "threat"


def test_where_nothing_was_broken_the_page_asks_what_to_keep():
    page = page_of(own_document(kept(1), kept(2)))
    assert "No finding stands against you in this period." in page.with_id("focus").text


@pytest.mark.parametrize("ruling", ["disputed", "overturned"])
def test_what_people_doubt_is_told_as_such_and_never_the_focus(ruling: str):
    rows = [ruled(broke(number, "silent-contact/silence"), ruling) for number in range(1, 4)]
    page = page_of(own_document(*rows, broke(7), broke(8)))
    assert "The ticket is left open" in page.with_id("focus").text
    assert "Nobody answers the contact" not in page.with_id("focus").text
    assert page.with_id("beside").text.count(ruling) == 3


def test_a_waived_finding_and_one_that_was_let_pass_are_no_focus():
    waived, passed = broke(1, "silent-contact/silence"), broke(2, "silent-contact/silence")
    said_so = {"owner": "Q", "approver": "Q", "reason": "a pilot", "expires": "2027-01-01T00:00:00Z"}
    waived["standing"]["waiver"] = {"id": "w", **said_so}
    passed["standing"]["override"] = {"by": "Q", "at": "2026-11-15T08:00:00Z", "why": "an outage"}
    page = page_of(own_document(waived, passed, kept(1)))
    assert not list(page.all("div", "pattern"))
    assert "under a waiver. a pilot" in page.with_id("beside").text
    assert "let pass by who may approve that. an outage" in page.with_id("beside").text


def test_a_finding_of_the_wrong_agent_is_nowhere_on_the_page():
    page = page_of(own_document(ruled(broke(1, "silent-contact/silence"), "wrong-agent"), *(kept(n) for n in range(6))))
    assert "50001" not in page.text
    assert page.one("p", "lede").text.startswith("You kept 6 of the 6 duties")
    assert "6 of 6" in page.with_id("weeks").one("table").text


def test_what_cannot_be_judged_counts_nowhere():
    unknown = [
        row(str(70_000 + n), "threat/left-open", "indeterminate", "11-10 09:00", reason="no-body") for n in (1, 2)
    ]
    page = page_of(own_document(*unknown, *(kept(n) for n in range(5))))
    assert page.one("p", "lede").text.startswith("You kept 5 of the 5 duties")
    assert "2 duties cannot be judged from this export. They count nowhere." in page.with_id("beside").text


def test_three_cases_at_most_each_of_its_own_ticket_and_the_rest_is_counted():
    rows = [broke(number % 4, "silent-contact/silence") for number in range(5)]
    rows = [{**one, "fingerprint": f"f{place}"} for place, one in enumerate(rows)]
    page = page_of(own_document(*rows))
    assert len({one.one("h3").text for one in page.all("article", "talk")}) == 3
    assert "It went another way 5 times, on 4 tickets." in page.with_id("focus").text
    assert "Nobody answers the contact before the move (2 times)." in page.with_id("focus").text


def test_a_case_says_the_words_the_act_what_is_asked_the_gap_and_what_was_enough():
    late = broke(1, "threat/touch-response", witness=("e2",), due="11-10 09:30", elapsed=3600.0 * 6, allowed=3600.0 * 4)
    late["witness"] = ["50001-e2"]
    page = page_of(own_document(late))
    parts = {part.one("dt").text: part.one("dd").text for part in page.one("dl", "talking").all("div")}
    assert parts["What they wrote"] == "I will sue Upwork over this."
    assert parts["What you did"].startswith(
        "You replied in public on Tue 10 Nov 2026, 11:00 UTC+01:00.Thank you for writing."
    )
    assert parts["What is asked"] == "A touch response goes out within 4 business hours. KB-3.1"
    assert parts["The gap"].startswith("6 h of business time after it began; 4 h of business time allowed.")
    assert parts["What would have been enough"].startswith(
        "One thing more from you by Tue 10 Nov 2026, 10:30 UTC+01:00: touch response."
    )
    assert [one.text for one in page.one("figure", "gap").all("title")] == ["Elapsed against allowed"]


def test_each_case_has_a_dispute_ready_to_copy():
    page = page_of(own_document(broke(1, "silent-contact/silence")))
    entry, command_line = (one.raw for one in page.one("details", "dispute").all("pre"))
    assert entry == "- finding: 50001-silence-11-10t0900\n  ruling: disputed\n  by: \n  at: \n  why: \n"
    assert command_line.startswith("auditor dispute add 50001-silence-11-10t0900 ")


def test_a_case_that_an_earlier_audit_showed_says_so():
    result = own_document(broke(1, "silent-contact/silence"))
    seen = {"fingerprint": "50001-silence-11-10t0900", "first_seen": "2026-11-12T08:00:00Z", "was": "violated"}
    result["past"] = {**PAST, "followed": [seen]}
    assert "Found before, in the audit of Thu 12 Nov 2026" in page_of(result).text


# What went well


def strengths(*rows: dict[str, Any]) -> list[str]:
    page = page_of(own_document(*rows))
    return [
        f"{one.one('p', 'meta').one('span', 'number').text} {one.one('h3').text}"
        for one in page.with_id("well").all("li")
    ]


def test_what_went_well_are_grave_duties_opened_by_listed_words():
    assert strengths(kept(1, "silent-contact/silence", phrase="I will sue"), kept(2, "threat/left-open")) == [
        "#60001 Nobody answers the contact before the move"
    ]


@pytest.mark.parametrize(
    ("elapsed", "told"),
    [(10_799.0, []), (10_800.0, ["#60001 The macro and an internal note follow the touch response"])],
)
def test_a_duty_met_with_a_quarter_of_the_time_left_was_hard(elapsed: float, told: list[str]):
    assert strengths(kept(1, "threat/macro-and-note", witness=("e2",), elapsed=elapsed, allowed=14_400.0)) == told


def test_a_ticket_with_a_finding_is_not_praised():
    both = {**kept(1, "silent-contact/silence", phrase="I will sue"), "ticket_id": "50001"}
    assert strengths(broke(1), both) == []


def test_of_each_duty_one_comes_before_a_second():
    rows = [kept(number, "silent-contact/silence", phrase="I will sue") for number in range(1, 5)]
    found = strengths(*rows, kept(9, "threat/touch-response", phrase="I will sue"))
    assert len(found) == 3
    assert sum("Nobody answers" in title for title in found) == 2


# Numbers


@pytest.mark.parametrize(("n", "told"), [(4, "too few to say anything"), (5, "You kept 5 of the 5 duties")])
def test_below_five_no_share_is_told(n: int, told: str):
    page = page_of(own_document(*(kept(number) for number in range(n))))
    assert told in page.one("p", "lede").text
    assert ("%" in page.one("p", "lede").text) == (n == 5)
    assert len(list(page.one("figure", "trend").all("circle"))) == (n == 5)


@pytest.mark.parametrize(
    ("n", "told"), [(4, "4 tickets scored: too few to say anything"), (5, "91.2 % over 5 tickets")]
)
def test_the_own_score_is_told_with_its_n_and_with_and_without_auto_fail(n: int, told: str):
    result = own_document(*(kept(number) for number in range(n)))
    score = {
        "tickets": n,
        "passed": n - 1,
        "low": 0.1,
        "high": 0.9,
        "failed": 1,
        "score": 0.912,
        "without_auto_fail": 0.95,
    }
    result["scores"]["goal"] = 0.9
    result["scores"]["agents"] = [
        {"id": "201", "name": "Maria Keller", "ranked": n >= 5, "score": score},
        {"id": "202", "name": "Jonas Lindqvist", "ranked": True, "score": {**score, "score": 0.333}},
    ]
    page = page_of(result)
    assert told in page.one("dl", "score").text
    assert ("95.0 %; a critical duty failed 1 ticket whole" in page.one("dl", "score").text) == (n == 5)
    assert "33.3" not in page.text
    assert "the goal of 90.0 %" in page.with_id("weeks").text


def test_the_score_says_that_it_counts_what_is_disputed():
    result = own_document(ruled(broke(1), "disputed"), kept(1))
    score = {"tickets": 2, "passed": 1, "low": 0.1, "high": 0.9, "failed": 0, "score": 0.5, "without_auto_fail": 0.5}
    result["scores"]["agents"] = [{"id": "201", "name": "Maria Keller", "ranked": False, "score": score}]
    assert "The scorecard counts the one disputed finding until it is decided" in page_of(result).with_id("weeks").text


def test_the_weeks_are_eight_and_a_week_of_few_breaks_the_line():
    counts = [(5, 9), (6, 9), (0, 4), (9, 9), (9, 9)]
    weeks = [
        {"week": f"2026-W{42 + place}", "violated": of - n, "complied": n, "pending": 0, "indeterminate": 0}
        for place, (n, of) in enumerate(counts)
    ]
    page = page_of(own_document(*(kept(number) for number in range(9)), weeks=weeks))
    chart, table = page.one("figure", "trend"), page.with_id("weeks").one("table")
    rows = [" | ".join(cell.text for cell in one.inner if isinstance(cell, Element)) for one in table.all("tr")][1:]
    assert len(rows) == 8
    assert rows[0] == "W39 from 21 Sep | nothing of yours began"
    assert rows[3] == "W42 from 12 Oct | 5 of 9 | 55.6 % | 26.7 % to 81.1 %"
    assert rows[5] == "W44 from 26 Oct | 0 of 4 | too few to say anything"
    assert (len(list(chart.all("circle"))), len(list(chart.all("path", "line")))) == (4, 2)
    assert "W42 55.6 % of 9" in chart.one("desc").text


def test_weeks_that_the_export_does_not_reach_come_from_earlier_audits_the_agents_own_only():
    def weeks(complied: int, name: str = "2026-W40") -> list[dict[str, Any]]:
        return [{"week": name, "violated": 1, "complied": complied, "pending": 0, "indeterminate": 0}]

    result = own_document(*(kept(number) for number in range(9)))
    people = [
        ("agent", "201", weeks(7) + weeks(3, "2026-W46")),
        ("agent", "202", weeks(50)),
        ("rule", "201", weeks(60)),
    ]
    result["past"] = {**PAST, "agents": [dict(zip(("kind", "id", "weeks"), one, strict=True)) for one in people]}
    rows = [one.text for one in page_of(result).with_id("weeks").one("table").all("tr")]
    assert "7 of 8" in rows[2]
    assert "9 of 9" in rows[8]

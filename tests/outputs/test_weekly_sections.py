"""Weeks, bars, the funnel plot, what people decided, and what is packed: each said in numbers beside its picture."""

from __future__ import annotations

import base64
import json
import zlib
from math import comb
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from auditor.outputs.weekly import report as html
from auditor.outputs.weekly.action import needs_action
from auditor.outputs.weekly.bars import charts
from auditor.outputs.weekly.funnel import place
from auditor.outputs.weekly.limits import INNER, OUTER, limits
from auditor.outputs.weekly.packed import IN_HTML
from auditor.outputs.weekly.weeks import weeks
from auditor.rates import rate
from tests.outputs.decided_document import decided_document, many_agents
from tests.outputs.document import crowded_document, document
from tests.outputs.page_reader import Element, read

ZONE = ZoneInfo("Europe/Berlin")
NB = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def page() -> Element:
    return read("".join(html.render(many_agents(decided_document()))))


def table(page: Element, caption: str) -> list[list[str]]:
    found = next(one for one in page.all("table") if one.one("caption").text == caption)
    return [
        [cell.text for cell in row.inner if isinstance(cell, Element)]
        for body in found.all("tbody")
        for row in body.all("tr")
    ]


# Weeks


def with_weeks(*counts: tuple[int, int]) -> dict[str, Any]:
    """All cases of the last weeks up to week 46: violated and complied."""
    result = document()
    result["tickets"]["weeks"] = [
        {"week": f"2026-W{47 - len(counts) + place}", "in_scope": broke + kept, "violated": broke, "pending": 0,
         "indeterminate": 0, "complied": kept, "policies": []}
        for place, (broke, kept) in enumerate(counts)
    ]  # fmt: skip
    return result


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ((10, 90), (30, 70), ("↑", "20.0 points more", False)),
        ((30, 70), (10, 90), ("↓", "20.0 points fewer", False)),
        ((6, 85), (9, 69), ("↑", "4.9 points more", True)),  # so few that chance may have made it
        ((5, 95), (5, 95), ("→", "the same", True)),
    ],
)
def test_a_change_against_the_week_before_says_whether_chance_may_have_made_it(before, now, told):
    change = weeks(with_weeks(before, now), ZONE).rows[0].change
    assert change is not None
    assert (change.arrow, change.text.replace(NB, " "), change.chance) == told


def test_five_decided_are_enough_to_compare_two_weeks_and_four_are_not():
    assert weeks(with_weeks((1, 4), (1, 4)), ZONE).rows[0].change is not None
    assert weeks(with_weeks((1, 3), (1, 4)), ZONE).rows[0].change is None


def test_a_line_is_broken_where_a_week_has_too_few():
    spark = weeks(with_weeks((1, 9), (2, 8), (0, 3), (1, 9)), ZONE).rows[0].spark
    assert (spark.path.count("M"), len(spark.dots)) == (2, 3)
    assert spark.description.replace(NB, " ") == "W43: 10.0 %, W44: 20.0 %, W46: 10.0 %"


def test_weeks_that_the_export_does_not_reach_come_from_the_history_file_and_those_after_the_period_are_left_out():
    result = with_weeks((1, 9), (2, 8))
    result["tickets"]["weeks"].append({**result["tickets"]["weeks"][0], "week": "2026-W47"})
    result["past"] = {**decided_document()["past"], "weeks": [{**result["tickets"]["weeks"][0], "week": "2026-W44"}]}
    found = weeks(result, ZONE)
    assert [(head.number, head.inside) for head in found.heads] == [("W44", False), ("W45", False), ("W46", True)]


# Bars


def test_bars_tell_broken_of_decided_and_fewer_than_five_come_last_without_a_share():
    by_type = next(chart for chart in charts(document()) if chart.id == "by-contact-type")
    assert [(bar.name, bar.rate.hits, bar.rate.of, bar.rate.enough) for bar in by_type.bars] == [
        ("Legal threat", 5, 147, True), ("Tax residency", 0, 46, True), ("No listed contact", 3, 3, False),
        ("Subpoena", 3, 3, False), ("Attorney", 1, 1, False),
    ]  # fmt: skip


def test_every_chart_has_a_title_a_description_and_a_table_with_the_same_numbers(page: Element):
    pictures = [one for one in page.all("svg") if one.attributes.get("role") == "img"]
    assert len(pictures) == len(list(page.with_id("weeks").all("svg"))) + 3 + 1
    for picture in pictures:
        names = picture.attributes["aria-labelledby"].split()
        assert all(page.with_id(name).text for name in names), names
    drawn = page.with_id("by-team-about").text
    assert drawn.startswith("Tier 1: 2.9 %, 11 of 379")
    assert ["Tier 1", "11", "379", "2.9 %", "1.6 % to 5.1 %"] in table(page, "By team: broken of decided duties")


# Funnel


@pytest.mark.parametrize(("of", "within"), [(10, INNER), (20, OUTER), (400, INNER), (900, OUTER)])
def test_chance_puts_nobody_outside_the_limits_more_often_than_they_say(of: int, within: float):
    low, high = limits(0.1, of, within)
    mass = [comb(of, hits) * 0.1**hits * 0.9 ** (of - hits) for hits in range(min(of, 200) + 1)]
    below, above = sum(mass[: round(low * of)]), sum(mass[round(high * of) + 1 :])
    assert max(below, above) <= (1 - within) / 2
    assert sum(mass[: round(low * of) + 1]) >= (1 - within) / 2  # and no wider than that takes
    assert sum(mass[round(high * of) :]) >= (1 - within) / 2


@pytest.mark.parametrize(
    ("hits", "of", "told"),
    [
        (3, 10, "inside"),  # at a tenth, 7 of 100 have three of ten or more
        (4, 10, "above"),  # and 1 of 100 has four
        (16, 100, "inside"),
        (17, 100, "above"),
        (30, 100, "above-outer"),
        (4, 100, "below"),
        (5, 100, "inside"),
        (1, 100, "below-outer"),
        (0, 20, "inside"),
    ],
)
def test_somebody_is_outside_only_beyond_the_limit_of_their_own_number(hits: int, of: int, told: str):
    assert place(rate(hits, of), rate(100, 1_000)) == told


def test_only_who_stands_outside_is_named_in_the_plot_and_the_table_has_everybody(page: Element):
    plot = next(page.with_id("people").all("svg", "funnel"))
    assert [text.text for text in plot.all("text", "name")] == ["Agent Number 20"]
    rows = {row[0]: row for row in table(page, "Verdicts per person, by name")}
    assert rows["Agent Number 20"][9] == "above the 99.8 % limit"
    assert rows["Agent Number 19"][9] == "within the limits"
    assert len([row for row in rows.values() if len(row) > 1]) == len(many_agents(decided_document())["agents"])


def test_a_score_stands_with_and_without_auto_fail_and_is_left_out_where_there_is_none(page: Element):
    assert "Without auto-fail" in page.with_id("people").text
    assert "auto-fail" not in read("".join(html.render(document()))).with_id("people").text


# Decided


def test_the_machines_verdict_and_the_one_after_review_are_two_columns(page: Element):
    rows = {row[0]: row[2:4] for row in table(page, "Findings that somebody decided about")}
    assert rows["#48350"] == ["Broke", "Kept"]
    assert rows["#48190"] == ["Broke", "Broke"]
    heads = [head.text for head in next(page.with_id("decided").all("thead")).all("th")]
    assert heads[2:4] == ["Machine", "After review"]


def test_waivers_that_somebody_should_look_at_come_first(page: Element):
    assert [row[1] for row in table(page, "Waivers, those to look at first")] == [
        "expires soon", "expired", "covers nothing",
    ]  # fmt: skip


def test_the_rate_of_false_alarms_is_absent_below_five_reviews(page: Element):
    rows = {
        row[0]: row[6:] for row in table(page, "False alarms: findings that a review overturned, of those reviewed")
    }
    assert rows["Threats to go public or to court"] == ["25.0 %", "8.9 % to 53.2 %"]
    assert rows["Contacts that get no reply"] == ["too few to say"]


def test_a_finding_says_since_when_it_is_there(page: Element):
    marks = {one.attributes["id"]: [mark.text for mark in one.all("span", "mark")] for one in page.all("article")}
    told = sorted({text for found in marks.values() for text in found})
    assert told == [
        "disputed",
        "in the baseline",
        "new",
        "overturned",
        "since W43",
        "upheld",
        "waived",
        "was open, now broken",
    ]
    assert "10 of the broken duties are new, 1 was open then, 1 was there already" in page.with_id("decided").text


def test_what_is_settled_by_people_stands_last_and_keeps_its_verdict():
    found = needs_action(decided_document(), ZONE)
    assert [card.ticket_id for card in found.cases][-1] == "48350"
    assert found.set_aside == 2


def test_without_decisions_the_page_says_that_there_were_none():
    text = read("".join(html.render(document()))).with_id("decided").text
    assert "every finding stands as the machine found it" in text


def test_the_manifest_says_what_was_masked():
    result = document()
    assert "addresses and numbersmasked" in read("".join(html.render(result))).with_id("method").text
    result["manifest"]["privacy"]["masked"] = False
    assert "shown, as --no-mask asked" in read("".join(html.render(result))).with_id("method").text


# Packed


def unpacked(text: str) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """The columns again, as the page's script reads them."""
    held = base64.b85decode(text.translate({there: here for here, there in IN_HTML.items()}))
    opened = zlib.decompress(held[4 : 4 + int.from_bytes(held[:4], "big")])
    length = int.from_bytes(opened[:4], "little")
    head, place = json.loads(opened[4 : 4 + length]), 4 + length
    columns = {}
    for name, number, width in head["columns"]:
        planes = [opened[place + number * plane : place + number * (plane + 1)] for plane in range(width)]
        columns[name] = [sum(plane[at] << 8 * order for order, plane in enumerate(planes)) for at in range(number)]
        place += number * width
    return head, columns


def test_what_is_packed_is_what_stands_nowhere_else():
    result = crowded_document(low=1_200, high=20)
    found = needs_action(result, ZONE)
    head, columns = unpacked(found.packed)
    here = {one.fingerprint for card in found.cases for one in card.findings} | {one.fingerprint for one in found.lines}
    broken = {row["fingerprint"] for row in result["verdicts"] if row["verdict"] == "violated"}
    assert len(columns["duty"]) == found.elsewhere
    assert set(head["names"]) == broken - here
    assert "critical" not in {head["severities"][code] for code in columns["severity"]}


@pytest.mark.parametrize(("together", "whole"), [(1, False), (2, True)])
def test_a_packed_fingerprint_keeps_eight_digits_and_all_where_another_shares_them(together: int, whole: bool):
    result = crowded_document(low=1_200, high=20)
    for number, row in enumerate(row for row in result["verdicts"] if row["verdict"] == "violated"):
        row["fingerprint"] = f"{number // together:08x}{number:08x}"
    head, columns = unpacked(needs_action(result, ZONE).packed)
    assert len(head["longer"]) == (len(columns["name"]) if whole else 0)
    assert all(name.startswith(f"{columns['name'][int(place)]:08x}") for place, name in head["longer"].items())


def test_the_same_document_is_packed_into_the_same_letters():
    result = crowded_document(low=1_200)
    assert needs_action(result, ZONE).packed == needs_action(result, ZONE).packed

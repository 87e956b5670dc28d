"""The weekly page: what it says, and what ticket text cannot make it do."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from auditor.outputs.weekly import report as html
from tests.outputs.document import document, empty_document
from tests.outputs.page_reader import Element, read
from tests.outputs.stories import HOSTILE_BODY, HOSTILE_SUBJECT, LONG


def page_of(result: dict[str, Any]) -> Element:
    return read("".join(html.render(result)))


@pytest.fixture(scope="module")
def page() -> Element:
    return page_of(document())


def week_rows(page: Element) -> list[Element]:
    return list(page.one("table", "heat").one("tbody").all("tr"))


def one_ticket(result: dict[str, Any], **by_verdict: int) -> dict[str, Any]:
    """The document with other counts of cases."""
    none = dict.fromkeys(("violated", "indeterminate", "pending", "complied"), 0)
    result["tickets"].update(in_scope=sum(by_verdict.values()), by_verdict={**none, **by_verdict})
    return result


def test_the_first_thing_said_is_how_many_cases_broke_a_rule(page: Element):
    assert page.one("h1").text == "9 of 86 cases in scope broke a rule, 1 of them critical; the week before, 6 of 91."
    assert page.one("p", "lede").text == "5 more cases are still open; 3 cases cannot be judged from this export."


def test_a_week_in_which_nothing_broke_says_so_without_hiding_what_is_open():
    result = one_ticket(document(), complied=4, pending=1)
    result["verdicts"] = [row for row in result["verdicts"] if row["verdict"] in ("complied", "pending")]
    found = page_of(result)
    assert found.one("h1").text == "None of 5 cases in scope broke a rule; the week before, 6 of 91."
    assert found.one("p", "lede").text == "1 more case is still open."
    assert "No duty was broken." in found.with_id("needs-action").text


@pytest.mark.parametrize(
    ("severity", "told"),
    [
        ("critical", "1 of 1 case in scope broke a rule, a critical one."),
        ("high", "1 of 1 case in scope broke a rule, none that is critical."),
    ],
)
def test_a_single_case_is_told_in_the_singular(severity: str, told: str):
    result = one_ticket(document(), violated=1)
    result["verdicts"] = [{**row, "severity": severity} for row in result["verdicts"] if row["verdict"] == "violated"][
        :1
    ]
    result["tickets"]["weeks"] = []
    assert page_of(result).one("h1").text == told


def test_an_export_in_which_no_duty_arose_has_no_compliance_to_tell():
    found = page_of(empty_document())
    assert found.one("h1").text == "None of 1,204 tickets was in scope."
    assert [tile.one("p", "figure").text for tile in found.all("li", "tile")] == ["–", "0", "0", "0"]


def test_period_as_of_time_and_zone_are_always_said(page: Element):
    assert page.one("p", "frame").text == (
        "Week 46 of 2026, Mon 9 Nov to Sun 15 Nov 2026 As of Mon 16 Nov 2026, 09:00 UTC+01:00 Times in Europe/Berlin"
    )


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (None, None, "The whole export"),
        ("2026-11-09T00:00:00Z", None, "Since Mon 9 Nov 2026, 01:00 UTC+01:00"),
        (None, "2026-11-09T00:00:00Z", "Everything before Mon 9 Nov 2026, 01:00 UTC+01:00"),
        (
            "2026-11-08T23:00:00Z",
            "2026-11-15T22:59:59Z",
            "From Mon 9 Nov 2026, 00:00 UTC+01:00 to before Sun 15 Nov 2026, 23:59:59 UTC+01:00",
        ),
    ],
)
def test_a_period_that_is_no_week_is_told_by_its_instants(since: str | None, until: str | None, told: str):
    result = document()
    result["manifest"].update(since=since, until=until)
    assert page_of(result).one("p", "frame").text.startswith(f"{told} As of")


def test_a_week_with_a_change_of_clocks_is_still_a_week():
    result = document()
    result["manifest"].update(since="2026-10-18T22:00:00Z", until="2026-10-25T23:00:00Z")
    assert page_of(result).one("p", "frame").text.startswith("Week 43 of 2026, Mon 19 Oct to Sun 25 Oct 2026")


def test_compliance_has_its_n_and_its_interval(page: Element):
    tile = next(page.all("li", "complied"))
    assert tile.text == "Cases that kept every rule 88.5 % 69 of 78 decided cases95 % interval 79.5 % to 93.8 %"


def test_what_can_still_be_mended_stands_by_time_left(page: Element):
    rows = list(page.one("table", "fixable").one("tbody").all("tr"))
    told = [(row.one("td", "left").text, row.one("td", "who").text, row.one("td", "due").text) for row in rows]
    assert told == [
        ("due now", "Maria Keller", "Mon 16 Nov, 09:00 UTC+01:00"),
        ("1 h 15 min", "Wei Chen", "Mon 16 Nov, 10:15 UTC+01:00"),
        ("4 h 10 min", "Aïcha Benali", "Mon 16 Nov, 13:10 UTC+01:00"),
        ("8 h 40 min", "Nobody", "Mon 16 Nov, 17:40 UTC+01:00"),
        ("8 h 55 min", "Support Tier 1 (group)", "Mon 16 Nov, 17:55 UTC+01:00"),
    ]
    assert [row.one("mark").text for row in rows][1] == "hear from my solicitor"


def test_a_long_list_is_folded_on_screen_and_continued_on_the_next_sheet():
    result = document()
    one = next(row for row in result["verdicts"] if row["verdict"] == "pending")
    result["verdicts"] += [
        {**one, "fingerprint": f"more-{place}", "ticket_id": str(60_000 + place)} for place in range(10)
    ]
    section = page_of(result)
    on_screen = [len(list(table.one("tbody").all("tr"))) for table in section.with_id("still-fixable").all("table")]
    (on_paper,) = section.with_id("needs-action").all("table", "fixable")
    first_table = next(section.with_id("still-fixable").all("table")).one("tbody")
    assert on_screen == [12, 3]
    assert section.with_id("still-fixable").one("summary").text == "3 more, due later"
    assert len(list(on_paper.one("tbody").all("tr"))) == 15 - 6
    assert len([row for row in first_table.all("tr") if "on-screen" not in row.classes]) == 6
    assert "on-screen" in section.one("details", "rest").classes


def test_a_duty_without_a_deadline_comes_last_and_says_when_it_ends():
    result = document()
    next(row for row in result["verdicts"] if row["verdict"] == "pending")["due_at"] = None
    last = list(page_of(result).one("table", "fixable").one("tbody").all("tr"))[-1]
    assert (last.one("td", "left").text, last.one("td", "due").text) == ("no deadline", "before the ticket is closed")


def test_the_worst_case_comes_first_with_everything_that_broke_in_it(page: Element):
    case = page.with_id("case-1")
    told = [(one.one("h5").text, next(one.all("span", "severity")).text) for one in case.all("article", "finding")]
    assert told == [
        ("Nobody answers the contact before the move", "critical"),
        ("The ticket moves to Executive Escalations within 8 business hours", "high"),
        ("No rule writes to the contact before the move", "low"),
    ]
    order = [one.attributes["data-severity"] for one in page.all("section", "case")]
    assert order == ["critical"] + ["high"] * 4 + ["medium"] * 4


def test_a_finding_says_who_why_when_and_by_how_much(page: Element):
    finding = page.with_id("48211-transfer-11-10t1420")
    facts = {one.one("dt").text: one.one("dd").text for one in finding.one("dl").all("div")}
    assert facts == {
        "Answers for it": "Tom O’Haraassignee when the deadline passed",
        "Began": "Tue 10 Nov, 15:20 UTC+01:00",
        "Measured": "12 h 10 min of business time after it began; 8 h of business time allowed",
        "Would have sufficed": "transfer by Wed 11 Nov 2026, 15:20 UTC+01:00"
        "Still possible, and makes it good: transfer",
    }
    assert finding.one("p", "status").text == "Broke high KB-4 made good later"
    assert finding.one("p", "kb").text == "Listed contacts move to Executive Escalations, and nobody writes back."


def test_a_deadline_that_nobody_met_says_when_it_passed(page: Element):
    finding = page.with_id("48190-touch-response-11-09t1012")
    facts = {one.one("dt").text: one.one("dd").text for one in finding.one("dl").all("div")}
    assert facts["Measured"] == "Not done by Mon 9 Nov 2026, 15:12 UTC+01:00; 4 h of business time allowed"


def test_the_history_marks_words_breach_and_passed_deadline_in_their_order(page: Element):
    steps = list(page.with_id("case-1").all("li", "step"))
    told = [(step.one("p", "act").text, [tag.text for tag in step.all("p", "tag")]) for step in steps]
    assert told == [
        ("Dana Whitfield wrote", ["Matched: subpoena"]),
        ("Dana Whitfield created it with status: new", []),
        ("Dana Whitfield created it with group: Support Tier 1", []),
        ("Auto-acknowledge sent an automatic notification", ["Broke: No rule writes to the contact before the move"]),
        ("Tom O’Hara changed assignee: Tom O’Hara", []),
        ("Tom O’Hara changed status: new →to open", []),
        ("Tom O’Hara wrote an internal note", []),
        ("Tom O’Hara replied in public", ["Broke: Nobody answers the contact before the move"]),
        ("Tom O’Hara changed status: open →to pending", []),
        ("Deadline passed", ["Not done: The ticket moves to Executive Escalations within 8 business hours"]),
        (
            "Priya Raman changed group: Support Tier 1 →to Executive Escalations",
            ["Too late: The ticket moves to Executive Escalations within 8 business hours"],
        ),
    ]
    assert steps[0].one("mark").text == "a subpoena"


def test_events_that_prove_nothing_are_folded_and_still_there(page: Element):
    case = next(one for one in page.all("section", "case") if "#48350" in one.text)
    folded = case.one("li", "folded")
    assert folded.one("summary").text == "9 other events, 14:03 to 14:15"
    assert len(list(folded.all("li", "step"))) == 9


def test_a_long_message_is_shown_around_the_words_and_folded_whole(page: Element):
    case = next(one for one in page.all("section", "case") if "#48190" in one.text)
    step = next(case.all("li", "step"))
    short, whole = step.all("blockquote")
    assert len(short.text) < 700
    assert short.one("mark").text == whole.one("mark").text == "My lawyer will be in touch with Upwork"
    assert whole.text == " ".join(LONG.split())


def test_a_move_is_no_contact_and_does_not_say_that_it_matched(page: Element):
    case = next(one for one in page.all("section", "case") if "#48111" in one.text)
    assert [tag.text for tag in case.all("p", "tag")] == ["Broke: A move to Executive Escalations has a listed contact"]


def test_a_message_without_words_says_so():
    result = document()
    case = next(one for one in result["tickets"]["cases"] if one["ticket_id"] == "48111")
    case["timeline"][0]["text"] = None
    found = next(one for one in page_of(result).all("section", "case") if "#48111" in one.text)
    assert "Its words are not in the result." in found.text


def test_a_ticket_without_a_history_says_so():
    result = document()
    result["tickets"]["cases"] = []
    assert "The history of this ticket is not in the result." in page_of(result).with_id("case-1").text


def test_people_stand_by_name_and_too_few_have_no_share():
    result = document()
    result["agents"].append(
        {
            "id": "300",
            "name": "Zoë",
            "kind": "agent",
            "in_scope": 4,
            "violated": 4,
            "pending": 0,
            "indeterminate": 0,
            "complied": 0,
        }
    )
    bodies = list(page_of(result).with_id("people").all("tbody"))
    names = [[row.one("th").text for row in body.all("tr")] for body in bodies]
    assert names == [
        ["Aïcha Benali", "Jonas Lindqvist", "Maria Keller", "Priya Raman", "Tom O’Hara", "Wei Chen"],
        ["Fewer than five tickets or decided duties", "Agent 207", "Zoë"],
        ["Rules, groups, and nobody", "Auto-acknowledge (rule)", "Nobody", "Support Tier 1 (group)"],
    ]
    few = list(bodies[1].all("tr"))[2]
    assert ("faint" in few.classes, "too few to say" in few.text, "%" in few.text) == (True, True, False)


def test_weeks_are_told_with_their_numbers_and_a_week_outside_the_period_with_a_dash(page: Element):
    heat = page.one("table", "heat")
    rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in heat.one("tbody").all("tr")}
    assert rows["All cases"][:8] == ["6 of 89", "8 of 83", "0", "3 of 77", "12 of 84", "7 of 93", "6 of 90", "9 of 78"]
    assert rows["Moves to Executive Escalations"][:8] == ["0"] * 7 + ["3 of 3"]
    result = document()
    del result["tickets"]["weeks"][2]
    rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in week_rows(page_of(result))}
    assert rows["Moves to Executive Escalations"][2] == "–"


def test_what_could_not_be_judged_is_told_by_reason(page: Element):
    rows = list(page.with_id("cannot-tell").one("tbody").all("tr"))
    told = [(row.one("th").text, [cell.text for cell in row.all("td")]) for row in rows]
    assert told == [
        (
            "Not exportedthis export carries no macros",
            ["2", "The macro and an internal note follow the touch response", "#48202 #48203"],
        ),
        (
            "Redactedthe requester's first message was redacted",
            ["1", "A touch response goes out within 4 business hours", "#48201"],
        ),
    ]
    text = page.with_id("cannot-tell").text
    for said in ("ticket_audits.jsonl.gz:4101", "The export has no macro events", "No internal note of this export"):
        assert said in text


def test_ticket_text_is_text_wherever_it_stands(page: Element):
    case = next(one for one in page.all("section", "case") if "#48307" in one.text)
    assert HOSTILE_SUBJECT in case.one("h4").text
    quoted = next(case.all("blockquote")).text
    assert quoted.startswith("<script>document.title = 'owned'</script><img src=x onerror=alert(1)> {{ 7 * 7 }}")
    assert len(list(page.all("script"))) == 1
    assert list(page.all("img")) == []
    assert not [one for one in page.all() for name in one.attributes if name.startswith("on") or name == "style"]


def test_letters_that_turn_text_round_and_control_characters_are_shown_not_obeyed():
    text = "".join(html.render(document()))
    assert "\u202e" in HOSTILE_BODY
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e]", text)
    assert "over this. \ufffdtxet" in text


def test_nothing_is_fetched_from_anywhere():
    result = document()
    text = "".join(html.render(result))
    found = read(text)
    links = [
        one.attributes[name] for one in found.all() for name in ("href", "src", "action") if name in one.attributes
    ]
    assert {link for link in links if not link.startswith("#")} == {"verdicts.csv", "result.json"}
    style, script = found.one("style").text, found.one("script").text
    assert "url(" not in style
    assert "@import" not in style
    assert not re.search(r"fetch\(|XMLHttpRequest|https?:", script)


def test_every_link_in_the_page_leads_somewhere_and_no_name_is_given_twice(page: Element):
    names = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    targets = {one.attributes["href"][1:] for one in page.all("a") if one.attributes["href"].startswith("#")}
    assert len(names) == len(set(names))
    assert targets - set(names) == set()


def test_the_page_can_be_read_aloud(page: Element):
    html_element = page.one("html")
    assert html_element.attributes["lang"] == "en"
    assert len(list(page.all("h1"))) == 1
    levels = [int(one.tag[1]) for one in page.all() if re.fullmatch("h[1-6]", one.tag)]
    assert max(second - first for first, second in pairwise(levels)) == 1
    assert [table for table in page.all("table") if not list(table.all("caption"))] == []
    assert [head for head in page.all("th") if "scope" not in head.attributes] == []


def test_ids_that_the_pack_does_not_know_are_told_as_they_are():
    result = document()
    result["policies"], result["tickets"]["weeks"] = [], []
    finding = page_of(result).with_id("48211-silence-11-10t1420")
    assert finding.one("h5").text == "silence"

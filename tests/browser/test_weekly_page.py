"""The weekly page in a browser: opened from disk, without a network, with and without script, on screen and paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import needed, until

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CSP_PROBE = (
    "document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'})); window.ran"
)


@contextmanager
def opened(browser: Any, report: Path, *, width: int = 1280, at: str = "", **options: Any) -> Iterator[Any]:
    """The page in a tab of its own; whatever it says on the console, or asks of a network, fails the test."""
    said: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **options)
    tab = context.new_page()
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: None if request.url.startswith("file:") else said.append(request.url))
    tab.goto(report.as_uri() + at)
    yield tab
    context.close()
    assert said == []


def barriers(tab: Any) -> list[Any]:
    axe = needed("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(tab, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360), ("dark", 1280)])
def test_no_barrier_that_axe_knows(browser: Any, full_report: Path, scheme: str, width: int):
    with opened(browser, full_report, width=width, color_scheme=scheme, bypass_csp=True) as tab:
        assert barriers(tab) == []
        tab.locator("#help-open").evaluate("button => button.click()")
        assert barriers(tab) == []


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_nothing_stands_outside_the_window(browser: Any, full_report: Path, width: int):
    with opened(browser, full_report, width=width) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_ticket_text_runs_nothing(browser: Any, report: Path):
    with opened(browser, report) as tab:
        assert tab.title() == "Weekly QA: Executive Escalations, Week 46 of 2026, Mon 9 Nov to Sun 15 Nov 2026"
        assert tab.evaluate("document.querySelectorAll('img, iframe, object').length") == 0


def test_no_script_but_the_pages_own_is_allowed(browser: Any, report: Path):
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(report.as_uri())
    assert tab.evaluate(CSP_PROBE) is None
    context.close()


def test_everything_can_be_read_without_script(browser: Any, report: Path):
    with opened(browser, report, java_script_enabled=False) as tab:
        assert tab.locator(".filter").is_hidden()
        assert tab.locator("article.finding:visible").count() == 12
        assert tab.locator("section.case:visible").count() == 9


def test_a_search_leaves_the_cases_that_hold_it_and_says_how_many(browser: Any, report: Path):
    with opened(browser, report) as tab:
        tab.keyboard.press("/")
        tab.keyboard.type("SUBPOENA")
        assert tab.locator("section.case:visible").count() == 1
        assert tab.locator("#filter-count").inner_text() == "1 of 9 cases shown"
        assert tab.url.endswith("#?text=SUBPOENA")


def test_a_filter_in_the_address_is_taken_up_again(browser: Any, report: Path):
    with opened(browser, report, at="#?severity=high&who=Jonas+Lindqvist") as tab:
        assert tab.locator("section.case:visible h4").all_inner_texts() == [
            "#48190 Where is my money???",
            "#48350 (no subject)",
        ]


def test_a_link_to_a_finding_shows_it_though_the_filter_hides_it(browser: Any, report: Path):
    with opened(browser, report, at="#?severity=low") as tab:
        tab.evaluate("location.hash = '48350-advice-11-12t1300'")
        until(tab, "document.getElementById('48350-advice-11-12t1300').checkVisibility()")


def test_j_and_k_go_from_case_to_case_and_can_be_turned_off(browser: Any, report: Path):
    here: Callable[[Any], str] = lambda tab: tab.evaluate("document.activeElement.id")  # noqa: E731
    with opened(browser, report) as tab:
        tab.keyboard.press("j")
        tab.keyboard.press("j")
        assert here(tab) == "case-2"
        tab.keyboard.press("k")
        assert here(tab) == "case-1"
        tab.locator("#filter-keys").uncheck()
        tab.keyboard.press("j")
        assert here(tab) == "filter-keys"
        assert tab.url.endswith("#?keys=off")
        tab.reload()
        tab.keyboard.press("j")
        assert here(tab) == ""


def test_on_paper_the_first_sheet_holds_the_list_to_act_on_and_the_worst_cases(browser: Any, report: Path):
    pypdf = needed("pypdf")
    with opened(browser, report) as tab:
        sheets = pypdf.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True))).pages
    first, second = sheets[0].extract_text(), sheets[1].extract_text()
    for said in ("9 of 86 cases in scope", "Still fixable", "#48436", "Needs action", "#48211", "and 4 more cases"):
        assert said in first, said
    assert "What happened" not in first
    assert "What happened" in second


def test_on_paper_what_was_folded_is_open(browser: Any, report: Path):
    with opened(browser, report, java_script_enabled=False) as tab:
        tab.emulate_media(media="print")
        assert tab.locator(".folded .step").first.is_visible()


@pytest.mark.parametrize(
    ("field", "value", "tickets"),
    [
        ("severity", "critical", ["#48211"]),
        ("who", "Wei Chen", ["#48111"]),
        ("policy", "Attorneys on chats and calls", ["#48350"]),
        ("standing", "waived", ["#48307"]),
        ("standing", "was-open", ["#48211"]),
    ],
)
def test_a_filter_leaves_the_cases_with_such_a_finding(
    browser: Any, full_report: Path, field: str, value: str, tickets: list[str]
):
    with opened(browser, full_report) as tab:
        tab.select_option(f"#filter-{field}", value)
        assert tab.locator("section.case:visible h4 .number").all_inner_texts() == tickets
        assert tab.locator("#filter-count").inner_text() == "1 of 9 cases shown"


def test_back_undoes_a_filter_and_forward_does_it_again(browser: Any, report: Path):
    with opened(browser, report) as tab:
        tab.select_option("#filter-severity", "critical")
        tab.select_option("#filter-who", "Tom O’Hara")
        tab.keyboard.press("/")
        tab.keyboard.type("sub")
        cases = tab.locator("section.case:visible")
        assert tab.url.endswith("#?text=sub&severity=critical&who=Tom+O%E2%80%99Hara")
        tab.go_back()  # the whole word is one step
        assert tab.url.endswith("#?severity=critical&who=Tom+O%E2%80%99Hara")
        tab.go_back()
        until(tab, "document.getElementById('filter-who').value === ''")
        assert tab.locator("#filter-severity").input_value() == "critical"
        tab.go_back()
        until(tab, "document.querySelectorAll('.case:not([hidden])').length === 9")
        tab.go_forward()
        until(tab, "document.querySelectorAll('.case:not([hidden])').length === 1")
        assert cases.count() == 1


def test_the_link_to_a_finding_is_copied_and_leads_back_to_it(browser: Any, report: Path):
    with opened(browser, report, permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.locator("[id='48350-advice-11-12t1300'] .copy").click()
        until(tab, "document.getElementById('told').textContent.includes('copied')")
        link = tab.evaluate("navigator.clipboard.readText()")
        assert link == f"{report.as_uri()}#48350-advice-11-12t1300"
        tab.goto("about:blank")
        tab.goto(link)
        until(tab, "document.activeElement.id === '48350-advice-11-12t1300'")


def test_help_opens_with_its_key_and_closes_with_escape(browser: Any, report: Path):
    with opened(browser, report) as tab:
        tab.keyboard.press("?")
        assert tab.locator("#help").is_visible()
        tab.keyboard.press("j")  # a key of the page does nothing meanwhile
        tab.keyboard.press("Escape")
        assert tab.locator("#help").is_hidden()
        assert tab.evaluate("document.activeElement.id") == ""


def test_a_table_is_sorted_by_its_head_and_says_so(browser: Any, full_report: Path):
    with opened(browser, full_report) as tab:
        head = tab.locator("#people th", has_text="Duties").first
        first = tab.locator("#people tbody tr th").first
        assert first.inner_text() == "Agent Number 0"
        head.locator("button").click()
        assert (head.get_attribute("aria-sort"), first.inner_text()) == ("descending", "Agent Number 29")
        head.locator("button").click()
        assert (head.get_attribute("aria-sort"), first.inner_text()) == ("ascending", "Agent Number 0")


def test_people_cannot_be_sorted_into_a_ranking(browser: Any, full_report: Path):
    with opened(browser, full_report) as tab:
        assert tab.locator("#people th button").all_inner_texts() == ["Name", "Tickets", "Duties"]


def test_what_can_be_pressed_is_large_enough(browser: Any, full_report: Path):
    with opened(browser, full_report, width=360) as tab:
        small = tab.evaluate(
            "[...document.querySelectorAll('button, summary, select, input:not([type=checkbox])')]"
            ".filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24)"
            ".map((one) => one.outerHTML)"
        )
    assert small == []


# 100,000 findings


def test_a_hundred_thousand_findings_are_two_megabytes(heavy_report: tuple[Path, dict[str, Any]]):
    assert heavy_report[0].stat().st_size <= 2_000_000


def test_a_hundred_thousand_findings_are_searched_sorted_and_paged(
    browser: Any, heavy_report: tuple[Path, dict[str, Any]]
):
    page, _ = heavy_report
    with opened(browser, page, at="#?severity=low") as tab:
        until(tab, "!document.getElementById('filter-count').textContent.includes('Opening')")
        rows = tab.locator("table.lines tbody tr")
        assert rows.count() == 100
        assert tab.locator("#page-told").inner_text().startswith("1 to 100 of 2")
        tab.locator("#page-after").click()
        assert tab.url.endswith("#?severity=low&page=2")
        tab.locator("th[data-key=who] button").click()
        assert tab.locator("th[data-key=who]").get_attribute("aria-sort") == "ascending"
        assert rows.first.locator("td").nth(2).inner_text() == "Ada Adler"
        tab.fill("#filter-text", "jansen refund")
        assert all("Jansen" in who for who in rows.locator("td:nth-child(4)").all_inner_texts())
        tab.go_back()
        tab.go_back()
        until(tab, "document.getElementById('page-told').textContent.startsWith('101 to 200')")


def test_a_link_to_a_packed_finding_shows_it(browser: Any, heavy_report: tuple[Path, dict[str, Any]]):
    page, row = heavy_report
    with opened(browser, page, at=f"#{row['fingerprint']}") as tab:
        tab.wait_for_selector("tr.here")
        here = tab.locator("tr.here")
        told = here.inner_text()
        until(tab, "document.activeElement.classList.contains('here')")
        for said in (f"#{row['ticket_id']}", row["responsible"]["name"], "low", row["clauses"][0]):
            assert said in told, said
        assert row["fingerprint"].startswith(here.get_attribute("id"))


def test_without_script_the_packed_findings_are_said_to_be_in_the_csv(
    browser: Any, heavy_report: tuple[Path, dict[str, Any]]
):
    with opened(browser, heavy_report[0], java_script_enabled=False) as tab:
        told = tab.locator("#packed-told")
        assert told.is_visible()
        assert "without script they are in verdicts.csv" in told.inner_text()
        shown = tab.locator("article.finding:visible").count() + tab.locator("table.lines tbody tr:visible").count()
        assert shown >= 500

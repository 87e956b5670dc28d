"""The weekly page in a browser: opened from disk, without a network, with and without script, on screen and paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import needed

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


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_no_barrier_that_axe_knows(browser: Any, report: Path, scheme: str, width: int):
    axe = needed("axe_playwright_python.sync_playwright").Axe()
    with opened(browser, report, width=width, color_scheme=scheme, bypass_csp=True) as tab:
        found = axe.run(tab, options={"runOnly": RULES, "resultTypes": ["violations"]})
        told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
    assert told == []


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_nothing_stands_outside_the_window(browser: Any, report: Path, width: int):
    with opened(browser, report, width=width) as tab:
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
        tab.wait_for_function("document.getElementById('48350-advice-11-12t1300').checkVisibility()")


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

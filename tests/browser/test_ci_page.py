"""The page of the gate in a browser: from disk, without a network, with and without script, on screen and paper."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from auditor.outputs.ci import report as ci
from tests.browser.conftest import needed, until
from tests.browser.test_weekly_page import RULES, opened
from tests.outputs.ci_stories import decided_document, quarantined_document
from tests.outputs.document import document

SILENCE = "48211-silence-11-10t1420"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    stories = {"fails": document(), "decided": decided_document(), "data": quarantined_document(600)}
    return {name: ci.write(story, tmp_path_factory.mktemp(name))[0] for name, story in stories.items()}


@pytest.mark.parametrize("name", ["fails", "decided", "data"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_no_barrier_that_axe_knows(browser: Any, pages: dict[str, Path], name: str, scheme: str, width: int):
    axe = needed("axe_playwright_python.sync_playwright").Axe()
    with opened(browser, pages[name], width=width, color_scheme=scheme, bypass_csp=True) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = axe.run(tab, options={"runOnly": RULES, "resultTypes": ["violations"]})
        told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
    assert told == []


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_nothing_stands_outside_the_window(browser: Any, pages: dict[str, Path], width: int):
    with opened(browser, pages["decided"], width=width) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_the_verdict_and_the_first_finding_are_seen_at_once(browser: Any, pages: dict[str, Path]):
    with opened(browser, pages["fails"]) as tab:
        for selector in ("h1", ".facts .command", ".finding h4"):
            box = tab.locator(selector).first.bounding_box()
            assert box["y"] + box["height"] < 900, selector


def test_without_script_everything_is_there_but_the_comforts(browser: Any, pages: dict[str, Path]):
    with opened(browser, pages["fails"], java_script_enabled=False) as tab:
        assert tab.locator(".filter").is_hidden()
        assert tab.locator(".copy").count() == 0
        assert tab.locator("article.finding:visible").count() == 6
        assert "auditor explain EXPORT 48211" in tab.locator(f"[id='{SILENCE}'] code").inner_text()


def test_a_command_is_copied_as_it_is_run(browser: Any, pages: dict[str, Path]):
    with opened(browser, pages["fails"], permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.locator(f"[id='{SILENCE}'] .copy").click()
        until(tab, "document.querySelector('p[role=status].unseen').textContent !== ''")
        assert tab.locator(f"[id='{SILENCE}'] .copy").inner_text() in ("Copied", "Ctrl+C")
        copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == "auditor explain EXPORT 48211 --duty silent-contact/silence --tz Europe/Berlin"


def test_a_search_stays_in_the_address_and_can_be_taken_back(browser: Any, pages: dict[str, Path]):
    with opened(browser, pages["fails"]) as tab:
        tab.keyboard.press("/")
        tab.keyboard.type("ATTORNEY-conversation")
        assert tab.locator("article.finding:visible").count() == 1
        assert tab.locator("#filter-count").inner_text() == "1 of 6 findings shown"
        assert tab.url.endswith("#?text=ATTORNEY-conversation")
        tab.evaluate(f"location.hash = '{SILENCE}'")
        until(tab, f"document.getElementById('{SILENCE}').checkVisibility()")
        assert tab.locator("article.finding:visible").count() == 6
    with opened(browser, pages["fails"], at="#?text=subpoena") as tab:
        assert tab.locator("article.finding:visible").count() == 2


def test_j_and_k_go_from_finding_to_finding_and_can_be_turned_off(browser: Any, pages: dict[str, Path]):
    with opened(browser, pages["fails"]) as tab:
        tab.keyboard.press("j")
        assert tab.evaluate("document.activeElement.id") == SILENCE
        tab.keyboard.press("j")
        assert tab.evaluate("document.activeElement.id") == "48190-touch-response-11-09t1012"
        tab.keyboard.press("k")
        assert tab.evaluate("document.activeElement.id") == SILENCE
        tab.locator("#filter-keys").uncheck()
        tab.keyboard.press("j")
        assert tab.evaluate("document.activeElement.id") == "filter-keys"


def test_a_link_into_the_annex_opens_it(browser: Any, pages: dict[str, Path]):
    with opened(browser, pages["decided"]) as tab:
        assert tab.locator("#waived .lines").is_hidden()
        tab.locator("nav a[href='#waived']").click()
        until(tab, "document.querySelector('#waived .lines').checkVisibility()")


def test_a_data_error_does_not_look_like_a_pass(browser: Any, pages: dict[str, Path]):
    with opened(browser, pages["data"]) as tab:
        assert (
            tab.locator("h1")
            .inner_text()
            .strip()
            .startswith("DATA ERROR: 60.0 % of the rows not usable, more than 50 %")
        )
        assert "This run says nothing about compliance." in tab.locator(".off").inner_text()
        assert "too much" in tab.locator(".facts").inner_text()


def test_on_paper_what_was_folded_is_open(browser: Any, pages: dict[str, Path]):
    pypdf = needed("pypdf")
    with opened(browser, pages["decided"], java_script_enabled=False) as tab:
        sheets = pypdf.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True))).pages
    text = "\n".join(sheet.extract_text() for sheet in sheets)
    for said in ("FAIL: 1 new critical", "Waived until", "ended-1", "auditor explain EXPORT 48211"):
        assert said in text, said

"""The coaching page in a real browser: from disk, without a network, with and without script, on screen and paper."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from auditor.outputs.coaching import report as coaching
from tests.browser.conftest import needed
from tests.browser.test_weekly_page import RULES, opened
from tests.outputs.coaching_stories import broke, kept, own_document, planted_document, ruled

WEEKS = [
    {"week": f"2026-W{39 + place}", "violated": place % 3, "complied": 9 + place, "pending": 0, "indeterminate": 0}
    for place in range(8)
]


def full_document() -> dict[str, Any]:
    """Of one agent everything that a page can show."""
    late = {"due": "11-10 09:30", "elapsed": 90_000.0, "allowed": 14_400.0}
    hard = {"phrase": "I will sue", "witness": ("e2",), "elapsed": 12_000.0, "allowed": 14_400.0}
    found = own_document(
        *(broke(number, "threat/touch-response", **late) for number in range(1, 5)),
        broke(8),
        ruled(broke(9), "disputed"),
        *(kept(number, "threat/touch-response", **hard) for number in range(1, 9)),
        weeks=WEEKS,
    )
    score = {"tickets": 12, "passed": 8, "low": 0.4, "high": 0.86, "failed": 1, "score": 0.81, "without_auto_fail": 0.9}
    found["scores"]["goal"] = 0.9
    found["scores"]["agents"] = [{"id": "201", "name": "Maria Keller", "ranked": True, "score": score}]
    return found


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coaching.write_one(full_document(), tmp_path_factory.mktemp("own"), "201")[0]


@pytest.fixture(scope="module")
def pages(own: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The full page, a page of planted words, and the coach's list."""
    planted = coaching.write(planted_document(), tmp_path_factory.mktemp("planted"))
    return [own, planted[0], next(file for file in planted if "tom" in file.name)]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_no_barrier_that_axe_knows(browser: Any, pages: list[Path], scheme: str, width: int):
    axe = needed("axe_playwright_python.sync_playwright").Axe()
    for page in pages:
        with opened(browser, page, width=width, color_scheme=scheme, bypass_csp=True) as tab:
            tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            found = axe.run(tab, options={"runOnly": RULES, "resultTypes": ["violations"]})
            told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
        assert told == [], page.name


@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_nothing_stands_outside_the_window(browser: Any, pages: list[Path], width: int):
    for page in pages:
        with opened(browser, page, width=width) as tab:
            tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert tab.evaluate("document.documentElement.scrollWidth") == width, page.name


def test_everything_can_be_read_without_script(browser: Any, own: Path):
    with opened(browser, own, java_script_enabled=False) as tab:
        assert tab.locator("article.talk:visible").count() == 3
        assert tab.locator("#well li:visible").count() == 3
        tab.locator("details.dispute summary").first.click()
        assert tab.locator("#entry-1").is_visible()
        assert tab.locator("button:visible").count() == 0


def test_the_button_copies_the_dispute_entry(browser: Any, own: Path):
    with opened(browser, own, permissions=["clipboard-read", "clipboard-write"]) as tab:
        tab.locator("details.dispute summary").nth(1).click()
        tab.get_by_role("button", name="Copy the entry of case 2").click()
        tab.locator("#copied-2", has_text="Copied.").wait_for()
        assert tab.evaluate("navigator.clipboard.readText()") == tab.locator("#entry-2").inner_text()


def test_where_the_clipboard_is_not_given_the_entry_is_selected(browser: Any, own: Path):
    with opened(browser, own) as tab:
        tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
        tab.locator("details.dispute summary").first.click()
        tab.get_by_role("button", name="Copy the command of case 1").click()
        tab.locator("#copied-1", has_text="Selected").wait_for()
        assert tab.evaluate("getSelection().toString()").strip() == tab.locator("#command-1").inner_text().strip()


def test_a_page_of_three_cases_prints_on_two_or_three_sheets_with_a_line_to_sign(browser: Any, own: Path):
    pypdf = needed("pypdf")
    with opened(browser, own) as tab:
        sheets = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True))).pages]
    assert len(sheets) in (2, 3)
    assert "What went well" in sheets[0]
    for said in ("What we agreed", "Coach", "Agent", "Date"):
        assert said in sheets[-1], said
    assert "auditor dispute" not in "".join(sheets)


def test_the_line_to_sign_stands_on_paper_only(browser: Any, own: Path):
    with opened(browser, own) as tab:
        assert tab.locator("#agreed").is_hidden()
        tab.emulate_media(media="print")
        assert tab.locator("#agreed").is_visible()

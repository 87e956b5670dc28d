"""The e-mail digest in a browser, as wide as mail programs show it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.outputs.email_digest import message
from tests.browser.conftest import needed
from tests.browser.test_weekly_page import opened
from tests.outputs.people import decided_document

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    result = decided_document()
    result["tickets"]["cases"][0]["subject"] = "W" * 400
    for row in result["verdicts"]:
        row["responsible"]["name"] = "A" * 60
    return message.write(result, tmp_path_factory.mktemp("digest"))[0]


@pytest.mark.parametrize("width", [360, 600, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_nobody_is_kept_out(browser: Any, digest: Path, scheme: str, width: int) -> None:
    axe = needed("axe_playwright_python.sync_playwright").Axe()
    with opened(browser, digest, width=width, color_scheme=scheme) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        found = axe.run(tab, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]] == []

"""A real browser, opened on the page from disk. In CI it must be there; elsewhere its tests skip where it is not."""

from __future__ import annotations

import importlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from auditor import outputs
from benchmarks.report import made_up
from tests.outputs.decided_document import decided_document, many_agents
from tests.outputs.document import document

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]
PATIENCE = 30  # seconds


def missing(why: str) -> NoReturn:
    """Fails in CI, where everything must be there, and skips elsewhere."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def needed(module: str) -> Any:
    """A module that only these tests use."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return missing(f"{module} is not installed; install the project with its dev extra")


def until(tab: Any, condition: str) -> None:
    """Waits for what a script of the page does in its own time.

    Playwright's wait_for_function asks again from within the page, where the page's own content security policy
    forbids it to evaluate a string: it works only where nothing had to be waited for.
    """
    end = time.monotonic() + PATIENCE
    while not tab.evaluate(condition):
        if time.monotonic() > end:
            pytest.fail(f"not within {PATIENCE} s: {condition}")
        time.sleep(0.05)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        missing("there is no Chromium on this machine; install it with: apt-get install chromium")
    with needed("playwright.sync_api").sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the hand-made document, with the other formats beside it."""
    folder = tmp_path_factory.mktemp("report")
    return outputs.write(document(), list(outputs.NAMES), folder)[0]


@pytest.fixture(scope="session")
def full_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with everything on it: decisions, a past, scores, people outside the limits."""
    folder = tmp_path_factory.mktemp("full")
    return outputs.write(many_agents(decided_document()), [outputs.HTML], folder)[0]


@pytest.fixture(scope="session")
def heavy_report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The page of 100,000 findings, and one of them that is packed: the least grave, the last."""
    folder = tmp_path_factory.mktemp("heavy")
    result = made_up(100_000)
    broken = (row for row in result["verdicts"] if row["verdict"] == "violated" and row["severity"] == "low")
    return outputs.write(result, [outputs.HTML], folder)[0], max(broken, key=lambda row: row["trigger"]["at"])

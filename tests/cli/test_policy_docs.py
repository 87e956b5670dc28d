"""`auditor policy docs`: a page each, taken from the files themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor import shipped
from auditor.audit import Call, rulebook
from auditor.authoring.pages import Pages, pages_of
from auditor.words import WORDS
from tests.cli.conftest import Auditor

SMALL = shipped.folder("policies") / "service_basics"


@pytest.fixture(scope="module")
def pages() -> Pages:
    return pages_of([rulebook(Call(policies=SMALL))])


def test_every_policy_word_and_phrase_has_a_page(pages: Pages) -> None:
    policies = {f"service-basics/policies/{name}.md" for name in ("first-reply", "refund", "solve")}
    phrases = {f"service-basics/phrases/{path.stem}.md" for path in (SMALL / "phrases").glob("*.yaml")}
    assert set(pages) == {"index.md", *policies, *phrases, *(f"words/{name}.md" for name in WORDS)}


def test_the_index_leads_to_every_page(pages: Pages) -> None:
    assert set(re.findall(r"\]\(([^)]+)\)", pages["index.md"])) == set(pages) - {"index.md"}


def test_a_policy_s_page_has_its_clause_its_value_now_and_an_example_both_ways(pages: Pages) -> None:
    page = pages["service-basics/policies/refund.md"]
    assert page.startswith("# A promised refund has a manager's word\n")
    for words in (
        "> **SB-3** Who promises a refund",
        "within: $manager_note_deadline  # 24h",
        "**Good: The manager's word before the promise**",
        "**Bad: A second later it is late**",
        "- Thu 2026-11-05 10:00:01 **boris** note Refund approved by my manager.",
    ):
        assert words in page


def test_a_word_s_page_says_what_it_means_and_what_its_keys_take(pages: Pages) -> None:
    page = pages["words/must.md"]
    assert "Source: DECLARE response" in page
    assert "| `must` | yes | text or a list of text |" in page
    assert "| `since` | no | `trigger`, `opening`, `start` |" in page


def test_a_detector_s_page_has_worked_texts_both_ways(pages: Pages) -> None:
    page = pages["service-basics/phrases/refund-promise.md"]
    assert "## Good: it is one" in page
    assert "## Bad: it is none" in page


def test_the_pages_are_written_into_a_folder(auditor: Auditor, tmp_path: Path) -> None:
    answer = auditor("policy", "docs", SMALL, "--out", tmp_path / "pages")
    assert (answer.code, answer.err) == (0, "")
    assert len(list((tmp_path / "pages").rglob("*.md"))) == int(answer.out.split()[0])

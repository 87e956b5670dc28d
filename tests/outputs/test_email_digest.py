"""The digest is a draft that mail programs open, small enough for them, and harmless whatever a ticket says."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from auditor.outputs.email_digest import message
from tests.outputs.document import crowded_document, document, empty_document
from tests.outputs.people import decided_document
from tests.outputs.readers_people import email_digest, email_page, of_lines


class Page(HTMLParser):
    """Tags, attributes and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def draft(result: dict[str, Any], folder: Path) -> EmailMessage:
    message.write(result, folder)
    found = email.message_from_bytes((folder / "digest.eml").read_bytes(), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def part(found: EmailMessage, kind: str) -> str:
    body = found.get_body((kind,))
    assert body is not None
    content = body.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


@pytest.mark.parametrize("made", [document, empty_document, decided_document, crowded_document])
def test_text_page_and_draft_tell_the_same_counts(tmp_path: Path, made: Any) -> None:
    result = made()
    found = draft(result, tmp_path)
    counts = Counter(row["verdict"] for row in result["verdicts"])
    assert email_page(tmp_path) == counts
    assert email_digest(tmp_path) == counts
    assert of_lines((tmp_path / "digest.txt").read_text("utf-8")) == counts
    assert part(found, "html").split() == (tmp_path / "digest.html").read_text("utf-8").split()
    assert part(found, "plain").split() == (tmp_path / "digest.txt").read_text("utf-8").split()


def test_the_draft_opens_as_one_and_is_addressed_to_nobody(tmp_path: Path) -> None:
    found = draft(document(), tmp_path)
    assert found.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in found.iter_parts()] == ["text/plain", "text/html"]
    assert found["Date"] == "Mon, 16 Nov 2026 09:00:00 +0100"
    assert found["X-Unsent"] == "1"
    assert {name for name in ("From", "To", "Cc", "Bcc", "Sender", "Reply-To", "Message-ID") if found[name]} == set()
    assert found["Subject"] == (
        "Executive Escalations: 9 of 86 cases broke a rule, 1 critical, 5 still fixable "
        "(Week 46 of 2026, Mon 9 Nov to Sun 15 Nov 2026)"
    )
    assert not [one.defects for one in found.walk() if one.defects]


@pytest.mark.parametrize(
    "hostile", ["Pack\r\nBcc: everybody@evil.example", "Pack\nX-Evil: 1", "Pack\x00\x0b\x85 é \u2028"]
)
def test_no_header_can_be_smuggled_in(tmp_path: Path, hostile: str) -> None:
    result = document()
    result["manifest"]["packs"][0]["title"] = hostile
    for row in result["verdicts"]:
        row["ticket_id"] = row["responsible"]["name"] = hostile
    found = draft(result, tmp_path)
    assert list(found.keys()) == ["Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type"]
    assert "\n" not in found["Subject"]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src="https://evil.example/x.png">',
                                     "</style><style>@import url(//evil.example)</style>", "--=_auditor_digest--",
                                     "{{ 7 * 7 }}", "<a href='javascript:alert(1)'>x</a>"])  # fmt: skip
def test_what_a_ticket_says_stays_words(tmp_path: Path, hostile: str) -> None:
    result = decided_document()
    for case in result["tickets"]["cases"]:
        case["subject"] = hostile
    for row in result["verdicts"]:
        row["responsible"]["name"] = hostile
    found = draft(result, tmp_path)
    page = Page(part(found, "html"))
    assert hostile in page.words
    assert hostile in part(found, "plain")
    assert set(page.tags) & {"script", "img", "a", "link", "iframe", "object", "svg", "form", "base"} == set()
    assert page.tags.count("style") == 1
    assert len(list(found.iter_parts())) == 2


def test_the_page_needs_nothing_from_outside(tmp_path: Path) -> None:
    page = Page(part(draft(decided_document(), tmp_path), "html"))
    assert {name for name, _ in page.attributes} & {"src", "href", "background", "action", "srcset"} == set()
    text = (tmp_path / "digest.html").read_text("utf-8")
    assert "url(" not in text
    assert "http" not in text
    assert text.index("charset") < 1024


def test_the_page_keeps_in_mail_programs(tmp_path: Path) -> None:
    text = part(draft(document(), tmp_path), "html")
    page = Page(text)
    assert ("name", "color-scheme") in page.attributes
    assert ("width", "600") in page.attributes
    assert "@media (prefers-color-scheme: dark)" in text
    assert page.tags.count("h1") == 1
    assert set(page.tags) & {"div", "section", "main", "flex"} <= {"div"}


def test_a_digest_of_very_much_stays_below_what_mail_programs_show(tmp_path: Path) -> None:
    result = crowded_document(low=300, high=200)
    for case in result["tickets"]["cases"]:
        case["subject"] = "🔥<&>" * 900
    for row in result["verdicts"]:
        row["responsible"]["name"] = '"&' * 400
    message.write(result, tmp_path)
    assert len((tmp_path / "digest.html").read_bytes()) <= 100_000
    text = (tmp_path / "digest.txt").read_text("utf-8")
    critical = sum(row["verdict"] == "violated" and row["severity"] == "critical" for row in result["verdicts"])
    assert f"and {critical - 10} more in the report" in text


def test_lists_grow_shorter_until_the_page_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = crowded_document(low=10, high=20)
    message.write(result, tmp_path)
    whole = (tmp_path / "digest.html").stat().st_size
    monkeypatch.setattr(message, "LIMIT", whole - 1)
    message.write(result, tmp_path)
    text = (tmp_path / "digest.txt").read_text("utf-8")
    assert (tmp_path / "digest.html").stat().st_size < whole
    assert "and 12 more in the report" in text  # nine of 21 criticals are listed


@pytest.mark.parametrize("made", [document, empty_document, decided_document])
def test_the_text_fits_a_terminal_of_78_columns(tmp_path: Path, made: Any) -> None:
    message.write(made(), tmp_path)
    lines = (tmp_path / "digest.txt").read_text("utf-8").splitlines()
    assert max(map(len, lines)) <= 76
    assert not [line for line in lines if line.startswith((">", "From ", "-- "))]


def test_what_can_be_mended_today_comes_first_with_who_holds_it(tmp_path: Path) -> None:
    text = part(draft(document(), tmp_path), "plain")
    assert text.index("due now") < text.index("1 h 15 min left") < text.index("4 h 10 min left")
    assert text.index("Still fixable today") < text.index("Maria Keller") < text.index("Critical findings")


def test_a_critical_finding_is_new_only_against_what_was_there_before(tmp_path: Path) -> None:
    result = document()
    critical = next(row for row in result["verdicts"] if row["verdict"] == "violated" and row["severity"] == "critical")
    alone = part(draft(result, tmp_path), "plain")
    assert "\nCritical findings\n" in alone
    followed = {"fingerprint": critical["fingerprint"], "first_seen": "2026-11-02T08:00:00Z", "was": "violated"}
    result["past"] = {"audits": 1, "before": "2026-11-09T08:00:00Z", "weeks": [], "agents": [],
                      "followed": [followed], "settled": [], "gone": []}  # fmt: skip
    seen = part(draft(result, tmp_path), "plain")
    assert "New critical findings\n---------------------\nNone.\n1 more is known from before" in seen
    result["past"]["followed"] = [{**followed, "was": "pending"}]
    assert "None." not in part(draft(result, tmp_path), "plain").split("New critical findings")[1]


def test_waivers_that_end_and_disputes_that_wait_are_told(tmp_path: Path) -> None:
    text = part(draft(decided_document(), tmp_path), "plain")
    assert text.index("W-0, every threat") < text.index("W-1, ticket 48211")
    assert "Disputes that wait for a decision" in text
    assert "Waivers that end" not in part(draft(document(), tmp_path), "plain")


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (message.write(decided_document(), tmp_path / name) for name in ("one", "two"))
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
    assert b"\r\n" in one[2].read_bytes()


def test_half_a_character_pair_breaks_no_draft(tmp_path: Path) -> None:
    result = document()
    for case in result["tickets"]["cases"]:
        case["subject"] = "\ud83d\x00 money"
    assert "�� money" in part(draft(result, tmp_path), "plain")

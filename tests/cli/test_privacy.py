"""What is masked, shown and exchanged when an audit is published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli import small_export
from tests.cli.conftest import Auditor
from tests.cli.small_export import AUDITS, OTHER, comment, opened, write_export

KEY = "0123456789abcdef"
SECRET = "Call me on +1 415 555 0132 or I will sue your company."


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small export, with a telephone number in its first message."""
    first = opened(1, 1, "2026-11-09T10:00:00Z", small_export.REQUESTER, SECRET)
    monkeypatch.setattr(small_export, "AUDITS", [first, *AUDITS[1:]])
    return write_export(tmp_path / "export")


def audited(auditor: Auditor, export: Path, folder: Path, *options: str | Path) -> Any:
    answer = auditor("audit", export, "--out", folder, "--fail-on", "never", *options)
    assert answer.code == 0, answer.err
    return json.loads((folder / "result.json").read_text())


def test_numbers_are_masked_unless_it_is_asked_otherwise_and_the_page_says_which(
    auditor: Auditor, export: Path, tmp_path: Path
) -> None:
    for options, masked, line in (((), True, "masked"), (("--no-mask",), False, "shown, as --no-mask asked")):
        result = audited(auditor, export, tmp_path / line, *options)
        assert result["manifest"]["privacy"]["masked"] is masked
        page = (tmp_path / line / "weekly.html").read_text()
        assert f"<dt>addresses and numbers</dt><dd>{line}</dd>" in page
        for text in (page, json.dumps(result)):
            assert ("415 555" in text) is not masked


def test_a_saved_audit_that_was_masked_stays_so(auditor: Auditor, export: Path, tmp_path: Path) -> None:
    audited(auditor, export, tmp_path / "saved")
    answer = auditor(
        "report", "weekly", tmp_path / "saved", "--no-mask", "--format", "json", "--out", tmp_path / "again"
    )
    assert answer.code == 0, answer.err
    assert json.loads((tmp_path / "again" / "result.json").read_text())["manifest"]["privacy"]["masked"] is True


def test_people_bear_pseudonyms_by_a_key_of_a_file_or_of_the_environment(
    auditor: Auditor, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    by_file = audited(auditor, export, tmp_path / "one", "--pseudonymise", "--pseudonym-key", tmp_path / "key")
    monkeypatch.setenv("AUDITOR_PSEUDONYM_KEY", KEY)
    by_variable = audited(auditor, export, tmp_path / "two", "--pseudonymise")
    assert by_file == by_variable
    assert by_file["manifest"]["privacy"]["pseudonymised"] is True
    for file in (tmp_path / "one").iterdir():
        text = file.read_text()
        assert [name for name in ("Anna Ash", "Rita Reed", KEY) if name in text] == [], file.name


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--pseudonymise",), "needs a key"),
        (("--pseudonymise", "--pseudonym-key", "missing"), "cannot be read"),
        (("--pseudonymise", "--pseudonym-key", "short"), "has 15 bytes; it takes at least 16"),
        (("--pseudonym-key", "short"), "Give both, or leave the key out"),
    ],
)
def test_a_key_that_is_none_is_told_with_how_to_make_one(
    auditor: Auditor, export: Path, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    Path("short").write_text("123456789012345\n")
    answer = auditor("audit", export, "--out", tmp_path / "report", *options)
    assert answer.code == 2
    assert told in answer.err
    assert "openssl rand -hex 32" in answer.err or "both" in told
    assert not (tmp_path / "report").exists()


def test_a_history_knows_the_same_people_whatever_their_pseudonyms(
    auditor: Auditor, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDITOR_PSEUDONYM_KEY", KEY)
    history = ("--history", tmp_path / "history.duckdb", "--format", "json")
    earlier = json.loads(json.dumps(AUDITS).replace("2026-11", "2026-10"))
    monkeypatch.setattr(small_export, "AUDITS", earlier)
    audited(auditor, write_export(tmp_path / "earlier"), tmp_path / "one", *history)
    found = audited(auditor, export, tmp_path / "two", *history, "--pseudonymise")
    before = {one["id"] for one in found["past"]["agents"] if one["kind"] == "agent"}
    assert before
    assert before <= {one["id"] for one in found["agents"]}
    answer = auditor("report", "weekly", tmp_path / "two", *history)
    assert (answer.code, "Give --pseudonymise and their key" in answer.err) == (2, True)
    again = auditor("report", "weekly", tmp_path / "two", *history, "--pseudonymise", "--out", tmp_path / "again")
    assert again.code == 0, again.err
    assert json.loads((tmp_path / "again" / "result.json").read_text())["past"]["agents"] == found["past"]["agents"]


def test_an_explanation_on_the_terminal_is_masked_as_well(auditor: Auditor, export: Path, pack: Path) -> None:
    for form in ("text", "json"):
        asked = ("explain", export, "1", "--policies", pack, "--format", form)
        assert "[phone]" in auditor(*asked).out
        assert "415" not in auditor(*asked).out
        assert "+1 415 555 0132" in auditor(*asked, "--no-mask").out


def test_an_agents_answer_is_told_without_the_name_of_who_asked(
    auditor: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [*AUDITS, small_export.audit(7, 3, "2026-11-12T17:00:00Z", OTHER, comment(71, OTHER, "Regards, Otto Oak"))]
    monkeypatch.setattr(small_export, "AUDITS", words)
    monkeypatch.setenv("AUDITOR_PSEUDONYM_KEY", KEY)
    result = audited(auditor, write_export(tmp_path / "export"), tmp_path / "out", "--pseudonymise")
    assert "Otto" not in json.dumps(result)

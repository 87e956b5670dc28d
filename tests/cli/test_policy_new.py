"""`auditor policy new` writes a policy that loads and cases that fail until they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.authoring.scaffold import SITUATIONS
from tests.cli.conftest import Auditor


def test_the_files_load_and_every_case_fails(auditor: Auditor, pack: Path) -> None:
    written = auditor("policy", "new", "callback", "--pack", pack, "--must", "public-reply", "--clause", "SB-2")
    assert (written.code, written.err) == (0, "")
    assert "callback.cases.yaml" in written.out
    checked = auditor("policy", "check", pack)
    assert (checked.code, checked.err) == (0, "")
    tested = auditor("policy", "test", pack, "--quiet")
    assert tested.code == 1
    assert tested.out.count("callback-in-time: expected") == len(SITUATIONS)
    assert "manager-agrees" not in tested.out


def test_written_cases_pass(auditor: Auditor, pack: Path) -> None:
    auditor("policy", "new", "callback", "--pack", pack, "--when", "requester-message", "--must", "public-reply")
    cases = pack / "duties" / "callback.cases.yaml"
    asks = "- {at: 2026-11-06 12:00:00, says: Hello}"
    answers = ["+1h", "+4h", "+14401s", None, None]
    parts = cases.read_text().split("      - {at: 2026-11-06 12:00:00, by: anna, note: To be written.}\n")
    text = parts[0]
    for answer, part in zip(answers, parts[1:], strict=True):
        text += f"      {asks}\n" + (f"      - {{at: {answer}, by: anna, says: Hi}}\n" if answer else "") + part
    cases.write_text(text.replace("is still time\n", "is still time\n    as_of: 2026-11-06 13:00:00\n"))
    tested = auditor("policy", "test", pack, "--quiet")
    assert (tested.code, tested.err) == (0, ""), tested.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Call Back",), "small letters, digits and hyphens"),
        (("refund",), "is there already"),
        (("callback", "--when", "requester-mesage"), 'Did you mean "requester-message"?'),
        (("callback", "--clause", "SB-9"), "There are: SB-1, SB-2, SB-3."),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is(
    auditor: Auditor, pack: Path, arguments: tuple[str, ...], words: str
) -> None:
    before = sorted(pack.rglob("*"))
    answer = auditor("policy", "new", *arguments, "--pack", pack)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert sorted(pack.rglob("*")) == before


def test_a_folder_that_is_no_pack_is_told(auditor: Auditor, tmp_path: Path) -> None:
    answer = auditor("policy", "new", "callback", "--pack", tmp_path)
    assert answer.code == 2
    assert "no pack.yaml" in answer.err

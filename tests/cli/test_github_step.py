"""Inside a step of GitHub Actions the annotations are printed and the summary is appended; nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli import github
from auditor.cli.github import tell_runner
from auditor.outputs.github import job
from tests.outputs.document import document

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return job.write(document(), tmp_path / "report")


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A step whose summary has something already."""
    file = tmp_path / "summary.md"
    file.write_text("before\n")
    monkeypatch.setenv(github.IN_ACTIONS, "true")
    monkeypatch.setenv(github.STEP_SUMMARY, str(file))
    return file


def test_a_step_prints_the_annotations_and_adds_to_its_summary(files: list[Path], summary: Path, capsys: Printed):
    tell_runner(files)
    assert capsys.readouterr().out == files[0].read_text("utf-8")
    assert summary.read_text("utf-8") == "before\n" + files[1].read_text("utf-8")


def test_outside_a_step_nothing_is_printed_or_appended(
    files: list[Path], summary: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
):
    monkeypatch.delenv(github.IN_ACTIONS)
    tell_runner(files)
    assert capsys.readouterr() == ("", "")
    assert summary.read_text() == "before\n"


@pytest.mark.parametrize("room", [0, -1])
def test_a_summary_that_github_would_drop_whole_is_not_appended(
    files: list[Path], summary: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed, room: int
):
    monkeypatch.setattr(github, "MOST", len("before\n") + files[1].stat().st_size + room)
    tell_runner(files)
    assert (summary.read_text() == "before\n") == (room < 0)
    assert ("not appended to the step's summary" in capsys.readouterr().err) == (room < 0)


def test_a_summary_that_cannot_be_written_fails_no_audit(
    files: list[Path], summary: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
):
    monkeypatch.setenv(github.STEP_SUMMARY, str(summary / "below" / "a-file"))
    tell_runner(files)
    assert "not appended to the step's summary" in capsys.readouterr().err

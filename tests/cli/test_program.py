"""The program itself: help for people, a version, and one boundary where every error becomes a sentence."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from auditor.cli import COMMANDS, commands, run
from auditor.cli.progress import CLEAR, progress_line
from auditor.samples import MINIMUM_TICKETS
from tests.cli.conftest import Auditor


def test_the_version_is_that_of_the_package(auditor: Auditor) -> None:
    answer = auditor("--version")
    assert (answer.code, answer.out) == (0, f"auditor {version('auditor')}\n")


def test_help_shows_every_command_and_an_example_of_each(auditor: Auditor) -> None:
    told = auditor("--help").out
    for name in COMMANDS:
        assert f"auditor {name} " in told


def every_command() -> Iterator[tuple[str, ...]]:
    for name in COMMANDS:
        command = commands.get_command(click.Context(commands), name)
        yield from [(name, inner) for inner in command.commands] if isinstance(command, click.Group) else [(name,)]


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_every_option_says_what_it_is_for_and_every_command_has_an_example(
    auditor: Auditor, words: tuple[str, ...]
) -> None:
    command = commands.get_command(click.Context(commands), words[0])
    if isinstance(command, click.Group):
        command = command.commands[words[1]]
    assert command is not None
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []
    answer = auditor(*words, "--help")
    assert answer.code == 0
    assert f"  auditor {' '.join(words)} " in answer.out


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (RuntimeError("the moon"), 2, "RuntimeError: the moon"),
        (PermissionError(13, "Permission denied", "locked/file"), 2, "locked/file: Permission denied"),
        (OSError(28, "No space left on device"), 2, "No space left on device"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_an_unexpected_end_is_one_sentence_and_never_1(
    auditor: Auditor, monkeypatch: pytest.MonkeyPatch, export: Path, error: BaseException, code: int, words: str
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(import_module("auditor.cli.audit"), "audit_export", fails)
    answer = auditor("audit", export)
    assert answer.code == code
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_debug_shows_the_traceback_and_still_does_not_end_with_1(
    auditor: Auditor, monkeypatch: pytest.MonkeyPatch, export: Path
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("the moon")

    monkeypatch.setattr(import_module("auditor.cli.audit"), "audit_export", fails)
    answer = auditor("audit", export, "--debug")
    assert answer.code == 2
    assert "Traceback" in answer.err


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_that_is_rewritten_and_gone_at_the_end() -> None:
    terminal = Terminal()
    with progress_line(terminal) as progress:
        progress("reading the export")
        progress("writing the report")
    assert terminal.getvalue() == f"{CLEAR}reading the export …{CLEAR}writing the report …{CLEAR}"


def test_a_stream_that_is_no_terminal_hears_nothing() -> None:
    stream = io.StringIO()
    with progress_line(stream) as progress:
        progress("reading the export")
    assert stream.getvalue() == ""


def shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)


def test_a_reader_who_leaves_early_meets_no_traceback_and_no_exit_code_1(export: Path, tmp_path: Path) -> None:
    command = f"{sys.executable} -m auditor audit {export} --out {tmp_path / 'report'} --fail-on never"
    done = shell(f"{command} > >(true) 2> {tmp_path / 'told'}; echo $?")
    assert (done.stdout.strip(), (tmp_path / "told").read_text()) in {("0", ""), ("141", "")}
    assert (tmp_path / "report" / "weekly.html").is_file()


def test_a_full_disk_behind_standard_output_is_one_sentence() -> None:
    done = shell(f"{sys.executable} -m auditor --help > /dev/full")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "No space left" in done.stderr


def test_a_sample_says_where_it_lies_and_what_to_do_next(auditor: Auditor, tmp_path: Path) -> None:
    answer = auditor("sample", "--tickets", str(MINIMUM_TICKETS), "--out", tmp_path / "demo")
    assert (answer.code, answer.err) == (0, "")
    assert (tmp_path / "demo" / "truth.json").is_file()
    next_step = answer.out.splitlines()[-1].removeprefix("Next: auditor ").split()
    assert auditor(*next_step).code in {0, 1}


def test_the_boundary_gives_the_code_back_instead_of_leaving() -> None:
    assert run(["--version"]) == 0

"""`auditor completion`: a real bash completes what is typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Auditor

ROOT = Path(__file__).parent.parent.parent
PROGRAM = '#!/bin/sh\nexec {python} -m auditor "$@"\n'
ASK = """
source "$SCRIPT"
COMP_WORDS=({words}); COMP_CWORD={place}; COMP_LINE="{line}"; COMP_POINT=${{#COMP_LINE}}
complete -p auditor | grep --quiet -- '-F _auditor_completion' || exit 9
_auditor_completion auditor
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("completion")
    program = folder / "auditor"
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    told = subprocess.run(
        [program, "completion", "bash"], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    (folder / "script").write_bytes(told.stdout)
    return folder / "script"


def completed(script: Path, *words: str) -> list[str]:
    """What bash offers for the last of the words."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    asked = ASK.format(words=" ".join(f"'{word}'" for word in words), place=len(words) - 1, line=" ".join(words))
    path = f"{script.parent}:{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "--norc", "-c", asked], env={**os.environ, "PATH": path, "SCRIPT": str(script), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("auditor", "au"), ["audit"]),
        (("auditor", "policy", "ch"), ["check"]),
        (("auditor", "report", "c"), ["ci", "coaching"]),
        (("auditor", "audit", "--max-i"), ["--max-indeterminate"]),
        (("auditor", "audit", "--fail-on", "cr"), ["critical"]),
    ],
)
def test_bash_completes_commands_options_and_choices(script: Path, words: tuple[str, ...], offered: list[str]) -> None:
    assert completed(script, *words) == offered


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_have_a_script_too(auditor: Auditor, shell: str) -> None:
    answer = auditor("completion", shell)
    assert answer.code == 0
    assert f"_AUDITOR_COMPLETE={shell}_complete" in answer.out


def test_an_unknown_shell_names_those_there_are(auditor: Auditor) -> None:
    answer = auditor("completion", "tcsh")
    assert (answer.code, answer.out) == (2, "")
    assert "'bash', 'zsh', 'fish'" in answer.err

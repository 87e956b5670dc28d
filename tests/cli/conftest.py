"""The command line as a person meets it: what was typed, what came back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from auditor import shipped
from auditor.audit import Call, Rulebook, rulebook
from auditor.cli import run
from tests.cli.small_export import write_export


@dataclass(frozen=True)
class Answer:
    """An exit code and what was written to the two streams."""

    code: int
    out: str
    err: str


Auditor = Callable[..., Answer]
RULEBOOKS: dict[str, Rulebook] = {}


def read_once(call: Call) -> Rulebook:
    """The shipped packs, read once per set of parameters: that takes longer than the audit of a small export."""
    if call.policies:
        return rulebook(call)
    key = repr(sorted(call.parameters.items()))
    if key not in RULEBOOKS:
        RULEBOOKS[key] = rulebook(call)
    return RULEBOOKS[key]


@pytest.fixture
def auditor(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Auditor:
    """Runs `auditor …` in an empty folder."""
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "cache"))
    for module in ("auditor.audit", "auditor.inspection", "auditor.cli.contacts.options"):
        monkeypatch.setattr(import_module(module), "rulebook", read_once)

    def call(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Answer(code, written.out, written.err)

    return call


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A small export in which one touch response came too late."""
    return write_export(tmp_path / "export")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the small pack, to be spoilt."""
    return Path(shutil.copytree(shipped.folder("policies") / "service_basics", tmp_path / "service_basics"))

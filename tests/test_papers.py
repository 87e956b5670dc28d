"""What the papers say is true: files exist, commands are understood, examples give what stands beside them."""

from __future__ import annotations

import gzip
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import click
import pytest

import auditor
from auditor.cli import COMMANDS, commands

ROOT = Path(__file__).parent.parent
PAPERS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
ROOMS = ("auditor/", "policies/", "reports/", "sample_data/", "tests/", "docs/", "benchmarks/")


def blocks(paper: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / paper).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_that_a_paper_names_exists(paper: str) -> None:
    text = (ROOT / paper).read_text(encoding="utf-8")
    named = {*re.findall(r"\]\(([\w./-]+)\)", text), *re.findall(r"`([\w./-]+/[\w./-]*)`", text)}
    named = {name for name in named if "." in name.split("/")[0] or name.startswith(ROOMS)}
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_files_of_the_house_are_those_that_are_drawn() -> None:
    (house, *_) = blocks("ARCHITECTURE.md", "text")
    drawn = {name for name in re.findall(r"^  ((?:\w+(?:\.py|/) ?)+)", house, re.MULTILINE) for name in name.split()}
    there = {path.name for path in (ROOT / "auditor").glob("*.py")} - {"__init__.py", "__main__.py"}
    rooms = {f"{path.parent.name}/" for path in (ROOT / "auditor").glob("*/__init__.py")}
    assert (there | rooms) - drawn == set()
    assert {name for name in drawn if not (ROOT / "auditor" / name).exists()} == set()


def test_every_command_of_the_readme_is_understood() -> None:
    lines = [line.split("#")[0] for block in blocks("README.md", "bash") for line in block.splitlines()]
    calls = [shlex.split(line)[1:] for line in lines if line.startswith("auditor ")]
    assert {name for name, *_ in calls} <= set(COMMANDS)
    for name, *arguments in calls:
        command = commands.get_command(click.Context(commands), name)
        assert command is not None
        command.make_context(name, arguments)


def test_the_finding_of_the_readme_is_what_the_audit_finds(tmp_path: Path) -> None:
    (told,) = (json.loads(block) for block in blocks("README.md", "json"))
    sample = ROOT / "sample_data" / "zendesk"
    for name in ("users.json", "groups.json", "macros.json", "custom_statuses.json"):
        shutil.copy(sample / name, tmp_path)
    audits = gzip.decompress((sample / "ticket_audits.jsonl.gz").read_bytes()).decode()
    of_the_ticket = [line for line in audits.splitlines() if f'"ticket_id":{told["ticket_id"]},' in line]
    (tmp_path / "ticket_audits.jsonl").write_text("\n".join(of_the_ticket))
    verdicts: list[dict[str, Any]] = [dict(row) for row in auditor.audit(tmp_path).document["verdicts"]]
    (row,) = (row for row in verdicts if row["duty"] == told["duty"])
    assert {name: row[name] for name in told} == told


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    for block in blocks("README.md", "python"):
        exec(block, names)
    assert len(names["audit"].verdicts) == len(names["audit"].document["verdicts"]) > 0


def test_the_situation_of_the_contributing_paper_holds() -> None:
    names: dict[str, Any] = {}
    exec("from tests.desk import Desk", names)
    for block in blocks("CONTRIBUTING.md", "python"):
        exec(block, names)
    names["test_a_reply_exactly_at_the_limit_is_in_time"]()

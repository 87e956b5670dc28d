"""The house stands as ARCHITECTURE.md draws it: layers, rooms, and no word of one system or one knowledge base."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "auditor"
ROOMS_OF_SYSTEMS = (PACKAGE / "exports", PACKAGE / "samples")
WORDS_OF_ONE_DESK = re.compile(
    r"zendesk|fivetran|executive|escalation|problematic|upwork|\bEE\b|\bee_|KB-\d", re.IGNORECASE
)
OF_A_MACHINE = re.compile(r"/(?:work|root|farm|home/\w+)/")
TEXTS = {".py", ".sql", ".md", ".yaml", ".toml", ".json", ".j2", ".css", ".js", ".html", ""}


def files_of(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix in TEXTS and path.is_file())
    return sorted(path for path in found if "__pycache__" not in path.parts)


def test_the_layers_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_module_has_its_place_in_the_layers() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = config["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "house")
    placed = {name.strip().removeprefix("auditor.").split(".")[0] for layer in layers for name in layer.split("|")}
    modules = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    assert modules - {"__init__"} - placed == set()


def test_no_word_of_one_system_or_knowledge_base_stands_outside_its_room() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files_of(PACKAGE)
        if not any(path.is_relative_to(room) for room in ROOMS_OF_SYSTEMS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if WORDS_OF_ONE_DESK.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["auditor", "policies", "reports", "docs", "tests", "benchmarks", ".ci"])
def test_no_path_of_one_machine_is_named(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files_of(ROOT / folder)
        if (match := OF_A_MACHINE.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []

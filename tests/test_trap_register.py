"""docs/traps.md is true: every trap has a test, and every test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_NUMBERED = {27, 37}


def test_every_trap_names_tests_that_exist() -> None:
    register = (ROOT / "docs" / "traps.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|.*?\|(.*)\|$", register, re.MULTILINE)
    named = {int(number): re.findall(r"`(test_\w+)`", tests) for number, tests in rows}
    assert set(named) == set(range(1, 51)) - NOT_NUMBERED
    assert all(named.values())
    there = {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert {test for tests in named.values() for test in tests} - there == set()

"""One more entry at the end of dispositions.yml; what stands there stays, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditor.decisions.dispositions import DispositionsFile, problems_of_dispositions
from auditor.decisions.reading import DISPOSITIONS
from auditor.errors import AuditorError, UsageError
from auditor.policy.yaml_file import YamlFile, parse, read_yaml, yaml_of
from auditor.policy.yaml_text import quoted

HEAD = "dispositions:\n"


def with_entry(folder: Path, entry: Mapping[str, Any]) -> str:
    """The file's text with one entry more: finding, ruling, by, at, why and perhaps instead. Raises UsageError."""
    path = folder / DISPOSITIONS
    before = read_yaml(path) if path.is_file() else yaml_of(HEAD, path, str(path))
    text = before.text + ("" if before.text.endswith("\n") else "\n") + _entry(before, entry)
    try:
        after = yaml_of(text, path, str(path))
    except AuditorError:
        raise UsageError(_elsewhere(path)) from None
    parsed, problems = parse(after, DispositionsFile)
    problems += problems_of_dispositions(parsed, after) if parsed else []
    if problems:
        raise UsageError(problems)
    if len(_entries(after)) != len(_entries(before)) + 1:
        raise UsageError(_elsewhere(path))
    return text


def _entries(file: YamlFile) -> list[Any]:
    content = file.content if isinstance(file.content, Mapping) else {}
    return list(content.get("dispositions") or [])


def _entry(before: YamlFile, entry: Mapping[str, Any]) -> str:
    """The entry as the entries above it are laid out; every text is written so that YAML reads it as it is."""
    column = before.position(("dispositions", 0))[1] if _entries(before) else 5
    indent = " " * max(column - 3, 0)
    lines = [f"{name}: {_value(value)}" for name, value in entry.items() if value is not None]
    head = "" if isinstance(before.content, Mapping) and "dispositions" in before.content else HEAD
    return head + f"{indent}- " + f"\n{indent}  ".join(lines) + "\n"


def _value(value: str | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return quoted(value)
    return "{" + ", ".join(f"{name}: {quoted(one)}" for name, one in value.items()) + "}"


def _elsewhere(path: Path) -> str:
    return (
        f"{path}: does not end with its list of dispositions, so nothing can be added at its end. Write them as a list "
        "of lines that begin with a dash, last in the file."
    )

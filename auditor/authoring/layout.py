"""The layout of a pack's files: keys in the order of the language, no stray white space; every comment stays.

What is laid out line by line by hand (flow lists, folded texts, quotes, the order of conditions) is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auditor.errors import PolicyError
from auditor.policy.model import DutyText, KnowledgeBase, PackFile, PolicyFile
from auditor.policy.parameters import Parameter
from auditor.policy.yaml_file import Location, Strict, YamlFile, read_yaml, yaml_of
from auditor.words import WORDS

ROOMS = ("pack.yaml", "parameters.yaml", "signals.yaml", "equivalents.yaml", "kb/clauses.yaml", "duties/*.yaml")


def files_of(pack: Path) -> list[Path]:
    """The files that are laid out: all but contact types and phrases, whose lists are arranged by hand."""
    return [path for room in ROOMS for path in sorted(pack.glob(room))]


def laid_out(path: Path, root: Path) -> str:
    """The file's text in the house's layout. Its meaning is the same, or PolicyError is raised where it is no YAML."""
    file = read_yaml(path, root)
    text = _same(file, _tidy(file.text)) or file.text
    for location, order in _orders(path, file.content):
        current = yaml_of(text, path, file.name)
        text = _same(file, _tidy("\n".join(_ordered(current, location, order)))) or text
    return text


def _same(file: YamlFile, text: str) -> str | None:
    """The text, if it says what the file says."""
    try:
        return text if yaml_of(text, file.path, file.name).content == file.content else None
    except PolicyError:  # an alias before its anchor: this order is needed
        return None


def _tidy(text: str) -> str:
    """No white space at the ends, one empty line at most between lines, one space after a key."""
    lines = [re.sub(r"^(\s*(?:- )?[\w-]+:) +(?=\S)(?!#)", r"\1 ", line.rstrip()) for line in text.splitlines()]
    kept = [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
    return "\n".join(kept).strip("\n") + "\n"


def _orders(path: Path, content: Any) -> Iterator[tuple[Location, Sequence[str]]]:
    """The mappings whose keys have an order, each with it."""
    if not isinstance(content, dict):
        return
    if path.name == "pack.yaml":
        yield from [((), _keys(PackFile)), (("knowledge_base",), _keys(KnowledgeBase))]
    elif path.name == "parameters.yaml":
        yield from ((("parameters", name), _keys(Parameter)) for name in content.get("parameters") or {})
    elif path.parent.name == "duties" and not path.name.endswith(".cases.yaml"):
        yield (), _keys(PolicyFile)
        for name, duty in (content.get("duties") or {}).items():
            words = [word for word in WORDS if word in duty]
            yield ("duties", name), [*_keys(DutyText), *(key for word in words for key in _keys(WORDS[word]))]


def _keys(model: type[Strict]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _ordered(file: YamlFile, location: Location, order: Sequence[str]) -> list[str]:
    """The lines with the keys of one block mapping in their order; a comment goes with the key below it."""
    lines = file.text.splitlines()
    mapping = file.content
    for part in location:
        mapping = mapping.get(part) if isinstance(mapping, dict) else None
    places = {key: file.positions.get((*location, key), (0, 0)) for key in mapping or ()}
    columns, rows = {column for _, column in places.values()}, [line - 1 for line, _ in places.values()]
    if len(places) < 2 or len(columns) != 1 or len(set(rows)) != len(rows) or rows != sorted(rows):
        return lines  # a flow mapping, or one that comes from elsewhere
    indent = min(columns) - 1
    if any(lines[row][:indent].strip() for row in rows):
        return lines  # an item of a list begins on the line of its dash
    starts = [_with_comments(lines, row, indent) for row in rows]
    if not location:
        starts[0] = rows[0]  # what stands above is of the file
    ends = [*starts[1:], _end(lines, rows[-1], indent)]
    parts = {key: lines[start:end] for key, start, end in zip(places, starts, ends, strict=True)}
    known = [key for key in order if key in parts]
    ordered = [*known, *(key for key in parts if key not in known)]
    return [*lines[: starts[0]], *(line for key in ordered for line in parts[key]), *lines[ends[-1] :]]


def _with_comments(lines: Sequence[str], row: int, indent: int) -> int:
    """Where a key begins: with the comments and empty lines above it."""
    while not lines[row - 1] or lines[row - 1].startswith(" " * indent + "#"):
        row -= 1
    return row


def _end(lines: Sequence[str], row: int, indent: int) -> int:
    """The row after the last one of a mapping whose last key stands in `row`."""
    end = row + 1
    for number in range(row + 1, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip()) < indent:
            break
        if line.strip():
            end = number + 1
    return end

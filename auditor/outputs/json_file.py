"""result.json: the document itself, the same bytes for the same result, one verdict a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from auditor.outputs.files import write_file

NAME = "result.json"
FIRST = (
    "schema",
    "manifest",
    "rows",
    "capabilities",
    "tickets",
    "policies",
    "clauses",
    "agents",
    "review",
    "unflagged",
    "decisions",
    "past",
    "scores",
    "earlier",
    "verdicts",
)


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes result.json into the folder."""
    return [write_file(folder, NAME, _chunks(result))]


def _chunks(result: Mapping[str, Any]) -> Iterator[str]:
    """The members in the schema's order; keys below them sorted, items of the long lists one a line."""
    names = [*(name for name in FIRST if name in result), *sorted(set(result) - set(FIRST))]
    yield "{"
    for place, name in enumerate(names):
        yield ("," if place else "") + f"\n{_line(name)}: "
        yield from _member(name, result[name])
    yield "\n}\n"


def _member(name: str, value: Any) -> Iterator[str]:
    if name == "tickets":
        yield from _tickets(value)
    elif isinstance(value, list) and value:
        yield from _lines(value)
    elif isinstance(value, Mapping):
        yield json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    else:
        yield _line(value)


def _tickets(tickets: Mapping[str, Any]) -> Iterator[str]:
    rest = {name: value for name, value in tickets.items() if name != "cases"}
    yield f'{_line(rest)[:-1]}, "cases": '
    yield from _lines(tickets.get("cases") or [])
    yield "}"


def _lines(items: list[Any]) -> Iterator[str]:
    yield "["
    for place, item in enumerate(items):
        yield (",\n" if place else "\n") + _line(item)
    yield "\n]" if items else "]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)

"""coaching/: a page per agent for them and their coach, and coaching/index.html for the coach alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from auditor.errors import UsageError
from auditor.outputs.coaching.colleagues import desk
from auditor.outputs.coaching.page import coaching, index
from auditor.outputs.coaching.people import Agent, agents, asked
from auditor.outputs.files import write_file
from auditor.outputs.page import page
from auditor.result import Case, Result

FOLDER, INDEX = "coaching", "index.html"
REPORT = "coaching"


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes the index and a page for every agent of whom something is decided."""
    found = agents(cast(Result, result))
    pages = [one for one in found if one.decided]
    return [
        write_file(folder / FOLDER, INDEX, render_index(result)),
        *(write_file(folder / FOLDER, one.file, text) for one, text in zip(pages, _pages(result, pages), strict=True)),
    ]


def write_one(result: Mapping[str, Any], folder: Path, name_or_id: str) -> list[Path]:
    """Writes the page of one agent. Raises UsageError if there is no such agent, or nothing to say of them."""
    one = asked(agents(cast(Result, result)), name_or_id)
    if not one.decided:
        raise UsageError(f"--agent {name_or_id}: nothing that {one.name} answers for is decided, so there is no page.")
    return [write_file(folder / FOLDER, one.file, next(_pages(result, [one])))]


def without_page(result: Mapping[str, Any]) -> list[str]:
    """The agents of whom nothing is decided, so that they have no page."""
    return [one.name for one in agents(cast(Result, result)) if not one.decided]


def render(result: Mapping[str, Any], name_or_id: str) -> str:
    """The page of one agent."""
    return "".join(next(_pages(result, [asked(agents(cast(Result, result)), name_or_id)])))


def render_index(result: Mapping[str, Any]) -> Iterator[str]:
    """The coach's list."""
    known = cast(Result, result)
    return page(REPORT, {"page": index(agents(known), known, _cases(known))}, "index.html.j2")


def _pages(result: Mapping[str, Any], people: list[Agent]) -> Iterator[Iterator[str]]:
    known = cast(Result, result)
    others, cases = desk(known), _cases(known)
    for one in people:
        yield page(REPORT, {"page": coaching(one, known, others, cases)})


def _cases(result: Result) -> dict[str, Case]:
    return {case["ticket_id"]: case for case in result["tickets"]["cases"]}

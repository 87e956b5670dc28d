"""The coverage page: the knowledge base with its clauses marked, the duties and cases beside each, in one file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from auditor import shipped
from auditor.authoring.coverage_document import Document
from auditor.authoring.kb_text import KnowledgeText

REPORT = "kb_coverage"


@dataclass(frozen=True)
class Row:
    """A stretch of the page: lines of the text (number, text), what they are, and the clauses that are told there.

    `below`: clauses that stand here too and are told at their last line.
    """

    lines: tuple[tuple[int, str], ...]
    state: str
    clauses: tuple[Mapping[str, Any], ...]
    context: str | None
    below: tuple[str, ...] = ()


def render(answers: Sequence[tuple[Document, KnowledgeText | None]]) -> Iterator[str]:
    """The page, piece by piece; every word of it is escaped. Without the text the paraphrases stand in its place."""
    root = shipped.folder("reports")
    environment = Environment(
        loader=FileSystemLoader(root), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style = (root / REPORT / "style.css").read_text("utf-8")
    packs = [{"answer": answer, "rows": list(_rows(answer, text)), "text": text} for answer, text in answers]
    return environment.get_template(f"{REPORT}/page.html.j2").generate(
        packs=packs, style=style, style_hash=_hash(style)
    )


def _hash(text: str) -> str:
    """What the page's own security policy allows: this style sheet and nothing else."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _rows(answer: Document, text: KnowledgeText | None) -> Iterator[Row]:
    clauses = {one["clause"]: one for one in answer["knowledge_base"]["clauses"]}
    if text is None:
        for one in clauses.values():
            yield Row((), one["state"], (one,), None)
        return
    placed: set[str] = set()
    for stretch in _stretches(answer["knowledge_base"]["lines"]):
        numbers = [line["line"] for line in stretch]
        here = [clauses[name] for name in stretch[0]["clauses"]]
        ending = tuple(one for one in here if _last(one, text) in numbers)
        below = tuple(one["clause"] for one in here if one not in ending)
        placed |= {one["clause"] for one in ending}
        lines = tuple((number, text.lines[number - 1]) for number in numbers)
        yield Row(lines, _state(stretch[0], here), ending, stretch[0]["context"], below)
    for name, one in clauses.items():
        if name not in placed:
            yield Row((), one["state"], (one,), None)


def _last(clause: Mapping[str, Any], text: KnowledgeText) -> int:
    return max((number for number in clause["lines"] if number <= len(text.lines)), default=0)


def _stretches(lines: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Lines one after the other that are read alike; lines with clauses stay apart."""
    stretch: list[Mapping[str, Any]] = []
    for line in lines:
        if stretch and (line["clauses"] or _kind(line) != _kind(stretch[-1])):
            yield stretch
            stretch = []
        stretch.append(line)
    if stretch:
        yield stretch


def _kind(line: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(line["clauses"]), line["context"], line["missing"]


def _state(line: Mapping[str, Any], clauses: Sequence[Mapping[str, Any]]) -> str:
    """The line's own: the worst of its clauses'."""
    if line["missing"]:
        return "missing"
    states = {one["state"] for one in clauses}
    for state in ("missing", "encoded", "not-checkable"):
        if state in states:
            return state
    return "context" if line["context"] else "blank"

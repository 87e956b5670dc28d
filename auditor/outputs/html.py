"""weekly.html: the page of a QA manager, one file that needs no network and no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from auditor import shipped
from auditor.outputs import csv_file, json_file
from auditor.outputs.files import write_file
from auditor.outputs.weekly import texts, words
from auditor.outputs.weekly.page import weekly
from auditor.result import Result

NAME = "weekly.html"
REPORT = "weekly_qa"


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes weekly.html into the folder."""
    return [write_file(folder, NAME, render(result))]


def render(result: Mapping[str, Any]) -> Iterator[str]:
    """The page, piece by piece."""
    root = shipped.folder("reports")
    style, script = (_text(root / REPORT / name) for name in ("style.css", "script.js"))
    template = _environment(root).get_template(f"{REPORT}/page.html.j2")
    context = {
        "page": weekly(cast(Result, result)),
        "style": style,
        "script": script,
        "policy": f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'",
        "files": {"csv": csv_file.NAME, "json": json_file.NAME},
    }
    return template.generate(context)


def _environment(root: Path) -> Environment:
    """Autoescape always: every word of a ticket is hostile until it is escaped."""
    environment = Environment(
        loader=FileSystemLoader(root),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: texts.clean(value) if type(value) is str else value,
    )
    environment.globals.update(count=words.count, label=words.label, told=words.told, verdict_words=words.VERDICT_WORDS)
    return environment


def _text(file: Path) -> str:
    return file.read_text("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"

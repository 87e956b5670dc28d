"""An HTML report: one file that needs no network and no script, under a policy that forbids everything else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from auditor import shipped
from auditor.outputs.telling import texts, words

SHARED = "_shared"  # the folder of what every report uses; its style and script come first


def page(report: str, context: Mapping[str, Any], template: str = "page.html.j2") -> Iterator[str]:
    """The page of `reports/<report>/<template>` with the report's styles and scripts, piece by piece."""
    root = shipped.folder("reports")
    style, script = ("".join(_texts(root, report, kind)) for kind in ("css", "js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    frame = {"style": style, "script": script, "policy": policy}
    return _environment(root).get_template(f"{report}/{template}").generate({**frame, **context})


def template(name: str) -> Template:
    """A template of `reports/` that is no page of its own, such as a message; it escapes as every other does."""
    return _environment(shipped.folder("reports")).get_template(name)


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
    environment.filters.update(capitalize_first=words.sentence_case)
    environment.globals.update(count=words.count, label=words.label, told=words.told, verdict_words=words.VERDICT_WORDS)
    return environment


def _texts(root: Path, report: str, kind: str) -> Iterator[str]:
    """The files of a kind by name, the shared ones first; a report without a script has none."""
    return (file.read_text("utf-8") for one in (SHARED, report) for file in sorted((root / one).glob(f"*.{kind}")))


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"

"""What a call asked for, as the manifest keeps it, so that a report can say how to repeat it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from auditor.publish import Publication
from auditor.result import Result

PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?%")


def share(_context: click.Context, option: click.Parameter, given: str) -> str:
    """A share in percent as the manifest keeps it: 20%, 12.5%. Raises click.BadParameter with what is allowed."""
    found = PERCENT.fullmatch(given.strip())
    if not found or float(found[1]) > 100:
        sentence = f'"{given}" is no share. Write a percentage from 0% to 100%, for example 20%.'
        raise click.BadParameter(sentence, param=option)
    return f"{float(found[1]):g}%"


def asked(paths: Sequence[Path], shared: Mapping[str, Any], limits: Mapping[str, str]) -> dict[str, Any]:
    """The options of a call by name, those that were given; places as `place` tells them."""
    given = {
        "export": [place(path) for path in paths],
        "policies": place(shared["policies"]) if shared["policies"] else None,
        "parameter_files": [place(path) for path in shared["files"]],
        "settings": list(shared["settings"]),
        "shape": shared["shape"],
        "as_of": shared["as_of"],
        **limits,
    }
    return {name: value for name, value in given.items() if value}


def with_decisions(result: Result, publication: Publication) -> Result:
    """The result that says where the decisions lie under which it is published."""
    if publication.decisions is None:
        return result
    manifest = result["manifest"]
    options = {**manifest["options"], "decisions": place(publication.decisions)}
    return {**result, "manifest": {**manifest, "options": options}}


def place(path: Path) -> str:
    """A path from here; an absolute one from elsewhere goes by its name, so that no machine's folders are told."""
    here = Path.cwd()
    if not path.is_absolute():
        return path.as_posix()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.name

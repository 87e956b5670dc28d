"""`auditor policy check`: is a pack sound, before any ticket is judged by it?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from auditor.authoring.check import Checked, Warned, check_packs, decidable_on
from auditor.cli.policy.options import pack_folders, packs_argument
from auditor.evaluate import Decidability
from auditor.policy.pack import Pack

FAILED = 2
Decided = Sequence[tuple[Pack, Decidability]]


@click.command()
@packs_argument
@click.option(
    "--export", "exports", type=click.Path(path_type=Path), multiple=True, help="Can this export decide every duty?"
)
@click.option("--shape", help="The export's shape, where it is not recognised.")
@click.option("--strict", is_flag=True, help="A warning fails the check too.")
@click.option("--format", "as_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(folders: Sequence[Path], exports: Sequence[Path], shape: str | None, strict: bool, as_format: str) -> int:
    """Read PACKS whole: every key, every name, every text and case; then what is probably a mistake.

    Errors are told all at once, each at file:line:column, and end with exit code 2. Warnings have a page each in
    docs/policy/lints; a line that is meant so says it: "# allow: signal-never-used". With --export every duty that
    the export cannot decide is a warning too.

    \b
      auditor policy check
      auditor policy check policies/service_basics --strict
      auditor policy check --export export/
    """
    checked = check_packs(pack_folders(folders))
    decided: Decided = decidable_on(exports, shape, [one.pack for one in checked]) if exports else ()
    if as_format == "json":
        click.echo(json.dumps([_document(one, decided) for one in checked], ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(line for one in checked for line in _told(one, decided)))
    warned = sum(len(one.warnings) for one in checked) + sum(bool(one.why) for _, one in decided)
    return FAILED if strict and warned else 0


def _told(checked: Checked, decided: Decided) -> Iterator[str]:
    pack = checked.pack
    yield from (warned.told for warned in checked.warnings)
    duties = [one for owner, one in decided if owner is pack]
    for one in duties:
        if one.why:
            place = f"{one.duty.file}:{one.duty.line}:1"
            yield f"{place}: warning: this export cannot decide {one.duty.name}: {' '.join(one.why)}"
    counts = {
        "policies": len(pack.policies),
        "duties": sum(len(policy.duties) for policy in pack.policies),
        "signals": len(pack.signals),
        "clauses": len(pack.clauses),
        "cases": checked.cases,
        "warnings": len(checked.warnings),
    }
    told = ", ".join(f"{number} {name}" for name, number in counts.items())
    decidable = f"; this export can decide {sum(not one.why for one in duties)} of {len(duties)} duties"
    yield f"{pack.name}: {told}{decidable if duties else ''}"


def _document(checked: Checked, decided: Decided) -> dict[str, Any]:
    return {
        "pack": checked.pack.name,
        "warnings": [_warning(one) for one in checked.warnings],
        "duties": [
            {"policy": one.policy.name, "duty": one.duty.name, "decidable": not one.why, "why": list(one.why)}
            for pack, one in decided
            if pack is checked.pack
        ],
    }


def _warning(warned: Warned) -> dict[str, Any]:
    remark = warned.remark
    line, column = remark.file.position(remark.location)
    return {
        "lint": warned.lint, "file": remark.file.name, "line": line, "column": column, "sentence": remark.sentence,
    }  # fmt: skip

"""`auditor policy mutate`: would the cases notice the mistakes that an author can make?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from auditor.authoring.cases import read_cases
from auditor.authoring.mutation import Fate, Trialled, run_mutants
from auditor.authoring.phrase_mutants import dropped_phrases
from auditor.cli.policy.options import packs_argument, rulebooks
from auditor.cli.progress import progress_line

FATES: tuple[Fate, ...] = ("killed", "survived", "equivalent", "did not apply")


@click.command()
@packs_argument
@click.option("--format", "as_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--all", "every", is_flag=True, help="Every mutant with its fate, not the survivors alone.")
@click.option("--phrases", is_flag=True, help="Drop the phrases of the texts instead, against the worked texts.")
def command(folders: Sequence[Path], as_format: str, every: bool, phrases: bool) -> int:
    """Change PACKS by one small mistake at a time and play the cases against each.

    A mutant is killed when a case fails on it. One that survives shows what no case would notice: add a case, or
    say in equivalents.yaml why no history can tell it from the policy. Controls change no meaning and must
    survive.
    """
    if phrases:
        return _without_phrases(folders, every)
    documents = []
    wrong = False
    for rules in rulebooks(folders):
        (pack,) = rules.packs
        with ExitStack() as stack, progress_line() as progress:
            found = run_mutants(stack, rules, read_cases(pack), progress)
        counts = _counts(found)
        wrong = wrong or counts["survived"] > 0 or counts["controls killed"] > 0
        documents.append({"pack": pack.name, "counts": counts, "mutants": [_document(one) for one in found]})
        if as_format == "text":
            click.echo("\n".join(_told(pack.name, found, every)))
    if as_format == "json":
        click.echo(json.dumps(documents, ensure_ascii=False, indent=1))
    return int(wrong)


def _counts(found: Sequence[Trialled]) -> dict[str, int]:
    fates = Counter(one.fate for one in found if not one.mutant.control)
    controls = Counter(one.fate for one in found if one.mutant.control)
    told = {"controls survived": controls["survived"], "controls killed": controls["killed"]}
    return {**{fate: fates[fate] for fate in FATES}, **told}


def _told(name: str, found: Sequence[Trialled], every: bool) -> list[str]:
    counts = _counts(found)
    shown = [one for one in found if every or (one.fate == "survived") != one.mutant.control]
    lines = [f"{one.fate:<14}{one.mutant.id}\n{'':14}{one.why}" for one in shown]
    meant = sum(counts[fate] for fate in ("killed", "survived"))
    summary = f"{name}: {counts['killed']} of {meant} mutants killed, " + ", ".join(
        f"{counts[fate]} {fate}" for fate in FATES[1:]
    )
    controls = f"controls: {counts['controls survived']} survived as they must, {counts['controls killed']} killed"
    return [*lines, f"{summary}; {controls}"]


def _document(one: Trialled) -> dict[str, str]:
    mutant = one.mutant
    kind = "control" if mutant.control else "mutant"
    return {"id": mutant.id, "kind": kind, "operator": mutant.operator, "fate": one.fate, "why": one.why}


def _without_phrases(folders: Sequence[Path], every: bool) -> int:
    """Every phrase dropped, against the worked texts of its detector; covered: another phrase matches there too."""
    survived = 0
    for rules in rulebooks(folders):
        found = list(dropped_phrases(rules.detectors))
        fates = Counter(one.fate for one in found)
        for one in found:
            if every or one.fate == "survived":
                click.echo(f"{one.fate:<14}{one.where}: {one.detector}: {one.phrase}")
        survived += fates["survived"]
        meant = fates["killed"] + fates["survived"]
        click.echo(
            f"{rules.packs[0].name}: {fates['killed']} of {meant} dropped phrases killed, "
            f"{fates['survived']} survived, {fates['covered']} covered by another phrase wherever they match"
        )
    return int(survived > 0)

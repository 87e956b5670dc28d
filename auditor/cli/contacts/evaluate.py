"""`auditor contacts evaluate`: how well the detectors read labelled messages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from auditor.cli.contacts.options import detector_options, detectors_of
from auditor.cli.options import FILE
from auditor.contacts.labelled import read_lines
from auditor.contacts.measure import Accuracy, Evaluation, Misread, Share, evaluate

SHOWN = 160


@click.command("evaluate")
@detector_options
@click.option(
    "--format",
    "as_what",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is told.",
)
@click.option("--figures-only", is_flag=True, help="Without the texts that are read otherwise: for a held-out file.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
def command(files: Sequence[Path], as_what: str, figures_only: bool, **shared: Any) -> None:
    """Compare what the detectors find in each line of FILE (`text`, `labels`, perhaps `at`) with its labels.

    Precision and recall per type with 95 % Wilson intervals, what was found instead, and every miss and false alarm
    with the phrase that did it. A label "a|b" is met by either type.

    \b
      auditor contacts evaluate labelled.jsonl
      auditor contacts evaluate held_out.jsonl --figures-only --format json
    """
    detectors = detectors_of(**shared)
    for file in files:
        found = evaluate(detectors, list(read_lines(file, labelled=True)))
        if as_what == "json":
            click.echo(json.dumps({"file": file.name, **_document(found, figures_only)}, ensure_ascii=False, indent=1))
        else:
            click.echo("\n".join(_told(file.name, found, figures_only)))


def _told(name: str, found: Evaluation, figures_only: bool) -> Iterator[str]:
    yield f"{name}: {found.texts:,} texts, {found.unlabelled:,} of them without a label"
    if found.unlabelled:
        certain, review = (
            Share(found.unlabelled_certain, found.unlabelled),
            Share(found.unlabelled_review, found.unlabelled),
        )
        yield f"  of those flagged as certain {_with_interval(certain)}, for review only {_with_interval(review)}"
    columns = "".join(f"{name:<22}" for name in ("precision, certain", "recall, certain", "recall, certain or review"))
    yield f"  {'type':<34}{'texts':>6}  {columns}"
    yield from map(
        _row, (one for one in found.accuracies if one.labelled or one.precision.of or one.review_precision.of)
    )
    for labelled, instead, texts in found.confusions:
        yield f"  confused: {labelled} read as {instead}: {texts}"
    if figures_only:
        return
    for kind, misread in (("missed", found.misses), ("false alarm", found.false_alarms)):
        yield from (_misread(kind, one) for one in misread)


def _row(one: Accuracy) -> str:
    cells = "".join(f"{_with_interval(share):<22}" for share in (one.precision, one.recall, one.reach))
    return f"  {one.type:<34}{one.labelled:>6}  {cells}".rstrip()


def _with_interval(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.3f} [{low:.2f}, {high:.2f}]"


def _misread(kind: str, one: Misread) -> str:
    by = f' ({one.hit.tier}) by "{one.hit.phrase}"' if one.hit else ""
    text = " ".join(one.line.text.split())
    return f"  {kind}: line {one.line.number}: {one.type}{by}: {text[:SHOWN]}{'…' if len(text) > SHOWN else ''}"


def _document(found: Evaluation, figures_only: bool) -> dict[str, Any]:
    document: dict[str, Any] = {
        "texts": found.texts,
        "unlabelled": found.unlabelled,
        "unlabelled_certain": found.unlabelled_certain,
        "unlabelled_review": found.unlabelled_review,
        "types": [_figures(one) for one in found.accuracies],
        "confusions": [dict(zip(("labelled", "found", "texts"), one, strict=True)) for one in found.confusions],
    }
    if not figures_only:
        document["misses"] = [_mistake(one) for one in found.misses]
        document["false_alarms"] = [_mistake(one) for one in found.false_alarms]
    return document


def _figures(one: Accuracy) -> dict[str, Any]:
    shares = {
        "precision_certain": one.precision,
        "recall_certain": one.recall,
        "recall_certain_or_review": one.reach,
        "precision_review": one.review_precision,
    }
    figures = {
        name: {"value": share.value, "right": share.right, "of": share.of, "interval": share.interval}
        for name, share in shares.items()
    }
    return {"type": one.type, "labelled": one.labelled, **figures}


def _mistake(one: Misread) -> dict[str, Any]:
    return {
        "line": one.line.number,
        "type": one.type,
        "text": one.line.text,
        "hit": asdict(one.hit) if one.hit else None,
    }

"""`auditor contacts lint`: what every phrase finds and costs, and which phrases are not worth having."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from auditor.cli.contacts.options import detector_options, detectors_of
from auditor.cli.options import FILE
from auditor.contacts.labelled import read_lines
from auditor.contacts.lint import lint

CLEAN, FINDINGS = 0, 1


@click.command("lint")
@detector_options
@click.option(
    "--corpus", "files", multiple=True, type=FILE, metavar="FILE",
    help="Messages in JSON lines (`text`), read beside the worked texts. May be given more than once.",
)  # fmt: skip
@click.option("--type", "only", metavar="TYPE", help="Only one detector.")
@click.option("--phrases", is_flag=True, help="List every phrase with its hits and cost, the costliest first.")
@click.option("--json", "as_json", is_flag=True, help="The same as a JSON document.")
def command(files: Sequence[Path], only: str | None, phrases: bool, as_json: bool, **shared: Any) -> int:
    """Measure every phrase: hits, and the share of ordinary messages that it makes candidates.

    Told are phrases that no worked text exercises, that another phrase makes useless (on the worked texts and the
    corpus), and that cost too much, with the words that make them hot. Exit code 1 where there are any.

    \b
      auditor contacts lint
      auditor contacts lint --corpus messages.jsonl --type legal-threat --phrases
    """
    detectors = detectors_of(**shared)
    corpus = [line.text for file in files for line in read_lines(file)]
    measured, findings = lint(detectors, corpus)
    measured = sorted(
        (one for one in measured if only in (None, one.type)), key=lambda one: (-one.candidates, one.where)
    )
    findings = [one for one in findings if only in (None, one.type)]
    if as_json:
        document = {"phrases": list(map(asdict, measured)), "findings": list(map(asdict, findings))}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for one in measured if phrases else ():
            click.echo(f"{one.hits:>6} hits {one.candidates:>8.3%} {one.where} {one.type} ({one.tier}): {one.phrase}")
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"{len(measured):,} phrases, {len(findings):,} findings.")
    return FINDINGS if findings else CLEAN

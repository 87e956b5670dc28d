"""`auditor report`: a report from a saved audit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from auditor import outputs
from auditor.cli.options import FILE, debug_option
from auditor.cli.publication import names_of, publication_options
from auditor.errors import UsageError
from auditor.outputs.files import heavy
from auditor.publish import Publication, published
from auditor.result_file import load

SAVED = "result.json"


@click.command()
@debug_option
@click.argument("report", metavar=f"[{'|'.join(outputs.REPORTS)}]", type=click.Choice(list(outputs.REPORTS)))
@click.argument("saved", metavar="AUDIT", type=FILE)
@click.option(
    "--out", "folder", type=FILE, metavar="DIR", help="Where the report goes. [default: beside the saved audit]"
)
@click.option(
    "--format", "formats", multiple=True, default=(outputs.HTML,), metavar="NAMES", show_default=True,
    help=f"The formats to write, separated by commas: {', '.join(outputs.NAMES)}.",
)  # fmt: skip
@publication_options
def command(report: str, saved: Path, folder: Path | None, formats: Sequence[str], publication: Publication) -> int:
    """Write a report from a saved AUDIT: the result.json of an audit, or its folder.

    \b
      auditor report weekly audit-report/
      auditor report weekly audit-report/ --decisions decisions/ --format html,xlsx
    """
    names = names_of(formats, "--format", outputs.NAMES)
    outputs.check(names)
    file = saved / SAVED if saved.is_dir() else saved
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file. AUDIT is the result.json that an audit wrote, or its folder.")
    result = published(load(file), publication)
    files = outputs.write(result, names, folder or file.parent, [report])
    for written in files:
        click.echo(written)
    for sentence in heavy(files):
        click.echo(sentence, err=True)
    return 0

"""`auditor report`: a report from a saved audit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from auditor import outputs
from auditor.cli.options import FILE, debug_option
from auditor.cli.publication import names_of, publication_options
from auditor.cli.saved import saved_file
from auditor.publish import Publication, published
from auditor.result_file import load


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
    file = saved_file(saved)
    result = published(load(file), publication)
    for written in outputs.write(result, names, folder or file.parent, [report]):
        click.echo(written)
    return 0

"""`auditor report`: a report from a saved audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from auditor import outputs
from auditor.cli.asked import with_decisions
from auditor.cli.github import tell_runner
from auditor.cli.options import FILE, debug_option
from auditor.cli.publication import names_of, publication_options
from auditor.cli.saved import saved_file
from auditor.errors import UsageError
from auditor.outputs.ci import report as ci
from auditor.outputs.ci.gate import gate, verdict_line
from auditor.outputs.coaching import report as coaching
from auditor.outputs.files import heavy
from auditor.publish import Publication, published
from auditor.result import Result
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
@click.option(
    "--agent", metavar="NAME_OR_ID", help="Of the coaching report: the page of this agent alone, and no index.",
)  # fmt: skip
@publication_options
def command(
    report: str,
    saved: Path,
    folder: Path | None,
    formats: Sequence[str],
    agent: str | None,
    publication: Publication,
) -> int:
    """Write a report from a saved AUDIT: the result.json of an audit, or its folder.

    \b
      auditor report weekly audit-report/
      auditor report weekly audit-report/ --decisions decisions/ --format html,xlsx
      auditor report coaching audit-report/ --agent "Maria Keller"
      auditor report ci audit-report/ --decisions decisions/ --environment production

    The exit code of ci is that of the gate: 0 nothing fails, 1 findings fail, 3 the data cannot be trusted; that of
    the others is 0. What fails is what the audit was asked with --fail-on.
    """
    names = names_of(formats, "--format", outputs.NAMES)
    outputs.check(names)
    if agent is not None and report != coaching.REPORT:
        raise UsageError(f"--agent belongs to the coaching report, not to {report}. Leave one of them out.")
    file = saved_file(saved)
    result = with_decisions(published(load(file), publication), publication)
    found = gate(result) if report == ci.REPORT else None
    lines = list(_written(result, report, names, folder or file.parent, agent))
    for line in [verdict_line(result), *lines] if found else lines:
        click.echo(line)
    files = [line for line in lines if isinstance(line, Path)]
    tell_runner(files)
    for sentence in [*(found.off if found else ()), *heavy(files)]:
        click.echo(sentence, err=True)
    return found.exit_code if found else 0


def _written(
    result: Result, report: str, names: Sequence[str], folder: Path, agent: str | None
) -> Iterator[Path | str]:
    """The files, as they are written, and of whom there is none."""
    if agent is not None and outputs.HTML in names:
        yield from coaching.write_one(result, folder, agent)
        names = [name for name in names if name != outputs.HTML]
    yield from outputs.write(result, names, folder, [report])
    if report == coaching.REPORT and outputs.HTML in names:
        yield from (f"No page for {name}: nothing is decided." for name in coaching.without_page(result))

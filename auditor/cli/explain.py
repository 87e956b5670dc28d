"""`auditor explain`: why a ticket has its verdicts, or has none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from auditor.cli.options import call_of, export_options
from auditor.cli.progress import progress_line
from auditor.explanation import explain_ticket, told
from auditor.privacy import masked_explanation
from auditor.schedule import zone


@click.command()
@export_options
@click.argument("ticket")
@click.option("--duty", metavar="D", help="Only this duty: touch-response, or threat/touch-response.")
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines for a person, or a JSON document.",
)
@click.option("--no-mask", is_flag=True, help="Show addresses and numbers as people wrote them.")
def command(paths: Sequence[Path], ticket: str, duty: str | None, as_format: str, no_mask: bool, **shared: Any) -> None:
    """Say why TICKET of EXPORT has its verdicts, or has none.

    The timeline with the words that matched; for every policy whether it opened, with its conditions and what each
    found, and what an exception took away; for every duty the deadline, the events that count, those that do not and
    why, the clause, who answers for it, and what would have sufficed.

    \b
      auditor explain export/ 4711
      auditor explain export/ 4711 --duty touch-response --set touch_deadline=2h
      auditor explain export/ 4711 --format json
    """
    call = call_of(**shared)
    with progress_line() as progress:
        found = explain_ticket(paths, call, ticket, duty, progress)
    if not no_mask:
        found = masked_explanation(found)
    if as_format == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo(told(found, zone(call.timezone)))

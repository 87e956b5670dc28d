"""`auditor sample`: synthetic exports with planted truth."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli.options import FILE, debug_option
from auditor.cli.progress import progress_line
from auditor.samples import MINIMUM_TICKETS, SHAPES, generate


@click.command()
@debug_option
@click.option(
    "--shape",
    type=click.Choice(list(SHAPES)),
    default=next(iter(SHAPES)),
    show_default=True,
    help="The export's shape.",
)
@click.option(
    "--tickets",
    type=click.IntRange(min=MINIMUM_TICKETS),
    default=max(600, MINIMUM_TICKETS),
    show_default=True,
    help="How many tickets.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option("--out", "folder", type=FILE, required=True, metavar="DIR", help="Where the export goes.")
def command(shape: str, tickets: int, seed: int, folder: Path) -> None:
    """Write a synthetic export: an invented support desk, and truth.json with the verdicts that were planted.

    \b
      auditor sample --out demo
      auditor sample --shape events --tickets 100000 --seed 7 --out big
    """
    with progress_line() as progress:
        progress(f"writing {tickets:,} tickets")
        generate(shape, tickets, seed, folder)
    click.echo(
        f"Written: {tickets:,} tickets of the shape {shape} to {folder}, what was planted to {folder / 'truth.json'}."
    )
    click.echo(f"Next: auditor audit {folder} --parameters {folder / 'parameters.yaml'}")

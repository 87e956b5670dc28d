"""`auditor sample-review`: a worklist of verdicts for people to review."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.calibration.draw import AXES, draw
from auditor.calibration.worklist import write_worklist
from auditor.cli.options import FILE, debug_option
from auditor.cli.saved import saved_file
from auditor.errors import UsageError
from auditor.outputs.telling.words import count
from auditor.result_file import load


@click.command()
@debug_option
@click.argument("saved", metavar="AUDIT", type=FILE)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another sample.")
@click.option(
    "--stratify", default="policy,verdict", metavar="AXES", show_default=True,
    help=f"So that no part is left out: any of {', '.join(AXES)}, separated by commas.",
)  # fmt: skip
@click.option("--n", "size", type=click.IntRange(min=1), default=40, show_default=True, help="How many verdicts.")
@click.option(
    "--out", type=FILE, default=Path("worklist.csv"), metavar="FILE", show_default=True, help="A .csv or .xlsx file."
)
@click.option("--blind", is_flag=True, help="Without what the auditor says, so that nobody leans on it.")
def command(saved: Path, seed: int, stratify: str, size: int, out: Path, blind: bool) -> int:
    """Draw verdicts of a saved AUDIT for people to review, kept ones and broken ones.

    The same seed draws the same rows, and a larger sample only adds rows. Fill the columns reviewer and verdict, and
    compare: auditor calibrate AUDIT worklist.csv

    \b
      auditor sample-review audit-report/ --seed 7 --stratify policy,agent --n 60 --out review.xlsx --blind
    """
    if out.suffix not in (".csv", ".xlsx"):
        raise UsageError(f"--out {out}: a worklist is a .csv or an .xlsx file.")
    result = load(saved_file(saved))
    axes = [name.strip() for name in stratify.split(",") if name.strip()]
    drawn = draw(result, axes, size, seed)
    if not drawn:
        raise UsageError(f"{saved}: holds no verdict that is due, so there is nothing to review.")
    write_worklist(result, drawn, out, blind)
    strata = len({one.stratum for one in drawn})
    click.echo(f"{out}: {count(len(drawn), 'verdict')} of {count(strata, 'stratum', 'strata')}.")
    return 0

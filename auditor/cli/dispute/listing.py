"""`auditor dispute list`: what was said of which findings, the open disputes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from auditor.cli.options import FILE, debug_option
from auditor.cli.saved import saved_file
from auditor.decisions import decided, read_decisions
from auditor.outputs.telling.moments import moment
from auditor.result import Result, VerdictRow
from auditor.result_file import load

ORDER = ("disputed", "wrong-agent", "overturned", "upheld")


@click.command()
@debug_option
@click.option(
    "--audit", "saved", type=FILE, default=Path("audit-report"), metavar="AUDIT", show_default=True,
    help="The saved audit.",
)  # fmt: skip
@click.option(
    "--decisions", "folder", type=FILE, default=Path("decisions"), metavar="DIR", show_default=True,
    envvar="AUDITOR_DECISIONS", help="The folder of decisions.",
)  # fmt: skip
def command(saved: Path, folder: Path) -> int:
    """Say which findings of a saved audit were disputed or decided, the open ones first.

    \b
      auditor dispute list --audit audit-report/ --decisions decisions/
    """
    result = decided(load(saved_file(saved)), read_decisions(folder))
    click.echo("\n".join(_told(result)))
    return 0


def _told(result: Result) -> Iterator[str]:
    zone = ZoneInfo(result["manifest"]["timezone"])
    rows = [(row, said) for row in result["verdicts"] if (said := row["standing"]["disposition"])]
    if not rows:
        yield "Nothing was said of any finding of this audit."
    for row, said in sorted(rows, key=lambda one: (ORDER.index(one[1]["ruling"]), one[1]["at"], one[0]["fingerprint"])):
        yield f"{said['ruling']:<12}{_name(row)}: {said['by']}, {moment(said['at'], zone).text}: {said['why']}"
    for name in result["decisions"]["unmatched"]:
        yield f"{'elsewhere':<12}{name}: this audit has no such finding"


def _name(row: VerdictRow) -> str:
    return f"{row['fingerprint']}  ticket {row['ticket_id']}  {row['policy']}/{row['duty']}"

"""`auditor dispute add`: one more entry in dispositions.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from auditor.cli.dispute.finding import finding
from auditor.cli.options import FILE, debug_option
from auditor.cli.saved import saved_file
from auditor.decisions.appending import with_entry
from auditor.decisions.reading import DISPOSITIONS
from auditor.errors import UsageError
from auditor.outputs.files import write_file
from auditor.result import Ruling
from auditor.result_file import load


@click.command()
@debug_option
@click.argument("fingerprint")
@click.option(
    "--audit", "saved", type=FILE, default=Path("audit-report"), metavar="AUDIT", show_default=True,
    help="The saved audit that has the finding.",
)  # fmt: skip
@click.option(
    "--decisions", "folder", type=FILE, default=Path("decisions"), metavar="DIR", show_default=True,
    envvar="AUDITOR_DECISIONS", help="The folder of decisions; made where there is none.",
)  # fmt: skip
@click.option(
    "--ruling", type=click.Choice(get_args(Ruling)), default="disputed", show_default=True, help="What is said of it."
)
@click.option("--by", required=True, metavar="NAME", help="Who says so.")
@click.option("--at", required=True, metavar="TIME", help="When, with its zone: 2026-11-16T09:00:00+01:00.")
@click.option("--why", required=True, metavar="TEXT", help="What the history does not show, or shows otherwise.")
@click.option("--instead", metavar="ID", help="Of wrong-agent: who answers for it.")
def command(
    fingerprint: str, saved: Path, folder: Path, ruling: str, by: str, at: str, why: str, instead: str | None
) -> int:
    """Say of the finding FINGERPRINT that it is disputed, upheld, overturned, or somebody else's.

    The entry is appended to dispositions.yml; nothing that stands there is changed, and the next audit with
    --decisions takes it up.

    \b
      auditor dispute add 0dbf4c14659705bf --by "Ines Carvalho" --at 2026-11-16T09:00:00+01:00 --why "We spoke before"
      auditor dispute add 0dbf4c14659705bf --ruling upheld --by "Rosa Diaz" --at 2026-11-17T10:00Z --why "As told"
    """
    row = finding(load(saved_file(saved)), fingerprint)
    empty = [name for name, text in (("--by", by), ("--why", why)) if not text.strip()]
    if empty:
        raise UsageError([f"{name} is empty. A dispute says who and why." for name in empty])
    entry: dict[str, Any] = {"finding": fingerprint, "ruling": ruling, "by": by, "at": at, "why": why}
    text = with_entry(folder, {**entry, "instead": {"id": instead} if instead else None})
    file = write_file(folder, DISPOSITIONS, [text])
    click.echo(f"{file}: ticket {row['ticket_id']}, {row['policy']}/{row['duty']}: {ruling}.")
    return 0

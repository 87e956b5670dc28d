"""`auditor contacts sample`: a random sample of the tickets that show nothing, and what it says about recall."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from auditor.audit import contacts_sample
from auditor.cli.options import FILE, call_of, export_options
from auditor.cli.progress import progress_line
from auditor.contacts import processors
from auditor.contacts.measure import Share
from auditor.errors import ExportError, UsageError
from auditor.result import Unflagged

COLUMNS = ("ticket_id", "at", "words", "contact_types", "unflagged_tickets", "flagged_tickets")
NONE = "none"


@click.command("sample")
@export_options
@click.option("--n", "size", type=click.IntRange(min=1), default=50, show_default=True, help="How many tickets.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same tickets.")
@click.option("--out", type=FILE, metavar="FILE", help="The worklist, a CSV file. Default: contacts-sample.csv.")
def draw(paths: Sequence[Path], size: int, seed: int, out: Path | None, **shared: Any) -> None:
    """Draw tickets of EXPORT in which no contact type was found, as a worklist for a person who reads them.

    Fill the column contact_types with what a ticket shows, or with none, and give the file to `contacts recall`.

    \b
      auditor contacts sample export/ --n 100 --seed 7
    """
    call = replace(call_of(**shared), sample_size=size, sample_seed=seed, workers=processors())
    with progress_line() as progress:
        drawn = contacts_sample(paths, call, progress)
    file = out or Path("contacts-sample.csv")
    _write(file, drawn)
    click.echo(f"{file}: {len(drawn['sample'])} of {drawn['unflagged']:,} tickets that show no contact type.")
    click.echo(f"Fill the column contact_types (or write {NONE}), then: auditor contacts recall {file}")


@click.command("recall")
@click.argument("file", type=FILE)
def recall(file: Path) -> None:
    """Estimate from a filled worklist what share of the contacts the detectors find.

    Of the tickets that show nothing, so many in the sample do show something; that share, with its 95 % interval, is
    taken for all of them.

    \b
      auditor contacts recall contacts-sample.csv
    """
    rows = list(_judged(file))
    missed = Share(sum(bool(types) for types, _, _ in rows), len(rows))
    _, unflagged, flagged = rows[0]
    low, high = missed.interval or (0.0, 1.0)
    click.echo(f"{missed.right} of {missed.of} tickets that were read show a contact type that was not found.")
    click.echo(
        f"Among {unflagged:,} unflagged tickets that is {low * unflagged:,.0f} to {high * unflagged:,.0f} (95 %)."
    )
    if flagged:
        least, most = (flagged / (flagged + share * unflagged) for share in (high, low))
        click.echo(f"With {flagged:,} tickets flagged, all rightly, the recall is between {least:.1%} and {most:.1%}.")


def _write(file: Path, drawn: Unflagged) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(COLUMNS)
        for ticket in drawn["sample"]:
            words = " ".join((ticket["words"] or "").split())
            safe = f"'{words}" if words[:1] in tuple("=+-@") else words  # a spreadsheet would run it
            rows.writerow([ticket["ticket_id"], ticket["at"], safe, "", drawn["unflagged"], drawn["flagged"]])


def _judged(file: Path) -> Iterator[tuple[list[str], int, int]]:
    """(the types that a reader found, unflagged tickets, flagged tickets) per row. Raises ExportError or UsageError."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ExportError(f"{file}: cannot be read ({error}). Give the file that `contacts sample` wrote.") from None
    if not rows or set(COLUMNS) - set(rows[0]):
        raise ExportError(f"{file}: is no worklist of `contacts sample`; its columns are {', '.join(COLUMNS)}.")
    empty = [str(number) for number, row in enumerate(rows, start=2) if not (row["contact_types"] or "").strip()]
    if empty:
        raise UsageError(f"{file}: contact_types is empty in line {', '.join(empty)}. Write the types, or {NONE}.")
    for number, row in enumerate(rows, start=2):
        types = [one.strip() for one in row["contact_types"].replace(";", ",").split(",")]
        try:
            counts = int(row["unflagged_tickets"]), int(row["flagged_tickets"])
        except ValueError:
            raise ExportError(f"{file}:{number}: unflagged_tickets and flagged_tickets are counts.") from None
        yield [one for one in types if one and one.lower() != NONE], *counts

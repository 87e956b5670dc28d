"""`auditor policy diff`: which verdicts change on an export when the policies change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from auditor.authoring.difference import Changed, Difference, difference, document
from auditor.authoring.revisions import pack_folder
from auditor.cli.options import FILE, call_of, reading_options
from auditor.cli.progress import progress_line
from auditor.contacts import processors
from auditor.result import VERDICTS, VerdictRow

NONE: Counter[str] = Counter()


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--export", "paths", multiple=True, required=True, type=FILE, metavar="EXPORT", help="A folder or file.")
@click.option("--pack", type=FILE, metavar="PATH", help="Where the pack is, for revisions that are given without it.")
@reading_options
@click.option("--format", "as_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(old: str, new: str, paths: Sequence[Path], pack: Path | None, as_format: str, **shared: Any) -> int:
    """Judge EXPORT by the policies OLD and NEW and tell every verdict that differs, with the change of text behind it.

    OLD and NEW are folders (a pack, or packs), or git revisions. Exit code 0: nothing changes; 1: something does.

    \b
      auditor policy diff policies/ours drafts/ours --export export/
      auditor policy diff HEAD~1:policies/ours policies/ours --export export/
      auditor policy diff v1 v2 --pack policies/ours --export export/ --format json
    """
    call = replace(call_of(policies=None, **shared), workers=processors())
    with ExitStack() as stack:
        folders = [pack_folder(stack, given, pack) for given in (old, new)]
        with progress_line() as progress:
            found = difference(paths, call, folders[0], folders[1], progress)
    if as_format == "json":
        click.echo(json.dumps({"old": old, "new": new, **document(found)}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_told(found)))
    return int(bool(found.changed))


def _told(found: Difference) -> Iterator[str]:
    if found.texts:
        yield "What changed in the policies"
        yield from (f"  {change.told()}" for change in found.texts)
        yield ""
    for ticket_id, rows in groupby(found.changed, key=lambda one: one.key[3]):
        yield f"Ticket {ticket_id}"
        for one in rows:
            yield from _row(one)
    if found.changed:
        yield ""
        yield "Rows by duty, before → after"
        yield from _counts(found)
        yield ""
    yield (
        f"{len(found.changed)} of {len(found.changed) + found.same} verdicts change, on "
        f"{len({one.key[3] for one in found.changed})} tickets, as of {found.as_of}."
    )


def _row(one: Changed) -> Iterator[str]:
    row = one.after or one.before
    at = f", counted from {row['trigger']['at']}" if row else ""
    yield f"  {one.key[1]}/{one.key[2]}: {_verdict(one.before)} → {_verdict(one.after)}{at}"
    for change in one.why:
        yield f"    because {change.told()}"
    if not one.why:
        yield "    because of nothing that this duty itself names: see what changed above"


def _verdict(row: VerdictRow | None) -> str:
    if row is None:
        return "no row"
    reason = f" ({row['reason']})" if row["reason"] else ""
    return f"{row['verdict']}{', repaired' if row['repaired'] else ''}{reason}"


def _counts(found: Difference) -> Iterator[str]:
    duties = sorted({*found.counts["before"], *found.counts["after"]})
    touched = {one.key[1:3] for one in found.changed}
    for duty in duties:
        if duty in touched:
            told = [
                f"{name} {found.counts['before'].get(duty, NONE)[name]} → {found.counts['after'].get(duty, NONE)[name]}"
                for name in VERDICTS
            ]
            yield f"  {'/'.join(duty)}: {', '.join(told)}"

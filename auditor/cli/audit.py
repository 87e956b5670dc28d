"""`auditor audit`: audit an export and write the report."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import click
from platformdirs import user_cache_path

from auditor import outputs, past
from auditor.audit import Call, audit_export
from auditor.cli import summary
from auditor.cli.asked import asked, share, with_decisions
from auditor.cli.github import tell_runner
from auditor.cli.options import FILE, call_of, export_options
from auditor.cli.progress import progress_line
from auditor.cli.publication import names_of, publication_options
from auditor.contacts import processors
from auditor.errors import UsageError
from auditor.outputs.ci.gate import USUAL_LIMITS, gate
from auditor.outputs.files import heavy
from auditor.policy.model import SEVERITIES, Severity
from auditor.publish import Publication, decisions_of, settled, shown
from auditor.times import instant_of, week_of

NEVER = "never"


@click.command()
@export_options
@click.option("--since", metavar="TIME", help="Only what was triggered at or after this time or day.")
@click.option("--until", metavar="TIME", help="Only what was triggered before this time or day.")
@click.option("--week", metavar="WEEK", help="One ISO week in --tz, for example 2026-W46.")
@click.option(
    "--out",
    "folder",
    type=FILE,
    default=Path("audit-report"),
    metavar="DIR",
    show_default=True,
    help="Where the report goes.",
)
@click.option(
    "--format", "formats", multiple=True, default=(",".join(outputs.USUAL),), metavar="NAMES", show_default=True,
    help=f"The formats to write, separated by commas: {', '.join(outputs.NAMES)}.",
)  # fmt: skip
@click.option(
    "--report", "reports", multiple=True, default=("weekly",), metavar="NAMES", show_default=True,
    help=f"The reports that html stands for, separated by commas: {', '.join(outputs.REPORTS)}.",
)  # fmt: skip
@publication_options
@click.option(
    "--cache", type=FILE, metavar="DIR", envvar="AUDITOR_CACHE", default=lambda: user_cache_path("auditor"),
    help="What is kept of texts that were read before: digests and places, no words. [default: your cache folder]",
)  # fmt: skip
@click.option("--no-cache", is_flag=True, help="Read every message anew and keep nothing.")
@click.option(
    "--fail-on", type=click.Choice([NEVER, *SEVERITIES]), default="low", show_default=True,
    help="Exit with 1 where a rule of this severity or worse was broken.",
)  # fmt: skip
@click.option(
    "--max-indeterminate", callback=share, default=USUAL_LIMITS["max_indeterminate"], metavar="PERCENT",
    show_default=True, help="Exit with 3 where more of the verdicts than this cannot be told; 100% lets all pass.",
)  # fmt: skip
@click.option(
    "--max-quarantined", callback=share, default=USUAL_LIMITS["max_quarantined"], metavar="PERCENT",
    show_default=True, help="Exit with 3 where more of the rows than this cannot be used; 100% lets all pass.",
)  # fmt: skip
def command(
    paths: Sequence[Path],
    since: str | None,
    until: str | None,
    week: str | None,
    folder: Path,
    formats: Sequence[str],
    reports: Sequence[str],
    publication: Publication,
    cache: Path,
    no_cache: bool,
    fail_on: str,
    max_indeterminate: str,
    max_quarantined: str,
    **shared: Any,
) -> int:
    """Audit EXPORT (a folder, or files) and write the report.

    Every obligation of the policies is checked on every ticket. What the export cannot show is told as such: it is
    never counted as kept, and never held against anybody.

    \b
      auditor audit export/
      auditor audit export/ --week 2026-W46 --tz Europe/Berlin --out reports/w46
      auditor audit export/ --set touch_deadline=2h --set automation_users=900,901
      auditor audit tickets.json.gz ticket_audits.jsonl --format json --fail-on high
      auditor audit export/ --report ci --decisions decisions/ --max-indeterminate 20%

    Exit codes: 0 nothing fails, 1 findings at or above --fail-on, 2 the call or a policy is off, 3 the export is off.

    TIME is 2026-11-15 (the day's first instant), 2026-11-15T17:00 (in --tz) or 2026-11-15T17:00:00Z.
    """
    names, pages = names_of(formats, "--format", outputs.NAMES), names_of(reports, "--report", outputs.REPORTS)
    outputs.check(names, pages)
    call = replace(_period(call_of(**shared), since, until, week), fail_on=_severity(fail_on))
    limits = {"max_indeterminate": max_indeterminate, "max_quarantined": max_quarantined}
    call = replace(
        call, cache=None if no_cache else cache, workers=processors(), options=asked(paths, shared, limits)
    )  # fmt: skip
    _check_writable(folder)
    decisions_of(publication)  # what is wrong with them is told before an audit of minutes
    if publication.history:
        call = replace(call, left_open=past.open_before(publication.history))
    with progress_line() as progress:
        found = settled(audit_export(paths, call, progress), publication)
        result = with_decisions(shown(found, publication), publication)
        progress("writing the report")
        files = outputs.write(result, names, folder, pages)
        if publication.history:
            past.remember(found, publication.history)  # by ids, which are the same under every key
    ended = gate(result)
    click.echo(summary.told(result, files, paths, len(ended.failing), ended.off))
    tell_runner(files)
    for sentence in [*ended.off, *heavy(files)]:
        click.echo(sentence, err=True)
    return ended.exit_code


def _severity(given: str) -> Severity | None:
    found: dict[str, Severity] = {name: name for name in get_args(Severity)}
    return found.get(given)


def _period(call: Call, since: str | None, until: str | None, week: str | None) -> Call:
    """The call with its period. Raises UsageError."""
    if week and (since or until):
        raise UsageError("--week is a period of its own. Give --week, or --since and --until.")
    starts: datetime | None
    ends: datetime | None
    if week:
        starts, ends = week_of(week, call.timezone)
    else:
        starts = instant_of(since, call.timezone, "--since")
        ends = instant_of(until, call.timezone, "--until")
    if starts and ends and starts >= ends:
        raise UsageError(
            f"--since {since} is not before --until {until}, so the period is empty. Exchange or widen them."
        )
    return replace(call, since=starts, until=ends)


def _check_writable(folder: Path) -> None:
    """Before an audit that may take minutes: can its report be written. Raises UsageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        kind = "is a file, not a folder" if folder.is_file() else f"cannot be written ({os.strerror(error.errno or 0)})"
        raise UsageError(
            f"--out {folder}: {kind}. Name another folder with --out, or make this one writable."
        ) from None

"""`auditor baseline`: what was found before is known; from then on only new findings fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from auditor.cli.options import FILE, debug_option
from auditor.cli.saved import saved_file
from auditor.decisions import BASELINE, decided, read_decisions
from auditor.decisions.baseline import Baseline, read_baseline
from auditor.decisions.ratchet import Approved, Turned, baseline_text, turned
from auditor.errors import UsageError
from auditor.outputs.files import write_file
from auditor.outputs.telling.words import count
from auditor.result_file import load


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Keep the findings that are known, so that a run fails on new ones only."""


@command.command()
@debug_option
@click.argument("saved", metavar="AUDIT", type=FILE)
@click.option(
    "--decisions", "folder", type=FILE, metavar="DIR", envvar="AUDITOR_DECISIONS",
    help="The folder of decisions: findings that are waived or overturned there stay out of the baseline.",
)  # fmt: skip
@click.option(
    "--out", type=FILE, metavar="FILE", help="The baseline. [default: baseline.json in --decisions, or in decisions/]"
)
@click.option("--accept-new", is_flag=True, help="Take new findings into a baseline that stands already.")
@click.option("--approver", metavar="NAME", help="Of --accept-new: who answers for it.")
@click.option("--reason", metavar="TEXT", help="Of --accept-new: why.")
def write(
    saved: Path, folder: Path | None, out: Path | None, accept_new: bool, approver: str | None, reason: str | None
) -> int:
    """Write the baseline of a saved AUDIT: the result.json of an audit, or its folder.

    The first time it takes every finding. After that it is a ratchet: what was fixed, and what belongs to a ticket
    whose history went on, leaves it; new findings come in only with --accept-new, which the file records.

    \b
      auditor baseline write audit-report/
      auditor baseline write audit-report/ --accept-new --approver "Rosa Diaz" --reason "old desk moved in"
    """
    approved = _approved(accept_new, approver, reason)
    result = load(saved_file(saved))
    if folder:
        result = decided(result, read_decisions(folder))
    file = out or (folder or Path("decisions")) / BASELINE
    before = _before(file)
    done = turned(result, before, approved)
    write_file(file.parent, file.name, baseline_text(done.baseline))
    click.echo("\n".join(_told(done, file, first=before is None)))
    return 0


def _approved(accept_new: bool, approver: str | None, reason: str | None) -> Approved | None:
    """Who answers for new findings. Raises UsageError if only half of it is said."""
    given = (approver or "").strip(), (reason or "").strip()
    if accept_new and not all(given):
        raise UsageError("--accept-new takes --approver (who answers for it) and --reason (why): both are recorded.")
    if not accept_new and any(given):
        raise UsageError("--approver and --reason go with --accept-new. Add it, or leave them out.")
    return Approved(*given) if accept_new else None


def _before(file: Path) -> Baseline | None:
    if not file.exists():
        return None
    baseline, problems = read_baseline(file)
    if problems:
        raise UsageError(problems)
    return baseline


def _told(done: Turned, file: Path, first: bool) -> Iterator[str]:
    yield f"{file}: {count(len(done.baseline.entries), 'finding is', 'findings are')} known."
    if not first:
        yield f"  {done.fixed:,} fixed and {done.ended:,} ended since then are out of it; {done.added:,} came in."
    if done.left_out:
        yield f"  {count(done.left_out, 'finding')} left out: waived, or overturned."
    if done.new:
        new = count(done.new, "new finding is", "new findings are")
        yield f"  {new} not in it, and will fail: mend them, or take them in with --accept-new."

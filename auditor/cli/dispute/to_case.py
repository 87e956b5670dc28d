"""`auditor dispute to-case`: a finding as a worked case of its policy."""

from __future__ import annotations

from pathlib import Path

import click

from auditor import shipped
from auditor.authoring.dispute_case import case_of
from auditor.cli.dispute.finding import finding
from auditor.cli.options import FILE, debug_option
from auditor.cli.saved import saved_file
from auditor.decisions import decided, read_decisions
from auditor.errors import UsageError
from auditor.policy.pack import Pack, find_packs, load_pack
from auditor.result_file import load


@click.command()
@debug_option
@click.argument("fingerprint")
@click.argument("saved", metavar="AUDIT", type=FILE)
@click.option("--policies", type=FILE, metavar="DIR", help="The pack. Default: the packs that came with auditor.")
@click.option(
    "--decisions", "folder", type=FILE, metavar="DIR", envvar="AUDITOR_DECISIONS",
    help="The folder of decisions, where the audit was made without them: what people say is what the case expects.",
)  # fmt: skip
@click.option("--name", metavar="TEXT", help="What the case is called. [default: the ticket and the finding]")
def command(fingerprint: str, saved: Path, policies: Path | None, folder: Path | None, name: str | None) -> int:
    """Print the finding FINGERPRINT as a worked case, to be appended to duties/<policy>.cases.yaml.

    An overturned finding becomes a case that fails until the policy is mended: auditor policy test. Names of people
    are those of the desk; read the texts before you commit them.

    \b
      auditor dispute to-case 0dbf4c14659705bf audit-report/ --decisions decisions/
    """
    result = load(saved_file(saved))
    if folder:
        result = decided(result, read_decisions(folder))
    row = finding(result, fingerprint)
    click.echo(case_of(result, row, _pack(policies, row["pack"]), name or f"Finding {fingerprint}"), nl=False)
    return 0


def _pack(policies: Path | None, name: str) -> Pack:
    """The pack of that name. Raises UsageError if it is not there."""
    packs = [load_pack(folder, {}) for folder in find_packs(policies or shipped.folder("policies"))]
    found = next((pack for pack in packs if pack.name == name), None)
    if found is None:
        there = ", ".join(pack.name for pack in packs)
        raise UsageError(
            f'--policies: the finding is of the pack "{name}", and there is only {there}. Name its folder.'
        )
    return found

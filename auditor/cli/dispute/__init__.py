"""`auditor dispute`: contradict a finding, decide about it, and make a case of what was decided."""

from __future__ import annotations

import click

from auditor.cli.dispute import add, listing, to_case


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Contradict a finding, decide about it, and make a worked case of it."""


command.add_command(add.command, "add")
command.add_command(listing.command, "list")
command.add_command(to_case.command, "to-case")

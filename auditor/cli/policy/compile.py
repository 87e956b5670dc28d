"""`auditor policy compile`: the SQL that runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from auditor.authoring.compiled import compiled_sql, refuse_unknown
from auditor.cli.policy.options import packs_argument, rulebooks


@click.command()
@packs_argument
@click.option("--policy", help="Of this policy alone.")
@click.option("--duty", help="Of this duty alone.")
def command(folders: Sequence[Path], policy: str | None, duty: str | None) -> None:
    """Show the SQL that PACKS become, statement by statement in the order of the run.

    Comments lead back to the file and line of the policy, and list the values that are bound.

    \b
      auditor policy compile policies/service_basics
      auditor policy compile --policy threat --duty touch-response
    """
    rules = list(rulebooks(folders))
    refuse_unknown([pack for one in rules for pack in one.packs], policy, duty)
    for one in rules:
        if any(
            policy in (None, each.name) and any(duty in (None, name.name) for name in each.duties)
            for each in one.packs[0].policies
        ):
            click.echo(compiled_sql(one, policy, duty))

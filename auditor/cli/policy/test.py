"""`auditor policy test`: the worked cases beside the policies, played by the real thing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from auditor.audit import Rulebook
from auditor.authoring.cases import read_cases
from auditor.authoring.outcomes import lacking, run_cases
from auditor.cli.policy.options import packs_argument, rulebooks


@click.command()
@packs_argument
@click.option("--quiet", is_flag=True, help="Only what differs, and the count.")
def command(folders: Sequence[Path], quiet: bool) -> int:
    """Play the cases that stand beside the policies of PACKS and compare every duty's verdict.

    Two-sided: a verdict that no case expects fails as a missing one does. Each duty needs cases that comply,
    violate and are pending, and both sides of its limit, or a reason in not_shown.

    \b
      auditor policy test
      auditor policy test policies/service_basics
    """
    wrong = 0
    for rules in rulebooks(folders):
        with ExitStack() as stack:
            wrong += _tell(rules, stack, quiet)
    return 1 if wrong else 0


def _tell(rules: Rulebook, stack: ExitStack, quiet: bool) -> int:
    (pack,) = rules.packs
    worked = read_cases(pack)
    found = run_cases(stack, rules, worked)
    gaps = [sentence for policy in worked for sentence in lacking(policy, found)]
    failed = [one for one in found if one.differences]
    for policy in worked:
        if not quiet:
            click.echo(f"{policy.file.name}")
        for case in policy.cases:
            wrong = [one for one in failed if one.case is case]
            if wrong or not quiet:
                click.echo(f"  {'FAILED' if wrong else 'ok':<7}{case.text.case}")
            for one in wrong:
                click.echo("\n".join(f"         {case.place}: {one.duty.name}: {told}" for told in one.differences))
    for sentence in gaps:
        click.echo(sentence)
    cases = sum(len(policy.cases) for policy in worked)
    click.echo(
        f"{pack.name}: {cases} cases, {len(found)} duties judged, {len(failed)} not as expected, "
        f"{len(gaps)} kinds of verdict not shown"
    )
    return len(failed) + len(gaps)

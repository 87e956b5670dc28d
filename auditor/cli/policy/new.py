"""`auditor policy new`: where an author starts."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.authoring.scaffold import Chosen, write_scaffold


@click.command()
@click.argument("name")
@click.option("--pack", type=click.Path(path_type=Path), required=True, help="The pack's folder.")
@click.option("--when", help="The signal that opens it; the pack's first, if not given.")
@click.option("--must", help="The signal that is owed.")
@click.option("--clause", help="The clause that asks for it.")
def command(name: str, pack: Path, when: str | None, must: str | None, clause: str | None) -> None:
    """Write the policy NAME into a pack, with one case for each kind of verdict.

    The files load and the cases fail, until you have written what they say.

    \b
      auditor policy new callback --pack policies/service_basics --clause SB-1
    """
    for path in write_scaffold(name, pack, Chosen(when, must, clause)):
        click.echo(str(path))
    click.echo(f'Write what stands "To be written"; then: auditor policy test {pack}')

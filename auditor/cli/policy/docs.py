"""`auditor policy docs`: the policies as pages for those who are held to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from auditor.authoring.pages import pages_of
from auditor.cli.policy.options import packs_argument, rulebooks
from auditor.errors import UsageError


@click.command()
@packs_argument
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder of the pages.")
def command(folders: Sequence[Path], out: Path) -> None:
    """Write a Markdown page for each policy, word and contact type of PACKS: what, why, clause, good and bad example.

    Everything is taken from the files: what an author wrote, the worked cases and the worked texts.

    \b
      auditor policy docs --out policy-pages
    """
    if out.is_file():
        raise UsageError(f"--out {out}: is a file; the pages need a folder.")
    pages = pages_of(list(rulebooks(folders)))
    for path, text in pages.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8")
    click.echo(f"{len(pages)} pages, from {out / 'index.md'}")

"""`auditor policy fmt`: one layout for all packs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from auditor.authoring.layout import files_of, laid_out
from auditor.cli.policy.options import pack_folders, packs_argument
from auditor.errors import PolicyError


@click.command()
@packs_argument
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 where something would change.")
def command(folders: Sequence[Path], check: bool) -> int:
    """Put the keys of PACKS into the order of the language and take out stray white space.

    Comments stay with the key below them; quotes, flow lists and folded texts stay as they are, and so does every
    meaning. Contact types and phrases are not touched.
    """
    changed: dict[Path, str] = {}
    problems: list[str] = []
    paths = [(path, pack) for pack in pack_folders(folders) for path in files_of(pack)]
    for path, pack in paths:
        try:
            text = laid_out(path, pack.parent)
        except PolicyError as error:
            problems += error.messages
            continue
        if text != path.read_text(encoding="utf-8"):
            changed[path] = text
    if problems:
        raise PolicyError(problems)
    for path, text in changed.items():
        click.echo(f"{'would change' if check else 'changed'} {path}")
        if not check:
            path.write_text(text, encoding="utf-8")
    click.echo(f"{len(paths)} files, {len(changed)} {'to change' if check else 'changed'}")
    return int(check and bool(changed))

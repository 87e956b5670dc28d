"""`auditor policy schema`: what an editor needs to complete and check the files of a pack, or of decisions."""

from __future__ import annotations

import json
from pathlib import Path

import click

from auditor.authoring.schema import DECISIONS, KINDS, schema_of, schema_text
from auditor.errors import UsageError

EVERY = [*KINDS, *DECISIONS]


@click.command()
@click.argument("kind", required=False, type=click.Choice(EVERY))
@click.option("--out", type=click.Path(path_type=Path), help="A file; without KIND a folder, which gets all of them.")
def command(kind: str | None, out: Path | None) -> None:
    """Write the JSON Schema of a KIND of file, or of all kinds.

    A file of a pack, or of decisions, names its schema in its first line, and editors that know the YAML language
    server do the rest:

    \b
      # yaml-language-server: $schema=../../docs/schema/pack.schema.json
    \b
      auditor policy schema policy --out policy.schema.json
      auditor policy schema --out docs/schema
    """
    if out is None:
        shown = schema_text(kind) if kind else json.dumps({name: schema_of(name) for name in EVERY}, indent=1)
        click.echo(shown.rstrip("\n"))
        return
    files = {out: kind} if kind else {out / f"{name}.schema.json": name for name in EVERY}
    if out.is_file() and not kind:
        raise UsageError(f"{out}: is a file; without a kind --out names a folder. The kinds are {', '.join(EVERY)}.")
    for path, name in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(schema_text(name), encoding="utf-8")
        click.echo(str(path))

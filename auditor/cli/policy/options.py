"""What the questions about packs share: which packs, and their rulebooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from auditor import shipped
from auditor.audit import Call, Rulebook, rulebook
from auditor.policy.pack import find_packs

packs_argument = click.argument(
    "folders", metavar="[PACKS]...", nargs=-1, type=click.Path(path_type=Path), required=False
)


def pack_folders(folders: Sequence[Path]) -> list[Path]:
    """The packs that are named, in their order; none named: every one that is shipped."""
    named = folders or [shipped.folder("policies")]
    return list(dict.fromkeys(pack for folder in named for pack in find_packs(folder)))


def rulebooks(folders: Sequence[Path]) -> Iterator[Rulebook]:
    """One rulebook per pack, whole: a question about a pack is asked of it alone."""
    for folder in pack_folders(folders):
        yield rulebook(Call(policies=folder))

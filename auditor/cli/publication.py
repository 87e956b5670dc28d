"""The options of how a result is published, shared by `audit` and `report`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor.errors import UsageError
from auditor.privacy.key import SHORTEST, VARIABLE, read_key
from auditor.publish import Publication

Command = TypeVar("Command", bound=Callable[..., Any])
FILE = click.Path(path_type=Path)


def publication_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of decisions, history, masks and pseudonyms: given to the command as `publication`.

    Raises UsageError where the key of pseudonyms is missing or too short.
    """

    @wraps(command)
    def published(
        *arguments: Any,
        decisions: Path | None,
        environment: str | None,
        history: Path | None,
        no_mask: bool,
        pseudonymise: bool,
        pseudonym_key: Path | None,
        **others: Any,
    ) -> Any:
        key = read_key(pseudonym_key, os.environ.get(VARIABLE)) if pseudonymise else None
        if pseudonym_key and not pseudonymise:
            raise UsageError("--pseudonym-key is for --pseudonymise. Give both, or leave the key out.")
        publication = Publication(decisions, environment, history, masked=not no_mask, pseudonym_key=key)
        return command(*arguments, publication=publication, **others)

    for decorate in (
        click.option(
            "--pseudonym-key", type=FILE, metavar="FILE",
            help=f"The key of the pseudonyms: at least {SHORTEST} bytes, the same every week. [env var: {VARIABLE}]",
        ),
        click.option(
            "--pseudonymise", is_flag=True, help="People bear pseudonyms, the same ones for the same key.",
        ),
        click.option("--no-mask", is_flag=True, help="Show addresses and numbers; the manifest records it."),
        click.option(
            "--history", type=FILE, metavar="FILE",
            help="A file of the audits so far: compared with, and added to by an audit.",
        ),
        click.option(
            "--environment", metavar="NAME", help="Whose enforcement holds, as enforcement.yml names it.",
        ),
        click.option(
            "--decisions", type=FILE, metavar="DIR", envvar="AUDITOR_DECISIONS",
            help="The folder of what people decided: waivers.yml, dispositions.yml, enforcement.yml, baseline.json, "
            "scorecard.yml; each may be missing.",
        ),
    ):  # fmt: skip
        published = decorate(published)
    return published


def names_of(given: Sequence[str], option: str, known: Iterable[str]) -> list[str]:
    """The names that an option lists. Raises UsageError if there is none."""
    names = [name.strip() for one in given for name in one.split(",") if name.strip()]
    if not names:
        raise UsageError(f"{option} names nothing. It takes: {', '.join(known)}.")
    return names

"""What the commands about contacts share: whose detectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor.audit import Call, rulebook
from auditor.cli.options import FILE, debug_option
from auditor.contacts import Detectors
from auditor.errors import UsageError
from auditor.policy.parameters import read_overrides

Command = TypeVar("Command", bound=Callable[..., Any])


def detector_options(command: Command) -> Command:
    """`--policies`, `--set`, `--parameters`: whose detectors, and for which company."""
    for decorate in (
        debug_option,
        click.option(
            "--parameters", "parameter_files", multiple=True, type=FILE, metavar="FILE",
            help="A YAML file of `name: value` for the pack's parameters. May be given more than once.",
        ),
        click.option(
            "--set", "settings", multiple=True, metavar="NAME=VALUE",
            help="One parameter, for example --set company=Acme. May be given more than once.",
        ),
        click.option(
            "--policies", type=FILE, metavar="DIR",
            help="A pack, or a folder of packs. Default: the packs that came with auditor.",
        ),
    ):  # fmt: skip
        command = decorate(command)
    return command


def detectors_of(policies: Path | None, settings: Sequence[str], parameter_files: Sequence[Path]) -> Detectors:
    """The detectors that the options name. Raises UsageError or PolicyError."""
    return rulebook(Call(policies=policies, parameters=read_overrides(settings, parameter_files))).detectors


def packs_of(
    policies: Path | None, settings: Sequence[str], parameter_files: Sequence[Path]
) -> tuple[list[Path], tuple[str, ...]]:
    """(the folders of the packs, the company's names). Raises UsageError or PolicyError."""
    rules = rulebook(Call(policies=policies, parameters=read_overrides(settings, parameter_files)))
    return [pack.folder for pack in rules.packs], rules.detectors.company


def day_of(given: str | None) -> date | None:
    """A day as --at gives it. Raises UsageError."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise UsageError(f"--at {given} is no day. Write it as 2026-11-15.") from None

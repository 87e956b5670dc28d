"""The options that several commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor import exports
from auditor.audit import Call
from auditor.policy.parameters import read_overrides
from auditor.times import instant_of, zone_of

Command = TypeVar("Command", bound=Callable[..., Any])
FILE = click.Path(path_type=Path)


def export_options(command: Command) -> Command:
    """EXPORT… and everything that says how to read it and by which rules."""
    for decorate in (
        reading_options,
        click.option(
            "--policies", type=FILE, metavar="DIR",
            help="A pack, or a folder of packs. Default: the packs that came with auditor.",
        ),
        click.argument("paths", nargs=-1, required=True, type=FILE, metavar="EXPORT..."),
    ):  # fmt: skip
        command = decorate(command)
    return command


def reading_options(command: Command) -> Command:
    """How to read an export and with which parameters."""
    for decorate in (
        debug_option,
        click.option(
            "--tz", "timezone", default="UTC", metavar="ZONE", show_default=True,
            help="IANA zone of the report's times and weeks, and of times that are given without one.",
        ),
        click.option(
            "--as-of", metavar="TIME",
            help="Where time ends: nothing later is known. Default: the newest instant that the export itself proves.",
        ),
        click.option(
            "--parameters", "files", multiple=True, type=FILE, metavar="FILE",
            help="A YAML file of `name: value` for the pack's parameters. May be given more than once.",
        ),
        click.option(
            "--set", "settings", multiple=True, metavar="NAME=VALUE",
            help="One parameter, for example --set touch_deadline=2h. May be given more than once.",
        ),
        click.option("--shape", metavar="NAME", help=f"One of {', '.join(exports.SHAPES)}. Default: recognised."),
    ):  # fmt: skip
        command = decorate(command)
    return command


def debug_option(command: Command) -> Command:
    """`--debug`; the boundary in auditor.cli looks for it."""
    return click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an unexpected error.")(
        command
    )


def call_of(
    policies: Path | None,
    settings: Sequence[str],
    files: Sequence[Path],
    shape: str | None,
    as_of: str | None,
    timezone: str,
) -> Call:
    """The call that the shared options make. Raises UsageError or PolicyError."""
    zone_of(timezone)
    if shape:
        exports.shape_named(shape)
    return Call(
        policies=policies,
        parameters=read_overrides(settings, files),
        shape=shape,
        as_of=instant_of(as_of, timezone, "--as-of"),
        timezone=timezone,
    )

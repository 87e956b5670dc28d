"""`auditor init`: the folder with which a team starts."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from auditor import shipped
from auditor.cli.options import FILE, debug_option
from auditor.policy.pack import find_packs
from auditor.starter import Started, start

HERE = Path()


@click.command()
@debug_option
@click.argument("folder", metavar="[DIR]", type=FILE, default=HERE)
@click.option(
    "--policies", type=FILE, metavar="DIR",
    help="A pack, or a folder of packs, whose parameters are listed. Default: the packs that came with auditor.",
)  # fmt: skip
def command(folder: Path, policies: Path | None) -> int:
    """Write what a team needs once into DIR, or here: parameters, decisions, and pipelines for GitHub and GitLab.

    A file that is there stays as it is and is listed; every other one is written. Nothing is overwritten.

    \b
      auditor init
      auditor init quality/ --policies policies/service_basics
    """
    started = start(folder, find_packs(policies) if policies else shipped.default_packs())
    click.echo("\n".join(_told(started, folder)))
    return 0


def _told(started: Started, folder: Path) -> Iterator[str]:
    yield from (f"written  {file}" for file in started.written)
    yield from (f"is there {file}   left as it is" for file in started.kept)
    there = "" if folder == HERE else f"cd {shlex.quote(str(folder))} && "
    audit = "auditor audit export/ --parameters parameters.yaml --decisions decisions/ --report ci,weekly"
    yield from (
        "",
        "Next",
        f"  Read {folder / 'parameters.yaml'} and set what your desk does otherwise.",
        f"  Audit an export: {there}{audit}",
        f"  Only new findings fail, once: {there}auditor baseline write audit-report/ --decisions decisions/",
        "  Fill in the marks of the pipeline that you keep, and delete the other one.",
    )

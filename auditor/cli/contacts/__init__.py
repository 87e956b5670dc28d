"""`auditor contacts`: what messages are about, outside an audit: read texts, measure detectors, say why."""

from __future__ import annotations

import click

from auditor.cli.contacts import classify, evaluate, explain, lint, sample, train


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Work with the contact types: what a message is about, by which words, and how well that is known."""


for _one in (
    classify.command,
    evaluate.command,
    explain.command,
    lint.command,
    sample.draw,
    sample.recall,
    train.command,
):
    command.add_command(_one)

"""`auditor contacts train`: learn the likeness model of a pack from its labelled messages."""

from __future__ import annotations

from typing import Any

import click

from auditor.cli.contacts.options import detector_options, packs_of
from auditor.contacts.likeness import store
from auditor.contacts.messages import fingerprint, message_files, model_file, read_messages
from auditor.contacts.train import train
from auditor.errors import UsageError


@click.command("train")
@detector_options
def command(**shared: Any) -> None:
    """Learn from the labelled messages of a pack (messages/*.jsonl) what contacts look like that no phrase finds.

    What is learned only lists messages for review; it never accuses anybody. The model is written beside the
    detectors (contacts/likeness.npz). Needs scikit-learn: pip install 'auditor[train]'.

    \b
      auditor contacts train
      auditor contacts train --policies my-policies/ours
    """
    packs, company = packs_of(**shared)
    folders = [pack / "contacts" for pack in packs if message_files(pack / "contacts")]
    if not folders:
        raise UsageError("none of the packs has labelled messages to learn from: messages/*.jsonl.")
    for contacts in folders:
        lines = read_messages(contacts)
        model = train(lines, company, fingerprint(contacts))
        store(model, model_file(contacts))
        click.echo(
            f"{model_file(contacts)}: {len(model.types)} types, {len(model.keys):,} features "
            f"from {len(lines):,} messages."
        )

"""`auditor contacts classify`: read messages in JSON lines and add what each is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click

from auditor.cli.contacts.options import detector_options, detectors_of
from auditor.cli.options import FILE
from auditor.contacts.labelled import Line, read_lines
from auditor.contacts.loading import Detectors
from auditor.contacts.match import Hit
from auditor.contacts.read import Reader

BATCH = 20_000


@click.command("classify")
@detector_options
@click.option("--out", type=FILE, metavar="FILE", help="Where the lines go. Default: standard output.")
@click.argument("file", type=FILE)
def command(file: Path, out: Path | None, **shared: Any) -> None:
    """Read FILE, one JSON object a line with `text`, and write each line with `contacts` added.

    Every contact has its type, tier (certain or review), evidence, phrase (the words as written), span (characters
    of the text) and sentence. Everything else in a line is kept. `at`, the day of writing, decides where a period does.

    \b
      auditor contacts classify messages.jsonl --out classified.jsonl
    """
    detectors = detectors_of(**shared)
    written = map(_written, _classified(detectors, read_lines(file)))
    if out is None:
        for line in written:
            click.echo(line)
        return
    with out.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in written)


def _classified(detectors: Detectors, lines: Iterator[Line]) -> Iterator[dict[str, Any]]:
    contacts = {name for name, side in detectors.sides.items() if side == "contact"}
    reader: Reader | None = None
    while batch := list(islice(lines, BATCH)):
        reader = reader or Reader(detectors, fast=len(batch) == BATCH)
        found = reader.hits([line.text for line in batch], [line.at for line in batch])
        for line, hits in zip(batch, found, strict=True):
            yield {**line.values, "contacts": _contacts([hit for hit in hits if hit.type in contacts])}


def _contacts(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    return [
        {
            "type": hit.type,
            "tier": hit.tier,
            "evidence": hit.evidence,
            "phrase": hit.phrase,
            "span": list(hit.span),
            "sentence": hit.sentence,
        }
        for hit in hits
    ]


def _written(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)

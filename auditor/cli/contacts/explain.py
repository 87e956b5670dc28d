"""`auditor contacts explain`: why a text shows a contact type, or why not."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from auditor.cli.contacts.options import day_of, detector_options, detectors_of
from auditor.contacts import Detectors, Hit, explain
from auditor.contacts.likeness import EVIDENCE
from auditor.contacts.messages import alike
from auditor.contacts.reasons import Reason, reasons
from auditor.errors import UsageError

HEADINGS = {
    "holds": "What matched",
    "taken": "What an exclusion took away",
    "near": "What came near",
}
CONDITIONS = {
    "all": "not all of the rule's groups are said in one place",
    "require": "the sentence lacks what the rule requires",
    "require_near": "neither the sentence nor its neighbours have what the rule requires",
    "require_message": "the message lacks what the rule requires",
    "capture": "the period that the text names is another one than the rule asks for",
    "quoted": "the words stand in quotation marks, so they are somebody else's",
    "unless": "in the same sentence stands",
    "unless_near": "near it stands",
    "unless_message": "in the message stands",
    "not_phrase": "the words are part of",
}


@click.command("explain")
@detector_options
@click.option("--at", metavar="DAY", help="The day it was written, where a period in it decides.")
@click.option("--type", "only", metavar="TYPE", help="Only one contact type.")
@click.argument("text")
def command(text: str, at: str | None, only: str | None, **shared: Any) -> None:
    """Say what TEXT shows and by which words, what an exclusion took away and why, and what came near.

    TEXT is a message; - reads it from standard input.

    \b
      auditor contacts explain "I will see you in court"
      auditor contacts explain - < message.txt
    """
    detectors = detectors_of(**shared)
    if only and only not in detectors.ids:
        raise UsageError(f"--type {only}: there is no such type. There are: {', '.join(detectors.ids)}.")
    body = sys.stdin.read() if text == "-" else text
    day = day_of(at)
    found = [one for one in reasons(detectors, body, day) if not only or one.type == only]
    shown = [hit for hit in explain(detectors, body, day) if not only or hit.type == only]
    click.echo("Shows: " + (", ".join(f"{hit.type} ({hit.tier})" for hit in shown) or "nothing"))
    for hit in shown:
        if hit.evidence == EVIDENCE:
            click.echo("\n".join(_likeness(detectors, hit)))
    for outcome, heading in HEADINGS.items():
        told = [one for one in found if one.outcome == outcome]
        if told:
            click.echo(f"\n{heading}")
            for line in _lines(told):
                click.echo(line)


def _likeness(detectors: Detectors, hit: Hit) -> Iterator[str]:
    yield "\nWhat it is like"
    yield f'  {hit.type} (review): "{hit.sentence}"'
    yield from (f'      like "{text}"' for text in alike(detectors, hit.type, hit.sentence))


def _lines(told: Sequence[Reason]) -> Iterator[str]:
    for one in told:
        yield f'  {one.type} ({one.tier}): "{one.words}"'
        yield f"      by {one.phrase}"
        if one.condition:
            met = f' "{one.by_words}" ({one.by_phrase})' if one.by_words else ""
            yield f"      but {CONDITIONS[one.condition]}{met}"
        yield f"      {one.where}"

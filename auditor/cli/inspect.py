"""`auditor inspect`: what an export is and what it can show, before any audit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from auditor.cli.options import call_of, export_options
from auditor.cli.progress import progress_line
from auditor.inspection import inspect_export
from auditor.outputs.telling.moments import moment
from auditor.outputs.telling.words import count

QUARANTINE_SHOWN = 20


@click.command()
@export_options
@click.option("--json", "as_json", is_flag=True, help="The same as a JSON document.")
def command(paths: Sequence[Path], as_json: bool, **shared: Any) -> None:
    """Say what EXPORT (a folder, or files) is: its rows, its time range, what it shows and what it does not.

    For every duty of the policies: can it be decided on this export, and if not, why. Nothing is judged.

    \b
      auditor inspect export/
      auditor inspect export/ --policies policies/service_basics
      auditor inspect export/ --json
    """
    call = call_of(**shared)
    with progress_line() as progress:
        document = inspect_export(paths, call, progress)
    click.echo(json.dumps(document, ensure_ascii=False, indent=1) if as_json else told(document, call.timezone))


def told(document: Mapping[str, Any], timezone: str) -> str:
    """The inspection in lines for a person."""
    zone = ZoneInfo(timezone)
    parts = [_what(document, zone), _rows(document["rows"]), _capabilities(document["capabilities"]), _duties(document)]
    return "\n\n".join("\n".join(part) for part in parts)


def _what(document: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    yield f"{document['shape']['title']} (--shape {document['shape']['name']})"
    yield f"  {count(document['tickets'], 'ticket')}, {count(document['events'], 'event')}"
    for name, label in (("first_event_at", "first event"), ("last_event_at", "last event"), ("as_of", "time ends")):
        at = document[name]
        yield f"  {label:<12} {moment(at, zone).text if at else 'none'}"


def _rows(rows: Mapping[str, Any]) -> Iterator[str]:
    fates = ", ".join(f"{rows[name]:,} {told}" for name, told in FATES)
    yield f"Rows: {rows['read']:,} read = {fates}"
    for file in rows["by_file"]:
        lost = ", ".join(f"{file[name]:,} {told}" for name, told in FATES[1:] if file[name])
        yield f"  {file['file']:<32} {file['role']:<22} {file['read']:>9,}{f'  ({lost})' if lost else ''}"
    for row in rows["quarantine"][:QUARANTINE_SHOWN]:
        yield f"  quarantined {row['file']}:{row['line']}: {row['reason']}"
    if rows["quarantined"] > QUARANTINE_SHOWN:
        yield f"  and {rows['quarantined'] - QUARANTINE_SHOWN:,} more quarantined rows; --json lists the first 1,000"
    if rows["unknown_event_types"]:
        kinds = ", ".join(f"{one['type']} ({one['count']:,})" for one in rows["unknown_event_types"])
        yield f"  events kept and not read further, by type: {kinds}"
    yield from (f"  {note['name']}: {note['count']:,}" for note in rows["notes"])


FATES = (("used", "used"), ("duplicate", "duplicate"), ("quarantined", "quarantined"))


def _capabilities(capabilities: Mapping[str, Any]) -> Iterator[str]:
    yield f"Shows: {', '.join(capabilities['shown']) or 'nothing'}"
    if not capabilities["missing"]:
        yield "Does not show: nothing is missing"
        return
    yield "Does not show"
    for one in capabilities["missing"]:
        yield f"  {one['capability']:<18} {one['why']}"


def _duties(document: Mapping[str, Any]) -> Iterator[str]:
    """A line per duty; why it cannot be decided stands once, below, under a number."""
    duties = document["duties"]
    reasons = list(dict.fromkeys(why for one in duties for why in one["why"]))
    widest = max((len(_name(one)) for one in duties), default=0)
    can = sum(one["decidable"] for one in duties)
    yield f"Duties: {can} of {len(duties)} can be decided on this export"
    for one in duties:
        notes = "".join(f" [{reasons.index(why) + 1}]" for why in one["why"])
        yield f"  {'yes' if one['decidable'] else 'no':<4}{_name(one):<{widest}}  {', '.join(one['clauses'])}{notes}"
    yield from (f"  [{number}] {why}" for number, why in enumerate(reasons, start=1))


def _name(duty: Mapping[str, Any]) -> str:
    return f"{duty['policy']}/{duty['duty']}"

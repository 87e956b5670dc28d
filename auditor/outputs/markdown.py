"""digest.md: what one pastes into a chat, a wiki or a pull request (GitHub Flavored Markdown, spec 0.29).

Ticket text is escaped so that it can be no markup, no link, no image, no mention and no table cell of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from auditor.outputs.files import write_file
from auditor.outputs.telling import summary
from auditor.outputs.telling.cases import holder, worst_first
from auditor.outputs.telling.lines import Lines, lines
from auditor.outputs.telling.measures import measure
from auditor.outputs.telling.moments import instant, left, moment
from auditor.outputs.telling.stands import set_aside, stands
from auditor.outputs.telling.texts import clean
from auditor.outputs.telling.words import VERDICT_WORDS, reason_parts
from auditor.result import VERDICTS, Result, VerdictRow

NAME = "digest.md"
SHOWN = 20  # rows of a table; the others are counted
ZERO_WIDTH = "\u200b"  # between what would be read as a link or a mention
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~^$=-])")
_LINKS = re.compile(r"(?<=[@#])(?=\S)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)


def write(result: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes digest.md into the folder."""
    return [write_file(folder, NAME, ("\n\n".join(sections(cast(Result, result))), "\n"))]


def sections(result: Result) -> Iterator[str]:
    """The digest, a section at a time, the most urgent first."""
    told = lines(result)
    yield _head(result, told.zone)
    yield from _fixable(result, told)
    yield from _broken(result, told)
    yield _duties(result)
    yield from _cannot_tell(result)
    yield "Every verdict stands in result.json of the same audit."


def plain(text: str | None) -> str:
    """A text of a ticket or a person as text, whatever is in it, on one line."""
    words = " ".join(clean(text or "").split())
    broken = _LINKS.sub(ZERO_WIDTH, words)
    marked = _MARKUP.sub(r"\\\1", broken)
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are Markdown already."""
    body = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *body])


def _head(result: Result, zone: ZoneInfo) -> str:
    sentence = summary.sentence(result, zone)
    counts = Counter(row["verdict"] for row in result["verdicts"])
    told = (f"{VERDICT_WORDS[verdict]}: {counts[verdict]:,}" for verdict in VERDICTS)
    as_of = moment(result["manifest"]["as_of"], zone).text
    return "\n\n".join(
        (
            f"# {plain(sentence.main)}",
            plain(sentence.beside),
            f"{plain(summary.period(result, zone))}, as of {plain(as_of)}. {plain(summary.coverage(result))}.",
            f"**Verdicts.** {'; '.join(told)}.",
        )
    )


def _fixable(result: Result, told: Lines) -> Iterator[str]:
    pending = sorted(
        (row for row in result["verdicts"] if row["verdict"] == "pending"),
        key=lambda row: (row["due_at"] is None, instant(row["due_at"]) if row["due_at"] else None, row["fingerprint"]),
    )
    if pending:
        as_of = result["manifest"]["as_of"]
        cells = ([_time_left(row, as_of), *_duty(row, told), _who(row)] for row in pending[:SHOWN])
        yield f"## Still fixable\n\n{table(('Time left', 'To do', 'Ticket', 'Who holds it'), cells)}"
        yield from _others(pending, "open duties")


def _time_left(row: VerdictRow, as_of: str) -> str:
    return plain(left(row["due_at"], as_of)) if row["due_at"] else "before it is closed"


def _broken(result: Result, told: Lines) -> Iterator[str]:
    violated = sorted((row for row in result["verdicts"] if row["verdict"] == "violated"), key=worst_first)
    acute = [row for row in violated if not set_aside(row)]
    if acute:
        cells = (
            [row["severity"], *_duty(row, told), _who(row), plain(measure(row, told.zone))] for row in acute[:SHOWN]
        )
        heads = ("Severity", "Broke", "Ticket", "Who answers for it", "Measure")
        yield f"## Needs action\n\n{table(heads, cells)}"
        yield from _others(acute, "findings")
    aside = [row for row in violated if set_aside(row)]
    if aside:
        cells = ([*_duty(row, told), plain(stands(row, told.zone))] for row in aside[:SHOWN])
        yield f"## Broke, and set aside by people\n\n{table(('Broke', 'Ticket', 'What was decided'), cells)}"
        yield from _others(aside, "findings")


def _duty(row: VerdictRow, told: Lines) -> tuple[str, str]:
    return plain(told.title(row)), plain(row["ticket_id"])


def _who(row: VerdictRow) -> str:
    return plain(holder(row["responsible"]).name)


def _others(rows: Sequence[VerdictRow], what: str) -> Iterator[str]:
    if len(rows) > SHOWN:
        yield f"and {len(rows) - SHOWN:,} more {what} in result.json."


def _duties(result: Result) -> str:
    rows = [
        [plain(duty["title"]), duty["severity"], *(f"{duty['counts'][verdict]:,}" for verdict in VERDICTS)]
        for policy in result["policies"]
        for duty in policy["duties"]
    ]
    return f"## Duties\n\n{table(('Duty', 'Severity', *(VERDICT_WORDS[one] for one in VERDICTS)), rows)}"


def _cannot_tell(result: Result) -> Iterator[str]:
    found = Counter(reason_parts(row["reason"]) for row in result["verdicts"] if row["verdict"] == "indeterminate")
    if found:
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        cells = ([plain(code), plain(detail), f"{number:,}"] for (code, detail), number in ordered[:SHOWN])
        yield f"## What could not be judged, and why\n\n{table(('Reason', 'Detail', 'Duties'), cells)}"
        if len(ordered) > SHOWN:
            yield f"and {len(ordered) - SHOWN:,} more reasons in result.json."

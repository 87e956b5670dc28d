"""Annotations as workflow commands, at the policy's line. GitHub shows ten of a kind from a step, fifty from a job.

What fails is an error; what was broken and fails nothing is a warning, unless people set it aside; a duty that is still
open is a notice. The first notice counts everything and says where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from auditor.outputs.ci.gate import verdict_line
from auditor.outputs.telling.cases import worst_first
from auditor.outputs.telling.lines import Teller, teller
from auditor.outputs.telling.moments import instant
from auditor.outputs.telling.outcome import tally
from auditor.outputs.telling.stands import set_aside
from auditor.outputs.telling.texts import clean, short
from auditor.result import Result, VerdictRow

Kind = Literal["error", "warning", "notice"]
MOST: Final = 10
LONGEST: Final = 1_000  # characters of a message
FAR = "9999"


def annotated(result: Result) -> Iterator[str]:
    """The commands, a line each."""
    told = teller(result)
    violated = sorted((row for row in result["verdicts"] if row["verdict"] == "violated"), key=worst_first)
    failing = [row for row in violated if row["standing"]["fails"]]
    quiet = [row for row in violated if not row["standing"]["fails"] and not _settled(row)]
    pending = sorted((row for row in result["verdicts"] if row["verdict"] == "pending"), key=_soonest)
    shown = (failing[:MOST], quiet[:MOST], pending[: MOST - 1])
    left = len(failing) + len(quiet) + len(pending) - sum(len(rows) for rows in shown)
    yield _counts(result, left)
    for kind, rows in zip(("error", "warning", "notice"), shown, strict=True):
        yield from (_annotation(kind, row, told) for row in rows)


def _settled(row: VerdictRow) -> bool:
    return set_aside(row) or row["standing"]["baseline"] == "known"


def _soonest(row: VerdictRow) -> tuple[str, str]:
    return (instant(row["due_at"]).isoformat() if row["due_at"] else FAR), row["fingerprint"]


def _counts(result: Result, left: int) -> str:
    more = f" {left:,} more that could be annotated are not: GitHub shows ten of a kind." if left else ""
    where = " Every verdict is in result.json and verdicts.csv of this audit."
    return command("notice", f"{verdict_line(result)}\n{tally(result)}.{more}{where}", title="Audit")


def _annotation(kind: str, row: VerdictRow, told: Teller) -> str:
    place = told.place(row)
    message = short("; ".join(told.details(row)), LONGEST)
    return command(kind, message, file=place.path, line=str(place.line), title=told.head(row))


def command(kind: str, message: str, **properties: str) -> str:
    """One workflow command; nothing in its texts can end it or begin another (as GitHub's own toolkit escapes)."""
    told = ",".join(f"{name}={_property(clean(value))}" for name, value in properties.items())
    return f"::{kind} {told}::{_message(clean(message))}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")

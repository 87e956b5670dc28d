"""A small audit to decide about, and the folder in which it is decided.

The audit is the hand-made document with other rows: two tickets, a few instances, as of Monday 16 November, 8:00 UTC.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from auditor.decisions import decided, read_decisions
from auditor.result import Result, VerdictRow
from tests.outputs.document import document
from tests.outputs.stories import case, row, utc, z

AS_OF = "2026-11-16T08:00:00Z"
PACK = "executive_escalations"
SILENCE, TOUCH, LEFT_OPEN = "silent-contact/silence", "threat/touch-response", "threat/left-open"


def instance(ticket: str, duty: str, verdict: str = "violated", at: str = "11-10 09:00", **more: Any) -> dict[str, Any]:
    """A verdict row; its fingerprint is ticket-duty-time."""
    return row(ticket, duty, verdict, at, more.pop("who", "201"), **more)


def audit_of(*rows: dict[str, Any], fail_on: str | None = "low", **manifest: Any) -> Result:
    """A result with these rows."""
    found = document()
    found["verdicts"] = list(rows)
    tickets = {one["ticket_id"]: one for one in rows}
    found["tickets"]["cases"] = [
        {**case(name, None, "11-10 09:00", []), "verdict": one["verdict"], "created_at": z(utc("11-10 09:00"))}
        for name, one in tickets.items()
    ]
    found["manifest"] |= {"as_of": AS_OF, "fail_on": fail_on, "since": None, "until": None, **manifest}
    return cast(Result, found)


def folder_with(folder: Path, **files: str) -> Path:
    """A folder of decisions: waivers="…" writes waivers.yml, and so on."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        suffix = "json" if name == "baseline" else "yml"
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return folder


def decide(result: Result, folder: Path, environment: str | None = None) -> Result:
    """The result under the decisions of a folder."""
    return decided(result, read_decisions(folder, environment))


def only(result: Result) -> VerdictRow:
    """The one row."""
    (found,) = result["verdicts"]
    return found


def waiver(
    scope: str = "{policy: silent-contact, duty: silence, ticket: 47001}",
    begins: str = "2026-11-01T00:00:00Z",
    expires: str = "2027-01-31T00:00:00Z",
    name: str = "W-1",
    more: str = "",
) -> str:
    """One entry of waivers.yml."""
    return (
        f"  - id: {name}\n    scope: {scope}\n    owner: Anna Ash\n    approver: Rosa Diaz\n"
        f"    reason: Legal asked us to.\n    effective_from: {begins}\n    expires: {expires}\n{more}"
    )


def waivers(*entries: str) -> str:
    """waivers.yml."""
    return "waivers:\n" + "".join(entries or (waiver(),))


def ruling(finding: str, said: str, at: str = "2026-11-15T10:00:00Z", more: str = "") -> str:
    """One entry of dispositions.yml."""
    return f'  - {{finding: "{finding}", ruling: {said}, by: Rosa Diaz, at: "{at}", why: We looked at it.{more}}}\n'


def dispositions(*entries: str) -> str:
    """dispositions.yml."""
    return "dispositions:\n" + "".join(entries)

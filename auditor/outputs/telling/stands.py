"""How a finding stands after people decided about it, in words; the machine's verdict stays beside it."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from auditor.outputs.telling.moments import moment
from auditor.result import Disposition, VerdictRow

RULINGS = {
    "disputed": "Disputed, not decided yet",
    "upheld": "Upheld in review",
    "overturned": "Overturned in review",
    "wrong-agent": "Holds, but somebody else answers for it",
}


def set_aside(row: VerdictRow) -> bool:
    """A violated verdict that nobody has to act on: overturned in review, waived, or let pass by a named approver."""
    standing = row["standing"]
    return standing["reviewed"] != row["verdict"] or bool(standing["waiver"] or standing["override"])


def disputed(row: VerdictRow) -> bool:
    """Somebody contradicts the verdict, and nobody has decided."""
    disposition = row["standing"]["disposition"]
    return disposition is not None and disposition["ruling"] == "disputed"


def stands(row: VerdictRow, zone: ZoneInfo) -> str:
    """What people decided, in sentences; empty where nobody decided anything."""
    return "; ".join(_decisions(row, zone))


def _decisions(row: VerdictRow, zone: ZoneInfo) -> Iterator[str]:
    standing = row["standing"]
    if standing["disposition"]:
        yield _ruled(standing["disposition"])
    if waiver := standing["waiver"]:
        until = moment(waiver["expires"], zone).text
        yield f"Waived until {until} by {waiver['approver']} ({waiver['id']}): {waiver['reason']}"
    if override := standing["override"]:
        yield f"Let pass by {override['by']}: {override['why']}"
    if standing["baseline"] == "known":
        yield "Known from the baseline"


def _ruled(disposition: Disposition) -> str:
    instead = disposition["instead"]
    named = f", {instead['name'] or instead['id']}" if instead else ""
    return f"{RULINGS[disposition['ruling']]}{named} ({disposition['by']}: {disposition['why']})"

"""A verdict in one line of plain text, and where its duty is written: what formats for machines show to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from auditor.outputs.telling.cases import duties_by_name, duty_name, duty_title, holder
from auditor.outputs.telling.measures import measure
from auditor.outputs.telling.moments import moment
from auditor.outputs.telling.stands import stands
from auditor.outputs.telling.texts import clean
from auditor.outputs.telling.words import VERDICT_WORDS, reason_parts
from auditor.result import Duty, Result, VerdictRow


@dataclass(frozen=True)
class Place:
    """Where a duty is written: a file, from where auditor was called, and a line from 1 on."""

    path: str
    line: int


@dataclass(frozen=True)
class Lines:
    """What is needed to tell verdicts in a line each."""

    zone: ZoneInfo
    duties: Mapping[str, Duty]
    places: Mapping[str, Place]  # by pack/policy/duty

    def title(self, row: VerdictRow) -> str:
        """The duty in plain words."""
        return duty_title(row, self.duties)

    def place(self, row: VerdictRow) -> Place:
        """Where the duty of a row is written."""
        return self.places[duty_name(row)]

    def told(self, row: VerdictRow) -> str:
        """Broke: Nobody answers before the move. Ticket 7, 30 min after it began. Maria Keller wrote the message."""
        sentences = [
            f"{VERDICT_WORDS[row['verdict']]}: {self.title(row)}",
            f"Ticket {row['ticket_id']}, since {moment(row['trigger']['at'], self.zone).text}",
            *self._why(row),
            stands(row, self.zone),
        ]
        return clean(". ".join(one for one in sentences if one) + ".")

    def _why(self, row: VerdictRow) -> list[str]:
        if row["verdict"] == "indeterminate":
            return [": ".join(part for part in reason_parts(row["reason"]) if part)]
        due = f"Due {moment(row['due_at'], self.zone).text}" if row["due_at"] and row["verdict"] == "pending" else ""
        who = holder(row["responsible"])
        return [
            due or measure(row, self.zone),
            f"{who.name} {who.why}" if who.why and who.kind != "nobody" else who.why or "",
        ]


def lines(result: Result) -> Lines:
    """The lines of a result."""
    folders = {pack["id"]: PurePosixPath(pack["folder"]).parent for pack in result["manifest"]["packs"]}
    places = {
        f"{policy['pack']}/{policy['policy']}/{duty['duty']}": Place(
            (folders.get(policy["pack"], PurePosixPath()) / policy["file"]).as_posix(), max(duty["line"], 1)
        )
        for policy in result["policies"]
        for duty in policy["duties"]
    }
    return Lines(ZoneInfo(result["manifest"]["timezone"]), duties_by_name(result), places)

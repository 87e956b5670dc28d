"""A verdict in one line of plain words, for formats that have no more room; what people decided is said first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.telling.cases import duties_by_name, duty_name, duty_title, holder
from auditor.outputs.telling.measures import measure
from auditor.outputs.telling.moments import left, moment
from auditor.outputs.telling.places import Place, places
from auditor.outputs.telling.stands import disputed, stands
from auditor.outputs.telling.sufficed import sufficed
from auditor.outputs.telling.texts import short
from auditor.outputs.telling.words import VERDICT_WORDS, reason_parts
from auditor.result import SEVERITIES, VERDICTS, Duty, Result, Severity, VerdictRow

NOWHERE = Place("policies", 1)
QUOTED = 160  # characters of what a ticket or a person says


@dataclass(frozen=True)
class Teller:
    """What it takes to tell a verdict: the duties with their places, the zone, the as-of time, what fails."""

    duties: dict[str, Duty]
    places: dict[str, Place]
    zone: ZoneInfo
    as_of: str
    fail_on: Severity | None

    def place(self, row: VerdictRow) -> Place:
        return self.places.get(duty_name(row), NOWHERE)

    def title(self, row: VerdictRow) -> str:
        return duty_title(row, self.duties)

    def head(self, row: VerdictRow) -> str:
        """Broke: The ticket moves within 8 hours, ticket 48211."""
        return f"{lead(row)}: {short(self.title(row), QUOTED)}, ticket {short(row['ticket_id'], 60)}"

    def line(self, row: VerdictRow) -> str:
        """The head, and everything that there is to know, in sentences."""
        return ". ".join([self.head(row), *self.details(row)]) + "."

    def details(self, row: VerdictRow) -> Iterator[str]:
        """Sentences without full stops: why, since when, who answers, the clause, what people decided."""
        yield from (short(part, 2 * QUOTED).rstrip(".") for part in self._details(row) if part)

    def _details(self, row: VerdictRow) -> Iterator[str]:
        yield self.why(row)
        yield f"Since {moment(row['trigger']['at'], self.zone).text}"
        yield f"The words: “{row['trigger']['phrase']}”" if row["trigger"]["phrase"] else ""
        yield self.responsible(row)
        yield ", ".join(row["clauses"])
        yield stands(row, self.zone)
        if row["verdict"] == "violated":
            enough = sufficed(row["counterfactual"], self.zone)
            yield f"This would have complied: {enough}" if enough else ""

    def why(self, row: VerdictRow) -> str:
        """What was measured; of an open one what is left, of an undecided one what is missing."""
        if row["verdict"] == "indeterminate":
            told, detail = reason_parts(row["reason"])
            return f"{told}: {detail}" if detail else told
        if row["verdict"] == "pending":
            if row["due_at"] is None:
                return "It has no deadline"
            rest = left(row["due_at"], self.as_of)
            return f"Due {moment(row['due_at'], self.zone).text}, {rest if rest == 'due now' else f'{rest} left'}"
        return measure(row, self.zone)

    def responsible(self, row: VerdictRow) -> str:
        """Who answers, and why; nobody where a reviewer found that it is somebody else, whom the decision names."""
        ruled = row["standing"]["disposition"]
        if ruled and ruled["ruling"] == "wrong-agent":
            return ""
        who = holder(row["responsible"])
        return f"{who.name} answers for it" + (f" ({who.why})" if who.why else "")


def teller(result: Result) -> Teller:
    manifest = result["manifest"]
    zone = ZoneInfo(manifest["timezone"])
    return Teller(duties_by_name(result), places(result), zone, manifest["as_of"], manifest["fail_on"])


def lead(row: VerdictRow) -> str:
    """The first words of a line, so that nobody is accused by a line that is cut: Broke; Waived; Not yet."""
    standing = row["standing"]
    if standing["reviewed"] != row["verdict"]:
        return "Overturned in review"
    if standing["waiver"]:
        return "Waived"
    if standing["override"]:
        return "Let pass"
    return VERDICT_WORDS[row["verdict"]] + (", disputed" if disputed(row) else "")


def worst_verdict_first(row: VerdictRow) -> tuple[int, int, str, str]:
    """Broken ones by severity, then what cannot be told, what is open, what was kept."""
    at = row["trigger"]["at"]
    return VERDICTS.index(row["verdict"]), SEVERITIES.index(row["severity"]), at, row["fingerprint"]

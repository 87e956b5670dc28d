"""What waits for a decision: waivers that end, findings that somebody contradicts."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from auditor.outputs.telling.cases import duties_by_name, duty_title
from auditor.outputs.telling.moments import instant, moment
from auditor.outputs.telling.stands import disputed
from auditor.outputs.telling.texts import clean
from auditor.outputs.telling.words import count
from auditor.result import Result

ENDING = {"expiring": "expires", "expired": "expired"}
LONGEST = 140


@dataclass(frozen=True)
class Notice:
    """Something that somebody has to decide: its name, and what there is to know."""

    name: str
    told: str


def notices(result: Result, zone: ZoneInfo) -> tuple[tuple[Notice, ...], tuple[Notice, ...]]:
    """The waivers that expire soon or have expired, by date; the disputes that nobody has decided, oldest first."""
    return _waivers(result, zone), _disputes(result, zone)


def _waivers(result: Result, zone: ZoneInfo) -> tuple[Notice, ...]:
    ending = [waiver for waiver in result["decisions"]["waivers"] if waiver["state"] in ENDING]
    return tuple(
        Notice(
            _line(f"{waiver['id']}, {waiver['scope']}"),
            _line(f"{ENDING[waiver['state']]} {moment(waiver['expires'], zone).text}; covers "
                  f"{count(waiver['covers'], 'finding')}; owner {waiver['owner']}"),
        )
        for waiver in sorted(ending, key=lambda waiver: (instant(waiver["expires"]), waiver["id"]))
    )  # fmt: skip


def _disputes(result: Result, zone: ZoneInfo) -> tuple[Notice, ...]:
    duties = duties_by_name(result)
    found = [(row, row["standing"]["disposition"]) for row in result["verdicts"] if disputed(row)]
    dated = sorted(
        ((instant(disposition["at"]), row, disposition) for row, disposition in found if disposition),
        key=lambda item: (item[0], item[1]["fingerprint"]),
    )
    return tuple(
        Notice(
            _line(f"#{row['ticket_id']}, {duty_title(row, duties)}"),
            _line(f"since {moment(disposition['at'], zone).text}, by {disposition['by']}: {disposition['why']}"),
        )
        for _, row, disposition in dated
    )


def _line(words: str) -> str:
    line = " ".join(clean(words).split())
    return f"{line[: LONGEST - 1].rstrip()}…" if len(line) > LONGEST else line

"""A verdict as a result of a SARIF run: where the duty stands, which ticket and event it is about, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote

from auditor.outputs.sarif.rules import LEVELS, message
from auditor.outputs.telling.cases import duty_name
from auditor.outputs.telling.lines import Teller
from auditor.outputs.telling.texts import clean, short
from auditor.result import VerdictRow

KINDS = {"violated": "fail", "pending": "open", "indeterminate": "review", "complied": "pass"}
BASELINE = {"new": "new", "known": "unchanged"}
TOLD = ("severity", "verdict", "final", "repaired", "reason", "due_at", "clauses", "contact_types", "witness")


def result_of(row: VerdictRow, rule: int | None, told: Teller) -> Mapping[str, Any]:
    """The result. Only what fails has a level (3.27.10); `rule` is the index of its rule."""
    standing, broken = row["standing"], row["verdict"] == "violated"
    found: dict[str, Any] = {
        "ruleId": duty_name(row),
        "kind": KINDS[row["verdict"]],
        "level": LEVELS[row["severity"]] if broken else "none",
        "message": message(told.line(row)),
        "locations": [{"physicalLocation": _physical(row, told), "logicalLocations": list(_logical(row))}],
        "fingerprints": {"auditor/v1": row["fingerprint"]},
        # the only one that GitHub compares: without it all findings of a duty, which share its line, were one alert
        "partialFingerprints": {"primaryLocationLineHash": f"{row['fingerprint']}:1"},
        "properties": _properties(row),
        "suppressions": list(_suppressions(row)),
    }
    if rule is not None:
        found["ruleIndex"] = rule
    if standing["baseline"]:
        found["baselineState"] = BASELINE[standing["baseline"]]
    return found


def _physical(row: VerdictRow, told: Teller) -> Mapping[str, Any]:
    place = told.place(row)
    return {
        "artifactLocation": {"uri": quote(place.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": place.line},
    }


def _logical(row: VerdictRow) -> Iterator[Mapping[str, str]]:
    """The ticket, and the events that opened, met or broke the duty; an act may have opened what it broke."""
    ticket = clean(row["ticket_id"])
    yield {"name": ticket, "fullyQualifiedName": f"ticket/{ticket}", "kind": "ticket"}
    for event in dict.fromkeys(clean(one) for one in (row["trigger"]["event_id"], *row["witness"]) if one):
        yield {"name": event, "fullyQualifiedName": f"ticket/{ticket}/event/{event}", "kind": "event"}


def _suppressions(row: VerdictRow) -> Iterator[Mapping[str, Any]]:
    """What people decided outside the policy; what is only disputed waits for review and suppresses nothing yet."""
    standing = row["standing"]
    waiver, override, ruled = standing["waiver"], standing["override"], standing["disposition"]
    if waiver:
        until = f"Waiver {waiver['id']} until {waiver['expires']}, approved by {waiver['approver']}"
        yield _external("accepted", f"{until}: {waiver['reason']}")
    if override:
        yield _external("accepted", f"Let pass by {override['by']}: {override['why']}")
    if ruled and ruled["ruling"] in ("overturned", "disputed"):
        status = "accepted" if ruled["ruling"] == "overturned" else "underReview"
        yield _external(status, f"{ruled['ruling'].capitalize()} by {ruled['by']}: {ruled['why']}")


def _external(status: str, why: str) -> Mapping[str, str]:
    return {"kind": "external", "status": status, "justification": short(why, 1_000)}


def _responsible(row: VerdictRow) -> Mapping[str, Any] | None:
    """Who answers; where a reviewer found that it is somebody else, them, or nobody by name."""
    ruled = row["standing"]["disposition"]
    return ruled["instead"] if ruled and ruled["ruling"] == "wrong-agent" else row["responsible"]


def _properties(row: VerdictRow) -> Mapping[str, Any]:
    standing, members = row["standing"], cast(Mapping[str, Any], row)
    return {
        **{name: members[name] for name in TOLD if members[name] not in (None, [])},
        "trigger_at": row["trigger"]["at"],
        "responsible": _responsible(row),
        "enforcement": standing["enforcement"],
        "fails": standing["fails"],
        "reviewed": standing["reviewed"],
    }

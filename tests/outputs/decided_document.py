"""The hand-made document after people decided and audits went before: waivers, reviews, a baseline, a past, scores."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from auditor.scores import scored
from tests.outputs.document import document
from tests.outputs.stories import utc, z

PACK = "executive_escalations"
WAIVED, OVERTURNED = "48190-touch-response-11-09t1012", "48111-listed-contact-11-09t1210"


def waiver(name: str, state: str, expires: str, covers: int) -> dict[str, Any]:
    return {
        "id": name, "scope": "ticket 48190, duty threat/touch-response", "owner": "Ines Duarte",
        "approver": "Rosa <b>Lind</b>", "reason": "The desk was closed by the storm.",
        "effective_from": "2026-11-01T00:00:00Z", "expires": expires, "state": state, "covers": covers,
    }  # fmt: skip


def entry(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("fingerprint", "ticket_id", "pack", "policy", "duty", "severity")}


def decided_document() -> dict[str, Any]:
    """One finding waived, one overturned, one disputed, one upheld; the others in the baseline or not."""
    result = document()
    violated = [row for row in result["verdicts"] if row["verdict"] == "violated"]
    for place, row in enumerate(violated):
        row["standing"] = {**row["standing"], "baseline": "known" if place % 3 == 0 else "new"}
    waived, overturned, disputed, upheld = violated[3], violated[5], violated[6], violated[7]
    waived["standing"]["waiver"] = {
        "id": "storm", "owner": "Ines Duarte", "approver": "Rosa <b>Lind</b>",
        "reason": "The desk was closed by the storm.", "expires": "2026-11-20T23:00:00Z",
    }  # fmt: skip
    for row, ruling, reviewed in (
        (overturned, "overturned", "complied"), (disputed, "disputed", "violated"), (upheld, "upheld", "violated"),
    ):  # fmt: skip
        said = {"ruling": ruling, "by": "Ines Duarte", "at": "2026-11-13T09:00:00Z", "why": "Read <i>again</i>."}
        row["standing"].update(disposition={**said, "instead": None}, reviewed=reviewed)
    result["decisions"] = {
        "environment": "production",
        "waivers": [
            waiver("quiet", "unused", "2026-12-31T23:00:00Z", 0),
            waiver("storm", "expiring", "2026-11-20T23:00:00Z", 1),
            waiver("old", "expired", "2026-11-02T23:00:00Z", 0),
        ],
        "baseline": {
            "as_of": "2026-11-09T08:00:00Z", "entries": 6, "known": 4, "new": 8,
            "fixed": [{**entry(violated[0]), "fingerprint": "gone-1", "ticket_id": "47001"}],
            "ended": [{**entry(violated[1]), "fingerprint": "gone-2", "ticket_id": "47002"}],
        },
        "reviews": [
            reviews("threat", reviewed=12, overturned=3, disputed=1),
            reviews("silent-contact", reviewed=4, overturned=1, disputed=0),
        ],
        "unmatched": ["0123456789abcdef"],
    }  # fmt: skip
    result["past"] = past(violated, result)
    return scored(result)  # type: ignore[arg-type,return-value]


def reviews(policy: str, *, reviewed: int, overturned: int, disputed: int) -> dict[str, Any]:
    return {
        "pack": PACK, "policy": policy, "reviewed": reviewed, "upheld": reviewed - overturned, "overturned": overturned,
        "wrong_agent": 0, "disputed": disputed,
    }  # fmt: skip


def past(violated: list[dict[str, Any]], result: dict[str, Any]) -> dict[str, Any]:
    """Two audits: the first finding is known since week 43, the second was open then."""
    week = {**result["tickets"]["weeks"][0], "week": "2026-W38"}
    kept = next(row for row in result["verdicts"] if row["verdict"] == "complied")
    return {
        "audits": 2,
        "before": z(utc("11-09 08:00")),
        "weeks": [week],
        "agents": [],
        "followed": [
            {"fingerprint": violated[0]["fingerprint"], "first_seen": z(utc("10-20 08:00")), "was": "violated"},
            {"fingerprint": violated[1]["fingerprint"], "first_seen": z(utc("11-09 08:00")), "was": "pending"},
        ],
        "settled": [{**entry(kept), "was": "pending", "now": "complied"}],
        "gone": [{**entry(violated[2]), "fingerprint": "gone-3", "ticket_id": "47003"}],
    }


def many_agents(result: dict[str, Any], number: int = 30) -> dict[str, Any]:
    """More people, one of whom stands far outside of the limits."""
    for place in range(number):
        duties = 12 + place * 9
        broken = duties // 2 if place == 20 else duties // 20
        result["agents"].append(
            {"id": str(500 + place), "name": f"Agent Number {place}", "kind": "agent", "in_scope": duties,
             "violated": broken, "pending": 0, "indeterminate": 0, "complied": duties - broken, "weeks": []}
        )  # fmt: skip
        at = utc("11-10 09:00") + timedelta(minutes=place)
        kept = next(row for row in result["verdicts"] if row["verdict"] == "complied")
        result["verdicts"] += [
            {**kept, "fingerprint": f"agent-{place}-{turn}", "ticket_id": f"7{place:02d}{turn}",
             "trigger": {**kept["trigger"], "at": z(at)},
             "responsible": {"id": str(500 + place), "name": f"Agent Number {place}", "kind": "agent", "why": None}}
            for turn in range(6)
        ]  # fmt: skip
    return result

"""The hand-made document after people decided: waived, overturned, disputed, of the wrong agent; with scores."""

from __future__ import annotations

from typing import Any

from tests.outputs.document import document

AT = "2026-11-14T10:00:00Z"


def standing(row: dict[str, Any], **changes: Any) -> None:
    row["standing"] = {**row["standing"], **changes}


def disposition(ruling: str, instead: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"ruling": ruling, "by": "Lena =HYPERLINK()", "at": AT, "why": "the call <b>was</b> recorded",
            "instead": instead}  # fmt: skip


def decided_document() -> dict[str, Any]:
    """Of the violated rows the first four stand otherwise than the machine found them."""
    result = document()
    violated = [row for row in result["verdicts"] if row["verdict"] == "violated"]
    waived, overturned, disputed, elsewhere, approved, *_ = violated
    waiver = {"id": "W-1", "owner": "Legal", "approver": "Head of Support", "reason": "the courier was on strike"}
    standing(waived, waiver={**waiver, "expires": "2026-11-18T23:00:00Z"}, fails=False, baseline="known")
    standing(overturned, disposition=disposition("overturned"), reviewed="complied", fails=False)
    standing(disputed, disposition=disposition("disputed"), baseline="new")
    standing(elsewhere, disposition=disposition("wrong-agent", {"id": "206", "name": "Wei Chen"}))
    standing(approved, enforcement="soft", fails=False, override={"by": "A. Lead", "at": AT, "why": "agreed by phone"})
    result["decisions"] = {
        "environment": "production",
        "waivers": [
            {**waiver, "scope": "ticket 48211, silent-contact", "effective_from": "2026-11-01T00:00:00Z",
             "expires": "2026-11-18T23:00:00Z", "state": "expiring", "covers": 1},
            {**waiver, "id": "W-0", "scope": "every threat", "effective_from": "2026-10-01T00:00:00Z",
             "expires": "2026-11-01T00:00:00Z", "state": "expired", "covers": 0},
        ],
        "baseline": {"as_of": "2026-11-09T08:00:00Z", "entries": 3, "known": 1, "new": 1, "fixed": [], "ended": []},
        "reviews": [
            {"pack": "executive_escalations", "policy": "silent-contact", "reviewed": 6, "upheld": 4, "overturned": 1,
             "wrong_agent": 1, "disputed": 1},
            {"pack": "executive_escalations", "policy": "threat", "reviewed": 1, "upheld": 1, "overturned": 0,
             "wrong_agent": 0, "disputed": 0},
        ],
        "unmatched": ["gone-1"],
    }  # fmt: skip
    score = {"tickets": 40, "passed": 36, "low": 0.77, "high": 0.96, "failed": 1, "score": 0.94,
             "without_auto_fail": 0.96}  # fmt: skip
    result["scores"] = {
        "goal": 0.95, "weights": {"high": 2.0, "critical": 5.0}, "critical": [], "overall": score, "policies": [],
        "agents": [{"id": row["id"], "name": row["name"], "ranked": row["in_scope"] > 5, "score": score}
                   for row in result["agents"] if row["kind"] == "agent"],
    }  # fmt: skip
    return result

"""A result document made by hand: 86 cases of one week, every verdict, every kind of holder, and hostile ticket text.

The counts are summed from the verdicts, so that the document cannot contradict itself.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from auditor.decisions import nothing_decided
from auditor.scores import no_scores
from tests.outputs.stories import DUTIES, PARAPHRASE, POLICIES, case, cases, row, utc, z


def _fold(rows: list[dict[str, Any]]) -> str:
    found = {item["verdict"] for item in rows}
    return next(verdict for verdict in ("violated", "indeterminate", "pending", "complied") if verdict in found)


def _counts(verdicts: Any) -> dict[str, int]:
    found = Counter(verdicts)
    return {verdict: found[verdict] for verdict in ("violated", "indeterminate", "pending", "complied")}


def _policies(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "pack": "executive_escalations",
            "policy": policy,
            "title": title,
            "file": f"duties/{policy.replace('-', '_')}.yaml",
            "duties": [
                {
                    "duty": name.split("/")[1],
                    "title": duty_title,
                    "clauses": clauses,
                    "severity": severity,
                    "line": 7,
                    "kb": " ".join(PARAPHRASE[clause] for clause in clauses),
                    "counts": _counts(item["verdict"] for item in rows if f"{item['policy']}/{item['duty']}" == name),
                }
                for name, (duty_title, clauses, severity) in DUTIES.items()
                if name.startswith(f"{policy}/")
            ],
        }
        for policy, title in POLICIES.items()
    ]


def _agents(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    holders = {(item["responsible"]["kind"], item["responsible"]["id"]): item["responsible"] for item in rows}
    found = []
    for key, holder in sorted(holders.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        own = [item["verdict"] for item in rows if (item["responsible"]["kind"], item["responsible"]["id"]) == key]
        weeks = [{"week": "2026-W45", **_counts(own[:2])}, {"week": "2026-W46", **_counts(own)}]
        counts = {"in_scope": len(own), **_counts(own)}
        found.append({"id": key[1], "name": holder["name"], "kind": key[0], **counts, "weeks": weeks})
    return found


def _weeks(by_verdict: dict[str, int], verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    before = [(91, 6, 2), (84, 8, 1), (0, 0, 0), (77, 3, 0), (88, 12, 4), (95, 7, 2), (91, 6, 1)]
    weeks = [
        {
            "week": f"2026-W{39 + place}",
            "in_scope": n,
            "violated": v,
            "indeterminate": i,
            "pending": 0,
            "complied": n - v - i,
            "policies": [_policy_week("threat", n // 2, v, i), _policy_week("silent-contact", n // 2, v // 2, 0)],
        }
        for place, (n, v, i) in enumerate(before)
    ]
    policies = [
        {
            "pack": "executive_escalations",
            "policy": policy,
            **_counts(item["verdict"] for item in verdicts if item["policy"] == policy),
        }
        for policy in POLICIES
    ]
    return [*weeks, {"week": "2026-W46", "in_scope": sum(by_verdict.values()), **by_verdict, "policies": policies}]


def _policy_week(policy: str, n: int, violated: int, indeterminate: int) -> dict[str, Any]:
    counts = {"violated": violated, "indeterminate": indeterminate, "pending": 0}
    return {
        "pack": "executive_escalations",
        "policy": policy,
        **counts,
        "complied": max(n - violated - indeterminate, 0),
    }


def manifest() -> dict[str, Any]:
    digest = "5f2b6c1e" * 8
    return {
        "auditor_version": "0.1.0",
        "as_of": "2026-11-16T08:00:00Z",
        "timezone": "Europe/Berlin",
        "since": "2026-11-08T23:00:00Z",
        "until": "2026-11-15T23:00:00Z",
        "attributed_by": "trigger",
        "packs": [
            {
                "id": "executive_escalations",
                "title": "Executive Escalations",
                "version": "1",
                "folder": "policies/executive_escalations",
                "sha256": digest,
                "kb": {"title": "Executive Escalations, knowledge base", "sha256": digest[::-1]},
            }
        ],
        "parameters": {
            "touch_deadline": "4h",
            "transfer_deadline": "8h",
            "company": ["Upwork"],
            "automation_users": [],
        },
        "inputs": [
            {"file": "ticket_audits.jsonl.gz", "role": "ticket_audits", "bytes": 8_412_311, "sha256": digest},
            {"file": "users.json", "role": "users", "bytes": 10_240, "sha256": digest},
        ],
        "shape": "zendesk",
        "fail_on": "high",
        "options": {"week": "2026-W46"},
        "privacy": {"masked": True, "pseudonymised": False, "pseudonym_key": None},
    }


def rows_read() -> dict[str, Any]:
    return {
        "read": 9_412,
        "used": 9_398,
        "duplicate": 12,
        "quarantined": 2,
        "by_file": [
            {
                "file": "ticket_audits.jsonl.gz",
                "role": "ticket_audits",
                "read": 9_312,
                "used": 9_298,
                "duplicate": 12,
                "quarantined": 2,
            },
            {"file": "users.json", "role": "users", "read": 100, "used": 100, "duplicate": 0, "quarantined": 0},
        ],
        "quarantine": [
            {
                "file": "ticket_audits.jsonl.gz",
                "line": 4_101,
                "reason": 'created_at is "<b>yesterday</b>", which is no time',
            },
            {
                "file": "ticket_audits.jsonl.gz",
                "line": 7_002,
                "reason": "the same id stands earlier with other content",
            },
        ],
        "unknown_event_types": [{"type": "ZzzNewEvent", "count": 3}],
        "notes": [{"name": "users that are not in users.json", "count": 4}],
    }


def document() -> dict[str, Any]:
    """The whole result."""
    made = cases()
    verdicts = [item for _, rows in made for item in rows]
    by_verdict = _counts(_fold(rows) for _, rows in made)
    told = [{**found, "verdict": _fold(rows)} for found, rows in made]
    return {
        "schema": "auditor-result/1",
        "manifest": manifest(),
        "rows": rows_read(),
        "capabilities": {
            "shown": ["bodies", "via", "turns", "roles"],
            "missing": [{"capability": "macros", "why": "The export has no macro events and no macros file."}],
            "undecidable": [
                {
                    "pack": "executive_escalations",
                    "policy": "transfer-to-ee",
                    "duty": "consultation",
                    "reason": "No internal note of this export has a body.",
                }
            ],
        },
        "tickets": {
            "read": 1_204,
            "in_scope": len(made),
            "not_applicable": 1_204 - len(made),
            "by_verdict": by_verdict,
            "unreadable": 1,
            "weeks": _weeks(by_verdict, verdicts),
            "cases": told,
        },
        "policies": _policies(verdicts),
        "clauses": [
            {
                "id": "KB-1",
                "paraphrase": "Says what the queue is for.",
                "state": "not-checkable",
                "why": "It asks nothing of anybody.",
            },
            *({"id": name, "paraphrase": text, "state": "encoded", "why": None} for name, text in PARAPHRASE.items()),
        ],
        "agents": _agents(verdicts),
        "unflagged": {
            "seed": 1,
            "unflagged": 412,
            "flagged": 3,
            "sample": [{"ticket_id": "77", "at": "2026-11-10T08:00:00Z", "words": "How do I change <my> address?"}],
        },
        "review": [
            {
                "ticket_id": "47020",
                "type": "legal-threat",
                "phrase": "my rights",
                "sentence": "I know my rights <script>.",
                "at": "2026-11-10T12:00:00Z",
            },
            {"ticket_id": "47031", "type": "press", "phrase": None, "sentence": None, "at": "2026-11-11T12:00:00Z"},
        ],
        "decisions": nothing_decided(),
        "past": None,
        "earlier": [],
        "scores": no_scores(),
        "verdicts": verdicts,
    }


def empty_document() -> dict[str, Any]:
    """An audit in which no duty was triggered."""
    found = document()
    found["verdicts"], found["agents"], found["review"] = [], [], []
    found["policies"] = _policies([])
    nothing = _counts([])
    found["tickets"] = {
        **found["tickets"],
        "in_scope": 0,
        "not_applicable": 1_204,
        "by_verdict": nothing,
        "weeks": [],
        "cases": [],
    }
    return found


def crowded_document(low: int = 700, high: int = 20) -> dict[str, Any]:
    """More findings than stand on a page."""
    found = document()
    at = utc("11-10 09:00")
    medium = [
        row(str(90_000 + n), "transfer-to-ee/listed-contact", "violated", "11-10 09:00", "206", types=())
        for n in range(low)
    ]
    critical = [
        row(str(80_000 + n), "silent-contact/silence", "violated", "11-10 09:00", "204", types=("subpoena",))
        for n in range(high)
    ]
    added = [(case(item["ticket_id"], None, "11-10 09:00", []), item) for item in [*medium, *critical]]
    found["verdicts"] += [item for _, item in added]
    found["tickets"]["cases"] += [
        {**told, "verdict": "violated", "created_at": z(at + timedelta(hours=1))} for told, _ in added
    ]
    for number in ("read", "in_scope"):
        found["tickets"][number] += len(added)
    found["tickets"]["by_verdict"]["violated"] += len(added)
    found["tickets"]["weeks"][-1].update(in_scope=found["tickets"]["in_scope"], **found["tickets"]["by_verdict"])
    found["policies"], found["agents"] = _policies(found["verdicts"]), _agents(found["verdicts"])
    return found

"""How heavy a weekly page gets, and how soon it can be used, for a document of many findings.

    python benchmarks/report.py 1000 100000

Writes the page of a made-up document (many agents, duties, tickets, subjects and times), then opens it in Chromium
and filters: the bytes, the seconds and megabytes of writing it, the milliseconds until the first filtered line shows,
and those of a search after that. Every size runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor.decisions import nothing_decided
from auditor.outputs.weekly import report
from auditor.scores import no_scores

SEED = 20_261_116
AS_OF = datetime(2026, 11, 16, 8, tzinfo=UTC)
WEEKS, AGENTS, TEAMS, POLICIES, DUTIES = 8, 400, 24, 8, 40
SEVERITIES = ("critical", "high", "medium", "low")
SHARES = (0.003, 0.25, 0.5, 0.247)
TYPES = tuple(f"{kind}-{about}" for kind in ("refund", "privacy", "press", "legal", "fraud") for about in "abcde")
# Words are as frequent as words are (Zipf); names are many.
SUBJECTS = """account payment refund order invoice transfer delivery contract review profile message card charge dispute
help question urgent missing broken late double unknown please again still never access login locked verify document
statement tax report copy number date address company client freelancer project hours bonus milestone fee"""
WORDS = SUBJECTS.split()
USE = [1 / place for place in range(1, len(WORDS) + 1)]
FIRST = ("Ada", "Bea", "Cyd", "Dov", "Eli", "Fay", "Gus", "Hal", "Ida", "Jun", "Kai", "Lea", "Max", "Nia", "Oto", "Pia")
LAST = ("Adler", "Blum", "Costa", "Dietz", "Ekdal", "Falk", "Grau", "Horn", "Ilves", "Jansen", "Kern", "Lopez", "Moser")
CHANNELS = ("web", "email", "chat")


def made_up(findings: int) -> dict[str, Any]:
    """A result document with so many violated duties, and half as many that were kept."""
    chance = random.Random(SEED)
    verdicts = [_row(chance, place, findings) for place in range(findings + findings // 2)]
    verdicts.sort(key=lambda row: (row["ticket_id"], row["trigger"]["at"], row["duty"]))
    cases = _cases(chance, verdicts)
    by_verdict = _counts(case["verdict"] for case in cases)
    return {
        "schema": "auditor-result/1", "manifest": _manifest(), "rows": _rows(findings),
        "capabilities": {"shown": ["bodies"], "missing": [], "undecidable": []},
        "tickets": {
            "read": 2 * len(cases), "in_scope": len(cases), "not_applicable": len(cases), "by_verdict": by_verdict,
            "unreadable": 0, "weeks": _weeks(verdicts), "cases": cases,
        },
        "policies": _policies(verdicts), "clauses": [], "agents": _agents(verdicts), "review": [],
        "unflagged": {"seed": 1, "unflagged": 0, "flagged": len(cases), "sample": []},
        "decisions": nothing_decided(), "past": None, "earlier": [], "scores": no_scores(), "verdicts": verdicts,
    }  # fmt: skip


def _row(chance: random.Random, place: int, findings: int) -> dict[str, Any]:
    """Tickets are numbered as they come; what is due on one begins within three days, mostly for one agent."""
    number, duty = chance.randrange(max(1, findings * 3 // 5)), chance.randrange(DUTIES)
    ticket, span = str(4_000_000 + number * 7 + number % 5), WEEKS * 7 * 86_400 - 3 * 86_400
    agent = number * 7_919 % AGENTS if chance.random() < 0.7 else chance.randrange(AGENTS)
    begun = number / max(1, findings * 3 // 5) * span + chance.randrange(3 * 86_400)
    at = AS_OF - timedelta(days=WEEKS * 7) + timedelta(seconds=int(begun))
    verdict = "violated" if place < findings else "complied"
    severity = chance.choices(SEVERITIES, SHARES)[0]
    who = {"id": str(700 + agent), "name": _name(agent), "kind": "agent", "why": "assignee when the deadline passed"}
    elapsed = chance.randrange(15_000, 90_000)
    return {
        "fingerprint": sha256(f"{place} {ticket} {duty}".encode()).hexdigest()[:16], "ticket_id": ticket,
        "pack": "many", "policy": f"policy-{duty % POLICIES}", "duty": f"duty-{duty}", "clauses": [f"KB-{duty}.1"],
        "contact_types": [chance.choice(TYPES)], "verdict": verdict, "final": True, "repaired": chance.random() < 0.2,
        "reason": None, "witness": [f"{ticket}-2"], "due_at": _z(at + timedelta(hours=4)),
        "trigger": {"event_id": f"{ticket}-0", "at": _z(at), "phrase": None, "span": None},
        "elapsed_seconds": float(elapsed), "allowed_seconds": 14_400.0, "clock": "business", "responsible": who,
        "group": {"id": str(30 + agent % TEAMS), "name": f"Team {agent % TEAMS}"}, "severity": severity,
        "counterfactual": None,
        "standing": {
            "enforcement": "hard", "waiver": None, "override": None, "baseline": None, "disposition": None,
            "reviewed": verdict, "fails": verdict == "violated",
        },
    }  # fmt: skip


def _name(agent: int) -> str:
    return f"{FIRST[agent % len(FIRST)]} {LAST[agent // len(FIRST) % len(LAST)]} {agent // 208 or ''}".strip()


def _z(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _cases(chance: random.Random, verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A case per ticket, with five events where something was broken."""
    worst: dict[str, tuple[str, str]] = {}
    for row in verdicts:
        if row["verdict"] == "violated" or row["ticket_id"] not in worst:
            worst[row["ticket_id"]] = (row["verdict"], row["trigger"]["at"])
    return [
        {
            "ticket_id": ticket,
            "subject": " ".join(chance.choices(WORDS, USE, k=chance.randrange(2, 7))).capitalize(),
            "requester": {"id": None, "name": f"Requester {ticket}"}, "channel": chance.choice(CHANNELS),
            "created_at": at, "verdict": verdict, "history_sha256": "0" * 64, "contacts": [],
            "timeline": [_event(chance, ticket, turn, at) for turn in range(5)] if verdict == "violated" else [],
        }
        for ticket, (verdict, at) in worst.items()
    ]  # fmt: skip


def _event(chance: random.Random, ticket: str, turn: int, at: str) -> dict[str, Any]:
    when = datetime.fromisoformat(at.replace("Z", "+00:00")) + timedelta(hours=turn)
    agent = chance.randrange(AGENTS)
    return {
        "event_id": f"{ticket}-{turn}", "at": _z(when), "update": f"{ticket}-{turn}", "kind": "message",
        "channel": "web", "public": True, "field": None, "value": None, "previous_value": None, "macro": None,
        "actor": {"id": str(700 + agent), "name": _name(agent), "role": "agent" if turn % 2 else "requester"},
        "text": " ".join(WORDS[turn * 5 :]),
    }  # fmt: skip


def _counts(verdicts: Any) -> dict[str, int]:
    found = Counter(verdicts)
    return {verdict: found[verdict] for verdict in ("violated", "indeterminate", "pending", "complied")}


def _weeks(verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, Counter[tuple[str, str]]] = {}
    for row in verdicts:
        at = datetime.fromisoformat(row["trigger"]["at"].replace("Z", "+00:00"))
        found.setdefault(f"{at:%G-W%V}", Counter())[row["policy"], row["verdict"]] += 1
    return [
        {
            "week": week, "in_scope": counts.total(),
            **_counts(verdict for (_, verdict), number in counts.items() for _ in range(number)),
            "policies": [
                {
                    "pack": "many", "policy": policy, "violated": counts[policy, "violated"], "indeterminate": 0,
                    "pending": 0, "complied": counts[policy, "complied"],
                }
                for policy in sorted({policy for policy, _ in counts})
            ],
        }
        for week, counts in sorted(found.items())
    ]  # fmt: skip


def _policies(verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counts = Counter((row["duty"], row["verdict"]) for row in verdicts)
    return [
        {
            "pack": "many", "policy": f"policy-{policy}", "title": f"Policy number {policy} of this desk",
            "file": f"duties/policy_{policy}.yaml",
            "duties": [
                {
                    "duty": f"duty-{duty}", "title": f"What duty {duty} asks is done within 4 business hours",
                    "clauses": [f"KB-{duty}.1"], "severity": "medium", "line": duty, "kb": None,
                    "counts": {
                        "violated": counts[f"duty-{duty}", "violated"], "indeterminate": 0, "pending": 0,
                        "complied": counts[f"duty-{duty}", "complied"],
                    },
                }
                for duty in range(policy, DUTIES, POLICIES)
            ],
        }
        for policy in range(POLICIES)
    ]  # fmt: skip


def _agents(verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counts = Counter((row["responsible"]["id"], row["responsible"]["name"], row["verdict"]) for row in verdicts)
    return [
        {
            "id": id_, "name": name, "kind": "agent",
            "in_scope": counts[id_, name, "violated"] + counts[id_, name, "complied"],
            "violated": counts[id_, name, "violated"], "pending": 0, "indeterminate": 0,
            "complied": counts[id_, name, "complied"], "weeks": [],
        }
        for id_, name in sorted({(id_, name) for id_, name, _ in counts})
    ]  # fmt: skip


def _manifest() -> dict[str, Any]:
    return {
        "auditor_version": "0", "as_of": _z(AS_OF), "timezone": "Europe/Berlin", "since": None, "until": None,
        "attributed_by": "trigger", "packs": [], "parameters": {}, "inputs": [], "shape": "made up", "fail_on": None,
        "options": {}, "privacy": {"masked": True, "pseudonymised": False},
    }  # fmt: skip


def _rows(read: int) -> dict[str, Any]:
    return {
        "read": read, "used": read, "duplicate": 0, "quarantined": 0, "by_file": [], "quarantine": [],
        "unknown_event_types": [], "notes": [],
    }  # fmt: skip


def opened(page: Path) -> dict[str, float]:
    """Milliseconds in Chromium: from the address to the first filtered line of the packed ones, and a search."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page()
        tab.goto("about:blank")  # the browser's own start is not the page's
        start = time.perf_counter()
        tab.goto(f"{page.as_uri()}#?severity=low")
        tab.wait_for_function("!document.getElementById('filter-count').textContent.includes('Opening')")
        usable = time.perf_counter() - start
        search = tab.evaluate(SEARCH)
        browser.close()
    return {"usable_ms": round(usable * 1000), "search_ms": round(search)}


SEARCH = """() => {
    const field = document.getElementById('filter-text');
    document.getElementById('filter-clear').click();
    field.value = 'refund missing';
    const start = performance.now();
    field.dispatchEvent(new Event('input', { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - start;
}"""


def measure(findings: int) -> dict[str, Any]:
    """One page of so many findings."""
    result = made_up(findings)
    before = _peak()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        (page, *others) = report.write(result, Path(folder))
        seconds = time.perf_counter() - start
        return {
            "findings": findings, "bytes": page.stat().st_size, "files": 1 + len(others),
            "write_s": round(seconds, 2), "document_MB": before, "more_MB": _peak() - before, **opened(page),
        }  # fmt: skip


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    for findings in map(int, sys.argv[1:] or ["1000", "100000"]):
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(findings)], check=True, stdout=subprocess.PIPE, text=True
        )
        print(done.stdout.strip())


if __name__ == "__main__":
    main()

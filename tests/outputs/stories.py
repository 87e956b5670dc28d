"""The cases of the hand-made document, each with its history and its verdict rows."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

HOSTILE_SUBJECT = '"><script>alert("subject")</script> & \'quoted\''
HOSTILE_BODY = (
    "<script>document.title = 'owned'</script><img src=x onerror=alert(1)> {{ 7 * 7 }} </textarea>"
    "<a href='https://evil.example/'>click</a> I will take you to court over this. \u202etxet desrever \x00\x07 end"
)
ARABIC = "سأرفع دعوى قضائية ضدكم إذا لم تعيدوا أموالي اليوم. I will sue Upwork. 🙏🏽🔥"
LONG = (
    "I have been patient. " * 60 + "My lawyer will be in touch with Upwork on Monday. " + "Nobody ever answers. " * 120
)
UNBROKEN = "A" * 900

AGENTS = {
    "201": "Maria Keller",
    "202": "Jonas Lindqvist",
    "203": "Aïcha Benali",
    "204": "Tom O’Hara",
    "205": "Priya Raman",
    "206": "Wei Chen",
    "207": None,
}
DUTIES = {
    "threat/touch-response": ("A touch response goes out within 4 business hours", ["KB-3.1"], "high"),
    "threat/macro-and-note": ("The macro and an internal note follow the touch response", ["KB-3.2"], "medium"),
    "threat/no-detail-questions": ("Nobody asks the requester for details", ["KB-3.3"], "medium"),
    "threat/left-open": ("The ticket is left open after the touch response", ["KB-3.4"], "medium"),
    "threat/not-solved-before-ee": ("The ticket stays unsolved until Executive Escalations has it", ["KB-3.4"], "high"),
    "silent-contact/transfer": ("The ticket moves to Executive Escalations within 8 business hours", ["KB-4"], "high"),
    "silent-contact/silence": ("Nobody answers the contact before the move", ["KB-4"], "critical"),
    "silent-contact/no-automated-contact": ("No rule writes to the contact before the move", ["KB-4"], "low"),
    "attorney-conversation/advice": (
        "The next turn says that we cannot help with legal questions",
        ["KB-6.2a"],
        "high",
    ),
    "transfer-to-ee/listed-contact": ("A move to Executive Escalations has a listed contact", ["KB-2"], "medium"),
    "transfer-to-ee/consultation": ("A move on a weak ground names who was consulted", ["KB-2a", "KB-5"], "info"),
}
PARAPHRASE = {
    "KB-2": "What the article does not list belongs to another team.",
    "KB-2a": "In doubt, a lead or manager decides.",
    "KB-3.1": "Somebody who threatens to go public or to court gets a short public reply.",
    "KB-3.2": "The “Problematic to PR” macro goes on, and an internal note says what happened.",
    "KB-3.3": "The person is not asked to explain it all again.",
    "KB-3.4": "The ticket is submitted as open.",
    "KB-4": "Listed contacts move to Executive Escalations, and nobody writes back.",
    "KB-5": "Whoever is unsure asks the team lead.",
    "KB-6.2a": "On a chat or call the attorney hears at once that we cannot speak about legal matters.",
}
POLICIES = {
    "threat": "Threats to go public or to court",
    "silent-contact": "Contacts that get no reply",
    "attorney-conversation": "Attorneys on chats and calls",
    "transfer-to-ee": "Moves to Executive Escalations",
}


def utc(text: str) -> datetime:
    """'11-09 10:00' of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def z(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def person(identifier: str | None) -> dict[str, Any]:
    if identifier is None:
        return {"id": None, "name": None, "kind": "nobody", "why": "nobody had touched the ticket"}
    if identifier.startswith("rule:"):
        return {"id": identifier[5:], "name": "Auto-acknowledge", "kind": "rule", "why": "the rule sent it"}
    if identifier.startswith("group:"):
        return {"id": identifier[6:], "name": "Support Tier 1", "kind": "group", "why": "no agent held the ticket"}
    return {"id": identifier, "name": AGENTS[identifier], "kind": "agent", "why": "assignee when the deadline passed"}


def counterfactual(name: str, due: str | None) -> dict[str, Any]:
    """One act that was left out; where a time was set it can still be done."""
    change = {"change": "add" if due else "leave-out", "what": name, "event_id": None, "until": None}
    return {
        "would_have_complied": [{**change, "until": z(utc(due)) if due else None}],
        "still_possible": [change] if due else [],
    }


def standing(verdict: str, severity: str) -> dict[str, Any]:
    """Nobody decided anything; the run fails on what is high or worse."""
    return {
        "enforcement": "hard",
        "waiver": None,
        "override": None,
        "baseline": None,
        "disposition": None,
        "reviewed": verdict,
        "fails": verdict == "violated" and severity in ("critical", "high"),
    }


def row(
    ticket: str,
    duty: str,
    verdict: str,
    at: str,
    who: str | None = "201",
    *,
    types: tuple[str, ...] = ("legal-threat",),
    phrase: str | None = None,
    span: list[int] | None = None,
    trigger: str | None = "e1",
    witness: tuple[str, ...] = (),
    due: str | None = None,
    elapsed: float | None = None,
    allowed: float | None = None,
    reason: str | None = None,
    final: bool = True,
    repaired: bool = False,
) -> dict[str, Any]:
    policy, name = duty.split("/")
    return {
        "fingerprint": f"{ticket}-{name}-{at.replace(' ', 't').replace(':', '')}",
        "ticket_id": ticket,
        "pack": "executive_escalations",
        "policy": policy,
        "duty": name,
        "clauses": DUTIES[duty][1],
        "contact_types": list(types),
        "verdict": verdict,
        "final": final and verdict != "pending",
        "repaired": repaired,
        "reason": reason,
        "trigger": {
            "event_id": f"{ticket}-{trigger}" if trigger else None,
            "at": z(utc(at)),
            "phrase": phrase,
            "span": span,
        },
        "witness": [f"{ticket}-{name}" for name in witness],
        "counterfactual": counterfactual(name, due) if verdict == "violated" else None,
        "standing": standing(verdict, DUTIES[duty][2]),
        "group": {"id": "31", "name": "Tier 1"} if who else None,
        "due_at": z(utc(due)) if due else None,
        "elapsed_seconds": elapsed,
        "allowed_seconds": allowed,
        "clock": "business" if allowed and allowed > 3600 else "wall",
        "responsible": person(who),
        "severity": DUTIES[duty][2],
    }


def event(
    ticket: str, name: str, at: str, kind: str, actor: tuple[str | None, str | None], **more: Any
) -> dict[str, Any]:
    """`actor` is (id, role)."""
    identifier, role = actor
    names = {**AGENTS, "901": "Dana Whitfield", "902": None, "15": "Auto-acknowledge"}
    empty = {"channel": "web", "public": None, "text": None, "field": None, "value": None, "previous_value": None}
    return {
        "event_id": f"{ticket}-{name}",
        "at": z(utc(at)),
        "update": more.pop("update", f"{ticket}-{name}"),
        "kind": kind,
        "actor": {"id": identifier, "name": names.get(identifier or ""), "role": role} if identifier or role else None,
        "macro": None,
        **empty,
        **more,
    }


def case(ticket: str, subject: str | None, at: str, contacts: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "ticket_id": ticket,
        "subject": subject,
        "requester": {"id": "901", "name": "Dana Whitfield"},
        "channel": "web",
        "created_at": z(utc(at)),
        "history_sha256": sha256(ticket.encode()).hexdigest(),
        "contacts": contacts,
        "timeline": [],
        **more,
    }


def contact(ticket: str, kind: str, at: str, phrase: str | None, sentence: str | None, **more: Any) -> dict[str, Any]:
    base = {"type": kind, "tier": "certain", "event_id": f"{ticket}-e1", "at": z(utc(at)), "phrase": phrase}
    return {**base, "span": None, "sentence": sentence, **more}


OUTSIDE, RULE = ("901", "requester"), ("15", "rule")


def silence_broken() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A subpoena was answered, moved late, and a rule wrote too: three findings of one ticket."""
    ticket, at, agent = "48211", "11-10 14:20", ("204", "agent")
    phrase, sentence = "a subpoena", "please find attached a subpoena for the account records of one of your clients."
    text = f"To whom it may concern,\n\n{sentence}\n\nD. Whitfield, paralegal"
    says = {"types": ("subpoena",), "phrase": phrase, "span": [text.index(phrase), text.index(phrase) + len(phrase)]}
    timeline = [
        event(ticket, "e1", at, "message", OUTSIDE, public=True, text=text, update="u1"),
        event(ticket, "e2", at, "set", OUTSIDE, field="status", value="new", update="u1"),
        event(ticket, "e3", at, "set", OUTSIDE, field="group", value="Support Tier 1", update="u1"),
        event(ticket, "e4", at, "notification", RULE, update="u1", channel="rule"),
        event(ticket, "e5", "11-10 15:02", "change", agent, field="assignee", value="Tom O’Hara", previous_value=""),
        event(ticket, "e6", "11-10 15:04", "change", agent, field="status", value="open", previous_value="new"),
        event(
            ticket,
            "e7",
            "11-10 15:10",
            "message",
            agent,
            public=False,
            text="Looks like one for Legal, asking Priya.",
            update="u7",
        ),
        event(
            ticket,
            "e8",
            "11-10 15:41",
            "message",
            agent,
            public=True,
            update="u8",
            text="Hello Dana,\n\nthank you for your patience. Which account is this about?\n\nTom",
        ),
        event(
            ticket,
            "e9",
            "11-10 15:41",
            "change",
            agent,
            field="status",
            value="pending",
            previous_value="open",
            update="u8",
        ),
        event(
            ticket,
            "e10",
            "11-12 10:30",
            "change",
            ("205", "agent"),
            field="group",
            value="Executive Escalations",
            previous_value="Support Tier 1",
        ),
    ]
    rows = [
        row(ticket, "silent-contact/silence", "violated", at, "204", witness=("e8",), elapsed=4860, **says),
        row(
            ticket,
            "silent-contact/transfer",
            "violated",
            at,
            "204",
            due="11-11 14:20",
            witness=("e10",),
            elapsed=43800,
            allowed=28800,
            repaired=True,
            **says,
        ),
        row(
            ticket, "silent-contact/no-automated-contact", "violated", at, "rule:15", witness=("e4",), elapsed=0, **says
        ),
    ]
    found = case(ticket, "Subpoena – records request", at, [contact(ticket, "subpoena", at, phrase, sentence)])
    return {**found, "timeline": timeline}, rows


def hostile() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Ticket text that tries to be markup, in every place that a ticket has text."""
    ticket, at = "48307", "11-11 09:05"
    phrase = "take you to court"
    says = {"phrase": phrase, "span": [HOSTILE_BODY.index(phrase), HOSTILE_BODY.index(phrase) + len(phrase)]}
    contacts = [contact(ticket, "legal-threat", at, phrase, "I will take you to court over this. <b>")]
    timeline = [
        event(ticket, "e1", at, "message", ("902", "requester"), public=True, text=HOSTILE_BODY),
        event(ticket, "e2", "11-11 09:30", "message", ("203", "agent"), public=False, text=ARABIC),
        event(
            ticket,
            "e3",
            "11-11 09:41",
            "change",
            ("203", "agent"),
            field="<i>field</i>",
            value="<u>new</u>",
            previous_value='"old"',
        ),
        event(ticket, "e4", "11-11 09:42", "message", ("203", "agent"), public=True, text=UNBROKEN),
    ]
    rows = [
        row(
            ticket, "threat/touch-response", "complied", at, "203", witness=("e4",), elapsed=2220, allowed=14400, **says
        ),
        row(ticket, "threat/no-detail-questions", "violated", at, "203", witness=("e4",), elapsed=2220, **says),
        row(ticket, "threat/left-open", "violated", "11-11 09:42", None, trigger="e4", witness=("e4",)),
    ]
    requester = {"id": "902", "name": '<img src="x" onerror="alert(2)">'}
    return {**case(ticket, HOSTILE_SUBJECT, at, contacts), "requester": requester, "timeline": timeline}, rows


def touch_missed(
    ticket: str, at: str, due: str, who: str, text: str, phrase: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A threat that nobody answered in time."""
    says = {"phrase": phrase, "span": [text.index(phrase), text.index(phrase) + len(phrase)]}
    agent = (who if who in AGENTS else "206", "agent")
    hours = [f"{at[:6]}{int(at[6:8]) + 1:02d}:{minute:02d}" for minute in (1, 4, 9, 12, 17, 21)]
    changes = [
        event(
            ticket,
            f"c{place}",
            moment,
            "change",
            agent,
            field="tags",
            value=f"billing tag{place}",
            previous_value="billing",
        )
        for place, moment in enumerate(hours)
    ]
    timeline = [
        event(ticket, "e1", at, "message", OUTSIDE, public=True, text=text),
        *changes,
        event(ticket, "e9", "11-13 16:00", "message", agent, public=False, text="Waiting for billing, no news."),
    ]
    rows = [
        row(ticket, "threat/touch-response", "violated", at, who, due=due, elapsed=70_000, allowed=14400, **says),
        row(ticket, "threat/not-solved-before-ee", "complied", at, who, final=False, **says),
    ]
    found = case(ticket, "Where is my money???", at, [contact(ticket, "legal-threat", at, phrase, None)])
    return {**found, "timeline": timeline}, rows


def attorney_chat() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An attorney on a chat of many turns; the advice came too late."""
    ticket, at, agent = "48350", "11-12 13:00", ("202", "agent")
    said = {"channel": "chat", "public": True}
    turns = [
        event(
            ticket,
            f"t{n}",
            f"11-12 13:{n + 2:02d}",
            "message",
            agent if n % 2 else OUTSIDE,
            text=f"Turn number {n}, nothing of note.",
            **said,
        )
        for n in range(1, 9)
    ]
    timeline = [
        event(
            ticket, "e1", at, "message", OUTSIDE, text="Hello, I represent a client of yours as her attorney.", **said
        ),
        event(ticket, "e2", "11-12 13:01", "message", agent, text="Happy to help! What does she need?", **said),
        *turns,
        event(ticket, "e20", "11-12 13:15", "conversation-end", agent, channel="chat"),
        event(
            ticket,
            "e21",
            "11-12 13:20",
            "change",
            agent,
            field="group",
            value="Executive Escalations",
            previous_value="Chat",
        ),
    ]
    says = {"types": ("attorney",), "phrase": "her attorney", "span": None}
    rows = [row(ticket, "attorney-conversation/advice", "violated", at, "202", witness=("e2",), elapsed=60, **says)]
    found = case(
        ticket,
        None,
        at,
        [contact(ticket, "attorney", at, "her attorney", "I represent a client of yours as her attorney.")],
    )
    return {**found, "channel": "chat", "timeline": timeline}, rows


def over_escalated(ticket: str, at: str, who: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A ticket about an invoice was moved, though nothing in it is listed."""
    timeline = [
        event(ticket, "e1", at, "message", OUTSIDE, public=True, text="Could you send me last month's invoice again?"),
        event(
            ticket,
            "e2",
            at[:6] + "15:00",
            "change",
            (who, "agent"),
            field="group",
            value="Executive Escalations",
            previous_value="Support Tier 1",
        ),
    ]
    rows = [
        row(
            ticket,
            "transfer-to-ee/listed-contact",
            "violated",
            at,
            who,
            types=(),
            trigger="e2",
            witness=("e2",),
            elapsed=0,
        )
    ]
    return {**case(ticket, "Invoice", at, []), "timeline": timeline}, rows


def waiting(
    ticket: str, at: str, due: str, who: str | None, duty: str, kind: str, sentence: str, phrase: str
) -> tuple[Any, Any]:
    """A duty that can still be met."""
    timeline = [event(ticket, "e1", at, "message", OUTSIDE, public=True, text=sentence)]
    rows = [row(ticket, duty, "pending", at, who, types=(kind,), phrase=phrase, due=due, elapsed=1200, allowed=14400)]
    found = case(ticket, f"About {kind.replace('-', ' ')}", at, [contact(ticket, kind, at, phrase, sentence)])
    return {**found, "timeline": timeline}, rows


def unknown(ticket: str, at: str, duty: str, reason: str) -> tuple[Any, Any]:
    """A duty that this export cannot judge."""
    timeline = [event(ticket, "e1", at, "message", (None, None), public=None, text=None)]
    rows = [row(ticket, duty, "indeterminate", at, "group:31", reason=reason, types=("legal-threat",))]
    return {**case(ticket, "(redacted)", at, []), "requester": None, "created_at": None, "timeline": timeline}, rows


def ordinary(number: int) -> tuple[Any, Any]:
    """A case in which every duty was kept."""
    at = f"11-{9 + number % 5:02d} {9 + number % 7:02d}:{number % 60:02d}"
    ticket, who = str(47000 + number), list(AGENTS)[number % 6 if number % 30 else 6]
    if number % 3:
        rows = [
            row(ticket, "threat/touch-response", "complied", at, who, witness=("e2",), elapsed=3000, allowed=14400),
            row(ticket, "threat/macro-and-note", "complied", at, who, trigger="e2", witness=("e2",)),
            row(ticket, "threat/no-detail-questions", "complied", at, who, final=False),
        ]
    else:
        rows = [
            row(
                ticket,
                "silent-contact/transfer",
                "complied",
                at,
                who,
                types=("tax-residency",),
                elapsed=900,
                allowed=28800,
            ),
            row(ticket, "silent-contact/silence", "complied", at, who, types=("tax-residency",)),
        ]
    return case(ticket, f"Ordinary case {number}", at, []), rows


def cases() -> list[tuple[Any, Any]]:
    wait = "Answer me, or I will post all of this on LinkedIn."
    return [
        silence_broken(),
        hostile(),
        attorney_chat(),
        touch_missed("48190", "11-09 10:12", "11-09 14:12", "202", LONG, "My lawyer will be in touch with Upwork"),
        touch_missed("48402", "11-12 15:30", "11-13 11:30", "group:31", ARABIC, "sue Upwork"),
        touch_missed("48355", "11-12 09:00", "11-12 13:00", "207", "Refund me or I sue.", "I sue"),
        over_escalated("48111", "11-09 12:00", "206"),
        over_escalated("48377", "11-12 12:30", "202"),
        over_escalated("48391", "11-13 11:15", "204"),
        waiting(
            "48420",
            "11-13 16:10",
            "11-16 12:10",
            "203",
            "threat/touch-response",
            "social-media-threat",
            wait,
            "post all of this on LinkedIn",
        ),
        waiting(
            "48431",
            "11-13 13:15",
            "11-16 09:15",
            "206",
            "threat/touch-response",
            "legal-threat",
            "You will hear from my solicitor.",
            "hear from my solicitor",
        ),
        waiting(
            "48433",
            "11-13 16:40",
            "11-16 16:40",
            None,
            "silent-contact/transfer",
            "copyright",
            "These photos are mine and were taken from my site.",
            "taken from my site",
        ),
        waiting(
            "48436",
            "11-13 16:55",
            "11-16 16:55",
            "group:31",
            "silent-contact/transfer",
            "soc-report",
            "Please send your current SOC 2 report.",
            "SOC 2 report",
        ),
        waiting(
            "48440",
            "11-13 12:00",
            "11-16 08:00",
            "201",
            "threat/touch-response",
            "legal-threat",
            "See you in small claims court.",
            "See you in small claims court",
        ),
        unknown(
            "48201", "11-10 08:00", "threat/touch-response", "redacted: the requester's first message was redacted"
        ),
        unknown("48202", "11-10 08:30", "threat/macro-and-note", "not-exported: this export carries no macros"),
        unknown("48203", "11-10 08:45", "threat/macro-and-note", "not-exported: this export carries no macros"),
        *(ordinary(number) for number in range(1, 70)),
    ]

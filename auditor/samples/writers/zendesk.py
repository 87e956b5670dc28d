"""The Zendesk shape: tickets and audits as line files, users, groups and macros as API pages.

Ids are integers where Zendesk writes integers (above 2^53, so that a float would show), and texts where it writes
texts: the values of fields, and the macro of a macro reference.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from auditor.samples import desk
from auditor.samples.calendar import iso
from auditor.samples.model import (
    Absorbed,
    Call,
    ChatEnd,
    ChatStart,
    Field,
    Macro,
    MacroUse,
    MergedAway,
    Message,
    Notice,
    Oddity,
    Part,
    Person,
    Privacy,
    Rating,
    Redaction,
    Rule,
    Ticket,
    Turn,
    Update,
)
from auditor.samples.writers.files import line, opened, write_json
from auditor.samples.writers.merge_words import message_text

Row = dict[str, Any]
AUDITS_FROM = 9_100_000_000_000_000
EVENTS_FROM = 9_200_000_000_000_000
SYSTEM = -1
FIELD_NAMES = {"group": "group_id", "assignee": "assignee_id", "requester": "requester_id"}
SMALL = 5_000  # tickets; up to here the audits are packed and carry their html, as small downloads do
CUSTOM_STATUSES = (
    (360050000001, "new", "New"),
    (360050000002, "open", "Open"),
    (360050000003, "pending", "Pending"),
    (360050000011, "open", "With the PR team"),
    (360050000012, "pending", "Waiting for documents"),
)
INTEGER_CHANNELS = {"web": 0, "email": 4, "api": 5, "rule": 8, "merge": 19, "chat": 29, "voicemail": 33, "call": 34}
SPECIAL_CHANNELS = {"suspended": 21, "import": 39, "linked-problem": 9, "follow-up": 27}


class ZendeskWriter:
    """Writes tickets one after the other; the people met on the way are written at the end."""

    def __init__(self, folder: Path, tickets: int) -> None:
        self.folder, self.small = folder, tickets <= SMALL
        self.people: dict[str, Person] = {person.user_id: person for person in desk.STAFF}

    def write(self, tickets: Iterable[Ticket]) -> None:
        """All files of the export."""
        audits = self.folder / ("ticket_audits.jsonl.gz" if self.small else "ticket_audits.jsonl")
        with opened(self.folder / "tickets.jsonl", False) as heads, opened(audits, self.small) as history:
            for ticket in tickets:
                rows = self._audits(ticket)
                for row in rows:
                    history.write(line(row))
                for row in _repeated(ticket, rows):
                    history.write(line(row))
                heads.write(line(self._ticket(ticket)))
        self._accounts()

    def _accounts(self) -> None:
        people = [_user(person) for _, person in sorted(self.people.items()) if person.exported]
        _pages(self.folder / "users.json", "users", people)
        groups = [{"id": int(group.group_id), "name": group.name, "deleted": False} for group in desk.GROUPS]
        _pages(self.folder / "groups.json", "groups", groups)
        _pages(self.folder / "macros.json", "macros", [_macro(macro) for macro in desk.MACROS])
        statuses = [
            {"id": number, "status_category": category, "agent_label": label, "active": True}
            for number, category, label in CUSTOM_STATUSES
        ]
        _pages(self.folder / "custom_statuses.json", "custom_statuses", statuses)

    def _meet(self, person: Person | None) -> int:
        if person is None:
            return SYSTEM
        self.people.setdefault(person.user_id, person)
        return int(person.user_id)

    def _ticket(self, ticket: Ticket) -> Row:
        state = ticket.state
        last = max(update.at for update in ticket.updates) if ticket.updates else ticket.created_at
        status = state.get("status", "new")
        via = _via(ticket.channel, ticket, ticket.requester)
        if ticket.follow_up_of:
            via = {"channel": "web", "source": {"from": {"ticket_id": int(ticket.follow_up_of)}, "rel": "follow_up"}}
        return {
            "id": int(ticket.ticket_id),
            "url": f"https://desk.example/api/v2/tickets/{ticket.ticket_id}.json",
            "via": via,
            "created_at": iso(ticket.created_at),
            "updated_at": iso(last),
            "subject": ticket.subject,
            "status": status,
            "requester_id": self._meet(ticket.requester),
            "submitter_id": self._meet(ticket.requester),
            "assignee_id": int(state["assignee"]) if state.get("assignee") else None,
            "group_id": int(state["group"]) if state.get("group") else None,
            "is_public": True,
            "tags": list(ticket.tags),
        }

    def _audits(self, ticket: Ticket) -> list[Row]:
        updates = sorted(ticket.updates, key=lambda update: (update.at, update.order))
        keys = _comment_ids(ticket)
        turns: tuple[Turn, ...] = ()
        rows = []
        for update in updates[1:] if ticket.without_first else updates:
            turns = next((part.turns for part in update.parts if isinstance(part, ChatStart)), turns)
            rows.append(self._audit(ticket, update, keys, turns))
        return rows

    def _audit(self, ticket: Ticket, update: Update, keys: dict[str, int], turns: tuple[Turn, ...]) -> Row:
        number = AUDITS_FROM + int(ticket.ticket_id) * 1000 + update.order
        first_event = EVENTS_FROM + int(ticket.ticket_id) * 100_000 + update.order * 100
        events: list[Row] = []
        for place, part in enumerate(update.parts):
            number_of_event = keys.get(getattr(part, "key", ""), 0) if isinstance(part, Message) else 0
            event = {"id": number_of_event or first_event + place, **self._event(ticket, update, part, keys)}
            events.append(event)
            if isinstance(part, ChatEnd) and part.repeats:
                events.append({"id": first_event + 90, **_transcript(turns, ticket, self._meet(ticket.requester))})
        author = self._meet(update.actor) if isinstance(update.actor, Person) else SYSTEM
        return {
            "id": str(number) if ticket.ids_as_text else number,
            "ticket_id": ticket.ticket_id if ticket.ids_as_text else int(ticket.ticket_id),
            "created_at": _styled(update.at, ticket.time_style),
            "author_id": str(author) if ticket.ids_as_text else author,
            "metadata": {"system": {"client": "desk browser", "location": "unknown"}, "custom": {}},
            "events": events,
            "via": _update_via(ticket, update),
        }

    def _event(self, ticket: Ticket, update: Update, part: Part, keys: dict[str, int]) -> Row:  # noqa: PLR0911
        match part:
            case Message():
                return self._comment(ticket, part)
            case Field():
                return _field(part)
            case MacroUse():
                return _macro_reference(part.macro)
            case Notice():
                return self._notification(part)
            case Privacy():
                return {"type": "CommentPrivacyChange", "comment_id": keys[part.key], "public": part.public}
            case Redaction():
                return {"type": "CommentRedactionEvent", "comment_id": keys[part.key]}
            case ChatStart():
                return self._chat_start(ticket, update, part)
            case ChatEnd():
                return {"type": "ChatEndedEvent", "value": {"chat_id": part.chat_id, "is_served": True, "tags": []}}
            case Call():
                return self._voice(ticket, part)
            case Rating():
                return {"type": "SatisfactionRating", "score": part.score, "body": part.words}
            case Oddity():
                return {"type": part.source_type, **dict(part.content)}
            case MergedAway() | Absorbed():
                return {"type": "Change", "field_name": "tags", "value": ["closed_by_merge"], "previous_value": []}

    def _comment(self, ticket: Ticket, part: Message) -> Row:
        text = message_text(ticket, part)
        row: Row = {
            "type": "Comment",
            "author_id": self._meet(part.author),
            "body": text,
            "plain_body": text,
            "public": part.public,
            "attachments": [],
        }
        if self.small:
            lines = "<br>".join((text if part.redacted or "&" in text else html.escape(text)).split("\n"))
            row["html_body"] = f'<div class="zd-comment" dir="auto"><p dir="auto">{lines}</p></div>'
        if part.rule:
            row["via"] = _rule_via(part.rule)
        flags = [4] * part.generated + [11] * part.on_behalf
        if flags:
            row["metadata"] = {"system": {}, "custom": {}, "flags": flags, "flags_options": {}}
        return row

    def _notification(self, part: Notice) -> Row:
        return {
            "type": "Notification",
            "via": _rule_via(part.rule),
            "subject": part.subject,
            "body": part.text,
            "recipients": [self._meet(person) for person in part.recipients],
        }

    def _chat_start(self, ticket: Ticket, update: Update, part: ChatStart) -> Row:
        history = [
            {
                "chat_index": place,
                "type": "ChatMessage",
                "actor_id": self._meet(turn.speaker) if turn.speaker else None,
                "actor_name": turn.speaker.name if turn.speaker else "Virtual assistant",
                "actor_type": _actor_type(turn, ticket),
                "message": turn.text,
                "timestamp": int((update.at + timedelta(seconds=turn.seconds)).timestamp() * 1000),
            }
            for place, turn in enumerate(part.turns, start=1)
        ]
        joined = {
            "chat_index": 0,
            "type": "ChatJoin",
            "actor_id": self._meet(ticket.requester),
            "actor_name": ticket.requester.name,
            "actor_type": "end-user",
            "timestamp": int(update.at.timestamp() * 1000),
        }
        value = {"chat_id": part.chat_id, "visitor_id": f"v-{part.chat_id}", "history": [joined, *history], "tags": []}
        return {"type": "ChatStartedEvent", "value": value}

    def _voice(self, ticket: Ticket, part: Call) -> Row:
        spoken = "\n".join(f"{_label(turn, ticket)}: {turn.text}" for turn in part.turns) or part.transcription
        author = part.answered_by if part.direction == "outbound" else ticket.requester
        numbers = ["+12025550100", "+442079460000"]
        numbers = numbers if part.direction == "inbound" else numbers[::-1]
        inbound = "inbound" if part.answered_by else "voicemail"
        return {
            "type": "VoiceComment",
            "author_id": self._meet(author),
            "public": True,
            "body": f"{'Voicemail' if part.transcription else 'Call'} from {numbers[0]}",
            "via": {"channel": "voice", "source": {"rel": "outbound" if part.direction == "outbound" else inbound}},
            "data": {
                "call_id": int(ticket.ticket_id) + 7_000_000,
                "from": numbers[0],
                "to": numbers[1],
                "started_at": iso(part.started_at),
                "call_duration": part.seconds,
                "answered_by_id": self._meet(part.answered_by) if part.answered_by else None,
                "recording_url": None,
                "transcription_text": spoken or None,
            },
        }


def _styled(at: datetime, style: str) -> str:
    written = iso(at)
    return {"Z": written, "bare": written[:-1], "fraction": written[:-1] + ".000Z", "offset": written[:-1] + "+00:00"}[
        style
    ]


def _comment_ids(ticket: Ticket) -> dict[str, int]:
    """The event id of each message that has a key: what a later redaction or privacy change points at."""
    ids = {}
    for update in ticket.updates:
        for place, part in enumerate(update.parts):
            if isinstance(part, Message) and part.key:
                ids[part.key] = EVENTS_FROM + int(ticket.ticket_id) * 100_000 + update.order * 100 + place
    return ids


def _field(part: Field) -> Row:
    name = FIELD_NAMES.get(part.field, part.field)
    row: Row = {"type": "Create" if part.created else "Change", "field_name": name, "value": part.value or None}
    if part.field == "tags":
        row["value"] = part.value.split()
    if not part.created:
        row["previous_value"] = part.previous.split() if part.field == "tags" else part.previous or None
    if part.rule:
        row["via"] = _rule_via(part.rule)
    return row


def _macro_reference(macro: Macro) -> Row:
    return {
        "type": "AgentMacroReference",
        "macro_id": macro.macro_id,
        "macro_title": macro.title,
        "macro_deleted": macro.deleted,
    }


def _rule_via(rule: Rule) -> Row:
    origin = {"deleted": False, "title": rule.title, "id": int(rule.rule_id)}
    return {"channel": "rule", "source": {"from": origin, "to": {}, "rel": rule.rel}}


def _update_via(ticket: Ticket, update: Update) -> Row:
    if isinstance(update.actor, Rule):
        return _rule_via(update.actor)
    if update.integer_channel:
        return {"channel": INTEGER_CHANNELS[update.channel], "source": {"from": {}, "to": {}, "rel": None}}
    actor = update.actor
    return _via(update.channel, ticket, actor if isinstance(actor, Person) else ticket.requester)


def _via(channel: str, ticket: Ticket, person: Person) -> Row:
    origin: Row = {}
    rel: str | None = None
    name: str | int = channel
    if channel == "email":
        origin = {"address": person.email, "name": person.name}
    elif channel in {"call", "voicemail"}:
        name, rel = "voice", "inbound" if channel == "call" else "voicemail"
    elif channel == "merge":
        sources = [one.source for update in ticket.updates for one in update.parts if isinstance(one, Absorbed)]
        name, rel = "web", "merge"
        origin = {"ticket_ids": [int(source.ticket_id) for source in sources]} if sources else {}
    elif channel in SPECIAL_CHANNELS:
        name = SPECIAL_CHANNELS[channel]
    return {"channel": name, "source": {"from": origin, "to": {}, "rel": rel}}


def _actor_type(turn: Turn, ticket: Ticket) -> str:
    if turn.speaker is None:
        return "bot"
    return "end-user" if turn.speaker == ticket.requester else "agent"


def _label(turn: Turn, ticket: Ticket) -> str:
    return "Caller" if turn.speaker == ticket.requester else "Agent"


def _transcript(turns: tuple[Turn, ...], ticket: Ticket, author: int) -> Row:
    """The whole chat once more, as a public comment (trap 25)."""
    said = "\n".join(
        f"({turn.seconds // 60:02}:{turn.seconds % 60:02}) {turn.speaker.name if turn.speaker else 'Bot'}: {turn.text}"
        for turn in turns
    )
    return {
        "type": "Comment",
        "author_id": author,
        "body": f"Chat with {ticket.requester.name}\n\n{said}",
        "plain_body": f"Chat with {ticket.requester.name}\n\n{said}",
        "public": True,
        "attachments": [],
        "via": {"channel": "chat_transcript", "source": {"from": {}, "to": {}, "rel": None}},
    }


def _repeated(ticket: Ticket, rows: list[Row]) -> list[Row]:
    """What a second page of an incremental export brings again (trap 45)."""
    if ticket.exported_again == "same":
        return rows
    if ticket.exported_again == "other":
        return [{**rows[0], "author_id": SYSTEM, "metadata": {}}]
    return []


def _user(person: Person) -> Row:
    return {
        "id": int(person.user_id),
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "active": person.active,
        "suspended": False,
        "custom_role_id": 360100000001 if person.own_role else None,
    }


def _macro(macro: Macro) -> Row:
    actions: list[Row] = [{"field": "status", "value": "open"}]
    if macro.note:
        actions = [
            {"field": "comment_mode_is_public", "value": "false"},
            {"field": "comment_value", "value": ["channel:all", macro.note]},
        ]
    return {"id": int(macro.macro_id), "title": macro.title, "active": True, "actions": actions}


def _pages(path: Path, name: str, rows: list[Row]) -> None:
    write_json(path, {name: rows, "next_page": None, "previous_page": None, "count": len(rows)})

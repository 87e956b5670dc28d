"""The tables that Fivetran makes of Zendesk: comments and the history of fields; no macros and no rules."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from auditor.samples import desk
from auditor.samples.calendar import AS_OF, FIRST_MONDAY
from auditor.samples.model import Absorbed, Call, ChatEnd, ChatStart, Field, Message, Person, Ticket, Turn, Update
from auditor.samples.writers.files import opened
from auditor.samples.writers.merge_words import message_text

Row = dict[str, Any]
COMMENTS_FROM = 9_300_000_000_000_000
FIELD_NAMES = {"group": "group_id", "assignee": "assignee_id", "requester": "requester_id"}
TABLES: dict[str, tuple[str, ...]] = {
    "ticket": (
        "id", "_fivetran_synced", "assignee_id", "created_at", "group_id", "is_public", "requester_id", "status",
        "subject", "submitter_id", "updated_at", "via_channel", "merged_ticket_ids", "via_followup_source_id",
    ),
    "ticket_comment": (
        "id", "_fivetran_synced", "body", "created", "facebook_comment", "public", "ticket_id", "tweet", "user_id",
        "voice_comment",
    ),
    "ticket_field_history": ("field_name", "ticket_id", "updated", "_fivetran_synced", "user_id", "value"),
    "ticket_tag": ("tag", "ticket_id", "_fivetran_synced"),
    "ticket_chat": ("chat_id", "_fivetran_synced", "channel", "ticket_id", "user_id", "visitor_id"),
    "ticket_chat_event": (
        "chat_id", "created_at", "_fivetran_synced", "actor_id", "chat_index", "is_history_context", "message",
        "original_message", "type",
    ),
    "user": ("id", "_fivetran_synced", "active", "email", "name", "role", "suspended", "updated_at"),
    "group": ("id", "_fivetran_deleted", "_fivetran_synced", "created_at", "name", "updated_at"),
}  # fmt: skip


class FivetranWriter:
    """Writes tickets one after the other; the people met on the way are written at the end."""

    def __init__(self, folder: Path, tickets: int) -> None:
        self.folder, self.tickets = folder, tickets
        self.people: dict[str, Person] = {person.user_id: person for person in desk.STAFF}

    def write(self, tickets: Iterable[Ticket]) -> None:
        """All tables of the export."""
        with ExitStack() as open_files:
            tables = {}
            for name, columns in TABLES.items():
                file = open_files.enter_context(opened(self.folder / f"{name}.csv", False))
                tables[name] = csv.DictWriter(file, columns, restval="", lineterminator="\n")
                tables[name].writeheader()
            for ticket in tickets:
                for name, row in self._rows(ticket):
                    tables[name].writerow({"_fivetran_synced": _time(AS_OF), **row})
            for name, row in self._accounts():
                tables[name].writerow({"_fivetran_synced": _time(AS_OF), **row})

    def _accounts(self) -> Iterator[tuple[str, Row]]:
        for _, person in sorted(self.people.items()):
            if person.exported:
                yield "user", {
                    "id": person.user_id, "active": _flag(person.active), "email": person.email, "name": person.name,
                    "role": person.role, "suspended": "FALSE", "updated_at": _time(FIRST_MONDAY),
                }  # fmt: skip
        for group in desk.GROUPS:
            moment = _time(FIRST_MONDAY - timedelta(days=400))
            named = {"id": group.group_id, "name": group.name, "_fivetran_deleted": "FALSE"}
            yield "group", {**named, "created_at": moment, "updated_at": moment}

    def _meet(self, person: Person) -> str:
        self.people.setdefault(person.user_id, person)
        return person.user_id

    def _rows(self, ticket: Ticket) -> Iterator[tuple[str, Row]]:
        updates = sorted(ticket.updates, key=lambda update: (update.at, update.order))
        yield "ticket", self._ticket(ticket)
        for tag in ticket.tags:
            yield "ticket_tag", {"tag": tag, "ticket_id": ticket.ticket_id}
        for update in updates[1:] if ticket.without_first else updates:
            rows = list(self._update(ticket, update))
            yield from rows
            if ticket.exported_again == "same":
                yield from rows
            if ticket.exported_again == "other" and update is updates[0]:
                yield from ((name, {**row, "body": "Edited."}) for name, row in rows if name == "ticket_comment")

    def _ticket(self, ticket: Ticket) -> Row:
        state = ticket.state
        last = max((update.at for update in ticket.updates), default=ticket.created_at)
        parts = [part for update in ticket.updates for part in update.parts]
        absorbed = [int(part.source.ticket_id) for part in parts if isinstance(part, Absorbed)]
        channel = {"call": "voice", "voicemail": "voice", "suspended": "email", "follow-up": "web"}
        return {
            "id": ticket.ticket_id,
            "assignee_id": state.get("assignee", ""),
            "created_at": _time(ticket.created_at),
            "group_id": state.get("group", ""),
            "is_public": "TRUE",
            "requester_id": self._meet(ticket.requester),
            "status": state.get("status", "new"),
            "subject": ticket.subject,
            "submitter_id": self._meet(ticket.requester),
            "updated_at": _time(last),
            "via_channel": channel.get(ticket.channel, ticket.channel),
            "merged_ticket_ids": json.dumps(absorbed),
            "via_followup_source_id": ticket.follow_up_of,
        }

    def _update(self, ticket: Ticket, update: Update) -> Iterator[tuple[str, Row]]:
        actor = self._meet(update.actor) if isinstance(update.actor, Person) else ""
        for place, part in enumerate(update.parts):
            number = COMMENTS_FROM + int(ticket.ticket_id) * 100_000 + update.order * 100 + place
            spoken = {"id": number, "created": _time(update.at), "ticket_id": ticket.ticket_id}
            match part:
                case Message():
                    yield "ticket_comment", {**spoken, **self._comment(ticket, part)}
                case Field():
                    yield "ticket_field_history", {
                        "field_name": FIELD_NAMES.get(part.field, part.field), "ticket_id": ticket.ticket_id,
                        "updated": _time(update.at), "user_id": "" if part.rule else actor, "value": part.value,
                    }  # fmt: skip
                case ChatStart():
                    yield from self._chat(ticket, update, part)
                case ChatEnd():
                    leave = {
                        "chat_id": part.chat_id,
                        "chat_index": 99,
                        "type": "ChatLeave",
                        "created_at": _time(update.at),
                    }
                    yield "ticket_chat_event", {**leave, "actor_id": f"agent:{actor}" if actor else "system"}
                case Call():
                    yield "ticket_comment", {**spoken, **self._call(ticket, part)}
                case _:
                    pass  # these tables know nothing of it

    def _comment(self, ticket: Ticket, part: Message) -> Row:
        flags = {"facebook_comment": "FALSE", "tweet": "FALSE", "voice_comment": "FALSE"}
        author = self._meet(part.author) if part.author else ""
        return {**flags, "body": message_text(ticket, part), "public": _flag(part.public), "user_id": author}

    def _call(self, ticket: Ticket, part: Call) -> Row:
        kind = "Call" if part.answered_by else "Voicemail"
        author = part.answered_by if part.direction == "outbound" and part.answered_by else ticket.requester
        body = f"{kind} from +12025550100\nLength of the call: {part.seconds} seconds"
        if part.transcription:
            body += f"\nTranscription: {part.transcription}"
        flags = {"facebook_comment": "FALSE", "tweet": "FALSE", "voice_comment": "TRUE", "public": "TRUE"}
        return {**flags, "body": body, "user_id": self._meet(author)}

    def _chat(self, ticket: Ticket, update: Update, part: ChatStart) -> Iterator[tuple[str, Row]]:
        visitor = self._meet(ticket.requester)
        yield "ticket_chat", {
            "chat_id": part.chat_id, "channel": "chat", "ticket_id": ticket.ticket_id, "user_id": visitor,
            "visitor_id": f"v-{visitor}",
        }  # fmt: skip
        for place, turn in enumerate(part.turns, start=1):
            at = update.at + timedelta(seconds=turn.seconds)
            yield "ticket_chat_event", {
                "chat_id": part.chat_id, "created_at": _time(at), "chat_index": place, "is_history_context": "FALSE",
                "message": turn.text, "type": "ChatMessage", **self._speaker(ticket, turn),
            }  # fmt: skip

    def _speaker(self, ticket: Ticket, turn: Turn) -> Row:
        if turn.speaker is None:
            source = {"author": {"type": "BUSINESS"}, "source": {"type": "zd:answerBot"}}
            return {"actor_id": "agent:360012099999", "original_message": json.dumps(source)}
        if turn.speaker == ticket.requester:
            return {"actor_id": f"visitor:v-{self._meet(ticket.requester)}"}
        return {"actor_id": f"agent:{self._meet(turn.speaker)}"}


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _flag(value: bool) -> str:
    return "TRUE" if value else "FALSE"

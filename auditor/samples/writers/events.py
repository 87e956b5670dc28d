# ruff: noqa: SIM905 - a list of columns reads best as one
"""The flat table of events: one row each, with tables of tickets, users, groups and macros beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from auditor.samples import desk
from auditor.samples.calendar import iso
from auditor.samples.model import (
    Absorbed,
    Actor,
    Call,
    ChatEnd,
    ChatStart,
    Field,
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
from auditor.samples.writers.files import opened
from auditor.samples.writers.merge_words import message_text

Row = dict[str, Any]
SMALL = 5_000  # tickets; up to here the events are packed
EVENTS = (
    "ticket_id event_id update_id position occurred_at kind actor_id actor_role author_id public body redacted "
    "unreadable channel direction conversation_id turn comment_id field value previous_value macro_id macro_title "
    "recipients rule_id rule_name foreign_time"
).split()
TICKETS = (
    "ticket_id subject requester_id assignee_id group_id status channel created_at updated_at tags merged_into "
    "follow_up_of"
).split()
CHANNELS = {"suspended": "email", "rule": "other", "side_conversation": "other", "follow-up": "web"}


class EventsWriter:
    """Writes tickets one after the other; the people met on the way are written at the end."""

    def __init__(self, folder: Path, tickets: int) -> None:
        self.folder, self.small = folder, tickets <= SMALL
        self.people: dict[str, Person] = {person.user_id: person for person in desk.STAFF}

    def write(self, tickets: Iterable[Ticket]) -> None:
        """All files of the export."""
        events = self.folder / ("events.csv.gz" if self.small else "events.csv")
        with opened(self.folder / "tickets.csv", False) as heads, opened(events, self.small) as history:
            head, rows = _table(heads, TICKETS), _table(history, EVENTS)
            for ticket in tickets:
                rows.writerows(self._rows(ticket))
                head.writerow(self._ticket(ticket))
        self._accounts()

    def _accounts(self) -> None:
        people = [person for _, person in sorted(self.people.items()) if person.exported]
        users = [{"user_id": p.user_id, "name": p.name, "role": p.role, "active": _flag(p.active)} for p in people]
        groups = [{"group_id": group.group_id, "name": group.name} for group in desk.GROUPS]
        macros = [{"macro_id": m.macro_id, "title": m.title, "note_text": m.note} for m in desk.MACROS]
        for name, rows in (("users", users), ("groups", groups), ("macros", macros)):
            with opened(self.folder / f"{name}.csv", False) as file:
                _table(file, list(rows[0])).writerows(rows)

    def _ticket(self, ticket: Ticket) -> Row:
        state = ticket.state
        last = max((update.at for update in ticket.updates), default=ticket.created_at)
        return {
            "ticket_id": ticket.ticket_id,
            "subject": ticket.subject,
            "requester_id": self._meet(ticket.requester),
            "assignee_id": state.get("assignee", ""),
            "group_id": state.get("group", ""),
            "status": state.get("status", "new"),
            "channel": CHANNELS.get(ticket.channel, ticket.channel),
            "created_at": iso(ticket.created_at),
            "updated_at": iso(last),
            "tags": " ".join(ticket.tags),
            "merged_into": ticket.merged_into.ticket_id if ticket.merged_into else "",
            "follow_up_of": ticket.follow_up_of,
        }

    def _meet(self, person: Person) -> str:
        self.people.setdefault(person.user_id, person)
        return person.user_id

    def _rows(self, ticket: Ticket) -> Iterator[Row]:
        updates = sorted(ticket.updates, key=lambda update: (update.at, update.order))
        for update in updates[1:] if ticket.without_first else updates:
            for place, part in enumerate(update.parts):
                for row in self._part(ticket, update, part):
                    rule = getattr(part, "rule", None) or update.actor
                    whole = {**self._actor(rule), "position": place, **_place(ticket, update, place), **row}
                    yield whole
                    if ticket.exported_again == "same":
                        yield whole

    def _actor(self, actor: Actor) -> Row:
        if isinstance(actor, Rule):
            return {"actor_role": "rule", "rule_id": actor.rule_id, "rule_name": actor.title}
        return {"actor_id": self._meet(actor)} if actor else {}

    def _part(self, ticket: Ticket, update: Update, part: Part) -> Iterable[Row]:  # noqa: PLR0911, PLR0912
        match part:
            case Message():
                return [self._message(ticket, update, part)]
            case Field():
                kind = "set" if part.created else "change"
                return [{"kind": kind, "field": part.field, "value": part.value, "previous_value": part.previous}]
            case MacroUse():
                return [{"kind": "macro", "macro_id": part.macro.macro_id, "macro_title": part.macro.title}]
            case Notice():
                people = ";".join(self._meet(person) for person in part.recipients)
                return [{"kind": "notification", "body": part.text, "recipients": people}]
            case Privacy():
                kind = "publish" if part.public else "conceal"
                return [{"kind": kind, "comment_id": _message_id(ticket, part.key)}]
            case Redaction():
                return [{"kind": "redaction", "comment_id": _message_id(ticket, part.key)}]
            case ChatStart():
                return self._chat(ticket, update, part)
            case ChatEnd():
                return [{"kind": "conversation-end", "conversation_id": part.chat_id}]
            case Call():
                return self._call(ticket, update, part)
            case MergedAway():
                return [{"kind": "merge", "value": part.target.ticket_id}]
            case Absorbed():
                return []
            case Rating():
                return [{"kind": "satisfaction", "value": part.score}]
            case Oddity():
                return [{"kind": part.source_type.lower(), "body": "; ".join(value for _, value in part.content)}]

    def _message(self, ticket: Ticket, update: Update, part: Message) -> Row:
        author = part.author
        own = author and author != update.actor
        return {
            "kind": "message" if author else "reply",
            "author_id": self._meet(author) if own and author else "",
            "public": _flag(part.public),
            "body": message_text(ticket, part),
            "redacted": _flag(part.redacted),
        }

    def _chat(self, ticket: Ticket, update: Update, part: ChatStart) -> Iterator[Row]:
        yield {"kind": "conversation-start", "conversation_id": part.chat_id}
        for place, turn in enumerate(part.turns, start=1):
            at = update.at + timedelta(seconds=turn.seconds)
            yield self._turn(ticket, update, turn, place, at, part.chat_id)

    def _call(self, ticket: Ticket, update: Update, part: Call) -> Iterator[Row]:
        if part.answered_by is None:
            said = part.transcription
            silent = {} if said else {"unreadable": "no-transcript"}
            yield {
                "kind": "message",
                "actor_id": self._meet(ticket.requester),
                "public": "true",
                "body": said,
                **silent,
            }
            return
        conversation = f"call-{ticket.ticket_id}"
        talk = {"conversation_id": conversation} if part.turns else {"unreadable": "no-transcript"}
        started = {"occurred_at": iso(part.started_at), "update_id": _number(ticket, update, 500)}
        yield {"kind": "call", "direction": part.direction, **started, **talk}
        for place, turn in enumerate(part.turns, start=1):
            yield self._turn(ticket, update, turn, place, part.started_at, conversation)
        if part.turns:
            ended = iso(part.started_at + timedelta(seconds=part.seconds))
            number = _number(ticket, update, 900)
            end = {"occurred_at": ended, "update_id": number, "event_id": f"{number}-end"}
            yield {"kind": "conversation-end", "conversation_id": conversation, **end}

    def _turn(self, ticket: Ticket, update: Update, turn: Turn, place: int, at: datetime, conversation: str) -> Row:
        who = {"actor_id": self._meet(turn.speaker)} if turn.speaker else {"actor_id": "", "actor_role": "bot"}
        return {
            "kind": "message",
            "event_id": f"{_number(ticket, update, 500 + place)}-turn",
            "update_id": _number(ticket, update, 500 + place),
            "position": 0,
            "occurred_at": iso(at),
            "public": "true",
            "body": turn.text,
            "redacted": _flag(turn.redacted),
            "conversation_id": conversation,
            "turn": place,
            **who,
        }


def _number(ticket: Ticket, update: Update, step: int = 0) -> str:
    """The id of an update (`step` 0) or of something inside it that is an update of its own."""
    return str(int(ticket.ticket_id) * 1_000_000 + update.order * 1_000 + step)


def _place(ticket: Ticket, update: Update, place: int) -> Row:
    channel = CHANNELS.get(update.channel, update.channel)
    return {
        "ticket_id": ticket.ticket_id,
        "event_id": f"{_number(ticket, update)}-{place}",
        "update_id": _number(ticket, update),
        "occurred_at": iso(update.at),
        "channel": channel,
        "foreign_time": _flag(update.channel == "import"),
    }


def _message_id(ticket: Ticket, key: str) -> str:
    """The event id of the message with that key: what a later redaction or change of privacy points at."""
    return next(
        f"{_number(ticket, update)}-{place}"
        for update in ticket.updates
        for place, part in enumerate(update.parts)
        if isinstance(part, Message) and part.key == key
    )


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _table(file: TextIO, columns: list[str]) -> csv.DictWriter[str]:
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    return writer

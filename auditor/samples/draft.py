"""Writing a ticket down: a story calls these in the order of its events, and then says what it expects.

Only what a submit changes becomes a change (a ticket that is open and stays open has none), and every change
knows the value before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from auditor.samples.calendar import instant
from auditor.samples.cast import Cast
from auditor.samples.desk import ACKNOWLEDGE, ESCALATIONS, TELL_REQUESTER, TIER_1
from auditor.samples.model import (
    Actor,
    Expected,
    Field,
    Group,
    Macro,
    MacroUse,
    Message,
    Notice,
    Part,
    Person,
    Responsible,
    Rule,
    Ticket,
    Update,
)
from auditor.samples.register import clauses_of

NOBODY = Responsible("nobody", None)
WHEN = str | datetime


def answers(who: Person | Group | Rule | None) -> Responsible:
    """Who answers for a row, as the result writes it."""
    if who is None:
        return NOBODY
    if isinstance(who, Person):
        return Responsible("agent", who.user_id)
    return Responsible("group", who.group_id) if isinstance(who, Group) else Responsible("rule", who.rule_id)


class Draft:
    """One ticket of a story. `types`: the contact types that its rows carry unless a row says otherwise."""

    def __init__(self, cast: Cast, week: int, scenario: str) -> None:
        self.cast, self.week = cast, week
        self.agent, self.other, self.escalations = cast.agent, cast.other, cast.escalations
        self.types: tuple[str, ...] = ()
        self.spoken = False
        self.keys: dict[str, datetime] = {}
        self.companions: list[Draft] = []
        self.ticket = Ticket(scenario, cast.requester, "", "web", instant(week, "Mon 00:00:00"))

    def at(self, when: WHEN) -> datetime:
        """An instant of this story's week."""
        return instant(self.week, when) if isinstance(when, str) else when

    def contact(self, *types: str) -> str:
        """The words of listed contacts; from here on the rows are about them."""
        self.types = types
        return " ".join(self.cast.contact(one) for one in types)

    def update(self, when: WHEN, actor: Actor, *parts: Part, channel: str = "web", integer: bool = False) -> None:
        """One submit with exactly these parts."""
        at = self.at(when)
        self.ticket.updates.append(Update(at, actor, channel, parts, len(self.ticket.updates), integer))
        for part in parts:
            key = getattr(part, "key", "")
            if key and isinstance(part, Message):
                self.keys[key] = at

    def opened(
        self,
        when: WHEN,
        text: str,
        *,
        key: str = "contact",
        channel: str = "web",
        by: Person | None = None,
        author: Person | None = None,
        group: Group | None = TIER_1,
        assignee: Person | None = None,
        status: str = "new",
        acknowledged: bool = False,
        redacted: bool = False,
        public: bool = True,
        extra: Sequence[Part] = (),
        subject: str = "A question about my account",
        integer: bool = False,
    ) -> None:
        """The creation: the first message and the fields' first values."""
        ticket = self.ticket
        ticket.created_at, ticket.channel, ticket.subject = self.at(when), channel, subject
        first = {
            "requester": ticket.requester.user_id,
            "status": status,
            "group": group.group_id if group else "",
            "assignee": assignee.user_id if assignee else "",
        }
        parts: list[Part] = []
        if text:
            writer = author or by or ticket.requester
            parts.append(Message(key, text, public, writer, redacted=redacted))
        ticket.state.update(first)
        parts += [Field(name, value, created=True) for name, value in first.items() if value]
        parts += extra
        if acknowledged:
            parts.append(self.notice(ACKNOWLEDGE))
        self.update(when, by or ticket.requester, *parts, channel=channel, integer=integer)

    def notice(self, rule: Rule, *recipients: Person) -> Notice:
        """A rule's mail, to the requester unless it says to whom."""
        text = "This is an automatic message about your request."
        return Notice(rule, recipients or (self.ticket.requester,), f"[Request] {self.ticket.subject}", text)

    def act(
        self,
        when: WHEN,
        actor: Actor,
        text: str = "",
        *,
        key: str = "",
        public: bool = True,
        status: str | None = None,
        group: Group | None = None,
        assignee: Person | str | None = None,
        macros: Sequence[Macro] = (),
        author: Person | None = None,
        channel: str = "web",
        redacted: bool = False,
        notified: bool = False,
        extra: Sequence[Part] = (),
        integer: bool = False,
    ) -> None:
        """One submit of anybody: words, changes, macros (the macro reference comes last, as it does in exports)."""
        parts: list[Part] = []
        if text:
            writer = author or (actor if isinstance(actor, Person) else None)
            parts.append(Message(key, text, public, writer, redacted=redacted))
        wanted = {
            "status": status,
            "group": group.group_id if group else None,
            "assignee": assignee.user_id if isinstance(assignee, Person) else assignee,
        }
        parts += [self.change(name, value) for name, value in wanted.items() if self.differs(name, value)]
        parts += extra
        if notified:
            parts.append(self.notice(TELL_REQUESTER))
        parts += [MacroUse(macro) for macro in macros]
        self.update(when, actor, *parts, channel=channel, integer=integer)
        if key:
            self.keys[key] = self.at(when)

    def differs(self, name: str, value: str | None) -> bool:
        """Whether a submit would change the field."""
        return value is not None and self.ticket.state.get(name, "") != value

    def change(self, name: str, value: str | None, rule: Rule | None = None) -> Field:
        """A change of a field, with the value before it."""
        field = Field(name, value or "", self.ticket.state.get(name, ""), rule=rule)
        self.ticket.state[name] = value or ""
        return field

    def took(self, when: WHEN, agent: Person) -> None:
        """An agent takes the ticket and opens it."""
        self.act(when, agent, status="open", assignee=agent)

    def wrote(
        self, when: WHEN, text: str, *, key: str = "later", by: Person | None = None, public: bool = True,
        channel: str = "email", redacted: bool = False, integer: bool = False,
    ) -> None:  # fmt: skip
        """The requester (or another end user) writes; a waiting ticket opens again."""
        waiting = self.ticket.state.get("status") in {"pending", "hold", "solved"}
        self.act(
            when, by or self.ticket.requester, text, key=key, public=public, channel=channel, redacted=redacted,
            status="open" if waiting else None, integer=integer,
        )  # fmt: skip

    def noted(self, when: WHEN, agent: Person, text: str, *, macros: Sequence[Macro] = (), key: str = "note") -> None:
        """An internal note."""
        self.act(when, agent, text, public=False, macros=macros, key=key)

    def moved(self, when: WHEN, actor: Actor, note: str = "", *, key: str = "move", group: Group = ESCALATIONS) -> None:
        """The ticket goes to another group; its assignee goes with the old one."""
        assignee = "" if self.ticket.state.get("assignee") else None
        channel = "rule" if isinstance(actor, Rule) else "web"
        self.act(when, actor, note, public=False, group=group, assignee=assignee, key=key, channel=channel)

    def row(
        self,
        duty: str,
        verdict: str,
        who: Person | Group | Rule | None = None,
        *,
        on: str,
        final: bool | None = None,
        due: WHEN | None = None,
        types: tuple[str, ...] | None = None,
        reason: str | None = None,
        told_by_note: bool = False,
        final_is_settled: bool = True,
    ) -> None:
        """One expected row. What cannot be told names nobody; `final` is as usual for the verdict unless given.

        Where the text does not settle whether a row is final, none is claimed.
        """
        duty = "silence-in-conversation" if duty == "silence" and self.spoken else duty  # reading 24
        about = self.types if types is None else types
        usual = {"complied": True, "violated": True, "pending": False}.get(verdict)
        self.ticket.expected.append(
            Expected(
                duty=duty,
                verdict=verdict,
                final=(usual if final is None else final) if final_is_settled else None,
                clauses=clauses_of(duty, about, self.spoken),
                contact_types=tuple(sorted(about)),
                responsible=None if verdict == "indeterminate" else answers(who),
                trigger_key=on,
                trigger_at=self.keys[on],
                due_at=None if due is None else self.at(due),
                reason=reason,
                told_by_note=told_by_note,
            )
        )

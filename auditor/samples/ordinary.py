"""Ordinary traffic: tickets that no knowledge base about escalations has anything to say about.

One ticket is made from its own random source (the seed and its number), so that any part of a large sample can be
made on its own, and always the same.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from auditor.samples import ordinary_texts as words
from auditor.samples.agent_texts import BOT_GREETING, GREETING_TURN
from auditor.samples.calendar import AS_OF, FIRST_MONDAY
from auditor.samples.desk import (
    ACKNOWLEDGE,
    CLOSE_SOLVED,
    HABITS,
    ORDINARY_MACROS,
    PAYMENTS,
    SOLVE_SILENT,
    TEAMS,
    TELL_REQUESTER,
    TIER_1,
    TIER_2,
    TRUST,
    customer,
)
from auditor.samples.model import (
    Actor,
    Call,
    ChatEnd,
    ChatStart,
    Field,
    Group,
    MacroUse,
    Message,
    Notice,
    Oddity,
    Part,
    Person,
    Rating,
    Rule,
    Ticket,
    Turn,
    Update,
)

CHANNELS = (("web", 38), ("email", 34), ("chat", 12), ("call", 6), ("voicemail", 3), ("api", 7))
HOURS = (1, 1, 1, 1, 1, 2, 3, 5, 8, 11, 12, 11, 9, 9, 10, 10, 9, 8, 6, 5, 4, 3, 2, 1)
ASSIGNED_TEAM: dict[str, Group] = {"tier-1": TIER_1, "payments": PAYMENTS, "trust": TRUST}
NOTICE_TEXT = "This is an automatic message about your request."


def written_at(rng: random.Random) -> datetime:
    """When people write: mostly on weekdays in the day time, also at night and at weekends."""
    day = rng.choices(range(56), weights=[6 if place % 7 < 5 else 2 for place in range(56)])[0]
    hour = rng.choices(range(24), weights=HOURS)[0]
    at = FIRST_MONDAY + timedelta(days=day, hours=hour, seconds=rng.randrange(3600))
    return min(at, AS_OF)


def at_work(at: datetime, rng: random.Random) -> datetime:
    """The next instant at which the desk is staffed (few work late or at weekends)."""
    if rng.random() < 0.06:
        return at
    while at.weekday() >= 5 or not 9 <= at.hour < 17:
        opens = at.replace(hour=9, minute=0, second=0)
        at = (opens if opens > at else opens + timedelta(days=1)) + timedelta(seconds=rng.randrange(4800))
    return at


class _Course:
    """A ticket while it is being made: the clock moves on, and what lies behind the sample's end is not written."""

    def __init__(self, number: int, created_at: datetime, rng: random.Random) -> None:
        self.rng, self.at = rng, created_at
        self.topic = rng.choice(words.TOPICS)
        known = rng.random() < 0.15  # some write more than once
        self.requester = customer(number // 3 if known else number)
        channel = rng.choices([name for name, _ in CHANNELS], weights=[weight for _, weight in CHANNELS])[0]
        if created_at > AS_OF - timedelta(hours=2):
            channel = "web"  # nothing that takes longer than the sample
        self.ticket = Ticket("ordinary", self.requester, self.topic.subject, channel, created_at)
        self.group = ASSIGNED_TEAM[self.topic.team] if rng.random() < 0.6 else TIER_1
        self.agent = rng.choice(TEAMS[self.group.group_id])
        self.slots = _slots(number, rng, self.requester)

    def fill(self, texts: Sequence[str]) -> str:
        return self.rng.choice(texts).format_map(self.slots)

    def submit(self, actor: Actor, *parts: Part | None, channel: str = "web") -> None:
        """One update now; parts that are None are none."""
        if self.at <= AS_OF:
            given = tuple(part for part in parts if part is not None)
            self.ticket.updates.append(Update(self.at, actor, channel, given, len(self.ticket.updates)))

    def set(self, name: str, value: str) -> Field | None:
        """A change of a field; None where nothing would change, or where the sample has ended."""
        before = self.ticket.state.get(name, "")
        if before == value or self.at > AS_OF:
            return None
        self.ticket.state[name] = value
        return Field(name, value, before)

    def status(self) -> str:
        return self.ticket.state["status"]

    def later(self, mean_minutes: float, staffed: bool) -> None:
        self.at += timedelta(seconds=int(self.rng.expovariate(1 / mean_minutes) * 60) + 20)
        if staffed:
            self.at = at_work(self.at, self.rng)

    def notice(self, rule: Rule) -> Notice:
        return Notice(rule, (self.requester,), f"[Request] {self.ticket.subject}", NOTICE_TEXT)


def _slots(number: int, rng: random.Random, requester: Person) -> dict[str, str]:
    day = rng.randrange(1, 28)
    return {
        "amount": f"${rng.randrange(20, 4000)}.{rng.randrange(100):02}",
        "date": f"{day} {rng.choice(words.MONTHS)}",
        "days": str(rng.randrange(2, 15)),
        "month": rng.choice(words.MONTHS),
        "bank": rng.choice(words.BANKS),
        "country": rng.choice(words.COUNTRIES),
        "company": rng.choice(words.COMPANIES),
        "job": f'"{rng.choice(words.JOBS)}"',
        "contract": str(30_000_000 + number * 17),
        "number": str(rng.randrange(400, 600)),
        "client": customer(number + 9_000_001).name,
        "freelancer": customer(number + 9_500_003).name,
        "surname": requester.name.split()[-1],
        "name": requester.name,
        "first": requester.name.split()[0],
        "agent": "{agent}",
    }


def ordinary_ticket(number: int, created_at: datetime, seed: int) -> Ticket:
    """The ordinary ticket of that number."""
    course = _Course(number, created_at, random.Random(f"{seed}/{number}"))
    spoken = {"chat": _open_chat, "call": _open_call}.get(course.ticket.channel, _open_written)
    spoken(course)
    if course.ticket.channel not in {"chat", "call"}:
        _work(course)
    _finish(course)
    return course.ticket


def _creation(course: _Course, status: str, assignee: str) -> list[Part]:
    first = {"requester": course.requester.user_id, "status": status, "group": course.group.group_id}
    if assignee:
        first["assignee"] = assignee
    course.ticket.state.update(first)
    return [Field(name, value, created=True) for name, value in first.items()]


def _open_written(course: _Course) -> None:
    channel = course.ticket.channel
    fields = _creation(course, "new", "")
    if channel == "voicemail":
        said = course.fill(words.VOICEMAIL_TEXTS)
        call = Call("voicemail", "inbound", course.at, course.rng.randrange(12, 60), None, transcription=said)
        course.submit(course.requester, call, *fields, channel=channel)
        return
    message = Message("first", course.fill(course.topic.texts), True, course.requester)
    mail = course.notice(ACKNOWLEDGE) if channel == "email" or course.rng.random() < 0.3 else None
    course.submit(course.requester, message, *fields, mail, channel=channel)


def _open_chat(course: _Course) -> None:
    course.at = course.ticket.created_at = min(at_work(course.at, course.rng), AS_OF - timedelta(hours=2))
    hello = course.rng.choice(GREETING_TURN).format(agent=course.agent.name.split()[0])
    lines: list[tuple[Person | None, str]] = [
        (None, course.rng.choice(BOT_GREETING)),
        (course.requester, course.rng.choice(words.CHAT_OPENINGS)),
        (course.agent, hello),
        (course.requester, course.fill(course.topic.texts)),
        (course.agent, course.fill(words.QUESTIONS)),
        (course.requester, course.fill(words.FOLLOW_UPS)),
        (course.agent, course.fill(words.ANSWERS)),
        (course.requester, course.rng.choice(words.THANKS)),
    ]
    pace = course.rng.randrange(20, 90)
    turns = tuple(Turn(f"turn {n}", 3 + n * pace, who, text) for n, (who, text) in enumerate(lines))
    chat_id = f"2604.{course.slots['contract']}.Tkplain"
    start = ChatStart(chat_id, turns)
    course.submit(course.requester, start, *_creation(course, "open", course.agent.user_id), channel="chat")
    course.at += timedelta(seconds=10 + len(lines) * pace)
    course.submit(course.agent, ChatEnd(chat_id), channel="chat")
    course.later(8, staffed=False)
    course.submit(course.agent, course.set("status", "solved"))


def _open_call(course: _Course) -> None:
    course.at = course.ticket.created_at = min(at_work(course.at, course.rng), AS_OF - timedelta(hours=2))
    start, seconds = course.at, course.rng.randrange(90, 700)
    course.submit(course.agent, *_creation(course, "open", course.agent.user_id), channel="call")
    lines = (
        (course.agent, course.rng.choice(GREETING_TURN).format(agent=course.agent.name.split()[0])),
        (course.requester, course.fill(course.topic.texts)),
        (course.agent, course.fill(words.ANSWERS)),
        (course.requester, course.rng.choice(words.THANKS)),
    )
    turns = tuple(Turn(f"turn {n}", 0, who, text) for n, (who, text) in enumerate(lines))
    transcribed = course.rng.random() < 0.7
    call = Call("call", "inbound", start, seconds, course.agent, turns if transcribed else ())
    course.at += timedelta(seconds=seconds + 20)
    course.submit(course.agent, call, channel="call")
    course.later(6, staffed=False)
    note = Message("note", course.fill(words.INTERNAL), False, course.agent)
    course.submit(course.agent, note, course.set("status", "solved"))


def _macro(course: _Course) -> MacroUse | None:
    _, _, likes_macros = HABITS[course.agent.user_id]
    return MacroUse(course.rng.choice(ORDINARY_MACROS)) if course.rng.random() < likes_macros else None


def _work(course: _Course) -> None:
    """From the queue to an answer: taken, perhaps asked back, perhaps passed on, answered."""
    rng = course.rng
    pace, asks, _ = HABITS[course.agent.user_id]
    course.later(pace, staffed=True)
    if rng.random() < 0.7:
        course.submit(course.agent, course.set("status", "open"), course.set("assignee", course.agent.user_id))
        course.later(pace / 3, staffed=True)
    if rng.random() < asks:
        _say(course, words.QUESTIONS, "pending")
        course.later(400, staffed=False)
        if rng.random() < 0.12:
            return  # never heard of again: an automation will solve it
        reply = Message("reply", course.fill(words.FOLLOW_UPS), True, course.requester)
        course.submit(course.requester, reply, course.set("status", "open"), channel="email")
        course.later(pace, staffed=True)
    if rng.random() < 0.18:
        _pass_on(course)
        course.later(pace, staffed=True)
    _say(course, words.ANSWERS, rng.choice(("pending", "pending", "solved", "hold")))


def _say(course: _Course, texts: Sequence[str], status: str) -> None:
    course.submit(
        course.agent,
        Message("answer", course.fill(texts), True, course.agent),
        course.set("status", status),
        course.set("assignee", course.agent.user_id),
        course.notice(TELL_REQUESTER),
        _macro(course),
    )


def _pass_on(course: _Course) -> None:
    """To another team, with a note; never to Executive Escalations."""
    others = [group for group in (TIER_2, PAYMENTS, TRUST) if group != course.group]
    course.group = course.rng.choice(others)
    note = Message("note", course.fill(words.INTERNAL), False, course.agent)
    course.submit(
        course.agent, note, course.set("group", course.group.group_id), course.set("assignee", ""), _oddity(course)
    )
    course.agent = course.rng.choice(TEAMS[course.group.group_id])


def _oddity(course: _Course) -> Oddity | None:
    if course.rng.random() > 0.15:
        return None
    kind, content = course.rng.choice(
        (
            ("External", (("resource", "https://hooks.desk.example/note"), ("body", "ticket passed on"))),
            ("Push", (("value", "Sent to the team's board"),)),
            ("OrganizationActivity", (("subject", "An update"), ("body", "Your colleague's request was updated"))),
            ("Error", (("message", "The mail to one address could not be delivered"),)),
        )
    )
    return Oddity(kind, content)


def _finish(course: _Course) -> None:
    """Thanks, solved by hand or by the automation, rated, reopened, closed after four days."""
    rng = course.rng
    if course.status() == "pending" and rng.random() < 0.45:
        course.later(300, staffed=False)
        thanks = Message("thanks", rng.choice(words.THANKS), True, course.requester)
        course.submit(course.requester, thanks, course.set("status", "open"), channel="email")
        course.later(200, staffed=True)
        _say(course, words.SOLVED, "solved")
    elif course.status() == "solved" and rng.random() < 0.12:
        course.later(900, staffed=False)
        again = Message("again", rng.choice(words.STILL_BROKEN), True, course.requester)
        course.submit(course.requester, again, course.set("status", "open"), channel="email")
        course.later(200, staffed=True)
        _say(course, words.ANSWERS, "solved")
    elif course.status() in {"pending", "open", "hold"}:
        course.at += timedelta(days=4, seconds=rng.randrange(3600))
        course.submit(SOLVE_SILENT, course.set("status", "solved"), channel="rule")
    if course.status() == "solved":
        if rng.random() < 0.25:
            course.later(600, staffed=False)
            course.submit(course.requester, Rating(rng.choice(("good", "good", "good", "bad"))), channel="web")
        course.at += timedelta(days=4, seconds=rng.randrange(3600))
        course.submit(CLOSE_SOLVED, course.set("status", "closed"), channel="rule")

"""Scenes of chats and calls, and the rows of an attorney's conversation well done."""

from __future__ import annotations

from datetime import timedelta

from auditor.samples.agent_texts import (
    ADVICE,
    CHAT_NOTE,
    CONTACT_REQUEST,
    DETAILS_TURN,
    GOODBYE_TURN,
    GREETING_TURN,
)
from auditor.samples.desk import TIER_1
from auditor.samples.draft import Draft
from auditor.samples.model import Call, ChatEnd, ChatStart, Group, Person, Turn
from auditor.samples.stories.scenes import listed

Line = tuple[str, int, Person | None, str]  # key, seconds since the start, who speaks (None: a bot), the words
ADVISED, ASKED, FORWARDED = "advice", "contact-details", "forward"


def _turns(lines: tuple[Line, ...]) -> tuple[Turn, ...]:
    return tuple(Turn(key, seconds, who, words, redacted="▇" in words) for key, seconds, who, words in lines)


def chat(
    d: Draft, when: str, *lines: Line, ends: int | None, group: Group = TIER_1, agent: Person | None = None,
    repeats: bool = False, held: bool = True,
) -> None:  # fmt: skip
    """A chat with these turns; `ends`: after so many seconds, None: it still goes on. `held`: an agent has it."""
    d.spoken = True
    holder = (agent or d.agent) if held else None
    start = ChatStart(f"2604.{d.cast.number:06}.Tk{d.week}story", _turns(lines))
    d.opened(when, "", channel="chat", group=group, assignee=holder, status="open", extra=(start,),
             subject=f"Chat with {d.ticket.requester.name}")  # fmt: skip
    for key, seconds, _, _ in lines:
        d.keys[key] = d.at(when) + timedelta(seconds=seconds)
    if ends is not None:
        d.update(d.at(when) + timedelta(seconds=ends), holder, ChatEnd(start.chat_id, repeats), channel="chat")


def call(d: Draft, when: str, *lines: Line, seconds: int, answered_by: Person) -> None:
    """An answered inbound call with a transcript: its lines carry no times, so all stand at the call's start."""
    d.spoken = True
    d.opened(when, "", channel="call", assignee=answered_by, status="open", subject="Call")
    spoken = Call("call", "inbound", d.at(when), seconds, answered_by, _turns(lines))
    d.update(d.at(when) + timedelta(seconds=seconds + 25), answered_by, spoken, channel="call")
    for key, *_ in lines:
        d.keys[key] = d.at(when)


def wrapped_up(d: Draft, when: str, who: Person, note: bool = True) -> None:
    """Forwarded to EE, with an internal note or without one."""
    d.moved(when, who, d.cast.say("chat note", CHAT_NOTE) if note else "")


def attorney_kept(d: Draft, who: Person, but: tuple[str, ...] = (), mover: Person | None = None) -> None:
    """The three steps of KB-6.2 taken, less those of `but`, and the move's own row."""
    for duty in (ADVISED, ASKED, FORWARDED):
        if duty not in but:
            d.row(duty, "complied", who, on="contact")
    if mover:
        listed(d, mover)


def greets(d: Draft) -> Line:
    """The agent's first turn."""
    return ("hello", 20, d.agent, d.cast.say("greeting turn", GREETING_TURN))


def attorney_speaks(d: Draft, seconds: int = 45) -> Line:
    """The turn in which the attorney is known."""
    d.types = ("attorney",)
    return ("contact", seconds, d.ticket.requester, d.cast.spoken("attorney"))


def says(d: Draft, seconds: int, kind: str, texts: tuple[str, ...], who: Person | None = None) -> Line:
    """A turn of the agent, or of `who`, in the next words of that kind."""
    return (f"{kind} {seconds}", seconds, who or d.agent, d.cast.say(kind, texts))


def steps_taken(d: Draft) -> tuple[Line, ...]:
    """Advice, request, details, goodbye: as KB-6.2 wants it."""
    return (
        says(d, 70, "advice", ADVICE),
        says(d, 90, "request", CONTACT_REQUEST),
        says(d, 130, "details", DETAILS_TURN, d.ticket.requester),
        says(d, 150, "goodbye", GOODBYE_TURN),
    )

"""Stories of chats and calls: attorneys (KB-6.2), and other listed contacts and threats that are spoken."""

from __future__ import annotations

from datetime import timedelta

from auditor.samples.agent_texts import (
    ADVICE,
    ADVICE_AND_REQUEST,
    ASKING,
    BOT_GREETING,
    CHAT_NOTE,
    CONTACT_REQUEST,
    DETAILS_TURN,
    GOODBYE_TURN,
    GREETING_TURN,
    IDLE_TURN,
    TOUCH,
)
from auditor.samples.desk import ESCALATIONS, TIER_1
from auditor.samples.draft import Draft
from auditor.samples.model import Call, ChatEnd, ChatStart, Group, Person, Turn
from auditor.samples.stories.registry import WITH_AUDITS, story
from auditor.samples.stories.scenes import answered, handed_over, listed, recorded, silence_kept, threat_kept

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


def _hello(d: Draft) -> Line:
    return ("hello", 20, d.agent, d.cast.say("greeting turn", GREETING_TURN))


def _attorney(d: Draft, seconds: int = 45) -> Line:
    d.types = ("attorney",)
    return ("contact", seconds, d.ticket.requester, d.cast.spoken("attorney"))


def _says(d: Draft, seconds: int, kind: str, texts: tuple[str, ...], who: Person | None = None) -> Line:
    return (f"{kind} {seconds}", seconds, who or d.agent, d.cast.say(kind, texts))


def _steps(d: Draft) -> tuple[Line, ...]:
    """Advice, request, details, goodbye: as KB-6.2 wants it."""
    return (
        _says(d, 70, "advice", ADVICE),
        _says(d, 90, "request", CONTACT_REQUEST),
        _says(d, 130, "details", DETAILS_TURN, d.ticket.requester),
        _says(d, 150, "goodbye", GOODBYE_TURN),
    )


@story("an attorney on a chat, by the book", readings=(3, 22, 23))
def chat_by_the_book(d: Draft) -> None:
    chat(d, "Tue 10:00:00", _hello(d), _attorney(d), *_steps(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("an attorney on a call, by the book", readings=(3, 22, 23), shapes=WITH_AUDITS)
def call_by_the_book(d: Draft) -> None:
    call(d, "Wed 11:00:00", _hello(d), _attorney(d), *_steps(d), seconds=180, answered_by=d.agent)
    wrapped_up(d, "Wed 11:06:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("advice and request in one turn", readings=(23,))
def in_one_turn(d: Draft) -> None:
    both = _says(d, 70, "both", ADVICE_AND_REQUEST)
    details = _says(d, 100, "details", DETAILS_TURN, d.ticket.requester)
    chat(d, "Tue 10:00:00", _hello(d), _attorney(d), both, details, ends=120)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("the advice comes one turn too late", readings=(4, 23))
def advice_too_late(d: Draft) -> None:
    idle = _says(d, 55, "idle", IDLE_TURN)
    chat(d, "Tue 10:00:00", _hello(d), _attorney(d), idle, *_steps(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    d.row(ADVISED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(ADVISED,), mover=d.agent)


@story("no advice on a call, the rest is done", readings=(23,), shapes=WITH_AUDITS)
def no_advice_on_call(d: Draft) -> None:
    lines = (_says(d, 60, "idle", IDLE_TURN), *_steps(d)[1:])
    call(d, "Wed 11:00:00", _attorney(d, 5), *lines, seconds=170, answered_by=d.agent)
    wrapped_up(d, "Wed 11:06:00", d.agent)
    d.row(ADVISED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(ADVISED,), mover=d.agent)


@story("nobody asks for contact details", readings=(9, 23))
def no_request(d: Draft) -> None:
    chat(d, "Tue 10:00:00", _hello(d), _attorney(d), _says(d, 70, "advice", ADVICE),
         _says(d, 90, "goodbye", GOODBYE_TURN), ends=100)  # fmt: skip
    wrapped_up(d, "Tue 10:05:00", d.agent)
    d.row(ASKED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(ASKED,), mover=d.agent)


@story("nobody asks for contact details on a call", readings=(9, 23), shapes=WITH_AUDITS)
def no_request_on_call(d: Draft) -> None:
    lines = (_hello(d), _attorney(d), _says(d, 70, "advice", ADVICE), _says(d, 90, "goodbye", GOODBYE_TURN))
    call(d, "Wed 11:00:00", *lines, seconds=110, answered_by=d.agent)
    wrapped_up(d, "Wed 11:06:00", d.agent)
    d.row(ASKED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(ASKED,), mover=d.agent)


@story("the caller gives the contact details unasked", readings=(23,))
def details_unasked(d: Draft) -> None:
    # The act was the caller's; the one who holds the ticket answers for the step.
    chat(d, "Tue 10:00:00", _hello(d), _attorney(d), _says(d, 70, "advice", ADVICE),
         _says(d, 90, "details", DETAILS_TURN, d.ticket.requester), _says(d, 110, "goodbye", GOODBYE_TURN),
         ends=120)  # fmt: skip
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("never forwarded", readings=(9, 23))
def not_forwarded(d: Draft) -> None:
    chat(d, "Tue 10:00:00", _hello(d), _attorney(d), *_steps(d), ends=160)
    d.row(FORWARDED, "violated", d.agent, on="contact", due=d.keys["contact"] + timedelta(days=1))
    attorney_kept(d, d.agent, but=(FORWARDED,))


@story("forwarded without an internal note", readings=(23,))
def without_note(d: Draft) -> None:
    chat(d, "Tue 10:00:00", _hello(d), _attorney(d), *_steps(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent, note=False)
    d.row(FORWARDED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(FORWARDED,), mover=d.agent)


def _forwarded_at(name: str, when: str, kept: bool) -> None:
    @story(f"forwarded {name}", readings=(4, 23))
    def tell(d: Draft) -> None:  # the attorney spoke on Tuesday 10:00:45: 8 h later is Wednesday 10:00:45
        chat(d, "Tue 10:00:00", _hello(d), _attorney(d), *_steps(d), ends=160)
        wrapped_up(d, when, d.agent)
        d.row(FORWARDED, "complied" if kept else "violated", d.agent, on="contact", due="Wed 10:00:45")
        attorney_kept(d, d.agent, but=(FORWARDED,), mover=d.agent)


_forwarded_at("exactly at the limit", "Wed 10:00:45", True)
_forwarded_at("one second late", "Wed 10:00:46", False)


@story("the attorney speaks after a long talk about something else", readings=(5, 23))
def attorney_later(d: Draft) -> None:
    d.types = ("attorney",)
    question = ("question", 40, d.ticket.requester, "I have a question about a closed account.")
    asks = _says(d, 60, "asking", ASKING)
    chat(d, "Tue 10:00:00", _hello(d), question, asks, _attorney(d, 65), *_steps(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("a bot speaks first, and again after the attorney", traps=(26,))
def bot_speaks(d: Draft) -> None:
    hello = ("bot", 2, None, d.cast.say("bot", BOT_GREETING))
    again = ("bot 2", 50, None, "I am connecting you with a colleague.")
    chat(d, "Tue 10:00:00", hello, _attorney(d, 30), again, *_steps(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("an attorney on a chat that only a bot answered", traps=(26,), readings=(23,))
def only_a_bot(d: Draft) -> None:
    hello = ("bot", 2, None, d.cast.say("bot", BOT_GREETING))
    again = ("bot 2", 50, None, "All colleagues are busy right now.")
    chat(d, "Sat 10:00:00", hello, _attorney(d, 30), again, ends=90, held=False)
    handed_over(d, "next Mon 10:05:00", d.agent)
    listed(d, d.agent)


@story("an attorney's chat is written twice, as turns and as a transcript", traps=(25,), shapes=("zendesk",))
def transcript(d: Draft) -> None:
    chat(d, "Tue 10:00:00", _hello(d), _attorney(d), *_steps(d), ends=160, repeats=True)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("an attorney on a chat that EE itself took", readings=(12,))
def chat_in_ee(d: Draft) -> None:
    chat(d, "Tue 10:00:00", ("hello", 20, d.escalations, "Hello, how can I help?"), _attorney(d),
         ("answer", 60, d.escalations, "Let me look at it."), ends=160,
         group=ESCALATIONS, agent=d.escalations)  # fmt: skip


@story("an attorney on a chat threatens to sue", readings=(2, 3))
def threatening_attorney(d: Draft) -> None:
    # Reading 2: an attorney who also threatens is no threat case; reading 3: on a chat KB-6.2 says what to do.
    d.types = ("attorney",)
    words = d.cast.spoken("attorney") + " If the account stays closed we will sue Upwork."
    chat(d, "Tue 10:00:00", _hello(d), ("contact", 45, d.ticket.requester, words), *_steps(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent)
    listed(d, d.agent, types=("attorney", "legal-threat"))


@story("the agent's next turn was redacted", traps=(6,), readings=(23,))
def redacted_turn(d: Draft) -> None:
    hidden = ("hidden", 60, d.agent, "▇" * 14)
    chat(d, "Tue 10:00:00", _hello(d), _attorney(d), hidden, *_steps(d)[1:], ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    d.row(ADVISED, "indeterminate", on="contact")
    attorney_kept(d, d.agent, but=(ADVISED,), mover=d.agent)


@story("the agent's only turn was redacted", traps=(6,), readings=(23,))
def only_turn_redacted(d: Draft) -> None:
    hidden = ("hidden", 60, d.agent, "▇" * 14)
    chat(d, "Tue 10:00:00", _attorney(d), hidden, ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    d.row(ADVISED, "indeterminate", on="contact")
    d.row(ASKED, "indeterminate", on="contact")
    attorney_kept(d, d.agent, but=(ADVISED, ASKED), mover=d.agent)


@story("an attorney's chat goes on when the export is taken, nothing said yet", last_week=True, readings=(26,),
       traps=(42,))  # fmt: skip
def chat_goes_on(d: Draft) -> None:
    chat(d, "Sun 17:50:00", _hello(d), _attorney(d), ends=None)
    for duty in (ADVISED, ASKED, FORWARDED):
        d.row(duty, "pending", d.agent, on="contact")


@story("an attorney's chat goes on when the export is taken, the advice is given", last_week=True, readings=(26,))
def advice_given(d: Draft) -> None:
    chat(d, "Sun 17:50:00", _hello(d), _attorney(d), _says(d, 70, "advice", ADVICE), ends=None)
    d.row(ADVISED, "complied", d.agent, on="contact")
    d.row(ASKED, "pending", d.agent, on="contact")
    d.row(FORWARDED, "pending", d.agent, on="contact")


@story("an attorney's chat has ended and is to be forwarded by Monday", last_week=True, readings=(26,))
def to_be_forwarded(d: Draft) -> None:
    chat(d, "Fri 14:00:00", _hello(d), _attorney(d), *_steps(d), ends=160)
    d.row(FORWARDED, "pending", d.agent, on="contact", due="next Mon 14:00:45")
    attorney_kept(d, d.agent, but=(FORWARDED,))


@story("a call without a transcript, and then the attorney's mail", traps=(28,), readings=(5, 22), shapes=WITH_AUDITS)
def no_transcript(d: Draft) -> None:
    d.opened("Tue 10:00:00", "", channel="call", assignee=d.agent, status="open", subject="Call")
    d.update("Tue 10:06:00", d.agent, Call("call", "inbound", d.at("Tue 10:00:00"), 300, d.agent), channel="call")
    d.wrote("Tue 11:00:00", d.contact("attorney"), key="contact")
    handed_over(d, "Tue 12:00:00", d.agent)
    silence_kept(d, mover=d.agent)


def _one_turn(kind: str) -> None:
    @story(f"{kind} on a chat, one turn to end it", readings=(24,))
    def tell(d: Draft) -> None:
        d.types = (kind,)
        said = ("contact", 45, d.ticket.requester, d.cast.spoken(kind))
        end = ("end", 80, d.agent, "Thank you, I am passing this on. Goodbye.")
        chat(d, "Tue 10:00:00", _hello(d), said, end, ends=90)
        handed_over(d, "Tue 10:05:00", d.agent)
        silence_kept(d, mover=d.agent)


def _two_turns(kind: str) -> None:
    @story(f"{kind} on a chat, a second turn breaks the silence", readings=(24,))
    def tell(d: Draft) -> None:
        d.types = (kind,)
        said = ("contact", 45, d.ticket.requester, d.cast.spoken(kind))
        one, two = _says(d, 80, "idle", IDLE_TURN), _says(d, 100, "goodbye", GOODBYE_TURN)
        chat(d, "Tue 10:00:00", _hello(d), said, one, two, ends=110)
        handed_over(d, "Tue 10:05:00", d.agent)
        d.row("silence", "violated", d.agent, on="contact")
        silence_kept(d, mover=d.agent, but=("silence",))


_one_turn("subpoena")
_one_turn("ir35")
_two_turns("subpoena")
_two_turns("soc-report")


@story("a listed contact on a call, one turn to end it", readings=(24,), shapes=WITH_AUDITS)
def call_one_turn(d: Draft) -> None:
    d.types = ("soc-report",)
    said = ("contact", 5, d.ticket.requester, d.cast.spoken("soc-report"))
    call(d, "Wed 15:00:00", said, _says(d, 30, "goodbye", GOODBYE_TURN), seconds=45, answered_by=d.agent)
    handed_over(d, "Wed 15:10:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("a listed contact on a call, two turns", readings=(24,), shapes=WITH_AUDITS)
def call_two_turns(d: Draft) -> None:
    d.types = ("ir35",)
    said = ("contact", 5, d.ticket.requester, d.cast.spoken("ir35"))
    lines = (_hello(d), said, _says(d, 30, "idle", IDLE_TURN), _says(d, 60, "goodbye", GOODBYE_TURN))
    call(d, "Wed 15:00:00", *lines, seconds=70, answered_by=d.agent)
    handed_over(d, "Wed 15:10:00", d.agent)
    d.row("silence", "violated", d.agent, on="contact")
    silence_kept(d, mover=d.agent, but=("silence",))


@story("a threat on a chat, the next turn is the touch response", readings=(10,))
def threat_on_chat(d: Draft) -> None:
    d.types = ("legal-threat",)
    complaint = ("complaint", 40, d.ticket.requester, "My payment is late again.")
    threat = ("threat", 70, d.ticket.requester, d.cast.spoken("legal-threat"))
    touch = ("touch", 100, d.agent, d.cast.say("touch", TOUCH))
    chat(d, "Tue 10:00:00", _hello(d), complaint, threat, touch, ends=150)
    recorded(d, "Tue 10:10:00", d.agent)
    handed_over(d, "Tue 10:12:00", d.agent)
    threat_kept(d, d.agent, mover=d.agent)
    listed(d, d.agent)


@story("a threat on a chat that the agent leaves without a word", readings=(9,))
def threat_on_chat_unanswered(d: Draft) -> None:
    d.types = ("legal-threat",)
    threat = ("threat", 70, d.ticket.requester, d.cast.spoken("legal-threat"))
    chat(d, "Tue 10:00:00", _hello(d), threat, ends=150)
    d.row("touch-response", "violated", d.agent, on="threat", due="Tue 14:01:10")
    for duty in ("no-detail-questions", "not-solved-before-ee"):
        d.row(duty, "complied", d.agent, on="threat", final=False)


@story("an attorney writes a mail after an ordinary chat", readings=(5, 22))
def mail_after_chat(d: Draft) -> None:
    question = ("question", 30, d.ticket.requester, "How do I close my account?")
    chat(d, "Mon 10:00:00", _hello(d), question, ("how", 50, d.agent, "In the settings, under Account."), ends=90)
    d.spoken = False
    d.wrote("Tue 10:00:00", d.contact("attorney"), key="contact")
    answered(d, "Tue 10:30:00", d.agent)
    handed_over(d, "Tue 11:00:00", d.agent)
    d.row("silence", "violated", d.agent, on="contact")
    silence_kept(d, mover=d.agent, but=("silence",))

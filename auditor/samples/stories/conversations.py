"""Stories of attorneys on chats and calls: KB-6.2."""

from __future__ import annotations

from datetime import timedelta

from auditor.samples.agent_texts import (
    ADVICE,
    ADVICE_AND_REQUEST,
    ASKING,
    BOT_GREETING,
    DETAILS_TURN,
    GOODBYE_TURN,
    IDLE_TURN,
)
from auditor.samples.desk import ESCALATIONS
from auditor.samples.draft import Draft
from auditor.samples.model import Call
from auditor.samples.stories.registry import WITH_AUDITS, story
from auditor.samples.stories.scenes import handed_over, listed, silence_kept
from auditor.samples.stories.talk import (
    ADVISED,
    ASKED,
    FORWARDED,
    attorney_kept,
    attorney_speaks,
    call,
    chat,
    greets,
    says,
    steps_taken,
    wrapped_up,
)


@story("an attorney on a chat, by the book", readings=(3, 22, 23))
def chat_by_the_book(d: Draft) -> None:
    chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), *steps_taken(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("an attorney on a call, by the book", readings=(3, 22, 23), shapes=WITH_AUDITS)
def call_by_the_book(d: Draft) -> None:
    call(d, "Wed 11:00:00", greets(d), attorney_speaks(d), *steps_taken(d), seconds=180, answered_by=d.agent)
    wrapped_up(d, "Wed 11:06:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("advice and request in one turn", readings=(23,))
def in_one_turn(d: Draft) -> None:
    both = says(d, 70, "both", ADVICE_AND_REQUEST)
    details = says(d, 100, "details", DETAILS_TURN, d.ticket.requester)
    chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), both, details, ends=120)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("the advice comes one turn too late", readings=(4, 23))
def advice_too_late(d: Draft) -> None:
    idle = says(d, 55, "idle", IDLE_TURN)
    chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), idle, *steps_taken(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    d.row(ADVISED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(ADVISED,), mover=d.agent)


@story("no advice on a call, the rest is done", readings=(23,), shapes=WITH_AUDITS)
def no_advice_on_call(d: Draft) -> None:
    lines = (says(d, 60, "idle", IDLE_TURN), *steps_taken(d)[1:])
    call(d, "Wed 11:00:00", attorney_speaks(d, 5), *lines, seconds=170, answered_by=d.agent)
    wrapped_up(d, "Wed 11:06:00", d.agent)
    d.row(ADVISED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(ADVISED,), mover=d.agent)


@story("nobody asks for contact details", readings=(9, 23))
def no_request(d: Draft) -> None:
    chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), says(d, 70, "advice", ADVICE),
         says(d, 90, "goodbye", GOODBYE_TURN), ends=100)  # fmt: skip
    wrapped_up(d, "Tue 10:05:00", d.agent)
    d.row(ASKED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(ASKED,), mover=d.agent)


@story("nobody asks for contact details on a call", readings=(9, 23), shapes=WITH_AUDITS)
def no_request_on_call(d: Draft) -> None:
    lines = (greets(d), attorney_speaks(d), says(d, 70, "advice", ADVICE), says(d, 90, "goodbye", GOODBYE_TURN))
    call(d, "Wed 11:00:00", *lines, seconds=110, answered_by=d.agent)
    wrapped_up(d, "Wed 11:06:00", d.agent)
    d.row(ASKED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(ASKED,), mover=d.agent)


@story("the caller gives the contact details unasked", readings=(23,))
def details_unasked(d: Draft) -> None:
    # The act was the caller's; the one who holds the ticket answers for the step.
    chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), says(d, 70, "advice", ADVICE),
         says(d, 90, "details", DETAILS_TURN, d.ticket.requester), says(d, 110, "goodbye", GOODBYE_TURN),
         ends=120)  # fmt: skip
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("never forwarded", readings=(9, 23))
def not_forwarded(d: Draft) -> None:
    chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), *steps_taken(d), ends=160)
    d.row(FORWARDED, "violated", d.agent, on="contact", due=d.keys["contact"] + timedelta(days=1))
    attorney_kept(d, d.agent, but=(FORWARDED,))


@story("forwarded without an internal note", readings=(23,))
def without_note(d: Draft) -> None:
    chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), *steps_taken(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent, note=False)
    d.row(FORWARDED, "violated", d.agent, on="contact")
    attorney_kept(d, d.agent, but=(FORWARDED,), mover=d.agent)


def _forwarded_at(name: str, when: str, kept: bool) -> None:
    @story(f"forwarded {name}", readings=(4, 23))
    def tell(d: Draft) -> None:  # the attorney spoke on Tuesday 10:00:45: 8 h later is Wednesday 10:00:45
        chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), *steps_taken(d), ends=160)
        wrapped_up(d, when, d.agent)
        d.row(FORWARDED, "complied" if kept else "violated", d.agent, on="contact", due="Wed 10:00:45")
        attorney_kept(d, d.agent, but=(FORWARDED,), mover=d.agent)


_forwarded_at("exactly at the limit", "Wed 10:00:45", True)
_forwarded_at("one second late", "Wed 10:00:46", False)


@story("the attorney speaks after a long talk about something else", readings=(5, 23))
def attorney_later(d: Draft) -> None:
    d.types = ("attorney",)
    question = ("question", 40, d.ticket.requester, "I have a question about a closed account.")
    asks = says(d, 60, "asking", ASKING)
    chat(d, "Tue 10:00:00", greets(d), question, asks, attorney_speaks(d, 65), *steps_taken(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("a bot speaks first, and again after the attorney", traps=(26,))
def bot_speaks(d: Draft) -> None:
    hello = ("bot", 2, None, d.cast.say("bot", BOT_GREETING))
    again = ("bot 2", 50, None, "I am connecting you with a colleague.")
    chat(d, "Tue 10:00:00", hello, attorney_speaks(d, 30), again, *steps_taken(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("an attorney on a chat that only a bot answered", traps=(26,), readings=(23,))
def only_a_bot(d: Draft) -> None:
    hello = ("bot", 2, None, d.cast.say("bot", BOT_GREETING))
    again = ("bot 2", 50, None, "All colleagues are busy right now.")
    chat(d, "Sat 10:00:00", hello, attorney_speaks(d, 30), again, ends=90, held=False)
    handed_over(d, "next Mon 10:05:00", d.agent)
    listed(d, d.agent)


@story("an attorney's chat is written twice, as turns and as a transcript", traps=(25,), shapes=("zendesk",))
def transcript(d: Draft) -> None:
    chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), *steps_taken(d), ends=160, repeats=True)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent, mover=d.agent)


@story("an attorney on a chat that EE itself took", readings=(12,))
def chat_in_ee(d: Draft) -> None:
    chat(d, "Tue 10:00:00", ("hello", 20, d.escalations, "Hello, how can I help?"), attorney_speaks(d),
         ("answer", 60, d.escalations, "Let me look at it."), ends=160,
         group=ESCALATIONS, agent=d.escalations)  # fmt: skip


@story("an attorney on a chat threatens to sue", readings=(2, 3))
def threatening_attorney(d: Draft) -> None:
    # Reading 2: an attorney who also threatens is no threat case; reading 3: on a chat KB-6.2 says what to do.
    d.types = ("attorney",)
    words = d.cast.spoken("attorney") + " If the account stays closed we will sue Upwork."
    chat(d, "Tue 10:00:00", greets(d), ("contact", 45, d.ticket.requester, words), *steps_taken(d), ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    attorney_kept(d, d.agent)
    listed(d, d.agent, types=("attorney", "legal-threat"))


@story("the agent's next turn was redacted", traps=(6,), readings=(23,))
def redacted_turn(d: Draft) -> None:
    hidden = ("hidden", 60, d.agent, "▇" * 14)
    chat(d, "Tue 10:00:00", greets(d), attorney_speaks(d), hidden, *steps_taken(d)[1:], ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    d.row(ADVISED, "indeterminate", on="contact")
    attorney_kept(d, d.agent, but=(ADVISED,), mover=d.agent)


@story("the agent's only turn was redacted", traps=(6,), readings=(23,))
def only_turn_redacted(d: Draft) -> None:
    hidden = ("hidden", 60, d.agent, "▇" * 14)
    chat(d, "Tue 10:00:00", attorney_speaks(d), hidden, ends=160)
    wrapped_up(d, "Tue 10:05:00", d.agent)
    d.row(ADVISED, "indeterminate", on="contact")
    d.row(ASKED, "indeterminate", on="contact")
    attorney_kept(d, d.agent, but=(ADVISED, ASKED), mover=d.agent)


@story("an attorney's chat goes on when the export is taken, nothing said yet", last_week=True, readings=(26,),
       traps=(42,))  # fmt: skip
def chat_goes_on(d: Draft) -> None:
    chat(d, "Sun 17:50:00", greets(d), attorney_speaks(d), ends=None)
    for duty in (ADVISED, ASKED, FORWARDED):
        d.row(duty, "pending", d.agent, on="contact")


@story("an attorney's chat goes on when the export is taken, the advice is given", last_week=True, readings=(26,))
def advice_given(d: Draft) -> None:
    chat(d, "Sun 17:50:00", greets(d), attorney_speaks(d), says(d, 70, "advice", ADVICE), ends=None)
    d.row(ADVISED, "complied", d.agent, on="contact")
    d.row(ASKED, "pending", d.agent, on="contact")
    d.row(FORWARDED, "pending", d.agent, on="contact")


@story("an attorney's chat has ended and is to be forwarded by Monday", last_week=True, readings=(26,))
def to_be_forwarded(d: Draft) -> None:
    chat(d, "Fri 14:00:00", greets(d), attorney_speaks(d), *steps_taken(d), ends=160)
    d.row(FORWARDED, "pending", d.agent, on="contact", due="next Mon 14:00:45")
    attorney_kept(d, d.agent, but=(FORWARDED,))


@story("a call without a transcript, and then the attorney's mail", traps=(28,), readings=(5, 22), shapes=WITH_AUDITS)
def no_transcript(d: Draft) -> None:
    d.opened("Tue 10:00:00", "", channel="call", assignee=d.agent, status="open", subject="Call")
    d.update("Tue 10:06:00", d.agent, Call("call", "inbound", d.at("Tue 10:00:00"), 300, d.agent), channel="call")
    d.wrote("Tue 11:00:00", d.contact("attorney"), key="contact")
    handed_over(d, "Tue 12:00:00", d.agent)
    silence_kept(d, mover=d.agent)

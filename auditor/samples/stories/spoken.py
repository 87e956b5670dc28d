"""Stories of other listed contacts and of threats that are spoken on a chat or a call."""

from __future__ import annotations

from auditor.samples.agent_texts import (
    GOODBYE_TURN,
    IDLE_TURN,
    TOUCH,
)
from auditor.samples.draft import Draft
from auditor.samples.stories.registry import WITH_AUDITS, story
from auditor.samples.stories.scenes import answered, handed_over, listed, recorded, silence_kept, threat_kept
from auditor.samples.stories.talk import (
    call,
    chat,
    greets,
    says,
)


def _one_turn(kind: str) -> None:
    @story(f"{kind} on a chat, one turn to end it", readings=(24,))
    def tell(d: Draft) -> None:
        d.types = (kind,)
        said = ("contact", 45, d.ticket.requester, d.cast.spoken(kind))
        end = ("end", 80, d.agent, "Thank you, I am passing this on. Goodbye.")
        chat(d, "Tue 10:00:00", greets(d), said, end, ends=90)
        handed_over(d, "Tue 10:05:00", d.agent)
        silence_kept(d, mover=d.agent)


def _two_turns(kind: str) -> None:
    @story(f"{kind} on a chat, a second turn breaks the silence", readings=(24,))
    def tell(d: Draft) -> None:
        d.types = (kind,)
        said = ("contact", 45, d.ticket.requester, d.cast.spoken(kind))
        one, two = says(d, 80, "idle", IDLE_TURN), says(d, 100, "goodbye", GOODBYE_TURN)
        chat(d, "Tue 10:00:00", greets(d), said, one, two, ends=110)
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
    call(d, "Wed 15:00:00", said, says(d, 30, "goodbye", GOODBYE_TURN), seconds=45, answered_by=d.agent)
    handed_over(d, "Wed 15:10:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("a listed contact on a call, two turns", readings=(24,), shapes=WITH_AUDITS)
def call_two_turns(d: Draft) -> None:
    d.types = ("ir35",)
    said = ("contact", 5, d.ticket.requester, d.cast.spoken("ir35"))
    lines = (greets(d), said, says(d, 30, "idle", IDLE_TURN), says(d, 60, "goodbye", GOODBYE_TURN))
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
    chat(d, "Tue 10:00:00", greets(d), complaint, threat, touch, ends=150)
    recorded(d, "Tue 10:10:00", d.agent)
    handed_over(d, "Tue 10:12:00", d.agent)
    threat_kept(d, d.agent, mover=d.agent)
    listed(d, d.agent)


@story("a threat on a chat that the agent leaves without a word", readings=(9,))
def threat_on_chat_unanswered(d: Draft) -> None:
    d.types = ("legal-threat",)
    threat = ("threat", 70, d.ticket.requester, d.cast.spoken("legal-threat"))
    chat(d, "Tue 10:00:00", greets(d), threat, ends=150)
    d.row("touch-response", "violated", d.agent, on="threat", due="Tue 14:01:10")
    for duty in ("no-detail-questions", "not-solved-before-ee"):
        d.row(duty, "complied", d.agent, on="threat", final=False)


@story("an attorney writes a mail after an ordinary chat", readings=(5, 22))
def mail_after_chat(d: Draft) -> None:
    question = ("question", 30, d.ticket.requester, "How do I close my account?")
    chat(d, "Mon 10:00:00", greets(d), question, ("how", 50, d.agent, "In the settings, under Account."), ends=90)
    d.spoken = False
    d.wrote("Tue 10:00:00", d.contact("attorney"), key="contact")
    answered(d, "Tue 10:30:00", d.agent)
    handed_over(d, "Tue 11:00:00", d.agent)
    d.row("silence", "violated", d.agent, on="contact")
    silence_kept(d, mover=d.agent, but=("silence",))

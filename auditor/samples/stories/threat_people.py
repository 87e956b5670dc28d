"""Stories of KB-3.1: whose words are a touch response, and whose are none."""

from __future__ import annotations

from auditor.samples.agent_texts import PLAIN_ANSWER, STILL_ON_IT, TOUCH
from auditor.samples.contact_texts import DISCLAIMER, SIGNATURE, STORY
from auditor.samples.desk import ACKNOWLEDGE, INTEGRATION, STILL_WAITING
from auditor.samples.draft import Draft
from auditor.samples.model import Message, Person, Privacy
from auditor.samples.stories.registry import WITH_AUDITS, story
from auditor.samples.stories.scenes import (
    answered,
    handed_over,
    listed,
    prohibitions_open,
    recorded,
    threat_kept,
    threatened,
    touched,
    untouched,
)


@story("the agent's mail was stored as a private comment", traps=(12,))
def private_mail(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:30:00", d.agent)
    d.act("Tue 11:00:00", d.agent, d.cast.say("touch", TOUCH), public=False, channel="email")
    untouched(d, d.agent)
    prohibitions_open(d, d.agent)


@story("a touch response made private afterwards was still sent", traps=(5,), shapes=WITH_AUDITS)
def concealed(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:50:00", d.agent)
    d.update("Tue 16:00:00", d.other, Privacy("touch", False))
    d.took("Tue 16:05:00", d.other)
    threat_kept(d, d.agent, holder=d.other)


@story("a comment that a rule wrote is no touch response", traps=(2,), shapes=WITH_AUDITS)
def rule_comment(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:30:00", d.agent)
    d.act("Tue 12:00:00", STILL_WAITING, STILL_ON_IT, channel="rule")
    untouched(d, d.agent)
    prohibitions_open(d, d.agent)


@story("a comment that was generated in an agent's name is no touch response", traps=(2,), shapes=("zendesk",))
def generated_comment(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:30:00", d.agent)
    note = Message("generated", STILL_ON_IT, True, d.agent, rule=STILL_WAITING, generated=True)
    d.update("Tue 12:00:00", d.agent, note)
    untouched(d, d.agent)
    prohibitions_open(d, d.agent)


@story("an acknowledgement by a trigger is no touch response", traps=(1,))
def acknowledged_only(d: Draft) -> None:
    words = d.contact("legal-threat")
    d.opened("Tue 10:00:00", words, key="threat", channel="email", acknowledged=True)
    d.took("Tue 10:30:00", d.agent)
    d.act("Tue 10:31:00", d.agent, extra=(d.notice(ACKNOWLEDGE, d.agent),))
    untouched(d, d.agent)
    prohibitions_open(d, d.agent)


@story("an integration's account writes, and is no agent", traps=(4,), readings=(20,))
def integration_writes(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:30:00", d.agent)
    d.act("Tue 11:00:00", INTEGRATION, "Order data refreshed: 3 contracts, 1 on hold.", channel="api")
    untouched(d, d.agent)
    prohibitions_open(d, d.agent)


@story("the requester has an agent's account, and his second message is no touch response", traps=(8,))
def requester_is_staff(d: Draft) -> None:
    d.ticket.requester = d.other
    threatened(d)
    d.wrote("Tue 11:00:00", "I am still waiting for an answer.", channel="web")
    d.took("Tue 11:30:00", d.agent)
    untouched(d, d.agent)
    prohibitions_open(d, d.agent)


@story("the one who submits is judged, not the author whose name the comment carries", traps=(3,), shapes=WITH_AUDITS)
def other_author(d: Draft) -> None:
    threatened(d)
    d.act("Tue 10:40:00", d.agent, d.cast.say("touch", TOUCH), key="touch", status="open", author=d.other)
    recorded(d, "Tue 10:45:00", d.agent)
    handed_over(d, "Tue 10:50:00", d.agent)
    threat_kept(d, d.agent, mover=d.agent)
    listed(d, d.agent)


@story("an agent types in a letter in the requester's name", traps=(3,))
def typed_in(d: Draft) -> None:
    words = d.contact("legal-threat")
    d.opened("Tue 10:00:00", words, key="threat", by=d.agent, author=d.ticket.requester)
    touched(d, "Tue 10:40:00", d.other)
    recorded(d, "Tue 10:45:00", d.other)
    d.took("Tue 10:50:00", d.other)
    threat_kept(d, d.other, holder=d.other)


def _long_words(name: str, traps: tuple[int, ...], wrap: str) -> None:
    @story(name, traps=traps)
    def tell(d: Draft) -> None:
        words = d.cast.fill(wrap).replace("{contact}", d.contact("legal-threat"))
        d.opened("Tue 10:00:00", words, key="threat", channel="email")
        touched(d, "Tue 12:00:00", d.agent)
        recorded(d, "Tue 12:10:00", d.agent)
        threat_kept(d, d.agent, holder=d.agent)


_long_words("the threat stands past character 1,500", (41,), STORY + "{{contact}}")
_long_words("the threat stands above a signature and a disclaimer", (40,), "{{contact}}" + SIGNATURE + DISCLAIMER)
_long_words(
    "the threat stands among HTML entities",
    (48,),
    "Hello&nbsp;support,\n\nmy &quot;friend&quot; &amp; partner was paid, I was not.\n\n{{contact}}\n\n&lt;sent&gt;",
)


@story("an admin of the EE team answers in time", readings=(10,))
def admin_answers(d: Draft) -> None:
    threatened(d, kind="social-media-threat")
    d.act("Tue 11:00:00", d.escalations, d.cast.say("answer", PLAIN_ANSWER), key="touch", status="open")
    recorded(d, "Tue 11:05:00", d.escalations)
    threat_kept(d, d.escalations, holder=d.escalations)


@story("a threat recovered from the suspended queue starts at its recovery", traps=(33,))
def recovered(d: Draft) -> None:
    threatened(d, "Wed 09:30:00", channel="suspended")
    touched(d, "Wed 13:30:00", d.agent)
    recorded(d, "Wed 13:31:00", d.agent)
    d.row("touch-response", "complied", d.agent, on="threat", due="Wed 13:30:00")
    threat_kept(d, d.agent, holder=d.agent, but=("touch-response",))


@story("threat and reply in the same second, the reply's update is the older", traps=(50,), readings=(25,),
       shapes=WITH_AUDITS)  # fmt: skip
def reply_first(d: Draft) -> None:
    d.opened("Tue 09:30:00", "My payment is on hold. What is happening?", key="first")
    d.act("Tue 10:00:00", d.agent, d.cast.say("answer", PLAIN_ANSWER), status="pending", assignee=d.agent)
    d.wrote("Tue 10:00:00", d.contact("legal-threat"), key="threat")
    touched(d, "Tue 11:00:00", d.agent)
    recorded(d, "Tue 11:05:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("threat and reply in the same second, the reply's update is the younger", traps=(18, 50), readings=(25,),
       shapes=WITH_AUDITS)  # fmt: skip
def threat_first(d: Draft) -> None:
    d.opened("Tue 09:30:00", "My payment is on hold. What is happening?", key="first")
    d.took("Tue 09:40:00", d.agent)
    d.wrote("Tue 10:00:00", d.contact("legal-threat"), key="threat")
    touched(d, "Tue 10:00:00", d.agent)
    recorded(d, "Tue 10:05:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("an answer by somebody of whom nothing is known", traps=(9, 10), readings=(20,))
def unknown_answers(d: Draft) -> None:
    # Reading 20: unless it was the assignee or wrote a note, nobody can tell whether the author was internal.
    # KB-3.2 and 3.4 open at the touch response (reading 14), and none is known.
    ghost = Person(f"36009{d.cast.number:07}", "Deleted user", "gone@desk.example", exported=False)
    threatened(d)
    d.act("Tue 11:00:00", ghost, "Thank you, this has been passed on.")
    handed_over(d, "Tue 15:00:00", d.agent)
    d.row("touch-response", "indeterminate", on="threat")
    for duty in ("no-detail-questions", "not-solved-before-ee"):
        d.row(duty, "complied", d.agent, on="threat")
    listed(d, d.agent)


def _former(name: str, traps: tuple[int, ...], demoted: bool) -> None:
    @story(name, traps=traps, readings=(20,))
    def tell(d: Draft) -> None:
        was = Person(f"36008{d.cast.number:07}", "Ravi Kapoor", "ravi@desk.example", exported=demoted)
        threatened(d)
        if demoted:
            d.took("Tue 10:20:00", was)
        touched(d, "Tue 10:40:00", was)
        recorded(d, "Tue 10:50:00", was)
        d.took("Tue 12:00:00", d.agent)
        handed_over(d, "Tue 12:30:00", d.agent)
        threat_kept(d, was, mover=d.agent)
        listed(d, d.agent)


_former("the agent who answered is an end user today, and was the assignee then", (9,), True)
_former("the agent who answered is deleted, and wrote a note in the ticket", (9, 10), False)


@story("a second answer changes nothing", readings=(10,))
def second_answer(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    answered(d, "Tue 15:40:00", d.other)
    d.took("Tue 15:45:00", d.other)
    threat_kept(d, d.agent, holder=d.other)

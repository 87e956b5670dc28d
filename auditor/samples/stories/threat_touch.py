"""Stories of KB-3.1: the touch response, its deadline and who may give it."""

from __future__ import annotations

from datetime import timedelta

from auditor.samples.agent_texts import PLAIN_ANSWER, STILL_ON_IT, TOUCH
from auditor.samples.contact_texts import DISCLAIMER, SIGNATURE, STORY
from auditor.samples.desk import ACKNOWLEDGE, INTEGRATION, STILL_WAITING, TIER_1
from auditor.samples.draft import Draft
from auditor.samples.model import Message, Person, Privacy
from auditor.samples.stories.registry import WITH_AUDITS, story
from auditor.samples.stories.scenes import (
    answered,
    handed_over,
    listed,
    recorded,
    threat_kept,
    threatened,
    touched,
)


def _finished(d: Draft, kind: str, channel: str) -> None:
    threatened(d, kind=kind, channel=channel)
    d.took("Tue 10:15:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:43:00", d.agent)
    handed_over(d, "Tue 10:45:00", d.agent)
    threat_kept(d, d.agent, mover=d.agent)
    listed(d, d.agent)


@story("a legal threat is handled by the book", readings=(6, 26))
def legal_by_the_book(d: Draft) -> None:
    _finished(d, "legal-threat", "web")


@story("a threat to go public is handled by the book", readings=(6,))
def social_by_the_book(d: Draft) -> None:
    _finished(d, "social-media-threat", "email")


@story("a threat to go to the press counts as a threat to go public")
def press(d: Draft) -> None:
    d.types = ("social-media-threat",)
    words = "My patience is over. I am going to the press and will tell the newspapers how Upwork treats people."
    d.opened("Tue 10:00:00", words, key="threat")
    d.took("Tue 10:15:00", d.agent)
    touched(d, "Tue 11:40:00", d.agent)
    recorded(d, "Tue 11:43:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("a threat comes in the third message, after a question was asked", traps=(19,), readings=(5,))
def later_threat(d: Draft) -> None:
    d.opened("Mon 09:30:00", "My withdrawal is missing since last week. Can you look it up?", key="first")
    d.took("Mon 10:00:00", d.agent)
    question = "Could you please tell us exactly what happened and send a screenshot of the withdrawal?"
    d.act("Mon 10:05:00", d.agent, question, status="pending")
    d.wrote("Mon 12:00:00", "The withdrawal of the 3rd. I do not have a screenshot.")
    d.wrote("Wed 10:00:00", d.contact("legal-threat"), key="threat")
    touched(d, "Wed 10:30:00", d.agent)
    recorded(d, "Wed 10:35:00", d.agent)
    handed_over(d, "Wed 10:40:00", d.agent)
    threat_kept(d, d.agent, mover=d.agent)
    listed(d, d.agent)


# Written, last instant in time, one second too late, and the deadline where it is a single instant:
# 4 hours of Mon-Fri 09:00-17:00. Friday 13:00 + 4 h is closing time, which lasts until Monday 09:00 (reading 15).
TOUCH_LIMITS = (
    ("inside one day", "Tue 10:00:00", "Tue 14:00:00", "Tue 14:00:01", True),
    ("over a night", "Tue 16:00:00", "Wed 12:00:00", "Wed 12:00:01", True),
    ("over a weekend", "Fri 16:30:00", "next Mon 12:30:00", "next Mon 12:30:01", True),
    ("from Friday 13:00 until Monday 09:00", "Fri 13:00:00", "next Mon 09:00:00", "next Mon 09:00:01", False),
    ("written at night", "Tue 22:10:00", "Wed 13:00:00", "Wed 13:00:01", True),
    ("written on a Saturday", "Sat 11:00:00", "next Mon 13:00:00", "next Mon 13:00:01", True),
)


def _in_time(name: str, written: str, limit: str, single: bool) -> None:
    @story(f"touch response exactly at the limit, {name}", readings=(4, 6, 15))
    def tell(d: Draft) -> None:
        threatened(d, written, kind="social-media-threat" if single else "legal-threat")
        touched(d, limit, d.agent)
        recorded(d, limit, d.agent)
        d.row("touch-response", "complied", d.agent, on="threat", due=limit if single else None)
        threat_kept(d, d.agent, holder=d.agent, but=("touch-response",))


def _too_late(name: str, written: str, limit: str, late: str, single: bool) -> None:
    @story(f"touch response one second late, {name}", readings=(4, 9, 10, 15))
    def tell(d: Draft) -> None:
        threatened(d, written)
        d.act(d.keys["threat"] + timedelta(minutes=5), d.other, assignee=d.other)
        touched(d, late, d.agent)
        recorded(d, late, d.agent)
        d.row("touch-response", "violated", d.other, on="threat", due=limit if single else None)
        threat_kept(d, d.agent, holder=d.other, but=("touch-response",))


for _name, _written, _limit, _late, _single in TOUCH_LIMITS:
    _in_time(_name, _written, _limit, _single)
    _too_late(_name, _written, _limit, _late, _single)


@story("a touch response on a Saturday, long before Monday", readings=(15,))
def on_saturday(d: Draft) -> None:
    threatened(d, "Fri 15:00:00")
    touched(d, "Sat 11:00:00", d.agent)
    recorded(d, "Sat 11:10:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


def _untouched(d: Draft, holder: object, due: str = "Tue 14:00:00") -> None:
    who = holder if isinstance(holder, Person) else None
    d.row("touch-response", "violated", who or (TIER_1 if holder else None), on="threat", due=due)


def _prohibitions_open(d: Draft, holder: object) -> None:
    who = holder if isinstance(holder, Person) else (TIER_1 if holder else None)
    for duty in ("no-detail-questions", "not-solved-before-ee"):
        d.row(duty, "complied", who, on="threat", final=False)


@story("a threat that nobody answers, in the queue of a group", readings=(9, 14, 26))
def queue_forgot(d: Draft) -> None:
    threatened(d)
    _untouched(d, TIER_1)
    _prohibitions_open(d, TIER_1)


@story("a threat that nobody answers, of nobody", readings=(9,))
def nobody_forgot(d: Draft) -> None:
    threatened(d, channel="api", group=None)
    _untouched(d, None)
    _prohibitions_open(d, None)


@story("the one who held it at the deadline answers, not today's assignee", traps=(20,), readings=(9, 26))
def held_at_the_deadline(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:30:00", d.agent)
    d.act("Tue 15:00:00", d.other, assignee=d.other)
    _untouched(d, d.agent)
    _prohibitions_open(d, d.other)


@story("nobody holds it, but an agent left a note after the threat", readings=(9,))
def left_a_note(d: Draft) -> None:
    threatened(d)
    d.noted("Tue 11:00:00", d.agent, "Looks like a case for somebody else, leaving it in the queue.")
    _untouched(d, d.agent)
    _prohibitions_open(d, d.agent)


@story("the agent's mail was stored as a private comment", traps=(12,))
def private_mail(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:30:00", d.agent)
    d.act("Tue 11:00:00", d.agent, d.cast.say("touch", TOUCH), public=False, channel="email")
    _untouched(d, d.agent)
    _prohibitions_open(d, d.agent)


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
    _untouched(d, d.agent)
    _prohibitions_open(d, d.agent)


@story("a comment that was generated in an agent's name is no touch response", traps=(2,), shapes=("zendesk",))
def generated_comment(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:30:00", d.agent)
    note = Message("generated", STILL_ON_IT, True, d.agent, rule=STILL_WAITING, generated=True)
    d.update("Tue 12:00:00", d.agent, note)
    _untouched(d, d.agent)
    _prohibitions_open(d, d.agent)


@story("an acknowledgement by a trigger is no touch response", traps=(1,))
def acknowledged_only(d: Draft) -> None:
    words = d.contact("legal-threat")
    d.opened("Tue 10:00:00", words, key="threat", channel="email", acknowledged=True)
    d.took("Tue 10:30:00", d.agent)
    d.act("Tue 10:31:00", d.agent, extra=(d.notice(ACKNOWLEDGE, d.agent),))
    _untouched(d, d.agent)
    _prohibitions_open(d, d.agent)


@story("an integration's account writes, and is no agent", traps=(4,), readings=(20,))
def integration_writes(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:30:00", d.agent)
    d.act("Tue 11:00:00", INTEGRATION, "Order data refreshed: 3 contracts, 1 on hold.", channel="api")
    _untouched(d, d.agent)
    _prohibitions_open(d, d.agent)


@story("the requester has an agent's account, and his second message is no touch response", traps=(8,))
def requester_is_staff(d: Draft) -> None:
    d.ticket.requester = d.other
    threatened(d)
    d.wrote("Tue 11:00:00", "I am still waiting for an answer.", channel="web")
    d.took("Tue 11:30:00", d.agent)
    _untouched(d, d.agent)
    _prohibitions_open(d, d.agent)


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


@story("a touch response is due on Monday, an agent holds the ticket", traps=(42,), last_week=True, readings=(26,))
def due_on_monday(d: Draft) -> None:
    threatened(d, "Fri 14:30:00")
    d.took("Fri 15:00:00", d.agent)
    d.row("touch-response", "pending", d.agent, on="threat", due="next Mon 10:30:00")
    _prohibitions_open(d, d.agent)


@story("a touch response is due on Monday, a group holds the ticket", last_week=True, readings=(26,))
def due_by_a_group(d: Draft) -> None:
    threatened(d, "Sat 12:00:00", kind="social-media-threat", channel="email")
    d.row("touch-response", "pending", TIER_1, on="threat", due="next Mon 13:00:00")
    _prohibitions_open(d, TIER_1)


@story("a touch response is due on Monday, nobody holds the ticket", last_week=True, readings=(9, 26))
def due_by_nobody(d: Draft) -> None:
    threatened(d, "Fri 15:00:00", channel="api", group=None)
    d.row("touch-response", "pending", None, on="threat", due="next Mon 11:00:00")
    _prohibitions_open(d, None)


@story("the limit ran out at closing time, and stays open over the weekend", last_week=True, readings=(15,))
def exactly_at_closing_time(d: Draft) -> None:
    threatened(d, "Fri 13:00:00")
    d.took("Fri 13:30:00", d.agent)
    d.row("touch-response", "pending", d.agent, on="threat")
    _prohibitions_open(d, d.agent)


@story("the limit ran out one second before closing time", last_week=True, readings=(15,))
def before_closing_time(d: Draft) -> None:
    threatened(d, "Fri 12:59:59")
    d.took("Fri 13:30:00", d.agent)
    _untouched(d, d.agent, due="Fri 16:59:59")
    _prohibitions_open(d, d.agent)


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

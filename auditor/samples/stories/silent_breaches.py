"""Stories of KB-4's silence: what is a response, what is none, and what a rule does."""

from __future__ import annotations

from auditor.samples.agent_texts import PLAIN_ANSWER, STILL_ON_IT
from auditor.samples.desk import (
    ACKNOWLEDGE,
    ESCALATIONS,
    INTEGRATION,
    STILL_WAITING,
    TELL_GROUP,
    TELL_REQUESTER,
    TIER_1,
)
from auditor.samples.draft import Draft
from auditor.samples.model import Absorbed, Call, MergedAway, Message, Oddity, Privacy, Redaction
from auditor.samples.stories.registry import WITH_AUDITS, story
from auditor.samples.stories.scenes import answered, contacted, handed_over, listed, silence_kept

SILENCE = ("silence",)
AUTOMATIC = ("no-automated-contact",)


@story("a reply before the listed contact was made", traps=(19,), readings=(5,))
def replied_before(d: Draft) -> None:
    d.opened("Mon 10:00:00", "Hello, I have a question about my account. Is anybody there?", key="first")
    answered(d, "Mon 10:30:00", d.agent)
    d.wrote("Tue 10:00:00", d.contact("subpoena"), key="contact")
    handed_over(d, "Tue 10:30:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("a reply in the very update that moves the ticket", readings=(11,), traps=(18,))
def reply_while_moving(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "attorney")
    d.act("Tue 11:00:00", d.agent, d.cast.say("answer", PLAIN_ANSWER), key="move", group=ESCALATIONS)
    d.row("silence", "violated", d.agent, on="contact")
    silence_kept(d, mover=d.agent, but=SILENCE)


@story("an attorney's mail gets the friendly answer", readings=(1, 22))
def attorney_answered(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "attorney", channel="email")
    answered(d, "Tue 10:30:00", d.other)
    handed_over(d, "Tue 11:00:00", d.agent)
    d.row("silence", "violated", d.other, on="contact")
    silence_kept(d, mover=d.agent, but=SILENCE)


@story("an attorney's mail is moved without an answer", readings=(1, 22))
def attorney_moved(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "attorney", channel="email")
    handed_over(d, "Tue 16:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("an agent calls the attorney before the move", traps=(29,), readings=(11,), shapes=WITH_AUDITS)
def outbound_call(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "attorney")
    d.took("Tue 10:30:00", d.agent)
    call = Call("call", "outbound", d.at("Tue 11:00:00"), 240, d.agent)
    d.update("Tue 11:04:20", d.agent, call, channel="call")
    handed_over(d, "Tue 12:00:00", d.agent)
    d.row("silence", "violated", d.agent, on="contact")
    silence_kept(d, mover=d.agent, but=SILENCE)


@story("an internal note is made public before the move", readings=(11,), shapes=WITH_AUDITS)
def published(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "plagiarism-complaint")
    d.noted("Tue 10:30:00", d.agent, "The two profiles are the same indeed, line by line.", key="inside")
    d.update("Tue 11:00:00", d.other, Privacy("inside", True))
    handed_over(d, "Tue 12:00:00", d.agent)
    d.row("silence", "violated", d.other, on="contact")
    silence_kept(d, mover=d.agent, but=SILENCE)


@story("an internal note is made public once EE has the ticket", readings=(11,), shapes=WITH_AUDITS)
def published_later(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "plagiarism-complaint")
    d.noted("Tue 10:30:00", d.agent, "The two profiles are the same indeed, line by line.", key="inside")
    handed_over(d, "Tue 12:00:00", d.agent)
    d.update("Tue 15:00:00", d.escalations, Privacy("inside", True))
    silence_kept(d, mover=d.agent)


@story("an answer made private afterwards was still sent", traps=(5,), shapes=WITH_AUDITS)
def concealed(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "government-agency")
    answered(d, "Tue 10:20:00", d.agent)
    d.update("Tue 10:21:00", d.agent, Privacy("answer", False))
    handed_over(d, "Tue 10:25:00", d.agent)
    d.row("silence", "violated", d.agent, on="contact")
    silence_kept(d, mover=d.agent, but=SILENCE)


@story("an answer whose words were redacted is still an answer", traps=(6,))
def redacted_answer(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "law-enforcement")
    d.act("Tue 10:20:00", d.agent, "▇" * 18, key="answer", redacted=True)
    d.update("Tue 18:21:00", d.other, Redaction("answer"))
    handed_over(d, "Wed 09:25:00", d.agent)
    d.row("silence", "violated", d.agent, on="contact")
    silence_kept(d, mover=d.agent, but=SILENCE)


@story("the agent's mail to a colleague was stored as a private comment", traps=(12,))
def private_mail(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "dun-bradstreet")
    d.act("Tue 10:30:00", d.agent, d.cast.say("answer", PLAIN_ANSWER), public=False, channel="email")
    handed_over(d, "Tue 11:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("the requester has an agent's account and writes twice", traps=(8,))
def staff_requester(d: Draft) -> None:
    d.ticket.requester = d.other
    contacted(d, "Tue 10:00:00", "certificate-of-spend")
    d.wrote("Tue 10:30:00", "I forgot to say: the sooner the better.", channel="web")
    handed_over(d, "Tue 11:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("an integration's account writes to a listed contact", traps=(4,), readings=(20,))
def integration_writes(d: Draft) -> None:
    # No agent broke the silence. Whether a program's comment is an automated contact is left to the export's
    # rules (KB-4 speaks of a rule), so the comment is internal here.
    contacted(d, "Tue 10:00:00", "ir35")
    d.act("Tue 10:01:00", INTEGRATION, "Order data: 2 contracts, none on hold.", public=False, channel="api")
    handed_over(d, "Tue 11:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("a merge writes a public comment, and the other ticket goes to EE", traps=(31,), readings=(11, 25))  # fmt: skip
def merged_away(d: Draft) -> None:
    other = Draft(d.cast, d.week, d.ticket.scenario)
    d.companions.append(other)
    contacted(other, "Tue 09:30:00", "copyright-violation", channel="email")
    contacted(d, "Tue 10:00:00", "copyright-violation")
    d.update("Tue 11:00:00", d.agent, Message("merge", "This request was closed and merged.", True, d.agent),
             d.change("status", "closed"), MergedAway(other.ticket), channel="merge")  # fmt: skip
    d.ticket.merged_into = other.ticket
    other.update("Tue 11:00:00", d.agent, Message("merge", "A request was merged into this one.", True, d.agent),
                 Absorbed(d.ticket), channel="merge")  # fmt: skip
    handed_over(other, "Tue 12:00:00", d.other)
    silence_kept(other, mover=d.other)
    silence_kept(d, mover=d.other, but=("listed-contact",))  # the move itself was made in the other ticket


@story("merged away, and the other ticket is answered before its move", traps=(31,), readings=(25,))  # fmt: skip
def merged_and_answered(d: Draft) -> None:
    other = Draft(d.cast, d.week, d.ticket.scenario)
    d.companions.append(other)
    contacted(other, "Tue 09:30:00", "infringing-domain", channel="email")
    contacted(d, "Tue 10:00:00", "infringing-domain")
    d.update("Tue 11:00:00", d.agent, Message("merge", "This request was closed and merged.", False, d.agent),
             d.change("status", "closed"), MergedAway(other.ticket), channel="merge")  # fmt: skip
    d.ticket.merged_into = other.ticket
    other.update("Tue 11:00:00", d.agent, Message("merge", "A request was merged into this one.", False, d.agent),
                 Absorbed(d.ticket), channel="merge")  # fmt: skip
    answered(other, "Tue 11:30:00", d.agent)
    handed_over(other, "Tue 12:00:00", d.other)
    other.row("silence", "violated", d.agent, on="contact")
    silence_kept(other, mover=d.other, but=SILENCE)
    # The answer was given in the other ticket and is held there, once (reading 10); of the other ticket only the
    # move counts for this one (reading 25).
    silence_kept(d, mover=d.other, but=("listed-contact",))


@story("an ordinary ticket takes in a subpoena by a merge and goes to EE", traps=(31,), readings=(13, 25))
def took_in(d: Draft) -> None:
    # The subpoena is part of that ticket's history from the merge on, so the move is no over-escalation.
    other = Draft(d.cast, d.week, d.ticket.scenario)
    d.companions.append(other)
    other.opened("Tue 09:30:00", "Did you get the letter that I sent?", key="first", channel="email")
    contacted(d, "Tue 10:00:00", "subpoena")
    d.update("Tue 11:00:00", d.agent, Message("merge", "This request was closed and merged.", False, d.agent),
             d.change("status", "closed"), MergedAway(other.ticket), channel="merge")  # fmt: skip
    d.ticket.merged_into = other.ticket
    other.update("Tue 11:00:00", d.agent, Message("merge", "A request was merged into this one.", False, d.agent),
                 Absorbed(d.ticket), channel="merge")  # fmt: skip
    handed_over(other, "Tue 12:00:00", d.other)
    listed(other, d.other, types=("subpoena",))
    silence_kept(d, mover=d.other, but=("listed-contact",))


@story("an acknowledgement goes out with the creation", traps=(1,), readings=(19,))
def acknowledged(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "subpoena", channel="email", acknowledged=True)
    handed_over(d, "Tue 11:00:00", d.agent)
    d.row("no-automated-contact", "violated", ACKNOWLEDGE, on="contact")
    silence_kept(d, mover=d.agent, but=AUTOMATIC)


@story("an attorney gets an acknowledgement by mail", traps=(1,), readings=(19, 22))
def attorney_acknowledged(d: Draft) -> None:
    contacted(d, "Sat 10:00:00", "attorney", channel="email", acknowledged=True)
    handed_over(d, "next Mon 09:20:00", d.agent)
    d.row("no-automated-contact", "violated", ACKNOWLEDGE, on="contact")
    silence_kept(d, mover=d.agent, but=AUTOMATIC)


@story("a rule writes a public comment to a listed contact", traps=(2,), readings=(19,), shapes=WITH_AUDITS)
def rule_comment(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "tax-residency")
    d.act("Tue 14:00:00", STILL_WAITING, STILL_ON_IT, channel="rule")
    handed_over(d, "Tue 15:00:00", d.agent)
    d.row("no-automated-contact", "violated", STILL_WAITING, on="contact")
    silence_kept(d, mover=d.agent, but=AUTOMATIC)


@story("a rule mails the listed contact upon an agent's internal note", traps=(1,), readings=(19,))
def mailed_on_a_note(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "trademark-permission")
    d.act("Tue 10:20:00", d.agent, "Looks like one for EE.", public=False, extra=(d.notice(TELL_REQUESTER),))
    handed_over(d, "Tue 10:40:00", d.agent)
    d.row("no-automated-contact", "violated", TELL_REQUESTER, on="contact")
    silence_kept(d, mover=d.agent, but=AUTOMATIC)


@story("a rule mails the agents, and the requester only once EE has the ticket", traps=(1,), readings=(19,))
def mailed_to_others(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "legal-department-request")
    d.act("Tue 10:20:00", d.agent, assignee=d.agent, extra=(d.notice(TELL_GROUP, d.agent, d.other),))
    handed_over(d, "Tue 10:40:00", d.agent)
    answered(d, "Wed 10:40:00", d.escalations, notified=True)
    silence_kept(d, mover=d.agent)


@story("an acknowledgement before the listed contact was made", readings=(5, 19))
def acknowledged_before(d: Draft) -> None:
    d.opened("Mon 10:00:00", "Hello, is somebody there?", key="first", channel="email", acknowledged=True)
    d.wrote("Tue 10:00:00", d.contact("ir35"), key="contact")
    handed_over(d, "Tue 10:30:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("somebody on copy is the attorney", traps=(11,), readings=(21,), shapes=WITH_AUDITS)
def attorney_on_copy(d: Draft) -> None:
    d.opened("Mon 10:00:00", "My account is closed. I have put somebody on copy who helps me.", key="first")
    d.wrote("Tue 10:00:00", d.contact("attorney"), key="contact", by=d.cast.bystander, public=False)
    answered(d, "Tue 11:00:00", d.agent)
    handed_over(d, "Tue 12:00:00", d.agent)
    d.row("silence", "violated", d.agent, on="contact")
    silence_kept(d, mover=d.agent, but=SILENCE)


@story("a user on copy sends the subpoena", traps=(11,), readings=(21,))
def subpoena_on_copy(d: Draft) -> None:
    d.opened("Mon 10:00:00", "Good morning, a colleague will write to you about the records.", key="first")
    d.wrote("Tue 10:00:00", d.contact("subpoena"), key="contact", by=d.cast.bystander)
    handed_over(d, "Tue 12:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("the requester forwards the attorney's letter", traps=(11, 40), readings=(21,))
def forwarded(d: Draft) -> None:
    letter = d.contact("attorney")
    words = (
        "Please see below what I received today.\n\n---------- Forwarded message ---------\n"
        f"From: {d.cast.bystander.name} <{d.cast.bystander.email}>\nDate: Mon, 5 Oct 2026 at 17:02\n"
        f"Subject: {d.cast.requester.name}\nTo: {d.cast.requester.email}\n\n{letter}"
    )
    d.opened("Tue 10:00:00", words, channel="email")
    handed_over(d, "Tue 12:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("an attorney leaves a voicemail", traps=(28,), readings=(22,), shapes=WITH_AUDITS)
def voicemail(d: Draft) -> None:
    words = d.contact("attorney")
    message = Call("contact", "inbound", d.at("Tue 10:00:00"), 45, None, transcription=words)
    d.opened("Tue 10:00:00", "", channel="voicemail", extra=(message,), subject="Voicemail")
    d.keys["contact"] = d.at("Tue 10:00:00")
    handed_over(d, "Tue 12:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("a missed call, and then the subpoena by mail", traps=(28,), readings=(22,))
def missed_call(d: Draft) -> None:
    missed = Call("missed", "inbound", d.at("Tue 10:00:00"), 0, None)
    d.opened("Tue 10:00:00", "", channel="call", extra=(missed,), subject="Abandoned call")
    d.wrote("Tue 11:00:00", d.contact("subpoena"), key="contact")
    handed_over(d, "Tue 12:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("a side conversation with Legal", traps=(30,))
def side_conversation(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "attorney")
    content = (("thread_id", "b9a1c2d0-side"), ("subject", "Letter of an attorney"))
    d.update("Tue 10:30:00", d.agent, Oddity("CollabThreadCreated", content), channel="side_conversation")
    handed_over(d, "Tue 11:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("contact and reply in the same second, the reply's update is the older", traps=(50,), readings=(25,),
       shapes=WITH_AUDITS)  # fmt: skip
def reply_first(d: Draft) -> None:
    d.opened("Tue 09:30:00", "Hello, a question.", key="first")
    answered(d, "Tue 10:00:00", d.agent)
    d.wrote("Tue 10:00:00", d.contact("soc-report"), key="contact")
    handed_over(d, "Tue 11:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("contact and reply in the same second, the reply's update is the younger", traps=(18, 50), readings=(25,),
       shapes=WITH_AUDITS)  # fmt: skip
def contact_first(d: Draft) -> None:
    d.opened("Tue 09:30:00", "Hello, a question.", key="first")
    d.wrote("Tue 10:00:00", d.contact("soc-report"), key="contact")
    answered(d, "Tue 10:00:00", d.agent)
    handed_over(d, "Tue 11:00:00", d.agent)
    d.row("silence", "violated", d.agent, on="contact")
    silence_kept(d, mover=d.agent, but=SILENCE)


@story("answered, moved too late, and acknowledged: each breach is its own", readings=(10,))
def everything_wrong(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "certificate-of-spend", channel="email", acknowledged=True)
    d.took("Tue 10:30:00", d.agent)
    answered(d, "Tue 11:00:00", d.other)
    handed_over(d, "Thu 11:00:00", d.other)
    d.row("transfer", "violated", d.agent, on="contact", due="Wed 10:00:00")
    d.row("silence", "violated", d.other, on="contact")
    d.row("no-automated-contact", "violated", ACKNOWLEDGE, on="contact")
    listed(d, d.other)


@story("the listed contact stands among HTML entities", traps=(48,))
def entities(d: Draft) -> None:
    d.types = ("dun-bradstreet",)
    d.opened("Tue 10:00:00", "Hello,&nbsp;what is the D&amp;B number of your company? We need it for our records.")
    d.row("transfer", "violated", TIER_1, on="contact", due="Wed 10:00:00")
    silence_kept(d, holder=TIER_1)

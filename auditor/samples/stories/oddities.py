"""Stories of what exports do to a history: repeats, other ways to write a time or an id, statuses of one's own."""

from __future__ import annotations

from auditor.samples.desk import SOLVE_SILENT, TELL_REQUESTER
from auditor.samples.draft import Draft
from auditor.samples.model import Field, Message
from auditor.samples.stories.registry import story
from auditor.samples.stories.scenes import (
    answered,
    contacted,
    handed_over,
    listed,
    recorded,
    silence_kept,
    threat_kept,
    threatened,
    touched,
)

OPEN_STATUS, PENDING_STATUS = "360050000002", "360050000003"  # the system's own
WITH_PR_TEAM, WAITING_FOR_DOCUMENTS = "360050000011", "360050000012"  # the desk's own: open, pending


@story("left in a status of the desk's own that counts as pending", traps=(14,), readings=(18,), shapes=("zendesk",))
def own_pending_status(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:20:00", d.agent)
    own = Field("custom_status_id", WAITING_FOR_DOCUMENTS, OPEN_STATUS)
    d.act("Tue 10:40:00", d.agent, "Thank you, a colleague will write to you.", key="touch", extra=(own,))
    d.ticket.state["status"] = "pending"
    recorded(d, "Tue 10:45:00", d.agent)
    d.row("left-open", "violated", d.agent, on="touch")
    threat_kept(d, d.agent, holder=d.agent, but=("left-open",))


@story("left in a status of the desk's own that counts as open", traps=(14,), readings=(18,), shapes=("zendesk",))
def own_open_status(d: Draft) -> None:
    d.opened("Tue 09:00:00", "My payment is on hold.", key="first", status="pending")
    d.act("Tue 09:10:00", d.agent, assignee=d.agent)
    d.act("Tue 10:00:00", d.ticket.requester, d.contact("legal-threat"), key="threat", channel="email")
    own = Field("custom_status_id", WITH_PR_TEAM, PENDING_STATUS)
    d.act("Tue 10:40:00", d.agent, "Thank you, a colleague will write to you.", key="touch", extra=(own,))
    d.ticket.state["status"] = "open"
    recorded(d, "Tue 10:45:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("every row of the ticket stands twice in the export", traps=(45,))
def exported_twice(d: Draft) -> None:
    d.ticket.exported_again = "same"
    threatened(d, kind="social-media-threat")
    d.took("Tue 10:10:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    handed_over(d, "Tue 10:50:00", d.agent)
    threat_kept(d, d.agent, mover=d.agent)
    listed(d, d.agent)


@story("one id stands twice with other content", traps=(45,), shapes=("zendesk", "fivetran"))
def exported_otherwise(d: Draft) -> None:
    d.ticket.exported_again = "other"
    d.opened("Tue 10:00:00", "How do I change my address?", key="first")
    d.took("Tue 10:30:00", d.agent)
    answered(d, "Tue 10:40:00", d.agent)


def _written_otherwise(name: str, traps: tuple[int, ...], style: str, as_text: bool, kind: str) -> None:
    @story(name, traps=traps, shapes=("zendesk",))
    def tell(d: Draft) -> None:
        d.ticket.time_style, d.ticket.ids_as_text = style, as_text
        contacted(d, "Wed 08:00:00", kind)
        handed_over(d, "Wed 10:00:00", d.agent)
        silence_kept(d, mover=d.agent)


@story("a follow-up inherits the tags of a legal case", traps=(32, 39))
def follow_up(d: Draft) -> None:
    d.ticket.follow_up_of, d.ticket.tags = "103990", ("legal", "executive_escalations")
    tags = Field("tags", "legal executive_escalations", created=True)
    d.opened("Tue 10:00:00", "Thank you for last time. How do I change my bank?", key="first", channel="follow-up",
             extra=(tags,))  # fmt: skip
    d.took("Tue 10:30:00", d.agent)
    answered(d, "Tue 10:40:00", d.agent, notified=True)


@story("a tag that said legal is taken away", traps=(39,))
def tag_removed(d: Draft) -> None:
    tags = Field("tags", "legal vip", created=True)
    d.opened("Tue 10:00:00", "I am looking for the legal notice of your site.", key="first", extra=(tags,))
    d.act("Tue 10:30:00", d.agent, assignee=d.agent, status="open", extra=(Field("tags", "vip", "legal vip"),))
    d.ticket.tags = ("vip",)
    answered(d, "Tue 10:40:00", d.agent)


@story("an imported ticket of an older desk", traps=(35,))
def imported(d: Draft) -> None:
    d.opened("Tue 10:00:00", "My old ticket about an invoice.", key="first", channel="import")
    d.act("Tue 10:00:30", d.agent, "Answered on the old desk.", channel="import")
    d.act("Tue 10:01:00", d.agent, status="solved")


@story("a problem's bulk answer reaches an ordinary ticket", traps=(34,))
def linked_problem(d: Draft) -> None:
    d.opened("Tue 10:00:00", "The page for invoices shows an error since this morning.", key="first")
    words = "The fault with the invoices has been repaired. Please try again."
    d.act("Tue 15:00:00", d.other, words, status="solved", channel="linked-problem", extra=(d.notice(TELL_REQUESTER),))


@story("a ticket that was deleted", traps=(46,))
def deleted(d: Draft) -> None:
    d.opened("Tue 10:00:00", "test test test", key="first")
    d.took("Tue 10:05:00", d.agent)
    d.ticket.state["status"] = "deleted"


@story("old numbers instead of names of channels", traps=(12,), shapes=("zendesk",))
def integer_channels(d: Draft) -> None:
    d.opened("Tue 10:00:00", d.contact("soc-report"), channel="email", integer=True)
    words = "Forwarding this to a colleague."
    d.act("Tue 10:10:00", d.agent, words, public=False, channel="email", integer=True)
    d.act("Tue 10:20:00", d.agent, assignee=d.agent, integer=True)
    handed_over(d, "Tue 10:30:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("an ordinary ticket that is solved, reopened and solved by an automation", traps=(15,))
def reopened(d: Draft) -> None:
    d.opened("Mon 10:00:00", "The app does not start.", key="first", acknowledged=True)
    d.took("Mon 10:30:00", d.agent)
    d.act("Mon 10:40:00", d.agent, "Could you please tell us the version of the app?", status="pending")
    d.wrote("Mon 12:00:00", "Version 7.")
    d.update("Mon 12:30:00", d.agent, Message("fixed", "Please install version 8.", True, d.agent),
             d.change("status", "pending"))  # fmt: skip
    d.act("Fri 12:30:00", SOLVE_SILENT, status="solved", channel="rule")


_written_otherwise("times with fractions of a second", (47,), "fraction", False, "ir35")
_written_otherwise("times without a zone", (47,), "bare", False, "ir35")
_written_otherwise("times with an offset", (47,), "offset", False, "subpoena")
_written_otherwise("ids written as texts", (38,), "Z", True, "soc-report")

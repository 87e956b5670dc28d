"""Stories of several threats, of threats beside silent contacts, and of tickets that EE holds."""

from __future__ import annotations

from auditor.samples.contact_texts import CONTACT_TEXTS
from auditor.samples.desk import ESCALATIONS
from auditor.samples.draft import Draft
from auditor.samples.stories.registry import story
from auditor.samples.stories.scenes import (
    handed_over,
    listed,
    recorded,
    silence_kept,
    threat_kept,
    threatened,
    touched,
)


@story("a second threat before the touch response opens nothing new", readings=(7,))
def second_while_unmet(d: Draft) -> None:
    threatened(d)
    d.wrote("Tue 11:00:00", d.cast.contact("legal-threat"), key="again")
    touched(d, "Tue 13:00:00", d.agent)
    recorded(d, "Tue 13:05:00", d.agent)
    d.took("Tue 13:10:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("a threat of the other kind before the touch response opens nothing new", readings=(7,))
def other_kind_while_unmet(d: Draft) -> None:
    # Both kinds trigger the same obligation, so it is the same episode; its row is about the words that opened it.
    threatened(d)
    d.wrote("Tue 11:00:00", d.cast.contact("social-media-threat"), key="again")
    touched(d, "Tue 13:00:00", d.agent)
    recorded(d, "Tue 13:05:00", d.agent)
    handed_over(d, "Tue 13:10:00", d.agent)
    threat_kept(d, d.agent, mover=d.agent)
    listed(d, d.agent, types=("legal-threat", "social-media-threat"))


@story("one message threatens both ways")
def both_ways(d: Draft) -> None:
    d.opened("Tue 10:00:00", d.contact("legal-threat", "social-media-threat"), key="threat")
    touched(d, "Tue 11:00:00", d.agent)
    recorded(d, "Tue 11:05:00", d.agent)
    d.took("Tue 11:10:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("a new threat after the touch response owes a new one", readings=(7,))
def second_after_touch(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:10:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.wrote("Wed 10:00:00", d.cast.contact("legal-threat"), key="threat 2")
    touched(d, "Wed 11:00:00", d.agent, key="touch 2")
    recorded(d, "Wed 11:05:00", d.agent)
    handed_over(d, "Wed 11:10:00", d.agent)
    threat_kept(d, d.agent, mover=d.agent)
    threat_kept(d, d.agent, mover=d.agent, threat="threat 2", touch="touch 2")
    listed(d, d.agent)


@story("a new threat after the touch response is left unanswered", readings=(7, 9))
def second_unanswered(d: Draft) -> None:
    threatened(d, kind="social-media-threat")
    d.took("Tue 10:10:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.wrote("Wed 10:00:00", d.cast.contact("social-media-threat"), key="threat 2")
    # A question from now on breaks one duty (reading 10); whether the first prohibition has ended is not settled.
    threat_kept(d, d.agent, but=("no-detail-questions", "not-solved-before-ee"))
    d.row("touch-response", "violated", d.agent, on="threat 2", due="Wed 14:00:00")
    for duty in ("no-detail-questions", "not-solved-before-ee"):
        d.row(duty, "complied", d.agent, on="threat", final_is_settled=False)
        d.row(duty, "complied", d.agent, on="threat 2", final=False)


@story("a new threat while EE holds the ticket", readings=(7, 16))
def second_in_ee(d: Draft) -> None:
    # A touch response is owed again; the questions and the solving are EE's own business by then (readings 16, 17).
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    handed_over(d, "Tue 10:50:00", d.agent)
    d.act("Tue 12:00:00", d.escalations, assignee=d.escalations)
    d.wrote("Wed 10:00:00", d.cast.contact("legal-threat"), key="threat 2")
    touched(d, "Wed 11:00:00", d.escalations, key="touch 2")
    recorded(d, "Wed 11:05:00", d.escalations)
    threat_kept(d, d.agent, mover=d.agent)
    threat_kept(d, d.escalations, threat="threat 2", touch="touch 2",
                but=("no-detail-questions", "not-solved-before-ee"))  # fmt: skip
    listed(d, d.agent)


@story("a threat in a ticket that was created in EE", readings=(12, 16))
def created_in_ee(d: Draft) -> None:
    threatened(d, group=ESCALATIONS)
    d.took("Tue 10:10:00", d.escalations)
    touched(d, "Tue 10:40:00", d.escalations)
    recorded(d, "Tue 10:45:00", d.escalations)
    threat_kept(d, d.escalations, but=("no-detail-questions", "not-solved-before-ee"))


@story("moved to EE without a touch response, EE writes in time", readings=(16,))
def moved_then_touched(d: Draft) -> None:
    threatened(d)
    handed_over(d, "Tue 10:20:00", d.agent)
    d.took("Tue 11:00:00", d.escalations)
    touched(d, "Tue 13:59:59", d.escalations)
    recorded(d, "Tue 14:10:00", d.escalations)
    threat_kept(d, d.escalations, mover=d.agent)
    listed(d, d.agent)


@story("moved to EE without a touch response, and nobody writes", readings=(9, 16))
def moved_and_forgotten(d: Draft) -> None:
    # Nobody is assigned in EE: the last human agent who touched it since the threat is the one who moved it.
    threatened(d, kind="social-media-threat")
    handed_over(d, "Tue 10:20:00", d.agent)
    d.row("touch-response", "violated", d.agent, on="threat", due="Tue 14:00:00")
    for duty in ("no-detail-questions", "not-solved-before-ee"):
        d.row(duty, "complied", d.agent, on="threat")
    listed(d, d.agent)


@story("a threat after a subpoena owes no touch response", readings=(2,))
def threat_after_subpoena(d: Draft) -> None:
    d.opened("Tue 09:30:00", d.contact("subpoena"))
    d.wrote("Tue 10:00:00", d.cast.contact("legal-threat"), key="threat")
    handed_over(d, "Tue 10:30:00", d.agent)
    silence_kept(d, mover=d.agent, but=("listed-contact",))
    listed(d, d.agent, types=("legal-threat", "subpoena"))


def _both_in_one(kind: str) -> None:
    @story(f"a threat in the same message as {kind}", readings=(2,))
    def tell(d: Draft) -> None:
        d.types = (kind,)
        threat = "\n\nIf this is not settled within ten days, we will sue Upwork."
        d.opened("Tue 10:00:00", d.cast.contact(kind) + threat)
        handed_over(d, "Tue 11:30:00", d.agent)
        silence_kept(d, mover=d.agent, but=("listed-contact",))
        listed(d, d.agent, types=("legal-threat", kind))


_both_in_one("attorney")
_both_in_one("copyright-violation")


@story("an attorney writes after a threat and before the touch response", readings=(16,))
def attorney_after_threat(d: Draft) -> None:
    # The touch duties end without a row; what is left is the attorney's silent transfer.
    d.opened("Tue 10:00:00", d.cast.contact("legal-threat"), key="threat")
    d.wrote("Tue 11:00:00", d.contact("attorney"), key="contact")
    handed_over(d, "Tue 11:30:00", d.agent)
    silence_kept(d, mover=d.agent, but=("listed-contact",))
    listed(d, d.agent, types=("attorney", "legal-threat"))


@story("a subpoena comes after threat and touch response", readings=(16,))
def subpoena_after_touch(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.wrote("Wed 09:30:00", d.cast.contact("subpoena"), key="contact")
    handed_over(d, "Wed 10:00:00", d.agent)
    threat_kept(d, d.agent, mover=d.agent)
    d.types = ("subpoena",)
    silence_kept(d, mover=d.agent, but=("listed-contact",))
    listed(d, d.agent, types=("legal-threat", "subpoena"))


@story("somebody on copy threatens, the requester does not", readings=(21,))
def threat_on_copy(d: Draft) -> None:
    d.opened("Tue 10:00:00", "The refund of my last order is missing. Could you check it?", key="first")
    d.took("Tue 10:30:00", d.agent)
    words = CONTACT_TEXTS["legal-threat"][1]
    d.wrote("Tue 11:00:00", words, by=d.cast.bystander)
    d.act("Wed 12:00:00", d.agent, "The refund was sent this morning.", status="solved")

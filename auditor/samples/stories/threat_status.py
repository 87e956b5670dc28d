"""Stories of KB-3.4: submitted as open, and not solved before Executive Escalations has it."""

from __future__ import annotations

from auditor.samples.desk import CLOSE_SOLVED, SOLVE_SILENT
from auditor.samples.draft import Draft
from auditor.samples.model import Absorbed, MergedAway, Message
from auditor.samples.stories.registry import story
from auditor.samples.stories.scenes import handed_over, listed, recorded, threat_kept, threatened, touched

LEFT = ("left-open",)
SOLVED = ("not-solved-before-ee",)


def _left(status: str, traps: tuple[int, ...] = ()) -> None:
    @story(f"the touch response leaves the ticket {status}", traps=traps, readings=(18,))
    def tell(d: Draft) -> None:
        threatened(d)
        d.act("Tue 10:20:00", d.agent, assignee=d.agent)
        touched(d, "Tue 10:40:00", d.agent, status=status)
        recorded(d, "Tue 10:45:00", d.agent)
        if status != "new":
            d.wrote("Wed 08:00:00", "I am waiting for your colleagues.")  # opens it again: that proves nothing
        d.row("left-open", "violated", d.agent, on="touch")
        threat_kept(d, d.agent, holder=d.agent, but=LEFT)


_left("new")
_left("pending", traps=(13,))
_left("hold", traps=(13,))
_left("solved", traps=(13,))


@story("it was open already and stays open without a change", traps=(13,), readings=(18,))
def open_already(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:20:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent, status=None)
    recorded(d, "Tue 10:45:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("set to pending an hour after an open touch response", traps=(13,), readings=(18,))
def pending_later(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.act("Tue 11:40:00", d.agent, status="pending", assignee=d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("an automation solves it before EE has it", traps=(15,))
def solved_by_rule(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.act("Tue 12:00:00", d.agent, status="pending", assignee=d.agent)
    d.act("Sat 12:00:00", SOLVE_SILENT, status="solved", channel="rule")
    d.row("not-solved-before-ee", "violated", SOLVE_SILENT, on="threat")
    threat_kept(d, d.agent, holder=d.agent, but=SOLVED)


@story("another agent solves it before EE has it", traps=(15, 20))
def solved_by_other(d: Draft) -> None:
    threatened(d, kind="social-media-threat")
    d.took("Tue 10:20:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.act("Wed 11:00:00", d.other, status="solved")
    d.row("not-solved-before-ee", "violated", d.other, on="threat")
    threat_kept(d, d.agent, holder=d.agent, but=SOLVED)


@story("solved without a word")
def solved_silently(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:20:00", d.agent)
    d.act("Tue 10:30:00", d.agent, status="solved")
    d.row("touch-response", "violated", d.agent, on="threat", due="Tue 14:00:00")
    d.row("not-solved-before-ee", "violated", d.agent, on="threat")
    d.row("no-detail-questions", "complied", d.agent, on="threat", final=False)


@story("the requester solves it himself")
def solved_by_requester(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:20:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.act("Wed 19:00:00", d.ticket.requester, "It has been settled, thank you.", status="solved")
    threat_kept(d, d.agent, holder=d.agent)


@story("EE solves it once it has it")
def solved_by_ee(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    handed_over(d, "Tue 10:50:00", d.agent)
    d.act("Thu 10:00:00", d.escalations, "We spoke on the phone and agreed.", status="solved", assignee=d.escalations)
    threat_kept(d, d.agent, mover=d.agent)
    listed(d, d.agent)


@story("a merge closes it, and the other ticket goes to EE", traps=(31,), readings=(25,))
def closed_by_merge(d: Draft) -> None:
    # Reading 25: the other ticket's move counts for this one. KB-2 has its row there, where the move was made.
    other = Draft(d.cast, d.week, d.ticket.scenario)
    d.companions.append(other)
    threatened(other, "Tue 09:55:00", kind="social-media-threat")
    other.took("Tue 10:10:00", d.agent)
    touched(other, "Tue 10:30:00", d.agent)
    recorded(other, "Tue 10:35:00", d.agent)
    threatened(d)
    d.took("Tue 10:20:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.update("Tue 12:00:00", d.agent, Message("merge", "This request was closed and merged.", False, d.agent),
             d.change("status", "closed"), MergedAway(other.ticket), channel="merge")  # fmt: skip
    d.ticket.merged_into = other.ticket
    other.update("Tue 12:00:00", d.agent, Message("merge", "A request was merged into this one.", False, d.agent),
                 Absorbed(d.ticket), channel="merge")  # fmt: skip
    handed_over(other, "Tue 12:30:00", d.other)
    threat_kept(other, d.agent, mover=d.other)
    # what came in by the merge is a ground of the move too
    listed(other, d.other, types=("legal-threat", "social-media-threat"))
    threat_kept(d, d.agent, mover=d.other)


@story("somebody unrecorded solves it", traps=(49,), shapes=("fivetran", "events"))
def solved_by_unrecorded(d: Draft) -> None:
    # It may have been the requester, whose solving would not count: this export cannot tell.
    threatened(d)
    d.took("Tue 10:20:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.act("Wed 10:00:00", None, status="solved")
    d.row("not-solved-before-ee", "indeterminate", on="threat")
    threat_kept(d, d.agent, holder=d.agent, but=SOLVED)


@story("closed for good without ever reaching EE", readings=(26,))
def closed_without_ee(d: Draft) -> None:
    # The requester solved it and it was closed: nothing can break a prohibition any more, but EE never ended it.
    threatened(d)
    d.took("Tue 10:20:00", d.agent)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.act("Wed 19:00:00", d.ticket.requester, "It has been settled, thank you.", status="solved")
    d.act("Sun 19:00:00", CLOSE_SOLVED, status="closed", channel="rule")
    threat_kept(d, d.agent, holder=d.agent, but=("no-detail-questions", "not-solved-before-ee"))
    for duty in ("no-detail-questions", "not-solved-before-ee"):
        d.row(duty, "complied", d.agent, on="threat", final_is_settled=False)

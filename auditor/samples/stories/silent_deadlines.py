"""Stories of KB-4's move: its deadline, what is a move, and who makes it."""

from __future__ import annotations

from datetime import timedelta

from auditor.samples.desk import ESCALATIONS, PAYMENTS, ROUTE_LEGAL, TIER_1, TIER_2
from auditor.samples.draft import Draft
from auditor.samples.stories.registry import story
from auditor.samples.stories.scenes import contacted, handed_over, listed, silence_kept

MOVE = ("transfer",)

# Written, last instant in time, one second too late, and whether the deadline is a single instant:
# 8 hours of Mon-Fri 09:00-17:00. A limit at closing time lasts until the next opening (reading 15).
TRANSFER_LIMITS = (
    ("a whole working day", "subpoena", "Tue 09:00:00", "Wed 09:00:00", "Wed 09:00:01", False),
    ("over a night", "ir35", "Tue 11:00:00", "Wed 11:00:00", "Wed 11:00:01", True),
    ("over a weekend", "soc-report", "Fri 15:00:00", "next Mon 15:00:00", "next Mon 15:00:01", True),
    ("written on a Sunday", "trademark-permission", "Sun 20:00:00", "next Tue 09:00:00", "next Tue 09:00:01", False),
)


def _in_time(name: str, kind: str, written: str, limit: str, single: bool) -> None:
    @story(f"moved exactly at the limit, {name}", readings=(4, 15))
    def tell(d: Draft) -> None:
        contacted(d, written, kind)
        handed_over(d, limit, d.agent)
        d.row("transfer", "complied", d.agent, on="contact", due=limit if single else None)
        silence_kept(d, mover=d.agent, but=MOVE)


def _too_late(name: str, kind: str, written: str, limit: str, late: str, single: bool) -> None:
    @story(f"moved one second late, {name}", readings=(4, 9, 15))
    def tell(d: Draft) -> None:
        contacted(d, written, kind)
        d.act(d.keys["contact"] + timedelta(minutes=3), d.other, assignee=d.other)
        handed_over(d, late, d.agent)
        d.row("transfer", "violated", d.other, on="contact", due=limit if single else None)
        silence_kept(d, mover=d.agent, but=MOVE)


for _name, _kind, _written, _limit, _late, _single in TRANSFER_LIMITS:
    _in_time(_name, _kind, _written, _limit, _single)
    _too_late(_name, _kind, _written, _limit, _late, _single)


@story("the limit of a move ran out at closing time, and stays open over the weekend", last_week=True, readings=(15,))
def at_closing_time(d: Draft) -> None:
    contacted(d, "Fri 09:00:00", "certificate-of-spend")
    d.took("Fri 09:30:00", d.agent)
    d.row("transfer", "pending", d.agent, on="contact")
    silence_kept(d, holder=d.agent)


@story("a listed contact written one second before opening", last_week=True, readings=(15,))
def before_opening(d: Draft) -> None:
    contacted(d, "Fri 08:59:59", "certificate-of-spend")
    d.took("Fri 09:30:00", d.agent)
    # It counts from the opening: 09:00 + 8 h is closing time itself, so that it is still open over the weekend.
    d.row("transfer", "pending", d.agent, on="contact")
    silence_kept(d, holder=d.agent)


@story("a listed contact written in the last second of Thursday", last_week=True, readings=(15,))
def just_out_of_time(d: Draft) -> None:
    contacted(d, "Thu 16:59:59", "tax-residency")
    d.took("Fri 09:30:00", d.agent)
    d.row("transfer", "violated", d.agent, on="contact", due="Fri 16:59:59")
    silence_kept(d, holder=d.agent)


@story("nobody moves it, in the queue of a group", readings=(9,))
def queue_forgot(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "infringing-domain")
    d.row("transfer", "violated", TIER_1, on="contact", due="Wed 10:00:00")
    silence_kept(d, holder=TIER_1)


@story("nobody moves it, of nobody", readings=(9,))
def nobody_forgot(d: Draft) -> None:
    d.opened("Tue 10:00:00", d.contact("government-agency"), channel="api", group=None)
    d.row("transfer", "violated", None, on="contact", due="Wed 10:00:00")
    silence_kept(d, holder=None)


@story("the group that held it at the deadline answers, not the one that has it today", traps=(20,), readings=(9,))
def another_group_today(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "law-enforcement")
    d.took("Tue 10:30:00", d.agent)
    d.act("Wed 15:00:00", d.other, group=TIER_2, assignee=d.other)
    d.row("transfer", "violated", d.agent, on="contact", due="Wed 10:00:00")
    silence_kept(d, holder=d.other)


@story("an assignee of the EE team in another group is no move", traps=(16,))
def assignee_alone(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "plagiarism-complaint")
    d.act("Tue 10:30:00", d.agent, assignee=d.escalations)
    d.row("transfer", "violated", d.escalations, on="contact", due="Wed 10:00:00")
    silence_kept(d, holder=d.escalations)


@story("assigning to oneself is a claim, not a move", traps=(17,))
def self_assigned(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "copyright-violation")
    d.took("Tue 10:30:00", d.agent)
    d.row("transfer", "violated", d.agent, on="contact", due="Wed 10:00:00")
    silence_kept(d, holder=d.agent)


@story("moved to the wrong team first, to EE in time")
def detour(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "dun-bradstreet")
    d.moved("Tue 10:30:00", d.agent, group=PAYMENTS, key="detour")
    handed_over(d, "Tue 16:00:00", d.other)
    silence_kept(d, mover=d.other)


@story("an automation moves it", traps=(16,), readings=(19,))
def moved_by_rule(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "subpoena")
    d.moved("Tue 11:00:00", ROUTE_LEGAL)
    silence_kept(d, mover=ROUTE_LEGAL)


@story("moved by an actor that was not recorded", traps=(49,), shapes=("fivetran",))
def moved_by_unrecorded(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "ir35")
    d.moved("Tue 11:00:00", None)
    d.row("transfer", "complied", None, on="contact")
    silence_kept(d, mover=None, but=("silence", "no-automated-contact"))
    for duty in ("silence", "no-automated-contact"):
        d.row(duty, "complied", None, on="contact", final=True)
    listed(d, None)


@story("created in EE", readings=(12,))
def created_in_ee(d: Draft) -> None:
    d.opened("Tue 10:00:00", d.contact("subpoena"), group=ESCALATIONS)
    d.act("Tue 12:00:00", d.escalations, "We have received it, thank you.", status="pending", assignee=d.escalations)


@story("the contact writes again while EE holds the ticket", readings=(12,))
def writes_again(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "attorney")
    handed_over(d, "Tue 11:00:00", d.agent)
    d.wrote("Wed 10:00:00", d.cast.contact("attorney"), key="again")
    d.act("Wed 11:00:00", d.escalations, "We have received both letters.", status="pending", assignee=d.escalations)
    silence_kept(d, mover=d.agent)


@story("a second listed contact of another kind before the move", readings=(7,))
def second_kind(d: Draft) -> None:
    # One move and one silence are owed, whatever else is said while they are: the row is about the first words.
    contacted(d, "Tue 10:00:00", "certificate-of-spend")
    d.wrote("Tue 10:30:00", d.cast.contact("soc-report"), key="again")
    handed_over(d, "Tue 11:00:00", d.agent)
    silence_kept(d, mover=d.agent, but=("listed-contact",))
    listed(d, d.agent, types=("certificate-of-spend", "soc-report"))


@story("the same listed contact again before the move", readings=(7,))
def same_kind_again(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "legal-department-request")
    d.wrote("Tue 15:30:00", d.cast.contact("legal-department-request"), key="again")
    handed_over(d, "Wed 09:45:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("two listed contacts in one message")
def two_in_one(d: Draft) -> None:
    d.opened("Tue 10:00:00", d.contact("dun-bradstreet", "soc-report"))
    handed_over(d, "Tue 11:00:00", d.agent)
    silence_kept(d, mover=d.agent)


@story("moved back from EE and written to: the silence has ended", readings=(11,))
def moved_back(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "tos-interpretation")
    handed_over(d, "Tue 11:00:00", d.agent)
    d.moved("Wed 10:00:00", d.escalations, "Not for us, please answer.", group=TIER_1, key="back")
    d.act("Wed 11:00:00", d.agent, "Hello, please find our terms in the help centre.", status="pending")
    silence_kept(d, mover=d.agent)


@story("moved to EE twice", readings=(11, 13))
def moved_twice(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "trademark-permission")
    handed_over(d, "Tue 11:00:00", d.agent)
    d.moved("Wed 10:00:00", d.escalations, "Please translate it first.", group=TIER_1, key="back")
    handed_over(d, "Wed 11:00:00", d.other, key="move 2")
    silence_kept(d, mover=d.agent)
    listed(d, d.other, on="move 2")


@story("moved back, then a new contact of the same kind: a new move is owed, no new silence", readings=(7, 11))
def new_contact_after_return(d: Draft) -> None:
    # Silence, and with it the silence of the rules, ended for good when EE first held the ticket (reading 11).
    contacted(d, "Tue 10:00:00", "soc-report")
    handed_over(d, "Tue 11:00:00", d.agent)
    d.moved("Wed 10:00:00", d.escalations, "Answered by phone, back to you.", group=TIER_1, key="back")
    d.wrote("Wed 12:00:00", d.cast.contact("soc-report"), key="contact 2")
    handed_over(d, "Wed 15:00:00", d.other, key="move 2")
    silence_kept(d, mover=d.agent)
    d.row("transfer", "complied", d.other, on="contact 2")
    listed(d, d.other, on="move 2")


@story("closed for good without ever reaching EE", readings=(9,))
def closed_without_ee(d: Draft) -> None:
    contacted(d, "Tue 10:00:00", "certificate-of-earnings-custom")
    d.took("Tue 10:30:00", d.agent)
    d.act("Wed 16:00:00", d.agent, status="solved")
    d.act("Sun 16:00:00", d.agent, status="closed")
    d.row("transfer", "violated", d.agent, on="contact", due="Wed 10:00:00")
    for duty in ("silence", "no-automated-contact"):  # unbroken for ever, but never ended by EE
        d.row(duty, "complied", d.agent, on="contact", final_is_settled=False)

"""Every contact of KB-4 in every verdict: moved silently, answered and kept, still in time, and not to be told."""

from __future__ import annotations

from auditor.samples.desk import TELL_REQUESTER, TIER_1
from auditor.samples.draft import Draft
from auditor.samples.model import Person
from auditor.samples.register import SILENT_TYPES
from auditor.samples.stories.registry import story
from auditor.samples.stories.scenes import answered, contacted, handed_over, silence_kept


def _moved_silently(kind: str) -> None:
    @story(f"{kind}: moved without a word", readings=(6,))
    def tell(d: Draft) -> None:
        contacted(d, "Wed 10:05:00", kind)
        d.took("Wed 10:30:00", d.agent)
        handed_over(d, "Wed 13:30:00", d.agent)
        silence_kept(d, mover=d.agent)


def _answered_and_kept(kind: str, notified: bool) -> None:
    @story(f"{kind}: answered and never moved", readings=(9,))
    def tell(d: Draft) -> None:
        contacted(d, "Mon 09:30:00", kind, channel="email")
        d.took("Mon 10:00:00", d.agent)
        answered(d, "Mon 11:00:00", d.agent, notified=notified)
        d.row("transfer", "violated", d.agent, on="contact", due="Tue 09:30:00")
        d.row("silence", "violated", d.agent, on="contact")
        if notified:  # the mail that carries the answer was sent by a rule
            d.row("no-automated-contact", "violated", TELL_REQUESTER, on="contact")
        else:
            d.row("no-automated-contact", "complied", d.agent, on="contact", final=False)


def _still_in_time(kind: str, assigned: bool) -> None:
    @story(f"{kind}: still in time", last_week=True, readings=(26,), traps=(42,))
    def tell(d: Draft) -> None:
        contacted(d, "Fri 12:00:00", kind)
        if assigned:
            d.took("Fri 12:30:00", d.agent)
        holder = d.agent if assigned else TIER_1
        d.row("transfer", "pending", holder, on="contact", due="next Mon 12:00:00")
        silence_kept(d, holder=holder)


def _author_unknown(kind: str) -> None:
    @story(f"{kind}: answered by somebody of whom nothing is known", readings=(20,), traps=(10,))
    def tell(d: Draft) -> None:
        ghost = Person(f"36009{d.cast.number:07}", "Deleted user", "gone@desk.example", exported=False)
        contacted(d, "Thu 09:20:00", kind)
        d.act("Thu 10:00:00", ghost, "Following up on this one.")
        handed_over(d, "Thu 11:00:00", d.agent)
        d.row("silence", "indeterminate", on="contact")
        silence_kept(d, mover=d.agent, but=("silence",))


for _place, _kind in enumerate(SILENT_TYPES):
    _moved_silently(_kind)
    _answered_and_kept(_kind, notified=_place % 2 == 0)
    _still_in_time(_kind, assigned=_place % 3 != 0)
    _author_unknown(_kind)

"""Stories of KB-3.1: the touch response, its deadline and who may give it."""

from __future__ import annotations

from datetime import timedelta

from auditor.samples.desk import TIER_1
from auditor.samples.draft import Draft
from auditor.samples.stories.registry import story
from auditor.samples.stories.scenes import (
    handed_over,
    listed,
    prohibitions_open,
    recorded,
    threat_kept,
    threatened,
    touched,
    untouched,
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


@story("a threat that nobody answers, in the queue of a group", readings=(9, 14, 26))
def queue_forgot(d: Draft) -> None:
    threatened(d)
    untouched(d, TIER_1)
    prohibitions_open(d, TIER_1)


@story("a threat that nobody answers, of nobody", readings=(9,))
def nobody_forgot(d: Draft) -> None:
    threatened(d, channel="api", group=None)
    untouched(d, None)
    prohibitions_open(d, None)


@story("the one who held it at the deadline answers, not today's assignee", traps=(20,), readings=(9, 26))
def held_at_the_deadline(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:30:00", d.agent)
    d.act("Tue 15:00:00", d.other, assignee=d.other)
    untouched(d, d.agent)
    prohibitions_open(d, d.other)


@story("nobody holds it, but an agent left a note after the threat", readings=(9,))
def left_a_note(d: Draft) -> None:
    threatened(d)
    d.noted("Tue 11:00:00", d.agent, "Looks like a case for somebody else, leaving it in the queue.")
    untouched(d, d.agent)
    prohibitions_open(d, d.agent)


@story("a touch response is due on Monday, an agent holds the ticket", traps=(42,), last_week=True, readings=(26,))
def due_on_monday(d: Draft) -> None:
    threatened(d, "Fri 14:30:00")
    d.took("Fri 15:00:00", d.agent)
    d.row("touch-response", "pending", d.agent, on="threat", due="next Mon 10:30:00")
    prohibitions_open(d, d.agent)


@story("a touch response is due on Monday, a group holds the ticket", last_week=True, readings=(26,))
def due_by_a_group(d: Draft) -> None:
    threatened(d, "Sat 12:00:00", kind="social-media-threat", channel="email")
    d.row("touch-response", "pending", TIER_1, on="threat", due="next Mon 13:00:00")
    prohibitions_open(d, TIER_1)


@story("a touch response is due on Monday, nobody holds the ticket", last_week=True, readings=(9, 26))
def due_by_nobody(d: Draft) -> None:
    threatened(d, "Fri 15:00:00", channel="api", group=None)
    d.row("touch-response", "pending", None, on="threat", due="next Mon 11:00:00")
    prohibitions_open(d, None)


@story("the limit ran out at closing time, and stays open over the weekend", last_week=True, readings=(15,))
def exactly_at_closing_time(d: Draft) -> None:
    threatened(d, "Fri 13:00:00")
    d.took("Fri 13:30:00", d.agent)
    d.row("touch-response", "pending", d.agent, on="threat")
    prohibitions_open(d, d.agent)


@story("the limit ran out one second before closing time", last_week=True, readings=(15,))
def before_closing_time(d: Draft) -> None:
    threatened(d, "Fri 12:59:59")
    d.took("Fri 13:30:00", d.agent)
    untouched(d, d.agent, due="Fri 16:59:59")
    prohibitions_open(d, d.agent)

"""Scenes that many stories share, and the rows of a duty well done."""

from __future__ import annotations

from auditor.samples.agent_texts import HANDOVER, NOTE, PLAIN_ANSWER, TOUCH
from auditor.samples.desk import PR_MACRO, TIER_1
from auditor.samples.draft import WHEN, Draft
from auditor.samples.model import Group, Macro, Person, Rule

Who = Person | Group | Rule | None


def threatened(
    d: Draft,
    when: WHEN = "Tue 10:00:00",
    kind: str = "legal-threat",
    channel: str = "web",
    group: Group | None = TIER_1,
) -> None:
    """The requester's first message is a threat."""
    d.opened(when, d.contact(kind), key="threat", channel=channel, group=group)


def touched(d: Draft, when: WHEN, who: Person, status: str | None = "open", key: str = "touch") -> None:
    """A public message that promises that somebody will write, and asks nothing."""
    d.act(when, who, d.cast.say("touch", TOUCH), key=key, status=status)


def recorded(d: Draft, when: WHEN, who: Person, macro: Macro = PR_MACRO, key: str = "note") -> None:
    """The macro and a detailed internal note, in one submit."""
    d.noted(when, who, d.cast.say("note", NOTE), macros=(macro,), key=key)


def contacted(d: Draft, when: WHEN, kind: str, channel: str = "web", acknowledged: bool = False) -> None:
    """The first message is a listed contact of KB-4."""
    d.opened(when, d.contact(kind), channel=channel, acknowledged=acknowledged)


def answered(d: Draft, when: WHEN, who: Person, *, key: str = "answer", notified: bool = False) -> None:
    """A friendly public answer without a question."""
    d.act(when, who, d.cast.say("answer", PLAIN_ANSWER), key=key, notified=notified)


def handed_over(d: Draft, when: WHEN, who: Person, *, key: str = "move") -> None:
    """Moved to Executive Escalations with an internal note."""
    d.moved(when, who, d.cast.say("handover", HANDOVER), key=key)


def listed(d: Draft, mover: Who, *, on: str = "move", types: tuple[str, ...] | None = None) -> None:
    """KB-2: the move had a listed contact before it."""
    d.row("listed-contact", "complied", mover, on=on, types=types)


def threat_kept(
    d: Draft,
    toucher: Person,
    *,
    mover: Who = None,
    holder: Who = None,
    threat: str = "threat",
    touch: str = "touch",
    but: tuple[str, ...] = (),
) -> None:
    """All duties of a threat kept, less those of `but`, which the story writes itself.

    The two prohibitions last until `mover` brings the ticket to Executive Escalations; before that they are kept
    for now, and `holder` answers for them.
    """
    guard, ended = (mover, True) if mover else (holder, False)
    rows = (
        ("touch-response", toucher, threat, True),
        ("macro-and-note", toucher, touch, True),
        ("left-open", toucher, touch, True),
        ("no-detail-questions", guard, threat, ended),
        ("not-solved-before-ee", guard, threat, ended),
    )
    for duty, who, on, final in rows:
        if duty not in but:
            d.row(duty, "complied", who, on=on, final=final)


def silence_kept(
    d: Draft, *, mover: Who = None, holder: Who = None, contact: str = "contact", but: tuple[str, ...] = ()
) -> None:
    """All duties of a silent contact kept, less those of `but`. Without a mover the ticket still waits."""
    guard, ended = (mover, True) if mover else (holder, False)
    if mover and "transfer" not in but:
        d.row("transfer", "complied", mover, on=contact)
    for duty in ("silence", "no-automated-contact"):
        if duty not in but:
            d.row(duty, "complied", guard, on=contact, final=ended)
    if mover and "listed-contact" not in but:
        listed(d, mover)


def untouched(d: Draft, holder: Who, due: str = "Tue 14:00:00") -> None:
    """No touch response in time; whoever held the ticket then answers for it."""
    d.row("touch-response", "violated", holder, on="threat", due=due)


def prohibitions_open(d: Draft, holder: Who) -> None:
    """Both prohibitions of a threat are kept for now, by whoever holds the ticket today."""
    for duty in ("no-detail-questions", "not-solved-before-ee"):
        d.row(duty, "complied", holder, on="threat", final=False)

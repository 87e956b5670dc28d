"""Stories of KB-2: moves into EE that had no ground, that nobody can judge, and that were in doubt."""

from __future__ import annotations

from auditor.samples.agent_texts import CONSULTATION, HANDOVER
from auditor.samples.contact_texts import DOUBTFUL_TEXTS, QUOTED_TALK
from auditor.samples.desk import ESCALATIONS, ROUTE_LEGAL, SOLVE_SILENT
from auditor.samples.draft import Draft
from auditor.samples.model import Message, Redaction
from auditor.samples.stories.registry import WITH_AUDITS, story
from auditor.samples.stories.scenes import answered, handed_over

NO_TYPES: tuple[str, ...] = ()


def _over_escalated(name: str, words: str) -> None:
    @story(f"moved to EE without a ground: {name}", readings=(13,))
    def tell(d: Draft) -> None:
        d.opened("Tue 10:00:00", words, key="first")
        d.took("Tue 10:20:00", d.agent)
        handed_over(d, "Tue 11:00:00", d.agent)
        d.row("listed-contact", "violated", d.agent, on="move", types=NO_TYPES)


_over_escalated("a late withdrawal", "My withdrawal of Thursday has not arrived at my bank. Please check it.")
_over_escalated(
    "an ordinary certificate of earnings",
    "I need a certificate of earnings for the last six months for my landlord. Where can I download it?",
)
_over_escalated(
    "a threat against a client",
    "My client does not pay the last milestone. I will sue him, he is a crook. How do I open a dispute?",
)
_over_escalated("a job about trademarks", "My job post is still under review. I am hiring a trademark designer.")


@story("an automation moves an ordinary ticket to EE", readings=(13,))
def moved_by_rule(d: Draft) -> None:
    d.opened("Tue 10:00:00", "I cannot upload my portfolio pictures, the page stays blank.", key="first")
    d.moved("Tue 11:00:00", ROUTE_LEGAL)
    d.row("listed-contact", "violated", ROUTE_LEGAL, on="move", types=NO_TYPES)


@story("the listed contact comes only after the move", readings=(13,))
def contact_after(d: Draft) -> None:
    d.opened("Tue 10:00:00", "The refund for the last order is still missing.", key="first")
    handed_over(d, "Tue 11:00:00", d.agent)
    d.wrote("Wed 10:00:00", d.contact("subpoena"), key="contact")
    d.row("listed-contact", "violated", d.agent, on="move", types=NO_TYPES)


@story("the listed contact stands in the very update that moves the ticket", readings=(13,), shapes=WITH_AUDITS)
def contact_while_moving(d: Draft) -> None:
    # An agent types the letter in, in the requester's name, and moves the ticket in the same submit. The move
    # is in the trigger's own update: EE holds the ticket when that update has ended, and KB-4 has nothing to wait for.
    d.opened("Tue 10:00:00", "I have sent you a letter, please confirm.", key="first")
    letter = Message("contact", d.contact("subpoena"), True, d.ticket.requester, on_behalf=True)
    d.update("Tue 11:00:00", d.agent, letter, d.change("group", ESCALATIONS.group_id))
    d.keys["move"] = d.at("Tue 11:00:00")
    d.row("listed-contact", "complied", d.agent, on="move")


@story("the first message was redacted, nobody can tell what it said", traps=(6,), readings=(13,))
def redacted_first(d: Draft) -> None:
    d.opened("Tue 10:00:00", "▇" * 30, key="first", redacted=True)
    answered(d, "Tue 10:30:00", d.agent)
    handed_over(d, "Tue 11:00:00", d.agent)
    d.update("Wed 10:00:00", d.other, Redaction("first"))
    d.row("listed-contact", "indeterminate", on="move", types=NO_TYPES)


@story("the first update is missing", traps=(42,), readings=(13,))
def first_missing(d: Draft) -> None:
    d.opened("Tue 10:00:00", "The first message, which this export does not hold.", key="first")
    d.took("Tue 10:30:00", d.agent)
    handed_over(d, "Tue 11:00:00", d.agent)
    d.ticket.without_first = True
    d.row("listed-contact", "indeterminate", on="move", types=NO_TYPES)


def _doubtful(place: int, consulted: bool) -> None:
    told = "a lead was asked" if consulted else "nobody was asked"
    text = DOUBTFUL_TEXTS[place % len(DOUBTFUL_TEXTS)]

    @story(f"a doubtful case is moved, {told} ({place})", readings=(13,))
    def tell(d: Draft) -> None:
        # A weak signal neither shows nor excludes a listed contact, so KB-2 cannot be told either way.
        d.opened("Tue 10:00:00", text, key="first")
        d.took("Tue 10:20:00", d.agent)
        note = d.cast.say("consultation", CONSULTATION) if consulted else d.cast.say("handover", HANDOVER)
        d.moved("Tue 11:00:00", d.agent, note)
        d.row("listed-contact", "indeterminate", on="move", types=NO_TYPES)
        verdict = "complied" if consulted else "violated"
        d.row("consultation", verdict, d.agent, on="move", types=NO_TYPES)


for _place in range(3):
    _doubtful(_place, consulted=True)
    _doubtful(_place, consulted=False)


@story("a listed contact only in the quoted mail of somebody else", traps=(40,))
def quoted_only(d: Draft) -> None:
    quote = "Can you confirm the number of the subpoena?"
    words = d.cast.fill(QUOTED_TALK).replace("{contact}", quote)
    d.opened("Tue 10:00:00", words, key="first", channel="email")
    d.took("Tue 10:20:00", d.agent)
    answered(d, "Tue 11:00:00", d.agent)
    d.act("Tue 11:01:00", d.agent, status="solved")
    d.act("Sat 11:30:00", SOLVE_SILENT, status="closed", channel="rule")


@story("a threat only in the words of an agent", traps=(40,))
def agents_words(d: Draft) -> None:
    d.opened("Tue 10:00:00", "Where do I find the steps of a dispute?", key="first")
    d.took("Tue 10:20:00", d.agent)
    d.act("Tue 11:00:00", d.agent, "A user who says 'I will sue Upwork' is handled by another team; you are not.")
    d.act("Tue 11:01:00", d.agent, status="solved")

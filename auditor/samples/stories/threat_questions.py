"""Stories of KB-3.3: the user is not asked for details until Executive Escalations has the ticket."""

from __future__ import annotations

from auditor.samples.agent_texts import ASKING, REACH
from auditor.samples.desk import ESCALATIONS
from auditor.samples.draft import Draft
from auditor.samples.model import Redaction
from auditor.samples.stories.registry import story
from auditor.samples.stories.scenes import handed_over, listed, recorded, threat_kept, threatened, touched

QUESTIONS = ("no-detail-questions",)


def _ask(d: Draft, when: str, key: str = "question") -> None:
    d.act(when, d.agent, d.cast.say("asking", ASKING), key=key, status="open")


@story("the touch response asks for details", readings=(10,))
def touch_asks(d: Draft) -> None:
    threatened(d)
    d.took("Tue 10:20:00", d.agent)
    _ask(d, "Tue 10:40:00", key="touch")
    recorded(d, "Tue 10:45:00", d.agent)
    d.row("no-detail-questions", "violated", d.agent, on="threat")
    threat_kept(d, d.agent, holder=d.agent, but=QUESTIONS)


@story("a question comes after the touch response")
def asks_later(d: Draft) -> None:
    threatened(d, kind="social-media-threat")
    touched(d, "Tue 10:40:00", d.other)
    recorded(d, "Tue 10:45:00", d.other)
    _ask(d, "Tue 15:00:00")
    handed_over(d, "Wed 10:00:00", d.other)
    d.row("no-detail-questions", "violated", d.agent, on="threat")
    threat_kept(d, d.other, mover=d.other, but=QUESTIONS)
    listed(d, d.other)


@story("a question in the very update that moves the ticket", readings=(11, 17))
def asks_while_moving(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.other)
    recorded(d, "Tue 10:45:00", d.other)
    d.act("Tue 11:00:00", d.agent, d.cast.say("asking", ASKING), key="move", group=ESCALATIONS)
    d.row("no-detail-questions", "violated", d.agent, on="threat")
    threat_kept(d, d.other, mover=d.agent, but=QUESTIONS)
    listed(d, d.agent)


@story("EE asks for details once it has the ticket", readings=(17,))
def ee_asks(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    handed_over(d, "Tue 10:50:00", d.agent)
    d.act("Wed 09:30:00", d.escalations, d.cast.say("asking", ASKING), status="pending", assignee=d.escalations)
    threat_kept(d, d.agent, mover=d.agent)
    listed(d, d.agent)


def _reach(kind: str) -> None:
    @story(f"asking only how to reach the person, {kind}", readings=(17,))
    def tell(d: Draft) -> None:
        threatened(d, kind=kind)
        d.act("Tue 10:40:00", d.agent, d.cast.say("reach", REACH), key="touch", status="open", assignee=d.agent)
        recorded(d, "Tue 10:45:00", d.agent)
        threat_kept(d, d.agent, holder=d.agent)


_reach("legal-threat")
_reach("social-media-threat")


@story("a question in an internal note asks nobody")
def asks_inside(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.noted("Tue 11:00:00", d.agent, "Could you please describe what happened with the documents?", key="inside")
    d.took("Tue 11:10:00", d.agent)
    threat_kept(d, d.agent, holder=d.agent)


@story("a public answer after the threat was redacted", traps=(6,))
def redacted_answer(d: Draft) -> None:
    threatened(d)
    touched(d, "Tue 10:40:00", d.agent)
    recorded(d, "Tue 10:45:00", d.agent)
    d.act("Tue 12:00:00", d.agent, "▇" * 20, key="hidden", redacted=True)
    d.update("Wed 12:00:00", d.other, Redaction("hidden"))
    handed_over(d, "Wed 13:00:00", d.agent)
    d.row("no-detail-questions", "indeterminate", on="threat")
    threat_kept(d, d.agent, mover=d.agent, but=QUESTIONS)
    listed(d, d.agent)

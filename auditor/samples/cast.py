"""Who plays in a story and which words they use: deterministic by the story's number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.samples.contact_texts import CONTACT_TEXTS, SPOKEN_TEXTS
from auditor.samples.desk import ESCALATION_AGENTS, LAST_NAMES, TIER_1_AGENTS, TIER_2_AGENTS, customer
from auditor.samples.model import Person

STORY_CUSTOMERS = 50_000_000  # ordinary customers are numbered below


@dataclass
class TextCounter:
    """Hands out the texts of each kind in turn, so that all of them are used."""

    used: Counter[str] = field(default_factory=Counter)

    def pick(self, kind: str, texts: Sequence[str]) -> str:
        """The next text of that kind."""
        place = self.used[kind]
        self.used[kind] += 1
        return texts[place % len(texts)]


@dataclass(frozen=True)
class Cast:
    """The people of one story: `agent` and `other` of the first tiers, `escalations` of the EE team."""

    number: int
    agent: Person
    other: Person
    escalations: Person
    requester: Person
    bystander: Person
    texts: TextCounter

    def fill(self, text: str) -> str:
        """Put this story's names into a text."""
        number = self.number
        return text.format(
            name=self.requester.name,
            first=self.requester.name.split()[0],
            agent=self.agent.name.split()[0],
            mail=self.requester.email,
            freelancer=customer(STORY_CUSTOMERS + 7_000_000 + number).name,
            surname=LAST_NAMES[(number * 5) % len(LAST_NAMES)],
            number=4200 + number,
            two=f"{number % 90 + 10}",
            contact="{contact}",
        )

    def say(self, kind: str, texts: Sequence[str]) -> str:
        """The next text of a kind, with names."""
        return self.fill(self.texts.pick(kind, texts))

    def contact(self, contact_type: str) -> str:
        """The next written text of a contact type."""
        return self.say(contact_type, CONTACT_TEXTS[contact_type])

    def spoken(self, contact_type: str) -> str:
        """The next spoken text of a contact type."""
        return self.say(f"spoken {contact_type}", SPOKEN_TEXTS[contact_type])


def cast_of(number: int, texts: TextCounter) -> Cast:
    """The cast of the story of that number."""
    return Cast(
        number=number,
        agent=TIER_1_AGENTS[number % len(TIER_1_AGENTS)],
        other=TIER_2_AGENTS[number % len(TIER_2_AGENTS)],
        escalations=ESCALATION_AGENTS[number % len(ESCALATION_AGENTS)],
        requester=customer(STORY_CUSTOMERS + number),
        bystander=customer(STORY_CUSTOMERS + 3_000_000 + number),
        texts=texts,
    )

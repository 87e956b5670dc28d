"""Why a text shows a contact type or not: every match of every phrase, and what took it away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditor.contacts.loading import Detectors
from auditor.contacts.match import Message, Opener, Reading, Refusal
from auditor.contacts.own_text import Span

NEAR = frozenset({"all", "require", "require_near", "require_message", "capture"})


@dataclass(frozen=True)
class Reason:
    """A match of a phrase, and what became of it. `where`: the rule, file:line:col."""

    type: str
    tier: str
    where: str
    phrase: str  # as the author wrote it
    words: str  # as the message has it
    outcome: str  # holds | near: something is missing | taken: an exclusion took it away
    condition: str | None = None
    by_phrase: str | None = None
    by_words: str | None = None


def reasons(detectors: Detectors, text: str, at: date | None = None) -> list[Reason]:
    """Every match of a primary phrase, by detector: those that hold, that were taken away, that came near."""
    message = detectors.message(text)
    found = [
        reason
        for detector in detectors.compiled
        for opener in detector.openers
        for reason in _reasons(message, opener, at)
    ]
    order = {"holds": 0, "taken": 1, "near": 2}
    return sorted(dict.fromkeys(found), key=lambda one: (order[one.outcome], one.tier, one.type, one.where))


def _reasons(message: Message, opener: Opener, at: date | None) -> Iterator[Reason]:
    detector = opener.detector
    reading = message.reading(detector.with_signature)
    for span, judgement in opener.rule.judged(opener.phrase, reading, at, 0, len(reading.folded)):
        about = (detector.id, detector.tiers[opener.tier][0], opener.rule.where, opener.phrase.source)
        if not isinstance(judgement, Refusal):
            yield Reason(*about, _words(message, reading, judgement), "holds")
            continue
        outcome = "near" if judgement.condition in NEAR else "taken"
        met = _words(message, reading, judgement.span) if judgement.span else None
        words = _words(message, reading, span)
        yield Reason(*about, words, outcome, judgement.condition, judgement.phrase, met)


def _words(message: Message, reading: Reading, span: Span) -> str:
    return message.hit("", "", reading, span).phrase

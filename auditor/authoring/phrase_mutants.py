"""Phrases that are dropped, one at a time: does a worked text of the detector notice?

A phrase that matches worked texts only where another one does too is covered: these texts cannot tell it from the
detector without it. One that matches in none of them survives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from auditor.contacts import Detectors
from auditor.contacts.loading import WorkedDetector
from auditor.contacts.match import Opener
from auditor.contacts.possible import Possible

PhraseFate = Literal["killed", "covered", "survived"]


@dataclass(frozen=True)
class DroppedPhrase:
    """A phrase that was dropped, and the worked text that noticed, was covered by another phrase, or is not there."""

    detector: str
    where: str
    phrase: str
    fate: PhraseFate
    text: str


def dropped_phrases(detectors: Detectors) -> Iterator[DroppedPhrase]:
    """Every phrase that opens a hit, of every detector, in the order of the files."""
    for one in detectors.worked:
        yield from _of_detector(detectors, one)


def _of_detector(detectors: Detectors, one: WorkedDetector) -> Iterator[DroppedPhrase]:
    killed: dict[Opener, str] = {}
    covered: dict[Opener, str] = {}
    possible = Possible([one.compiled])
    for _, worked, accepted in one.texts():
        message = detectors.message(worked.text)
        reading = message.reading(one.compiled.with_signature)
        places = possible.places(message)
        hits = {
            opener: spans
            for opener, spans in places.items()
            if opener.rule.first_span(opener.phrase, reading, worked.at, spans)
        }
        for opener in _unknown(hits, killed):
            rest = {other: spans for other, spans in hits.items() if other is not opener}
            hit = one.compiled.hit(message, rest, worked.at)
            found = covered if (hit.tier if hit else "nothing") in accepted else killed
            found.setdefault(opener, worked.text)
    for opener in one.compiled.openers:
        fate: PhraseFate = "killed" if opener in killed else "covered" if opener in covered else "survived"
        text = killed.get(opener) or covered.get(opener) or ""
        yield DroppedPhrase(one.compiled.id, opener.rule.where, opener.phrase.source, fate, text)


def _unknown(openers: Iterable[Opener], killed: dict[Opener, str]) -> list[Opener]:
    return [opener for opener in openers if opener not in killed]

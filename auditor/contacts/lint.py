"""What is wrong with phrases that work: those that nothing shows, those that others make useless, those that cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod

from auditor.contacts.everyday import share, share_of_any
from auditor.contacts.loading import Detectors, WorkedDetector
from auditor.contacts.match import CompiledRule, Opener
from auditor.contacts.messages import stale
from auditor.contacts.phrase import Phrase

Clause = frozenset[str]
_ENOUGH = 0.0005  # the share of ordinary messages that an opener may be left with
_HARDLY_TELLS = 0.12  # a clause that so many ordinary messages meet is not looked at
_CLAUSES = 4  # that are looked at for an opener
HOT_PHRASE = 0.005  # the share of ordinary messages that a phrase may make candidates
LINTS = {
    "unexercised": "no worked text of the detector's files matches it. Write one, or delete the phrase.",
    "subsumed": "wherever it holds, another phrase of the same or a stronger tier holds too. Delete one of them.",
    "stale": "was learned from other messages than lie beside it now. Run: auditor contacts train.",
    "hot": "its words are so common that it makes many ordinary messages candidates. Give it a rarer word.",
}


@dataclass(frozen=True)
class Measured:
    """A phrase on a corpus. `candidates`: the share of ordinary messages that must be looked at for it."""

    type: str
    tier: str
    where: str
    phrase: str
    hits: int  # texts in which a rule holds by it
    candidates: float
    hottest: tuple[tuple[str, float], ...]  # its commonest words, with the share of ordinary messages that hold them


@dataclass(frozen=True)
class Finding:
    """Something that an author should mend."""

    lint: str  # of LINTS
    where: str
    type: str
    phrase: str
    detail: str = ""

    def __str__(self) -> str:
        told = f" {self.detail}" if self.detail else ""
        return f'{self.where}: {self.lint}: {self.type}: "{self.phrase}": {LINTS[self.lint]}{told}'


def lint(detectors: Detectors, corpus: Sequence[str] = ()) -> tuple[list[Measured], list[Finding]]:
    """Every opening phrase with what it finds and costs, and the findings. `corpus`: texts beside the worked ones."""
    worked = [text.text for one in detectors.worked for _, text, _ in one.texts()]
    texts = [*worked, *corpus]
    holds = _holding(detectors, texts)
    hits = Counter(opener for openers in holds for opener in openers)
    needed = {opener for openers in holds for opener in _needed(openers)}
    measured = [_measured(opener, hits[opener]) for opener in detectors.gate.openers]
    findings = [finding for one in detectors.worked for finding in _unexercised(detectors, one)]
    findings += [
        Finding("subsumed", opener.rule.where, opener.detector.id, opener.phrase.source)
        for opener in detectors.gate.openers
        if hits[opener] and opener not in needed
    ]
    findings += [
        Finding("hot", one.where, one.type, one.phrase, _share_told(one))
        for one in measured
        if one.candidates > HOT_PHRASE
    ]
    findings += [Finding("stale", str(path), path.parent.parent.name, path.name) for path in stale(detectors)]
    return measured, sorted(set(findings), key=lambda one: (one.lint, one.where, one.phrase))


def _holding(detectors: Detectors, texts: Sequence[str]) -> list[list[Opener]]:
    """Of each text the openers that hold."""
    return [list(_openers(detectors, text)) for text in texts]


def _openers(detectors: Detectors, text: str) -> Iterator[Opener]:
    message = detectors.message(text)
    for opener, places in detectors.possible.places(message).items():
        reading = message.reading(opener.detector.with_signature)
        if opener.rule.first_span(opener.phrase, reading, None, places):
            yield opener


def _needed(openers: Sequence[Opener]) -> Iterator[Opener]:
    """The openers that alone give their detector its tier in a text."""
    for opener in openers:
        same = [one for one in openers if one.detector is opener.detector]
        phrases = {one.phrase for one in same if one.tier <= opener.tier}
        if phrases == {opener.phrase}:
            yield opener


def _unexercised(detectors: Detectors, one: WorkedDetector) -> Iterator[Finding]:
    """Phrases of any key that match in no worked text of the detector."""
    messages = [detectors.message(text.text) for _, text, _ in one.texts()]
    readings = [message.reading(one.compiled.with_signature) for message in messages]
    seen: set[Phrase] = set()
    for _, rules in one.compiled.tiers:
        for rule in rules:
            for phrase in _phrases(rule):
                if phrase in seen:
                    continue
                seen.add(phrase)
                texts = (reading.cased if phrase.case_exact else reading.folded for reading in readings)
                if not any(phrase.pattern.search(text) for text in texts):
                    yield Finding("unexercised", rule.where, one.compiled.id, phrase.source)


def _phrases(rule: CompiledRule) -> Iterator[Phrase]:
    yield from rule.primary
    for group in rule.groups:
        yield from group
    for name in ("require", "require_near", "require_message", "unless", "unless_near", "unless_message", "not_phrase"):
        yield from getattr(rule, name)


def _clauses_of(opener: Opener) -> list[Clause]:
    """Sets of words of which one must be in a message for an opener to hold, the rarest first."""
    rule = opener.rule
    every = set(opener.phrase.literals)
    alternatives = (*rule.groups, rule.require, rule.require_near, rule.require_message)
    every |= {clause for phrases in alternatives if phrases for clause in [_one_of(phrases)] if clause}
    kept: list[Clause] = []
    left = 1.0
    for clause in sorted(every, key=lambda clause: (share_of_any(clause), sorted(clause))):
        if kept and (left < _ENOUGH or len(kept) == _CLAUSES or share_of_any(clause) > _HARDLY_TELLS):
            break
        kept.append(clause)
        left *= share_of_any(clause)
    return kept


def _one_of(phrases: Iterable[Phrase]) -> Clause | None:
    """The words of which one stands wherever one of the phrases matches."""
    rarest = [phrase.literals[0] if phrase.literals else None for phrase in phrases]
    return frozenset(literal for clause in rarest for literal in clause or ()) if all(rarest) else None


def _measured(opener: Opener, hits: int) -> Measured:
    clauses = _clauses_of(opener)
    hottest = sorted(((share(literal), literal.strip()) for clause in clauses for literal in clause), reverse=True)
    return Measured(
        type=opener.detector.id,
        tier=opener.detector.tiers[opener.tier][0],
        where=opener.rule.where,
        phrase=opener.phrase.source,
        hits=hits,
        candidates=prod(map(share_of_any, clauses)) if clauses else 1.0,
        hottest=tuple((word, part) for part, word in hottest[:3]),
    )


def _share_told(one: Measured) -> str:
    words = ", ".join(f"{word} {part:.1%}" for word, part in one.hottest)
    return f"({one.candidates:.1%} of ordinary messages; {words})"

"""Exact matching of one message: which contact types it shows, by which words, where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from auditor.contacts.detector import Capture
from auditor.contacts.normalise import Normalised, fold, normalise
from auditor.contacts.own_text import OwnText, Span, blank, own_text
from auditor.contacts.period import Judgement, judge_period, turning_day
from auditor.contacts.phrase import Phrase
from auditor.contacts.sentences import bounds, mark_sentences, widened

_QUOTED = re.compile(r'(?<!\w)"[^"\n]{2,400}"(?!\w)')
_ACCEPTED: dict[str, frozenset[Judgement]] = {
    "leaves": frozenset({"leaves"}),
    "within": frozenset({"within"}),
    "unknown": frozenset({"unknown"}),
}
Names = Sequence[str]


@dataclass(frozen=True)
class Hit:
    """A contact type that a text shows. `span`: characters of the original body; `phrase`: the words as written."""

    type: str
    tier: str  # certain | review
    phrase: str
    span: Span
    sentence: str
    sentence_span: Span
    evidence: str = "text"  # text: by the words of a phrase; likeness: by what the sentence is like


@dataclass(frozen=True)
class Reading:
    """A message as its phrases are looked for: only the writer's own words, a line feed after each sentence."""

    cased: str
    folded: str

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """The spans in quotation marks that hold more than a word or two."""
        return tuple(found.span() for found in _QUOTED.finditer(self.folded) if found[0].count(" ") >= 2)

    def shouts(self, start: int, end: int) -> bool:
        """Whether a stretch is all in capitals, so that capitals mean nothing in it."""
        stretch = self.cased[start:end]
        return stretch.upper() == stretch and sum(letter.isupper() for letter in stretch) > 12


class Message:
    """One message, normalised once."""

    def __init__(self, body: str, desk_names: Names = ()) -> None:
        self.normalised: Normalised = normalise(body)
        self.own: OwnText = own_text(self.normalised.folded, desk_names)

    @cached_property
    def words(self) -> Reading:
        """The writer's own words without the signature."""
        return self._reading((*self.own.foreign, *self.own.signature))

    @cached_property
    def words_and_signature(self) -> Reading:
        """The writer's own words and how they sign."""
        return self._reading(self.own.foreign) if self.own.signature else self.words

    def reading(self, with_signature: bool) -> Reading:
        """What a detector reads."""
        return self.words_and_signature if with_signature else self.words

    def hit(self, type_: str, tier: str, reading: Reading, span: Span, evidence: str = "text") -> Hit:
        """A hit, with its place and its words in the original."""
        original = self.normalised.original
        start, end = self.normalised.span(*span)
        first, last = self.normalised.span(*_trimmed(reading.cased, bounds(reading.cased, span[0])))
        around = (first, max(last, end))
        return Hit(type_, tier, original[start:end], (start, end), original[slice(*around)], around, evidence)

    def _reading(self, foreign: Sequence[Span]) -> Reading:
        cased = mark_sentences(blank(self.normalised.cased, foreign))
        return Reading(cased, fold(cased))


@dataclass(frozen=True)
class Refusal:
    """Why a match of a phrase does not count. `condition`: the key of the rule that says so."""

    condition: str  # all, require*, unless*, not_phrase, quoted, capture
    phrase: str | None = None  # what was met and must not be
    span: Span | None = None  # where


@dataclass(frozen=True, eq=False)
class CompiledRule:
    """A rule with its patterns. `primary`: the phrases of which one must match; `where`: file:line:col."""

    where: str
    primary: tuple[Phrase, ...]
    groups: tuple[tuple[Phrase, ...], ...]
    whole_message: bool
    require: tuple[Phrase, ...]
    require_near: tuple[Phrase, ...]
    require_message: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    unless_near: tuple[Phrase, ...]
    unless_message: tuple[Phrase, ...]
    not_phrase: tuple[Phrase, ...]
    capture: Capture | None
    skip_quoted: bool

    def first_span(
        self, phrase: Phrase, reading: Reading, at: date | None, places: Iterable[Span] | None = None
    ) -> Span | None:
        """Where the rule holds first by one of its primary phrases, in a text that was written on a day."""
        for start, end in ((0, len(reading.folded)),) if places is None else places:
            judged = (judgement for _, judgement in self.judged(phrase, reading, at, start, end))
            span = next((judgement for judgement in judged if not isinstance(judgement, Refusal)), None)
            if span:
                return span
        return None

    def judged(
        self, phrase: Phrase, reading: Reading, at: date | None, start: int, end: int
    ) -> Iterator[tuple[Span, Span | Refusal]]:
        """Of every match of a phrase where it is, and the span of the whole rule there or why it does not count."""
        for found in _matches(phrase, reading, start, end):
            span = found.span()
            whole = self._whole(span, reading)
            yield span, self._refusal(span, reading, at) or whole if whole else Refusal("all")

    def _whole(self, span: Span, reading: Reading) -> Span | None:
        """The span from the first to the last group, where the rule has groups and they meet."""
        start, end = (0, len(reading.folded)) if self.whole_message else bounds(reading.folded, span[0])
        whole = span
        for group in self.groups:
            found = _first_match(group, reading, start, end)
            if found is None:
                return None
            if not self.whole_message:
                whole = (min(whole[0], found[1][0]), max(whole[1], found[1][1]))
        return whole

    def _refusal(self, span: Span, reading: Reading, at: date | None) -> Refusal | None:
        if any(start <= span[0] < end for start, end in reading.quotations if self.skip_quoted):
            return Refusal("quoted")
        sentence = bounds(reading.folded, span[0])
        near = widened(reading.folded, *sentence, 1) if self.require_near or self.unless_near else sentence
        for reach, (start, end) in (("", sentence), ("_near", near), ("_message", (0, len(reading.folded)))):
            wanted: tuple[Phrase, ...] = getattr(self, f"require{reach}")
            unwanted: tuple[Phrase, ...] = getattr(self, f"unless{reach}")
            if wanted and _first_match(wanted, reading, start, end) is None:
                return Refusal(f"require{reach}")
            met = _first_match(unwanted, reading, start, end) if unwanted else None
            if met:
                return Refusal(f"unless{reach}", met[0].source, met[1])
        return self._voided(span, sentence, reading) or self._other_period(reading, at)

    def _voided(self, span: Span, sentence: Span, reading: Reading) -> Refusal | None:
        for phrase in self.not_phrase:
            for found in _matches(phrase, reading, *sentence):
                if found.start() < span[1] and span[0] < found.end():
                    return Refusal("not_phrase", phrase.source, found.span())
        return None

    def _other_period(self, reading: Reading, at: date | None) -> Refusal | None:
        if self.capture is None:
            return None
        judgement = judge_period(reading.folded, at, self.capture.months)
        return None if judgement in _ACCEPTED[self.capture.period] else Refusal("capture")


@dataclass(frozen=True, eq=False)
class Opener:
    """A rule of a detector and one of the phrases that it can hold by."""

    detector: CompiledDetector
    tier: int  # its place in the detector's tiers: 0 is the strongest
    rule: CompiledRule
    phrase: Phrase


@dataclass(frozen=True, eq=False)
class CompiledDetector:
    """A detector ready to match. `side`: contact (what an end user is about) or phrase (what somebody says)."""

    id: str
    title: str
    side: str
    who: str
    public: bool | None
    first_only: bool
    with_signature: bool
    tiers: tuple[tuple[str, tuple[CompiledRule, ...]], ...]
    tags: tuple[str, ...]
    fields: tuple[tuple[str, tuple[str, ...]], ...]

    def hit(
        self, message: Message, openers: Mapping[Opener, Iterable[Span] | None] | None = None, at: date | None = None
    ) -> Hit | None:
        """The first hit of the strongest tier that has one, on a day.

        `openers`: those that can hold, and in which stretches (None: all of them, anywhere).
        """
        reading = message.reading(self.with_signature)
        possible = dict.fromkeys(self.openers) if openers is None else openers
        for tier, (name, _) in enumerate(self.tiers):
            spans = (
                one.rule.first_span(one.phrase, reading, at, places)
                for one, places in possible.items()
                if one.tier == tier
            )
            first = min((span for span in spans if span), default=None)
            if first is not None:
                return message.hit(self.id, name, reading, first)
        return None

    @property
    def reads_customers(self) -> bool:
        """Whether it reads what end users write."""
        return self.who != "agent"

    @property
    def reads_desk(self) -> bool:
        """Whether it reads what agents write."""
        return self.who in ("agent", "any")

    def turning_days(self, message: Message) -> list[date]:
        """The days from which the text may be judged otherwise than before, for the periods that it names."""
        if not self._months:
            return []
        reading = message.reading(self.with_signature)
        days = {turning_day(reading.folded, months) for months in self._months}
        return sorted(day for day in days if day)

    def within(self, message: Message, at: date | None) -> bool:
        """Whether a period decides the type, and the one that the text names lies in the last months of a day."""
        reading = message.reading(self.with_signature)
        return any(judge_period(reading.folded, at, months) == "within" for months in self._months)

    @cached_property
    def openers(self) -> tuple[Opener, ...]:
        """Every way in which the detector can hold."""
        return tuple(
            Opener(self, tier, rule, phrase)
            for tier, (_, rules) in enumerate(self.tiers)
            for rule in rules
            for phrase in rule.primary
        )

    @cached_property
    def _months(self) -> frozenset[int]:
        return frozenset(rule.capture.months for _, rules in self.tiers for rule in rules if rule.capture)


def by_detector(
    openers: Mapping[Opener, Sequence[Span]],
) -> Iterable[tuple[CompiledDetector, Mapping[Opener, Sequence[Span]]]]:
    """The openers of each detector."""
    grouped: dict[CompiledDetector, dict[Opener, Sequence[Span]]] = {}
    for opener, places in openers.items():
        grouped.setdefault(opener.detector, {})[opener] = places
    return grouped.items()


def _matches(phrase: Phrase, reading: Reading, start: int, end: int) -> Iterator[re.Match[str]]:
    """Every place where a phrase matches, overlapping ones too: a voided match must not hide the next."""
    text = reading.cased if phrase.case_exact else reading.folded
    search: Callable[[str, int, int], re.Match[str] | None] = phrase.pattern.search
    found = search(text, start, end)
    while found:
        if not (phrase.case_exact and reading.shouts(*bounds(reading.cased, found.start()))):
            yield found
        found = search(text, found.start() + 1, end)


def _first_match(phrases: Sequence[Phrase], reading: Reading, start: int, end: int) -> tuple[Phrase, Span] | None:
    for phrase in phrases:
        for found in _matches(phrase, reading, start, end):
            return phrase, found.span()
    return None


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), max(start + len(stretch.rstrip()), start + 1)

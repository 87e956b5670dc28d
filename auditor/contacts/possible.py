"""In which sentences of a message a phrase can match: those that hold a word of each of its parts.

A phrase never runs over the end of a sentence, so its words must meet in one. This costs a look at every word of the
message, once, and spares nearly every search for a phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.contacts.match import CompiledDetector, Message, Opener, Reading
from auditor.contacts.own_text import Span
from auditor.contacts.words_in import WordFinder

Places = Mapping[Opener, Sequence[Span]]


class Possible:
    """The openers of some detectors, and the words of each."""

    def __init__(self, detectors: Sequence[CompiledDetector]) -> None:
        openers = [opener for one in detectors for opener in one.openers]
        literals = sorted({literal for one in openers for group in one.phrase.literals for literal in group})
        number = {literal: index for index, literal in enumerate(literals)}
        self.finder = WordFinder(literals)
        self.groups = {
            one: tuple(frozenset(number[literal] for literal in group) for group in one.phrase.literals)
            for one in openers
        }
        self.by_rarest: dict[int, list[Opener]] = {}
        for opener, groups in self.groups.items():
            for literal in groups[0] if groups else ():
                self.by_rarest.setdefault(literal, []).append(opener)
        self.everywhere = [opener for opener, groups in self.groups.items() if not groups]

    def places(self, message: Message) -> Places:
        """The sentences in which each opener can match."""
        known: dict[bool, list[tuple[Span, set[int]]]] = {}
        places: dict[Opener, list[Span]] = {}
        for with_signature in (True, False):
            reading = message.reading(with_signature)
            if with_signature or reading is not message.reading(True):
                known[with_signature] = [
                    (span, self.finder.literals_of(reading.folded[slice(*span)])) for span in sentences_of(reading)
                ]
        for opener in self.everywhere:
            places[opener] = [(0, len(message.reading(opener.detector.with_signature).folded))]
        for with_signature, found in known.items():
            both = len(known) == 1
            for span, literals in found:
                for opener in self._in_sentence(literals):
                    if both or opener.detector.with_signature is with_signature:
                        places.setdefault(opener, []).append(span)
        return places

    def _in_sentence(self, literals: set[int]) -> Iterator[Opener]:
        candidates = dict.fromkeys(opener for literal in sorted(literals) for opener in self.by_rarest.get(literal, ()))
        for opener in candidates:
            if not any(group.isdisjoint(literals) for group in self.groups[opener]):
                yield opener


def places_at(message: Message, stretches: Iterable[tuple[Opener, Span]]) -> Places:
    """The sentences in which openers can match that are known to match in some stretches of the body, if at all."""
    places: dict[Opener, list[Span]] = {}
    known: dict[bool, list[tuple[Span, Span]]] = {}
    for opener, (start, end) in stretches:
        with_signature = opener.detector.with_signature
        if with_signature not in known:
            spans = sentences_of(message.reading(with_signature))
            known[with_signature] = [(span, message.normalised.span(*span)) for span in spans]
        some = places.setdefault(opener, [])
        some += (
            span for span, (first, last) in known[with_signature] if first < end and start < last and span not in some
        )
    return places


def sentences_of(reading: Reading) -> Iterator[Span]:
    """The spans of the sentences that hold anything."""
    text = reading.folded
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1

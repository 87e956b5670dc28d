"""Which phrases can match which sentence: one scan for words instead of a search for every phrase.

Of each phrase it is known which words must stand in its sentence. A multi-pattern scan finds all such words of
many sentences in one pass; only phrases whose words are all there are matched exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import ahocorasick_rs
import numpy as np

from auditor.contacts.match import CompiledDetector, Places
from auditor.contacts.own_text import Span
from auditor.contacts.phrase import Phrase, padded

Wanted = Mapping[CompiledDetector, Places]


class Prefilter:
    """Which phrases of which detectors can match which sentence, by the words without which they cannot."""

    def __init__(self, detectors: Sequence[CompiledDetector]) -> None:
        self.owner = {phrase: detector for detector in detectors for phrase in detector.phrases}
        self.always = [phrase for phrase in self.owner if not phrase.literals]
        self.literals = sorted({literal for phrase in self.owner for group in phrase.literals for literal in group})
        number = {literal: index for index, literal in enumerate(self.literals)}
        self.groups = {
            phrase: tuple(frozenset(number[literal] for literal in group) for group in phrase.literals)
            for phrase in self.owner
        }
        self.by_literal: dict[int, list[Phrase]] = {}
        for phrase, groups in self.groups.items():
            for literal in groups[0] if groups else ():
                self.by_literal.setdefault(literal, []).append(phrase)
        encoded = [literal.encode() for literal in self.literals]
        self.scanner = ahocorasick_rs.BytesAhoCorasick(encoded) if encoded else None

    def wanted(self, folded: Sequence[str]) -> Iterator[tuple[int, Wanted]]:
        """For each text that can match at all: its index, and per detector the stretches of each phrase."""
        sentences = [list(_sentences(text)) for text in folded]
        found = self._literals_of(
            [text[start:end] for text, spans in zip(folded, sentences, strict=True) for start, end in spans]
        )
        position = 0
        for index, spans in enumerate(sentences):
            wanted: dict[CompiledDetector, dict[Phrase, list[Span]]] = {}
            for phrase in self.always:
                wanted.setdefault(self.owner[phrase], {})[phrase] = [(0, len(folded[index]))]
            for span in spans:
                for phrase in self._possible(found[position]):
                    wanted.setdefault(self.owner[phrase], {}).setdefault(phrase, []).append(span)
                position += 1
            if wanted:
                yield index, wanted

    def _possible(self, literals: set[int]) -> Iterator[Phrase]:
        """The phrases of which every group has a word in the sentence."""
        seen: set[Phrase] = set()
        for literal in sorted(literals):
            for phrase in self.by_literal.get(literal, ()):
                if phrase not in seen and not any(group.isdisjoint(literals) for group in self.groups[phrase]):
                    seen.add(phrase)
                    yield phrase

    def _literals_of(self, sentences: Sequence[str]) -> list[set[int]]:
        """The literals in each sentence: one scan over all sentences laid end to end."""
        found: list[set[int]] = [set() for _ in sentences]
        if self.scanner is None or not sentences:
            return found
        encoded = [f" {padded(sentence)} ".encode("utf-8", "surrogatepass") for sentence in sentences]
        starts = np.cumsum([0, *(len(sentence) + 1 for sentence in encoded[:-1])])
        places = self.scanner.find_matches_as_indexes(b"\n".join(encoded), overlapping=True)
        if not places:
            return found
        columns = np.array(places, dtype=np.int64)
        rows = np.searchsorted(starts, columns[:, 1], side="right") - 1
        for pair in np.unique(rows * len(self.literals) + columns[:, 0]).tolist():
            row, literal = divmod(pair, len(self.literals))
            found[row].add(literal)
        return found


def _sentences(marked: str) -> Iterator[Span]:
    start = 0
    while start < len(marked):
        end = marked.find("\n", start)
        end = len(marked) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1

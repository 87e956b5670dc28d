"""Which rules can hold in which message, by words in an order: one look at many messages together.

A rule opens by one of its phrases. An opener can hold only in a sentence where the shape of its phrase is found, with
one of each group that must stand there too. What a shape does not know (numbers, marks, capitals) is left to the exact
reading, and so is every condition that takes something away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.contacts.joins import Entries, Joins, Node, Shapes, distinct
from auditor.contacts.match import CompiledDetector, CompiledRule, Opener
from auditor.contacts.phrase import Phrase
from auditor.contacts.shape import SENTENCE, OneOf, any_of
from auditor.contacts.tokens import NONE, Flags, Numbers, Tokens

Writers = tuple[Flags, Flags]  # of each message: whether an end user wrote it, whether the desk did


@dataclass(frozen=True)
class Pairs:
    """Messages and openers that can hold in them, side by side; `starts`, `ends`: in which characters of the body."""

    rows: Numbers
    openers: Numbers
    starts: Numbers
    ends: Numbers


class Gate:
    """The openers of all detectors, and the shapes by which each can be ruled out."""

    def __init__(self, detectors: Sequence[CompiledDetector], anchors: Iterable[str] = ()) -> None:
        self.openers: tuple[Opener, ...] = tuple(opener for one in detectors for opener in one.openers)
        self.always = tuple(one for one in self.openers if one.phrase.shape is None and not _signs(one.phrase))
        self.shapes = Shapes()
        self._anchors = self.shapes.node(OneOf(frozenset(f" {word} " for word in anchors)))
        self._rules: dict[CompiledRule, list[int]] = {}
        for number, opener in enumerate(self.openers):
            self._rules.setdefault(opener.rule, []).append(number)
        self._beside = {rule: list(self._nodes_beside(rule)) for rule in self._rules}
        self.nodes = {one.phrase: self.shapes.node(one.phrase.shape) for one in self.openers if one.phrase.shape}
        signs = sorted({sign for one in self.openers for group in _signs(one.phrase) for sign in group})
        self.signs = {sign: number for number, sign in enumerate(signs, start=len(self.shapes.literals))}
        self.literals = (*self.shapes.literals, *signs)

    def beside(self, rule: CompiledRule) -> Sequence[tuple[Node, bool]]:
        """What must stand beside a rule's opener: in its sentence, or (True) anywhere in the message."""
        return self._beside[rule]

    def _nodes_beside(self, rule: CompiledRule) -> Iterator[tuple[Node, bool]]:
        for wanted, anywhere in _wanted(rule).items():
            shapes = [phrase.shape for phrase in wanted if phrase.shape]
            if len(shapes) == len(wanted):
                yield self.shapes.node(any_of(shapes)), anywhere

    def anchored(self, tokens: Tokens, entries: Entries) -> Numbers:
        """The rows that hold an anchor."""
        rows: Numbers = np.unique(tokens.rows[np.isin(tokens.entries, entries.of(self._anchors))])
        return rows

    def possible(self, tokens: Tokens, entries: Entries, writers: Writers | None = None) -> Pairs:
        """What is not ruled out, without the openers of `always`, ordered by row.

        `entries`: of the vocabulary that read the tokens, for this gate's shapes. `writers`: without the openers that
        do not read what the message's writer writes.
        """
        search = _Search(self, tokens, entries)
        found = [(NONE, NONE)]
        for rule, numbers in self._rules.items():
            readable = _readable(self.openers[numbers[0]].detector, writers)
            if readable is None or readable.any():
                sentences, openers = search.openings(rule, numbers)
                kept = slice(None) if readable is None else readable[search.row_of(sentences)]
                found.append((sentences[kept], openers[kept]))
        sentences, openers = (np.concatenate(some) for some in zip(*found, strict=True))
        order = np.argsort(sentences, kind="stable")
        sentences = sentences[order]
        return Pairs(search.row_of(sentences), openers[order], *search.stretches(sentences))


class _Search:
    """One batch: where phrases can stand, each looked for once."""

    def __init__(self, gate: Gate, tokens: Tokens, entries: Entries) -> None:
        self.gate, self.tokens = gate, tokens
        self.joins = Joins(entries, tokens)
        self.messages = max([0, *(int(rows.max()) + 1 for rows in (tokens.rows, tokens.signs[0]) if rows.size)])
        sentences = tokens.marks[SENTENCE]
        count = int(sentences[-1]) + 2 if sentences.size else 1
        self._first = np.searchsorted(sentences, np.arange(count - 1))  # the first word of each sentence
        self._following = np.searchsorted(sentences, np.arange(count - 1), side="right")

    def row_of(self, sentences: Numbers) -> Numbers:
        """The message of each sentence."""
        rows: Numbers = self.tokens.rows[self._first[sentences]].astype(np.int64)
        return rows

    def stretches(self, sentences: Numbers) -> tuple[Numbers, Numbers]:
        """The first character of each sentence in its message, and the first of the next one."""
        first, following = self._first[sentences], self._following[sentences]
        inside = following < len(self.tokens.rows)
        after = np.where(inside, following, 0)
        inside &= self.tokens.rows[after] == self.tokens.rows[first]
        ends = np.where(inside, self.tokens.starts[after], np.iinfo(np.int32).max)
        return self.tokens.starts[first].astype(np.int64), ends.astype(np.int64)

    def openings(self, rule: CompiledRule, openers: Sequence[int]) -> tuple[Numbers, Numbers]:
        """(sentence, opener) pairs of a rule's openers."""
        found = [self._words(self.gate.openers[one].phrase) for one in openers]
        words = np.concatenate(found)
        which = np.repeat(np.array(openers, dtype=np.int64), [len(one) for one in found])
        for node, anywhere in self.gate.beside(rule):
            if not words.size:
                break
            stretch_of = self.tokens.rows if anywhere else self.tokens.marks[SENTENCE]
            held = self.joins.held(node, stretch_of[words], stretch_of)
            words, which = words[held], which[held]
        count = len(self.gate.openers)
        keys = distinct(self.tokens.marks[SENTENCE][words].astype(np.int64) * count + which)
        return keys // count, keys % count

    def _words(self, phrase: Phrase) -> Numbers:
        """The first word of every place where a phrase may stand; of a sign, of every sentence of its message."""
        if phrase.shape:
            return self.joins.spans(self.gate.nodes[phrase])[0]
        rows, signs = self.tokens.signs
        there = np.ones(self.messages, dtype=bool)
        for group in _signs(phrase):
            held = np.zeros(self.messages, dtype=bool)
            held[rows[np.isin(signs, [self.gate.signs[sign] for sign in group])]] = True
            there &= held
        beginnings = np.flatnonzero(np.diff(self.tokens.marks[SENTENCE], prepend=-1))
        return beginnings[there[self.tokens.rows[beginnings]]]


def _wanted(rule: CompiledRule) -> dict[tuple[Phrase, ...], bool]:
    """Of each group of phrases of which one must stand beside an opener: whether anywhere in the message."""
    groups = dict.fromkeys(rule.groups, rule.whole_message)
    within = {rule.require: False, rule.require_near: True, rule.require_message: True}
    return {wanted: anywhere for wanted, anywhere in (groups | within).items() if wanted}


def _readable(detector: CompiledDetector, writers: Writers | None) -> Flags | None:
    """Of each message whether a detector reads what its writer writes; None: it is not known who wrote."""
    if writers is None:
        return None
    customers, desk = writers
    return (customers & detector.reads_customers) | (desk & detector.reads_desk)


def _signs(phrase: Phrase) -> list[frozenset[str]]:
    """The groups of a phrase that are signs only: of each one must be in the message."""
    return [group for group in phrase.literals if all(literal.startswith("#") for literal in group)]

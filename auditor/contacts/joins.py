"""Where shapes are found in the words of a batch: joins of sorted lists of words, no message looked at by itself.

A chain begins at its rarest part and is met from there to either side, each next part among the few words that its
reach allows. What shapes have in common is found once for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.contacts.shape import Chain, Either, OneOf, Reach, Shape
from auditor.contacts.tokens import NONE, Flags, Numbers, Small, Tokens

Spans = tuple[Numbers, Numbers]  # the first and the last word of each place
_NOWHERE: Spans = (NONE, NONE)
_OFTEN = 20  # places of a word to each stretch in which it is asked for
_MORE = 2  # words that are looked at beyond a reach at once; there are more where marks join words


@dataclass(eq=False)
class Node:
    """A shape, once for all phrases that have it. `parts`: of a chain or of an alternative."""

    number: int
    shape: Shape
    parts: tuple[Node, ...] = ()
    reaches: tuple[Reach, ...] = ()


class Shapes:
    """All shapes of some phrases, each a node."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[object, ...], Node] = {}
        self.literals: dict[str, int] = {}
        self.of_literal: list[list[int]] = []  # literal → nodes of one word

    def node(self, shape: Shape) -> Node:
        """The node of a shape."""
        if isinstance(shape, OneOf):
            return self._one_of(shape)
        inner = tuple(map(self.node, shape.parts if isinstance(shape, Chain) else shape.branches))
        reaches = shape.reaches if isinstance(shape, Chain) else ()
        key = (type(shape), tuple(one.number for one in inner), reaches)
        return self.nodes.setdefault(key, Node(len(self.nodes), shape, inner, reaches))

    def _one_of(self, shape: OneOf) -> Node:
        if (shape,) not in self.nodes:
            numbers = [self.literals.setdefault(one, len(self.literals)) for one in sorted(shape.literals)]
            node = self.nodes.setdefault((shape,), Node(len(self.nodes), shape))
            self.of_literal += [[] for _ in range(len(self.literals) - len(self.of_literal))]
            for number in numbers:
                self.of_literal[number].append(node.number)
        return self.nodes[(shape,)]


class Entries:
    """Which entries of a vocabulary each one-word node takes."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.known = 0  # entries
        self._of_node: list[list[int]] = [[] for _ in shapes.nodes]

    def learn(self, entries: Sequence[tuple[int, ...]]) -> None:
        """Take note of entries that the vocabulary has learned; an entry is the literals that a word is or begins."""
        of_literal = self.shapes.of_literal
        for number in range(self.known, len(entries)):
            words = (literal for literal in entries[number] if literal < len(of_literal))
            for node in {node for literal in words for node in of_literal[literal]}:
                self._of_node[node].append(number)
        self.known = len(entries)

    def of(self, node: Node) -> Numbers:
        """The entries that a one-word node takes."""
        return np.array(self._of_node[node.number], dtype=np.int64)


class Joins:
    """The shapes of a batch; what is found is kept until the batch is done."""

    def __init__(self, entries: Entries, tokens: Tokens) -> None:
        self.entries, self.tokens = entries, tokens
        self._counts = np.bincount(tokens.entries, minlength=entries.known)
        self._order = np.argsort(_narrow(tokens.entries, entries.known), kind="stable")
        self._ends = np.cumsum(self._counts)
        self._spans: dict[int, Spans] = {}
        self._takes: dict[int, Flags] = {}

    def held(self, node: Node, stretches: Small, stretch_of: Small) -> Flags:
        """Of some stretches of words, sentences or messages, whether a shape is found in them.

        `stretch_of`: of every word its stretch, in order.
        """
        held = np.zeros(len(stretches), dtype=bool)
        for part in node.parts if isinstance(node.shape, Either) else (node,):
            if isinstance(part.shape, OneOf) and self._frequency(part) > _OFTEN * len(stretches):
                held |= self._hold_word(part, stretches, stretch_of)
            else:
                found = stretch_of[self.spans(part)[0]]
                places = np.searchsorted(found, stretches)
                held |= np.append(found, -1)[places] == stretches
        return held

    def _hold_word(self, node: Node, stretches: Small, stretch_of: Small) -> Flags:
        """The same of a word that is nearly everywhere: by a look at every word of the stretches."""
        first = np.searchsorted(stretch_of, stretches, side="left")
        lengths = np.searchsorted(stretch_of, stretches, side="right") - first
        which = np.repeat(np.arange(len(stretches)), lengths)
        words = np.arange(len(which)) + np.repeat(first - np.cumsum(lengths) + lengths, lengths)
        held = np.zeros(len(stretches), dtype=bool)
        held[which[self._taken(node)[self.tokens.entries[words]]]] = True
        return held

    def spans(self, node: Node) -> Spans:
        """Every place of a shape, ordered by its first word."""
        if node.number not in self._spans:
            self._spans[node.number] = self._find(node)
        return self._spans[node.number]

    def _find(self, node: Node) -> Spans:
        if isinstance(node.shape, OneOf):
            words = self._words(node)
            return words, words
        if isinstance(node.shape, Either):
            return self._distinct([self.spans(part) for part in node.parts])
        return self._chain(node)

    def _words(self, node: Node) -> Numbers:
        """The words that a one-word node takes."""
        entries = self.entries.of(node)
        lists = [self._order[self._ends[one] - self._counts[one] : self._ends[one]] for one in entries.tolist()]
        found = [one for one in lists if len(one)]
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate([NONE, *found]))

    def _frequency(self, node: Node) -> int:
        """How many places a node has at the most."""
        if isinstance(node.shape, OneOf):
            return int(self._counts[self.entries.of(node)].sum())
        if isinstance(node.shape, Either) and node.number not in self._spans:
            return sum(map(self._frequency, node.parts))
        return len(self.spans(node)[0])

    def _chain(self, node: Node) -> Spans:
        """From the rarest part to either side."""
        frequencies = [self._frequency(part) for part in node.parts]
        if not all(frequencies):
            return _NOWHERE
        rarest = frequencies.index(min(frequencies))
        first, last = self.spans(node.parts[rarest])
        for index in range(rarest - 1, -1, -1):
            found, firsts = self._near(first, node.parts[index], node.reaches[index], back=True)
            first, last = self._distinct([(firsts, last[found])])
        for index in range(rarest + 1, len(node.parts)):
            found, lasts = self._near(last, node.parts[index], node.reaches[index - 1], back=False)
            first, last = self._distinct([(first[found], lasts)])
        return first, last

    def _near(self, words: Numbers, node: Node, reach: Reach, *, back: bool) -> tuple[Numbers, Numbers]:
        """(index into `words`, the far end of a place of the node) for every place within reach of a word."""
        if not words.size:
            return _NOWHERE
        if isinstance(node.shape, OneOf):
            step = -1 if back else 1
            return self._reached(words, words + step, step, reach, None, self._taken(node))
        if isinstance(node.shape, Either):
            some = [self._near(words, part, reach, back=back) for part in node.parts]
            return np.concatenate([one for one, _ in some]), np.concatenate([one for _, one in some])
        return self._near_places(words, node, reach, back)

    def _near_places(self, words: Numbers, node: Node, reach: Reach, back: bool) -> tuple[Numbers, Numbers]:
        first, last = self.spans(node)
        if not first.size:
            return _NOWHERE
        if back:
            order = np.argsort(last, kind="stable")
            first, last = first[order], last[order]
            places = np.searchsorted(last, words, side="left") - 1
            index, found = self._reached(words, places, -1, reach, last, None)
            return index, first[found]
        places = np.searchsorted(first, words, side="right")
        index, found = self._reached(words, places, 1, reach, first, None)
        return index, last[found]

    def _reached(
        self, words: Numbers, places: Numbers, step: int, reach: Reach, near: Numbers | None, takes: Flags | None
    ) -> tuple[Numbers, Numbers]:
        """(index into `words`, place) of what is within reach: from `places` on, step by step.

        `near`: the word of each place that stands nearer; without it a place is a word. `takes`: entries that count.
        """
        limit = len(self.tokens.entries) if near is None else len(near)
        index, found = [NONE], [NONE]
        left = np.arange(len(words))
        width = reach.words + _MORE
        steps = np.arange(0, width * step, step)
        while left.size:
            there = places[left, None] + steps
            inside = there < limit if step > 0 else there >= 0
            hits = inside if takes is None else inside & takes[self.tokens.entries[np.where(inside, there, 0)]]
            row, column = np.nonzero(hits)
            which, place = left[row], there[row, column]
            within = self._is_within(words[which], place if near is None else near[place], reach)
            index.append(which[within])
            found.append(place[within])
            left, last = left[inside[:, -1]], there[inside[:, -1], -1]
            left = left[self._is_within(words[left], last if near is None else near[last], reach)]
            places = places + width * step
        return np.concatenate(index), np.concatenate(found)

    def _is_within(self, words: Numbers, others: Numbers, reach: Reach) -> Flags:
        """Of pairs of words whether the one is within reach of the other."""
        places, marks = self.tokens.places, self.tokens.marks[reach.mark]
        near: Flags = (np.abs(places[words] - places[others]) <= reach.words + 1) & (marks[words] == marks[others])
        return near

    def _taken(self, node: Node) -> Flags:
        """Of every entry whether a one-word node takes it."""
        if node.number not in self._takes:
            takes = np.zeros(self.entries.known, dtype=bool)
            takes[self.entries.of(node)] = True
            self._takes[node.number] = takes
        return self._takes[node.number]

    def _distinct(self, some: Sequence[Spans]) -> Spans:
        """Places without repetition, ordered by their first word."""
        count = max(len(self.tokens.entries), 1)
        keys = distinct(np.concatenate([NONE, *(first * count + last for first, last in some if len(first))]))
        return keys // count, keys % count


def distinct(numbers: Numbers) -> Numbers:
    """Each number once, in order."""
    if len(numbers) < 2:
        return numbers
    ordered = np.sort(numbers)
    kept: Numbers = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return kept


def _narrow(entries: Small, known: int) -> npt.NDArray[np.uint16] | Small:
    """The same numbers in fewer bytes: they are sorted by their digits."""
    return entries.astype(np.uint16) if known < 1 << 16 else entries

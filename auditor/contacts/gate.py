"""Which rules can hold in which message, by the words without which they cannot: one scan for many messages.

A rule opens by one of its phrases. Of a phrase, and of what its rule requires besides, it is known which words the
message must hold: a clause is a set of words of which one must be there, and an opener can hold only where each of
its clauses does. The words of its rarest clause must be looked for; those of others are until what is left is little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.contacts.everyday import share_of_any
from auditor.contacts.match import CompiledDetector, Opener
from auditor.contacts.phrase import Phrase

Clause = frozenset[str]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Writers = tuple[Flags, Flags]  # of each message: whether an end user wrote it, whether the desk did
_ENOUGH = 0.0005  # the share of ordinary messages that an opener may be left with
_HARDLY_TELLS = 0.12  # a clause that so many ordinary messages meet is not looked at
_CHECKS = 4  # clauses that are looked at for an opener


@dataclass(frozen=True)
class Found:
    """Literals found: `rows` and `literals` side by side, one pair for each literal in a message."""

    rows: Numbers
    literals: Numbers


class Gate:
    """The openers of all detectors, and the words by which each can be ruled out."""

    def __init__(self, detectors: Sequence[CompiledDetector], anchors: Iterable[str] = ()) -> None:
        self.openers: tuple[Opener, ...] = tuple(opener for one in detectors for opener in one.openers)
        wanted = [clauses_of(opener) for opener in self.openers]
        self.always = tuple(opener for opener, clauses in zip(self.openers, wanted, strict=True) if not clauses)
        self.clauses = sorted({clause for clauses in wanted for clause in clauses}, key=sorted)
        anchored = {f" {word} " for word in anchors}
        self.literals = sorted({literal for clause in self.clauses for literal in clause} | anchored)
        self._is_anchor = np.array([literal in anchored for literal in self.literals], dtype=bool)
        number = {clause: index for index, clause in enumerate(self.clauses)}
        met = len(self.clauses)  # a column that is always true, where an opener has fewer clauses than checks
        self._checks = np.array(
            [[number[one] for one in clauses] + [met] * (_CHECKS - len(clauses)) for clauses in wanted],
            dtype=np.int64,
        ).reshape(len(wanted), _CHECKS)
        opened_by: list[list[int]] = [[] for _ in self.clauses]
        for opener, clauses in enumerate(wanted):
            if clauses:
                opened_by[number[clauses[0]]].append(opener)
        self._openers_of_clause = Lists(opened_by)
        self._reads_customers = np.array([one.detector.reads_customers for one in self.openers], dtype=np.bool_)
        self._reads_desk = np.array([one.detector.reads_desk for one in self.openers], dtype=np.bool_)
        holds: dict[str, list[int]] = {literal: [] for literal in self.literals}
        for clause in self.clauses:
            for literal in clause:
                holds[literal].append(number[clause])
        self._clauses_of_literal = Lists([holds[literal] for literal in self.literals])

    def anchored(self, found: Found) -> Numbers:
        """The rows that hold an anchor."""
        rows: Numbers = np.unique(found.rows[self._is_anchor[found.literals]])
        return rows

    def possible(self, found: Found, messages: int, writers: Writers | None = None) -> tuple[Numbers, Numbers]:
        """(row, opener) pairs of which every clause is met, without those of `always`.

        `writers`: without the openers that do not read what the message's writer writes.
        """
        hits, clauses = self._clauses_of_literal.of(found.literals)
        if not clauses.size:
            return clauses, clauses
        met = np.zeros((messages, len(self.clauses) + 1), dtype=bool)
        met[:, -1] = True
        met[found.rows[hits], clauses] = True
        rows, clauses = np.nonzero(met[:, :-1])
        places, openers = self._openers_of_clause.of(clauses)
        rows = rows[places]
        if writers:
            reads = (self._reads_customers[openers] & writers[0][rows]) | (self._reads_desk[openers] & writers[1][rows])
            rows, openers = rows[reads], openers[reads]
        keep = met[rows[:, None], self._checks[openers]].all(axis=1)
        return rows[keep], openers[keep]


def clauses_of(opener: Opener) -> list[Clause]:
    """The clauses that are looked at for an opener, the rarest first."""
    rule = opener.rule
    every = set(opener.phrase.literals)
    alternatives = (*rule.groups, rule.require, rule.require_near, rule.require_message)
    every |= {clause for phrases in alternatives if phrases for clause in [_one_of(phrases)] if clause}
    kept: list[Clause] = []
    left = 1.0
    for clause in sorted(every, key=lambda clause: (share_of_any(clause), sorted(clause))):
        if kept and (left < _ENOUGH or len(kept) == _CHECKS or share_of_any(clause) > _HARDLY_TELLS):
            break
        kept.append(clause)
        left *= share_of_any(clause)
    return kept


def _one_of(phrases: Iterable[Phrase]) -> Clause | None:
    """The words of which one stands wherever one of the phrases matches."""
    rarest = [phrase.literals[0] if phrase.literals else None for phrase in phrases]
    return frozenset(literal for clause in rarest for literal in clause or ()) if all(rarest) else None


class Lists:
    """Lists of numbers, laid end to end."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        self.lengths = np.array([len(one) for one in lists], dtype=np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)])[:-1].astype(np.int64)
        self.values = np.array([value for one in lists for value in one], dtype=np.int64)

    def of(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """(index into `numbers`, value) for every value of each number's list."""
        lengths = self.lengths[numbers]
        places = np.repeat(np.arange(len(numbers), dtype=np.int64), lengths)
        first = np.repeat(self.starts[numbers] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        return places, self.values[first + np.arange(len(places), dtype=np.int64)]

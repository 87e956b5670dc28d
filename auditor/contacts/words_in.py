"""The literals in a text by its words, in plain Python: what every faster way of finding them must find too."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+")
_KEPT_WORDS = 200_000
_TOKENS = {
    "#phone": re.compile(r"[0-9](?:[^0-9a-z]{0,6}[0-9]){6}"),
    "#email": re.compile(r"[\w.+-]@[\w-]"),
}


class WordFinder:
    """Finds which of the literals stand in a normalised, folded text."""

    def __init__(self, literals: Sequence[str]) -> None:
        self.words: dict[str, list[int]] = {}
        self.beginnings: dict[str, list[int]] = {}
        self.inside: list[tuple[str, int]] = []
        self.patterns: list[tuple[re.Pattern[str], int]] = []
        self.runs: dict[str, list[int]] = {}  # words side by side
        self.open_runs: dict[str, list[tuple[str, int]]] = {}  # all but the last word → beginnings of the last
        lengths: dict[str, set[int]] = {}
        for number, literal in enumerate(literals):
            if literal in _TOKENS:
                self.patterns.append((_TOKENS[literal], number))
            elif literal.startswith("#lookalike "):
                self.inside.append((literal.removeprefix("#lookalike "), number))
            elif " " in literal.strip():
                self._add_run(literal, number)
                lengths.setdefault(literal.split()[0], set()).add(len(literal.split()))
            else:
                where = self.words if literal.endswith(" ") else self.beginnings
                where.setdefault(literal.strip(), []).append(number)
        self.run_lengths = {word: tuple(sorted(some)) for word, some in lengths.items()}
        self.lengths = sorted({len(beginning) for beginning in self.beginnings})
        self._known: dict[str, tuple[int, ...]] = {}

    def _add_run(self, literal: str, number: int) -> None:
        if literal.endswith(" "):
            self.runs.setdefault(literal.strip(), []).append(number)
            return
        first, _, last = literal.strip().rpartition(" ")
        self.open_runs.setdefault(first, []).append((last, number))

    def literals_of(self, folded: str) -> set[int]:
        """The numbers of the literals in one text."""
        found = {number for needle, number in self.inside if needle in folded}
        found.update(number for pattern, number in self.patterns if pattern.search(folded))
        words = WORD.findall(folded)
        known, lengths = self._known, self.run_lengths
        for place, word in enumerate(words):
            numbers = known.get(word)
            found.update(self.of_word(word) if numbers is None else numbers)
            if word in lengths:
                self._runs_from(words, place, found)
        return found

    def _runs_from(self, words: Sequence[str], place: int, found: set[int]) -> None:
        for length in self.run_lengths[words[place]]:
            some = words[place : place + length]
            if len(some) < length:
                return
            found.update(self.runs.get(" ".join(some), ()))
            for beginning, number in self.open_runs.get(" ".join(some[:-1]), ()):
                if some[-1].startswith(beginning):
                    found.add(number)

    def of_word(self, word: str) -> tuple[int, ...]:
        """The literals that a word is or begins with; kept, for most words come again."""
        numbers = list(self.words.get(word, ()))
        for length in self.lengths:
            if length > len(word):
                break
            numbers += self.beginnings.get(word[:length], ())
        if len(self._known) > _KEPT_WORDS:
            self._known.clear()
        self._known[word] = tuple(numbers)
        return self._known[word]

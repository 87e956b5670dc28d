"""The literals in a text by its words, in plain Python: what every faster way of finding them must find too."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+")
_EMAIL = re.compile(r"[\w.+-]@[\w-]")
_KEPT_WORDS = 200_000
_PHONE = re.compile(r"[0-9](?:[^0-9a-z]{0,6}[0-9]){6}")


class WordFinder:
    """Finds which of the literals stand in a normalised, folded text."""

    def __init__(self, literals: Sequence[str]) -> None:
        self.words: dict[str, list[int]] = {}
        self.beginnings: dict[str, list[int]] = {}
        self.inside: list[tuple[str, int]] = []
        self.side_by_side: dict[str, list[tuple[str, int]]] = {}
        self.phone: list[int] = []
        self.email: list[int] = []
        for number, literal in enumerate(literals):
            if literal == "#phone":
                self.phone.append(number)
            elif literal == "#email":
                self.email.append(number)
            elif literal.startswith("#lookalike "):
                self.inside.append((literal.removeprefix("#lookalike "), number))
            elif " " in literal.strip():
                self.side_by_side.setdefault(literal.split()[0], []).append((literal, number))
            elif literal.endswith(" "):
                self.words.setdefault(literal.strip(), []).append(number)
            else:
                self.beginnings.setdefault(literal.strip(), []).append(number)
        self._known: dict[str, tuple[tuple[int, ...], tuple[tuple[str, int], ...]]] = {}
        self.lengths = sorted({len(beginning) for beginning in self.beginnings})

    def literals_of(self, folded: str) -> set[int]:
        """The numbers of the literals in one text."""
        found = {number for needle, number in self.inside if needle in folded}
        if self.email and _EMAIL.search(folded):
            found.update(self.email)
        if self.phone and _PHONE.search(folded):
            found.update(self.phone)
        words = WORD.findall(folded)
        joined = f" {' '.join(words)} "
        known = self._known
        for word in words:
            alone, beside = known.get(word) or self._of_word(word)
            found.update(alone)
            found.update(number for literal, number in beside if literal in joined)
        return found

    def _of_word(self, word: str) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
        """(the literals that a word is, those that it begins); kept, for most words come again."""
        alone = list(self.words.get(word, ()))
        for length in self.lengths:
            if length > len(word):
                break
            alone += self.beginnings.get(word[:length], ())
        if len(self._known) > _KEPT_WORDS:
            self._known.clear()
        self._known[word] = (tuple(alone), tuple(self.side_by_side.get(word, ())))
        return self._known[word]

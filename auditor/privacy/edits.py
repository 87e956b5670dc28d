"""Words of a text exchanged for others, and where every place of it has gone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Edit(NamedTuple):
    """[start, end) of a text, and what stands there instead."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Edited:
    """A text and the edits of it, in order and apart from each other."""

    original: str
    edits: Sequence[Edit]
    text: str = field(init=False)
    _starts: Sequence[int] = field(init=False, repr=False)
    _shifts: Sequence[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        pieces, shifts, done = [], [0], 0
        for edit in self.edits:
            pieces += [self.original[done : edit.start], edit.words]
            shifts.append(shifts[-1] + len(edit.words) - (edit.end - edit.start))
            done = edit.end
        object.__setattr__(self, "text", "".join([*pieces, self.original[done:]]))
        object.__setattr__(self, "_starts", [edit.start for edit in self.edits])
        object.__setattr__(self, "_shifts", shifts)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of the original has gone; a place inside exchanged words takes all of them."""
        return self._place(start, last=False), max(self._place(start, last=False), self._place(end, last=True))

    def _place(self, place: int, last: bool) -> int:
        before = bisect_right(self._starts, place - 1 if last else place)
        if before:
            edit = self.edits[before - 1]
            if edit.start < place < edit.end or (place == edit.start and not last and edit.end > place):
                begin = edit.start + self._shifts[before - 1]
                return begin + len(edit.words) if last else begin
        return place + self._shifts[before]


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order; of those that overlap one that covers them all, with the words of the earliest given."""
    found: list[tuple[int, Edit]] = []
    for rank, edit in sorted(enumerate(edits), key=lambda one: (one[1].start, one[1].end, one[0])):
        if found and edit.start < found[-1][1].end:
            first, other = found[-1]
            words = other.words if first <= rank else edit.words
            found[-1] = (min(first, rank), Edit(other.start, max(other.end, edit.end), words))
        else:
            found.append((rank, edit))
    return [edit for _, edit in found]

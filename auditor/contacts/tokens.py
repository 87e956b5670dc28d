"""The words of many messages, side by side: what each is, and where it stands among the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Small = npt.NDArray[np.int32]
NONE: Numbers = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class Tokens:
    """The words of a batch, in order.

    `entries`: what the vocabulary knows of each; 0: nothing. `hashes`, `stems`: of each, and of its first letters.
    `rows`: its message. `starts`: its first character there. `places`: how many stretches of words that blanks divide
    begin before or with it. `marks`: per kind of mark (COMMA, CLAUSE, SENTENCE) how many lie before it, beginnings of
    messages among them. `signs`: (row, literal) pairs of what is no word: "#email".
    """

    entries: Small
    hashes: Hashes
    stems: Hashes
    rows: Small
    starts: Small
    places: Small
    marks: tuple[Small, Small, Small]
    signs: tuple[Numbers, Numbers]
    odd: Numbers  # the rows that must be read the plain way


def joined(parts: Sequence[Tokens]) -> Tokens:
    """The words of some parts of a batch as one; the numbers of each part begin anew."""
    if not parts:
        nothing, no_hash = NONE.astype(np.int32), NONE.astype(np.uint64)
        return Tokens(
            nothing, no_hash, no_hash, nothing, nothing, nothing, (nothing, nothing, nothing), (NONE, NONE), NONE
        )
    comma, clause, sentence = (_running([part.marks[kind] for part in parts]) for kind in range(3))
    return Tokens(
        entries=np.concatenate([part.entries for part in parts]),
        hashes=np.concatenate([part.hashes for part in parts]),
        stems=np.concatenate([part.stems for part in parts]),
        rows=np.concatenate([part.rows for part in parts]),
        starts=np.concatenate([part.starts for part in parts]),
        places=_running([part.places for part in parts]),
        marks=(comma, clause, sentence),
        signs=(np.concatenate([part.signs[0] for part in parts]), np.concatenate([part.signs[1] for part in parts])),
        odd=np.concatenate([part.odd for part in parts]),
    )


def _running(parts: Sequence[Small]) -> Small:
    """Counts that go on from part to part."""
    last, counted = 0, []
    for part in parts:
        counted.append(part + np.int32(last))
        last = int(counted[-1][-1]) + 1 if part.size else last
    return np.concatenate(counted)

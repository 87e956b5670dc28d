"""One text with what identifies a person masked: every kind looks, until nothing more is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from auditor.privacy.edits import Edit, Edited, apart
from auditor.privacy.kinds import KINDS
from auditor.privacy.readable import readable

_WORTH_READING = re.compile(
    r"\d|[@＠﹫]|(?:https?|ftp)://|www\.|\b(?:at|arroba|arobase|собака|равлик)\b", re.IGNORECASE
)
_NUMBERS = re.compile(r"[0-9](?:[^0-9]{0,3}[0-9])*")
_MASKS = re.compile("|".join([*(re.escape(kind.label) for kind in KINDS), r"\[e-mail [0-9a-f]{6}\]"]))
TAKEN = "\u0660"  # for each letter of what is masked: to its neighbours a digit, and part of no number
PASSES = 8  # a text that is made to take more is cut off; what is left unmasked then has another mask on both sides
Known = Callable[[str], Iterable[tuple[int, int, str]]]


def nothing(_: str) -> Iterable[tuple[int, int, str]]:
    """Nothing is known besides."""
    return ()


def masks(text: str, known: Known = nothing) -> list[Edit]:
    """What of the text is to be masked, in order and apart; each with the label of its kind.

    `known`: what is to be masked besides, in the text as a person reads it: (start, end, label).
    """
    if not _WORTH_READING.search(text):
        return []
    view = readable(text)
    words = _MASKS.sub(lambda label: TAKEN * len(label[0]), view.text)
    edits: list[Edit] = []
    for _ in range(PASSES):
        more = _found(words, known)
        if not more:
            break
        edits = apart([*edits, *more])
        words = _taken(words, more)
    return [Edit(*view.span(edit.start, edit.end), edit.words) for edit in edits]


def _found(words: str, known: Known) -> list[Edit]:
    digits = max((len(re.sub("[^0-9]", "", run)) for run in _NUMBERS.findall(words)), default=0)
    edits = [
        Edit(start, end, kind.label) for kind in KINDS if digits >= kind.digits for start, end in kind.found(words)
    ]
    return apart([*edits, *(Edit(*one) for one in known(words))])


def _taken(words: str, edits: list[Edit]) -> str:
    return Edited(words, [Edit(one.start, one.end, TAKEN * (one.end - one.start)) for one in edits]).text

"""One text with what identifies a person masked: every kind looks, until nothing more is found."""

from __future__ import annotations

import re
from auditor.privacy.edits import Edit, Edited, apart
from auditor.privacy.kinds import KINDS
from auditor.privacy.readable import readable

_WORTH_READING = re.compile(r"\d|[@＠﹫]|\b(?:at|arroba|arobase|собака|равлик)\b|(?:https?|ftp)://|www\.", re.IGNORECASE)
_MASKS = re.compile("|".join(re.escape(label) for label in KINDS))


def masks(text: str) -> list[Edit]:
    """What of the text is to be masked, in order and apart; each with the label of its kind."""
    if not _WORTH_READING.search(text):
        return []
    view = readable(text)
    words = _MASKS.sub(lambda label: "\x00" * len(label[0]), view.text)  # what is masked announces no other number
    edits: list[Edit] = []
    while more := _found(words):
        edits = apart([*edits, *more])
        for edit in more:
            words = words[: edit.start] + "\x00" * (edit.end - edit.start) + words[edit.end :]
    return [Edit(*view.span(edit.start, edit.end), edit.words) for edit in edits]


def _found(words: str) -> list[Edit]:
    return apart(Edit(start, end, label) for label, found in KINDS.items() for start, end in found(words))


def masked_words(text: str) -> Edited:
    """The text, masked, and where its places went."""
    return Edited(text, masks(text))


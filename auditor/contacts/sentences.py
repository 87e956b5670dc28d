"""Where one sentence ends and the next begins, written into the text itself.

In a marked text a line feed is the end of a sentence and nothing else; a phrase cannot run across it.
"""

from __future__ import annotations

import re

_ABBREVIATIONS_TEXT = """
    approx art bzw ca capt cl co col corp dept det dr dra e.g eg esq etc ext fig fr gen herr hon i.e ie inc insp
    jr llc lt ltd mr mrs ms no nos p.o para prof ref sec sgt sr st tel u.k u.s ul v vs z.b г ст ул
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())
_END = re.compile(r"([.!?。…]+)[\"')\]*]*([ \n]+)|(\n{2,})|(\n)")
_BULLET = re.compile(r"(?:[-*•·‣▪]|\d{1,2}[.)]|\(?[a-z]\))[ ]")
_SHORT_LINE = 45  # characters: a line shorter than this was ended on purpose, a longer one was wrapped


def mark_sentences(text: str) -> str:
    """The text with a line feed at each sentence's end and a blank at every other line's end; the length stays."""
    letters = text.replace("\n", " ").replace("_", " ")
    ends: list[int] = []
    for found in _END.finditer(text):
        if found[1] is not None:
            if "\n\n" in found[2] or not _abbreviated(text, found):
                ends.append(found.start(2))
        elif found[3] is not None or _ends_line(text, found.start()):
            ends.append(found.start())
    if not ends:
        return letters
    pieces, done = [], 0
    for end in ends:
        pieces += [letters[done:end], "\n"]
        done = end + 1
    return "".join([*pieces, letters[done:]])


def bounds(marked: str, position: int) -> tuple[int, int]:
    """The (start, end) of the sentence that holds a position."""
    start = marked.rfind("\n", 0, position) + 1
    end = marked.find("\n", position)
    return start, len(marked) if end < 0 else end


def widened(marked: str, start: int, end: int, sentences: int) -> tuple[int, int]:
    """The bounds of a sentence and of so many before and after it that hold words."""
    for _ in range(sentences):
        before = marked[:start].rstrip("\n \t")
        start = before.rfind("\n") + 1 if before else start
        following = re.compile(r"[\n ]*[^\n ]").match(marked, end)
        end = bounds(marked, following.end() - 1)[1] if following else end
    return start, end


def _abbreviated(text: str, found: re.Match[str]) -> bool:
    if found[1] != ".":
        return False
    word = re.search(r"[\w.]+$", text[max(0, found.start() - 12) : found.start()])
    if not word:
        return False
    last = word[0].lower().lstrip("(")
    return last in ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != "i" and word[0].isupper())


def _ends_line(text: str, position: int) -> bool:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    follows = text[position + 1 : position + 2]
    return (len(line) < _SHORT_LINE and not follows.islower()) or _BULLET.match(text, position + 1) is not None

"""Ticket text on a page: hostile input, cut into plain and marked pieces. Escaping is the template's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONG = 600  # characters that stand on the page before a text is folded
LINE = 110  # characters of what a ticket or a policy says in a line
BEFORE, AFTER = 180, 360  # characters around the first marked words in an excerpt
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked where it is the words that matched."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Quote:
    """A text as it is shown: an excerpt, and the whole where the excerpt is not all."""

    pieces: tuple[Piece, ...]
    whole: tuple[Piece, ...]
    length: int


def clean(text: str) -> str:
    """The text with what HTML cannot hold, or what turns letters round, made visible; spans still fit it."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def short(words: str | None, most: int = LINE) -> str:
    """One line of words, without what no letter should hold, cut to a length."""
    line = " ".join(clean(words or "").split())
    return f"{line[: most - 1].rstrip()}…" if len(line) > most else line


def find(text: str, phrase: str | None, span: Sequence[int] | None) -> tuple[int, int] | None:
    """Where matched words stand in a text: the span if it fits the phrase, else the phrase itself, else the span."""
    inside = bool(span) and 0 <= span[0] < span[1] <= len(text) if span else False
    if span and inside and (phrase is None or text[span[0] : span[1]].casefold() == phrase.casefold()):
        return span[0], span[1]
    found = re.search(re.escape(phrase), text, re.IGNORECASE) if phrase else None
    if found:
        return found.span()
    return (span[0], span[1]) if span and inside else None


def quote(text: str, spans: Iterable[tuple[int, int]] = ()) -> Quote:
    """A text with its marks, cut to an excerpt around the first of them if it is long."""
    marks = _merged(spans)
    whole = _pieces(text, marks, 0, len(text))
    if len(text) <= LONG:
        return Quote(whole, (), len(text))
    starts = max(0, marks[0][0] - BEFORE) if marks else 0
    ends = min(len(text), (marks[0][1] if marks else 0) + AFTER)
    excerpt = _pieces(text, marks, starts, ends)
    lead = (Piece("… ", False),) if starts else ()
    tail = (Piece(" …", False),) if ends < len(text) else ()
    return Quote(lead + excerpt + tail, whole, len(text))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for starts, ends in sorted(spans):
        if merged and starts <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((starts, ends))
    return merged


def _pieces(text: str, marks: Sequence[tuple[int, int]], starts: int, ends: int) -> tuple[Piece, ...]:
    pieces, position = [], starts
    for mark_starts, mark_ends in marks:
        if mark_starts >= ends or mark_ends <= starts:
            continue
        pieces.append(Piece(text[position:mark_starts], False))
        pieces.append(Piece(text[max(mark_starts, starts) : min(mark_ends, ends)], True))
        position = min(mark_ends, ends)
    pieces.append(Piece(text[position:ends], False))
    return tuple(piece for piece in pieces if piece.text)

"""Markdown that stays what it is meant to be: hostile words escaped, tables within a budget, what is left out told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from auditor.outputs.telling.texts import clean

JOINER = "\N{WORD JOINER}"  # invisible; what stands on both sides of it is no mention, no reference, no address
_PUNCTUATION = re.compile(r"[\\`*_\[\]<>&|~$]")
# @team, #12, !12, owner/name#12, :smile:, https://, mailto:, evil.example: what platforms turn into links unasked
_LINKED = re.compile(r"[@#!$~%&^](?=\w)|:(?=[/\w])(?!\d)|(?<=\w)\.(?=[^\W\d_])|(?<=GH)-(?=\d)")


@dataclass(frozen=True)
class Section:
    """A heading, its sentences and its table, all of it Markdown already; `total` rows there are in the audit."""

    title: str
    sentences: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    numbers: int = 0  # how many of its last columns are numbers
    rows: Iterable[Sequence[str]] = ()
    total: int = 0
    noun: tuple[str, str] = ("row", "rows")


def escaped(text: str | None) -> str:
    """One line in which nothing is markup, a link, a mention, a reference or a formula."""
    line = _LINKED.sub(lambda found: found[0] + JOINER, " ".join(clean(text or "").split()))
    return _PUNCTUATION.sub(lambda found: f"\\{found[0]}", line)


def written(sections: Sequence[Section], most_rows: int, most_bytes: int, where: str) -> str:
    """The sections, each with so many rows; `where` ends the sentence that tells what was left out.

    The page stays below `most_bytes` as long as headings and sentences alone do: what is left for rows is dealt out in
    order, so that the first sections lose last.
    """
    frames = [_frame(section) for section in sections]
    room = most_bytes - sum(_size(line) for frame in frames for line in frame) - 200 * len(frames)
    lines: list[str] = []
    for section, frame in zip(sections, frames, strict=True):
        kept = []
        for row in islice(section.rows, most_rows):
            line = f"| {' | '.join(row)} |"
            if _size(line) > room:
                break
            room -= _size(line)
            kept.append(line)
        lines += [*frame, *kept, *_rest(section, len(kept), where), ""]
    return "\n".join(lines).rstrip() + "\n"


def _frame(section: Section) -> list[str]:
    lines = [section.title]
    for sentence in section.sentences:
        lines += ["", sentence]
    if section.head:
        words = len(section.head) - section.numbers
        lines += ["", f"| {' | '.join(section.head)} |", f"|{'---|' * words}{'---:|' * section.numbers}"]
    return lines


def _rest(section: Section, shown: int, where: str) -> Iterator[str]:
    left = section.total - shown
    if left > 0:
        yield ""
        yield f"*{left:,} more {section.noun[left != 1]} {where}*"


def _size(line: str) -> int:
    return len(line.encode()) + 1

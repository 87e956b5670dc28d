"""The labelled messages: ⟦kind|words⟧ must be masked, everything else must stay."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from auditor.privacy.words import masks

HERE = Path(__file__).parent
UNSEEN, KNOWN = HERE / "unseen.jsonl", HERE / "known.jsonl"
_MARK = re.compile("⟦([^|⟧]+)\\|([^⟧]*)⟧")


@dataclass(frozen=True)
class Message:
    language: str
    text: str
    secrets: tuple[tuple[int, int, str], ...]  # start, end, kind


def read(file: Path) -> list[Message]:
    return [message(one["language"], one["says"]) for one in map(json.loads, file.read_text("utf-8").splitlines())]


def message(language: str, says: str) -> Message:
    text, secrets, done = "", [], 0
    for mark in _MARK.finditer(says):
        text += says[done : mark.start()]
        secrets.append((len(text), len(text) + len(mark[2]), mark[1]))
        text, done = text + mark[2], mark.end()
    return Message(language, text + says[done:], tuple(secrets))


def letters(text: str, start: int, end: int) -> set[int]:
    """The places of what can be read: a blank or a comma left over gives nothing away."""
    return {place for place in range(start, end) if text[place].isalnum()}


@dataclass
class Measured:
    """Counts per kind: `labelled`, of which `covered` whole; `masked` by that label, of which `right`."""

    labelled: Counter[str]
    covered: Counter[str]
    masked: Counter[str]
    right: Counter[str]
    misses: list[tuple[str, str, str]]
    false: list[tuple[str, str, str]]
    named: Counter[str]  # covered under their own label


def measured(messages: list[Message]) -> Measured:
    found = Measured(Counter(), Counter(), Counter(), Counter(), [], [], Counter())
    for one in messages:
        edits = masks(one.text)
        hidden = set().union(*(letters(one.text, edit.start, edit.end) for edit in edits))
        secret = set().union(*(letters(one.text, start, end) for start, end, _ in one.secrets))
        for start, end, kind in one.secrets:
            found.labelled[kind] += 1
            whole = letters(one.text, start, end) <= hidden
            found.covered[kind] += whole
            found.named[kind] += whole and any(
                edit.words == f"[{kind}]" and edit.start < end and start < edit.end for edit in edits
            )
            if not whole:
                found.misses.append((kind, one.text[start:end], one.text))
        for edit in edits:
            kind, own = edit.words.strip("[]"), letters(one.text, edit.start, edit.end)
            found.masked[kind] += 1
            found.right[kind] += own <= secret
            if not own <= secret:
                found.false.append((kind, one.text[edit.start : edit.end], one.text))
    return found

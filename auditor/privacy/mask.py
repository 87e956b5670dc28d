"""A result with what identifies a person masked; what was told once on a ticket is known on all of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.privacy.edits import Edited
from auditor.privacy.kinds import e_mail
from auditor.privacy.rewriting import Document, rewritten, rewritten_document
from auditor.privacy.words import masks
from auditor.result import Result

REMEMBERED = frozenset({"[passport]", "[tax number]", "[bank account]", "[phone]"})  # often announced only once
SHORTEST = 7  # letters and digits of what is looked for without its name


def masked(result: Result) -> Result:
    """The result with everything masked that identifies a person and is no name; spans and phrases still fit."""
    manner = Masks()
    for case in result["tickets"]["cases"]:
        manner.remember(case["ticket_id"], _texts(case))
    privacy = {**result["manifest"]["privacy"], "masked": True}
    return {**rewritten(result, manner), "manifest": {**result["manifest"], "privacy": privacy}}  # type: ignore[typeddict-item]


def masked_explanation(document: Mapping[str, Any]) -> Document:
    """The same of the explanation of one ticket."""
    manner = Masks()
    manner.remember(document["ticket_id"], _texts(document))
    return rewritten_document(document, manner)


def _texts(case: Mapping[str, Any]) -> Iterator[str]:
    for text in (case["subject"], *(event[name] for event in case["timeline"] for name in ("text", "value"))):
        if text:
            yield text


@dataclass
class Masks:
    """Masks texts; equal ones are read once."""

    read: dict[tuple[str, str | None], Edited] = field(default_factory=dict)
    known: dict[str, tuple[re.Pattern[str], Mapping[str, str]]] = field(default_factory=dict)  # by ticket

    def remember(self, ticket_id: str, texts: Iterator[str]) -> None:
        """What the texts of a ticket announce: elsewhere on it the number alone is enough."""
        found: dict[str, str] = {}
        for text in texts:
            for edit in self._alone(text).edits:
                compact = _compact(text[edit.start : edit.end])
                if edit.words in REMEMBERED and len(compact) >= SHORTEST:
                    found.setdefault(compact, edit.words)
        if found:
            longest_first = sorted(found, key=lambda one: (-len(one), one))
            either = "|".join(r"[ .\-/()]{0,2}".join(one) for one in longest_first)
            self.known[ticket_id] = re.compile(rf"(?<!\w)(?:{either})(?!\w)"), found

    def words(self, text: str, ticket_id: str | None) -> Edited:
        """The text, masked."""
        known = self.known.get(ticket_id or "")
        if known is None:
            return self._alone(text)
        key = (text, ticket_id)
        if key not in self.read:
            self.read[key] = Edited(text, masks(text, lambda words: _again(words, *known)))
        return self.read[key]

    def _alone(self, text: str) -> Edited:
        key = (text, None)
        if key not in self.read:
            self.read[key] = Edited(text, masks(text))
        return self.read[key]

    def person(self, person: Mapping[str, Any]) -> Document:
        """A person whose name or id is an e-mail address bears its digest instead, so that two remain two."""
        return {"id": name_of(person.get("id")), "name": name_of(person.get("name"))}

    def decider(self, name: str) -> str:
        """Who decides signs by name."""
        return name


def name_of(name: str | None) -> str | None:
    """The name or id of a person; of an e-mail address the first six hex digits of its SHA-256."""
    if name is None or "@" not in name:
        return name
    found = masks(name)
    if [(edit.start, edit.end, edit.words) for edit in found] == [(0, len(name), e_mail.LABEL)]:
        return f"[e-mail {hashlib.sha256(name.lower().encode('utf-8', 'surrogatepass')).hexdigest()[:6]}]"
    return Edited(name, found).text


def _compact(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())


def _again(words: str, known: re.Pattern[str], labels: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for match in known.finditer(words):
        yield *match.span(), labels[_compact(match[0])]

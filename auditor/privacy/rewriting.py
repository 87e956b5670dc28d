"""Every word of a result that people wrote, and every person in it, exchanged; spans still point at their phrases.

WORDS, PEOPLE and DECIDERS say which members those are; all others are ids, counts, instants and the pack's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from auditor.privacy.edits import Edited
from auditor.result import Result

_WORDS_TEXT = (  # what tickets say, and what people say of them
    "subject text value previous_value phrase sentence words reason why what scope actual"
)
WORDS = frozenset(_WORDS_TEXT.split())
_PEOPLE_TEXT = "requester actor responsible instead"
PEOPLE = frozenset(_PEOPLE_TEXT.split())  # documents with `id` and `name`
_DECIDERS_TEXT = "by owner approver"
DECIDERS = frozenset(_DECIDERS_TEXT.split())  # names that stand under a decision
_SECTIONS_TEXT = "rows tickets agents review unflagged decisions past scores earlier verdicts"
SECTIONS = frozenset(_SECTIONS_TEXT.split())
Document = dict[str, Any]


class Manner(Protocol):
    """How words and people are exchanged."""

    def words(self, text: str, ticket_id: str | None) -> Edited:
        """The text of a ticket (None: of none), exchanged."""

    def person(self, person: Mapping[str, Any]) -> Document:
        """The same document with another id and name."""

    def decider(self, name: str) -> str:
        """The name of somebody who decided."""


def rewritten(result: Result, manner: Manner) -> Result:
    """The result in that manner. Nothing of the given one is changed."""
    walk = _Walk(manner)
    found = {name: walk.member(name, value, None) if name in SECTIONS else value for name, value in _in_order(result)}
    return cast(Result, {name: found[name] for name in result})


def rewritten_document(document: Mapping[str, Any], manner: Manner) -> Document:
    """Any other document of one ticket in that manner: its words have the same names."""
    found: Document = _Walk(manner).document(document, document.get("ticket_id"))
    return found


def _in_order(result: Result) -> list[tuple[str, Any]]:
    """Tickets first: the phrases of verdicts stand in their texts."""
    return sorted(result.items(), key=lambda item: item[0] != "tickets")


@dataclass
class _Walk:
    manner: Manner
    texts: dict[tuple[str | None, str], Edited] = field(default_factory=dict)  # (ticket, event) → its text

    def document(self, node: Any, ticket: str | None) -> Any:
        if isinstance(node, list):
            return [self.document(one, ticket) for one in node]
        if not isinstance(node, Mapping):
            return node
        ticket = node.get("ticket_id", ticket)
        if "timeline" in node:
            self._read(node["timeline"], ticket)
        found = {key: self.member(key, value, ticket) for key, value in node.items()}
        if "phrase" in node:
            found.update(self._said(node, ticket))
        return found

    def member(self, key: str, value: Any, ticket: str | None) -> Any:
        if key in PEOPLE and isinstance(value, Mapping):
            return self._person(value, ticket)
        if key == "agents":
            return [self._person(one, ticket) for one in value]
        if key == "group" and isinstance(value, Mapping):
            return {**value, "name": self._words(value["name"], ticket)}
        if key in DECIDERS and isinstance(value, str):
            return self.manner.decider(value)
        if key in ("unknown_event_types", "notes"):  # the export's own words
            return [{name: self._words(one, ticket) for name, one in item.items()} for item in value]
        return self._words(value, ticket) if key in WORDS else self.document(value, ticket)

    def _person(self, person: Mapping[str, Any], ticket: str | None) -> Document:
        found: Document = self.document({key: one for key, one in person.items() if key not in ("id", "name")}, ticket)
        exchanged = self.manner.person(person)
        return {key: found[key] if key in found else exchanged[key] for key in person}

    def _words(self, value: Any, ticket: str | None) -> Any:
        """The words, and all words of a list or document of words."""
        if isinstance(value, str):
            return self.manner.words(value, ticket).text
        return _each(value, lambda one: self._words(one, ticket))

    def _read(self, timeline: list[Document], ticket: str | None) -> None:
        for event in timeline:
            if event.get("text") is not None:
                self.texts[ticket, event["event_id"]] = self.manner.words(event["text"], ticket)

    def _said(self, node: Mapping[str, Any], ticket: str | None) -> Document:
        """The phrase, its span and its sentence: as they stand in the exchanged text, where that is known."""
        text = self.texts.get((ticket, node.get("event_id") or ""))
        if text is None:
            return {}
        found: Document = {}
        phrase, span, sentence = node["phrase"], node.get("span"), node.get("sentence")
        if span and _stands(text.original, phrase, span):
            start, end = text.span(*span)
            found = {"span": [start, end], "phrase": phrase and (text.text[start:end] if text.edits else phrase)}
        place = text.original.find(sentence) if sentence else -1
        if place >= 0:
            start, end = text.span(place, place + len(sentence or ""))
            found["sentence"] = text.text[start:end]
        return found


def _stands(text: str, phrase: str | None, span: list[int]) -> bool:
    inside = 0 <= span[0] < span[1] <= len(text)
    return inside and (phrase is None or text[span[0] : span[1]].casefold() == phrase.casefold())


def _each(value: Any, exchange: Callable[[Any], Any]) -> Any:
    if isinstance(value, list):
        return [exchange(one) for one in value]
    return {key: exchange(one) for key, one in value.items()} if isinstance(value, Mapping) else value

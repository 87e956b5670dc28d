"""Everybody of the desk but one: their names and ids become "a colleague" wherever they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from auditor.outputs.coaching import names
from auditor.result import Result

Key: TypeAlias = str  # "id:…", or "name:…" of somebody whose id is not known
HANDLE = re.compile(r"[^\s<>()\[\]\"',;:]*@[^\s<>()\[\]\"',;:]+")
NEAR = re.compile(r"[^\S\n]?,?[^\S\n]?(?:\w\.[^\S\n]?)?")  # what stands between two parts of one name
COLLEAGUE, SOMEBODY = "a colleague", "somebody"


@dataclass(frozen=True)
class Hidden:
    """A text with its names taken out; `cuts` are (start, end, length put there instead), in order."""

    text: str
    cuts: tuple[tuple[int, int, int], ...] = ()

    def moved(self, span: Sequence[int]) -> list[int]:
        """Where a span of the old text stands in this one; it takes a replaced name in whole."""
        return [self._place(span[0], False), self._place(span[1], True)]

    def _place(self, place: int, after: bool) -> int:
        moved = place
        for starts, ends, length in self.cuts:
            if place >= ends:
                moved += length - (ends - starts)
            elif place > starts:
                return moved - (place - starts) + (length if after else 0)
        return moved


@dataclass(frozen=True)
class Desk:
    """Everybody who works at the desk, as far as the document knows them."""

    owners: Mapping[str, frozenset[Key]]  # the letters of a form → whose it is
    pattern: re.Pattern[str] | None
    initials: Mapping[Key, str]
    words: frozenset[str]  # forms that are everyday words of these tickets as well
    handles: tuple[tuple[str, frozenset[Key]], ...]  # parts that betray who an address or a handle belongs to

    def is_known(self, text: str) -> frozenset[Key]:
        """Whose name or id a text is, as a whole."""
        return self.owners.get(names.key(text), frozenset())

    def hide(self, text: str, me: Key, requester: str | None = None) -> Hidden:
        """The text for `me`: everybody else's name and id taken out."""
        if self.pattern is None:
            return Hidden(text)
        found = _joined(text, [*self._handles(text, me), *self._names(text, me)])
        outside = {names.key(form) for form in names.forms(requester)} if requester else set()
        return _replaced(text, found, outside)

    def _names(self, text: str, me: Key) -> Iterator[tuple[int, int]]:
        compared = names.folded(text)
        for match in self.pattern.finditer(compared.text) if self.pattern else ():
            owners = self.owners.get("".join(filter(str.isalnum, match[0])), frozenset())
            starts, ends = compared.places[match.start()], compared.places[match.end() - 1] + 1
            if owners and me not in owners and not names.is_word_here(match[0], text, starts, ends, self.words):
                yield self._with_initial(text, starts, ends, owners)

    def _with_initial(self, text: str, starts: int, ends: int, owners: frozenset[Key]) -> tuple[int, int]:
        """J. Lindqvist, Jonas L.: the other name's first letter belongs to it."""
        letters = re.escape("".join(sorted({letter for owner in owners for letter in self.initials.get(owner, "")})))
        if not letters:
            return starts, ends
        lead = re.search(rf"(?<![^\W_])[{letters}]\.\s?$", text[max(0, starts - 5) : starts], re.IGNORECASE)
        tail = re.match(rf"\s[{letters.upper()}]\.", text[ends : ends + 3])
        return starts - (len(lead[0]) if lead else 0), ends + (tail.end() if tail else 0)

    def _handles(self, text: str, me: Key) -> Iterator[tuple[int, int]]:
        for match in HANDLE.finditer(text):
            compared = names.key(match[0])
            whose = [owners for part, owners in self.handles if part in compared]
            if whose and not any(me in owners for owners in whose):
                yield match.span()


def desk(result: Result) -> Desk:
    """Everybody whom the document knows to work at the desk, but rules: they are nobody's name."""
    people = sorted(set(_people(result)) - {(None, None)}, key=lambda person: (person[0] or "", person[1] or ""))
    parameters = result["manifest"]["parameters"]
    own_words = names.desk_words(parameters, [name for _, name in people if name])
    automations = frozenset(names.strings(parameters))
    owners: dict[str, set[Key]] = defaultdict(set)
    initials: dict[Key, str] = {}
    spelled: set[str] = set()
    for key, (identifier, name) in _by_key(people):
        called = list(names.forms(name, own_words)) if name else []
        called = called[:1] if identifier in automations else called
        initials.setdefault(key, "".join(names.folded(part).text[:1] for part in called[1:]))
        called += [identifier] if identifier and len(identifier) >= names.LONG_ID else []
        for form in called:
            owners[names.key(form)].add(key)
            spelled.add(form)
    whose = {form: frozenset(keys) for form, keys in owners.items() if form}
    pattern = names.pattern_of(spelled)
    words = names.everyday(pattern, _texts(result)) if pattern else frozenset()
    parts = {names.key(form) for form in spelled} - names.ALSO_WORDS - words
    handles = tuple((part, whose[part]) for part in sorted(parts) if len(part) > 2 and part in whose)
    return Desk(whose, pattern, initials, words, handles)


def _texts(result: Result) -> Iterator[str]:
    for case in result["tickets"]["cases"]:
        yield from (event["text"] for event in case["timeline"] if event["text"])


def key_of(identifier: str | None, name: str | None) -> Key | None:
    """Who somebody is: by id, else by name; None for somebody of whom neither is known."""
    return f"id:{identifier}" if identifier else f"name:{name}" if name else None


def _by_key(people: Sequence[tuple[str | None, str | None]]) -> Iterator[tuple[Key, tuple[str | None, str | None]]]:
    """Each person once; a bare name is that of the people with an id who bear it."""
    known: dict[str, list[str]] = defaultdict(list)
    for identifier, name in people:
        if identifier and name:
            known[names.key(name)].append(identifier)
    for identifier, name in people:
        holders = [identifier] if identifier else known.get(names.key(name or ""), [None])
        for holder in holders:
            key = key_of(holder, name)
            if key:
                yield key, (holder, name)


def _people(result: Result) -> Iterator[tuple[str | None, str | None]]:
    rules = {agent["id"] for agent in result["agents"] if agent["kind"] == "rule" and agent["id"]}
    for agent in result["agents"]:
        if agent["kind"] == "agent":
            yield agent["id"], agent["name"]
    for row in (*result["verdicts"], *result["earlier"]):
        if row["responsible"]["kind"] == "agent":
            yield row["responsible"]["id"], row["responsible"]["name"]
        yield from _deciders(row["standing"])  # type: ignore[arg-type]
    for waiver in result["decisions"]["waivers"]:
        yield from _deciders({"waiver": waiver, "disposition": None})
    for case in result["tickets"]["cases"]:
        for event in case["timeline"]:
            actor = event["actor"]
            if actor and actor["role"] == "agent" and actor["id"] not in rules:
                yield actor["id"], actor["name"]
            if event["field"] == "assignee":
                yield from (_assignee(value) for value in (event["value"], event["previous_value"]) if value)


def _assignee(value: str) -> tuple[str | None, str | None]:
    return (value, None) if value.isdigit() else (None, value)


def _deciders(standing: Mapping[str, Mapping[str, object] | None]) -> Iterator[tuple[str | None, str | None]]:
    """Who owns, approves or rules: people of the desk as well."""
    for member, roles in (("waiver", ("owner", "approver")), ("override", ("by",)), ("disposition", ("by",))):
        told = standing.get(member)
        for role in roles if told else ():
            name = str(told[role]) if told else ""
            if name.split() and all(part[0].isupper() for part in name.split()):  # "QA team" is nobody's name
                yield None, name
    disposition = standing.get("disposition")
    instead = disposition["instead"] if disposition else None
    if isinstance(instead, Mapping):
        yield instead["id"], instead["name"]


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap, or that only space or a comma keeps apart, as one: a first and a last name are one person."""
    ordered = sorted(set(spans))
    kept = ordered[:1]
    for starts, ends in ordered[1:]:
        first, last = kept[-1]
        if starts <= last or NEAR.fullmatch(text[last:starts]):
            kept[-1] = (first, max(last, ends))
        else:
            kept.append((starts, ends))
    return kept


def _replaced(text: str, spans: Sequence[tuple[int, int]], outside: set[str]) -> Hidden:
    pieces, cuts, position = [], [], 0
    for starts, ends in spans:
        words = SOMEBODY if names.key(text[starts:ends]) in outside else COLLEAGUE
        before = text[:starts].rstrip(" \t")
        if not before or before[-1] in ".!?\n":
            words = words[0].upper() + words[1:]
        pieces += [text[position:starts], words]
        cuts.append((starts, ends, len(words)))
        position = ends
    return Hidden("".join([*pieces, text[position:]]), tuple(cuts))

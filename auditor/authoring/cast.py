"""The people of a ticket as the people of a case: on the desk's names, and so named in what they write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.authoring.cases import NOBODY, PEOPLE, Person
from auditor.privacy.edits import Edited
from auditor.privacy.names import Names, named, names_of
from auditor.privacy.people import key_of, people_of
from auditor.result import Actor, Case, Result

AGENTS = ("anna", "boris")
SOMEBODY = "Somebody"  # a person of another ticket


@dataclass
class Cast:
    """Who is who: the key of a person (an id, else a name) → the name on the desk."""

    names: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)  # those that not every desk has
    everybody: Names = field(default_factory=Names)
    here: Names = field(default_factory=Names)
    _ids: dict[str, str] = field(default_factory=dict)  # a name, in no case → its person's key

    @classmethod
    def of(cls, result: Result, case: Case) -> Cast:
        """The cast of a ticket's history."""
        cast = cls()
        for actor in _actors(case):
            cast.actor(actor)
        for event in case["timeline"]:
            if event["field"] == "assignee" and event["value"]:
                cast.assignee(event["value"])
        cast._learn(result, case["ticket_id"])
        return cast

    def actor(self, actor: Actor | None) -> str:
        """Who acts, as `by` of a step names them."""
        role = actor["role"] if actor else None
        if role in NOBODY:
            return role or ""
        key = (key_of(actor) if actor else None) or "nobody known"
        if key not in self.names:
            self.names[key] = self._new(role)
            if actor and actor["name"]:
                self._ids.setdefault(actor["name"].casefold(), key)
        return self.names[key]

    def assignee(self, value: str) -> str:
        """Who is given the ticket, named by name or id."""
        key = self._ids.get(value.casefold(), value)
        if key not in self.names:
            self.names[key] = self._new("agent")
            self._ids.setdefault(value.casefold(), key)
        return self.names[key]

    def known(self, identifier: str | None, name: str | None) -> str | None:
        """The name on the desk of somebody of the history."""
        found = self.names.get(identifier or "") or self.names.get(self._ids.get((name or "").casefold(), ""))
        return found or self.names.get(name or "")

    def words(self, text: str) -> str:
        """The text with the desk's names for people's; one that a case would take for a text's name gets a space."""
        told = Edited(text, named(text, self.everybody, self.here)).text
        return f" {told}" if told.startswith("$") else told

    def _new(self, role: str | None) -> str:
        if role == "requester":
            return "requester"
        stem, kind, first = {
            "agent": ("agent", "agent", AGENTS),
            "end-user": ("guest", "end-user", ("guest",)),
        }.get(role or "", ("stranger", "unknown", ()))
        taken = set(self.names.values())
        free = next((name for name in first if name not in taken), None)
        if free:
            return free
        name = f"{stem}-{sum(one in PEOPLE or one.startswith(stem) for one in taken if self._is(one, kind)) + 1}"
        self.people[name] = kind  # type: ignore[assignment]
        return name

    def _is(self, name: str, kind: str) -> bool:
        return {**PEOPLE, **self.people}.get(name) == kind and name != "requester"

    def _learn(self, result: Result, ticket_id: str) -> None:
        """How people are called, and what they are called instead."""
        people = people_of(result)
        instead = {key: self._called(key, people.names[key]) for key in people.names}
        here = {key: people.names[key] for key in people.on.get(ticket_id, ())}
        self.everybody = names_of(people.names, instead, parts=False)
        self.here = names_of(here, instead, parts=True)

    def _called(self, key: str, names: set[str]) -> str:
        by_name = (self.known(None, name) for name in sorted(names))
        found = self.known(key.removeprefix("name:"), None) or next(filter(None, by_name), None)
        return found.capitalize() if found else SOMEBODY


def _actors(case: Case) -> Iterator[Actor | None]:
    requester = case["requester"]
    if requester:
        yield {**requester, "role": "requester"}
    yield from (event["actor"] for event in case["timeline"])

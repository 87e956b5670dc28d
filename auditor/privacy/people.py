"""The people of a result: who they are, what they are called, and on which tickets they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from auditor.privacy.mask import name_of
from auditor.result import Result

Kind = Literal["Agent", "Requester", "Person"]
NO_PEOPLE: Final = frozenset({"rule", "bot", "system", "group", "nobody"})  # roles and kinds that keep their names
KIND_OF: Mapping[str | None, Kind] = {"agent": "Agent", "requester": "Requester"}
NAMING_FIELDS = frozenset({"assignee", "requester"})  # their values name a person
RANK: Mapping[Kind, int] = {"Agent": 0, "Requester": 1, "Person": 2}


@dataclass
class People:
    """Key → kind and names; a key is an id, or a name where there is no id. `on`: ticket → keys."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    on: dict[str, set[str]] = field(default_factory=dict)

    def add(self, person: Mapping[str, Any] | None, kind: Kind, ticket: str | None = None) -> None:
        """Somebody, as a document with id and name."""
        key = person and key_of(person)
        if not key or not person:
            return
        if key not in self.kinds or RANK[kind] < RANK[self.kinds[key]]:
            self.kinds[key] = kind
        self.names.setdefault(key, set()).update({person["name"]} if person.get("name") else ())
        if ticket is not None:
            self.on.setdefault(ticket, set()).add(key)


def key_of(person: Mapping[str, Any]) -> str | None:
    """What a person is known by: the id, else the name; an e-mail address as it is masked."""
    if person.get("id"):
        return name_of(person["id"])
    return f"name:{name_of(person['name'])}" if person.get("name") else None


def is_person(document: Mapping[str, Any]) -> bool:
    """Whether it is no rule, bot or group."""
    return document.get("kind") not in NO_PEOPLE and document.get("role") not in NO_PEOPLE


def people_of(result: Result) -> People:
    """Everybody in the result."""
    found = People()
    for person, kind, ticket in _everybody(result):
        found.add(person, kind, ticket)
    named = {name.casefold() for names in found.names.values() for name in names} | set(found.kinds)
    for value, kind, ticket in _named_by_fields(result):
        if value.casefold() not in named:
            found.add({"id": value, "name": None} if value.isdecimal() else {"id": None, "name": value}, kind, ticket)
    return found


def _everybody(result: Result) -> Iterator[tuple[Mapping[str, Any] | None, Kind, str | None]]:
    for case in result["tickets"]["cases"]:
        yield case["requester"], "Requester", case["ticket_id"]
        for event in case["timeline"]:
            actor = event["actor"]
            if actor and is_person(actor):
                yield actor, KIND_OF.get(actor["role"], "Person"), case["ticket_id"]
    for row in [*result["verdicts"], *result["earlier"]]:
        if row["responsible"]["kind"] == "agent":
            yield row["responsible"], "Agent", row["ticket_id"]
        disposition = row["standing"]["disposition"]
        if disposition and disposition["instead"]:
            yield disposition["instead"], "Agent", row["ticket_id"]
    past = result["past"]["agents"] if result["past"] else []
    for one in [*result["agents"], *past]:
        if one["kind"] == "agent":
            yield one, "Agent", None


def _named_by_fields(result: Result) -> Iterator[tuple[str, Kind, str]]:
    for case in result["tickets"]["cases"]:
        for event in case["timeline"]:
            for value in (event["value"], event["previous_value"]):
                if event["field"] in NAMING_FIELDS and value:
                    yield value, "Agent" if event["field"] == "assignee" else "Requester", case["ticket_id"]

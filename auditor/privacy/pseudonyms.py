"""People under pseudonyms that are stable for a key: the same person has the same one in every document and week.

A pseudonym is "Agent K7QF-2M9X": what the person is here, and a code: HMAC-SHA256 (RFC 2104) of the key and the id.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.errors import UsageError
from auditor.privacy.edits import Edit, Edited
from auditor.privacy.key import key_id
from auditor.privacy.names import Names, named, names_of
from auditor.privacy.people import People, is_person, key_of, people_of
from auditor.privacy.rewriting import Document, rewritten
from auditor.result import Result

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no code is a word
SIGNS = LETTERS + "23456789"  # nothing that is taken for something else
SHORTEST_ID = 6  # a shorter value is as likely something else
_IS_CODE = re.compile(rf"[{LETTERS}][{SIGNS}]{{3}}(?:-[{SIGNS}]{{4}})+$")
LENGTH = 8  # 20 x 28^7: two of 10,000 people share a code once in 5,000 documents, and then both get longer ones


def pseudonymised(result: Result, key: bytes) -> Result:
    """The result with every person under a pseudonym that is stable for the key; rules, bots and groups keep names.

    Raises UsageError where the result bears pseudonyms of another key.
    """
    privacy = result["manifest"]["privacy"]
    if privacy["pseudonymised"]:
        if privacy["pseudonym_key"] == key_id(key):
            return _history_alike(result, key)
        raise UsageError(
            f"The saved audit bears pseudonyms of the key {privacy['pseudonym_key']}, and this one is {key_id(key)}. "
            "Use that key, or run the audit again."
        )
    people = people_of(result)
    written = {**privacy, "pseudonymised": True, "pseudonym_key": key_id(key)}
    manner = Pseudonyms.of(people, codes(people.kinds, key))
    return {**rewritten(result, manner), "manifest": {**result["manifest"], "privacy": written}}  # type: ignore[typeddict-item]


def _history_alike(result: Result, key: bytes) -> Result:
    """A history that was joined to pseudonyms still tells ids; here they get their codes."""
    past = result["past"]
    if past is None:
        return result
    known = codes({one["id"] for one in past["agents"] if one["kind"] == "agent" and one["id"]}, key)
    agents = [
        {**one, "id": known[one["id"]]} if one["id"] in known and not _IS_CODE.match(one["id"]) else one
        for one in past["agents"]
    ]
    return {**result, "past": {**past, "agents": agents}}  # type: ignore[typeddict-item]


def codes(keys: Iterable[str], key: bytes) -> dict[str, str]:
    """Person → code, all different: those that would be equal get longer until they differ."""
    numbers = {one: _number(one, key) for one in sorted(keys)}
    length, found = LENGTH, {}
    left = set(numbers)
    while left:
        made = {one: _code(numbers[one], length) for one in left}
        taken = Counter(made.values())
        alone = {one for one in left if taken[made[one]] == 1}
        found.update({one: made[one] for one in alone})
        left, length = left - alone, length + 4
    return found


def _number(person: str, key: bytes) -> int:
    return int.from_bytes(
        hmac.new(key, f"person|{person}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest(), "big"
    )


def _code(number: int, length: int) -> str:
    """A letter, then letters and digits, a hyphen between each four."""
    number, first = divmod(number, len(LETTERS))
    signs = LETTERS[first]
    for _ in range(length - 1):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return "-".join(signs[place : place + 4] for place in range(0, length, 4))


@dataclass
class Pseudonyms:
    """Exchanges people and their names."""

    codes: Mapping[str, str]
    pseudonyms: Mapping[str, str]
    people: People
    everybody: Names
    whole: Mapping[str, str]  # what a member may hold as a whole, in no case: ids and names → pseudonym
    here: dict[str | None, Names] = field(default_factory=dict)

    @classmethod
    def of(cls, people: People, codes: Mapping[str, str]) -> Pseudonyms:
        """Those of these people."""
        pseudonyms = {key: f"{people.kinds[key]} {code}" for key, code in codes.items()}
        whole = {name.casefold(): pseudonyms[key] for key in sorted(people.names) for name in people.names[key]}
        whole |= {key.casefold(): pseudonym for key, pseudonym in pseudonyms.items() if len(key) >= SHORTEST_ID}
        return cls(codes, pseudonyms, people, names_of(people.names, pseudonyms, parts=False), whole)

    def words(self, text: str, ticket_id: str | None) -> Edited:
        """The text with pseudonyms for the names in it."""
        if text.casefold() in self.whole:
            return Edited(text, [Edit(0, len(text), self.whole[text.casefold()])])
        if ticket_id not in self.here:
            on = {key: self.people.names[key] for key in self.people.on.get(ticket_id or "", ())}
            self.here[ticket_id] = names_of(on, self.pseudonyms, parts=True)
        return Edited(text, named(text, self.everybody, self.here[ticket_id]))

    def person(self, person: Mapping[str, Any]) -> Document:
        """The person's code as id and the pseudonym as name; whoever is no person stays."""
        key = key_of(person) if is_person(person) else None
        if key is None or key not in self.codes:
            return {"id": person.get("id"), "name": person.get("name")}
        return {"id": self.codes[key], "name": self.pseudonyms[key]}

    def decider(self, name: str) -> str:
        """Who decides signs by name, unless it is one of the people here."""
        return self.whole.get(name.casefold(), name)

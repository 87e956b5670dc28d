"""The cases and rows of one agent as a page may show them: "you", "a colleague", "the requester"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.outputs.coaching import names
from auditor.outputs.coaching.colleagues import COLLEAGUE, Desk, Hidden, Key, key_of
from auditor.outputs.telling.texts import find
from auditor.outputs.telling.words import sentence_case
from auditor.result import Actor, Case, Contact, TimelineEvent, Trigger, VerdictRow

YOU, REQUESTER, OUTSIDE, UNKNOWN = "You", "The requester", "Somebody else from outside", "Somebody of unknown role"
MACHINES = ("rule", "bot", "system")


@dataclass(frozen=True)
class Reader:
    """The agent whom a page is for; `name` as the export has it."""

    id: str | None
    name: str | None

    @property
    def key(self) -> Key:
        return key_of(self.id, self.name) or ""

    def is_me(self, identifier: str | None, name: str | None) -> bool:
        return key_of(identifier, name) == self.key


@dataclass(frozen=True)
class OwnCase:
    """A case without colleagues, and the texts of its events as they stand there now."""

    case: Case
    texts: Mapping[str, tuple[str, Hidden]]  # event id → the text as it was, and as it is

    def words(self, event_id: str | None, phrase: str | None, span: list[int] | None) -> tuple[str, list[int]] | None:
        """Matched words and their place in the text that is shown; None where it does not show them."""
        was, now = self.texts.get(event_id or "", (None, None))
        place = find(was, phrase, span) if was is not None else None
        if now is None or place is None:
            return None
        moved = now.moved(place)
        return now.text[moved[0] : moved[1]], moved


def own_case(case: Case, desk: Desk, me: Reader) -> OwnCase:
    """The case for its reader. No name or id of a colleague is left in it."""
    requester = case["requester"]["name"] if case["requester"] else None
    texts = {
        event["event_id"]: (event["text"], desk.hide(event["text"], me.key, requester))
        for event in case["timeline"]
        if event["text"] is not None
    }
    found = OwnCase(case, texts)
    shown: Case = {
        **case,
        "subject": _hidden(case["subject"], desk, me, requester),
        "requester": None,
        "contacts": [_contact(contact, found, desk, me, requester) for contact in case["contacts"]],
        "timeline": [_event(event, found, desk, me, requester) for event in case["timeline"]],
    }
    return OwnCase(shown, texts)


def own_row(row: VerdictRow, case: OwnCase | None, desk: Desk, me: Reader) -> VerdictRow:
    """The row with its words as the case shows them."""
    trigger = row["trigger"]
    told = case.words(trigger["event_id"], trigger["phrase"], trigger["span"]) if case else None
    phrase, span = told if told else (_hidden(trigger["phrase"], desk, me, None), None)
    shown: Trigger = {**trigger, "phrase": phrase if trigger["phrase"] else None, "span": span}
    return {**row, "trigger": shown}


def _contact(contact: Contact, case: OwnCase, desk: Desk, me: Reader, requester: str | None) -> Contact:
    told = case.words(contact["event_id"], contact["phrase"], contact["span"]) if contact["phrase"] else None
    phrase, span = told if told else (_hidden(contact["phrase"], desk, me, requester), None)
    sentence = _hidden(contact["sentence"], desk, me, requester)
    return {**contact, "phrase": phrase, "span": span, "sentence": sentence}


def _event(event: TimelineEvent, case: OwnCase, desk: Desk, me: Reader, requester: str | None) -> TimelineEvent:
    told = case.texts.get(event["event_id"])
    value, previous = (_value(event["field"], event[side], desk, me, requester) for side in ("value", "previous_value"))
    return {
        **event,
        "actor": _actor(event["actor"], case.case, desk, me),
        "text": told[1].text if told else None,
        "field": _hidden(event["field"], desk, me, requester),
        "value": value,
        "previous_value": previous,
        "macro": _hidden(event["macro"], desk, me, requester),
    }


def _actor(actor: Actor | None, case: Case, desk: Desk, me: Reader) -> Actor | None:
    if actor is None:
        return None
    requester = case["requester"]
    if me.is_me(actor["id"], actor["name"]):
        name = YOU
    elif actor["role"] == "requester" or (requester and requester["id"] and requester["id"] == actor["id"]):
        name = REQUESTER
    elif actor["role"] == "agent":
        name = sentence_case(COLLEAGUE)
    elif actor["role"] in MACHINES:
        name = _hidden(actor["name"], desk, me, None) or f"A {actor['role']}"
    else:
        name = OUTSIDE if actor["role"] else UNKNOWN
    return {"id": None, "name": name, "role": actor["role"]}


def _value(field: str | None, value: str | None, desk: Desk, me: Reader, requester: str | None) -> str | None:
    """People's fields name people only; every other value keeps its words but the names in it."""
    if not value:
        return value
    if field == "assignee":
        return _assignee(value, desk, me)
    if field == "requester":
        return "the requester" if names.key(value) == names.key(requester or "") else "somebody else"
    return _hidden(value, desk, me, requester)


def _assignee(value: str, desk: Desk, me: Reader) -> str:
    """You, a colleague; a name that both bear is said to be neither's."""
    if value == me.id:
        return "you"
    if not me.name or names.key(value) != names.key(me.name):
        return COLLEAGUE
    return "you" if desk.is_known(value) <= {me.key} else "you, or a colleague of the same name"


def _hidden(text: str | None, desk: Desk, me: Reader, requester: str | None) -> str | None:
    return desk.hide(text, me.key, requester).text if text else text

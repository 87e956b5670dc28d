"""A finding → a worked case: its ticket's history as steps on a desk, and the verdict that people say is right.

What the desk cannot play is told in a comment: a case is a situation, and not a copy of a ticket.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from auditor.authoring.cases import NOBODY
from auditor.errors import UsageError
from auditor.exports.shape import CAPABILITIES
from auditor.instants import moment_of
from auditor.policy.pack import Pack
from auditor.policy.parameters import shown
from auditor.result import Case, Result, TimelineEvent, VerdictRow

AGENTS = ("anna", "boris", "carla", "dora", "emil", "fritz", "greta", "hugo")
SPOKEN = ("chat", "call")  # channels whose messages are turns of a conversation
STATES = ("status", "group", "assignee")


@dataclass
class Cast:
    """Who plays whom: the people of a ticket under the desk's names, in the order in which they appear."""

    played: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # what they are called in texts → on the desk

    def person(self, event: TimelineEvent) -> str:
        """Who acts, on the desk."""
        actor = event["actor"]
        role, key = (actor["role"], actor["id"] or actor["name"]) if actor else (None, None)
        if role in NOBODY or key is None:
            return role if role in NOBODY else "system"
        return self._named(key, actor["name"] if actor else None, role or "agent")

    def agent(self, name: str) -> str:
        """Somebody to whom the ticket was assigned."""
        return self.names.get(name) or self._named(name, name, "agent")

    def _named(self, key: str, name: str | None, role: str) -> str:
        if name and name in self.names:
            return self.names[name]
        if key not in self.played:
            self.played[key] = {"requester": "requester", "end-user": "guest"}.get(role) or self._next()
            if name:
                self.names[name] = self.played[key]
        return self.played[key]

    def _next(self) -> str:
        return next((name for name in AGENTS if name not in self.played.values()), AGENTS[-1])

    def without_names(self, text: str) -> str:
        """The text with the desk's names for those of people."""
        for name, on_desk in sorted(self.names.items(), key=lambda item: -len(item[0])):
            for part in (name, *(one for one in name.split() if len(one) > 2)):
                text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", on_desk.capitalize(), text)
        return text


def case_of(result: Result, row: VerdictRow, pack: Pack, name: str) -> str:
    """The YAML of the case, as an entry of `cases:`. Raises UsageError where the audit does not hold the history."""
    found = next((one for one in result["tickets"]["cases"] if one["ticket_id"] == row["ticket_id"]), None)
    if found is None or not found["timeline"]:
        raise UsageError(
            f"the audit holds no history of ticket {row['ticket_id']}, for every duty was kept on it. "
            "A case can be made of a ticket with a finding."
        )
    lines = [f"  - case: {json.dumps(name, ensure_ascii=False)}", f"    as_of: {_time(result['manifest']['as_of'])}"]
    parameters = _parameters(result, row, pack)
    if parameters:
        lines.append(f"    parameters: {json.dumps(parameters, ensure_ascii=False)}")
    lacks = [one["capability"] for one in result["capabilities"]["missing"] if one["capability"] in CAPABILITIES]
    if lacks:
        lines.append(f"    lacks: {json.dumps(lacks)}")
    steps, people = _history(found)
    lines += ["    history:", *(f"      - {step}" for step in steps), "    expect:", *_expected(result, row)]
    extra = [name for name in people if name not in AGENTS[:2]]
    told = [f"  # `people:` of the file needs {{{', '.join(f'{one}: agent' for one in extra)}}}"] if extra else []
    return "\n".join([*told, *lines]) + "\n"


def _time(text: str) -> str:
    moment: datetime = moment_of(text).astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(sep=" ")


def _parameters(result: Result, row: VerdictRow, pack: Pack) -> dict[str, Any]:
    """The run's parameters that differ from the pack's own."""
    asked: Mapping[str, Any] = result["manifest"]["parameters"].get(row["pack"], {})
    usual = {name: shown(value) for name, value in pack.values.items()}
    return {name: value for name, value in asked.items() if name in usual and usual[name] != value}


def _history(case: Case) -> tuple[list[str], list[str]]:
    """The steps, and the agents that play in them."""
    cast = Cast()
    steps: list[str] = []
    for (_, at, who), some in groupby(
        case["timeline"], key=lambda event: (event["update"], event["at"], cast.person(event))
    ):
        events = list(some)
        step = {"at": _time(at), "by": who}
        for event in events:
            _tell(step, event, cast)
        if len(step) > 2 or not steps:
            steps.append(_flow(step, cast))
    return steps, sorted(name for name in cast.played.values() if name in AGENTS)


def _tell(step: dict[str, Any], event: TimelineEvent, cast: Cast) -> None:
    """Adds what an event is to the step of its update."""
    kind = event["kind"]
    if kind == "message":
        step |= _message(event)
    elif kind in ("set", "change") and event["field"] in STATES and event["value"]:
        value = event["value"]
        step[str(event["field"])] = cast.agent(value) if event["field"] == "assignee" else value
    elif kind == "macro":
        step["macro"] = event["macro"]
    elif kind == "notification":
        step["notifies"] = ["requester"]
    elif kind == "publish":
        step["publishes"] = True
    elif kind == "call":
        step["call"] = "outbound" if event["actor"] and event["actor"]["role"] == "agent" else "inbound"
    elif kind == "conversation-end":
        step["ends"] = "talk"


def _message(event: TimelineEvent) -> dict[str, Any]:
    if event["text"] is None:
        return {"redacted": True}
    said: dict[str, Any] = {"note" if event["public"] is False else "says": event["text"]}
    return (
        {**said, "chat": "talk", "channel": event["channel"]}
        if event["channel"] in SPOKEN and event["public"]
        else said
    )


def _flow(step: Mapping[str, Any], cast: Cast) -> str:
    cells = []
    for name, value in step.items():
        if name in ("at", "by", "assignee"):
            cells.append(f"{name}: {value}")
            continue
        told = cast.without_names(value) if name in ("says", "note") else value
        cells.append(f"{name}: {json.dumps(told, ensure_ascii=False)}")
    return "{" + ", ".join(cells) + "}"


def _expected(result: Result, row: VerdictRow) -> Iterator[str]:
    """Every duty of the policy on this ticket; of the finding, what people say."""
    same = [
        one
        for one in result["verdicts"]
        if (one["ticket_id"], one["pack"], one["policy"]) == (row["ticket_id"], row["pack"], row["policy"])
    ]
    for duty, rows in _by_duty(same):
        verdicts = [one["standing"]["reviewed"] for one in rows]
        yield f"      {duty}: {verdicts[0] if len(verdicts) == 1 else json.dumps(verdicts)}"


def _by_duty(rows: Iterable[VerdictRow]) -> Iterator[tuple[str, list[VerdictRow]]]:
    found: dict[str, list[VerdictRow]] = {}
    for row in rows:
        found.setdefault(row["duty"], []).append(row)
    yield from found.items()

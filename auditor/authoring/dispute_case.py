"""A finding → a worked case: its ticket's history as steps on a desk, and the verdict that people say is right.

What the desk cannot play is told in a comment: a case is a situation, and not a copy of a ticket.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from auditor import privacy
from auditor.authoring.cast import Cast
from auditor.errors import UsageError
from auditor.exports.shape import CAPABILITIES
from auditor.instants import moment_of
from auditor.policy.pack import Pack
from auditor.policy.parameters import shown
from auditor.policy.yaml_text import quoted
from auditor.result import Case, Result, TimelineEvent, VerdictRow

SPOKEN = ("chat", "call")  # channels whose messages are turns of a conversation
STATES = ("status", "group", "assignee")
UNREADABLE = ("attachment-only", "no-body")


def case_of(result: Result, row: VerdictRow, pack: Pack, name: str) -> str:
    """The YAML of the case, as an entry of `cases:`. Raises UsageError where the audit does not hold the history."""
    masked = privacy.masked(_of_ticket(result, row["ticket_id"]))
    found = next(iter(masked["tickets"]["cases"]), None)
    if found is None or not found["timeline"]:
        raise UsageError(
            f"the audit holds no history of ticket {row['ticket_id']}, for every duty was kept on it. "
            "A case can be made of a ticket with a finding."
        )
    cast = Cast.of({**result, "tickets": masked["tickets"]}, found)
    lines = [f"  - case: {quoted(name)}", f"    as_of: {_time(result['manifest']['as_of'])}"]
    if cast.people:
        lines.append(f"    people: {_flow(cast.people)}")
    parameters = _parameters(result, row, pack, cast)
    if parameters:
        lines.append(f"    parameters: {_flow(parameters)}")
    lacks = [one["capability"] for one in result["capabilities"]["missing"] if one["capability"] in CAPABILITIES]
    if lacks:
        lines.append(f"    lacks: {_value(lacks)}")
    steps = _history(found, cast, _unread(result, found))
    lines += ["    history:", *(f"      - {step}" for step in steps)]
    return "\n".join([*lines, "    expect:", *_expected(result, row, cast)]) + "\n"


def _of_ticket(result: Result, ticket_id: str) -> Result:
    """The part of a result that tells the history of one ticket."""
    cases = [case for case in result["tickets"]["cases"] if case["ticket_id"] == ticket_id]
    return {**result, "tickets": {**result["tickets"], "cases": cases}, "verdicts": [], "earlier": [], "review": []}


def _unread(result: Result, case: Case) -> dict[str, Any]:
    """Why a message has no words: the history does not say it, a redaction and the verdicts do."""
    rows = [row for row in result["verdicts"] if row["ticket_id"] == case["ticket_id"]]
    codes = {(row["reason"] or "").partition(":")[0] for row in rows}
    if "redacted" in codes or any(event["kind"] == "redaction" for event in case["timeline"]):
        return {"redacted": True}
    return {"unreadable": next((code for code in UNREADABLE if code in codes), UNREADABLE[-1])}


def _time(text: str) -> str:
    moment: datetime = moment_of(text).astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(sep=" ")


def _parameters(result: Result, row: VerdictRow, pack: Pack, cast: Cast) -> dict[str, Any]:
    """The run's parameters that differ from the pack's own; accounts go by their names on the desk."""
    asked: Mapping[str, Any] = result["manifest"]["parameters"].get(row["pack"], {})
    usual = {name: shown(value) for name, value in pack.values.items()}
    return {
        name: [cast.known(one, None) or one for one in value] if isinstance(value, list) else value
        for name, value in asked.items()
        if name in usual and usual[name] != value
    }


def _history(case: Case, cast: Cast, unread: Mapping[str, Any]) -> Iterator[str]:
    """The steps; what the desk cannot play is left out, and where that matters the played case shows it."""
    first = True
    for (_, at, who), events in groupby(
        case["timeline"], key=lambda event: (event["update"], event["at"], _by(event, cast))
    ):
        step = {"at": _Bare(_time(at)), "by": who}
        for event in events:
            _tell(step, event, cast, unread)
        if len(step) > 2 or first:
            yield _flow(step)
        first = False


def _by(event: TimelineEvent, cast: Cast) -> str:
    """Who acts; what a rule writes under somebody's name is the rule's act."""
    return "rule" if event["kind"] == "message" and event["channel"] == "rule" else cast.actor(event["actor"])


def _tell(step: dict[str, Any], event: TimelineEvent, cast: Cast, unread: Mapping[str, Any]) -> None:
    """Adds what an event is to the step of its update."""
    kind = event["kind"]
    if kind == "message":
        step |= _message(event, cast, unread)
    elif kind in ("set", "change") and event["field"] in STATES and event["value"]:
        value = event["value"]
        step[str(event["field"])] = cast.assignee(value) if event["field"] == "assignee" else value
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


def _message(event: TimelineEvent, cast: Cast, unread: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {} if event["text"] is not None else dict(unread)
    if event["public"] is False:
        said["note"] = cast.words(event["text"] or "")
    elif event["text"] is not None:
        said["says"] = cast.words(event["text"])
    if event["channel"] in SPOKEN and event["public"]:
        said["chat"] = "talk"
    return {**said, "channel": event["channel"]} if event["channel"] else said


class _Bare(str):
    """A text that needs no quotes."""


def _flow(cells: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {_value(value)}" for name, value in cells.items()) + "}"


def _value(value: Any) -> str:
    if isinstance(value, _Bare):
        return value
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return _flow({quoted(str(name)): one for name, one in value.items()})
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value)


def _expected(result: Result, row: VerdictRow, cast: Cast) -> Iterator[str]:
    """Every duty of the policy on this ticket; of the finding, what people say."""
    for duty, rows in _by_duty(same_policy(result, row)):
        told = [_expectation(one, cast if one is row else None) for one in rows]
        yield f"      {duty}: {told[0] if len(told) == 1 else '[' + ', '.join(told) + ']'}"


def _expectation(row: VerdictRow, cast: Cast | None) -> str:
    said = row["standing"]["disposition"]
    instead = said["instead"] if cast and said and said["ruling"] == "wrong-agent" else None
    who = cast.known(instead["id"], instead["name"]) if cast and instead else None
    verdict = row["standing"]["reviewed"]
    return f"{{verdict: {verdict}, responsible: {who}}}" if who else verdict


def same_policy(result: Result, row: VerdictRow) -> list[VerdictRow]:
    """The rows of the finding's policy on its ticket."""
    return [
        one
        for one in result["verdicts"]
        if (one["ticket_id"], one["pack"], one["policy"]) == (row["ticket_id"], row["pack"], row["policy"])
    ]


def _by_duty(rows: Iterable[VerdictRow]) -> Iterator[tuple[str, list[VerdictRow]]]:
    found: dict[str, list[VerdictRow]] = {}
    for row in rows:
        found.setdefault(row["duty"], []).append(row)
    yield from found.items()

"""Conditions, exceptions and what became of a trigger, as lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from auditor.explanation.openings import Document
from auditor.outputs.telling.words import REASONS, label

Name = Callable[[Mapping[str, Any] | None], str]
TRUTHS = {True: "yes", False: "no ", None: "?  "}
SHOWN = 4  # values of a long list


def value(given: Any) -> str:
    """A value that is asked for, or there."""
    if given is None or given in ([], (), {}):
        return "none"
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, Mapping):
        return ", ".join(f"{name}: {value(one)}" for name, one in given.items())
    if isinstance(given, list | tuple):
        more = [f"{len(given) - SHOWN} more"] if len(given) > SHOWN else []
        return " | ".join([*map(str, given[:SHOWN]), *more])
    return str(given)


def wanted(part: Document) -> str:
    """What a part asks for; of a long list what the event has stands first."""
    asked, actual = part.get("wanted"), part.get("actual")
    if isinstance(asked, list | tuple) and isinstance(actual, list):
        asked = sorted(asked, key=lambda one: one not in actual)
    return value(asked)


def tree_lines(tree: Document, depth: int) -> Iterator[str]:
    """A line a part; parts that did not decide stand closed."""
    asked = f" {wanted(tree)}" if "wanted" in tree else ""
    actual = f", is {value(tree['actual'])}" if "actual" in tree else ""
    yield f"{'  ' * depth}{TRUTHS[tree['truth']]} {tree['key']}{asked}{actual}"
    for part in tree.get("parts", ()):
        if tree["key"] in ("not", "maybe", "if_recorded") or part["truth"] == tree["truth"]:
            yield from tree_lines(part, depth + 1)
        else:
            closed = {name: one for name, one in part.items() if name != "parts"}
            yield from tree_lines(closed, depth + 1)


def fate(event: Document, when: str, name: Name) -> str:
    """What became of an event on which a policy may open."""
    place = name(event)
    match event["outcome"]:
        case "opened":
            return f"Opened at {place}: it is {when}."
        case "unknown":
            return f"{place} may be {when}, and that cannot be told: {_reason(event['reason'])}. Nothing opens there."
        case "copy":
            return f"{place} is {when}, copied by a merge: it is judged in the ticket that it comes from."
        case "taken-away":
            return f"{place} is {when}, and opens nothing:"
        case "not-in-force":
            return f"{place} is {when}, and the policy is not in force at that time."
    return f"{place} is {when}, in the episode that began at {name(event['episode'])}."


def gate(one: Document, name: Name) -> Iterator[str]:
    """An exception or a condition of an opening: what it asks, whether it holds, by which event."""
    asked = " and ".join(f"{kind} {one[kind]}" for kind in ("seen", "now") if one[kind])
    holds = {True: "holds", False: "does not hold", None: "cannot be told"}[one["truth"]]
    by = f", by {name(one['by'])}" if one["by"] and one["seen"] else ""
    effect = ": this takes the opening away" if one["takes_away"] else ""
    yield f"{one['gate']} {asked}: {holds}{by}{effect}"
    if one["tree"] and (one["takes_away"] or one["truth"] is None):
        yield from tree_lines(one["tree"], 1)


def without(opening: Document, name: Name) -> str:
    """Why an opening gave a duty no instance."""
    match opening["outcome"]:
        case "taken-away":
            return "an exception takes it away."
        case "not-closed":
            return f"it begins when the episode is closed, and no {opening['signal']} has closed it."
    by = f" at {name(opening['by'])}" if opening["by"] else ""
    return f"it was released by {opening['signal']}{by} before it was decided."


def _reason(code: str) -> str:
    return REASONS.get(code, label(code))

"""What would have sufficed, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from auditor.outputs.telling.moments import moment
from auditor.result import Change, Counterfactual

TOLD = {
    "add": "{what}{until}",
    "earlier": "the same {what}, done{until}",
    "leave-out": "no {what}",
    "set": "{what}",
}
FOR_YOU = {
    "add": "One thing more from you{until}: {what}.",
    "earlier": "The same {what} from you, done{until}.",
    "leave-out": "Everything as you did it, without this one {what}.",
    "set": "Everything as you did it, with the {what}.",
}


def sufficed(found: Counterfactual | None, zone: ZoneInfo) -> str:
    """The changes that together would have complied: empty where none was found."""
    return _joined([_told(change, zone) for change in found["would_have_complied"]]) if found else ""


def sufficed_for_you(found: Counterfactual | None, zone: ZoneInfo) -> tuple[str, ...]:
    """The same changes, a sentence each, for the person who answers."""
    return tuple(_for_you(change, zone) for change in found["would_have_complied"]) if found else ()


def still_possible(found: Counterfactual | None) -> str:
    """What was never done and may still be done."""
    return _joined([_act(change["what"]) for change in found["still_possible"]]) if found else ""


def _told(change: Change, zone: ZoneInfo) -> str:
    until = f" by {moment(change['until'], zone).text}" if change["until"] else ""
    return TOLD[change["change"]].format(what=_act(change["what"]), until=until)


def _for_you(change: Change, zone: ZoneInfo) -> str:
    until = f" by {moment(change['until'], zone).text}" if change["until"] else ""
    return FOR_YOU[change["change"]].format(what=_act(change["what"]), until=until)


def _act(name: str) -> str:
    """A signal's name as words: pr-macro is "pr macro"; status=open is "status left open"."""
    field, equals, value = name.partition("=")
    return f"{field} left {value}" if equals else name.replace("-", " ").replace("_", " ")


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(parts)

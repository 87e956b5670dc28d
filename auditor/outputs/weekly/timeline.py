"""The history of a case as evidence: what was said and done, what it broke, which deadline passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from zoneinfo import ZoneInfo

from auditor.outputs.weekly import texts
from auditor.outputs.weekly.moments import Moment, instant, moment
from auditor.outputs.weekly.words import did, label
from auditor.result import Case, TimelineEvent, VerdictRow

SHORT = 8  # a timeline of so many steps is shown whole
RUN = 3  # so many steps in a row that prove nothing are folded
INSIDE = ("agent", "rule", "bot", "system")
NOTEWORTHY = ("publish", "conceal", "conversation-end", "merge")


@dataclass(frozen=True)
class Tag:
    """Why a step matters: `tone` is broke, trigger, met or due."""

    tone: str
    text: str


@dataclass(frozen=True)
class Step:
    """An event, or a deadline, as a line of the timeline."""

    moment: Moment
    update: str
    actor: str | None
    side: str  # outside | inside | machine | deadline
    act: str
    private: bool
    quote: texts.Quote | None
    was: str | None
    now: str | None
    tags: tuple[Tag, ...]
    new_day: bool = False
    new_update: bool = True

    @property
    def key(self) -> bool:
        return bool(self.tags)


@dataclass(frozen=True)
class Stretch:
    """Steps in a row that stand open, or folded because they prove nothing."""

    folded: bool
    steps: tuple[Step, ...]


def stretches(case: Case, rows: Sequence[VerdictRow], titles: Mapping[str, str], zone: ZoneInfo) -> tuple[Stretch, ...]:
    """The timeline of a case with what its verdict rows say about it."""
    tags = _tags(rows, titles)
    spans = _spans(case, rows)
    steps = [_step(event, tags.get(event["event_id"], ()), spans, zone) for event in case["timeline"]]
    return tuple(_fold(_paced(_with_deadlines(steps, rows, titles, zone))))


def _tags(rows: Sequence[VerdictRow], titles: Mapping[str, str]) -> dict[str, tuple[Tag, ...]]:
    """Event id → its tags: what broke a duty first, then the triggers, then what met a duty."""
    found: dict[str, list[Tag]] = {}
    for row in rows:
        if row["verdict"] == "violated":
            for event_id in row["witness"]:
                found.setdefault(event_id, []).append(Tag("broke", _title(row, titles)))
    for row in rows:
        opened_by = row["trigger"]["event_id"]
        if opened_by is not None:
            words = " and ".join(label(name) for name in row["contact_types"]) or _title(row, titles)
            found.setdefault(opened_by, []).append(Tag("trigger", words))
    for row in rows:
        if row["verdict"] == "complied" and row["final"]:
            for event_id in row["witness"]:
                found.setdefault(event_id, []).append(Tag("met", _title(row, titles)))
    return {event_id: tuple(dict.fromkeys(tags)) for event_id, tags in found.items()}


def _title(row: VerdictRow, titles: Mapping[str, str]) -> str:
    return titles.get(f"{row['pack']}/{row['policy']}/{row['duty']}", label(row["duty"]))


def _spans(case: Case, rows: Sequence[VerdictRow]) -> dict[str, list[tuple[str | None, list[int] | None]]]:
    """Event id → the (phrase, span) pairs that matched in its text."""
    found: dict[str, list[tuple[str | None, list[int] | None]]] = {}
    for row in rows:
        trigger = row["trigger"]
        if trigger["event_id"] is not None and (trigger["phrase"] or trigger["span"]):
            found.setdefault(trigger["event_id"], []).append((trigger["phrase"], trigger["span"]))
    for contact in case["contacts"]:
        if contact["event_id"] is not None and contact["phrase"]:
            found.setdefault(contact["event_id"], []).append((contact["phrase"], contact["span"]))
    return found


def _step(
    event: TimelineEvent,
    tags: tuple[Tag, ...],
    spans: Mapping[str, Sequence[tuple[str | None, list[int] | None]]],
    zone: ZoneInfo,
) -> Step:
    text, actor = event["text"], event["actor"]
    role = actor["role"] if actor else None
    marks = [texts.find(text, *given) for given in spans.get(event["event_id"], ())] if text else []
    return Step(
        moment=moment(event["at"], zone),
        update=event["update"],
        actor=(actor["name"] or actor["id"]) if actor else None,
        side="outside" if role not in INSIDE else "inside" if role == "agent" else "machine",
        act=_act(event, role),
        private=event["kind"] == "message" and event["public"] is False,
        quote=texts.quote(text, [mark for mark in marks if mark]) if text else None,
        was=event["previous_value"],
        now=event["value"],
        tags=tags,
    )


def _act(event: TimelineEvent, role: str | None) -> str:
    if event["kind"] == "macro":
        return f"applied the macro “{event['macro'] or 'unnamed'}”"
    if event["kind"] in ("change", "set"):
        return f"{'changed' if event['kind'] == 'change' else 'set'} {label(event['field'] or 'a field')}"
    return did(event["kind"], event["channel"], event["public"], role)


def _with_deadlines(
    steps: Sequence[Step], rows: Sequence[VerdictRow], titles: Mapping[str, str], zone: ZoneInfo
) -> list[Step]:
    """The steps with the deadlines that passed unmet, or are still open, where they fall."""
    lines = dict.fromkeys(
        (row["due_at"], row["verdict"], _title(row, titles))
        for row in rows
        if row["due_at"] and row["verdict"] in ("violated", "pending")
    )
    deadlines = [_deadline(due_at, verdict, title, zone) for due_at, verdict, title in lines if due_at]
    return sorted([*steps, *deadlines], key=lambda step: (instant(step.moment.utc), step.side == "deadline"))


def _deadline(due_at: str, verdict: str, title: str, zone: ZoneInfo) -> Step:
    passed = verdict == "violated"
    act = "Deadline passed" if passed else "Deadline"
    tag = Tag("broke" if passed else "due", title)
    return Step(moment(due_at, zone), "", None, "deadline", act, False, None, None, None, (tag,))


def _paced(steps: Sequence[Step]) -> Iterator[Step]:
    """Each step with whether it opens a day (or an offset) and an update."""
    day, update = None, None
    for step in steps:
        this_day, this_update = (step.moment.day, step.moment.offset), (step.update, step.moment.utc)
        yield replace(step, new_day=this_day != day, new_update=this_day != day or this_update != update)
        day, update = this_day, this_update


def _fold(paced: Iterator[Step]) -> Iterator[Stretch]:
    steps = list(paced)
    if len(steps) <= SHORT:
        yield Stretch(False, tuple(steps))
        return
    for key, run in groupby(enumerate(steps), lambda item: item[1].key or item[0] in (0, len(steps) - 1)):
        members = tuple(step for _, step in run)
        yield Stretch(not key and len(members) >= RUN, members)

"""The history of a case as evidence: what was said and done, what it broke, which deadline passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from auditor.outputs.telling import texts
from auditor.outputs.telling.moments import Moment, instant, moment
from auditor.outputs.telling.words import did, label
from auditor.result import Case, TimelineEvent, VerdictRow

SHORT = 8  # a timeline of so many steps is shown whole
RUN = 2  # so many steps in a row that prove nothing are folded
INSIDE = ("agent", "rule", "bot", "system")


@dataclass(frozen=True)
class Tag:
    """Why a step matters: `tone` is broke, trigger, met or due; `word` says it."""

    tone: str
    word: str
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
    wordless: bool  # a message whose words are not in the result
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

    @property
    def when(self) -> str:
        """at 15:20; 15:20 to 16:10; Tue 10 Nov, 15:20 to Wed 11 Nov, 09:00."""
        first, last = self.steps[0].moment, self.steps[-1].moment
        if first.short_day != last.short_day:
            return f"{first.short_day}, {first.time} to {last.short_day}, {last.time}"
        return f"at {first.time}" if first.time == last.time else f"{first.time} to {last.time}"


def stretches(case: Case, rows: Sequence[VerdictRow], titles: Mapping[str, str], zone: ZoneInfo) -> tuple[Stretch, ...]:
    """The timeline of a case with what its verdict rows say about it."""
    tags = _tags(case, rows, titles)
    spans = _spans(case, rows)
    steps = [_step(event, tags.get(event["event_id"], ()), spans, zone) for event in case["timeline"]]
    return tuple(_fold(_with_deadlines(steps, rows, titles, zone)))


def _tags(case: Case, rows: Sequence[VerdictRow], titles: Mapping[str, str]) -> dict[str, tuple[Tag, ...]]:
    """Event id → its tags: what broke a duty, what words matched, what began there, what met a duty."""
    times = {event["event_id"]: instant(event["at"]) for event in case["timeline"]}
    found: dict[str, dict[Tag, None]] = {}
    for event_id, tag in (
        *_broken(rows, titles, times),
        *_matched(case),
        *_begun(case, rows, titles),
        *_met(rows, titles),
    ):
        found.setdefault(event_id, {})[tag] = None
    return {event_id: tuple(tags) for event_id, tags in found.items()}


def _broken(
    rows: Sequence[VerdictRow], titles: Mapping[str, str], times: Mapping[str, datetime]
) -> Iterator[tuple[str, Tag]]:
    for row in rows:
        for event_id in row["witness"] if row["verdict"] == "violated" else ():
            late = row["due_at"] and event_id in times and times[event_id] > instant(row["due_at"])
            yield event_id, Tag("broke", "Too late" if late else "Broke", _title(row, titles))


def _matched(case: Case) -> Iterator[tuple[str, Tag]]:
    for contact in case["contacts"]:
        if contact["event_id"] is not None:
            certain = contact["tier"] == "certain"
            yield contact["event_id"], Tag("trigger", "Matched" if certain else "May be", label(contact["type"]))


def _begun(case: Case, rows: Sequence[VerdictRow], titles: Mapping[str, str]) -> Iterator[tuple[str, Tag]]:
    """What opened a duty without being a contact, or the breach, itself: a first reply, a move."""
    told = {contact["event_id"] for contact in case["contacts"] if contact["tier"] == "certain"}
    for row in rows:
        event_id = row["trigger"]["event_id"]
        if event_id is not None and event_id not in told and event_id not in row["witness"]:
            yield event_id, Tag("trigger", "Began", _title(row, titles))


def _met(rows: Sequence[VerdictRow], titles: Mapping[str, str]) -> Iterator[tuple[str, Tag]]:
    for row in rows:
        for event_id in row["witness"] if row["verdict"] == "complied" and row["final"] else ():
            yield event_id, Tag("met", "Kept", _title(row, titles))


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
        wordless=event["kind"] == "message" and not text,
        quote=texts.quote(text, [mark for mark in marks if mark]) if text else None,
        was=event["previous_value"],
        now=event["value"],
        tags=tags,
    )


def _act(event: TimelineEvent, role: str | None) -> str:
    if event["kind"] == "macro":
        return f"applied the macro “{event['macro'] or 'unnamed'}”"
    if event["kind"] in ("change", "set"):
        return f"{'changed' if event['kind'] == 'change' else 'created it with'} {label(event['field'] or 'a field')}"
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
    tag = Tag("broke", "Not done", title) if passed else Tag("due", "Open", title)
    return Step(moment(due_at, zone), "", None, "deadline", act, False, False, None, None, None, (tag,))


def _fold(steps: Sequence[Step]) -> Iterator[Stretch]:
    """The steps in stretches; a day and an update are named anew wherever a reader would miss them."""
    seen: Step | None = None
    for key, run in groupby(enumerate(steps), lambda item: item[1].key or item[0] in (0, len(steps) - 1)):
        members = [step for _, step in run]
        folded = not key and len(members) >= RUN and len(steps) > SHORT
        yield Stretch(folded, tuple(_paced(members, None if folded else seen)))
        seen = seen if folded else members[-1]


def _paced(steps: Sequence[Step], before: Step | None) -> Iterator[Step]:
    """Each step with whether it opens a day (or an offset from UTC) and an update."""
    for step in steps:
        same_day = before is not None and _day(before) == _day(step)
        same_update = before is not None and before.update == step.update and before.moment.utc == step.moment.utc
        yield replace(step, new_day=not same_day, new_update=not same_update)
        before = step


def _day(step: Step) -> tuple[str, str]:
    return step.moment.day, step.moment.offset

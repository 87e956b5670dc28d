"""A sample: all stories once (more often in a large sample), and ordinary traffic around them."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.samples.calendar import AS_OF, LAST_WEEK
from auditor.samples.cast import TextCounter, cast_of
from auditor.samples.draft import Draft
from auditor.samples.model import Ticket
from auditor.samples.ordinary import ordinary_ticket, written_at
from auditor.samples.stories import SHAPES, STORIES, Story
from auditor.samples.truth import ticket_truth, write_parameters, write_truth
from auditor.samples.writers import WRITERS

MINIMUM_TICKETS = 10
ALL_STORIES = 320  # from so many tickets on every story stands in the sample; there are about 290
SHARE_OF_STORIES = 0.05
FIRST_TICKET = 104_000


@dataclass(frozen=True)
class Planted:
    """What was written: counts of tickets, of tickets with a story, of expected rows."""

    shape: str
    folder: Path
    tickets: int
    stories: int
    verdicts: int
    as_of: datetime


def generate(shape: str, tickets: int, seed: int, out: Path) -> Planted:
    """Write a synthetic export of that shape and its truth.json into `out`. The same call writes the same bytes.

    Raises UsageError for an unknown shape, fewer than MINIMUM_TICKETS tickets, or a folder that cannot be written.
    """
    _check(shape, tickets)
    try:
        out.mkdir(parents=True, exist_ok=True)
        return _write(shape, tickets, seed, out)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}). Name another folder with --out.") from None


def _check(shape: str, tickets: int) -> None:
    problems = []
    if shape not in SHAPES:
        problems.append(f'--shape "{shape}": there is no such shape. There are: {", ".join(SHAPES)}.')
    if tickets < MINIMUM_TICKETS:
        problems.append(
            f"--tickets {tickets}: a sample has at least {MINIMUM_TICKETS} tickets; "
            f"every story of the planted truth stands in it from {ALL_STORIES} on."
        )
    if problems:
        raise UsageError(problems)


def _write(shape: str, tickets: int, seed: int, out: Path) -> Planted:
    planned = _stories(shape, tickets)
    planted = {id(ticket): ticket for ticket in planned}
    truth: list[tuple[str, dict[str, Any]]] = []

    def told() -> Iterator[Ticket]:
        for ticket in _in_order(planned, tickets - len(planned), seed):
            truth.append((ticket.ticket_id, ticket_truth(ticket, shape)))
            yield ticket

    WRITERS[shape](out, tickets).write(told())
    write_truth(out / "truth.json", shape, truth)
    write_parameters(out / "parameters.yaml")
    rows = sum(len(ticket.expected) for ticket in planted.values())
    return Planted(shape, out, tickets, len(planted), rows, AS_OF)


def _stories(shape: str, tickets: int) -> list[Ticket]:
    """Every story of the shape once, and again with other people and texts until they are their share.

    A sample too small for all of them has some, from all over the register, in half of its tickets.
    """
    wanted = [story for story in STORIES if shape in story.shapes]
    texts, planned = TextCounter(), list[Ticket]()
    if tickets < ALL_STORIES:
        for number, story in enumerate(wanted[:: max(1, 2 * len(wanted) // tickets)]):
            told = _tell(story, number, texts)
            planned += told if len(planned) + len(told) <= tickets // 2 else []
        return planned
    for number, story in enumerate(cycle(wanted)):
        if number >= len(wanted) and len(planned) >= tickets * SHARE_OF_STORIES:
            break
        planned += _tell(story, number, texts)
    return planned


def _tell(story: Story, number: int, texts: TextCounter) -> list[Ticket]:
    week = LAST_WEEK if story.last_week else number % (LAST_WEEK - 1)
    draft = Draft(cast_of(number, texts), week, story.name)
    story.tell(draft)
    told = [draft.ticket, *(other.ticket for other in draft.companions)]
    for ticket in told:
        ticket.traps, ticket.readings = story.traps, story.readings
    return told


def _in_order(planned: list[Ticket], ordinary: int, seed: int) -> Iterator[Ticket]:
    """All tickets in the order of their creation, numbered as they come."""
    rng = random.Random(seed)
    moments = [AS_OF, *(written_at(rng) for _ in range(ordinary - 1))]  # one at the very end proves the as-of time
    slots = sorted((at, number) for number, at in enumerate(moments))
    stories = sorted(planned, key=lambda ticket: ticket.created_at)
    merged = heapq.merge(
        ((at, 0, number) for at, number in slots),
        ((ticket.created_at, 1, place) for place, ticket in enumerate(stories)),
    )
    order = list(merged)
    for running, (_, kind, place) in enumerate(order, start=FIRST_TICKET):
        if kind:
            stories[place].ticket_id = str(running)
    for running, (at, kind, place) in enumerate(order, start=FIRST_TICKET):
        ticket = stories[place] if kind else ordinary_ticket(place, at, seed)
        ticket.ticket_id = str(running)
        yield ticket

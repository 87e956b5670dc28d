"""The list of stories. A story writes one ticket (seldom two) and the rows that its author expects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from auditor.samples.draft import Draft

SHAPES = ("zendesk", "fivetran", "events")
WITH_AUDITS = ("zendesk", "events")  # shapes that know rules, channels, changes of privacy and macros
Telling = Callable[[Draft], None]


@dataclass(frozen=True)
class Story:
    """`last_week`: it happens in the week in which the sample ends, so that deadlines are still open."""

    name: str
    tell: Telling
    traps: tuple[int, ...]
    readings: tuple[int, ...]
    last_week: bool
    shapes: tuple[str, ...]


STORIES: list[Story] = []


def story(
    name: str,
    *,
    traps: tuple[int, ...] = (),
    readings: tuple[int, ...] = (),
    last_week: bool = False,
    shapes: tuple[str, ...] = SHAPES,
) -> Callable[[Telling], Telling]:
    """Put a story on the list."""

    def register(tell: Telling) -> Telling:
        STORIES.append(Story(name, tell, traps, readings, last_week, shapes))
        return tell

    return register

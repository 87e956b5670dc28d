"""must: every trigger is answered."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from auditor.words.word import Word

Targets = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda given: [given] if isinstance(given, str) else given, json_schema_input_type=str | list[str]),
]


class Must(Word):
    """Every trigger is answered by the event (all of them, in any order) within a limit.

    Every trigger has a verdict of its own. The very instant of the limit still counts; while that instant
    is not past at the as-of time, the duty is pending. Without a limit it is owed until the ticket is
    closed. `before` ends the wait at an event. `since` says from where an answer counts: strictly after the
    trigger, strictly after the opening, or anywhere in the ticket.

    Source: DECLARE response with a deadline (Burattin, Maggi, Sperduti 2016); MTL F_(0,D].
    """

    what: ClassVar[str] = "must"
    template: ClassVar[str] = "must.sql"
    must: Targets
    within: str | None = None
    clock: str = "wall"
    before: str | None = None
    since: Literal["trigger", "opening", "start"] = "trigger"

    def signals(self) -> tuple[str, ...]:
        """The answers, and the event that ends the wait."""
        return (*self.must, *((self.before,) if self.before else ()))

    def limit(self) -> str | None:
        """`within`."""
        return self.within

    def clock_name(self) -> str:
        """`clock`."""
        return self.clock

    def complied_by_presence(self) -> bool:
        """An answer that is there is there, unless what ends the wait may be in the row that is not."""
        return self.before is None

"""must_never: no such event while the window is open."""

from __future__ import annotations

from typing import ClassVar

from auditor.policy.model import Tolerance
from auditor.words.word import Word


class MustNever(Word):
    """After the trigger no such event happens, until the window ends.

    The window ends `within` a limit, at the first `until` event, or with the whole update of the first
    `through` event. Violated at the first breach; complied is final once the window has ended, and not
    final while it is open. `tolerate` lets the first so many matching events pass;
    `apart_from_closing` leaves out the update that carries the closing event, which other duties judge.

    Source: DECLARE not-response, bounded by D or by an event.
    """

    what: ClassVar[str] = "must_never"
    template: ClassVar[str] = "must_never.sql"
    must_never: str
    within: str | None = None
    clock: str = "wall"
    until: str | None = None
    through: str | None = None
    tolerate: Tolerance | None = None
    apart_from_closing: bool = False

    def signals(self) -> tuple[str, ...]:
        """The breach and what ends the window."""
        ends = (name for name in (self.until, self.through) if name)
        return (self.must_never, *ends, *((self.tolerate.event,) if self.tolerate else ()))

    def limit(self) -> str | None:
        """`within`."""
        return self.within

    def clock_name(self) -> str:
        """`clock`."""
        return self.clock

    def violated_by_presence(self) -> bool:
        """A breach that is there is there, unless the end of the window may be in the row that is not."""
        return self.until is None and self.through is None

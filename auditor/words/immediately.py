"""immediately: the very next one is it."""

from __future__ import annotations

from typing import ClassVar

from auditor.words.word import Word


class Immediately(Word):
    """The next event of the named kind after the trigger is the wanted one.

    Undecided until that next event happens.

    Source: DECLARE chain response, over the events that `among` names.
    """

    what: ClassVar[str] = "immediately"
    template: ClassVar[str] = "immediately.sql"
    immediately: str
    among: str

    def signals(self) -> tuple[str, ...]:
        """The wanted event and the events among which it is the next."""
        return (self.immediately, self.among)

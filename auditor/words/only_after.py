"""only_after: the trigger has an earlier ground."""

from __future__ import annotations

from typing import ClassVar

from auditor.words.word import Word


class OnlyAfter(Word):
    """Every trigger has the event before it; with `or_with`, in its own update counts too.

    Source: DECLARE precedence.
    """

    what: ClassVar[str] = "only_after"
    template: ClassVar[str] = "only_after.sql"
    only_after: str
    or_with: bool = False

    def signals(self) -> tuple[str, ...]:
        """The ground."""
        return (self.only_after,)

    def complied_by_presence(self) -> bool:
        """A ground that is there is there."""
        return True

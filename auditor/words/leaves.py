"""leaves: how the trigger's update leaves the ticket."""

from __future__ import annotations

from typing import ClassVar

from auditor.policy.model import Many, StateField
from auditor.words.word import Word


class Leaves(Word):
    """The field has one of these values at the end of the update that holds the trigger.

    A turn of a chat or call is carried by the update that ends its conversation.
    """

    what: ClassVar[str] = "leaves"
    template: ClassVar[str] = "leaves.sql"
    leaves: dict[StateField, Many]

    def signals(self) -> tuple[str, ...]:
        """None: it reads the state."""
        return ()
